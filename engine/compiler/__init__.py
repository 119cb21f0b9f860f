"""The compiler: the graph of one sample becomes machine code in which samples are lanes of vectors."""

from .compile import compile
from .native import unavailable
from .program import Program

__all__ = ["Program", "compile", "unavailable"]

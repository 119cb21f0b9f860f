"""The compiler: the graph of one sample becomes machine code in which samples are lanes of vectors."""

from engine.compiler.compile import compile
from engine.compiler.native import free_dropped, unavailable
from engine.compiler.program import Program

__all__ = ["Program", "compile", "free_dropped", "unavailable"]

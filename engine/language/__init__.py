"""A small language of formulas: read by a parser of our own, evaluated on arrays and on Scalars."""

from .errors import ExpressionError
from .expression import Expression
from .parser import parse

__all__ = ["Expression", "ExpressionError", "parse"]

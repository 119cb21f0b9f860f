"""A small language of formulas: read by a parser of our own, evaluated on arrays and on Scalars."""

from engine.language.errors import ExpressionError, UnknownFunctionError, quoted
from engine.language.expression import Expression
from engine.language.parser import parse

__all__ = ["Expression", "ExpressionError", "UnknownFunctionError", "parse", "quoted"]

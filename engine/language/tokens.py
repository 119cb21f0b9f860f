"""Numbers, names and signs of a formula, each with its place."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from engine.language.errors import ExpressionError

# Longest first: "<=" before "<".
_SIGNS = ("**", "<=", ">=", "==", "!=", "<", ">", "=", "+", "-", "*", "/", "^", "(", ")", ",", "|", ".")
# What people type or paste, and what it means.
_ALIKE = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "!=", "∣": "|"}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER = re.compile("⁻?[⁰¹²³⁴-⁹]+")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_NUMBER = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
# Letters, then digits: x1x2 is a product, and x₁² a power.
_NAME = re.compile(r"(?:(?![⁰¹²³⁴-⁹₀-₉])[^\W\d])+[0-9₀-₉]*")
_NAMED_SIGNS = {"π": "pi"}


@dataclass(frozen=True)
class Token:
    """A part of a formula.

    Attributes
    ----------
    kind
        "number", "name", "sign", "power" (raised digits) or "end".
    text
        A sign or name in its usual spelling.
    """

    kind: str
    text: str
    start: int
    end: int
    value: float = 0.0


def tokenize(text: str) -> list[Token]:
    """Return the parts of a formula, closed by a token of the kind "end".

    Raises
    ------
    ExpressionError
        A character that no formula has, or a number without end.
    """
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at)
        tokens.append(token)
        at = token.end
    tokens.append(Token("end", "", len(text), len(text) + 1))
    return tokens


def _token(text: str, at: int) -> Token:
    character = text[at]
    if found := _NUMBER.match(text, at):
        value = float(found.group())
        if not math.isfinite(value):
            raise ExpressionError("this number is too large", at, found.end())
        return Token("number", found.group(), at, found.end(), value)
    if found := _POWER.match(text, at):
        value = float(found.group().translate(_RAISED))
        if not math.isfinite(value):
            raise ExpressionError("this number is too large", at, found.end())
        return Token("power", found.group(), at, found.end(), value)
    if character in _ALIKE:
        return Token("sign", _ALIKE[character], at, at + 1)
    if found := _NAME.match(text, at):
        name = found.group()
        return Token("name", _NAMED_SIGNS.get(name, name.translate(_SUBSCRIPTS)), at, found.end())
    for sign in _SIGNS:
        if text.startswith(sign, at):
            return Token("sign", "==" if sign == "=" else sign, at, at + len(sign))
    raise ExpressionError(f"{character!r} has no meaning in a formula", at, at + 1)

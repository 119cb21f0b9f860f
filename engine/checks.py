"""Argument checks shared by several parts of the engine."""

from __future__ import annotations

from numbers import Integral


def positive_integer(value: object, what: str) -> int:
    """Return `value` as an int.

    Raises
    ------
    ValueError
        It is not a positive whole number; the message names `what`.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        raise ValueError(f"{what} must be a positive integer, not {value!r}")
    return int(value)

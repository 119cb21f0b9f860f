"""Checks that several parts of the engine make of what they are given."""

from __future__ import annotations

from numbers import Integral


def positive_integer(value: object, what: str) -> int:
    """Return `value` as an int.

    Raises
    ------
    ValueError
        It is no whole number from 1 up; the sentence says of `what`.
    """
    if isinstance(value, bool) or not isinstance(value, Integral) or value < 1:
        raise ValueError(f"{what} must be a positive integer, not {value!r}")
    return int(value)

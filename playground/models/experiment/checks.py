"""Checks of single settings; each says what is wrong by the name of the setting."""

from __future__ import annotations

import math
from collections.abc import Collection


def choice(name: str, value: object, known: Collection[str]) -> None:
    """Raise a ValueError where `value` is none of `known`."""
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"unknown {name} {value!r}: choose one of {', '.join(known)}")


def between(name: str, value: object, low: float, high: float) -> None:
    """Raise a ValueError where `value` is no finite number from `low` to `high`."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not low <= value <= high:  # type: ignore[arg-type,operator]
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}, not {value!r}")


def whole(name: str, value: object, low: int, high: int) -> None:
    """Raise a ValueError where `value` is no whole number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {value!r}")


def key_beginning(name: str, value: object, lengths: tuple[int, ...]) -> tuple[int, ...]:
    """Return the numbers that name a layer, a neuron or a parameter; a ValueError where they are none."""
    if not isinstance(value, list | tuple) or len(value) not in lengths:
        raise ValueError(f"{name} must be lists of {' or '.join(map(str, lengths))} numbers, not {value!r}")
    for number in value:
        whole(f"a number in {name}", number, -1, 10_000)
    return tuple(value)

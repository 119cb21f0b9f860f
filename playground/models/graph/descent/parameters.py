"""Which leaves of a formula are its parameters, as their names tell."""

from __future__ import annotations

from collections.abc import Collection

WEIGHTS = ("w",)
BIASES = ("b",)
GIVEN = ("x", "t")
"""How inputs and targets are called."""


def likely_parameters(names: Collection[str]) -> frozenset[str]:
    """Return the leaves that updates would move in a textbook.

    Weights and biases where there is a weight; else all but inputs and targets; else all.
    """
    if any(_begins(name, WEIGHTS) for name in names):
        return frozenset(name for name in names if _begins(name, WEIGHTS + BIASES))
    return frozenset(name for name in names if not _begins(name, GIVEN)) or frozenset(names)


def _begins(name: str, letters: tuple[str, ...]) -> bool:
    return name.lower().startswith(letters)

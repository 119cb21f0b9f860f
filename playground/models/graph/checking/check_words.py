"""A checked gradient in words."""

from __future__ import annotations

from playground.models.graph.checking.differences import (
    AGREES,
    DIFFERS,
    KINK,
    TOLERANCE,
    TOO_SMALL,
    UNDEFINED,
)
from playground.models.graph.checking.gradient_check import CheckedGradient
from playground.style.words import number_text, percent_text

MARKS = {AGREES: "✓", DIFFERS: "✗"}
_DIGITS = 10


def say_result(verdict: str) -> str:
    """Return a verdict with its mark."""
    return f"{MARKS.get(verdict, '')} {verdict}".strip()


def say_gradient(found: CheckedGradient) -> str:
    """Explain the verdict about a gradient, with its numbers."""
    name, gradient = found.name, number_text(found.gradient, _DIGITS)
    difference = found.difference
    if difference is None:
        return f"{name}.grad = {gradient}. {_REASONS[UNDEFINED]}"
    numbers = f"{name}.grad = {gradient}, the finite difference {number_text(difference.value, _DIGITS)}"
    if found.verdict == TOO_SMALL:
        rounding = number_text(difference.resolution, 2)
        return f"{numbers}. Rounding alone can make {rounding} of it: this says nothing."
    if found.verdict == KINK and difference.sides is not None:
        left, right = (number_text(slope) for slope in difference.sides)
        return f"{numbers}. {_REASONS[KINK].format(left=left, right=right)}"
    return f"{numbers}: {_REASONS[found.verdict]}"


_REASONS = {
    AGREES: f"they are the same to {percent_text(TOLERANCE, 2)}.",
    DIFFERS: f"they are further apart than {percent_text(TOLERANCE, 2)}. One of the derivatives on the way "
    "is wrong.",
    KINK: "The slope is {left} to the left and {right} to the right: any number between them will do.",
    UNDEFINED: "A step to one side leaves what an operation takes: there is no difference to compare with.",
}

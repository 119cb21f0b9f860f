"""What a learner types for a gradient, and when it counts as right."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from engine.language import ExpressionError, parse
from playground.style.words import percent_text, quoted, read_number

TOLERANCE = 0.01
"""Relative distance up to which a number is right."""
ENOUGH_DIGITS = 2
"""A number rounded to so many digits, or more, is right."""
NOTHING = 1e-9
"""Relative to the largest gradient of the graph: less is 0, up to rounding."""
TOLERANCE_WORDS = f"Right within {percent_text(TOLERANCE, 0)}, or rounded to two digits or more"
_DECIMAL = re.compile(r"[+-]?(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """A typed number.

    Attributes
    ----------
    slack
        How far it may be off because it was rounded.
    """

    value: float
    slack: float = 0.0

    def is_for(self, number: float, scale: float) -> bool:
        """Whether it says a number.

        Parameters
        ----------
        scale
            Size of the largest number beside it.
        """
        nothing = NOTHING * scale
        if abs(number) <= nothing:
            return abs(self.value) <= nothing
        off = abs(self.value - number)
        return off <= TOLERANCE * abs(number) or off <= self.slack * (1.0 + 1e-9)


def read_answer(text: str) -> Answer:
    """Read a number, or a sum or product of numbers such as ``2*0.5 + 1``.

    Raises
    ------
    ValueError
        It is neither; the message is for the learner.
    """
    plain = text.strip().replace("−", "-")
    try:
        value, slack = read_number(text), _slack(plain)
    except ValueError:
        value, slack = _computed(text), 0.0
    if not math.isfinite(value):
        raise ValueError(f"{quoted(text)} is not a finite number")
    return Answer(value, slack)


def _computed(text: str) -> float:
    try:
        expression = parse(text)
    except ExpressionError as error:
        raise ValueError(f"{quoted(text)} is no number: {error}") from None
    if expression.names or expression.is_condition:
        raise ValueError(f"{quoted(text)} is no number: type digits, such as 0.25 or 2*0.5")
    return float(expression.evaluate({}))


def _slack(plain: str) -> float:
    """Return half of the last place of a decimal number; 3 stands for 3.0, which has two digits."""
    found = _DECIMAL.fullmatch(plain.replace(",", "."))
    if found is None:
        return 0.0
    whole, places = found[1], found[2] or ""
    digits = len((whole + places).lstrip("0"))
    if not digits:
        return 0.0
    last = int(found[3] or 0) - len(places) - max(ENOUGH_DIGITS - digits, 0)
    return float(f"5e{last - 1}")

"""All number formats of the app: in sentences, on cards, along axes and in fields."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

SMALLEST_PLAIN, LARGEST_PLAIN = 1e-4, 1e6
"""Numbers in this range are written without an exponent."""
MOST_DIGITS = 17
UNKNOWN = "–"
_EXPONENT = re.compile(r"e(-?)\+?0*(?=\d)")
# As this app writes them, so that a limit can be typed as it is said.
_IN_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([,\s])\d{3}(?:\1\d{3})*(?:\.\d*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(?:e[+-]?\d+)?", re.IGNORECASE)
_NUMBER = re.compile(r"([+−]?)(\d[\d,]*(?:\.\d+)?(?:e−?\d+)?)( %)?")


def counted(number: int, noun: str) -> str:
    """Return ``1 point`` or ``1,200 points``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def count_text(number: float) -> str:
    """Return a whole number with thousands separators: ``1,200``."""
    return _typeset(f"{number:,.0f}")


def number_text(value: float, digits: int = 4) -> str:
    """Return a number with that many digits, or all before its point: ``0.069``, ``1,234``, ``1.2e−5``."""
    if not math.isfinite(value) or value == 0.0:
        return _special(value)
    rounded = float(f"{value:.{digits - 1}e}")
    if not SMALLEST_PLAIN <= abs(rounded) < LARGEST_PLAIN:
        return _exponent_text(value, digits)
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    return _typeset(_trimmed(f"{value:,.{decimals}f}"))


def fixed_text(value: float, decimals: int, *, sign: bool = False) -> str:
    """Return a number with that many decimals, with a plus sign on request."""
    if not math.isfinite(value):
        return _special(value)
    text = f"{value:,.{decimals}f}"
    if not text.strip("-0.,"):
        text = text.lstrip("-")
    return _typeset(f"+{text}" if sign and not text.startswith("-") else text)


def steady_text(value: float, decimals: int = 3, *, sign: bool = False) -> str:
    """Return a number with fixed decimals, to keep its width, or with digits where decimals say little."""
    if value == 0.0 and not sign:
        return "0"
    if value == 0.0 or 10.0 ** (1 - decimals) <= abs(value) < 100.0:
        return fixed_text(value, decimals, sign=sign)
    text = number_text(value, max(2, decimals))
    return f"+{text}" if sign and value > 0.0 else text


def exact_text(value: float) -> str:
    """Return the shortest text that `read_number` reads back as the same number, for fields to edit."""
    if not math.isfinite(value):
        return _special(value)
    return "0" if value == 0.0 else _typeset(_trimmed(repr(float(value))))


def rounded(value: float, digits: int) -> float:
    """Return a number rounded to so many significant digits."""
    return float(f"{value:.{digits}g}")


def tick_texts(values: Sequence[float]) -> list[str]:
    """Return the numbers of one axis, all in one style: ``0.3``, ``0.1``, ``0.03``, or ``1e−6``, ``3e−6``."""
    sizes = [abs(value) for value in values if value]
    if not sizes or (max(sizes) < LARGEST_PLAIN and min(sizes) > 0.99 * SMALLEST_PLAIN):
        return [fixed_text(value, 10).rstrip("0").rstrip(".") if value else "0" for value in values]
    return [_exponent_text(value, 10) for value in values]


def percent_text(share: float, decimals: int | None = 1) -> str:
    """Return a share as ``93.0 %``; by default with as many decimals as are significant."""
    number = number_text(100.0 * share, 3) if decimals is None else fixed_text(100.0 * share, decimals)
    return f"{number} %"


def loss_text(loss: float | None, decimals: int = 4) -> str:
    """Return a loss, or a dash if unknown."""
    return UNKNOWN if loss is None or math.isnan(loss) else steady_text(loss, decimals)


def score_text(score: float | None, *, is_share: bool) -> str:
    """Return an accuracy as a share, or an R², or a dash if unknown."""
    if score is None or math.isnan(score):
        return UNKNOWN
    return percent_text(score) if is_share else steady_text(score, 3)


def read_number(text: str) -> float:
    """Read a typed number: with either minus sign, in thousands (``1,000``), with a decimal comma (``0,05``).

    Raises
    ------
    ValueError
        It is not a number; the message is for the user.
    """
    plain = text.strip().replace("−", "-")
    if _IN_THOUSANDS.fullmatch(plain):
        plain = re.sub(r"[,\s]", "", plain)
    elif _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    try:
        # Python would read 1_0 as ten; a user would have mistyped.
        return float(plain.replace("_", "?"))
    except ValueError:
        raise ValueError(f"{quoted(text)} is no number") from None


def within_text(low: float, high: float) -> str:
    """Return a range in words: ``from 0 to 10``, ``0 or more``, ``10 or less``; whole limits in full."""
    least, most = (
        count_text(limit) if isinstance(limit, int) else number_text(limit, 15) for limit in (low, high)
    )
    if math.isfinite(low) and math.isfinite(high):
        return f"from {least} to {most}"
    if math.isfinite(low):
        return f"{least} or more"
    return f"{most} or less" if math.isfinite(high) else "finite"


def capitalized(text: str) -> str:
    """Return a text whose first letter is a capital; the others stay as they are."""
    return f"{text[:1].upper()}{text[1:]}"


def sentence(text: str) -> str:
    """Return a message as a sentence: ``no such file`` becomes ``No such file.``"""
    return f"{capitalized(text)}."


def quoted(text: str) -> str:
    """Quote typed text for a message."""
    return f"“{shortened(text.strip(), 24)}”" if text.strip() else "Nothing"


def fitted_text(text: str, fits: Callable[[str], bool]) -> str:
    """Shorten a number's text to as many digits as fit; the exponent is never lost.

    Other text stays as it is; a number of which not even one digit fits is made as short as possible.
    """
    match = None if fits(text) else _NUMBER.fullmatch(text)
    if match is None:
        return text
    sign, number, unit = match[1], match[2], match[3] or ""
    value = read_number(number.replace(",", ""))
    shortest = text
    for digits in range(MOST_DIGITS, 0, -1):
        for candidate in (number_text(value, digits).replace(",", ""), _exponent_text(value, digits)):
            shortest = min(shortest, f"{sign}{candidate}{unit}", key=len)
            if fits(f"{sign}{candidate}{unit}"):
                return f"{sign}{candidate}{unit}"
    return shortest


def with_minus(text: str) -> str:
    """Return a number's text with a true minus sign, which is as wide as a plus."""
    return text.replace("-", "−")


def shortened(text: str, longest: int) -> str:
    """Return a text of at most that many characters, ending in an ellipsis if shortened."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _exponent_text(value: float, digits: int) -> str:
    if value == 0.0:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return _typeset(f"{_trimmed(mantissa)}e{exponent}")


def _special(value: float) -> str:
    if math.isnan(value):
        return "nan"
    return "0" if value == 0.0 else "∞" if value > 0.0 else "−∞"


def _trimmed(text: str) -> str:
    """Remove trailing zeros after the point."""
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def _typeset(text: str) -> str:
    return with_minus(_EXPONENT.sub(r"e\1", text))

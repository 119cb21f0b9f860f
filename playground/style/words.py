"""Numbers and names as they stand in sentences and on cards."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """Return ``1 point`` or ``1,200 points``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def with_minus(text: str) -> str:
    """Return a number's text with a true minus sign, as wide as a plus."""
    return text.replace("-", "−")


def number_text(value: float, digits: int = 4) -> str:
    """Return a number in so many digits."""
    return with_minus(f"{value:.{digits}g}")


def shortened(text: str, longest: int) -> str:
    """Return a text of at most so many characters, the last one an ellipsis where something is left out."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"

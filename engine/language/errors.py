"""What is wrong with a formula, and where."""

from __future__ import annotations


class ExpressionError(ValueError):
    """A formula that cannot be read or evaluated.

    Attributes
    ----------
    start, end
        Offsets of the first character of the wrong place and of the one behind it; one past the text where
        something is missing at its end.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start, self.end = start, max(end, start + 1)

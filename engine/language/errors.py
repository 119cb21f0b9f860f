"""What is wrong with a formula, and where."""

from __future__ import annotations

LONGEST_QUOTED = 40


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


class UnknownFunctionError(ExpressionError):
    """A function is called that does not exist.

    Attributes
    ----------
    name
        As it was typed.
    """

    def __init__(self, message: str, start: int, end: int, name: str) -> None:
        super().__init__(message, start, end)
        self.name = name


def quoted(text: str) -> str:
    """Quote a part of a formula for a message: short, on one line, all characters visible."""
    line = "".join(sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    return line if len(line) <= LONGEST_QUOTED else f"{line[: LONGEST_QUOTED - 1]}…"

"""A field for a whole number, such as a seed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from playground.style.words import quoted, read_number, within_text
from playground.views.kit.fields.edit_field import EditField


def read_integer(text: str, minimum: int, maximum: int) -> int:
    """The whole number in ``text``.

    Raises
    ------
    ValueError
        With a message for the user, if it is none or lies beyond the limits.
    """
    value = read_number(text)
    if not value.is_integer():
        raise ValueError(f"{quoted(text)} is not a whole number")
    if not minimum <= value <= maximum:
        raise ValueError(f"{quoted(text)} is not {within_text(minimum, maximum)}")
    return int(value)


class IntegerField(EditField):
    """Takes whole numbers from ``minimum`` to ``maximum``; Up and Down count by one."""

    def __init__(
        self,
        name: str,
        tip: str = "",
        *,
        value: int = 0,
        minimum: int = 0,
        maximum: int = 2**32 - 1,
        suggestions: Sequence[int] = (),
        parent: QWidget | None = None,
    ) -> None:
        self._minimum = minimum
        self._maximum = maximum
        super().__init__(name, tip, value, self._read, str, suggestions, parent)

    def value(self) -> int:
        """The last good value."""
        return int(self._entry.value())

    def set_value(self, value: int) -> None:
        """Show a value without a signal."""
        self._entry.set_value(value)

    def step(self, direction: int) -> None:
        self._entry.take_value(min(max(self.value() + direction, self._minimum), self._maximum))

    def _read(self, text: str) -> int:
        return read_integer(text, self._minimum, self._maximum)

"""A field for a real number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from playground.style.words import exact_text, quoted, read_number, within_text
from playground.views.kit.fields.edit_field import EditField
from playground.views.kit.fields.number_entry import Number


class NumberField(EditField):
    """Takes any finite number between ``minimum`` and ``maximum``, or what ``parse`` takes.

    Parameters
    ----------
    parse
        Turns the text into the value, or raises ``ValueError`` with a message for the user. It is asked
        in place of the built-in reading; the limits hold all the same.
    suggestions
        Values behind the arrow at the right end; Up and Down step through them.
    """

    def __init__(
        self,
        name: str,
        tip: str = "",
        *,
        value: float = 0.0,
        minimum: float = -math.inf,
        maximum: float = math.inf,
        parse: Callable[[str], float] | None = None,
        formatter: Callable[[Number], str] = exact_text,
        suggestions: Sequence[float] = (),
        parent: QWidget | None = None,
    ) -> None:
        self._minimum = minimum
        self._maximum = maximum
        self._own_parse = parse
        super().__init__(name, tip, value, self._read, formatter, suggestions, parent)

    def value(self) -> float:
        """The last good value."""
        return float(self._entry.value())

    def set_value(self, value: float) -> None:
        """Show a value without a signal."""
        self._entry.set_value(value)

    def _read(self, text: str) -> float:
        value = read_number(text) if self._own_parse is None else self._own_parse(text)
        if not (math.isfinite(value) and self._minimum <= value <= self._maximum):
            raise ValueError(f"{quoted(text)} is not {within_text(self._minimum, self._maximum)}")
        return value

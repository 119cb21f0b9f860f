"""A field for a real number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from playground.views.kit.fields.edit_field import EditField
from playground.views.kit.fields.number_entry import Number


def format_number(value: Number) -> str:
    """The shortest text that reads back as the same number: 0.03, 1e-05, 250."""
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e6 else repr(float(value))


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
        formatter: Callable[[Number], str] = format_number,
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

    def set_limits(self, minimum: float, maximum: float) -> None:
        """Change which values can be typed; the present one stays."""
        self._minimum, self._maximum = minimum, maximum

    def _read(self, text: str) -> float:
        if self._own_parse is not None:
            value = self._own_parse(text)
        else:
            try:
                # Python would read 1_0 as ten; to people it is a slip.
                value = float(text.replace("−", "-").replace("_", "?"))
            except ValueError:
                raise ValueError(f"Not a number: {text or 'nothing'}") from None
        if not math.isfinite(value):
            raise ValueError("The number must be finite")
        if value < self._minimum:
            raise ValueError(f"At least {format_number(self._minimum)}")
        if value > self._maximum:
            raise ValueError(f"At most {format_number(self._maximum)}")
        return value

"""A slider under its label and its value; where both have no room, under its value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import Theme, font
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.fields.number_entry import Number
from playground.views.kit.fields.slider import Slider
from playground.views.kit.themed import Control

_TEXT_HEIGHT, _GAP = 18, 6
_SLIDER_TOP = 16
_HEIGHT = 48


class LabeledSlider(Control, QWidget):
    """Moves through explicit steps, such as 0, 5, 10 … or 1, 2, 4, 8 …

    Parameters
    ----------
    steps
        The values to choose from, ascending; a ``range`` will do.
    formatter
        Turns a value into the text at the right, such as ``"70 %"``.
    caption_role
        Font role of label and value; ``"caption"`` for the tight header.
    """

    value_edited = Signal(object)

    def __init__(
        self,
        text: str,
        steps: Sequence[Number],
        name: str = "",
        tip: str = "",
        *,
        value: Number | None = None,
        formatter: Callable[[Number], str] = str,
        caption_role: str = "body",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._format = formatter
        self._caption_role = caption_role
        self._steps: list[Number] = []
        self._silent = False
        self.slider = Slider(name or text, tip, self)
        self.slider.valueChanged.connect(self._on_slider_moved)
        self.describe(name or text, tip)
        self.setFocusProxy(self.slider)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_range(steps)
        if value is not None:
            self.set_value(value)

    def value(self) -> Number:
        """The step the knob stands on."""
        return self._steps[self.slider.value()]

    def set_value(self, value: Number) -> None:
        """Move to the step nearest to ``value`` without a signal."""
        distances = [abs(step - value) for step in self._steps]
        self._silent = True
        self.slider.setValue(distances.index(min(distances)))
        self._silent = False
        self._say_value()

    def set_range(self, steps: Sequence[Number]) -> None:
        """Take other steps without a signal; the knob goes to the one nearest to its value.

        Raises
        ------
        ValueError
            If there are none.
        """
        if not steps:
            raise ValueError("A slider needs a step.")
        kept = self.value() if self._steps else steps[0]
        self._steps = list(steps)
        self._silent = True
        self.slider.setRange(0, len(steps) - 1)
        self.slider.setPageStep(max(1, len(steps) // 10))
        self._silent = False
        self.set_value(kept)

    def set_formatter(self, formatter: Callable[[Number], str]) -> None:
        self._format = formatter
        self._say_value()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.slider.set_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.slider.setGeometry(0, _SLIDER_TOP, self.width(), _HEIGHT - _SLIDER_TOP)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, enabled = self.theme, self.isEnabled()
        small = self._caption_role == "caption"
        painter = QPainter(self)
        line = QRectF(0, 0, self.width(), _TEXT_HEIGHT)
        value, value_font = self._format(self.value()), font("caption" if small else "button")
        ink = theme.ink if enabled else theme.disabled
        draw_text(painter, line, value, value_font, ink, Qt.AlignmentFlag.AlignRight)
        label_font = font(self._caption_role)
        # The value says more than a label cut short.
        if text_width(self._text, label_font) + _GAP + text_width(value, value_font) <= self.width():
            label_ink = theme.ink3 if small else theme.ink2
            draw_text(painter, line, self._text, label_font, label_ink if enabled else theme.disabled)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Only the words are left to this widget: a click on them goes to the slider."""
        self.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)
        event.accept()

    def _on_slider_moved(self) -> None:
        self._say_value()
        if not self._silent:
            self.value_edited.emit(self.value())

    def _say_value(self) -> None:
        self.slider.setAccessibleDescription(self._format(self.value()))
        self.update()

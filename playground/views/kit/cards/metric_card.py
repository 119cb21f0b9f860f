"""A card with a key metric."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.theme import Theme, font, line_height
from playground.views.kit.access.accessible import SaysValue, say_changed
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.themed import Control

_HEIGHT = 56
_PADDING = 12
_DASH_WIDTH, _DASH_HEIGHT, _DASH_GAP = 12, 3, 7


class MetricCard(SaysValue, Control, QWidget):
    """A caption, with a dash in the colour of its curve if there is one, over a large value.

    Parameters
    ----------
    dash
        Picks the curve's colour from the theme, such as ``lambda theme: theme.train_curve``.
    """

    accessible_role = QAccessible.Role.StaticText

    def __init__(
        self,
        text: str,
        name: str = "",
        tip: str = "",
        *,
        value: str = "–",
        dash: Callable[[Theme], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._name = name or text
        self._value = value
        self._dash = dash
        self.describe(self._name, tip)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def value(self) -> str:
        return self._value

    def accessible_value(self) -> str:
        return self._value

    def set_value(self, value: str) -> None:
        """Show a value, already formatted."""
        if value != self._value:
            self._value = value
            say_changed(self)
            self.update()

    def set_text(self, text: str) -> None:
        """Show another caption, such as a shorter one in a small window."""
        if text != self._text:
            self._text = text
            self.update()

    def sizeHint(self) -> QSize:
        caption = text_width(self._text, font("caption")) + self._caption_left()
        return QSize(max(caption, text_width(self._value, font("metric"))) + 2 * _PADDING, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, enabled = self.theme, self.isEnabled()
        painter = QPainter(self)
        draw_box(painter, QRectF(self.rect()), 8, theme.surface if enabled else theme.bg, theme.line)
        inner = QRectF(self.rect()).adjusted(_PADDING, 0, -_PADDING + 2, 0)
        caption = QRectF(inner.left(), 8, inner.width(), line_height("caption"))
        if self._dash is not None:
            y = caption.center().y() - _DASH_HEIGHT / 2
            dash = QRectF(inner.left(), y, _DASH_WIDTH, _DASH_HEIGHT)
            draw_box(painter, dash, _DASH_HEIGHT / 2, self._dash(theme) if enabled else theme.disabled)
        caption.setLeft(caption.left() + self._caption_left())
        draw_text(painter, caption, self._text, font("caption"), theme.ink3 if enabled else theme.disabled)
        value = QRectF(inner.left(), 24, inner.width(), line_height("metric"))
        draw_text(painter, value, self._value, font("metric"), theme.ink if enabled else theme.disabled)

    def _caption_left(self) -> int:
        return _DASH_WIDTH + _DASH_GAP if self._dash is not None else 0

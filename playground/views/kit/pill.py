"""A button that shows a state and returns to it, such as following the run live."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.style.theme import font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Control

_BODY_HEIGHT, _HEIGHT = 28, 32
_PADDING = 12
_DOT, _DOT_GAP = 8, 8


class Pill(Control, QAbstractButton):
    """A round-ended button with a dot; while ``active`` it glows in the accent's soft tint."""

    def __init__(
        self, text: str, name: str = "", tip: str = "", *, active: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._active = active
        set_plain_text(self, text)
        self.describe(name or text, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, text: str, active: bool) -> None:
        """Show another text and state; nothing is emitted."""
        if (text, active) != (self.text(), self._active):
            self._active = active
            set_plain_text(self, text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(2 * _PADDING + _DOT + _DOT_GAP + text_width(self.text(), font("selected")), _HEIGHT)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def ring_shape(self) -> tuple[QRect, float]:
        return self._body().toRect(), _BODY_HEIGHT / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        fill, border, ink, dot = theme.surface, theme.ctl, theme.ink2, theme.ctl2
        if not self.isEnabled():
            fill, border, ink, dot = theme.bg, theme.line, theme.disabled, theme.disabled
        elif self._active:
            fill, border, ink, dot = theme.soft, theme.soft_line, theme.accent_text, theme.accent
        elif self.isDown():
            fill, border = theme.inset2, theme.ctl2
        elif self.hovered:
            fill, border, ink = theme.inset, theme.ctl2, theme.ink
        painter = QPainter(self)
        body = self._body()
        draw_box(painter, body, _BODY_HEIGHT / 2, fill, border)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(dot))
        painter.drawEllipse(QRectF(_PADDING, body.center().y() - _DOT / 2, _DOT, _DOT))
        text = body.adjusted(_PADDING + _DOT + _DOT_GAP, 0, -_PADDING + 2, 0)
        draw_text(painter, text, self.text(), font("selected" if self._active else "button"), ink)

    def _body(self) -> QRectF:
        return QRectF(0, (self.height() - _BODY_HEIGHT) / 2, self.width(), _BODY_HEIGHT)

"""A box to tick, with its text."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit.drawing import accent_fill, draw_box, draw_text, text_width
from playground.views.kit.fields.toggle import Toggle

_BOX = 16
_GAP = 8
_HEIGHT = 32
_RADIUS = 4.0


class CheckBox(Toggle):
    """The whole row is the target, 32 high."""

    def __init__(
        self,
        text: str,
        name: str = "",
        tip: str = "",
        *,
        checked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, name or text, tip, checked=checked, parent=parent)

    def sizeHint(self) -> QSize:
        return QSize(max(_HEIGHT, _BOX + _GAP + text_width(self.text(), font("body"))), _HEIGHT)

    def ring_shape(self) -> tuple[QRect, float]:
        return self._box().toRect(), _RADIUS

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, enabled = self.theme, self.isEnabled()
        painter = QPainter(self)
        box = self._box()
        if self.isChecked():
            accent = accent_fill(theme, hovered=self.hovered, pressed=self.isDown())
            fill = accent if enabled else theme.inset2
            draw_box(painter, box, _RADIUS, fill)
            draw_icon(painter, "check", theme.on_accent if enabled else theme.disabled, box)
        elif not enabled:
            draw_box(painter, box, _RADIUS, theme.bg, theme.line)
        else:
            fill = theme.inset2 if self.isDown() else theme.inset if self.hovered else theme.field
            draw_box(painter, box, _RADIUS, fill, theme.ink3 if self.hovered else theme.ctl2)
        text = QRectF(self.rect()).adjusted(_BOX + _GAP, 0, 0, 0)
        draw_text(painter, text, self.text(), font("body"), theme.ink if enabled else theme.disabled)

    def _box(self) -> QRectF:
        return QRectF(0, (self.height() - _BOX) / 2, _BOX, _BOX)

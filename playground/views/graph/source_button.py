"""One of the places a graph comes from."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent

from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit import TextButton
from playground.views.kit.drawing import draw_box, draw_text

HEIGHT, PADDING, ICON = 36, 12, 18


class SourceButton(TextButton):
    """A row with an icon; the chosen one has a frame in the accent colour and stronger letters."""

    def __init__(self, icon: str, text: str, tip: str) -> None:
        super().__init__(text, text, tip, checkable=True)
        self._source_icon = icon

    def sizeHint(self) -> QSize:
        return QSize(180, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        on, box = self.isChecked(), QRectF(self.rect())
        fill = theme.inset if self.hovered and not on else theme.surface
        draw_box(painter, box, 8.0, fill, theme.accent if on else theme.ctl, 2.0 if on else 1.0)
        role, ink, tint = (
            ("selected", theme.ink, theme.accent_text) if on else ("body", theme.ink2, theme.ink2)
        )
        draw_icon(painter, self._source_icon, tint, QRectF(PADDING, (HEIGHT - ICON) / 2, ICON, ICON))
        left = PADDING + ICON + 10
        place = QRectF(left, 0, self.width() - left - 6, HEIGHT)
        draw_text(painter, place, self.text(), font(role), ink)

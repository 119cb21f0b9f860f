"""A progress bar."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from playground.views.kit.drawing import draw_box
from playground.views.kit.themed import Control

_HEIGHT = 6
_RADIUS = 3.0


class ProgressBar(Control, QProgressBar):
    """A thin line that fills, from 0 to 100."""

    def __init__(self, name: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setFixedHeight(_HEIGHT)
        self.describe(name, tip)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        track = QRectF(self.rect())
        draw_box(painter, track, _RADIUS, self.theme.inset2)
        done = QRectF(track)
        done.setWidth(track.width() * max(0, self.value()) / 100)
        if done.width() >= 2 * _RADIUS:
            draw_box(painter, done, _RADIUS, self.theme.accent)

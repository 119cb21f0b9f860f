"""A card in a window of its own that closes by itself: the base of popovers and option lists."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from playground.views.kit.cards.compositing import is_composited
from playground.views.kit.drawing import SHADOW_MARGIN, draw_card, rounded_path
from playground.views.kit.themed import Themed

_RADIUS = 8.0


class FloatingCard(Themed, QFrame):
    """Has a shadow around it; without transparent windows, it is cut out without one."""

    closed = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.setWindowFlags(
            Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        )
        self._is_clear = is_composited()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._is_clear)
        self._owner = owner

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_clear:
            outline = rounded_path(self._card(), _RADIUS).toFillPolygon().toPolygon()
            self.setMask(QRegion(outline))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        draw_card(QPainter(self), self._card(), self.theme, _RADIUS)

    def _card(self) -> QRectF:
        margin = SHADOW_MARGIN
        return QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)

"""A slider over whole steps: a thin track and a round knob."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from playground.style.theme import color
from playground.views.kit.access import focus_ring
from playground.views.kit.drawing import accent_fill, draw_box
from playground.views.kit.themed import Control

_TRACK = 4
_KNOB = 14
_TICK = 10
_HALO = 5
_HEIGHT = 32


class Slider(Control, QSlider):
    """Horizontal; a press anywhere on it moves the knob there."""

    def __init__(self, name: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.describe(name, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._on_value_changed)

    def sizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, _HEIGHT)

    def ring_shape(self) -> tuple[QRect, float]:
        center = self.knob_center()
        side = _KNOB
        corner = center - QPointF(side / 2, side / 2)
        return QRect(round(corner.x()), round(corner.y()), side, side), side / 2

    def knob_center(self) -> QPointF:
        """Where the knob is."""
        steps = max(1, self.maximum() - self.minimum())
        share = (self.value() - self.minimum()) / steps
        return QPointF(_KNOB / 2 + share * (self.width() - _KNOB), self.height() / 2)

    def zero_x(self) -> float:
        """Where the fill begins: at zero, or at the left end where there is nothing below zero."""
        if not self.minimum() < 0 < self.maximum():
            return 0.0
        share = -self.minimum() / (self.maximum() - self.minimum())
        return _KNOB / 2 + share * (self.width() - _KNOB)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        enabled = self.isEnabled()
        pressed = self.isSliderDown()
        active = enabled and (self.hovered or pressed)
        if not enabled:
            painter.setOpacity(0.4)
        center = self.knob_center()
        top = center.y() - _TRACK / 2
        draw_box(painter, QRectF(0, top, self.width(), _TRACK), _TRACK / 2, theme.inset2)
        fill = accent_fill(theme, hovered=active, pressed=pressed)
        zero = self.zero_x()
        left, right = min(zero, center.x()), max(zero, center.x())
        if self.value() > self.minimum() or zero > 0.0:
            draw_box(painter, QRectF(left, top, right - left, _TRACK), _TRACK / 2, fill)
        if zero > 0.0:
            painter.fillRect(QRectF(zero - 0.5, center.y() - _TICK / 2, 1.0, _TICK), QColor(theme.ctl2))
        if active:
            self._draw_halo(painter, center)
        if not enabled:
            painter.setOpacity(1.0)
        self._draw_knob(painter, center, enabled)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Qt's slider pages towards a press; here it goes there.
        focus_ring.drop_ring(self)
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setSliderPosition(self._value_at(event.position().x()))
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderPosition(self._value_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setSliderDown(False)
            self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a column must not move the sliders that pass under the pointer.
        event.ignore()

    def _on_value_changed(self) -> None:
        focus_ring.move_ring(self)

    def _value_at(self, x: float) -> int:
        travel = max(1, self.width() - _KNOB)
        share = min(1.0, max(0.0, (x - _KNOB / 2) / travel))
        return self.minimum() + round(share * (self.maximum() - self.minimum()))

    def _draw_halo(self, painter: QPainter, center: QPointF) -> None:
        reach = _KNOB / 2 + _HALO
        # Near the ends the halo leans against the edge instead of being cut off.
        left, right = max(0.0, center.x() - reach), min(float(self.width()), center.x() + reach)
        halo = QRectF(left, center.y() - reach, right - left, 2 * reach)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(self.theme.accent, self.theme.halo_alpha))
        radius = min(halo.width(), halo.height()) / 2
        painter.drawRoundedRect(halo, radius, radius)

    def _draw_knob(self, painter: QPainter, center: QPointF, enabled: bool) -> None:
        theme = self.theme
        fill, border = theme.knob, theme.knob_line
        if not enabled:
            fill, border = (theme.disabled, theme.disabled) if theme.is_dark else (theme.surface, theme.ctl)
        painter.setPen(QPen(QColor(border), 1))
        painter.setBrush(QColor(fill))
        radius = (_KNOB - 1) / 2
        painter.drawEllipse(center, radius, radius)

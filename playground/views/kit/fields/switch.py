"""On or off, at once."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.style.theme import font
from playground.views.kit.drawing import accent_fill, draw_box, draw_text, text_width
from playground.views.kit.fields.toggle import Toggle
from playground.views.kit.motion import Glide

_WIDTH, _TRACK_HEIGHT, _KNOB = 32, 18, 14
_HEIGHT = 32
_GAP = 8
_TRAVEL_MS = 120


class Switch(Toggle):
    """A sliding switch, with its text, if any, to the left."""

    def __init__(
        self,
        name: str,
        tip: str = "",
        *,
        text: str = "",
        checked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, name, tip, checked=checked, parent=parent)
        self._glide = Glide(self, float(checked))
        self.toggled.connect(self._on_toggled)

    def sizeHint(self) -> QSize:
        text = text_width(self.text(), font("body")) + _GAP if self.text() else 0
        return QSize(text + _WIDTH, _HEIGHT)

    def ring_shape(self) -> tuple[QRect, float]:
        return self._track().toRect(), _TRACK_HEIGHT / 2

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        track = self._track()
        on = self._glide.value
        if not self.isEnabled():
            fill, knob = theme.inset2, theme.on_accent if theme.is_dark else theme.surface
        elif self.isChecked():
            fill = accent_fill(theme, hovered=self.hovered, pressed=self.isDown())
            knob = theme.on_accent
        else:
            fill = theme.ink3 if self.hovered or self.isDown() else theme.ctl2
            knob = theme.on_accent if theme.is_dark else theme.surface
        draw_box(painter, track, _TRACK_HEIGHT / 2, fill)
        inset = (_TRACK_HEIGHT - _KNOB) / 2
        x = track.left() + inset + on * (_WIDTH - _KNOB - 2 * inset)
        painter.setBrush(QColor(knob))
        painter.drawEllipse(QRectF(x, track.top() + inset, _KNOB, _KNOB))
        if self.text():
            box = QRectF(0, 0, track.left() - _GAP, self.height())
            draw_text(
                painter, box, self.text(), font("body"), theme.ink2 if self.isEnabled() else theme.disabled
            )

    def _on_toggled(self, on: bool) -> None:
        self._glide.go(1.0 if on else 0.0, _TRAVEL_MS)

    def _track(self) -> QRectF:
        return QRectF(self.width() - _WIDTH, (self.height() - _TRACK_HEIGHT) / 2, _WIDTH, _TRACK_HEIGHT)

"""On or off: a check box and a switch."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit.drawing import accent_fill, draw_box, draw_text, text_width
from playground.views.kit.motion import Glide
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Control

_HEIGHT = 32
_GAP = 8
_BOX, _BOX_RADIUS = 16, 4.0
_TRACK_WIDTH, _TRACK_HEIGHT, _KNOB = 32, 18, 14
_TRAVEL_MS = 120


class Toggle(Control, QAbstractButton):
    """On or off; the whole of it is the target."""

    toggled_by_user = Signal(bool)

    def __init__(self, text: str, name: str, tip: str, *, checked: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        set_plain_text(self, text)
        self.setCheckable(True)
        self.describe(name, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setChecked(checked)
        self.clicked.connect(self.toggled_by_user)

    def set_checked(self, checked: bool) -> None:
        """Turn on or off without ``toggled_by_user``."""
        self.setChecked(checked)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)


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
        return self._box().toRect(), _BOX_RADIUS

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, enabled = self.theme, self.isEnabled()
        painter = QPainter(self)
        box = self._box()
        if self.isChecked():
            accent = accent_fill(theme, hovered=self.hovered, pressed=self.isDown())
            fill = accent if enabled else theme.inset2
            draw_box(painter, box, _BOX_RADIUS, fill)
            draw_icon(painter, "check", theme.on_accent if enabled else theme.disabled, box)
        elif not enabled:
            draw_box(painter, box, _BOX_RADIUS, theme.bg, theme.line)
        else:
            fill = theme.inset2 if self.isDown() else theme.inset if self.hovered else theme.field
            draw_box(painter, box, _BOX_RADIUS, fill, theme.ink3 if self.hovered else theme.ctl2)
        text = QRectF(self.rect()).adjusted(_BOX + _GAP, 0, 0, 0)
        draw_text(painter, text, self.text(), font("body"), theme.ink if enabled else theme.disabled)

    def _box(self) -> QRectF:
        return QRectF(0, (self.height() - _BOX) / 2, _BOX, _BOX)


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
        return QSize(text + _TRACK_WIDTH, _HEIGHT)

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
        x = track.left() + inset + on * (_TRACK_WIDTH - _KNOB - 2 * inset)
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
        return QRectF(
            self.width() - _TRACK_WIDTH, (self.height() - _TRACK_HEIGHT) / 2, _TRACK_WIDTH, _TRACK_HEIGHT
        )

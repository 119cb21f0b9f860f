"""A small whole number between a minus and a plus."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import Theme
from playground.views.kit.drawing import draw_box
from playground.views.kit.fields.field_frame import draw_field_frame
from playground.views.kit.fields.integer_field import read_integer
from playground.views.kit.fields.number_entry import NumberEntry
from playground.views.kit.themed import Control

_HIT_HEIGHT = 32
_END_WIDTH = 32
_OVERLAP = 10
_RADIUS = 6.0
_REPEAT_DELAY_MS, _REPEAT_MS = 400, 90


class _EndButton(Control, QAbstractButton):
    """The minus or the plus; the click target is larger than the drawing."""

    def __init__(self, icon: str, name: str, body_height: int, icon_size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = icon
        self._body_height = body_height
        self._icon_size = icon_size
        self.describe(name, name)
        # Up and Down in the number do the same, so Tab need not stop here.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(True)
        self.setAutoRepeatDelay(_REPEAT_DELAY_MS)
        self.setAutoRepeatInterval(_REPEAT_MS)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self.theme
        painter = QPainter(self)
        inset = (self.height() - self._body_height) / 2 + 3
        body = QRectF(self.rect()).adjusted(3, inset, -3, -inset)
        if self.isEnabled() and (self.isDown() or self.hovered):
            draw_box(painter, body, 4, theme.inset2 if self.isDown() else theme.inset)
        ink = theme.ink if self.hovered else theme.ink2
        if not self.isEnabled():
            ink = theme.disabled
        size = self._icon_size
        center = QRectF(self.rect()).center()
        draw_icon(painter, self._icon, ink, QRectF(center.x() - size / 2, center.y() - size / 2, size, size))


class Stepper(Control, QWidget):
    """Counts between ``minimum`` and ``maximum``: click the ends, press Up and Down, or type.

    Parameters
    ----------
    compact
        The 78 x 26 shape that stands above a layer; 86 x 30 otherwise. Both answer to 32 px of height.
    """

    value_edited = Signal(int)

    def __init__(
        self,
        name: str,
        tip: str = "",
        *,
        value: int = 1,
        minimum: int = 0,
        maximum: int = 99,
        compact: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._minimum, self._maximum = minimum, maximum
        self._body = QSize(78, 26) if compact else QSize(86, 30)
        icon_size = 14 if compact else 18
        self._minus = _EndButton("minus", f"{name}: one less", self._body.height(), icon_size, self)
        self._entry = NumberEntry(self, value, self._read, str, "selected")
        self._plus = _EndButton("plus", f"{name}: one more", self._body.height(), icon_size, self)
        self._entry.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._entry.describe(name, tip)
        self._entry.look_changed.connect(self.update)
        self._entry.value_edited.connect(self._on_value_edited)
        self._entry.step_requested.connect(self._step)
        self._minus.clicked.connect(self._on_minus_clicked)
        self._plus.clicked.connect(self._on_plus_clicked)
        self.describe(name, tip)
        self.setFocusProxy(self._entry)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_theme(self.theme)
        self._show_ends()

    @property
    def minus(self) -> QAbstractButton:
        return self._minus

    @property
    def plus(self) -> QAbstractButton:
        return self._plus

    @property
    def entry(self) -> NumberEntry:
        return self._entry

    def value(self) -> int:
        return int(self._entry.value())

    def set_value(self, value: int) -> None:
        """Show a value without a signal."""
        self._entry.set_value(value)
        self._show_ends()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self._minus, self._entry, self._plus):
            part.set_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(self._body.width(), _HIT_HEIGHT)

    def ring_shape(self) -> tuple[QRect, float]:
        return self._body_rect().toRect(), _RADIUS

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._minus.setGeometry(0, 0, _END_WIDTH, self.height())
        self._plus.setGeometry(self.width() - _END_WIDTH, 0, _END_WIDTH, self.height())
        # The line edit reaches under the ends, so that its own margins do not cut two digits.
        left = _END_WIDTH - _OVERLAP
        self._entry.setGeometry(left, 3, self.width() - 2 * left, self.height() - 6)
        self._entry.lower()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(
            painter,
            self._body_rect(),
            self.theme,
            enabled=self.isEnabled(),
            hovered=False,
            editing=self._entry.is_editing,
            invalid=bool(self._entry.problem),
        )

    def _body_rect(self) -> QRectF:
        top = (self.height() - self._body.height()) / 2
        return QRectF(0, top, self.width(), self._body.height())

    def _read(self, text: str) -> int:
        return read_integer(text, self._minimum, self._maximum)

    def _step(self, direction: int) -> None:
        self._entry.take_value(min(max(self.value() + direction, self._minimum), self._maximum))

    def _on_minus_clicked(self) -> None:
        self._step(-1)

    def _on_plus_clicked(self) -> None:
        self._step(1)

    def _on_value_edited(self, value: int) -> None:
        self._show_ends()
        self.value_edited.emit(value)

    def _show_ends(self) -> None:
        self._minus.setEnabled(self.value() > self._minimum)
        self._plus.setEnabled(self.value() < self._maximum)

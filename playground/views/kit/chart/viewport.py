"""The visible part of a picture, and the gestures that change it, for plots and charts."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

WHEEL_ZOOM = 1.0015  # a factor for an eighth of a degree
KEY_ZOOM, KEY_STEP = 1.25, 0.1
DRAG_PIXELS = 4.0
ROUNDING = 1e-9

_STEPS = {
    Qt.Key.Key_Left: (1.0, 0.0), Qt.Key.Key_Right: (-1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0), Qt.Key.Key_Down: (0.0, -1.0),
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """A rectangle in the units of the content; `top` is less than `bottom` if y grows downwards."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def zoomed(self, factor: float, x: float, y: float) -> Box:
        """Return the rectangle zoomed in by `factor`, with the point (x, y) fixed."""
        return Box(
            x + (self.left - x) / factor,
            x + (self.right - x) / factor,
            y + (self.bottom - y) / factor,
            y + (self.top - y) / factor,
        )

    def moved(self, dx: float, dy: float) -> Box:
        """Return the rectangle shifted."""
        return Box(self.left + dx, self.right + dx, self.bottom + dy, self.top + dy)

    def is_near(self, other: Box) -> bool:
        """Whether the two are visually the same."""
        reach = ROUNDING * max(abs(other.width), abs(other.height))
        mine, others = ((box.left, box.right, box.bottom, box.top) for box in (self, other))
        return all(abs(a - b) <= reach for a, b in zip(mine, others, strict=True))


class Viewport(QObject):
    """The rectangle shown in a frame of a widget: everything, or what the user zoomed to.

    Wheel and pinch are handled here; keys and mouse are passed on by the widget, which may
    need them for something else.

    Parameters
    ----------
    widget
        The widget whose wheel and pinch events are handled.
    horizontal
        Zoom and move along x only.
    bounded
        Never show anything beyond the base.

    Signals
    -------
    changed
        The user has zoomed or moved.
    """

    changed = Signal()

    def __init__(self, widget: QWidget, *, horizontal: bool = False, bounded: bool = False) -> None:
        super().__init__(widget)
        self._horizontal, self._bounded = horizontal, bounded
        self._frame = QRectF(0.0, 0.0, 1.0, 1.0)
        self._base = Box(0.0, 1.0, 0.0, 1.0)
        self._chosen: Box | None = None
        self._widths = (0.0, float("inf"))
        self._pressed_at: QPointF | None = None
        self._last: QPointF | None = None
        widget.installEventFilter(self)

    # What is seen.

    @property
    def frame(self) -> QRectF:
        """The frame on the widget."""
        return self._frame

    @property
    def base(self) -> Box:
        """The rectangle of everything."""
        return self._base

    @property
    def seen(self) -> Box:
        """The visible rectangle."""
        return self._chosen or self._base

    @property
    def is_zoomed(self) -> bool:
        """Whether less than everything is shown."""
        return self._chosen is not None

    def set_frame(self, frame: QRectF) -> None:
        """Move the frame; the visible rectangle stays."""
        self._frame = frame

    def set_base(self, base: Box, narrowest: float, widest: float, *, keep: bool = True) -> None:
        """Set another base; `keep` what the user zoomed to.

        Parameters
        ----------
        narrowest, widest
            Limits for the visible width, in the units of `base`.
        """
        self._base, self._widths = base, (narrowest, widest)
        self._chosen = self._fitted(self._chosen) if keep and self._chosen is not None else None

    def see(self, box: Box) -> None:
        """Show another rectangle, as if zoomed or moved there."""
        before = self.seen
        self._chosen = self._fitted(box)
        if self.seen != before:
            self.changed.emit()

    def show_all(self) -> None:
        """Show everything."""
        self.see(self._base)

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom in, with a position on the widget (the middle by default) fixed."""
        x, y = self.data_at(self._frame.center() if at is None else at)
        seen = self.seen
        low, high = self._widths
        factor = min(max(factor, seen.width / high), seen.width / low if low > 0.0 else factor)
        self.see(self._flat(seen.zoomed(factor, x, y)))

    def pan(self, pixels: QPointF) -> None:
        """Move the view by some pixels."""
        seen = self.seen
        dx = -pixels.x() / self._frame.width() * seen.width
        dy = pixels.y() / self._frame.height() * seen.height
        self.see(self._flat(seen.moved(dx, dy)))

    def _flat(self, box: Box) -> Box:
        if self._horizontal:
            return replace(box, bottom=self._base.bottom, top=self._base.top)
        return box

    def _fitted(self, box: Box) -> Box | None:
        """Return a rectangle clipped to the bounds, None for everything."""
        if self._bounded:
            base, width = self._base, min(box.width, self._base.width)
            left = min(max(box.left, base.left), base.right - width)
            box = self._flat(replace(box, left=left, right=left + width))
        return None if box.is_near(self._base) else box

    # Between the units and the widget.

    def positions(self, points: ArrayLike) -> NDArray[np.float64]:
        """Return the positions of points of shape (n, 2) on the widget."""
        seen, frame = self.seen, self._frame
        shares = (np.asarray(points, np.float64) - (seen.left, seen.bottom)) / (seen.width, seen.height)
        places: NDArray[np.float64] = (shares * (frame.width(), -frame.height())) + (
            frame.left(), frame.bottom()
        )  # fmt: skip
        return places

    def position(self, x: float, y: float) -> QPointF:
        """Return the position of a point on the widget."""
        return QPointF(*self.positions([[x, y]])[0].tolist())

    def data_at(self, position: QPointF) -> tuple[float, float]:
        """Return the point at a position on the widget."""
        seen, frame = self.seen, self._frame
        x = (position.x() - frame.left()) / max(frame.width(), 1.0)
        y = (frame.bottom() - position.y()) / max(frame.height(), 1.0)
        return seen.left + x * seen.width, seen.bottom + y * seen.height

    # Gestures.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Zoom about the pointer with the wheel, and about the fingers with a pinch."""
        if isinstance(event, QWheelEvent):
            self.zoom(WHEEL_ZOOM ** event.angleDelta().y(), event.position())
            event.accept()
            return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom(max(1.0 + event.value(), 0.1), event.position())
            return True
        return False

    def take_key(self, event: QKeyEvent) -> bool:
        """Zoom with + and −, move with the arrows, show all with Home; return whether the key was handled."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(KEY_ZOOM)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1.0 / KEY_ZOOM)
        elif key == Qt.Key.Key_Home:
            self.show_all()
        elif key in _STEPS and not (self._horizontal and _STEPS[key][1]):
            across, along = _STEPS[key]
            self.pan(
                QPointF(across * KEY_STEP * self._frame.width(), along * KEY_STEP * self._frame.height())
            )
        else:
            return False
        return True

    def press(self, event: QMouseEvent) -> None:
        """Start a possible drag."""
        self._pressed_at, self._last = event.position(), None

    def drag(self, event: QMouseEvent) -> bool:
        """Move with the pointer; return whether it is a drag."""
        if self._pressed_at is None:
            return False
        place = event.position()
        if self._last is None:
            if (place - self._pressed_at).manhattanLength() < DRAG_PIXELS:
                return False
            self._last = self._pressed_at
        self.pan(place - self._last)
        self._last = place
        return True

    def release(self) -> bool:
        """End a drag; return whether it was a click instead."""
        was_click = self._pressed_at is not None and self._last is None
        self._pressed_at = self._last = None
        return was_click

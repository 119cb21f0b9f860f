"""The ring around the control with the keyboard focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from shiboken6 import isValid

from playground.style.theme import LIGHT, Theme

_GAP = 2
_WIDTH = 2
_REACH = _GAP + _WIDTH

_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
# Focus that returns automatically looks as it did before.
_RETURNING = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
_GEOMETRY_EVENTS = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
    QEvent.Type.ZOrderChange,
)


class FocusRing(QWidget):
    """An overlay, so that no layout has to leave room for it; one per window, created on demand."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self.hide()

    @property
    def target(self) -> QWidget | None:
        """The control with the ring, if any."""
        return self._target

    def follow(self, target: QWidget) -> None:
        """Surround ``target`` from now on, wherever it moves."""
        self.release()
        self._target = target
        walker: QWidget | None = target
        while walker is not None and walker is not self.parentWidget():
            walker.installEventFilter(self)
            self._watched.append(walker)
            walker = walker.parentWidget()
        target.destroyed.connect(self._on_target_destroyed)
        self.place()

    def release(self) -> None:
        """Surround nothing."""
        target, self._target = self._target, None
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched.clear()
        if target is not None and isValid(target):
            target.destroyed.disconnect(self._on_target_destroyed)
        self.hide()

    def place(self) -> None:
        """Follow the target's shape."""
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        rect, _ = _shape(target)
        window = target.window()
        rect = QRect(target.mapTo(window, rect.topLeft()), rect.size())
        self.setGeometry(rect.adjusted(-_REACH, -_REACH, _REACH, _REACH))
        seen = _visible_part(target, window).translated(-self.pos()) & self.rect()
        if seen.isEmpty():
            # Scrolled out of view; an empty mask would show everything.
            self.hide()
            return
        if seen == self.rect():
            self.clearMask()
        else:
            self.setMask(seen)
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _GEOMETRY_EVENTS:
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._target is None or not isValid(self._target):
            return
        theme: Theme = getattr(self._target, "theme", LIGHT)
        _, radius = _shape(self._target)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.accent), _WIDTH))
        half = _WIDTH / 2
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(rect, radius + _REACH - half, radius + _REACH - half)

    def _on_target_destroyed(self) -> None:
        self._target = None
        self._watched.clear()
        self.hide()


def ring_of(widget: QWidget, create: bool = False) -> FocusRing | None:
    """The ring of the widget's window; None if it does not exist and must not be created."""
    window = widget.window()
    ring = window.findChild(FocusRing, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if ring is None and create:
        ring = FocusRing(window)
    return ring


def has_ring(target: QWidget) -> bool:
    """Whether the ring is round ``target`` now."""
    ring = ring_of(target)
    return ring is not None and ring.target is target and ring.isVisible()


def focus_came(target: QWidget, reason: Qt.FocusReason) -> None:
    """Tell the ring that ``target`` received the focus."""
    if reason in _KEYBOARD:
        ring = ring_of(target, create=True)
        assert ring is not None
        ring.follow(target)
    elif reason not in _RETURNING:
        drop_ring(target)


def focus_left(target: QWidget, reason: Qt.FocusReason) -> None:
    """Tell the ring that ``target`` lost the focus."""
    if reason not in _RETURNING:
        drop_ring(target)


def drop_ring(target: QWidget) -> None:
    """Remove the ring from ``target``: the user has switched to the mouse."""
    if not isValid(target):
        return  # the line inside a field loses the focus when the field is already gone
    ring = ring_of(target)
    if ring is not None and ring.target is target:
        ring.release()


def move_ring(target: QWidget) -> None:
    """Tell the ring that the shape of ``target`` changed."""
    ring = ring_of(target)
    if ring is not None and ring.target is target:
        ring.place()


def _shape(target: QWidget) -> tuple[QRect, float]:
    ring_shape = getattr(target, "ring_shape", None)
    return ring_shape() if ring_shape is not None else (target.rect(), 6.0)


def _visible_part(target: QWidget, window: QWidget) -> QRect:
    clip = window.rect()
    walker = target.parentWidget()
    while walker is not None and walker is not window:
        parent = walker.parentWidget()
        if isinstance(parent, QAbstractScrollArea) and parent.viewport() is walker:
            clip &= QRect(walker.mapTo(window, QPoint(0, 0)), walker.size())
        walker = parent
    return clip

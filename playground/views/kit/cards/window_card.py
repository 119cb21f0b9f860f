"""A large card over the dimmed window, which neither pointer nor keyboard reaches meanwhile."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from playground.style.theme import Theme, color
from playground.views.kit.drawing import draw_card
from playground.views.kit.themed import Themed

_DIM, _DIM_SHARE = "#101828", 0.42
_LEAST_AROUND, _RADIUS = 24, 8
# A window that is dragged larger gets its picture once it rests.
_GROUND_MS = 120


class WindowCard(Themed, QWidget):
    """Subclasses fill `body` and say how large it is; Escape and a click beside it close it.

    The window below is a picture: while it trains, each of its frames would paint the card anew, too.

    Parameters
    ----------
    window
        What it lies over.
    behind
        The part of the window that is seen, dimmed, around the card.

    Signals
    -------
    closed
        It was closed, whatever closed it.
    """

    closed = Signal()

    def __init__(self, window: QWidget, behind: QWidget, name: str) -> None:
        super().__init__(window)
        self._window, self._behind = window, behind
        self._ground = QPixmap()
        self._ground_timer = QTimer(self)
        self._ground_timer.setSingleShot(True)
        self._ground_timer.setInterval(_GROUND_MS)
        self._ground_timer.timeout.connect(self._paint_ground)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._before: QWidget | None = None
        self.body = QWidget(self)
        self.setAccessibleName(name)
        self.hide()
        # What shortcuts of the window would answer belongs to the card.
        self.installEventFilter(self)

    def wanted_size(self, room: QSize) -> QSize:
        """Return the size of the card in a window that leaves it so much room."""
        raise NotImplementedError

    def open_card(self, first: QWidget) -> None:
        """Show the card, and give one of its controls the keyboard."""
        if not self.isVisible():
            self._before = self._window.focusWidget()
            self._paint_ground()
        self._place()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_card(self) -> None:
        """Hide the card, and give the keyboard back."""
        if self.isHidden():
            return
        before, self._before = self._before, None
        self.hide()
        self._ground_timer.stop()
        self._ground = QPixmap()
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def follow_window(self) -> None:
        """Take the size that the window has now."""
        if self.isVisible():
            self._place()
            self._ground_timer.start()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        if self.isVisible():
            self._ground_timer.start()

    def _paint_ground(self) -> None:
        """Take a picture of the window below, dimmed."""
        self._ground = self._behind.grab()
        painter = QPainter(self._ground)
        painter.fillRect(self._behind.rect(), color(_DIM, _DIM_SHARE))
        painter.end()
        self.update()

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        around = QPoint(_LEAST_AROUND, _LEAST_AROUND)
        room = self.rect().adjusted(around.x(), around.y(), -around.x(), -around.y())
        size = self.wanted_size(room.size()).boundedTo(room.size())
        card = QRect(QPoint(), size)
        card.moveCenter(self.rect().center())
        self.body.setGeometry(card)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep shortcuts of the window from what is typed here."""
        if watched is self and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return False

    def focusNextPrevChild(self, next: bool) -> bool:
        """Go from control to control of the card, and from the last to the first."""
        start = self._window.focusWidget() or self
        at = _neighbour(start, next)
        while at is not start:
            takes = bool(at.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if takes and self.isAncestorOf(at) and at.isVisible() and at.isEnabled():
                reason = Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
                at.setFocus(reason)
                break
            at = _neighbour(at, next)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key of the card goes on to the window."""
        event.accept()
        if event.key() == Qt.Key.Key_Escape:
            self.close_card()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if not self.body.geometry().contains(event.position().toPoint()):
            self.close_card()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inside = self.body.geometry().adjusted(_RADIUS, _RADIUS, -_RADIUS, -_RADIUS)
        if inside.contains(event.rect()):
            # Below a control of the card: no shadow reaches there.
            painter.fillRect(event.rect(), color(self.theme.surface))
            return
        painter.drawPixmap(self.rect(), self._ground)
        draw_card(painter, QRectF(self.body.geometry()), self.theme)


def _neighbour(widget: QWidget, next: bool) -> QWidget:
    """The widget after or before another one in the circle of a window."""
    found = widget.nextInFocusChain() if next else widget.previousInFocusChain()
    assert found is not None  # every widget is in the circle
    return found

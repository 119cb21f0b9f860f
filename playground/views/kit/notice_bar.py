"""One sentence below the network or over another screen: what has just happened, or what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.style.icons import draw_icon
from playground.views.kit import IconButton, Label, TextButton
from playground.views.kit.access.keyboard import give_back
from playground.views.kit.drawing import draw_box
from playground.views.kit.themed import Themed

NOTICE_MS = 6000
SMALLEST_HEIGHT = 44
FLOATING_WIDTH = 680


class NoticeBar(Themed, QWidget):
    """Hidden while empty. News disappears by itself; problems and advice stay until closed.

    Its buttons answer the pointer without taking the keyboard from whatever has it.

    Attributes
    ----------
    is_floating
        Whether it lies over something else at a place of its own, without ground.

    Signals
    -------
    changed
        It appeared, vanished or shows another text, and may need another height.
    """

    action_pressed = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_problem = self.is_floating = False
        self._top = 0
        self._text = Label("", "body", "accent_text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action_button = TextButton("", "What can be done about it", height=32)
        self.action_button.clicked.connect(self._on_action_clicked)
        self.close_button = IconButton("close", "Close the message", "Close the message", size=32, flat=True)
        self.close_button.clicked.connect(self.clear)
        for button in (self.action_button, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(52, 4, 22, 8)
        self._text.setContentsMargins(0, 5, 0, 5)
        row.addWidget(self._text, 1)
        row.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NOTICE_MS)
        self._timer.timeout.connect(self.clear)
        self.changed.connect(self._float)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on screen, empty where there is none."""
        return self._text.text() if not self.isHidden() else ""

    def set_notice(self, text: str) -> None:
        """Show news for a few seconds; it does not replace a problem on screen."""
        if not (self._is_problem and not self.isHidden()):
            self._show(text, is_problem=False)
            self._timer.start()

    def set_problem(self, text: str, action: str = "") -> None:
        """Say what went wrong until it is closed, with a button for what shows more of it."""
        self._timer.stop()
        self._show(text, is_problem=True, action=action)

    def set_advice(self, text: str, action: str) -> None:
        """Show advice with a button for what it suggests."""
        self._timer.stop()
        self._show(text, is_problem=False, action=action)

    def clear(self) -> None:
        """Hide the bar."""
        self._timer.stop()
        self._is_problem = False
        if self.action_button.hasFocus() or self.close_button.hasFocus():
            give_back(self)
        self.hide()

    def rest_in(self, parent: QWidget) -> None:
        """Show what is said inside a widget that places it, on ground of its own."""
        self._move_to(parent, floating=False)

    def float_over(self, parent: QWidget, top: int) -> None:
        """Show what is said over the middle of whatever is there, from a line down."""
        self._top = top
        self._move_to(parent, floating=True)
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of a widget that is resized."""
        if event.type() == QEvent.Type.Resize:
            self._float()
        return False

    def height_at(self, width: int) -> int:
        """Return the height that the whole text needs at a width."""
        row = self.layout()
        return max(SMALLEST_HEIGHT, 0 if row is None else row.heightForWidth(width))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():
            self.changed.emit()

    def _move_to(self, parent: QWidget, *, floating: bool) -> None:
        before = self.parentWidget()
        if before is not None:
            before.removeEventFilter(self)
        is_shown, self.is_floating = not self.isHidden(), floating
        self.setParent(parent)
        self.setVisible(is_shown)
        self.raise_()
        self.changed.emit()

    def _float(self) -> None:
        parent = self.parentWidget()
        if self.is_floating and parent is not None:
            width = min(FLOATING_WIDTH, parent.width())
            left = (parent.width() - width) // 2
            self.setGeometry(left, self._top, width, self.height_at(width))

    def _on_action_clicked(self) -> None:
        self.clear()
        self.action_pressed.emit()

    def _show(self, text: str, *, is_problem: bool, action: str = "") -> None:
        self._is_problem = is_problem
        self.action_button.set_text(action)
        self.action_button.describe(action, f"{text} {action}")
        self.action_button.setVisible(bool(action))
        self._text.setText(text)
        self.setAccessibleName(text)
        self._text.set_ink("danger" if is_problem else "accent_text")
        self.update()
        self.show()
        self.raise_()
        self.changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        fill, line = (
            (theme.danger_soft, theme.danger_line) if self._is_problem else (theme.soft, theme.soft_line)
        )
        ink = theme.danger if self._is_problem else theme.accent_text
        if not self.is_floating:
            painter.fillRect(self.rect(), QColor(theme.bg))
        card = QRectF(self.rect()).adjusted(16, 2, -16, -6)
        draw_box(painter, card, 8.0, fill, line)
        icon = "warning" if self._is_problem else "info"
        draw_icon(painter, icon, ink, QRectF(card.left() + 10, card.top() + 9, 18, 18))

"""One sentence over the foot of the network: what has just happened, or what went wrong and what to try."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import LIGHT, Theme
from playground.views.kit import IconButton, Label, TextButton
from playground.views.kit.drawing import draw_box

NOTICE_MS = 6000
SMALLEST_HEIGHT, FOOT = 44, 2


class NoticeBar(QWidget):
    """Hidden while there is nothing to say. Notices leave by themselves, problems and advice when closed.

    It lies over the lower edge of its parent, where the legend is, so that nothing moves when it comes.
    """

    action_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._is_problem = False
        self._text = Label("", "body", "accent_text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action_button = TextButton("", "What can be done about it", height=32)
        self.action_button.clicked.connect(self._on_action_clicked)
        self.close_button = IconButton("close", "Close the message", "Close the message", size=32, flat=True)
        self.close_button.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(52, 6, 22, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self.action_button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(NOTICE_MS)
        self._timer.timeout.connect(self.clear)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence on screen, empty where there is none."""
        return self._text.text() if not self.isHidden() else ""

    def set_notice(self, text: str) -> None:
        """Say something for a few seconds; a problem on screen is not pushed away."""
        if not (self._is_problem and not self.isHidden()):
            self._show(text, is_problem=False)
            self._timer.start()

    def set_problem(self, text: str) -> None:
        """Say what went wrong until it is closed."""
        self._timer.stop()
        self._show(text, is_problem=True)

    def set_advice(self, text: str, action: str) -> None:
        """Say something that a button can be pressed about."""
        self._timer.stop()
        self._show(text, is_problem=False, action=action)

    def clear(self) -> None:
        """Say nothing."""
        self._timer.stop()
        self._is_problem = False
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

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
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Take the place at the foot of the parent; to be called when that has changed its size."""
        parent = self.parentWidget()
        row = self.layout()
        if parent is not None and row is not None:
            height = max(SMALLEST_HEIGHT, row.heightForWidth(parent.width()))
            self.setGeometry(0, parent.height() - height - FOOT, parent.width(), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a soft card with an icon."""
        theme, painter = self._theme, QPainter(self)
        fill, line = (
            (theme.danger_soft, theme.danger_line) if self._is_problem else (theme.soft, theme.soft_line)
        )
        ink = theme.danger if self._is_problem else theme.accent_text
        card = QRectF(self.rect()).adjusted(16, 2, -16, -2)
        draw_box(painter, card, 8.0, fill, line)
        icon = "warning" if self._is_problem else "info"
        draw_icon(painter, icon, ink, QRectF(card.left() + 10, card.top() + 10, 18, 18))

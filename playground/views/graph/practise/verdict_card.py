"""What is said to an answer: right or wrong, by sign, colour and words."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.style.icons import draw_icon
from playground.views.kit import Label
from playground.views.kit.drawing import draw_box
from playground.views.kit.themed import Themed

ICON, PADDING = 16, 10
RIGHT, WRONG, UNREAD = "right", "wrong", "unread"
_ICONS = {RIGHT: "check", WRONG: "close", UNREAD: "info"}


class VerdictCard(Themed, QWidget):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = UNREAD
        self.words = Label("")
        self.words.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING + ICON + 8, PADDING - 2, PADDING, PADDING - 2)
        row.addWidget(self.words)
        self.hide()

    def say(self, kind: str, words: str) -> None:
        """Show a verdict; no words hide the card."""
        self._kind = kind
        self.words.set_text(words)
        self.words.set_ink({RIGHT: "ok", WRONG: "danger"}.get(kind, "ink2"))
        self.setAccessibleName({RIGHT: "Right", WRONG: "Wrong"}.get(kind, "Not read"))
        self.setAccessibleDescription(words)
        self.setVisible(bool(words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        fill, line, ink = {
            RIGHT: (theme.ok_soft, theme.ok_line, theme.ok),
            WRONG: (theme.danger_soft, theme.danger_line, theme.danger),
            UNREAD: (theme.inset, theme.line, theme.ink2),
        }[self._kind]
        draw_box(painter, QRectF(self.rect()), 8.0, fill, line)
        draw_icon(painter, _ICONS[self._kind], ink, QRectF(PADDING, PADDING - 1, ICON, ICON))

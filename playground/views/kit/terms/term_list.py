"""All terms, with a search."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from playground.style.glossary import glossary
from playground.style.theme import Theme, apply_to_tree, font
from playground.views.kit.buttons import TextButton
from playground.views.kit.find_field import FindField
from playground.views.kit.formatted_text import FormattedText
from playground.views.kit.labels import Label
from playground.views.kit.scroll_style import dress_scroll_bars

WIDTH, HEIGHT = 560, 560


class TermList(QDialog):
    """Typing leaves the terms that have the words; Escape closes the list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Glossary")
        self.resize(WIDTH, HEIGHT)
        tip = "A term, or a word of its explanation"
        self.search = FindField("Find a term", tip, prompt="Find a term")
        self.text = FormattedText("Terms and what they mean")
        self._count = Label("", "caption", "ink3")
        self.close_button = TextButton("Close", "Close", "Close (Escape)")
        self.close_button.clicked.connect(self.accept)
        self.search.searched.connect(self._on_searched)
        self._heading, self._body = _format("section_title", theme.ink), _format("lesson", theme.ink2)
        head = QHBoxLayout()
        head.addWidget(Label("Glossary", "metric"), 1)
        head.addWidget(self.search)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        column.addLayout(foot)
        apply_to_tree(self, theme)
        palette = QPalette(self.text.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
        self.text.setPalette(palette)
        dress_scroll_bars(self.text, theme)
        self._on_searched("")
        self.search.setFocus()

    @Slot(str)
    def _on_searched(self, text: str) -> None:
        terms = glossary().search(text)
        total = len(glossary().terms)
        self.text.clear()
        cursor = self.text.textCursor()
        for term in terms:
            cursor.insertText(f"{term.name}\n", self._heading)
            cursor.insertText(f"{term.sentence}\n\n", self._body)
        self.text.moveCursor(QTextCursor.MoveOperation.Start)
        self._count.set_text(f"{len(terms)} of {total} terms" if terms else "No term has these words.")


def _format(role: str, ink: str) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFont(font(role))
    look.setForeground(QColor(ink))
    return look

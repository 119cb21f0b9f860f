"""The notes on an experiment: rendered Markdown, and a field to write it in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from playground.style.theme import Theme, color, font
from playground.views.kit import IconButton, Label, TextButton
from playground.views.kit.access.keyboard import give_back
from playground.views.kit.drawing import SHADOW_MARGIN, draw_card
from playground.views.kit.formatted_text import FormattedText
from playground.views.kit.scroll_style import dress_scroll_bars
from playground.views.kit.themed import Themed
from playground.views.window.header_bar import HEIGHT as HEADER_HEIGHT

WIDTH, HEIGHT = 360, 420
FROM_EDGE = 8
_PADDING, _BETWEEN = 14, 6
EMPTY = "Nothing written yet. What should a reader try here, and what should they look for?"
# The character that stands for a picture in a document.
_PICTURE = "\ufffc"
HINT = "Write in Markdown: # heading, *emphasis*, - list"
_FEATURES = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class NotesCard(Themed, QWidget):
    """Lies over its parent, below the header; texts are signalled as they are typed.

    Signals
    -------
    editing_started
        What is written from now on is one undo step.
    written
        The text.
    """

    editing_started = Signal()
    written = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self._text = ""
        self.setAccessibleName("Notes")
        self.edit_button = TextButton("Write", "Write notes", "Write, or change what is written", height=28)
        self.close_button = IconButton("close", "Close the notes", "Close the notes (Escape)", flat=True)
        self.page = FormattedText("Notes, to read")
        self.field = QPlainTextEdit()
        self.field.setPlaceholderText(HINT)
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName("Notes, to write")
        self.field.installEventFilter(self)
        self.page.installEventFilter(self)
        self._pages = QStackedWidget()
        for view in (self.page, self.field):
            view.setFrameShape(QTextEdit.Shape.NoFrame)
            self._pages.addWidget(view)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Label("Notes", "section_title"), 1)
        head.addWidget(self.edit_button)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        margin = SHADOW_MARGIN + _PADDING
        column.setContentsMargins(margin, margin - 4, margin - 4, margin)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        self.edit_button.clicked.connect(self._on_edit_clicked)
        self.close_button.clicked.connect(self.close_card)
        self.field.textChanged.connect(self._on_text_changed)
        self.hide()

    @property
    def is_writing(self) -> bool:
        """Whether the field is shown instead of the page."""
        return self._pages.currentWidget() is self.field

    def set_text(self, text: str) -> None:
        """Show other notes."""
        if text == self._text:
            return
        self._text = text
        if self.field.toPlainText() != text:
            self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.blockSignals(False)
            self.editing_started.emit()
        self._render()

    def open_card(self) -> None:
        """Show the card, with the field where nothing is written yet."""
        self.place()
        self.show()
        self.raise_()
        self._write(on=not self._text)

    def close_card(self) -> None:
        """Hide the card, and give the keyboard back."""
        self._pages.setCurrentWidget(self.page)
        give_back(self)
        self.hide()

    def place(self) -> None:
        """Move below the header, at the left, as large as fits."""
        margin = SHADOW_MARGIN
        top = HEADER_HEIGHT + FROM_EDGE
        height = min(HEIGHT, self._room.height() - top - FROM_EDGE)
        self.setGeometry(FROM_EDGE - margin, top - margin, WIDTH + 2 * margin, height + 2 * margin)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for view in (self.page, self.field):
            palette = view.palette()
            ground = theme.bg if view is self.field else theme.surface
            palette.setColor(QPalette.ColorRole.Base, color(ground))
            palette.setColor(QPalette.ColorRole.Text, color(theme.ink))
            palette.setColor(QPalette.ColorRole.PlaceholderText, color(theme.ink3))
            view.setPalette(palette)
            view.setFont(font("body"))
            dress_scroll_bars(view, theme)
        self._render()
        self.update()

    def _render(self) -> None:
        """Show the text. The page gets it as a whole: laying out a picture would load it."""
        document = QTextDocument(self.page)
        document.setDefaultFont(font("body"))
        document.setMarkdown(self._text or EMPTY, _FEATURES)
        while not (picture := document.find(_PICTURE)).isNull():
            picture.insertText("(picture)", QTextCharFormat())
        # A link looks like any other text, and is no link.
        plain = QTextCharFormat()
        plain.setAnchor(False)
        plain.setAnchorHref("")
        plain.setFontUnderline(False)
        plain.setForeground(color(self.theme.ink if self._text else self.theme.ink3))
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeCharFormat(plain)
        apart = QTextBlockFormat()
        apart.setBottomMargin(_BETWEEN)
        cursor.mergeBlockFormat(apart)
        self.page.setDocument(document)  # which ends the one before

    def _write(self, *, on: bool) -> None:
        if on:
            self.editing_started.emit()
        self._pages.setCurrentWidget(self.field if on else self.page)
        self.edit_button.set_text("Done" if on else "Write")
        self.edit_button.describe(
            "Done writing" if on else "Write notes",
            "Show what is written" if on else "Write, or change what is written",
        )
        (self.field if on else self.page).setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edit_clicked(self) -> None:
        self._write(on=not self.is_writing)

    def _on_text_changed(self) -> None:
        self._text = self.field.toPlainText()
        self._render()
        self.written.emit(self._text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape ends the writing, and then the reading."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress:
            if watched is self.field and self._text:
                self._write(on=False)
            else:
                self.close_card()
            return True
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Keep the click from what lies below."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, margin = QPainter(self), SHADOW_MARGIN
        draw_card(painter, QRectF(self.rect()).adjusted(margin, margin, -margin, -margin), self.theme)

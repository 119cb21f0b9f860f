"""The text of a lesson, in the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from playground.style.theme import Theme, font
from playground.views.kit.formatted_text import FormattedText
from playground.views.kit.scroll_style import dress_scroll_bars
from playground.views.kit.themed import Themed
from playground.views.lessons.lesson_html import code_html, lesson_html


class LessonText(Themed, FormattedText):
    """Shows Markdown, with lines of code below."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._markdown, self._code = "", ""
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDefaultFont(font("lesson"))
        self.document().setDocumentMargin(0)

    def show_words(self, markdown: str, code: str = "") -> None:
        """Show another text from its beginning."""
        if (markdown, code) != (self._markdown, self._code):
            self._markdown, self._code = markdown, code
            self._render()
            self.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.surface))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink2))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.accent))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.on_accent))
        self.setPalette(palette)
        dress_scroll_bars(self, theme)
        self._render()

    def _render(self) -> None:
        html = lesson_html(self._markdown, self.theme)
        if self._code:
            html += code_html(self._code, self.theme)
        self.setHtml(html)

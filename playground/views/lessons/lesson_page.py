"""The middle column of the Lessons mode: title, steps, and the text of the step on screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.style.theme import Theme, font
from playground.views.kit import Label, Panel, PrimaryButton, SelectField, TextButton
from playground.views.kit.formatted_text import FormattedText
from playground.views.kit.scroll_style import dress_scroll_bars
from playground.views.lessons.lesson_html import code_html, lesson_html
from playground.views.lessons.stepper import Stepper

PADDING, COMPACT_PADDING = 28, 20


class LessonPage(Panel):
    """What one reads, and the way to the next step.

    Signals
    -------
    step_picked
        Number of a step.
    lesson_picked
        Key of a lesson, from the list that a narrow window has in place of its column.
    previous_wanted, next_wanted
        The step before, or the one that comes; at the end the next lesson.
    """

    step_picked = Signal(int)
    lesson_picked = Signal(str)
    previous_wanted = Signal()
    next_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.RightEdge, parent)
        self._markdown, self._code = "", ""
        self.menu = SelectField([], "Lesson", "All lessons")
        self._where = Label("", "caption", "ink3")
        self._title = Label("", "lesson_title")
        self._title.setWordWrap(True)
        self.stepper = Stepper()
        self.text = FormattedText("Text of the lesson")
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.document().setDefaultFont(font("lesson"))
        self.text.document().setDocumentMargin(0)
        self.previous_button = TextButton("Previous", "Previous step", "The step before")
        self.next_button = TextButton("Next", "Next step", "The next step")
        self.main_next_button = PrimaryButton("", "Next step", "The next step", text="Next")
        self._column = QVBoxLayout(self)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.previous_button)
        foot.addWidget(self.next_button, 1)
        foot.addWidget(self.main_next_button, 1)
        for widget in (self.menu, self._where, self._title, self.stepper):
            self._column.addWidget(widget)
        self._column.addWidget(self.text, 1)
        self._column.addLayout(foot)
        self._column.setSpacing(4)
        self._column.insertSpacing(4, 8)
        self.stepper.step_picked.connect(self.step_picked)
        self.menu.option_selected.connect(self.lesson_picked)
        self.previous_button.clicked.connect(self.previous_wanted)
        self.next_button.clicked.connect(self.next_wanted)
        self.main_next_button.clicked.connect(self.next_wanted)
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Choose lessons above the title where there is no column for them."""
        padding = COMPACT_PADDING if compact else PADDING
        self._column.setContentsMargins(padding, 12 if compact else 22, padding, 16)
        self.menu.setVisible(compact)

    def set_lessons(self, lessons: Sequence[tuple[str, str]], on_screen: str) -> None:
        """Offer lessons, keys and titles."""
        self.menu.set_options(lessons)
        self.menu.set_value(on_screen)

    def set_head(self, where: str, title: str) -> None:
        """Show which lesson this is."""
        self._where.set_text(where)
        self._title.set_text(title)

    def set_text(self, markdown: str, code: str = "") -> None:
        """Show a text, with lines of code below."""
        if (markdown, code) != (self._markdown, self._code):
            self._markdown, self._code = markdown, code
            self._render()
            self.text.verticalScrollBar().setValue(0)

    def set_ways(self, next_text: str, *, can_go_back: bool, can_go_on: bool, is_main: bool) -> None:
        """Say what comes; `is_main` where going on is what there is to do now."""
        self.previous_button.setEnabled(can_go_back)
        for button in (self.next_button, self.main_next_button):
            button.set_text(next_text)
            button.setEnabled(can_go_on)
        self.next_button.setVisible(not is_main)
        self.main_next_button.setVisible(is_main)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        palette = QPalette(self.text.palette())
        palette.setColor(QPalette.ColorRole.Base, QColor(theme.surface))
        palette.setColor(QPalette.ColorRole.Text, QColor(theme.ink2))
        palette.setColor(QPalette.ColorRole.Highlight, QColor(theme.accent))
        palette.setColor(QPalette.ColorRole.HighlightedText, QColor(theme.on_accent))
        self.text.setPalette(palette)
        dress_scroll_bars(self.text, theme)
        self._render()

    def _render(self) -> None:
        html = lesson_html(self._markdown, self.theme)
        if self._code:
            html += code_html(self._code, self.theme)
        self.text.setHtml(html)

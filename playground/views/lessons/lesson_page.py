"""The middle column of the Lessons mode: title, steps, and the text of the step on screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.kit import Label, Panel, PrimaryButton, SelectField, TextButton
from playground.views.lessons.lesson_text import LessonText
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
    changed
        Another lesson or step is shown, or other ways on.
    """

    step_picked = Signal(int)
    lesson_picked = Signal(str)
    previous_wanted = Signal()
    next_wanted = Signal()
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.RightEdge, parent)
        self.menu = SelectField([], "Lesson", "All lessons")
        self._where = Label("", "caption", "ink3")
        self._title = Label("", "lesson_title")
        self._title.setWordWrap(True)
        self.stepper = Stepper()
        self.text = LessonText("Text of the lesson")
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
        self.changed.emit()

    @property
    def title(self) -> str:
        """That of the lesson."""
        return self._title.text()

    @property
    def step_words(self) -> str:
        """Which step it is."""
        return self.stepper.accessibleDescription()

    @property
    def can_go_back(self) -> bool:
        """Whether there is a step before."""
        return self.previous_button.isEnabled()

    @property
    def can_go_on(self) -> bool:
        """Whether the next step can be gone to."""
        return self.next_button.isEnabled()

    def set_presenting(self, on: bool) -> None:
        """Leave to the presenter's header what it shows."""
        for widget in (
            self.menu, self._where, self._title, self.stepper, self.previous_button, self.next_button,
            self.main_next_button,
        ):  # fmt: skip
            widget.set_veiled(on)

    def set_text(self, markdown: str, code: str = "") -> None:
        """Show a text, with lines of code below."""
        self.text.show_words(markdown, code)

    def set_ways(self, next_text: str, *, can_go_back: bool, can_go_on: bool, is_main: bool) -> None:
        """Say what comes; `is_main` where going on is what there is to do now."""
        self.previous_button.setEnabled(can_go_back)
        for button in (self.next_button, self.main_next_button):
            button.set_text(next_text)
            button.setEnabled(can_go_on)
        self.next_button.setVisible(not is_main)
        self.main_next_button.setVisible(is_main)
        self.changed.emit()

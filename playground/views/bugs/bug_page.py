"""The text column of a round: its number, what the run was meant to be, and at the end what was wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.bugs.kept import TITLE
from playground.models.bugs.rounds import DIFFICULTIES, LARGEST_NUMBER
from playground.views.kit import (
    IntegerField,
    Label,
    Panel,
    SegmentedControl,
    SelectField,
    TextButton,
    labeled,
)
from playground.views.lessons.lesson_page import COMPACT_PADDING, PADDING
from playground.views.lessons.lesson_text import LessonText


class BugPage(Panel):
    """Chooses a round, and tells about it.

    Signals
    -------
    lesson_picked
        Key of a lesson, from the list that a narrow window has in place of its column.
    round_wanted
        Number and key of the difficulty.
    new_wanted
        Any other number.
    """

    lesson_picked = Signal(str)
    round_wanted = Signal(int, str)
    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.RightEdge, parent)
        self.menu = SelectField([], "Lesson", "All lessons")
        self.where = Label("Practice", "caption", "ink3")
        self.title = Label(TITLE, "lesson_title")
        self.number = IntegerField(
            "Round", "The number of the round: the same number hides the same mistake for a whole class",
            value=1, minimum=1, maximum=LARGEST_NUMBER,
        )  # fmt: skip
        self.number.setFixedWidth(110)
        self.new_button = TextButton(
            "New round", "New round", "A round with another number", icon="dice", height=34
        )
        tips = "; ".join(f"{one.title}: {one.tip[0].lower()}{one.tip[1:]}" for one in DIFFICULTIES.values())
        self.difficulty = SegmentedControl(
            [(one.key, one.title) for one in DIFFICULTIES.values()], "Difficulty", tips
        )
        self.text = LessonText("About the round")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(labeled("Round", self.number))
        row.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(4)
        self._column.addWidget(self.menu)
        self._column.addSpacing(6)
        self._column.addWidget(self.where)
        self._column.addWidget(self.title)
        self._column.addSpacing(8)
        self._column.addLayout(row)
        self._column.addSpacing(6)
        self._column.addWidget(self.difficulty)
        self._column.addSpacing(14)
        self._column.addWidget(self.text, 1)
        self.menu.option_selected.connect(self.lesson_picked)
        self.number.value_edited.connect(self._on_number_edited)
        self.difficulty.option_selected.connect(self._on_difficulty_selected)
        self.new_button.clicked.connect(self.new_wanted)
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Choose lessons above the title where there is no column for them."""
        padding = COMPACT_PADDING if compact else PADDING
        self._column.setContentsMargins(padding, 12 if compact else 16, padding, 16)
        self.menu.setVisible(compact)

    def set_lessons(self, lessons: Sequence[tuple[str, str]], on_screen: str) -> None:
        """Offer lessons, keys and titles."""
        self.menu.set_options(lessons)
        self.menu.set_value(on_screen)

    def set_round(self, number: int, difficulty: str) -> None:
        """Show which round this is."""
        self.number.set_value(number)
        self.difficulty.set_value(difficulty)

    def _on_number_edited(self, number: int) -> None:
        self.round_wanted.emit(number, self.difficulty.value())

    def _on_difficulty_selected(self, difficulty: str) -> None:
        self.round_wanted.emit(self.number.value(), difficulty)

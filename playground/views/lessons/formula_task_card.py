"""The card above a formula or a slice that the learner is to bring into a state."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.kit import Label
from playground.views.lessons.lesson_card import LessonCard, Tag


class FormulaTaskCard(LessonCard):
    """The goal, what is said to the last act, and whether the goal is reached."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goal = Label("", "question")
        self.goal.setWordWrap(True)
        self.note = Label("", "body", "ink2")
        self.note.setWordWrap(True)
        self.tag = Tag()
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.goal, 1)
        head.addWidget(self.tag)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.note)

    def set_task(self, goal: str, note: str) -> None:
        """Show a task that is not reached yet."""
        self.goal.set_text(goal)
        self.set_note(note, is_problem=False)
        self.tag.set_state("", "plain")

    def set_note(self, text: str, *, is_problem: bool) -> None:
        """Say what an act did, or a hint; nothing hides the line."""
        self.note.set_text(text)
        self.note.set_ink("danger" if is_problem else "ink2")
        self.note.setVisible(bool(text))

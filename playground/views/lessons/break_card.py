"""The card of a lesson's last step: what to try now, and the way into Train."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.kit import Label, TextButton
from playground.views.lessons.lesson_card import LessonCard

IN_TRAIN = (
    "Open in Train",
    "Take the last of these runs into Train, to play with it freely; undo brings the experiment there back",
)
IN_GRAPH = (
    "Open in Graph",
    "Take this formula into Graph, to play with it freely; undo brings the formula there back",
)


class BreakCard(LessonCard):
    """An invitation to break it.

    Signals
    -------
    open_wanted
        Take the last run into Train, or the formula into Graph.
    """

    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Label("", "body", "ink2")
        self.words.setWordWrap(True)
        self.open_button = TextButton(IN_TRAIN[0], *IN_TRAIN)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self.words, 1)
        row.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        column.addWidget(Label("Now break it yourself", "section_title"))
        column.addLayout(row)
        self.open_button.clicked.connect(self.open_wanted)

    def set_words(self, text: str, way: tuple[str, str] | None = IN_TRAIN) -> None:
        """Show an invitation, and the name and the tip of the way out of the lesson; None for no way."""
        self.words.set_text(text)
        self.open_button.setVisible(way is not None)
        if way is not None:
            self.open_button.set_text(way[0])
            self.open_button.describe(*way)

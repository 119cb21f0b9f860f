"""Asks for a new exercise: how large, with what, and the number that a class shares."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.practise.expressions import MOST_OPERATIONS, Task
from playground.views.kit import (
    CheckBox,
    IconButton,
    IntegerField,
    Label,
    SegmentedControl,
    TextButton,
    labeled,
)

LARGEST_NUMBER = 9999
SIZES = tuple((str(count), str(count)) for count in range(1, MOST_OPERATIONS + 1))


class TaskForm(QWidget):
    """Emits the exercise that is wanted."""

    task_wanted = Signal(object)
    another_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operations = SegmentedControl(
            SIZES, "Operations", "How many operations; up to three, the numbers are easy", value="2"
        )
        self.twice = CheckBox(
            "A node used twice", "A node used twice", "Its gradient is a sum of shares (+=)", checked=True
        )
        self.functions = CheckBox(
            "With functions", "With functions", "Such as relu and squares; from four operations tanh and exp"
        )
        self.number = IntegerField(
            "Number of the exercise",
            "The same number with the same choices is the same exercise, on every computer",
            value=1,
            minimum=1,
            maximum=LARGEST_NUMBER,
        )
        self.make = TextButton(
            "Start", "Start this exercise", "Put this exercise into the formulas", height=32
        )
        self.another = IconButton("dice", "Another exercise", "An exercise with another number", size=32)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.number, 1)
        row.addWidget(self.another)
        row.addWidget(self.make)
        numbered = QWidget()
        row.setContentsMargins(0, 0, 0, 0)
        numbered.setLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label("New exercise", "section_title"))
        column.addSpacing(4)
        column.addWidget(labeled("Operations", self.operations))
        column.addWidget(self.twice)
        column.addWidget(self.functions)
        caption = labeled("Number, for a class to share", numbered)
        caption.label.setBuddy(self.number)
        column.addWidget(caption)
        self.make.clicked.connect(self._on_make)
        self.another.clicked.connect(self._on_another)

    @property
    def task(self) -> Task:
        """What is chosen."""
        return Task(
            self.number.value(),
            int(self.operations.value()),
            self.twice.isChecked(),
            self.functions.isChecked(),
        )

    def _on_make(self) -> None:
        self.task_wanted.emit(self.task)

    def _on_another(self) -> None:
        self.another_wanted.emit(self.task)

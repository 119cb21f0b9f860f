"""A curve beside the text of a lesson, with the step in numbers below it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.style.theme import apply_to_tree
from playground.views.kit import Label, TextButton
from playground.views.lessons.formulas.slice_pad import SlicePad
from playground.views.lessons.lesson_card import LessonCard

PRODUCT = "Slope × step"
LONG, SHORT = 176, 62
"""Numbers change while the point moves: their places do not."""


class SliceView(LessonCard):
    """The curve, below it what slope times step says, and what really happens.

    Signals
    -------
    touch_wanted
        The tangent is to touch at the point.
    """

    touch_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.pad = SlicePad()
        self.figures: dict[str, Label] = {}
        self.touch_button = TextButton(
            "Tangent here",
            "Tangent here",
            "Let the tangent touch at the point, and go on from there (T)",
            height=32,
        )
        self._row = QHBoxLayout()
        self._row.setSpacing(24)
        self._row.addStretch(1)
        self._row.addWidget(self.touch_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.pad, 1)
        column.addLayout(self._row)
        self.touch_button.clicked.connect(self.touch_wanted)

    def set_figures(self, figures: dict[str, str]) -> None:
        """Show numbers, each below its caption."""
        for place, (caption, number) in enumerate(figures.items()):
            label = self.figures.get(caption)
            if label is None:
                label = self.figures[caption] = self._add(place, caption)
            label.set_text(number)
        for caption, label in self.figures.items():
            block = label.parentWidget()
            assert block is not None
            block.setVisible(caption in figures)

    def _add(self, place: int, caption: str) -> Label:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        label = Label("", "selected")
        label.setMinimumWidth(LONG if caption == PRODUCT else SHORT)
        column.addWidget(Label(caption, "caption", "ink3"))
        column.addWidget(label)
        self._row.insertWidget(place, block)
        apply_to_tree(block, self.theme)
        return label

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the point, T takes the tangent along, wherever the focus is."""
        if event.key() == Qt.Key.Key_T and not event.modifiers() and self.touch_button.isVisible():
            self.touch_wanted.emit()
        else:
            self.pad.keyPressEvent(event)

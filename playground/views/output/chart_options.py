"""What the loss chart shows: losses or scores, how smooth, and random guessing for comparison."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.style.words import percent_text
from playground.views.kit import CheckBox, Label, LabeledSlider, Popover, SegmentedControl, TextButton

VIEWS = (("loss", "Loss"), ("score", "Score"))
SMOOTHING_STEPS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)


class ChartOptions(Popover):
    """A floating card."""

    view_selected = Signal(str)
    smoothing_edited = Signal(float)
    guesser_toggled = Signal(bool)
    all_wanted = Signal()

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.view = SegmentedControl(
            VIEWS, "View of the chart", "Losses, or accuracy (R² where a number is predicted)"
        )
        self.smoothing = LabeledSlider(
            "Smoothing", SMOOTHING_STEPS, value=1.0, formatter=_percent,
        )  # fmt: skip
        self.guesser = CheckBox("Random-guess line")
        self.all_button = TextButton(
            "Show all epochs", "", "Undo all zooming (double click or Home)", height=32
        )
        self.column.addWidget(Label("Loss chart", "caption", "ink3"))
        for widget in (self.view, self.smoothing, self.guesser, self.all_button):
            self.column.addWidget(widget)
        self.view.option_selected.connect(self.view_selected)
        self.smoothing.value_edited.connect(self._on_smoothing_edited)
        self.guesser.toggled_by_user.connect(self.guesser_toggled)
        self.all_button.clicked.connect(self.all_wanted)

    def set_guesser_known(self, known: bool) -> None:
        """Set whether the loss of random guessing is known for this task and loss."""
        self.guesser.setEnabled(known)

    def _on_smoothing_edited(self, value: float) -> None:
        self.smoothing_edited.emit(float(value) / 100.0)


def _percent(value: float) -> str:
    return percent_text(value / 100.0, None)

"""The card above a run that the learner is to bring into a state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import settings_of
from playground.style.theme import apply_to_tree
from playground.views.kit import CheckBox, Label, LabeledSlider, TextButton, TextField, labeled
from playground.views.lessons.lesson_card import LessonCard, Tag
from playground.views.lessons.run_row import RunRow
from playground.views.settings.setting_control import SettingControl, control_for

NO_LAYERS = "none"


class TaskCard(LessonCard):
    """The goal, the settings that may be changed, and whether it is reached.

    Signals
    -------
    setting_edited
        Name and value of a setting.
    sizes_typed
        Hidden layers as text.
    run_wanted
        Run, or pause and go on.
    open_wanted
        Take the run into Train, to play with it freely.
    """

    setting_edited = Signal(str, object)
    sizes_typed = Signal(str)
    run_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.controls: dict[str, SettingControl[Any]] = {}
        self.sizes = TextField("Hidden layers", "Neurons of each hidden layer, such as 4, 4; none for none")
        self.sizes.setFixedWidth(150)
        self._sizes_field = labeled("Hidden layers", self.sizes)
        self.goal = Label("", "question")
        self.goal.setWordWrap(True)
        self.note = Label("", "caption", "ink3")
        self.note.setWordWrap(True)
        self.tag = Tag()
        self._row = QHBoxLayout()
        self._row.setSpacing(16)
        self._row.addWidget(self._sizes_field)
        self._row.addStretch(1)
        self.foot = RunRow("the network")
        self.open_button = TextButton(
            "Open in Train", "Open in Train",
            "Take these settings into Train, to play with them freely; undo brings the experiment there back",
            flat=True,
        )  # fmt: skip
        self.foot.add(self.tag)
        self.foot.add(self.open_button, is_last=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.goal)
        column.addLayout(self._row)
        column.addWidget(self.note)
        column.addWidget(self.foot)
        self.sizes.text_entered.connect(self.sizes_typed)
        self.foot.run_wanted.connect(self.run_wanted)
        self.open_button.clicked.connect(self.open_wanted)

    def set_task(self, goal: str, controls: Sequence[str], experiment: Experiment) -> None:
        """Show a task with the controls that it gives."""
        self.goal.set_text(goal)
        for control in self.controls.values():
            field = control.field.parentWidget()
            place = field if field is not self else control.field
            self._row.removeWidget(place)
            place.hide()
            place.deleteLater()
        self.controls = {}
        self._sizes_field.setVisible("hidden" in controls)
        for name in controls:
            if name == "hidden":
                continue
            declared = settings_of(Experiment)[name]
            control = self.controls[name] = control_for(name, declared)
            control.value_edited.connect(self.setting_edited)
            has_caption = isinstance(control.field, CheckBox | LabeledSlider)
            field = control.field if has_caption else labeled(declared.label, control.field)
            field.setMinimumWidth(150)
            self._row.insertWidget(self._row.count() - 1, field, 0, Qt.AlignmentFlag.AlignBottom)
            apply_to_tree(field, self.theme)
        self.set_experiment(experiment)
        self.set_note("", is_problem=False)
        self.tag.set_state("", "plain")

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the settings of the run."""
        self.sizes.set_text(", ".join(map(str, experiment.hidden)) or NO_LAYERS)
        for control in self.controls.values():
            control.set_experiment(experiment)

    def set_note(self, text: str, *, is_problem: bool) -> None:
        """Say what is refused, or a hint; nothing hides the line."""
        self.note.set_text(text)
        self.note.set_ink("danger" if is_problem else "ink2")
        self.note.setVisible(bool(text))

    def set_running(self, running: bool, epoch: int, epochs: int, counts: str = "Epoch") -> None:
        """Show how far the run is."""
        self.foot.set_running(running, epoch, epochs, counts)
        for field in (self.sizes, *(control.field for control in self.controls.values())):
            field.setEnabled(not running)

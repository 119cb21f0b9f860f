"""Rarely used settings of training, behind a button."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from playground.models.experiment.experiment import Experiment
from playground.views.kit import Label, LabeledField, NumberField, Popover, TextButton
from playground.views.settings.setting_group import SettingGroup

WIDTH = 400  # with its shadow
GAP, SECTION_GAP = 10, 18


class TrainingOptions(Popover):
    """Schedule, clipping, dropout, first weights, goals, an activation of one's own, and the sanity test."""

    value_edited = Signal(str, object)
    overfit_wanted = Signal()
    activation_wanted = Signal()

    def __init__(self, owner: QWidget, table: type[Experiment] = Experiment) -> None:
        super().__init__(owner)
        self.training = SettingGroup("training", self, table, left_widths={"schedule": 150})
        self.pause = SettingGroup("pause", self, table)
        self.overfit_button = TextButton(
            "Overfit one batch…", "Overfit one batch",
            "A sanity test beside the run: can this network learn one small batch by heart?", height=32,
        )  # fmt: skip
        self.activation_button = TextButton(
            "Your own activation…", "Your own activation",
            "Define a function by its formula, and use it as the activation of the hidden layers", height=32,
        )  # fmt: skip
        self.setMinimumWidth(WIDTH)
        self.column.setSpacing(GAP)
        for title, group in (("Training", self.training), ("Pause automatically", self.pause)):
            self.column.addWidget(Label(title, "selected"))
            self.column.addLayout(_two_columns(group))
            self.column.addSpacing(SECTION_GAP - GAP)
            group.value_edited.connect(self.value_edited)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.overfit_button, 1)
        foot.addWidget(self.activation_button, 1)
        self.column.addLayout(foot)
        self.overfit_button.clicked.connect(self._on_overfit_clicked)
        self.activation_button.clicked.connect(self._on_activation_clicked)

    def set_experiment(self, experiment: Experiment) -> None:
        """Show the settings."""
        self.training.set_experiment(experiment)
        self.pause.set_experiment(experiment)

    @Slot()
    def _on_overfit_clicked(self) -> None:
        self.hide()
        self.overfit_wanted.emit()

    @Slot()
    def _on_activation_clicked(self) -> None:
        self.hide()
        self.activation_wanted.emit()


def _two_columns(group: SettingGroup) -> QGridLayout:
    """Lay out single fields in pairs, and everything else over both columns."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(GAP)
    row, column = 0, 0
    for block in group.blocks.values():
        is_half = isinstance(block, LabeledField) and isinstance(block.field, NumberField)
        if column and not is_half:
            row, column = row + 1, 0
        grid.addWidget(block, row, column, 1, 1 if is_half else 2)
        row, column = (row, 1) if is_half and not column else (row + 1, 0)
    for column in (0, 1):
        grid.setColumnStretch(column, 1)
    return grid

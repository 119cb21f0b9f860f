"""Rarely used settings of training, behind a button."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.models.experiment.experiment import Experiment
from playground.views.kit import Label, LabeledField, NumberField, Popover, TextButton
from playground.views.kit.themed import Veil
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
        self._sections: list[_Section] = []
        self.column.setSpacing(GAP)
        for title, group in (("Training", self.training), ("Pause automatically", self.pause)):
            section = _Section(title, group)
            self._sections.append(section)
            self.column.addWidget(section)
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

    def set_hidden(self, keys: Collection[str]) -> bool:
        """Take controls off the screen, settings by their names; return whether any is left."""
        for section in self._sections:
            section.set_hidden(keys)
        self.overfit_button.set_veiled("sanity test" in keys)
        self.activation_button.set_veiled("own activation" in keys)
        return not all(it.is_veiled for it in (*self._sections, self.overfit_button, self.activation_button))

    @Slot()
    def _on_overfit_clicked(self) -> None:
        self.hide()
        self.overfit_wanted.emit()

    @Slot()
    def _on_activation_clicked(self) -> None:
        self.hide()
        self.activation_wanted.emit()


class _Section(Veil, QWidget):
    """The controls of a group under a title."""

    def __init__(self, title: str, group: SettingGroup) -> None:
        super().__init__()
        self._group = group
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, SECTION_GAP - GAP)
        column.setSpacing(GAP)
        column.addWidget(Label(title, "selected"))
        column.addLayout(self._grid)
        self.set_hidden(())

    def set_hidden(self, keys: Collection[str]) -> None:
        """Show the controls of other settings only, and without any of them nothing."""
        shown = self._group.set_hidden(keys)
        self.set_veiled(not shown)
        _lay_out(self._grid, shown)


def _lay_out(grid: QGridLayout, blocks: Sequence[QWidget]) -> None:
    """Lay out single fields in pairs, and everything else over both columns."""
    row, column = 0, 0
    for block in blocks:
        is_half = isinstance(block, LabeledField) and isinstance(block.field, NumberField)
        if column and not is_half:
            row, column = row + 1, 0
        grid.addWidget(block, row, column, 1, 1 if is_half else 2)
        row, column = (row, 1) if is_half and not column else (row + 1, 0)
    for column in (0, 1):
        grid.setColumnStretch(column, 1)

"""The controls of the settings that are shown together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import Group, settings_in
from playground.views.kit import CheckBox, JoinedFields, LabeledField, LabeledSlider, labeled
from playground.views.kit.themed import Veil
from playground.views.settings.setting_control import SettingControl, control_for


class SettingGroup(QObject):
    """Makes the controls of a group, in the order of their layout.

    Attributes
    ----------
    blocks
        What is to be laid out, by the name of the first setting in it: controls with their captions, and with
        those attached to them.

    Parameters
    ----------
    table
        Declares the settings.
    left_widths
        Pixels of the fields that another one is joined to, by their names.
    """

    value_edited = Signal(str, object)

    def __init__(
        self,
        group: Group,
        parent: QWidget,
        table: type[Experiment] = Experiment,
        left_widths: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(parent)
        self._left_widths = left_widths or {}
        self._controls = {name: control_for(name, it) for name, it in settings_in(table, group).items()}
        hanging = {control.declared.beside: control for control in self._controls.values()}
        self.blocks: dict[str, Block] = {}
        for name, control in self._controls.items():
            control.value_edited.connect(self.value_edited)
            if not control.declared.beside:
                self.blocks[name] = self._block(control, hanging.get(name))
                self.blocks[name].setParent(parent)
        self.set_experiment(table())

    def _block(self, control: SettingControl[Any], other: SettingControl[Any] | None) -> Block:
        field = control.field
        if isinstance(field, LabeledSlider | CheckBox):
            return field if other is None else _stacked(field, other.field)
        if other is not None:
            field = JoinedFields(field, other.field, left_width=self._left_widths.get(control.name, 64))
        return labeled(control.declared.caption, field)

    def __getitem__(self, name: str) -> Any:
        """Return the kit's control of a setting, such as a slider."""
        return self._controls[name].field

    def control(self, name: str) -> Any:
        """Return the control of a setting, of the class that goes with its kind."""
        return self._controls[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._controls)

    def set_hidden(self, keys: Collection[str]) -> list[Block]:
        """Take the blocks of these settings off the screen, and return the others."""
        for name, block in self.blocks.items():
            block.set_veiled(name in keys)
        return [block for block in self.blocks.values() if not block.is_veiled]

    def set_experiment(self, experiment: Experiment) -> None:
        """Show all values; hide what the experiment does not have."""
        for name, control in self._controls.items():
            control.set_experiment(experiment)
            if name in self.blocks:
                self.blocks[name].setVisible(control.declared.is_offered(experiment))


class _Stack(Veil, QWidget):
    """Two controls that are one block."""


Block = LabeledSlider | CheckBox | LabeledField | _Stack


def _stacked(upper: QWidget, lower: QWidget) -> _Stack:
    """Return two controls without a gap: both have room of their own above or below what is visible."""
    block = _Stack()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(upper)
    column.addWidget(lower)
    return block

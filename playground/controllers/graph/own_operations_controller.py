"""Lets people define operations of their own, and gives them to the formulas."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QWidget

from playground.controllers.graph.formula_controller import FormulaController
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.graph.functions.function_list import FunctionEntry
from playground.models.operations.definition import row_of
from playground.models.operations.own_operation import OwnOperation
from playground.style.theme import ThemeManager
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.operations.operation_dialog import OperationDialog
from playground.views.kit.open_dialog import OpenDialog
from playground.workbench import Workbench


class OwnOperationsController(QObject):
    """Operations are settings of the experiment: they are saved with it, and undo takes a change back."""

    def __init__(
        self,
        workbench: Workbench,
        screen: GraphScreen,
        formulas: FormulaController,
        themes: ThemeManager,
        window: QWidget,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._formulas = workbench, screen, formulas
        self._themes, self._window = themes, window
        self._dialogs = OpenDialog(self)
        self._edited: OwnOperation | None = None
        self._is_activation = False
        screen.source.definition_wanted.connect(self._on_view_definition_wanted)
        screen.functions.definition_wanted.connect(self._on_view_definition_wanted)
        screen.functions.edit_wanted.connect(self._on_view_edit_wanted)
        formulas.operations_wanted.connect(self._on_formulas_operations_wanted)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)

    @property
    def dialog(self) -> QDialog | None:
        """The dialog that is open."""
        return self._dialogs.now

    def close(self) -> None:
        """Close the dialog that is open."""
        self._dialogs.close()

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        self._formulas.set_own(experiment.own_functions)

    @Slot(str)
    def _on_view_definition_wanted(self, name: str) -> None:
        self._open(None, name)

    @Slot()
    def define_activation(self) -> None:
        """Ask for an operation that becomes the activation of the hidden layers."""
        self._open(None, "")
        self._is_activation = True

    @Slot(object)
    def _on_view_edit_wanted(self, entry: FunctionEntry) -> None:
        own = next((own for own in self._operations if own.name == entry.title), None)
        if own is not None:
            self._open(own, "")

    @property
    def _operations(self) -> tuple[OwnOperation, ...]:
        return self._workbench.experiment.operations

    def _open(self, own: OwnOperation | None, name: str) -> None:
        functions = self._workbench.experiment.own_functions
        # A formula may call those that stand before it.
        before = self._operations if own is None else self._operations[: self._operations.index(own)]
        known = {other.name: functions[other.name] for other in before}
        taken = [other.name for other in self._operations if other is not own]
        self._edited, self._is_activation = own, False
        dialog = OperationDialog(self._themes.theme, known, own, name, taken, self._window)
        dialog.operation_accepted.connect(self._on_view_operation_accepted)
        dialog.deleted.connect(self._on_view_deleted)
        self._dialogs.show(dialog)

    @Slot(object)
    def _on_view_operation_accepted(self, own: OwnOperation) -> None:
        edited = self._edited
        if edited is None:
            values: dict[str, Any] = {"operations": (*self._operations, own)}
            if self._is_activation and row_of(own, self._workbench.experiment.own_functions).is_unary:
                values["activation"] = own.name
            self._workbench.change(**values)
            return
        operations = tuple(own if other == edited else other for other in self._operations)
        renamed = partial(_renamed, edited.name, own.name)
        experiment = self._workbench.experiment
        self._workbench.change(
            operations=operations,
            activation=renamed(experiment.activation),
            layer_activations=tuple(map(renamed, experiment.layer_activations)),
        )

    @Slot()
    def _on_view_deleted(self) -> None:
        experiment, edited = self._workbench.experiment, self._edited
        used = {experiment.activation, *experiment.layer_activations}
        if edited is not None and edited.name in used:
            text = f"{edited.name} stays: it is an activation of this network. Choose another one first."
            self._workbench.say(Notice(text, "problem"))
            return
        self._workbench.change(operations=tuple(own for own in self._operations if own != self._edited))

    @Slot(object)
    def _on_formulas_operations_wanted(self, operations: Sequence[OwnOperation]) -> None:
        """Define what a starting point uses; where there is one of that name, it stays as it is."""
        known = {own.name for own in self._operations}
        missing = tuple(own for own in operations if own.name not in known)
        if missing:
            self._workbench.change(operations=(*self._operations, *missing))


def _renamed(before: str, after: str, name: str) -> str:
    return after if name == before else name

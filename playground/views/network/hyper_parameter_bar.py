"""The row of hyper-parameters above the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.views.kit import JoinedFields, NumberField, Panel, SelectField, labeled

Options = Sequence[tuple[str, str]]
LEARNING_RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
RATES = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
STRETCHES = (10, 11, 11, 15, 18, 11)


class HyperParameterBar(Panel):
    """Learning rate, optimizer, activation, loss, regularisation, initialisation.

    Parameters
    ----------
    choices
        Options (key, title) of "optimizers", "activations", "losses", "regularizations", "initializations".
    """

    value_edited = Signal(str, object)

    def __init__(self, choices: Mapping[str, Options], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.BottomEdge, parent)
        self.learning_rate = NumberField(
            "Learning rate", "How far each update goes", value=0.01, minimum=1e-9, maximum=1e3,
            suggestions=LEARNING_RATES,
        )  # fmt: skip
        self.optimizer = SelectField(choices["optimizers"], "Optimizer", "How a gradient becomes an update")
        self.activation = SelectField(
            choices["activations"], "Activation", "The function of the hidden neurons"
        )
        self.loss = SelectField(
            choices["losses"], "Loss", "What training makes small; only losses that fit the task"
        )
        self.regularization = SelectField(
            choices["regularizations"],
            "Regularisation",
            "Pull on the weights towards zero: L1 by sign, L2 by size",
        )
        self.rate = NumberField(
            "Regularisation rate",
            "How strong the pull is",
            value=0.001,
            minimum=0.0,
            maximum=100.0,
            suggestions=RATES,
        )
        self.initializer = SelectField(
            choices["initializations"],
            "Initialisation",
            "How first weights are drawn; a change starts again from epoch 0",
        )
        self._fields = (
            labeled("Learning rate", self.learning_rate),
            labeled("Optimizer", self.optimizer),
            labeled("Activation", self.activation),
            labeled("Loss", self.loss),
            labeled("Regularisation", JoinedFields(self.regularization, self.rate, left_width=78)),
            labeled("Initialisation", self.initializer),
        )
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 10, 16, 13)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._compact: bool | None = None
        self.set_compact(False)
        self.learning_rate.value_edited.connect(self._on_learning_rate_edited)
        self.optimizer.option_selected.connect(self._on_optimizer_selected)
        self.activation.option_selected.connect(self._on_activation_selected)
        self.loss.option_selected.connect(self._on_loss_selected)
        self.regularization.option_selected.connect(self._on_regularization_selected)
        self.rate.value_edited.connect(self._on_rate_edited)
        self.initializer.option_selected.connect(self._on_initializer_selected)

    def set_compact(self, compact: bool) -> None:
        """Stand in two rows of three instead of one of six."""
        if compact == self._compact:
            return
        self._compact = compact
        per_row = 3 if compact else 6
        for index, field in enumerate(self._fields):
            self._grid.addWidget(field, index // per_row, index % per_row)
        for column in range(6):
            stretch = (1 if compact else STRETCHES[column]) if column < per_row else 0
            self._grid.setColumnStretch(column, stretch)

    def set_losses(self, losses: Options, loss: str) -> None:
        """Offer the losses that fit the data, and show which one is in force."""
        self.loss.set_options(losses)
        self.loss.set_value(loss)

    def set_values(
        self,
        *,
        learning_rate: float,
        optimizer: str,
        activation: str,
        regularization: str,
        regularization_rate: float,
        initializer: str,
    ) -> None:
        """Show the settings."""
        self.learning_rate.set_value(learning_rate)
        self.optimizer.set_value(optimizer)
        self.activation.set_value(activation)
        self.regularization.set_value(regularization)
        self.rate.set_value(regularization_rate)
        self.rate.setEnabled(regularization != "none")
        self.initializer.set_value(initializer)

    def _on_learning_rate_edited(self, value: float) -> None:
        self.value_edited.emit("learning_rate", value)

    def _on_optimizer_selected(self, key: str) -> None:
        self.value_edited.emit("optimizer", key)

    def _on_activation_selected(self, key: str) -> None:
        self.value_edited.emit("activation", key)

    def _on_loss_selected(self, key: str) -> None:
        self.value_edited.emit("loss", key)

    def _on_regularization_selected(self, key: str) -> None:
        self.value_edited.emit("regularization", key)

    def _on_rate_edited(self, value: float) -> None:
        self.value_edited.emit("regularization_rate", value)

    def _on_initializer_selected(self, key: str) -> None:
        self.value_edited.emit("initializer", key)

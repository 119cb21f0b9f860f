"""Settings of one layer: its activation, batch normalisation, and whether it learns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from playground.views.kit import CheckBox, Label, Popover, SelectField, labeled


class LayerOptions(Popover):
    """A floating card; `set_layer` says for which layer."""

    activation_selected = Signal(int, str)
    norm_toggled = Signal(int, bool)
    all_norms_toggled = Signal(bool)
    output_bias_toggled = Signal(bool)
    frozen_toggled = Signal(int, bool)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._column = 1
        self._title = Label("", "selected")
        self.activation = SelectField([("", "Default")], "Activation of this layer")
        self._activation_field = labeled("Activation", self.activation)
        self.norm = CheckBox("Batch norm", "Batch norm in this layer")
        self.all_norms = CheckBox("Batch norm in all hidden layers")
        self.output_bias = CheckBox("Biases", "Biases of the output layer")
        self.frozen = CheckBox("Freeze this layer")
        self.column.addWidget(self._title)
        self.column.addWidget(self._activation_field)
        for box in (self.norm, self.all_norms, self.output_bias, self.frozen):
            self.column.addWidget(box)
        self.activation.option_selected.connect(self._on_activation_selected)
        self.norm.toggled_by_user.connect(self._on_norm_toggled)
        self.all_norms.toggled_by_user.connect(self.all_norms_toggled)
        self.output_bias.toggled_by_user.connect(self.output_bias_toggled)
        self.frozen.toggled_by_user.connect(self._on_frozen_toggled)

    def set_layer(
        self,
        column: int,
        title: str,
        activation: str | None,
        common: str,
        titles: Mapping[str, str],
        *,
        norms: Sequence[bool],
        has_output_bias: bool,
        is_frozen: bool,
    ) -> None:
        """Show a layer.

        Parameters
        ----------
        activation
            Its own, "" for the common one, None for the output layer.
        titles
            Of all activations.
        norms
            Whether each hidden layer is normalised over the batch.
        """
        self._column = column
        self._title.set_text(title)
        is_hidden = activation is not None
        for widget in (self._activation_field, self.norm, self.all_norms):
            widget.setVisible(is_hidden)
        self.output_bias.setVisible(not is_hidden)
        self.output_bias.set_checked(has_output_bias)
        self.set_norms(norms)
        if activation is not None:
            options = [("", f"Default ({titles[common]})"), *titles.items()]
            self.activation.set_options(options)
            self.activation.set_value(activation)
        self.frozen.set_checked(is_frozen)

    def set_norms(self, norms: Sequence[bool]) -> None:
        """Show which hidden layers are normalised."""
        self.norm.set_checked(self._column <= len(norms) and norms[self._column - 1])
        self.all_norms.set_checked(bool(norms) and all(norms))

    def open_at(self, at: QPoint) -> None:
        """Open with the upper left corner at a point of the owner."""
        self.setMinimumWidth(300)
        self.open_below(at)

    def _on_activation_selected(self, key: str) -> None:
        self.activation_selected.emit(self._column, key)

    def _on_norm_toggled(self, on: bool) -> None:
        self.norm_toggled.emit(self._column, on)

    def _on_frozen_toggled(self, on: bool) -> None:
        self.frozen_toggled.emit(self._column, on)

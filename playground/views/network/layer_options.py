"""Settings of one layer: its activation, and whether it learns."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QWidget

from playground.views.kit import CheckBox, Label, Popover, SelectField, labeled


class LayerOptions(Popover):
    """A floating card; `set_layer` says for which layer."""

    activation_selected = Signal(int, str)
    frozen_toggled = Signal(int, bool)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._column = 1
        self._title = Label("", "selected")
        self.activation = SelectField([("", "Default")], "Activation of this layer")
        self._activation_field = labeled("Activation", self.activation)
        self.frozen = CheckBox("Freeze this layer")
        self.column.addWidget(self._title)
        self.column.addWidget(self._activation_field)
        self.column.addWidget(self.frozen)
        self.activation.option_selected.connect(self._on_activation_selected)
        self.frozen.toggled_by_user.connect(self._on_frozen_toggled)

    def set_layer(
        self,
        column: int,
        title: str,
        activation: str | None,
        common: str,
        titles: Mapping[str, str],
        *,
        is_frozen: bool,
    ) -> None:
        """Show a layer.

        Parameters
        ----------
        activation
            Its own, "" for the common one, None for the output layer.
        titles
            Of all activations.
        """
        self._column = column
        self._title.set_text(title)
        self._activation_field.setVisible(activation is not None)
        if activation is not None:
            options = [("", f"Default ({titles[common]})"), *titles.items()]
            self.activation.set_options(options)
            self.activation.set_value(activation)
        self.frozen.set_checked(is_frozen)

    def open_at(self, at: QPoint) -> None:
        """Open with the upper left corner at a point of the owner."""
        self.setMinimumWidth(300)
        self.open_below(at)

    def _on_activation_selected(self, key: str) -> None:
        self.activation_selected.emit(self._column, key)

    def _on_frozen_toggled(self, on: bool) -> None:
        self.frozen_toggled.emit(self._column, on)

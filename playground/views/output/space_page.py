"""Choosing two neurons of a layer, and seeing the data as they do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.picture.space_picture import SpacePicture
from playground.models.picture.space_view import SpaceView
from playground.views.kit import Label, SelectField
from playground.views.output.space_plot import SpacePlot

MOST_NEURONS_LISTED = 1000
FIELD_WIDTH = 128
WORDS = "The data, and the straight grid of the inputs, as these two neurons see them"
CAPTION_FROM = 176
"""Height of the page from which there is room for the caption."""


class SpacePage(QWidget):
    """The plot; `head` holds the choice and is shown beside the tabs."""

    view_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._structure: tuple[int, ...] = ()
        self._input_names: Sequence[str] = ()
        self._output_names: Sequence[str] = ()
        self._view = SpaceView(0, 0, 0)
        self._wanted: SpaceView | None = None
        self.plot = SpacePlot()
        self.layer = SelectField([("0", "")], "Layer", "Whose neurons are the axes")
        self.horizontal = SelectField(
            [("0", "")], "Horizontal neuron", "Neuron on the horizontal axis", prefix="x"
        )
        self.vertical = SelectField([("0", "")], "Vertical neuron", "Neuron on the vertical axis", prefix="y")
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.layer)
        # Beside the plot, which is square anyway.
        column = QVBoxLayout()
        column.setSpacing(8)
        for field in (self.horizontal, self.vertical):
            column.addWidget(field)
        self._caption = Label(WORDS, "caption", "ink3")
        self._caption.setWordWrap(True)
        self._caption.setFixedWidth(FIELD_WIDTH)
        column.addWidget(self._caption)
        column.addStretch(1)
        for field in (self.layer, self.horizontal, self.vertical):
            field.setFixedWidth(FIELD_WIDTH)
            field.option_selected.connect(self._on_option_selected)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addWidget(self.plot, 1)
        page.addLayout(column)

    @property
    def view(self) -> SpaceView:
        """The neurons that are chosen."""
        return self._view

    def set_network(
        self, structure: tuple[int, ...], input_names: Sequence[str], output_names: Sequence[str]
    ) -> None:
        """Set the neurons to choose from; the choice stays if the network still has it."""
        self._structure, self._input_names, self._output_names = structure, input_names, output_names
        self._view = self._wanted.fitted(structure) if self._wanted else SpaceView.default(structure)
        last = len(structure) - 1
        names = ["Inputs", *(f"Hidden {layer}" for layer in range(1, last)), "Output"]
        self.layer.set_options([(str(layer), name) for layer, name in enumerate(names)])
        self._show()

    def set_picture(self, picture: SpacePicture | None, y: NDArray[np.generic], n_classes: int) -> None:
        """Show another moment."""
        self.plot.set_picture(picture, y, n_classes)

    def clear(self) -> None:
        """Show nothing."""
        self.plot.set_picture(None, np.zeros(0), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._caption.setVisible(self.height() >= CAPTION_FROM)

    def _name(self, layer: int, neuron: int) -> str:
        last = len(self._structure) - 1
        names = self._input_names if layer == 0 else self._output_names if layer == last else ()
        return names[neuron] if neuron < len(names) else f"Neuron {neuron + 1}"

    def _show(self) -> None:
        view = self._view
        count = min(self._structure[view.layer], MOST_NEURONS_LISTED)
        options = [(str(index), self._name(view.layer, index)) for index in range(count)]
        self.horizontal.set_options(options)
        self.vertical.set_options(options)
        self.layer.set_value(str(view.layer))
        self.horizontal.set_value(str(view.horizontal))
        self.vertical.set_value(str(view.vertical))

    def _on_option_selected(self, _: str) -> None:
        layer = int(self.layer.value() or 0)
        if layer != self._view.layer:
            view = SpaceView(layer, 0, 1).fitted(self._structure)
        else:
            view = SpaceView(layer, int(self.horizontal.value() or 0), int(self.vertical.value() or 0))
        self._view = self._wanted = view
        self._show()
        self.view_changed.emit(view)

"""What the picture of the network shows besides weights."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.views.kit import CheckBox, Label, Popover, SegmentedControl

OVERLAYS = (("weights", "Weights"), ("gradients", "Gradients"), ("updates", "Updates"))


class NetworkViewOptions(Popover):
    """A floating card."""

    overlay_selected = Signal(str)
    histograms_toggled = Signal(bool)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.overlay = SegmentedControl(
            OVERLAYS, "What links show",
            "Weights; slopes of the loss; or how far the last steps moved each weight",
        )  # fmt: skip
        self.overlay.setMinimumWidth(270)
        self.histograms = CheckBox(
            "Histograms of activations",
            "Histograms of activations",
            "How each neuron's outputs are spread over the training data",
        )
        self.column.addWidget(Label("Links show", "caption", "ink3"))
        self.column.addWidget(self.overlay)
        self.column.addWidget(self.histograms)
        self.overlay.option_selected.connect(self.overlay_selected)
        self.histograms.toggled_by_user.connect(self.histograms_toggled)

"""The row of hyper-parameters above the network."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.models.experiment.experiment import Experiment
from playground.views.kit import Panel
from playground.views.settings.setting_group import SettingGroup

# Relative widths in a row; the others have `USUAL`.
STRETCHES = {"learning_rate": 10, "loss": 15, "regularization": 18}
USUAL = 11
IN_A_ROW, IN_A_SHORT_ROW = 6, 3


class HyperParameterBar(Panel):
    """Learning rate, optimizer, activation, loss, regularisation, initialisation."""

    value_edited = Signal(str, object)

    def __init__(self, parent: QWidget | None = None, table: type[Experiment] = Experiment) -> None:
        super().__init__(Qt.Edge.BottomEdge, parent)
        self.settings = SettingGroup("network", self, table, left_widths={"regularization": 78})
        self.settings.value_edited.connect(self.value_edited)
        self.set_experiment = self.settings.set_experiment
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 10, 16, 13)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._compact: bool | None = None
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Use two rows of three instead of one of six."""
        if compact == self._compact:
            return
        self._compact = compact
        per_row = IN_A_SHORT_ROW if compact else IN_A_ROW
        for index, (name, block) in enumerate(self.settings.blocks.items()):
            self._grid.addWidget(block, index // per_row, index % per_row)
            if index < IN_A_ROW:
                stretch = 1 if compact else STRETCHES.get(name, USUAL)
                self._grid.setColumnStretch(index, stretch if index < per_row else 0)

    def set_losses(self, losses: Sequence[str], loss: str) -> None:
        """Offer the losses that fit the data, and show the one in use."""
        self.settings.control("loss").set_options(losses, loss)

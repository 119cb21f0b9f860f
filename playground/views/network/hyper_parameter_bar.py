"""The row of hyper-parameters above the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence

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
        self._arrange()

    def set_hidden(self, keys: Collection[str]) -> None:
        """Take the controls of these settings off the screen, and the bar without any left."""
        self.set_veiled(not self.settings.set_hidden(keys))
        self._arrange()

    def _arrange(self) -> None:
        """Put what is on screen side by side."""
        per_row = IN_A_SHORT_ROW if self._compact else IN_A_ROW
        shown = [(name, block) for name, block in self.settings.blocks.items() if not block.is_veiled]
        for index in range(IN_A_ROW):
            self._grid.setColumnStretch(index, 0)
        for index, (name, block) in enumerate(shown):
            self._grid.addWidget(block, index // per_row, index % per_row)
            if index < per_row:
                self._grid.setColumnStretch(index, 1 if self._compact else STRETCHES.get(name, USUAL))

    def set_losses(self, losses: Sequence[str], loss: str) -> None:
        """Offer the losses that fit the data, and show the one in use."""
        self.settings.control("loss").set_options(losses, loss)

"""All parameters of an update as a table that sorts."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.models.graph.update.update_table import UpdateTable
from playground.views.graph.update.update_model import UpdateModel
from playground.views.kit.table.sorted_table import SortedTable


class UpdateView(SortedTable):
    """Its items are the parameters, in the order of the network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.update_model = UpdateModel()
        super().__init__(self.update_model, "The update of every parameter", "Columns of the update", parent)

    def set_table(self, table: UpdateTable | None) -> None:
        """Show another update; the same parameter stays selected where it is still there."""
        before = self.item
        self.update_model.set_table(table)
        self.fit_to(() if table is None else table.names)
        if table is not None and before is not None and self.item is None and before < len(table):
            self.set_item(before)

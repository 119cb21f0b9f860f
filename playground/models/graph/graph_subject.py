"""The points and the neuron a graph shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playground.models.graph.network_graph import MOST_SAMPLES
from playground.models.network.network import Network

MOST_NAMED = 4


@dataclass(frozen=True)
class GraphSubject:
    """The part of a network that is shown.

    Attributes
    ----------
    row
        Row of the data set, the first of a batch. An invalid one means the first training point.
    neuron
        Column, from 1, and index.
    count
        Points of a batch.
    shown
        Which of them is on screen, from 1; 0 for all together.
    """

    row: int = -1
    neuron: tuple[int, int] = (1, 0)
    count: int = 4
    shown: int = 0

    def fitted_to(self, network: Network) -> GraphSubject:
        """Return the nearest valid subject of a network."""
        column = min(self.neuron[0], len(network.structure) - 1)
        index = min(self.neuron[1], network.structure[column] - 1)
        row = self.row if 0 <= self.row < len(network.dataset.y) else int(network.split.train_indices[0])
        return replace(self, row=row, neuron=(column, index))

    def rows(self, network: Network) -> tuple[int, ...]:
        """Return the rows of the batch: training points, starting with the chosen one."""
        indices = network.split.train_indices.tolist()
        start = indices.index(self.row) if self.row in indices else 0
        count = min(self.count, len(indices), MOST_SAMPLES)
        return tuple(indices[(start + number) % len(indices)] for number in range(count))

    def rows_on_screen(self, network: Network) -> tuple[int, ...]:
        """Return the rows of the batch that are drawn: all, or one of them.

        Where batch norm makes them depend on each other, none can be drawn without the others.
        """
        rows = self.rows(network)
        if network.experiment.normalises:
            return rows
        return rows[min(self.shown, len(rows)) - 1 :][:1] if self.shown else rows

    def with_next_row(self, network: Network, step: int, *, is_batch: bool) -> GraphSubject:
        """Return the point, or the batch, some steps on."""
        if not is_batch:
            return replace(self, row=(self.row + step) % len(network.dataset.y))
        indices = network.split.train_indices.tolist()
        start = indices.index(self.row) if self.row in indices else 0
        return replace(self, row=indices[(start + step * self.count) % len(indices)])

    def with_next_neuron(self, network: Network, step: int) -> GraphSubject:
        """Return the neuron some steps on, layer by layer."""
        neurons = [
            (column, index)
            for column in range(1, len(network.structure))
            for index in range(network.structure[column])
        ]
        return replace(self, neuron=neurons[(neurons.index(self.neuron) + step) % len(neurons)])

    def name_of_row(self, network: Network, *, is_batch: bool) -> str:
        """Return the title of the point or the batch."""
        if is_batch:
            names = [row + 1 for row in self.rows(network)]
            shown = ", ".join(map(str, names[:MOST_NAMED]))
            return f"Points {shown}{' …' if len(names) > MOST_NAMED else ''}"
        part = "training" if self.row in network.split.train_indices else "test"
        return f"Point {self.row + 1:,}, {part}"

    def name_of_neuron(self, network: Network) -> str:
        """Return the title of the neuron."""
        column, index = self.neuron
        layer = "Output" if column == len(network.structure) - 1 else f"Hidden {column}"
        return f"{layer}, neuron {index + 1}"

"""The memory one call of a compiled graph works in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.compiler.ir import LANES
from engine.compiler.loops.arguments import Arguments
from engine.compiler.memory import doubles, room, rounded_up
from engine.compiler.network import Network
from engine.stop_flag import StopFlag

Array = NDArray[np.float64]


class Workspace:
    """The arrays of a call on a number of samples, and the structure that points to them.

    Attributes
    ----------
    arguments
        The arguments of the loops.
    uniform, gradients
        Numbers that are the same for all samples, parameters first, and the gradients of each.
    samples
        The calls' inputs, shape (n_samples, n_inputs), or None for a task that brings its own.
    """

    def __init__(
        self,
        network: Network,
        addresses: dict[str, int],
        n_samples: int,
        capacity: int,
        *,
        owns_samples: bool,
    ) -> None:
        layout, constants = network.layout, network.schedule.constants
        n_inputs, n_parameters = network.schedule.n_inputs, network.schedule.n_parameters
        self._kept: list[Any] = []
        self.arguments = a = Arguments()
        for name, address in addresses.items():
            setattr(a, name, address)
        groups = min(capacity, -(-n_samples // LANES))
        self.uniform = doubles(rounded_up(layout.n_uniform, LANES))
        self.uniform[n_parameters : n_parameters + len(constants)] = constants
        self.gradients = doubles(rounded_up(layout.n_uniform, LANES))
        a.store = self.add(room(groups * network.stride))
        a.uniform, a.uniform_gradients = self.add(self.uniform), self.add(self.gradients)
        self._never = StopFlag()
        a.stop = self._never.address
        a.n_samples, a.n_padded, a.n_columns = n_samples, rounded_up(n_samples, LANES), n_inputs
        a.n_parameters, a.n_uniform = n_parameters, layout.n_uniform
        a.stride, a.chunk, a.poison_row, a.least_batch = network.stride, groups * LANES, layout.poison, 1
        if network.output_row is not None and network.seed_row is not None:
            a.loss_row, a.seed_row = network.output_row, network.seed_row
        self.samples: Array | None = None
        if owns_samples:
            self.samples = room(n_samples * n_inputs).reshape(n_samples, n_inputs)
            a.rows, a.columns_in_rows = self.add(self.samples), n_inputs

    def add(self, array: NDArray[Any]) -> int:
        """Keep an array as long as this workspace lives and return its address."""
        self._kept.append(array)
        return int(array.ctypes.data)

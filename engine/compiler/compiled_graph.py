"""A scheduled graph as machine code, with the same methods as the array backend's `LaneProgram`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from engine.compiler.kernels.kernel_library import LIBRARY
from engine.compiler.loops.runtime import run
from engine.compiler.memory import integers, room
from engine.compiler.network import Network
from engine.compiler.workspace import Workspace
from engine.lowering.schedule import Schedule
from engine.scalar import Scalar

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
Marks = NDArray[np.bool_]
# The store of one chunk of groups should stay within the processor's second-level cache.
STORE_BYTES = 96 * 1024
MOST_GROUPS = 32
MOST_SPARE = 8
ALL_GROUPS = 2**60


class CompiledGraph:
    """A graph, scheduled and compiled, ready to be called.

    Parameters
    ----------
    outputs
        The nodes `values` returns by default; all that can be asked for besides those the schedule keeps.
    inputs, parameters
        Leaves that differ from sample to sample (targets included), and leaves that are trained.
    trains
        Whether gradients of the one output are wanted.
    """

    def __init__(
        self,
        outputs: Sequence[Scalar],
        inputs: Sequence[Scalar],
        parameters: Sequence[Scalar],
        *,
        trains: bool,
    ) -> None:
        schedule = Schedule(outputs, inputs, parameters)
        if schedule.couples_samples and not trains:
            raise ValueError("means over a batch are compiled for training only")
        self.network = network = Network(schedule, outputs[0] if trains else None, LIBRARY)
        self.module = LIBRARY.make(network.text(), network.kernels.names, network.kernels.used_modules)
        self._outputs = list(outputs)
        # Samples that depend on each other are in the store together, however many they are.
        self._capacity = max(1, min(MOST_GROUPS, STORE_BYTES // (8 * network.stride)))
        self._most_spare = MOST_SPARE
        if schedule.couples_samples:
            self._capacity, self._most_spare = ALL_GROUPS, 1
        names = ["begin", "forward", *(["gradients", "end"] if trains else [])]
        self._addresses = {name: self.module.address(name) for name in names}
        self._spare: dict[int, Workspace] = {}
        self._rows: dict[tuple[Scalar, ...], tuple[Indices, Marks]] = {}

    @property
    def ir(self) -> str:
        """The whole graph as LLVM IR, the kernels it shares with other programs included."""
        return Network(self.network.schedule, self.network.output).text()

    def workspace(self, n_samples: int, *, owns_samples: bool = False) -> Workspace:
        """Return memory for calls on `n_samples` samples."""
        return Workspace(self.network, self._addresses, n_samples, self._capacity, owns_samples=owns_samples)

    @contextmanager
    def _loaded(self, parameters: Array, inputs: Array) -> Iterator[Workspace]:
        """Lend a workspace that holds parameters and inputs; the latest ones are used again."""
        n = len(inputs)
        space = self._spare.pop(n, None) or self.workspace(n, owns_samples=True)
        space.uniform[: self.network.schedule.n_parameters] = parameters
        assert space.samples is not None
        space.samples[:] = inputs
        yield space
        if len(self._spare) >= self._most_spare:
            self._spare.clear()
        self._spare[n] = space

    def values(self, parameters: Array, inputs: Array, nodes: Sequence[Scalar] | None = None) -> Array:
        """Return the values of `nodes` (default: the outputs), shape (n_nodes, n_samples).

        Parameters
        ----------
        parameters
            Shape (n_parameters,).
        inputs
            Shape (n_samples, n_inputs).

        Raises
        ------
        ValueError
            A wrong shape, a node that has no value of its own in this graph, or means over a batch.
        """
        if self.network.schedule.couples_samples:
            raise ValueError("a graph with means over a batch has values in training only")
        wanted = tuple(self._outputs if nodes is None else nodes)
        self.network.schedule.check(parameters, inputs)
        rows, is_lane = self._rows_of(wanted)
        n_lanes = int(is_lane.sum())
        if not len(inputs):
            return np.empty((len(wanted), 0))
        with self._loaded(parameters, inputs) as space:
            a = space.arguments
            lane_rows = integers(max(1, n_lanes))
            lane_rows[:n_lanes] = rows[is_lane]
            found = room(len(lane_rows) * a.n_padded)
            a.wanted_rows, a.wanted_values = lane_rows.ctypes.data, found.ctypes.data
            a.n_wanted = len(lane_rows)
            run("evaluate", a)
            lanes: Array = found.reshape(-1, a.n_padded)[:, : len(inputs)]
            if n_lanes == len(wanted):
                return lanes
            result = np.empty((len(wanted), len(inputs)))
            result[is_lane] = lanes[:n_lanes]
            result[~is_lane] = space.uniform[rows[~is_lane]][:, None]
        return result

    def loss_and_gradients(self, parameters: Array, inputs: Array) -> tuple[Array, Array]:
        """Return the output for every sample, shape (n_samples,), and the gradient of their sum.

        A sample with any value that is not finite has the output NaN.
        """
        return self.train_pass(parameters, inputs, ())[:2]

    def train_pass(
        self, parameters: Array, inputs: Array, nodes: Sequence[Scalar]
    ) -> tuple[Array, Array, Array]:
        """Return what `loss_and_gradients` does, and the values of uniform nodes, shape (n_nodes,)."""
        schedule = self.network.schedule
        schedule.check(parameters, inputs)
        with self._loaded(parameters, inputs) as space:
            losses = room(space.arguments.n_padded)
            space.arguments.sample_losses = losses.ctypes.data
            run("loss_and_gradients", space.arguments)
            space.arguments.sample_losses = None
            found = space.uniform[[schedule.row_of(node) for node in nodes]]
            return losses[: len(inputs)].copy(), space.gradients[: schedule.n_parameters].copy(), found

    def _rows_of(self, nodes: tuple[Scalar, ...]) -> tuple[Indices, Marks]:
        """Return the rows of nodes, and which of them are rows of lanes."""
        if nodes not in self._rows:
            if len(self._rows) >= MOST_SPARE:
                self._rows.clear()
            schedule = self.network.schedule
            self._rows[nodes] = (
                np.array([schedule.row_of(node) for node in nodes], np.int64),
                np.array([schedule.is_lane[node] for node in nodes], bool),
            )
        return self._rows[nodes]

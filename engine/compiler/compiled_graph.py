"""A scheduled graph as machine code, with the same methods as the array backend's `LaneProgram`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..scalar import Scalar
from ..schedule import Schedule
from ..stop_flag import StopFlag
from .arguments import Arguments
from .ir import LANES
from .kernel_library import LIBRARY
from .memory import doubles, integers, room, rounded_up
from .native import NativeModule
from .network import Network
from .runtime import run

Array = NDArray[np.float64]
# The store of one chunk of groups should stay within the processor's second-level cache.
STORE_BYTES = 96 * 1024
MOST_GROUPS = 32


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
        self.network = network = Network(schedule, outputs[0] if trains else None, LIBRARY)
        self.module = NativeModule(network.text())
        LIBRARY.add(self.module, network.kernels.names)
        self.n_inputs, self.n_parameters = len(inputs), len(parameters)
        self._outputs = list(outputs)
        self.capacity = max(1, min(MOST_GROUPS, STORE_BYTES // (8 * network.stride)))
        self.stop = StopFlag()

    @property
    def ir(self) -> str:
        """The whole graph as LLVM IR, the kernels it shares with other programs included."""
        return Network(self.network.schedule, self.network.output).text()

    def arguments(self, kept: list[Any], samples: int, rows: Array | None) -> Arguments:
        """Return the structure for a call on `samples` samples; arrays it points to are added to `kept`."""
        network = self.network
        layout, schedule = network.layout, network.schedule
        a = Arguments()
        names = ["begin", "forward"] + (["gradients", "end"] if self.network.seed_row is not None else [])
        for name in names:
            setattr(a, name, self.module.address(name))
        groups = min(self.capacity, -(-samples // LANES))
        store = room(groups * self.network.stride)
        uniform = doubles(rounded_up(layout.n_uniform, LANES))
        start = self.n_parameters
        uniform[start : start + len(schedule.constants)] = schedule.constants
        gradients = doubles(rounded_up(layout.n_uniform, LANES))
        kept += [store, uniform, gradients, self.module, network.kernels, self.stop]
        a.store, a.uniform, a.uniform_gradients = (_address(x) for x in (store, uniform, gradients))
        a.stop = self.stop.address
        a.n_samples, a.n_padded = samples, rounded_up(samples, LANES)
        a.n_columns = self.n_inputs
        if rows is not None:
            a.rows, a.columns_in_rows = _address(rows), rows.shape[1]
            kept.append(rows)
        a.n_parameters, a.n_uniform = self.n_parameters, layout.n_uniform
        a.stride, a.capacity = self.network.stride, groups
        a.poison_row = layout.poison
        if self.network.output_row is not None and self.network.seed_row is not None:
            a.loss_row, a.seed_row = self.network.output_row, self.network.seed_row
        return a

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
            A wrong shape, or a node that has no value of its own in this graph.
        """
        wanted = self._outputs if nodes is None else list(nodes)
        self._check(parameters, inputs)
        schedule = self.network.schedule
        rows = np.array([self._row(node) for node in wanted], np.int64)
        is_lane = np.array([schedule.is_lane[node] for node in wanted], bool)
        result = np.empty((len(wanted), len(inputs)))
        if not len(inputs):
            return result
        kept: list[Any] = []
        a = self.arguments(kept, len(inputs), _contiguous(inputs))
        kept[1][: self.n_parameters] = parameters
        lane_rows = integers(max(1, int(is_lane.sum())))
        lane_rows[: int(is_lane.sum())] = rows[is_lane]
        found = room(max(1, int(is_lane.sum())) * a.n_padded)
        a.wanted_rows, a.wanted_values, a.n_wanted = _address(lane_rows), _address(found), len(lane_rows)
        run("evaluate", a)
        lanes = found.reshape(-1, a.n_padded)[:, : len(inputs)]
        if is_lane.all():
            return lanes
        result[is_lane] = lanes[: int(is_lane.sum())]
        result[~is_lane] = kept[1][rows[~is_lane]][:, None]
        return result

    def loss_and_gradients(self, parameters: Array, inputs: Array) -> tuple[Array, Array]:
        """Return the output for every sample, shape (n_samples,), and the gradient of their sum.

        A sample with any value that is not finite has the output NaN.
        """
        self._check(parameters, inputs)
        kept: list[Any] = []
        a = self.arguments(kept, len(inputs), _contiguous(inputs))
        kept[1][: self.n_parameters] = parameters
        losses = room(a.n_padded)
        a.sample_losses = _address(losses)
        run("loss_and_gradients", a)
        return losses[: len(inputs)].copy(), kept[2][: self.n_parameters].copy()

    def _row(self, node: Scalar) -> int:
        if node not in self.network.schedule.row:
            raise ValueError(
                f"{node!r} has no value of its own here: it is not in the graph, or part of a dot product "
                "(name it among the outputs when the program is made)"
            )
        return self.network.schedule.row[node]

    def _check(self, parameters: Array, inputs: Array) -> None:
        if parameters.shape != (self.n_parameters,):
            raise ValueError(
                f"{self.n_parameters} parameters are needed, an array of {parameters.shape} was given"
            )
        if inputs.ndim != 2 or inputs.shape[1] != self.n_inputs:
            raise ValueError(f"inputs must have shape (n_samples, {self.n_inputs}), not {inputs.shape}")


def _contiguous(samples: Array) -> Array:
    copy = room(samples.size).reshape(samples.shape)
    copy[:] = samples
    return copy


def _address(array: NDArray[Any]) -> int:
    return int(array.ctypes.data)

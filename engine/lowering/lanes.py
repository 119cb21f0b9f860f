"""The array backend: one traced sample, all samples as NumPy lanes, forward and adjoints.

The same table of operations as everywhere, with NumPy arrays in place of numbers: a value is a row with one
element a sample, a bundle of k like operations one array of shape (k, n_samples).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.lowering.lane_steps import Array, make_step
from engine.lowering.schedule import Schedule
from engine.scalar import Scalar

# Lanes per chunk of a forward pass: keeps all rows of a chunk in the processor's caches.
CHUNK_ELEMENTS = 400_000


class LaneProgram:
    """A traced graph that runs on arrays of samples.

    Parameters
    ----------
    outputs, inputs, parameters
        Nodes and leaves of the traced graph, see `engine.lowering.schedule.Schedule`.
    """

    def __init__(
        self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], parameters: Sequence[Scalar]
    ) -> None:
        self.schedule = Schedule(outputs, inputs, parameters)
        self._outputs = list(outputs)
        self._steps = [make_step(bundle) for bundle in self.schedule.bundles]

    def values(self, parameters: Array, inputs: Array, nodes: Sequence[Scalar] | None = None) -> Array:
        """Return the values of `nodes` (default: the outputs) for every sample.

        Parameters
        ----------
        parameters
            Shape (n_parameters,).
        inputs
            Shape (n_samples, n_inputs).

        Returns
        -------
        Array of shape (n_nodes, n_samples).

        Raises
        ------
        ValueError
            A wrong shape; a node that is not in the graph or vanished into a dot product.
        """
        wanted = self._outputs if nodes is None else list(nodes)
        self.schedule.check(parameters, inputs)
        result = np.empty((len(wanted), len(inputs)))
        chunk = max(64, CHUNK_ELEMENTS // self.schedule.n_lanes)
        if self.schedule.couples_samples:
            chunk = max(1, len(inputs))
        rows = np.array([self.schedule.row_of(node) for node in wanted], np.intp)
        is_lane = np.array([self.schedule.is_lane[node] for node in wanted], bool)
        for start in range(0, len(inputs), chunk):
            part = slice(start, start + chunk)
            lanes, uniform = self._stores(parameters, inputs[part])
            with np.errstate(all="ignore"):
                for step in self._steps:
                    step.forward(lanes, uniform)
            result[is_lane, part] = lanes[rows[is_lane]]
            result[~is_lane, part] = uniform[rows[~is_lane]]
        return result

    def loss_and_gradients(self, parameters: Array, inputs: Array) -> tuple[Array, Array]:
        """Return the first output for every sample, and the gradient of its sum over the samples.

        Returns
        -------
        losses of shape (n_samples,), NaN for a sample with any value that is not finite, and gradients of
        shape (n_parameters,).
        """
        return self.train_pass(parameters, inputs, ())[:2]

    def train_pass(
        self, parameters: Array, inputs: Array, nodes: Sequence[Scalar]
    ) -> tuple[Array, Array, Array]:
        """Return what `loss_and_gradients` does, and the values of uniform nodes, shape (n_nodes,)."""
        self.schedule.check(parameters, inputs)
        lanes, uniform = self._stores(parameters, inputs)
        with np.errstate(all="ignore"):
            kept = [step.forward_and_keep(lanes, uniform) for step in self._steps]
            losses, gradients = self._backward(lanes, uniform, kept)
        # relu(-inf) = 0 and the like would hide an overflow that the interpreter reports.
        if not (np.isfinite(lanes).all() and np.isfinite(uniform).all()):
            losses[~(np.isfinite(lanes).all(axis=0) & np.isfinite(uniform).all())] = np.nan
        return losses, gradients, uniform[[self.schedule.row_of(node) for node in nodes], 0]

    def _backward(self, lanes: Array, uniform: Array, kept: list[Any]) -> tuple[Array, Array]:
        lane_grads, uniform_grads = np.zeros_like(lanes), np.zeros_like(uniform)
        output = self._outputs[0]
        row = self.schedule.row[output]
        if self.schedule.is_lane[output]:
            losses = lanes[row].copy()
            lane_grads[row] = 1.0
        else:
            losses = np.full(lanes.shape[1], uniform[row, 0])
            uniform_grads[row] = lanes.shape[1]
        for step, what in zip(reversed(self._steps), reversed(kept), strict=True):
            if what is not None:
                step.backward(what, lane_grads, uniform_grads)
        return losses, uniform_grads[: self.schedule.n_parameters, 0].copy()

    def _stores(self, parameters: Array, inputs: Array) -> tuple[Array, Array]:
        lanes = np.empty((self.schedule.n_lanes, len(inputs)))
        lanes[: self.schedule.n_inputs] = inputs.T
        uniform = np.empty((self.schedule.n_uniform, 1))
        uniform[: self.schedule.n_parameters, 0] = parameters
        constants = self.schedule.constants
        uniform[self.schedule.n_parameters : self.schedule.n_parameters + len(constants), 0] = constants
        return lanes, uniform

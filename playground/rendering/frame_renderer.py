"""Turns the parameters of a network into the pictures of a frame."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from playground.models.frame import FrameRequest, Pixels
from playground.models.palette import Theme
from playground.models.plane import Plane
from playground.models.run import Run
from playground.rendering.boundary import BoundaryKind, boundary_rgba
from playground.rendering.link_painter import LinkPainter
from playground.rendering.neuron_maps import class_map_rgba, neuron_map_rgba, value_range
from playground.rendering.slow_maximum import SlowMaximum

Array = NDArray[np.float64]
BOUNDARY_GRID = 100
MAP_GRID = 40


@dataclass(frozen=True, eq=False)
class Picture:
    """What `FrameRenderer.render` returns; see `playground.models.frame.Frame`."""

    boundary: Pixels
    limit: float
    neuron_maps: tuple[Pixels, ...]
    links: Pixels | None
    biases: tuple[Array, ...]


class FrameRenderer:
    """Renders boundary, neuron maps and links of one run; keeps what does not change between frames."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._program = run.forward
        layers = run.forward.neurons
        self._neurons = [neuron for layer in layers for neuron in layer]
        self._sizes = [len(layer) for layer in layers]
        self._map_limits = [SlowMaximum(per_item=True) for _ in layers]
        self._output_limit = SlowMaximum()
        self._plane: Plane | None = None
        self._grids: tuple[Array, Array] | None = None
        self._links = LinkPainter()

    def render(self, parameters: Array, request: FrameRequest) -> Picture:
        """Paint everything `request` asks for with `parameters` of shape (n_parameters,)."""
        fine, coarse = self._grids_of(request.axes)
        outputs = self._neurons[-self._sizes[-1] :]
        field = self._program.values(parameters, fine, outputs)
        field = field.reshape(len(outputs), BOUNDARY_GRID, BOUNDARY_GRID)
        kind, field = self._decision(field)
        limit = self._output_limit.update(field) if kind == "regression" else 1.0
        weights, biases = split_parameters(parameters, self._run.structure)
        return Picture(
            boundary_rgba(
                field / limit, kind, request.theme, max(16, request.boundary_side), scale=request.scale
            ),
            limit,
            self._maps(parameters, coarse, request.theme, limit),
            self._links.paint(weights, self._run.structure, request),
            biases,
        )

    def _grids_of(self, axes: tuple[int, int]) -> tuple[Array, Array]:
        plane = Plane.around(self._run.split, axes)
        if self._grids is None or plane != self._plane:
            split = self._run.split
            self._plane = plane
            self._grids = plane.grid(split, BOUNDARY_GRID), plane.grid(split, MAP_GRID)
        return self._grids

    def _decision(self, field: Array) -> tuple[BoundaryKind, Array]:
        """Return how the outputs are to be coloured."""
        if self._run.split.dataset.task == "regression":
            return "regression", field
        if len(field) > 1:
            return "classes", field
        if self._run.experiment.loss == "binary_cross_entropy":
            # the output is a logit; tanh(z / 2) = 2 sigmoid(z) - 1 is its probability on the scale -1 to 1
            return "signed", np.tanh(field / 2.0)
        return "signed", np.clip(field, -1.0, 1.0)

    def _maps(self, parameters: Array, points: Array, theme: Theme, limit: float) -> tuple[Pixels, ...]:
        run = self._run
        shape = (-1, MAP_GRID, MAP_GRID)
        maps = [neuron_map_rgba(points.T.reshape(shape), theme, self._input_limits(points))]
        values = self._program.values(parameters, points, self._neurons)
        start = 0
        for index, size in enumerate(self._sizes):
            part = values[start : start + size].reshape(shape)
            start += size
            is_output = index == len(self._sizes) - 1
            if is_output and size > 1:
                maps.append(class_map_rgba(part, theme))
            elif is_output:
                maps.append(neuron_map_rgba(self._decision(part)[1], theme, limit))
            else:
                limits = self._map_limits[index].update(part)
                maps.append(neuron_map_rgba(part, theme, limits, kind=value_range(run.experiment.activation)))
        return tuple(maps)

    def _input_limits(self, points: Array) -> Array:
        return np.asarray(np.maximum(np.abs(points).max(axis=0), 1e-9))


def split_parameters(
    parameters: Array, structure: tuple[int, ...]
) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """Return per layer the weights, shape (n_outputs, n_inputs), and the biases, shape (n_outputs,)."""
    weights, biases = [], []
    start = 0
    for inputs, outputs in pairwise(structure):
        block = parameters[start : start + outputs * (inputs + 1)].reshape(outputs, inputs + 1)
        start += block.size
        weights.append(block[:, :-1])
        biases.append(block[:, -1])
    return tuple(weights), tuple(biases)

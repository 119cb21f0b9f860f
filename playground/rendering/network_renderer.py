"""Paints the pictures of the network canvas: the maps of all neurons and the links between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.models.frame import FrameRequest, Pixels
from playground.models.network_layout import NetworkLayout
from playground.models.run import Run
from playground.rendering.link_painter import LinkPainter
from playground.rendering.neuron_maps import (
    ValueRange,
    class_share_rgba,
    class_shares,
    neuron_map_rgba,
    value_range,
)
from playground.rendering.node_shape import cut_to_nodes
from playground.rendering.slow_maximum import SMALLEST_LIMIT, SlowMaximum
from playground.rendering.upsampling import upsample

Array = NDArray[np.float64]
MAP_GRID = 40


@dataclass(frozen=True, eq=False)
class NetworkPictures:
    """Maps and links; see `playground.models.frame.Frame`."""

    neuron_maps: tuple[Pixels, ...]
    links: Pixels | None


class NetworkRenderer:
    """Paints maps and links of one run; keeps what does not change between frames."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._limits = [SlowMaximum(per_item=True) for _ in run.forward.neurons]
        self._kind = value_range(run.experiment.activation)
        self._links = LinkPainter()
        self._inputs: Pixels | None = None
        self._inputs_of: tuple[object, ...] = ()
        self._points: Array | None = None

    def paint(
        self,
        points: Array,
        values: Array,
        output_limit: float,
        weights: tuple[Array, ...],
        request: FrameRequest,
    ) -> NetworkPictures:
        """Paint everything anew.

        Parameters
        ----------
        points
            Shape (MAP_GRID², n_features): inputs of the network, lowest row first.
        values
            Shape (n_neurons, MAP_GRID²): what all neurons after the inputs answer there; a single output on
            the scale of the diverging map.
        output_limit
            Value of a single output at the ends of that map.
        weights
            For each layer, shape (n_outputs, n_inputs).
        """
        structure = self._run.structure
        layout = request.layout
        if layout is not None and layout.structure != structure:
            layout = None
        *hidden, outputs = np.split(values, np.cumsum(structure[1:-1]))
        maps = [self._input_maps(points, layout, request)]
        for index, part in enumerate(hidden):
            limits = self._limits[index].update(part) if self._kind == "unbounded" else 1.0
            maps.append(_coloured(part, limits, self._kind, index + 1, layout, request))
        if len(outputs) > 1:
            maps.append(_coloured_classes(outputs, len(structure) - 1, layout, request))
        else:
            maps.append(_coloured(outputs, output_limit, "unbounded", len(structure) - 1, layout, request))
        return NetworkPictures(tuple(maps), self._links.paint(weights, structure, request))

    def _input_maps(self, points: Array, layout: NetworkLayout | None, request: FrameRequest) -> Pixels:
        """Paint the inputs, which no training changes, once for all frames that look alike."""
        look = (layout, request.theme, request.scale)
        if self._inputs is None or points is not self._points or look != self._inputs_of:
            limits = np.maximum(np.abs(points).max(axis=0), SMALLEST_LIMIT)
            self._inputs = _coloured(points.T, limits, "unbounded", 0, layout, request)
            self._points, self._inputs_of = points, look
        return self._inputs


def _coloured(
    values: Array,
    limits: ArrayLike,
    kind: ValueRange,
    column: int,
    layout: NetworkLayout | None,
    request: FrameRequest,
) -> Pixels:
    """Paint the neurons of one column by the diverging map."""
    limits = np.broadcast_to(np.asarray(limits), len(values))
    maps = _enlarged(values, column, layout, request)
    return _cut(neuron_map_rgba(maps, request.theme, limits[: len(maps)], kind=kind), column, layout, request)


def _coloured_classes(
    values: Array, column: int, layout: NetworkLayout | None, request: FrameRequest
) -> Pixels:
    """Paint the outputs of a classifier, each in the colour of its class."""
    maps = _enlarged(class_shares(values), column, layout, request)
    return _cut(class_share_rgba(maps, request.theme), column, layout, request)


def _enlarged(
    values: NDArray[np.floating], column: int, layout: NetworkLayout | None, request: FrameRequest
) -> NDArray[np.floating]:
    """Return the maps of the neurons that are shown, row 0 lowest, at the size of their nodes."""
    maps = values.reshape(-1, MAP_GRID, MAP_GRID)
    if layout is None:
        return maps
    nodes = layout.columns[column].nodes
    return upsample(maps[: len(nodes)], round(nodes[0].side * request.scale))[:, ::-1]


def _cut(maps: Pixels, column: int, layout: NetworkLayout | None, request: FrameRequest) -> Pixels:
    return maps if layout is None else cut_to_nodes(maps, layout.columns[column].nodes[0].side, request.theme)

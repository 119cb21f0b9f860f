"""Paints the pictures of the network canvas: the maps of all neurons and the links between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.models.network.network import Network
from playground.models.picture.frame import FrameRequest, Pixels
from playground.models.picture.network_layout import NetworkLayout
from playground.rendering.link_painter import LinkPainter
from playground.rendering.neuron_maps import (
    ValueRange,
    class_share_rgba,
    class_shares,
    histogram_rgba,
    neuron_map_rgba,
    value_range,
)
from playground.rendering.node_shape import cut_to_nodes
from playground.rendering.slow_maximum import SMALLEST_LIMIT, SlowMaximum
from playground.rendering.upsampling import upsample

Array = NDArray[np.float64]
MAP_GRID, DRAFT_MAP_GRID = 40, 20
# An input that varies less over the plane, relative to its spread, varies only by rounding.
HELD = 1e-9


def map_grid(request: FrameRequest) -> int:
    """Return how many points of the plane a neuron map takes on each side."""
    return DRAFT_MAP_GRID if request.is_passing else MAP_GRID


@dataclass(frozen=True, eq=False)
class NetworkPictures:
    """Maps and links; see `playground.models.picture.frame.Frame`."""

    neuron_maps: tuple[Pixels, ...]
    links: Pixels | None


class NetworkRenderer:
    """Paints maps and links of one network; keeps what does not change between frames.

    Parameters
    ----------
    network
        The network to paint.
    links
        The painter of the previous run, to reuse what it knows about the layout.
    """

    def __init__(self, network: Network, links: LinkPainter | None = None) -> None:
        self._network = network
        self._features = network.split.features
        self._known = self._features.all_values(network.split.dataset.X[network.split.train_indices])
        self._mean, self._scale = self._known.mean(axis=0), self._known.std(axis=0)
        self._scale[self._scale == 0.0] = 1.0
        self._limits = [SlowMaximum(per_item=True) for _ in network.forward.neurons]
        self._kinds = [value_range(name) for name in network.experiment.activations]
        self._links = links or LinkPainter()
        self._links.begin_run()
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
        """Repaint everything.

        Parameters
        ----------
        points
            Shape (side², n_columns): samples on the plane in the data's units, lowest row first.
        values
            Shape (n_neurons, side²): the outputs of all neurons after the inputs; a single output on
            the scale of the diverging map.
        output_limit
            Value of a single output at the ends of that map.
        weights
            For each layer, shape (n_outputs, n_inputs).
        """
        network = self._network
        structure = network.shown_structure
        layout = request.layout
        if layout is not None and (layout.structure != structure or not self._has_inputs_of(layout)):
            request = replace(request, layout=None)
        *hidden, outputs = np.split(values, np.cumsum(structure[1:-1]))
        maps = [self._input_maps(points, request)]
        for index, part in enumerate(hidden):
            kind = self._kinds[index]
            limits = self._limits[index].update(part) if kind == "unbounded" else 1.0
            maps.append(_coloured(part, limits, kind, index + 1, request))
        if len(outputs) > 1:
            maps.append(_coloured_classes(outputs, len(structure) - 1, request))
        else:
            maps.append(_coloured(outputs, output_limit, "unbounded", len(structure) - 1, request))
        return NetworkPictures(tuple(maps), self._links.paint(weights, structure, request))

    def _has_inputs_of(self, layout: NetworkLayout) -> bool:
        return self._network.split.dataset.picture is not None or layout.inputs == self._features.chosen

    def _input_maps(self, points: Array, request: FrameRequest) -> Pixels:
        """Paint the inputs, which training does not change, once per view."""
        look = (request.layout, request.theme, request.scale, request.inspected)
        if self._inputs is None or points is not self._points or look != self._inputs_of:
            if self._network.split.dataset.picture is not None:
                values = self._sample_picture(request)
            else:
                values = (self._features.all_values(points) - self._mean) / self._scale
            limits = np.maximum(np.abs(values).max(axis=0), SMALLEST_LIMIT)
            maps = _upright(values.T, limits, "unbounded", 0, request)
            self._draw_held(maps, values, request)
            self._inputs = _cut(maps, 0, request)
            self._points, self._inputs_of = points, look
        return self._inputs

    def _draw_held(self, maps: Pixels, values: Array, request: FrameRequest) -> None:
        """Paint histograms of inputs that are constant over the plane, where a map would be blank."""
        if values.shape[1] != self._known.shape[1]:
            return
        layout = request.layout
        shown = range(len(maps)) if layout is None else [node.index for node in layout.columns[0].nodes]
        is_held = np.ptp(values, axis=0) <= HELD
        for place, index in enumerate(shown):
            if is_held[index]:
                held = float(values[0, index] * self._scale[index] + self._mean[index])
                maps[place] = histogram_rgba(self._known[:, index], held, maps.shape[1], request.theme)

    def _sample_picture(self, request: FrameRequest) -> Array:
        """Return the inspected sample, or the first, as values of a map, shape (side², 1).

        Empty pixels are at the middle of the scale, ink is positive.
        """
        split = self._network.split
        assert split.dataset.picture is not None
        row = request.inspected
        if row is None or row >= split.dataset.n_samples:
            row = int(split.train_indices[0])
        rows, columns = split.dataset.picture
        pixels = split.dataset.X[row].reshape(rows, columns)[::-1]
        side = map_grid(request)
        steps = np.arange(side)
        enlarged = pixels[steps[:, np.newaxis] * rows // side, steps * columns // side]
        return np.asarray(enlarged.reshape(-1, 1))


def _coloured(
    values: Array, limits: ArrayLike, kind: ValueRange, column: int, request: FrameRequest
) -> Pixels:
    """Paint the neurons of one column by the diverging map, in the shape of their nodes."""
    return _cut(_upright(values, limits, kind, column, request), column, request)


def _upright(
    values: Array, limits: ArrayLike, kind: ValueRange, column: int, request: FrameRequest
) -> Pixels:
    """Paint the neurons of one column by the diverging map, as squares."""
    limits = np.broadcast_to(np.asarray(limits), len(values))
    if request.layout is not None:
        limits = limits[[node.index for node in request.layout.columns[column].nodes]]
    maps = _enlarged(values, column, request)
    return neuron_map_rgba(maps, request.theme, limits, kind=kind)


def _coloured_classes(values: Array, column: int, request: FrameRequest) -> Pixels:
    """Paint the outputs of a classifier, each in the colour of its class."""
    maps = _enlarged(class_shares(values), column, request)
    return _cut(class_share_rgba(maps, request.theme), column, request)


def _enlarged(values: NDArray[np.floating], column: int, request: FrameRequest) -> NDArray[np.floating]:
    """Return the maps of the visible neurons, row 0 lowest, at the size of their nodes."""
    side = map_grid(request)
    maps = values.reshape(-1, side, side)
    if request.layout is None:
        return maps
    nodes = request.layout.columns[column].nodes
    return upsample(maps[[node.index for node in nodes]], round(nodes[0].side * request.scale))[:, ::-1]


def _cut(maps: Pixels, column: int, request: FrameRequest) -> Pixels:
    layout = request.layout
    return maps if layout is None else cut_to_nodes(maps, layout.columns[column].nodes[0].side, request.theme)

"""Turns the parameters of a network into the pictures of a frame."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from playground.models.network.network import Network
from playground.models.network.parameter_map import ParameterMap
from playground.models.picture.frame import FrameRequest, Pixels
from playground.models.picture.plane import Plane
from playground.rendering.boundary import BoundaryKind, boundary_rgba
from playground.rendering.focus_field import can_focus, input_field, neuron_field
from playground.rendering.link_painter import LinkPainter
from playground.rendering.network_renderer import NetworkPictures, NetworkRenderer, map_grid
from playground.rendering.slow_maximum import SlowMaximum

Array = NDArray[np.float64]
BOUNDARY_GRID, DRAFT_GRID = 100, 50
# During training, maps and links are repainted when they are this old: with 40 or 60 frames a
# second that is 20 times a second, so that none is older than a tenth of a second on screen.
NETWORK_SECONDS = 0.045


@dataclass(frozen=True, eq=False)
class Picture:
    """What `FrameRenderer.render` returns; see `playground.models.picture.frame.Frame`."""

    boundary: Pixels
    plane: Plane
    values: Array
    limit: float
    neuron_maps: tuple[Pixels, ...]
    links: Pixels | None
    biases: tuple[Array, ...]


class FrameRenderer:
    """Renders boundary, neuron maps and links of one network; keeps what does not change between frames.

    Parameters
    ----------
    clock
        Seconds, for the age of maps and links.
    links
        See `NetworkRenderer`.
    """

    def __init__(
        self,
        network: Network,
        clock: Callable[[], float] = time.perf_counter,
        links: LinkPainter | None = None,
    ) -> None:
        self._network = network
        self._clock = clock
        self._program = network.forward
        layers = self._program.neurons
        self._neurons = [neuron for layer in layers for neuron in layer]
        self._n_outputs = len(layers[-1])
        self._output_limit = SlowMaximum()
        self._grids: tuple[Array, Array, Array] | None = None
        self._grids_of_plane: tuple[Plane, int] | None = None
        self._maps_and_links = NetworkRenderer(network, links)
        self._pictures: NetworkPictures | None = None
        self._pictures_look: tuple[object, ...] = ()
        self._painted_at = 0.0
        self._focus: tuple[int, int] | None = None
        self._focus_limit = SlowMaximum()
        self._input: tuple[int, Plane, int, Array] | None = None

    def render(self, parameters: Array, request: FrameRequest, overlay: Array | None = None) -> Picture:
        """Paint everything in `request` with `parameters` of shape (n_parameters,).

        The links show `overlay`, a number for each parameter, or the parameters themselves.
        """
        plane = request.plane or self._default_plane
        side = DRAFT_GRID if request.is_passing else BOUNDARY_GRID
        fine, samples, coarse = self._grids_of(plane, side, map_grid(request))
        outputs = self._neurons[-self._n_outputs :]
        field = self._program.values(parameters, fine, outputs)
        field = field.reshape(len(outputs), side, side)
        kind, field = self._decision(field)
        limit = output_limit = self._output_limit.update(field) if kind == "regression" else 1.0
        if can_focus(self._network, request.focus):
            assert request.focus is not None
            kind, field, limit = self._focused(parameters, request.focus, plane, fine, side)
        weights, biases = split_parameters(parameters, self._network.parameter_map)
        if overlay is not None:
            weights, _ = split_parameters(overlay, self._network.parameter_map)
        boundary = boundary_rgba(
            field / limit, kind, request.theme, max(16, request.boundary_side),
            scale=request.scale, discretise=request.discretise,
        )  # fmt: skip
        if self._is_network_due(request):
            started = self._clock()
            self._pictures = self._maps_and_links.paint(
                samples, self._values(parameters, coarse), output_limit, weights, request
            )
            self._pictures_look, self._painted_at = _network_look(request), started
        assert self._pictures is not None
        return Picture(
            boundary, plane, field, limit, self._pictures.neuron_maps, self._pictures.links, biases
        )

    def _focused(
        self, parameters: Array, focus: tuple[int, int], plane: Plane, inputs: Array, side: int
    ) -> tuple[BoundaryKind, Array, float]:
        """Return the kind of a neuron's range, its values and the value at full colour."""
        if focus[0] == 0:
            values, span = self._input_field(focus[1], plane, side), "unbounded"
        else:
            values, span = neuron_field(self._network, parameters, focus, inputs)
        field = values.reshape(1, side, side)
        if focus != self._focus:
            self._focus, self._focus_limit = focus, SlowMaximum()
        if span == "unit":
            return "regression", 2.0 * field - 1.0, 1.0
        return "regression", field, 1.0 if span == "signed" else self._focus_limit.update(field)

    def _input_field(self, candidate: int, plane: Plane, side: int) -> Array:
        """Return an input over the plane, shape (n_points,), which training does not change."""
        if self._input is None or self._input[:3] != (candidate, plane, side):
            split = self._network.split
            samples = plane.projection.embed(plane.points(side))
            known = split.dataset.X[split.train_indices]
            self._input = candidate, plane, side, input_field(split.features, candidate, samples, known)
        return self._input[3]

    def _is_network_due(self, request: FrameRequest) -> bool:
        if not request.live or self._pictures is None or _network_look(request) != self._pictures_look:
            return True
        return self._clock() - self._painted_at >= NETWORK_SECONDS

    def _values(self, parameters: Array, points: Array) -> Array:
        """Return the outputs of every neuron at `points`, shape (n_neurons, n_points)."""
        values: Array = self._program.values(parameters, points, self._neurons)
        if self._n_outputs == 1:
            values[-1:] = self._decision(values[-1:])[1]
        return values

    @cached_property
    def _default_plane(self) -> Plane:
        return Plane.opening(self._network.split)

    def _grids_of(self, plane: Plane, side: int, map_side: int) -> tuple[Array, Array, Array]:
        """Return the inputs of the boundary, and samples and inputs for the neuron maps."""
        if self._grids is None or (plane, side) != self._grids_of_plane:
            split = self._network.split
            self._grids_of_plane = plane, side
            samples = plane.projection.embed(plane.points(map_side))
            self._grids = plane.grid(split, side), samples, split.to_model(samples)
        return self._grids

    def _decision(self, field: Array) -> tuple[BoundaryKind, Array]:
        """Return how the outputs are coloured."""
        if self._network.split.dataset.task == "regression":
            return "regression", field
        if len(field) > 1:
            return "classes", field
        if self._network.experiment.loss == "binary_cross_entropy":
            # the output is a logit; tanh(z / 2) = 2 sigmoid(z) - 1 is its probability on the scale -1 to 1
            return "signed", np.tanh(field / 2.0)
        return "signed", np.clip(field, -1.0, 1.0)


def _network_look(request: FrameRequest) -> tuple[object, ...]:
    """What the pictures of the network depend on, besides its parameters."""
    return (
        request.theme, request.plane, request.layout, request.scale, request.hovered, request.inspected,
        request.link_width, request.overlay, request.hovered_link,
    )  # fmt: skip


def split_parameters(parameters: Array, names: ParameterMap) -> tuple[tuple[Array, ...], tuple[Array, ...]]:
    """Return per layer the weights, shape (n_outputs, n_inputs), and the biases, shape (n_outputs,).

    The bias of a normalised neuron is its beta.
    """
    columns = range(1, len(names.structure))
    weights = tuple(names.weights_into(column, parameters) for column in columns)
    return weights, tuple(names.shifts_of(column, parameters) for column in columns)

"""Frames: what the worker hands to the screen, and what the screen asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.models.diagnosis.activations import Activations
from playground.models.diagnosis.inspection import Inspection
from playground.models.diagnosis.metrics import Metrics
from playground.models.picture.network_layout import NetworkLayout
from playground.models.picture.plane import Plane
from playground.models.picture.space_picture import SpacePicture
from playground.models.picture.space_view import SpaceView
from playground.models.picture.timeline import Timeline
from playground.models.run.history import SMOOTHING, Curves
from playground.models.run.network import Network
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.slow_motion import Phase
from playground.style.palette import Theme

Pixels = NDArray[np.uint8]
Overlay = Literal["weights", "gradients", "updates"]


@dataclass(frozen=True, eq=False)
class FrameRequest:
    """What a frame is to look like.

    Attributes
    ----------
    generation
        Number of the run and settings the request belongs to; the answer carries it, late ones are dropped.
    boundary_side
        Side of the boundary picture in device pixels.
    plane
        What the boundary plot shows; None for what it opens with.
    layout
        Where the network's nodes are, or None to leave the links out.
    scale
        Device pixels per logical pixel.
    hovered
        Column and index of the neuron under the pointer.
    discretise
        Whether the boundary is painted in few colours, without shades of certainty.
    wants_metrics
        Whether the metrics are measured, which takes longer than a frame.
    space
        Which neurons' view of the data is wanted, if any.
    inspected
        Row of the data set that is looked into, or None.
    link_width
        Factor on the widths of all links.
    smoothing
        Share of the epochs that smoothed curves are means over.
    overlay
        What the links show: "weights", "gradients" or "updates".
    focus
        Column and index of a neuron whose function fills the boundary plot, and whose card is shown.
    hovered_link
        Gap, source and target of the link under the pointer, as the layout counts them.
    wants_histograms
        Whether the neurons' activations are counted.
    wants_optimizer
        Whether the frame tells where the optimizer stands.
    live
        Whether training goes on: neuron maps, links and figures may then be those of a frame shortly before.
    """

    generation: int
    theme: Theme
    boundary_side: int
    plane: Plane | None = None
    layout: NetworkLayout | None = None
    scale: float = 1.0
    hovered: tuple[int, int] | None = None
    discretise: bool = False
    wants_metrics: bool = False
    space: SpaceView | None = None
    inspected: int | None = None
    link_width: float = 1.0
    smoothing: float = SMOOTHING
    overlay: Overlay = "weights"
    focus: tuple[int, int] | None = None
    hovered_link: tuple[int, int, int] | None = None
    wants_histograms: bool = False
    wants_optimizer: bool = False
    live: bool = False

    @property
    def wants_gradients(self) -> bool:
        """Whether something on screen shows gradients."""
        return self.overlay == "gradients" or self.focus is not None or self.hovered_link is not None


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment of a run, ready to be drawn; all of it belongs together.

    Attributes
    ----------
    network
        What it was made from: settings, data, structure and names.
    boundary
        RGBA, shape (side, side, 4), row 0 at the top.
    plane
        What the boundary shows.
    values
        Shape (n_outputs, g, g): the outputs over the plane, row 0 lowest. Probabilities for a softmax; from
        -1 to 1 for a single output of a classifier; in the model's units for regression.
    limit
        The output at full colour of the boundary's scale.
    neuron_maps
        One array of shape (n_neurons, m, m, 4) per column of the network, inputs first: opaque squares, or,
        for a layout, the neurons it shows cut to the shape of their nodes, m device pixels wide,
        premultiplied. The same arrays again as long as they are not painted anew.
    links
        Premultiplied RGBA of all links, or None.
    biases
        One array per layer after the inputs.
    parameters, gradients, updates
        Shape (n_parameters,); gradients where something shows them, updates once there were any.
    activations
        What the hidden neurons answer over the training data.
    focus
        The neuron whose function fills the boundary plot, or None for the network's output.
    phase
        Where a step in slow motion stands.
    metrics, space, inspection, optimizer
        What was asked for besides, or None.
    timeline
        The whole run, and where on it this moment is.
    mistakes_train, mistakes_test
        True for wrongly classified samples; empty for regression.
    """

    network: Network
    generation: int
    epoch: int
    step: int
    epochs_per_second: float
    train_loss: float
    test_loss: float | None
    train_score: float | None
    test_score: float | None
    curves: Curves
    boundary: Pixels
    plane: Plane
    values: NDArray[np.float64]
    limit: float
    neuron_maps: tuple[Pixels, ...]
    links: Pixels | None
    biases: tuple[NDArray[np.float64], ...]
    mistakes_train: NDArray[np.bool_]
    mistakes_test: NDArray[np.bool_]
    parameters: NDArray[np.float64]
    seconds_played: float = 0.0
    gradients: NDArray[np.float64] | None = None
    updates: NDArray[np.float64] | None = None
    activations: Activations | None = None
    focus: tuple[int, int] | None = None
    phase: Phase | None = None
    metrics: Metrics | None = None
    space: SpacePicture | None = None
    inspection: Inspection | None = None
    optimizer: OptimizerReport | None = None
    timeline: Timeline = field(default_factory=Timeline.empty)

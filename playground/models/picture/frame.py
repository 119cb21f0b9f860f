"""Frames: what the worker hands to the screen, and what the screen asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.models.diagnosis.activations import Activations
from playground.models.diagnosis.inspection import Inspection
from playground.models.diagnosis.metrics import Metrics
from playground.models.network.network import Network
from playground.models.picture.network_layout import NetworkLayout
from playground.models.picture.plane import Plane
from playground.models.picture.space_picture import SpacePicture
from playground.models.picture.space_view import SpaceView
from playground.models.picture.timeline import Timeline
from playground.models.run.history import SMOOTHING, Curves
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.slow_motion import Phase
from playground.style.palette import Theme

Pixels = NDArray[np.uint8]
Overlay = Literal["weights", "gradients", "updates"]


@dataclass(frozen=True, eq=False)
class FrameRequest:
    """What a frame is to contain.

    Attributes
    ----------
    generation
        Counts changes of run or settings; the frame carries it back, and late frames are dropped.
    boundary_side
        Side of the boundary picture in device pixels.
    plane
        What the boundary plot shows; None for its initial view.
    layout
        Positions of the network's nodes, or None to omit the links.
    scale
        Device pixels per logical pixel.
    hovered
        Column and index of the neuron under the pointer.
    discretise
        Whether the boundary is painted in a few flat colours.
    wants_metrics
        Whether to measure the metrics, which takes longer than a frame.
    space
        The neurons whose view of the data is shown, if any.
    inspected
        Row of the data set that is inspected, or None.
    link_width
        Factor for the widths of all links.
    smoothing
        Window of the smoothed curves, as a share of the epochs.
    overlay
        What the links show: "weights", "gradients" or "updates".
    focus
        Column and index of the neuron shown in the boundary plot and on a card.
    hovered_link
        Gap, source and target of the link under the pointer, in the layout's numbering.
    wants_histograms
        Whether to compute histograms of the activations.
    wants_optimizer
        Whether the frame includes the optimizer's state.
    live
        Whether training is running: neuron maps, links and metrics may then come from a slightly older frame.
    is_passing
        Whether the cursor is on the move through the past: pictures may then be coarser, and scores from a
        slightly older frame.
    number
        Counts requests; the frame carries it back.
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
    is_passing: bool = False
    number: int = 0

    @property
    def wants_gradients(self) -> bool:
        """Whether anything on screen shows gradients."""
        return self.overlay == "gradients" or self.focus is not None or self.hovered_link is not None


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment of a run, ready to be drawn; all parts belong to the same moment.

    Attributes
    ----------
    network
        The network it was made from: settings, data, structure and names.
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
        One array of shape (n_neurons, m, m, 4) per column of the network, inputs first: opaque squares, or
        with a layout, the visible neurons in the shape of their nodes, m device pixels wide,
        premultiplied. The arrays are reused until they are repainted.
    links
        Premultiplied RGBA of all links, or None.
    biases
        One array per layer after the inputs.
    parameters, gradients, updates
        Shape (n_parameters,); gradients only if something shows them, updates once there were any.
    activations
        Statistics of the hidden neurons over the training data.
    focus
        The neuron shown in the boundary plot, or None for the network's output.
    phase
        Progress of a step in slow motion.
    metrics, space, inspection, optimizer
        If asked for, else None.
    timeline
        The whole run, and the position of this moment.
    is_draft
        Whether it was painted in passing: pictures are coarser than asked for, and scores may be those of a
        moment before.
    number
        Of the request.
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
    is_draft: bool = False
    number: int = 0

    @property
    def is_on_the_way(self) -> bool:
        """Whether the epoch that the cursor points to is still being reproduced."""
        cursor = self.timeline.cursor
        return cursor is not None and self.epoch != cursor

"""Frames: what the worker hands to the screen, and what the screen asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.history import Curves
from playground.models.network_layout import NetworkLayout
from playground.models.palette import Theme

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class FrameRequest:
    """What a frame shall look like.

    Attributes
    ----------
    generation
        Number of the run and settings the request belongs to; the answer carries it, late ones are dropped.
    boundary_side
        Side of the boundary picture in device pixels.
    axes
        The two features on the boundary plot.
    layout
        Where the network's nodes are, or None to leave the links out.
    scale
        Device pixels per logical pixel.
    hovered
        Column and index of the neuron under the pointer.
    live
        Whether training goes on: neuron maps, links and figures may then be those of a frame shortly before.
    """

    generation: int
    theme: Theme
    boundary_side: int
    axes: tuple[int, int]
    layout: NetworkLayout | None = None
    scale: float = 1.0
    hovered: tuple[int, int] | None = None
    live: bool = False


@dataclass(frozen=True, eq=False)
class Frame:
    """One moment of a run, ready to be drawn.

    Attributes
    ----------
    boundary
        RGBA, shape (side, side, 4), row 0 at the top.
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
    mistakes_train, mistakes_test
        True for wrongly classified samples; empty for regression.
    """

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
    limit: float
    neuron_maps: tuple[Pixels, ...]
    links: Pixels | None
    biases: tuple[NDArray[np.float64], ...]
    mistakes_train: NDArray[np.bool_]
    mistakes_test: NDArray[np.bool_]

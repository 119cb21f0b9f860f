"""What is shown of a graph at a moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.route import Step

Array = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class GraphView:
    """Numbers of the scalars, and how far the steps have come.

    Attributes
    ----------
    values, gradients
        Of all scalars, shape (n_scalars,).
    has_value, has_gradient
        For which nodes of the drawing they are known by now, shape (n_nodes,).
    reached
        Which edges have been walked, shape (n_edges,).
    now
        The node of this step and the operand it concerns (None forward), or None.
    local
        Returns the local derivative of an edge, None where it is not one number; None shows none.
    is_backward
        Which way the arrow of this step points.
    paths
        Edges of the paths that are looked at.
    flow
        What gives curved links their width and, by its sign, their colour; shape (n_edges,), NaN where
        there is no such number.
    fades
        Whether links that do not touch the cards of this step are pale.
    asked
        Which nodes have a gradient that is to be found; no link says then what it passes back. None while
        nobody practises.
    """

    values: Array
    gradients: Array
    has_value: Marks
    has_gradient: Marks
    reached: Marks
    now: tuple[int, int | None] | None = None
    local: Callable[[Step], float | None] | None = None
    is_backward: bool = True
    paths: frozenset[int] = frozenset()
    flow: Array | None = None
    fades: bool = True
    asked: Marks | None = None

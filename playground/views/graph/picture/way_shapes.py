"""The shapes of links: orthogonal ones with rounded corners, and curves."""

from __future__ import annotations

from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from playground.models.graph.placing.layout import GraphLayout

Array = NDArray[np.float64]
CORNER = 12.0


def bent(corners: Array, *, rounded: bool) -> tuple[Array, Array, NDArray[np.int32]]:
    """Return the points of some orthogonal pieces one after the other, and which are joined to the next.

    Parameters
    ----------
    corners
        Begin (x, y), the x of the track and end (x, y) of each, shape (n_pieces, 5).
    """
    start_x, start_y, track_x, end_x, end_y = corners.T
    rise = end_y - start_y
    if not rounded:
        x = np.stack([start_x, track_x, track_x, end_x], 1)
        y = np.stack([start_y, start_y, end_y, end_y], 1)
    else:
        way = np.sign(rise)
        first = np.clip(np.minimum(np.abs(rise) / 2, track_x - start_x), 0.0, CORNER)
        second = np.clip(np.minimum(np.abs(rise) / 2, end_x - track_x), 0.0, CORNER)
        # A quarter of a circle in three points: half way round it is 0.29 of the corner from both sides.
        bends = [track_x - first, track_x - 0.29 * first, track_x]
        falls = [start_y, start_y + 0.29 * way * first, start_y + way * first]
        leaves = [track_x, track_x + 0.29 * second, track_x + second]
        lands = [end_y - way * second, end_y - 0.29 * way * second, end_y]
        x = np.stack([start_x, *bends, *leaves, end_x], 1)
        y = np.stack([start_y, *falls, *lands, end_y], 1)
    joined = np.ones(x.shape, np.int32)
    joined[:, -1] = 0
    return x.ravel(), y.ravel(), joined.ravel()


def arrival(layout: GraphLayout, piece: int, radius: float) -> tuple[QPointF, QPointF]:
    """Return where an orthogonal piece meets a circle around its end, and its way there along an axis."""
    corners = np.array([[float(corner[piece]) for corner in layout.corners]])
    x, y, _ = bent(corners, rounded=True)
    far = np.hypot(x - x[-1], y - y[-1])
    last = max(np.flatnonzero(far > radius).tolist(), default=0)
    across, down = float(x[last + 1] - x[last]), float(y[last + 1] - y[last])
    share = float((far[last] - radius) / max(far[last] - far[last + 1], 1e-9))
    tip = QPointF(x[last] + share * across, y[last] + share * down)
    return tip, QPointF(1.0, 0.0) if abs(across) >= abs(down) else QPointF(0.0, np.sign(down))


# The curves of each picture, which go with it: large graphs have thousands.
_CURVES: WeakKeyDictionary[GraphLayout, dict[int, QPainterPath]] = WeakKeyDictionary()


def curve(layout: GraphLayout, piece: int) -> QPainterPath:
    """Return a curved piece: through its lane, then along a cubic with handles half the gap long."""
    curves = _CURVES.setdefault(layout, {})
    found = curves.get(piece)
    if found is None:
        found = curves[piece] = _curve(layout, piece)
    return found


def _curve(layout: GraphLayout, piece: int) -> QPainterPath:
    start_x, start_y, _, end_x, end_y = (float(corner[piece]) for corner in layout.corners)
    bend = float(layout.bends[piece])
    path = QPainterPath(QPointF(start_x, start_y))
    if bend > start_x:
        path.lineTo(bend, start_y)
    half = (end_x - bend) / 2
    path.cubicTo(bend + half, start_y, end_x - half, end_y, end_x, end_y)
    return path


def on_curve(layout: GraphLayout, piece: int, share: float) -> tuple[float, float]:
    """Return the point of a curved piece at a share of its way from left to right."""
    _, start_y, _, end_x, end_y = (float(corner[piece]) for corner in layout.corners)
    bend, rest = float(layout.bends[piece]), 1.0 - share
    half = (end_x - bend) / 2
    weights = rest**3, 3 * rest**2 * share, 3 * rest * share**2, share**3
    xs, ys = (bend, bend + half, end_x - half, end_x), (start_y, start_y, end_y, end_y)
    x = sum(weight * at for weight, at in zip(weights, xs, strict=True))
    y = sum(weight * at for weight, at in zip(weights, ys, strict=True))
    return x, y

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPointF

from playground.models.graph.placing.edge_tracks import CIRCLE
from playground.views.graph.picture.way_shapes import arrival
from tests.playground.views.graph.graphs import formula_walk

RIGHT, DOWN, UP = QPointF(1.0, 0.0), QPointF(0.0, 1.0), QPointF(0.0, -1.0)


def test_that_ways_meet_the_circle_of_an_operation_from_the_side_they_come_from() -> None:
    drawing, _ = formula_walk("y = a*b + c")
    layout = drawing.layout
    _, start_y, _, end_x, end_y = layout.corners
    seen = []
    for edge, (node, _) in enumerate(layout.edges.tolist()):
        tip, way = arrival(layout, edge, CIRCLE / 2 if layout.circled[node] else 0.0)
        far = math.hypot(tip.x() - end_x[edge], tip.y() - end_y[edge])
        assert far == pytest.approx(CIRCLE / 2 if layout.circled[node] else 0.0, abs=1.0)
        rise = end_y[edge] - start_y[edge]
        assert way == (RIGHT if abs(rise) < 1.0 else DOWN if rise > 0 else UP)
        # The tip lies where the way comes from, seen from the middle of the circle.
        assert (tip.x() - end_x[edge]) * way.x() + (tip.y() - end_y[edge]) * way.y() <= 0.0
        seen.append(way)
    assert DOWN in seen
    assert UP in seen

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize

from playground.style.theme import DARK, LIGHT
from playground.views.graph.picture.ways_picture import WaysPicture
from tests.playground.views.graph.graphs import formula_walk, view_of

SIZE, LOOK = QSize(400, 300), (0.5, QPointF(10, 10), QRectF(0, 0, 800, 600))


def test_that_other_numbers_leave_the_picture_as_it_is(qapp) -> None:
    drawing, walk = formula_walk()
    ways, view = WaysPicture(), view_of(walk, 3)
    nothing = np.zeros(len(drawing.layout.edges), bool)

    def picture(theme=LIGHT, near=nothing, look=LOOK, ratio=1.0, **values) -> int:
        shown = replace(view, **values)
        found = ways.get(SIZE, ratio, theme, drawing.layout, shown, near, look, detailed=True)
        return found.cacheKey()

    first = picture()
    assert picture(values=walk.values + 1.0, gradients=walk.gradients + 1.0) == first
    for changed in (
        {"theme": DARK}, {"near": ~nothing}, {"look": (0.6, *LOOK[1:])}, {"ratio": 2.0}, {"now": None},
        {"reached": ~view.reached}, {"paths": frozenset({1})}, {"is_backward": False},
    ):  # fmt: skip
        before = picture()
        assert picture(**changed) != before


def test_that_the_picture_is_as_sharp_as_the_screen(qapp) -> None:
    drawing, walk = formula_walk()
    nothing = np.zeros(len(drawing.layout.edges), bool)
    found = WaysPicture().get(SIZE, 2.0, LIGHT, drawing.layout, view_of(walk), nothing, LOOK, detailed=True)
    assert (found.width(), found.height()) == (800, 600)
    assert found.deviceIndependentSize().toSize() == SIZE

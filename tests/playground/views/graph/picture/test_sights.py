from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF

from playground.models.graph.drawing import draw_formulas
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.placing.layout import GraphLayout
from playground.views.graph.picture.reading import READABLE_ZOOM
from playground.views.graph.picture.sights import (
    READING_ZOOM,
    Sight,
    card_of,
    first_sight,
    opened_sight,
    whole,
)

CHAIN = "y = " + "+".join(f"sin(cos(exp(tanh(x{n}))))" for n in range(8))


@pytest.fixture(scope="module")
def layout() -> GraphLayout:
    return draw_formulas(graph_of_formulas(CHAIN, {})).layout


def is_inside(sight: Sight, layout: GraphLayout, node: int, size: QSizeF) -> bool:
    return QRectF(QPointF(0, 0), size).contains(sight.box(card_of(layout, node)))


def test_that_all_of_a_graph_is_in_the_middle(layout) -> None:
    sight = whole(layout, QSizeF(3000.0, 2000.0))
    assert sight.zoom == 1.0
    assert sight.origin.x() == pytest.approx((3000.0 - layout.width) / 2)


def test_that_a_small_graph_is_enlarged_as_far_as_allowed(layout) -> None:
    room = QSizeF(2.0 * layout.width, 3.0 * layout.height)
    assert whole(layout, room, 1.6).zoom == 1.6
    assert whole(layout, room, 2.5).zoom == pytest.approx(2.0)
    assert first_sight(layout, room, 0, 1.6) == whole(layout, room, 1.6)


@pytest.mark.parametrize("size", [QSizeF(500.0, 300.0), QSizeF(300.0, 900.0), QSizeF(644.0, 440.0)])
def test_that_reading_begins_with_the_output_in_sight(layout, size) -> None:
    output = len(layout.x) - 1
    sight = first_sight(layout, size, output)
    assert sight.zoom == READING_ZOOM
    assert is_inside(sight, layout, output, size)


def test_that_nothing_moves_where_what_opened_is_in_sight(layout) -> None:
    size = QSizeF(2400.0, 1600.0)
    now = whole(layout, size)
    after = opened_sight(layout, size, now, 3, [0, 1, 2])
    assert (after.zoom, after.origin) == (now.zoom, now.origin)


@pytest.mark.parametrize("anchor", [0, 7, 20])
def test_that_the_anchor_stays_in_sight_and_the_texts_readable(layout, anchor) -> None:
    size = QSizeF(500.0, 400.0)
    now = first_sight(layout, size, anchor)
    after = opened_sight(layout, size, now, anchor, range(len(layout.x)))
    assert after.zoom >= READABLE_ZOOM
    assert is_inside(after, layout, anchor, size)


def test_that_zooming_keeps_a_place_where_it_is() -> None:
    sight, place = Sight(0.8, QPointF(30.0, -20.0)), QPointF(200.0, 100.0)
    way = place - sight.origin
    after = sight.zoomed(0.5, place).place(way.x() / sight.zoom, way.y() / sight.zoom)
    assert (after.x(), after.y()) == pytest.approx((200.0, 100.0))

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.graph.picture.way_shapes import on_curve
from tests.playground.models.graph.networks import place_of
from tests.playground.views.graph.graphs import (
    formula_walk,
    network_walk,
    on_canvas,
    show,
    view_of,
)


def test_that_the_link_of_this_step_is_drawn_in_the_accent_colour_over_others(qtbot) -> None:
    drawing, walk = network_walk(hidden=(4,))
    canvas = show(qtbot, drawing, walk, at=5)
    layout, step = drawing.layout, walk.backward[4]
    assert step.operand is not None
    edge = int(layout.first_edge[step.node]) + step.operand
    place = on_canvas(canvas, drawing, *on_curve(layout, edge, 0.2))
    assert canvas.grab().toImage().pixelColor(place) == QColor(LIGHT.accent)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_links_have_the_colour_of_their_sign_and_later_ones_are_grey(qtbot, theme: Theme) -> None:
    drawing, walk = network_walk(hidden=(4,))
    canvas = show(qtbot, drawing, walk)
    canvas.set_theme(theme)
    flow = np.full(len(drawing.layout.edges), -1.0)
    first = [index for index, (node, _) in enumerate(drawing.layout.edges) if node == place_of(walk, "h1,1")]
    flow[first[0]] = 1.0
    shown = replace(view_of(walk), flow=flow, now=None, local=None)
    canvas.set_view(shown)

    def ink(edge: int) -> QColor:
        place = on_canvas(canvas, drawing, *on_curve(drawing.layout, edge, 0.7))
        return canvas.grab().toImage().pixelColor(place)

    assert ink(first[0]).blue() > ink(first[0]).red()
    assert ink(first[1]).red() > ink(first[1]).blue()
    canvas.set_view(replace(shown, reached=np.zeros(len(flow), bool)))
    assert abs(ink(first[0]).red() - ink(first[0]).blue()) < 30


def test_that_other_links_are_pale_while_a_card_is_pointed_at(qtbot) -> None:
    drawing, walk = network_walk(hidden=(4,))
    canvas = show(qtbot, drawing, walk)
    flow = np.ones(len(drawing.layout.edges))
    canvas.set_view(replace(view_of(walk), flow=flow, now=None, local=None))
    theirs = [index for index, (node, _) in enumerate(drawing.layout.edges) if node == place_of(walk, "h1,1")]
    place = on_canvas(canvas, drawing, *on_curve(drawing.layout, theirs[0], 0.9))
    before = canvas.grab().toImage().pixelColor(place)
    QTest.mouseMove(canvas, canvas.place_of(place_of(walk, "h1,4")).toPoint())
    qtbot.waitUntil(lambda: canvas.hovered is not None)
    assert canvas.grab().toImage().pixelColor(place).lightness() > before.lightness()


def test_that_edges_of_a_path_are_drawn_in_the_accent_colour(qtbot) -> None:
    drawing, walk = formula_walk()
    canvas = show(qtbot, drawing, walk, at=0)
    wanted = QColor(LIGHT.accent)

    def count() -> int:
        picture = canvas.grab().toImage()
        return sum(
            picture.pixelColor(x, y) == wanted
            for x in range(picture.width())
            for y in range(0, picture.height(), 3)
        )

    assert count() == 0
    canvas.set_view(replace(view_of(walk, 0), paths=frozenset(range(len(drawing.layout.edges)))))
    assert count() > 50


def test_that_both_edges_of_a_node_used_twice_are_seen(qtbot) -> None:
    drawing, walk = formula_walk("y = x*x")
    canvas = show(qtbot, drawing, walk)
    layout = drawing.layout
    assert layout.twins.tolist() == [0.0, 1.0]
    picture, zoom = canvas.grab().toImage(), canvas.zoom
    start_x, start_y, *_ = layout.corners
    x = round(canvas.origin.x() + (start_x[0] + 6) * zoom)
    for y in start_y:
        column = [picture.pixelColor(x, round(canvas.origin.y() + y * zoom) + shift) for shift in (-1, 0, 1)]
        assert any(colour != QColor(LIGHT.bg) for colour in column)


def test_that_a_path_is_lit_whole_with_its_cards_and_the_rest_is_pale(qtbot) -> None:
    drawing, walk = network_walk(hidden=(4,))
    canvas = show(qtbot, drawing, walk)
    layout = drawing.layout
    shown = replace(view_of(walk), flow=np.ones(len(layout.edges)), now=None, local=None)
    canvas.set_view(shown)
    into = [index for index, (node, _) in enumerate(layout.edges) if node == place_of(walk, "h1,1")]
    out = [index for index, (_, child) in enumerate(layout.edges) if child == place_of(walk, "h1,1")]
    path, other = (into[0], out[0]), into[1]
    places = [on_canvas(canvas, drawing, *on_curve(layout, edge, 0.7)) for edge in path]
    beside = on_canvas(canvas, drawing, *on_curve(layout, other, 0.9))
    card = canvas.place_of(place_of(walk, "h1,1")).toPoint()
    card.setX(card.x() - round(float(layout.widths[place_of(walk, "h1,1")]) / 2 * canvas.zoom) + 1)
    before = canvas.grab().toImage()
    canvas.set_view(replace(shown, paths=frozenset(path)))
    lit = canvas.grab().toImage()
    accent = QColor(LIGHT.accent)
    for place in (*places, card):  # the edges of lines are smooth
        assert lit.pixelColor(place).hue() == pytest.approx(accent.hue(), abs=8)
        assert before.pixelColor(place).hue() != pytest.approx(accent.hue(), abs=8)
    assert lit.pixelColor(beside).lightness() > before.pixelColor(beside).lightness()

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QObject, QPointF

from playground.models.graph.drawing import draw_network
from playground.views.graph.picture.morph import Morph
from playground.views.kit import motion
from tests.playground.views.graph.graphs import network_walk

BEFORE, WALK = network_walk(level=0)
assert BEFORE.network is not None
AFTER = draw_network(BEFORE.network, BEFORE.network.grouping.levels[1])


@pytest.fixture
def calls():
    return []


@pytest.fixture
def morph(calls, qapp, monkeypatch):
    monkeypatch.setattr(motion, "is_motion_reduced", lambda: False)
    owner = QObject()
    morph = Morph(lambda: calls.append(1), owner)
    yield morph
    morph.stop()
    owner.deleteLater()


def start(morph: Morph) -> None:
    morph.start(BEFORE.blocks, BEFORE.layout, AFTER.blocks, 1.0, QPointF(0, 0))


def test_that_cards_begin_where_they_come_out_of_and_end_at_their_places(morph, calls, qtbot):
    start(morph)
    begin = morph.layout(AFTER.layout)
    hidden = next(block.index for block in BEFORE.blocks.nodes if block.name == "Hidden 1")
    for block in AFTER.blocks.nodes:
        if block.name.startswith("h1,"):
            assert begin.x[block.index] == BEFORE.layout.x[hidden]
            assert begin.y[block.index] == BEFORE.layout.y[hidden]
    qtbot.waitUntil(lambda: morph.share >= 1.0)
    assert calls
    assert morph.layout(AFTER.layout) is AFTER.layout


def test_that_zoom_and_place_go_along(morph):
    start(morph)
    zoom, origin = morph.look(4.0, QPointF(100, 40))
    assert (zoom, origin.x(), origin.y()) == (1.0, 0.0, 0.0)
    morph.share = 0.5
    zoom, origin = morph.look(4.0, QPointF(100, 40))
    assert (zoom, origin.x(), origin.y()) == pytest.approx((2.0, 50.0, 20.0))
    morph.stop()
    assert morph.look(4.0, QPointF(100, 40)) == (4.0, QPointF(100, 40))


def test_that_half_way_cards_are_half_way(morph):
    start(morph)
    begin = morph.layout(AFTER.layout)
    morph.share = 0.5
    half = morph.layout(AFTER.layout)
    assert np.allclose(half.x, (begin.x + AFTER.layout.x) / 2)
    assert np.allclose(half.y, (begin.y + AFTER.layout.y) / 2)


def test_that_nothing_moves_where_motion_is_not_wanted(morph, monkeypatch):
    monkeypatch.setattr(motion, "is_motion_reduced", lambda: True)
    morph.start(BEFORE.blocks, BEFORE.layout, AFTER.blocks, 1.0, QPointF())
    assert morph.share == 1.0

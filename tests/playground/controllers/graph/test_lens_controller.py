from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from tests.playground.actions import LEFT, PATIENCE_MS

NETWORK = {"dataset": "circle", "hidden": (8, 8), "n_samples": 40}


@pytest.fixture
def playground(open_graph, qtbot):
    playground = open_graph(**NETWORK, size=(1180, 720))
    qtbot.mouseClick(playground.window.graph.source.buttons["loss"], LEFT)
    qtbot.waitUntil(
        lambda: playground.graph.drawing is not None and playground.graph.drawing.network is not None,
        timeout=PATIENCE_MS,
    )
    return playground


def card(playground, name: str) -> int:
    return next(block.index for block in playground.graph.walk.graph.nodes if block.name == name)


def too_small(qtbot, playground) -> None:
    """Zoom out until nothing can be read."""
    canvas = playground.window.graph.canvas
    canvas.fit()
    canvas.zoom_by(0.3 / canvas.zoom)
    qtbot.waitUntil(lambda: not canvas.is_readable)


def test_that_the_lens_shows_the_neuron_pointed_at_while_the_picture_cannot_be_read(playground, qtbot):
    lens, canvas = playground.window.graph.lens, playground.window.graph.canvas
    assert canvas.is_readable
    assert not lens.isVisible()
    too_small(qtbot, playground)
    assert lens.isVisible()
    QTest.mouseMove(canvas, canvas.place_of(card(playground, "h1,3")).toPoint())
    qtbot.waitUntil(lambda: lens.title.text() == "Scalars of h₁,₃")
    QTest.mouseMove(canvas, QPoint(2, 2))
    qtbot.waitUntil(lambda: canvas.hovered is None)
    assert lens.title.text() == "Scalars of h₁,₃"
    canvas.zoom_by(1.0 / canvas.zoom)
    assert not lens.isVisible()


def test_that_the_lens_follows_the_steps_and_leads_to_them(playground, qtbot):
    screen, walk = playground.window.graph, playground.graph.walk
    too_small(qtbot, playground)
    screen.steps.way_selected.emit("backward")
    number = next(n for n, step in enumerate(walk.backward, 1) if step.node == card(playground, "h2,2"))
    screen.steps.step_wanted.emit(number)
    assert screen.lens.title.text() == "Scalars of h₂,₂"
    screen.lens.scalar_pressed.emit(walk.graph.nodes[card(playground, "h1,1")].outputs[0])
    assert walk.child_of(walk.backward[walk_position(screen) - 1]) == card(playground, "h1,1")


def walk_position(screen) -> int:
    return int(screen.steps.track.accessibleDescription().split(" of ")[0].replace(",", ""))


def test_that_an_open_neuron_is_in_the_lens_at_first(playground, qtbot):
    screen, before = playground.window.graph, playground.graph.walk
    screen.canvas.node_opened.emit(card(playground, "h2,5"))
    qtbot.waitUntil(lambda: playground.graph.walk.graph is not before.graph, timeout=PATIENCE_MS)
    too_small(qtbot, playground)
    assert screen.lens.title.text() == "Scalars of h₂,₅"


def test_that_a_closed_lens_comes_back_after_the_picture_was_at_reading_size(playground, qtbot):
    lens, canvas = playground.window.graph.lens, playground.window.graph.canvas
    too_small(qtbot, playground)
    narrow = canvas.width()
    qtbot.mouseClick(lens.close_button, LEFT)
    qtbot.waitUntil(lambda: canvas.width() > narrow)  # the picture takes the room of the lens
    assert not lens.isVisible()
    canvas.zoom_by(0.9)
    assert not lens.isVisible()
    canvas.zoom_by(1.0 / canvas.zoom)
    too_small(qtbot, playground)
    assert lens.isVisible()


def test_that_formulas_have_no_lens(playground, qtbot):
    screen = playground.window.graph
    qtbot.mouseClick(screen.source.buttons["formulas"], LEFT)
    too_small(qtbot, playground)
    assert not screen.lens.isVisible()

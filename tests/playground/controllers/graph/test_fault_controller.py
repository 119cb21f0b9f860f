from __future__ import annotations

import numpy as np
import pytest

from playground.models.graph.drawing import draw_network
from playground.models.graph.fault.fault import find_fault
from playground.models.graph.fault.story import tell_fault
from playground.models.run.failure import Failure
from playground.views.graph.source_panel import FAULT
from tests.playground.actions import LEFT, PATIENCE_MS, epoch
from tests.playground.models.graph.fault.test_fault import run_with

RUNS_AWAY = {
    "dataset": "plane", "hidden": (4, 4), "activation": "relu", "optimizer": "sgd", "learning_rate": 900.0,
}  # fmt: skip


@pytest.fixture
def failed(open_playground, qtbot):
    """A window whose run has failed."""
    playground = open_playground(**RUNS_AWAY)
    notice = playground.window.network.notice
    qtbot.waitUntil(lambda: "too large" in notice.text, timeout=PATIENCE_MS)
    return playground


def test_that_show_me_leads_to_the_operation_that_failed(failed, qtbot):
    button = failed.window.network.notice.action_button
    assert button.text() == "Show me"
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: failed.graph.shows_fault, timeout=PATIENCE_MS)
    screen, walk = failed.window.graph, failed.graph.walk
    assert screen.isVisible()
    assert screen.source.buttons[FAULT].isChecked()
    assert not np.isfinite(walk.values[-1])
    view = screen.canvas.view
    assert view.now == (walk.graph.output, None)
    assert view.paths
    assert screen.chain.title.text() == "Where the run failed"
    assert screen.chain.words.text().startswith("Training stopped at point")
    qtbot.mouseClick(screen.steps.previous, LEFT)
    assert screen.chain.title.text() == "Forward"
    qtbot.mouseClick(screen.steps.last, LEFT)
    assert screen.chain.title.text() == "Where the run failed"
    assert not screen.steps.way.isEnabled()


def test_that_the_picture_stays_while_the_run_begins_anew_and_can_be_regrouped(failed, qtbot):
    qtbot.mouseClick(failed.window.network.notice.action_button, LEFT)
    qtbot.waitUntil(lambda: failed.graph.shows_fault, timeout=PATIENCE_MS)
    screen, before = failed.window.graph, failed.graph.walk
    failed.workbench.reset()
    qtbot.waitUntil(lambda: epoch(failed) == 0, timeout=PATIENCE_MS)
    assert failed.graph.walk is before
    screen.source.level.set_value("layers")
    screen.source.level_selected.emit("layers")
    qtbot.waitUntil(lambda: failed.graph.walk is not before, timeout=PATIENCE_MS)
    assert failed.graph.walk.values[-1] == before.values[-1]
    qtbot.mouseClick(screen.source.fold, LEFT)
    qtbot.waitUntil(lambda: len(failed.graph.walk.values) > len(before.values), timeout=PATIENCE_MS)
    qtbot.mouseClick(screen.source.buttons["formulas"], LEFT)
    assert not failed.graph.shows_fault
    assert screen.steps.way.isEnabled()


@pytest.mark.parametrize("way", ["practise", "update"])
def test_that_an_exercise_and_an_update_end_where_a_failure_is_shown(open_graph, qtbot, way):
    playground = open_graph(dataset="circle", hidden=(2,))
    run, parameters = run_with({0: 1e200, 1: 1e200}, hidden=(3,))
    screen = playground.window.graph
    qtbot.mouseClick(screen.source.buttons["loss"], LEFT)
    screen.steps.way_selected.emit(way)
    playground.faults.show(Failure(run.network, parameters))
    qtbot.waitUntil(lambda: playground.graph.shows_fault, timeout=PATIENCE_MS)
    assert screen.chain.isVisible()
    assert not screen.practise.isVisible()
    assert not screen.update_panel.isVisible()
    assert screen.chain.title.text() == "Where the run failed"


def test_that_a_gradient_that_overflows_is_shown_at_its_step(open_graph, qtbot):
    playground = open_graph(dataset="circle", hidden=(2,))
    run, parameters = run_with({0: 0.0, 1: 1e200, 2: 1e200}, hidden=(1, 1))
    fault = find_fault(run.network, parameters)
    story = tell_fault(fault)
    drawing = draw_network(fault.graph, fault.graph.grouping.levels[-1])
    playground.graph.show_fault(drawing, story)
    screen, walk = playground.window.graph, playground.graph.walk
    node, operand = screen.canvas.view.now
    edge = walk.graph.first_edge[node] + operand
    assert edge == walk.graph.edge_of[story.backward_edge]
    assert "the loss is finite" in screen.chain.words.text()
    assert not screen.steps.following.isEnabled()
    screen.canvas.grab()
    qtbot.mouseClick(screen.steps.previous, LEFT)
    assert screen.chain.title.text() == "Chain rule"
    screen.canvas.grab()

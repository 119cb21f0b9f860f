from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from engine.optimizers import Adam
from playground.views.graph.update.update_panel import NEEDS_BATCH
from playground.views.kit import Label
from tests.playground.actions import LEFT, PATIENCE_MS, pause, train_until

CIRCLE = {"dataset": "circle", "hidden": (3,), "n_samples": 40, "optimizer": "adam"}


def show_batch(qtbot, playground) -> None:
    qtbot.mouseClick(playground.window.graph.source.buttons["batch"], LEFT)
    qtbot.waitUntil(
        lambda: playground.graph.drawing.network is not None and not playground.graph._is_waiting,
        timeout=PATIENCE_MS,
    )


@pytest.fixture
def playground(open_graph, qtbot):
    playground = open_graph(**CIRCLE)
    show_batch(qtbot, playground)
    return playground


@pytest.fixture
def application(open_playground, qtbot):
    """The whole window, which trains meanwhile."""
    application = open_playground(**CIRCLE)
    train_until(qtbot, application, 1)
    application.window.header.mode_selected.emit("graph")
    show_batch(qtbot, application)
    return application


def open_update(qtbot, playground):
    way = playground.window.graph.steps.way
    way.setFocus()
    qtbot.keyClick(way, Qt.Key.Key_End)
    qtbot.keyClick(way, Qt.Key.Key_Up)
    panel = playground.window.graph.update_panel
    qtbot.waitUntil(lambda: panel.table is not None, timeout=PATIENCE_MS)
    return panel


def test_that_the_table_holds_the_update_of_the_gradients_on_screen(playground, qtbot):
    panel = open_update(qtbot, playground)
    walk, table = playground.graph.walk, panel.table
    gradients = np.zeros(len(table))
    for leaf, place in playground.graph.drawing.network.places:
        gradients[place] = walk.gradients[leaf]
    assert table.raw == pytest.approx(gradients)
    values, state = table.values.copy(), tuple(array.copy() for array in table.report.state)
    rule = table.report.rule
    Adam(rule.rate).update(values, gradients, state, table.report.number, rule.is_weight, rule.rate)
    assert table.new_values == pytest.approx(values, rel=1e-12)
    assert table.names[0] == "w₁,₁,₁"


def test_that_the_table_follows_the_training_and_cannot_be_applied_meanwhile(application, qtbot):
    panel = open_update(qtbot, application)
    assert not panel.apply_button.isEnabled()
    first = panel.table.report.number
    qtbot.waitUntil(lambda: panel.table.report.number > first, timeout=PATIENCE_MS)
    pause(qtbot, application)
    assert panel.apply_button.isEnabled()


def test_that_applying_moves_the_network_as_the_table_said_and_is_undone(application, qtbot):
    pause(qtbot, application)
    panel = open_update(qtbot, application)
    before, wanted = panel.table.values, panel.table.new_values
    qtbot.mouseClick(panel.apply_button, LEFT)
    workbench = application.workbench
    qtbot.waitUntil(lambda: np.array_equal(workbench.frame.parameters, wanted), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: np.array_equal(panel.table.values, wanted), timeout=PATIENCE_MS)
    workbench.undo_stack.undo()
    qtbot.waitUntil(lambda: np.array_equal(workbench.frame.parameters, before), timeout=PATIENCE_MS)


def test_that_a_neuron_has_no_update(playground, qtbot):
    panel = open_update(qtbot, playground)
    qtbot.mouseClick(playground.window.graph.source.buttons["neuron"], LEFT)
    qtbot.waitUntil(lambda: panel.table is None, timeout=PATIENCE_MS)
    assert not panel.apply_button.isEnabled()


def test_that_only_one_of_update_and_mistake_takes_the_room(playground, qtbot):
    screen = playground.window.graph
    open_update(qtbot, playground)
    qtbot.mouseClick(screen.source.mistakes["no_zero_grad"], LEFT)
    assert screen.mistake.isVisible()
    assert not screen.update_panel.isVisible()
    open_update(qtbot, playground)
    assert not screen.mistake.isVisible()
    assert not screen.source.mistakes["no_zero_grad"].isChecked()


def test_that_leaving_the_update_takes_the_panel_away(playground, qtbot):
    panel = open_update(qtbot, playground)
    way = playground.window.graph.steps.way
    qtbot.keyClick(way, Qt.Key.Key_Home)
    assert not panel.isVisible()
    assert playground.workbench.frame is not None


def test_that_an_update_with_batch_norm_is_that_of_a_batch(open_graph, qtbot):
    playground = open_graph(**CIRCLE, batch_norm=(True,))
    show_batch(qtbot, playground)
    panel = open_update(qtbot, playground)
    assert {"gamma₁,₁", "beta₁,₁"} <= set(panel.table.names)
    qtbot.mouseClick(playground.window.graph.source.buttons["loss"], LEFT)
    qtbot.waitUntil(lambda: panel.table is None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: NEEDS_BATCH in [label.text() for label in panel.findChildren(Label)])

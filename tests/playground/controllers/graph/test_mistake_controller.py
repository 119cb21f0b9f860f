from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.workers.background import Job
from tests.playground.actions import LEFT, PATIENCE_MS

CIRCLE = {"dataset": "circle", "hidden": (3,), "n_samples": 40, "optimizer": "sgd", "learning_rate": 0.3}


UPDATES = 20


@pytest.fixture
def playground(open_graph, qtbot, monkeypatch):
    monkeypatch.setattr("playground.models.graph.mistakes.network_lab.MOST_UPDATES", UPDATES)
    playground = open_graph(**CIRCLE)
    qtbot.mouseClick(playground.window.graph.source.buttons["loss"], LEFT)
    return playground


def switch(playground, mistake: str):
    return playground.window.graph.source.mistakes[mistake]


def until_done(qtbot, playground) -> None:
    card = playground.window.graph.mistake
    qtbot.waitUntil(
        lambda: card.progress.text.startswith(f"Update {UPDATES} of {UPDATES}"), timeout=PATIENCE_MS
    )


def test_that_backward_twice_shows_right_and_wrong_numbers_side_by_side(playground, qtbot):
    qtbot.mouseClick(switch(playground, "backward_twice"), LEFT)
    card = playground.window.graph.mistake
    assert card.isVisible()
    until_done(qtbot, playground)
    name, right, wrong = card.table.rows[0]
    assert name == "Gradient of update 1"
    assert float(wrong) == pytest.approx(2.0 * float(right), rel=1e-2)
    assert "2 times the gradient" in card.words.text()
    assert "healthy" in card.curve.accessibleName()


def test_that_one_mistake_replaces_the_other_and_the_card_closes(playground, qtbot):
    qtbot.mouseClick(switch(playground, "backward_twice"), LEFT)
    qtbot.mouseClick(switch(playground, "softmax_twice"), LEFT)
    card = playground.window.graph.mistake
    assert not switch(playground, "backward_twice").isChecked()
    assert card.title.text() == "Softmax twice"
    until_done(qtbot, playground)
    assert "second softmax" in card.words.text()
    qtbot.mouseClick(card.close_button, LEFT)
    assert not card.isVisible()
    assert not switch(playground, "softmax_twice").isChecked()


def test_that_the_loop_shows_the_wrong_line(playground, qtbot):
    qtbot.mouseClick(switch(playground, "no_zero_grad"), LEFT)
    assert playground.window.graph.mistake.code.accessibleDescription() == "# model.zero_grad() is missing"


def test_that_a_mistake_begins_anew_on_another_network(playground, qtbot):
    qtbot.mouseClick(switch(playground, "no_zero_grad"), LEFT)
    until_done(qtbot, playground)
    before = playground.window.graph.mistake.table.rows
    playground.workbench.change(hidden=(5,))
    qtbot.waitUntil(lambda: playground.window.graph.mistake.table.rows != before, timeout=PATIENCE_MS)
    until_done(qtbot, playground)
    assert playground.window.graph.mistake.table.rows != before


def test_that_a_network_without_probabilities_is_told_what_to_choose(playground, qtbot):
    playground.workbench.change(loss="hinge")
    qtbot.mouseClick(switch(playground, "softmax_twice"), LEFT)
    card = playground.window.graph.mistake
    qtbot.waitUntil(lambda: "choose cross-entropy" in card.words.text(), timeout=PATIENCE_MS)
    assert not card.table.isVisible()


def test_that_the_window_closes_in_the_middle_of_a_mistake(open_playground, qtbot):
    application = open_playground(**CIRCLE)
    application.window.header.mode_selected.emit("graph")
    qtbot.mouseClick(application.window.graph.source.buttons["loss"], LEFT)
    qtbot.mouseClick(switch(application, "no_zero_grad"), LEFT)
    application.window.close()
    assert not any(job.isRunning() for job in application.jobs)


def test_that_the_mistake_that_was_chosen_last_is_shown(playground, qtbot):
    for mistake in ("no_zero_grad", "softmax_twice", "backward_twice"):
        qtbot.mouseClick(switch(playground, mistake), LEFT)
    until_done(qtbot, playground)
    card = playground.window.graph.mistake
    last = card.table.rows
    qtbot.mouseClick(switch(playground, "backward_twice"), LEFT)
    assert card.isHidden()
    qtbot.mouseClick(switch(playground, "no_zero_grad"), LEFT)
    until_done(qtbot, playground)
    assert card.table.rows != last


def test_that_switching_off_gives_up_what_is_under_way(playground, qtbot):
    for _ in range(2):
        qtbot.mouseClick(switch(playground, "no_zero_grad"), LEFT)
    assert not any(job.is_busy for job in playground.jobs if job.objectName() == "twins")
    assert playground.window.graph.mistake.isHidden()


def test_that_it_runs_again_with_the_same_numbers(playground, qtbot):
    qtbot.mouseClick(switch(playground, "no_zero_grad"), LEFT)
    until_done(qtbot, playground)
    card = playground.window.graph.mistake
    before = card.table.rows
    qtbot.mouseClick(card.again, LEFT)
    assert card.table.rows == ()
    qtbot.waitUntil(lambda: card.table.rows == before, timeout=PATIENCE_MS)


def test_that_the_harm_shows_near_the_limit_and_the_own_rate_is_a_choice(playground, qtbot):
    card = playground.window.graph.mistake
    qtbot.mouseClick(switch(playground, "no_zero_grad"), LEFT)
    until_done(qtbot, playground)
    assert "Near the highest rate that works that is too far" in card.words.text()
    assert "Inner nodes need no zero_grad()" in card.words.text()
    assert not card.progress.text.endswith("rate 0.3")
    qtbot.keyClick(card.rate, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: card.progress.text.endswith("rate 0.3"), timeout=PATIENCE_MS)
    until_done(qtbot, playground)
    assert "Near the highest" not in card.words.text()


def test_that_where_adam_hides_a_mistake_that_is_the_lesson_and_a_button_shows_it_with_sgd(playground, qtbot):
    playground.workbench.change(optimizer="adam", learning_rate=0.01)
    card = playground.window.graph.mistake
    qtbot.mouseClick(switch(playground, "backward_twice"), LEFT)
    until_done(qtbot, playground)
    assert card.words.text().startswith("Adam hides this mistake")
    assert not card.rate.isVisible()
    assert card.optimizer_button.accessibleName() == "Show with SGD"
    qtbot.mouseClick(card.optimizer_button, LEFT)
    until_done(qtbot, playground)
    assert "and nothing else: the healthy code at that rate has the same curve" in card.words.text()
    assert "is too far" in card.words.text()
    assert card.optimizer_button.accessibleName() == "Show with Adam"
    qtbot.mouseClick(card.optimizer_button, LEFT)
    qtbot.waitUntil(lambda: card.words.text().startswith("Adam hides"), timeout=PATIENCE_MS)


@pytest.mark.parametrize("mistake", ["", "wrong_order"])
def test_that_the_card_runs_nothing_while_no_mistake_is_run_on_networks(playground, mistake):
    if mistake:
        switch(playground, mistake).click()
    card = playground.window.graph.mistake
    assert card.isHidden()
    for press in (card.optimizer_button.click, card.again.click, lambda: card.rate_selected.emit("own")):
        press()
    assert not playground.mistakes.findChild(Job).is_busy
    assert card.isHidden()


def on_formula(qtbot, playground, text: str = "y = w*x + b\nL = (y - t)**2") -> None:
    qtbot.mouseClick(playground.window.graph.source.buttons["formulas"], LEFT)
    playground.window.graph.source.editor.setPlainText(text)


def test_that_a_formula_shows_backward_twice_in_its_own_gradients(playground, qtbot):
    screen = playground.window.graph
    on_formula(qtbot, playground)
    right = playground.graph.walk
    qtbot.mouseClick(switch(playground, "backward_twice"), LEFT)
    walk = playground.graph.walk
    assert len(walk.backward) == 2 * len(right.backward)
    assert screen.steps.way.value() == "backward"
    qtbot.mouseClick(screen.steps.last, LEFT)
    leaf = next(node.index for node in walk.graph.scalars.nodes if node.name == "w")
    assert walk.gradients_after(len(walk.backward))[leaf] == pytest.approx(2.0 * right.gradients[leaf])
    assert screen.chain.note.text().startswith("Leaves kept what the first pass added, and got it again: w.")
    qtbot.mouseClick(switch(playground, "wrong_order"), LEFT)
    assert not switch(playground, "backward_twice").isChecked()
    assert screen.mistake.isHidden()
    assert len(playground.graph.walk.backward) == len(right.backward)


def test_that_the_card_is_about_the_formula_on_screen(playground, qtbot):
    card = playground.window.graph.mistake
    on_formula(qtbot, playground)
    qtbot.mouseClick(switch(playground, "backward_twice"), LEFT)
    qtbot.waitUntil(lambda: card.progress.text.startswith("Update 50 of 50"), timeout=PATIENCE_MS)
    walk = playground.graph.walk
    right = {node.name: walk.gradients[node.index] for node in walk.graph.scalars.nodes}
    length = np.hypot(right["w"], right["b"])
    name, shown, wrong = card.table.rows[0]
    assert name == "Gradient of update 1"
    assert (float(shown), float(wrong)) == pytest.approx((length, 2.0 * length), rel=5e-3)
    assert "is too far" in card.words.text()
    assert not card.optimizer_button.isVisible()
    before = card.table.rows
    playground.window.graph.source.editor.setPlainText("y = w*x + b\nL = (y - 2*t)**2")
    qtbot.waitUntil(lambda: len(card.table.rows) == len(before) != 0, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: card.table.rows[0] != before[0], timeout=PATIENCE_MS)


def test_that_softmax_twice_says_why_it_is_not_for_formulas(playground, qtbot):
    card = playground.window.graph.mistake
    on_formula(qtbot, playground)
    qtbot.mouseClick(switch(playground, "softmax_twice"), LEFT)
    qtbot.waitUntil(
        lambda: card.words.text().startswith("No loss of a formula applies softmax"), timeout=PATIENCE_MS
    )
    assert not card.table.isVisible()
    qtbot.mouseClick(playground.window.graph.source.buttons["loss"], LEFT)
    until_done(qtbot, playground)
    assert "second softmax" in card.words.text()


def test_that_updates_of_a_formula_are_made_with_the_mistake_and_carry_gradients_over(playground, qtbot):
    screen = playground.window.graph
    on_formula(qtbot, playground)
    qtbot.mouseClick(switch(playground, "no_zero_grad"), LEFT)
    first = playground.graph.walk
    screen.steps.way.option_selected.emit("update")
    panel = screen.descent_panel
    assert panel.isVisible()
    assert switch(playground, "no_zero_grad").isChecked()
    assert panel.settings_line.text.endswith("with the mistake “zero_grad() forgotten”")
    qtbot.mouseClick(panel.apply_button, LEFT)
    walk = playground.graph.walk
    w = next(node.index for node in walk.graph.scalars.nodes if node.name == "w")
    total = first.gradients[w] + walk.gradients[w]
    assert walk.carried[w] == first.gradients[w]
    assert walk.gradients_after(len(walk.backward))[w] == pytest.approx(total)
    moved = walk.values[w] - 0.1 * total
    qtbot.mouseClick(panel.apply_button, LEFT)
    assert playground.graph.walk.values[w] == pytest.approx(moved)
    screen.steps.way.option_selected.emit("backward")
    assert screen.mistake.isVisible()
    qtbot.mouseClick(screen.steps.last, LEFT)
    assert screen.chain.note.text().startswith("What earlier updates left is still in it: w.grad is")
    qtbot.mouseClick(switch(playground, "no_zero_grad"), LEFT)
    assert playground.graph.walk.carried == {}


def test_that_what_is_practised_is_right(playground, qtbot):
    screen = playground.window.graph
    on_formula(qtbot, playground)
    for mistake in ("backward_twice", "wrong_order"):
        qtbot.mouseClick(switch(playground, mistake), LEFT)
        screen.steps.way.option_selected.emit("practise")
        assert not switch(playground, mistake).isChecked()
        assert playground.graph.walk.route.mistake == ""
        assert screen.practise.isVisible()
        assert screen.mistake.isHidden()


def test_that_another_panel_takes_the_room_of_updates_made_with_a_mistake(playground, qtbot):
    screen = playground.window.graph
    on_formula(qtbot, playground)
    qtbot.mouseClick(switch(playground, "backward_twice"), LEFT)
    screen.steps.way.option_selected.emit("update")
    qtbot.keyClick(screen.canvas, Qt.Key.Key_G)
    assert screen.check_panel.isVisible()
    assert screen.mistake.isHidden()
    assert screen.descent_panel.isHidden()

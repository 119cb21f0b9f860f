"""Formulas in lessons: hidden until predicted, stepped through, moved, and sent off node by node."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.controllers.lessons.formulas import formula_player
from playground.controllers.lessons.formulas.formula_player import LOCKED_NEXT
from tests.playground.actions import LEFT, PATIENCE_MS
from tests.playground.lesson_fields import tiles
from tests.playground.models.lessons.lesson_texts import WHOLE_FORMULA


@pytest.fixture
def stage(make_stage, lessons, monkeypatch):
    monkeypatch.setattr(formula_player, "STEP_MS", 0)
    (lessons / "one.md").write_text(WHOLE_FORMULA)
    stage = make_stage()
    stage.show()
    return stage


@pytest.fixture
def view(stage):
    return stage.controller.formula.view


def known(pane) -> list[bool]:
    return pane.canvas.view.has_gradient.tolist()


def run(stage) -> None:
    stage.click(stage.screen.question.foot.run_button)
    stage.qtbot.waitUntil(stage.screen.verdict.isVisible, timeout=PATIENCE_MS)


def test_that_what_comes_next_is_hidden_until_something_is_predicted(stage, view, qtbot):
    assert view.words.text() == LOCKED_NEXT
    a, h, b, last = known(view.right)
    assert (a, h, b, last) == (False, True, True, True)  # L has passed its gradient on
    for key in (Qt.Key.Key_End, Qt.Key.Key_Right):
        qtbot.keyClick(stage.screen, key)
    assert known(view.right) == [a, h, b, last]
    assert not view.wrong.isVisible()
    stage.controller.run()
    assert not stage.controller.formula.is_running


def test_that_a_click_in_the_graph_answers_and_the_wrong_order_plays_beside_the_right_one(stage, view, qtbot):
    formula = stage.controller.formula.stage
    canvas = view.right.canvas
    qtbot.mouseClick(canvas, LEFT, pos=canvas.place_of(formula.index_of("a")).toPoint())  # is not asked for
    assert not stage.screen.question.foot.run_button.isEnabled()
    qtbot.mouseClick(canvas, LEFT, pos=canvas.place_of(formula.index_of("h")).toPoint())
    assert [tile.isChecked() for tile in tiles(stage.screen.question)] == [False, True]
    run(stage)
    assert stage.screen.verdict.tag.text == "Not as you guessed"
    assert (stage.screen.verdict.guess.text(), stage.screen.verdict.outcome.text()) == ("h", "b")
    assert "h.grad is not complete" in stage.text
    assert view.wrong.isVisible()
    assert view.wrong.tag.text == "a.grad is 8, not 12"


def test_that_arrows_step_through_the_pass_forward_and_backward(stage, view, qtbot):
    qtbot.keyClick(stage.screen, Qt.Key.Key_1)
    run(stage)
    assert all(known(view.right))
    qtbot.keyClick(stage.screen, Qt.Key.Key_Home)
    assert not any(known(view.right))
    assert view.right.canvas.view.has_value.tolist() == [True, False, False, False]
    seen = []
    for _ in range(9):
        qtbot.keyClick(stage.screen, Qt.Key.Key_Right)
        seen.append(sum(known(view.right)))
    assert seen[:3] == [0, 0, 0]  # three values forward
    assert seen == sorted(seen)
    assert all(known(view.right))
    qtbot.keyClick(stage.screen, Qt.Key.Key_Left)
    assert stage.controller.stages.has_ended  # what was learned stays known


@pytest.mark.parametrize("name", ["text", "next_button", "main_next_button", "previous_button"])
def test_that_arrows_step_where_the_text_or_a_button_has_the_focus(stage, view, qtbot, name):
    stage.controller._go_to(1)
    before = sum(known(view.right))
    qtbot.keyClick(getattr(stage.page, name), Qt.Key.Key_Home)
    assert sum(known(view.right)) == 0 < before


def test_that_guessing_again_hides_the_gradients_again(stage, view, qtbot):
    qtbot.keyClick(stage.screen, Qt.Key.Key_2)
    run(stage)
    stage.click(stage.screen.verdict.again_button)
    assert stage.screen.question.isVisible()
    assert known(view.right) == [False, True, True, True]
    assert not view.wrong.isVisible()


def test_that_leaves_are_moved_and_the_task_is_judged_at_every_move(stage, view, qtbot):
    stage.controller._go_to(2)
    card = stage.screen.formula_task
    assert [*view.leaves.editors] == [stage.controller.formula.stage.index_of("a")]
    assert (card.tag.text, stage.page.next_button.text()) == ("", "Go on without")
    (editor,) = view.leaves.editors.values()
    editor.value_edited.emit(0.1)
    assert card.tag.text == "Reached"
    assert stage.page.main_next_button.isVisible()
    # Left and taken up again, it is where it was.
    stage.controller._go_to(3)
    stage.controller._go_to(2)
    assert editor.field.value() == pytest.approx(0.1)


def test_that_a_leaf_without_a_result_stays_as_it_was(stage, view, lessons, make_stage):
    text = WHOLE_FORMULA.replace("h = a + a", "h = 1/a").replace("a.grad == 12 and ", "")
    (lessons / "one.md").write_text(text)
    other = make_stage()
    other.show()
    other.controller._go_to(2)
    view = other.controller.formula.view
    (editor,) = view.leaves.editors.values()
    editor.value_edited.emit(0.0)
    assert "a stays as it was" in view.words.text()
    assert editor.field.value() == 1.0


def test_that_nodes_are_sent_off_one_by_one_and_one_that_waits_is_told_why(stage, view):
    stage.controller._go_to(3)
    card, formula = stage.screen.formula_task, stage.controller.formula.stage
    press = view.node_pressed.emit
    press(formula.index_of("a"))
    assert "passes nothing on" in card.note.text()
    press(formula.index_of("h"))
    assert "shares are missing" in card.note.text()
    assert view.wrong.isVisible()
    for name in "LLbh":
        press(formula.index_of(name))
    assert card.tag.text == "Reached"
    assert not view.wrong.isVisible()
    assert all(known(view.right))


def test_that_a_skipped_guess_shows_what_comes_out(stage, view):
    stage.click(stage.screen.question.skip_button)
    stage.qtbot.waitUntil(stage.screen.verdict.isVisible, timeout=PATIENCE_MS)
    assert stage.screen.verdict.tag.text == ""
    assert stage.screen.verdict.outcome.text() == "b"
    assert all(known(view.right))


def test_that_the_last_step_leads_to_graph(stage, qtbot):
    stage.controller._go_to(4)
    button = stage.screen.break_card.open_button
    assert button.text() == "Open in Graph"
    with qtbot.waitSignal(stage.controller.formula_wanted) as told:
        stage.click(button)
    assert told.args == ["a = 1\nh = a + a\nb = h*a\nL = b*h"]

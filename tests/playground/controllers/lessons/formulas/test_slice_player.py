"""Slices in lessons: the curve is hidden until something is predicted, then the point moves along it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.controllers.lessons.formulas import slice_player
from playground.controllers.lessons.verdict_controller import MEASURING
from tests.playground.actions import LEFT, PATIENCE_MS
from tests.playground.lesson_fields import number
from tests.playground.models.lessons.lesson_texts import CHANGE, FRONT, NETWORK_SLICE, WHOLE_SLICE
from tests.playground.views.painted import painted_texts


@pytest.fixture
def stage(make_stage, lessons, monkeypatch):
    monkeypatch.setattr(slice_player, "TICK_MS", 0)
    monkeypatch.setattr(slice_player, "SECONDS", 0.0)
    (lessons / "one.md").write_text(WHOLE_SLICE)
    stage = make_stage()
    stage.show()
    return stage


@pytest.fixture
def view(stage):
    return stage.controller.slice.view


def figure(view, caption: str) -> str:
    return view.figures[caption].text()


def predict_and_run(stage, guess: float) -> None:
    number(stage.screen.question).number.value_edited.emit(guess)
    stage.click(stage.screen.question.foot.run_button)
    stage.qtbot.waitUntil(stage.screen.verdict.isVisible, timeout=PATIENCE_MS)


def test_that_the_curve_is_hidden_until_something_is_predicted(stage, view, qtbot):
    assert figure(view, "Slope × step") == "4 × −2 = −8"
    assert figure(view, "What really happens") == "?"
    assert [text.text for text in painted_texts(view.pad)].count("L") == 1  # the name of the axis
    qtbot.mouseClick(view.pad, LEFT, pos=QPoint(100, 100))
    qtbot.keyClick(stage.screen, Qt.Key.Key_Right)
    assert view.pad.place == 2.0
    assert not view.touch_button.isVisible()


def test_that_the_step_is_held_against_what_really_happens(stage, view):
    predict_and_run(stage, -8.0)
    assert stage.screen.verdict.tag.text == "Not as you guessed"
    assert stage.screen.verdict.outcome.text() == "−4"
    assert stage.text.startswith("More than that: −4.")
    assert view.pad.place == 0.0
    assert (figure(view, "What really happens"), figure(view, "Missed")) == ("−4", "4")
    assert figure(view, "With curvature") == "−4"
    assert [text.text for text in painted_texts(view.pad)].count("L") == 2
    drawn = [text.text for text in painted_texts(view.pad)]
    assert {"Tangent", "Parabola", "What the tangent misses", "Your guess"} <= {*drawn}


def test_that_the_point_is_dragged_and_moved_with_keys(stage, view, qtbot):
    predict_and_run(stage, -4.0)
    frame = view.pad.viewport.frame
    right = QPoint(round(frame.right()), round(frame.center().y()))
    qtbot.mousePress(view.pad, LEFT, pos=right)
    qtbot.mouseMove(view.pad, QPoint(right.x() + 200, right.y()))
    assert view.pad.place == 5.0  # not beyond the end
    qtbot.mouseRelease(view.pad, LEFT, pos=right)
    qtbot.keyClick(stage.screen, Qt.Key.Key_Left)
    assert view.pad.place == pytest.approx(5.0 - 6.0 / 200)
    qtbot.keyClick(stage.screen, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.pad.place == pytest.approx(5.0 - 66.0 / 200)
    assert "w is 4.67" in view.pad.accessibleDescription()
    assert stage.text.startswith("So it is.")  # the text is about the step that was predicted


def test_that_the_tangent_is_taken_along(stage, view, qtbot):
    predict_and_run(stage, -4.0)
    qtbot.keyClick(stage.screen, Qt.Key.Key_T)
    assert figure(view, "Slope × step") == "0 × 0 = 0"


def test_that_a_task_is_reached_by_descending_by_hand(stage, view, qtbot):
    stage.controller._go_to(2)
    stage.wait()
    card = stage.screen.formula_task
    assert view.pad.place == 2.0
    view.pad.place_wanted.emit(0.01)
    assert card.tag.text == ""  # the slope is that of where the tangent touches
    qtbot.keyClick(stage.screen, Qt.Key.Key_T)
    assert card.tag.text == "Reached"
    stage.controller._go_to(3)
    stage.controller._go_to(2)
    assert view.pad.place == pytest.approx(0.01)


def test_that_guessing_again_hides_the_curve_again(stage, view):
    predict_and_run(stage, -4.0)
    stage.click(stage.screen.verdict.again_button)
    stage.wait()
    assert "Your guess" not in [text.text for text in painted_texts(view.pad)]
    assert figure(view, "What really happens") == "?"
    assert view.pad.place == 2.0


def test_that_a_network_is_measured_in_the_background_and_leads_to_train(stage, lessons, make_stage):
    (lessons / "one.md").write_text(FRONT + NETWORK_SLICE + CHANGE)
    other = make_stage()
    other.show()
    view = other.controller.slice.view
    assert view.figures["rate"].text() == "0"
    assert figure(view, "Slope × step").startswith("−")
    number(other.screen.question).number.value_edited.emit(5.0)
    other.controller.run()
    other.qtbot.waitUntil(lambda: other.controller.slice.has_ended, timeout=PATIENCE_MS)
    assert view.pad.place == 2.0


def test_that_a_run_that_was_wanted_before_all_is_measured_begins_then(stage, lessons, make_stage):
    (lessons / "one.md").write_text(FRONT + NETWORK_SLICE + CHANGE)
    other = make_stage()
    other.controller.show()
    player = other.controller.slice
    assert not player.outcomes
    number(other.screen.question).number.value_edited.emit(5.0)
    other.controller.run()
    other.qtbot.waitUntil(lambda: player.has_ended, timeout=PATIENCE_MS)
    assert player.view.pad.place == 2.0


def test_that_the_verdict_waits_until_the_curve_is_measured_again(stage):
    predict_and_run(stage, -4.0)
    said = stage.text
    stage.controller.hide()
    assert not stage.controller.slice.outcomes
    stage.controller.show()
    assert stage.text.strip() == MEASURING
    assert stage.screen.verdict.tag.text == ""
    stage.wait()
    assert stage.text == said
    assert stage.screen.verdict.tag.text == "As you guessed"
    assert stage.screen.verdict.outcome.text() == "−4"

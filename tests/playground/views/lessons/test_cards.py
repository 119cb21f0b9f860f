"""The cards of the Lessons mode, on their own."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from playground.models.experiment.experiment import Experiment
from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.parts.choice_question import ChoiceQuestion
from playground.models.lessons.parts.number_question import NumberQuestion
from playground.models.lessons.stage import LessonRun
from playground.style.theme import DARK, LIGHT, apply_to_tree
from playground.views.lessons.answers.answer_field import Ground
from playground.views.lessons.answers.choice_tiles import LEAST_TALL, TALL, ChoiceTile
from playground.views.lessons.break_card import BreakCard
from playground.views.lessons.lesson_card import Tag
from playground.views.lessons.outcome_card import GUESS, OutcomeCard, OutcomeCurve
from playground.views.lessons.question_card import QuestionCard, run_words
from playground.views.lessons.run_card import RunCard, RunLook
from playground.views.lessons.task_card import TaskCard
from tests.playground.lesson_fields import number, tiles
from tests.playground.models.lessons.lesson_texts import CHOICES, EXPERIMENT, FRONT, NUMBER
from tests.playground.views.painted import painted_texts

LESSON = read_lesson(FRONT + EXPERIMENT + CHOICES + NUMBER)
CHOICE, NUMBER_QUESTION = LESSON.steps[0].part, LESSON.steps[1].part
LEFT = Qt.MouseButton.LeftButton


def texts(widget) -> list[str]:
    return [text.text for text in painted_texts(widget)]


@pytest.fixture
def question(qtbot):
    card = QuestionCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.resize(760, 340)
    card.show()
    assert isinstance(CHOICE, ChoiceQuestion)
    card.set_question(CHOICE, "After 30 epochs.", "Run both", Ground(1.0, 30))
    return card


def test_that_choices_are_asked_and_one_is_chosen(question, qtbot):
    assert not question.foot.run_button.isEnabled()
    with qtbot.waitSignal(question.guessed) as told:
        qtbot.mouseClick(tiles(question)[1], LEFT)
    assert told.args == [1]
    question.set_guess(1)
    assert [tile.isChecked() for tile in tiles(question)] == [False, True]
    assert question.foot.run_button.isEnabled()


def test_that_a_tile_says_what_it_is(question):
    tile = tiles(question)[0]
    assert tile.accessibleName() == "It falls"
    assert "Everything does." in tile.toolTip()
    shown = " ".join(texts(tile))
    assert "It falls" in shown
    assert "Everything does." in shown


def test_that_while_running_only_pause_is_offered(question):
    question.set_guess(0)
    question.set_running(True, 12, 30)
    assert question.foot.pause_button.isVisible()
    assert not question.foot.run_button.isVisible()
    assert not question.skip_button.isVisible()
    assert question.foot.state.text() == "Epoch 12 of 30"
    assert not tiles(question)[0].isEnabled()
    question.set_running(False, 12, 30)
    assert question.foot.run_button.isEnabled()
    assert not tiles(question)[0].isEnabled()


def test_that_return_does_not_run_before_something_is_chosen(question, qtbot):
    with qtbot.assertNotEmitted(question.run_wanted):
        qtbot.keyClick(question, Qt.Key.Key_Return)
    question.set_guess(0)
    with qtbot.waitSignal(question.run_wanted):
        qtbot.keyClick(question, Qt.Key.Key_Return)


def test_that_a_number_in_percent_is_a_share(question, qtbot):
    assert isinstance(NUMBER_QUESTION, NumberQuestion)
    question.set_question(NUMBER_QUESTION, "", "Run", Ground(1.0, 30))
    assert question.field.isVisible()
    with qtbot.waitSignal(question.guessed) as told:
        number(question).number.value_edited.emit(35.0)
    assert told.args == [0.35]
    question.set_guess(0.35)
    assert number(question).number.value() == 35.0


def test_that_the_button_says_how_many_run():
    assert [run_words(count) for count in (1, 2, 3, 4)] == [
        "Run", "Run both", "Run all three", "Run all four",
    ]  # fmt: skip


# Outcome.


@pytest.fixture
def outcome(qtbot):
    card = OutcomeCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.resize(760, 300)
    card.show()
    return card


def curve(name: str, losses: list[float], look: str = "plain") -> OutcomeCurve:
    return OutcomeCurve(name, look, np.arange(1.0, len(losses) + 1), np.array(losses))  # type: ignore[arg-type]


def test_that_mistake_and_healthy_run_have_the_colours_of_both(outcome):
    outcome.set_outcome("Loss", [curve("x", [1, 2], "bad"), curve("y", [1, 0.5], "good")], None, "", 2)
    inks = [one.ink for one in outcome.chart.curves]
    assert [ink(LIGHT) for ink in inks] == [LIGHT.danger, LIGHT.ok]
    assert [ink(DARK) for ink in inks] == [DARK.danger, DARK.ok]
    assert {"x", "y"} <= {*texts(outcome.chart)}


def test_that_the_guess_lies_under_the_losses(outcome):
    guess = np.array([0.0, 2.0]), np.array([1.0, 0.0])
    outcome.set_outcome("Loss", [curve("x", [1.0, 2.0])], guess, "x", 2)
    assert [one.name for one in outcome.chart.curves] == [GUESS, "x"]
    assert not outcome.chart.curves[0].is_read


def test_that_losses_far_apart_share_a_logarithmic_axis(outcome):
    near = [curve("x", [0.7, 0.7]), curve("y", [0.7, 0.01])]
    outcome.set_outcome("Loss", near, None, "", 2)
    linear = [text for text in texts(outcome.chart) if text == "0"]
    assert linear
    far = [*near, curve("z", [20.0, 30.0])]
    outcome.set_outcome("Loss", far, None, "", 2)
    low, _ = outcome.chart.heights
    assert low < np.log10(0.01)  # heights are logarithms now


def test_that_a_verdict_is_said_in_words(outcome):
    outcome.set_verdict("As you guessed", "good")
    assert "As you guessed" in texts(outcome)
    assert outcome.tag.accessibleName() == "As you guessed"
    outcome.set_verdict("", "plain")
    assert not outcome.tag.isVisible()


def test_that_losses_without_a_number_are_drawn_as_nothing(outcome):
    outcome.set_outcome("Loss", [curve("x", [np.nan, np.nan])], None, "", 2)
    assert outcome.chart.curves == []
    assert "Not run yet" in texts(outcome.chart)


# Tasks.


@pytest.fixture
def task(qtbot):
    card = TaskCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.resize(760, 200)
    card.show()
    return card


EXPERIMENTS = Experiment(dataset="circle", hidden=(4, 2), learning_rate=0.3)


def test_that_a_task_has_the_controls_it_gives_and_no_others(task):
    task.set_task("Do it", ("learning_rate", "dropout"), EXPERIMENTS)
    assert {*task.controls} == {"learning_rate", "dropout"}
    assert not task.sizes.isVisible()
    assert task.controls["learning_rate"].field.value() == 0.3
    task.set_task("Do it", ("hidden", "seed"), EXPERIMENTS)
    assert {*task.controls} == {"seed"}
    assert task.sizes.isVisible()
    assert task.sizes.text() == "4, 2"
    task.set_experiment(EXPERIMENTS.with_(hidden=()))
    assert task.sizes.text() == "none"


def test_that_a_control_tells_its_setting(task, qtbot):
    task.set_task("Do it", ("optimizer",), EXPERIMENTS)
    field = task.controls["optimizer"].field
    with qtbot.waitSignal(task.setting_edited) as told:
        field.option_selected.emit("sgd")
    assert told.args == ["optimizer", "sgd"]


def test_that_controls_are_closed_while_the_run_trains(task):
    task.set_task("Do it", ("hidden", "seed"), EXPERIMENTS)
    task.set_running(True, 5, 30)
    assert not task.sizes.isEnabled()
    assert not task.controls["seed"].field.isEnabled()
    assert task.foot.pause_button.isVisible()
    assert task.foot.state.text() == "Epoch 5 of 30"
    task.set_running(False, 30, 30)
    assert task.sizes.isEnabled()
    assert task.foot.run_button.isVisible()


# Runs.


def look(**values: object) -> RunLook:
    given: dict[str, object] = {
        "pixels": np.full((20, 20, 4), 200, np.uint8), "places": np.array([[0.2, 0.3], [0.8, 0.5]]),
        "y": np.array([0, 1]), "train_loss": 0.25, "test_score": 0.9, "gradient_norm": 1.5,
    }  # fmt: skip
    return RunLook(**{**given, **values})  # type: ignore[arg-type]


@pytest.fixture
def run(qtbot):
    card = RunCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.resize(360, 430)
    card.show()
    card.set_run("A run", "bad")
    return card


def test_that_a_run_waits_for_its_picture(run):
    assert "Painting…" in texts(run)
    run.set_look(look())
    assert "Painting…" not in texts(run)
    assert {"A run", "0.250", "90.0 %", "1.500"} <= {*texts(run)}


def test_that_a_boundary_can_be_hidden_until_it_is_predicted(run):
    run.set_look(look(is_veiled=True))
    assert "?" in texts(run)
    run.set_look(look())
    assert "?" not in texts(run)


def test_that_the_test_loss_is_shown_where_there_is_room(run):
    run.set_look(look(test_loss=0.75))
    assert "0.750" not in texts(run)
    assert "Test loss 0.750" in run.accessibleDescription()
    run.resize(700, 800)
    assert {"0.250", "0.750", "90.0 %", "1.500"} <= {*texts(run)}


def test_that_a_run_of_regression_has_no_accuracy(run):
    run.set_look(look(is_share=False, test_score=0.5))
    assert "Test R²" in texts(run)


@pytest.mark.parametrize("size", [(360, 430), (380, 200), (200, 190), (760, 600)])
def test_that_a_run_shows_its_name_and_state_at_any_size(run, size):
    run.resize(*size)
    run.set_look(look(state="Not learning", tone="bad"))
    shown = texts(run)
    assert "A run" in shown
    assert ("Not learning" in shown) == (size[0] > 200)
    assert run.accessibleDescription().startswith("Not learning: Train loss 0.250")


def test_that_a_narrow_run_has_fewer_figures_whose_names_are_whole(run):
    run.resize(236, 330)
    run.set_look(look())
    assert {"Train loss", "Test accuracy"} <= {*texts(run)}
    assert not any(text.endswith("…") for text in texts(run))


def test_that_another_run_forgets_the_picture_before(run):
    run.set_look(look(state="Learned", tone="good"))
    run.set_run("Other", "plain")
    assert run.state == ""
    assert dict(run.figures)["Train loss"] == "–"


def test_that_a_tag_is_as_wide_as_its_words(qtbot):
    tag = Tag()
    qtbot.addWidget(tag)
    tag.set_state("x", "plain")
    short = tag.sizeHint().width()
    tag.set_state("much longer", "bad")
    assert tag.sizeHint().width() > short + 40


def test_that_the_last_card_leads_to_train(qtbot):
    card = BreakCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.set_words("Take it out.")
    card.resize(600, 90)
    card.show()
    assert any("Take it out." in text for text in texts(card))
    with qtbot.waitSignal(card.open_wanted):
        qtbot.mouseClick(card.open_button, LEFT, pos=QPoint(10, 10))


def test_that_a_lesson_run_is_plain_by_default():
    assert LessonRun("a", "x", EXPERIMENTS).look == "plain"


def test_that_a_slider_of_a_task_says_its_name_once_and_a_field_has_a_caption(task):
    task.set_task("Do it", ("learning_rate", "dropout"), EXPERIMENTS)
    shown = texts(task)
    assert shown.count("Dropout") == 1
    assert shown.count("Learning rate") == 1


@pytest.mark.parametrize("height", [LEAST_TALL, TALL])
def test_that_the_reason_of_an_answer_is_whole_in_a_narrow_tile(qtbot, height):
    because = "Whatever line it draws, half the points are on the wrong side."
    assert isinstance(CHOICE, ChoiceQuestion)
    choice = CHOICE.choices[0]
    tile = ChoiceTile(1, choice.title, because, choice.curve)
    qtbot.addWidget(tile)
    tile.resize(231, height)
    shown = " ".join(texts(tile))
    assert because in shown

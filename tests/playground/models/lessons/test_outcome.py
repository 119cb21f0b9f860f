"""What a lesson says about runs is what the runs have."""

from __future__ import annotations

import math
from typing import cast

import numpy as np
import pytest

from playground.models.compare.comparison import figures_of
from playground.models.experiment.experiment import Experiment
from playground.models.lessons.language import read_expression
from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import (
    Outcome,
    Outcomes,
    curve_of,
    how_it_goes,
    outcome_of,
    sketch_error,
    value_words,
)
from playground.models.lessons.parts.choice_question import ChoiceQuestion
from playground.models.lessons.parts.number_question import NumberQuestion
from playground.models.lessons.parts.sketch_question import SketchQuestion
from playground.models.lessons.stages.run_stage import RunStage
from playground.models.lessons.trial import try_lesson
from playground.models.run.session import Session
from tests.playground.models.lessons.lesson_texts import (
    CHOICES,
    EXPERIMENT,
    FRONT,
    NUMBER,
    REVEAL,
    SKETCH,
    TASK,
)

LESSON = read_lesson(FRONT + EXPERIMENT + CHOICES + NUMBER + SKETCH + REVEAL)
STAGE = cast(RunStage, LESSON.steps[0].stage)


@pytest.fixture(scope="module")
def outcomes():
    return STAGE.outcomes()


def number(text: str, outcomes: dict[str, Outcome]) -> float:
    value = read_expression(text, STAGE, "number").value(Outcomes(outcomes))
    assert isinstance(value, float)
    return value


def test_that_quantities_are_those_of_the_training(outcomes):
    session = Session(STAGE.runs[1].experiment)
    session.train_for(math.inf, 30)
    figures = figures_of(session.training)
    assert number("b.train_loss", outcomes) == figures.train_loss
    assert number("b.test_loss", outcomes) == figures.test_loss
    assert number("b.train_accuracy", outcomes) == figures.train_score
    assert number("b.test_accuracy", outcomes) == figures.test_score
    assert number("b.epoch", outcomes) == 30
    assert number("b.neurons", outcomes) == 4
    assert number("b.layers", outcomes) == 1
    assert number("b.parameters", outcomes) == session.network.n_parameters
    assert number("b.learning_rate", outcomes) == 0.05


def test_that_a_quantity_at_an_epoch_is_the_one_it_had_there(outcomes):
    session = Session(STAGE.runs[1].experiment)
    session.train_for(math.inf, 7)
    assert number("b.train_loss@7", outcomes) == session.training.trainer.last_train_loss
    assert math.isnan(number("b.train_loss@31", outcomes))
    assert number("b.lowest_train_loss", outcomes) == outcomes["b"].curves.train.min()


def test_that_texts_have_numbers_as_the_app_writes_them(outcomes):
    numbers = Outcomes(outcomes)
    text = LESSON.steps[3].text
    words = numbers.words(text)
    assert "{" not in words
    assert f"{outcomes['a'].newest.train_loss:.3f}" in words
    unknown = Outcomes({}).words(text)
    assert "–" in unknown


def test_that_a_run_that_leaves_the_range_says_so():
    wild = Session(Experiment(dataset="plane", optimizer="sgd", learning_rate=1000.0, rests=False))
    outcome = outcome_of(wild, 200)
    assert outcome.has_failed
    assert how_it_goes(outcome) == ("Ran away", False)


def test_that_a_word_tells_how_a_run_goes(outcomes):
    assert how_it_goes(Outcome.of(Session(STAGE.runs[0].experiment))) == ("Not run yet", None)
    assert how_it_goes(outcomes["a"])[1] is not True  # a line cannot separate a circle
    assert how_it_goes(outcomes["b"])[0] in ("Learned", "Learned a little")
    # Worse than guessing is not learning, however bad the beginning was.
    wild = Experiment(dataset="circle", hidden=(4,), optimizer="sgd", learning_rate=30.0, seed=2, rests=False)
    assert how_it_goes(outcome_of(Session(wild), 40)) == ("Not learning", False)


# Judging.


def test_that_a_choice_is_right_if_it_is_what_happens(outcomes):
    question = LESSON.steps[0].part
    assert isinstance(question, ChoiceQuestion)
    numbers = Outcomes(outcomes)
    falls, stays = (question.judge(place, numbers) for place in (0, 1))
    assert (falls.is_right, stays.is_right) == (False, True)
    assert falls.outcome == stays.outcome == "It stays"
    assert "You said it falls" in numbers.words(falls.answer)
    assert question.words(1) == "It stays"


@pytest.mark.parametrize(
    ("away", "is_right", "answer"), [(0.0, True, "Right."), (0.04, True, "Right."), (-0.2, False, "Too low"),
                                     (0.2, False, "Too high")]
)  # fmt: skip
def test_that_a_number_is_right_within_its_tolerance(outcomes, away, is_right, answer):
    question = LESSON.steps[1].part
    assert isinstance(question, NumberQuestion)
    truth = outcomes["b"].newest.train_score
    judged = question.judge(truth + away, Outcomes(outcomes))
    assert judged.is_right is is_right
    assert answer in Outcomes(outcomes).words(judged.answer)
    assert question.words(0.5) == "50 %"


def test_that_a_sketch_is_right_if_it_lies_near_the_loss(outcomes):
    question = LESSON.steps[2].part
    assert isinstance(question, SketchQuestion)
    epochs, losses = curve_of(question.of, outcomes)
    assert (losses == outcomes["b"].curves.train).all()
    at = np.linspace(0.0, 30.0, 25)
    near = tuple(np.interp(at, epochs, losses).tolist())
    assert sketch_error(epochs, losses, np.array(near)) == pytest.approx(0.0)
    assert question.judge(near, Outcomes(outcomes)).is_right
    flat = tuple(np.full(25, 2.0 * losses[0]).tolist())
    assert not question.judge(flat, Outcomes(outcomes)).is_right


def test_that_the_error_of_a_sketch_is_a_share_of_the_first_loss():
    epochs, losses = np.arange(1.0, 5.0), np.full(4, 0.5)
    assert sketch_error(epochs, losses, np.full(10, 0.6)) == pytest.approx(0.2)
    assert sketch_error(epochs, np.full(4, math.nan), np.full(10, 0.6)) == math.inf


# Trying whole lessons.


def test_that_a_lesson_that_is_true_has_no_fault():
    assert try_lesson(read_lesson(FRONT + EXPERIMENT + CHOICES + REVEAL + TASK)) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("check: b.train_loss < a.train_loss", "check: b.train_loss > a.train_loss", "is not so"),
        ("when: a.train_loss >= 0.3", "when: a.train_loss < 0.1", "0 of the choices"),
        ("when: a.train_loss < 0.3", "when: True", "2 of the choices"),
        ("{b.train_loss}.", "{b.train_loss@99}.", "has no value"),
        ("b.neurons >= 5", "b.neurons >= 1", "done before"),
    ],
)
def test_that_a_lesson_that_says_what_is_not_so_is_found(old, new, reason):
    text = FRONT + EXPERIMENT + CHOICES + REVEAL + TASK
    assert old in text
    faults = try_lesson(read_lesson(text.replace(old, new)))
    assert any(reason in fault.text for fault in faults), faults


def test_that_a_network_contradicts_itself_only_where_eval_is_forgotten():
    dropping = Experiment(dataset="circle", hidden=(4,), dropout=0.5, backend="array", rests=False)
    assert outcome_of(Session(dropping), 2).value_of("flicker") == 0.0
    session = Session(dropping.with_(forgets_eval=True))
    flicker = number("a.flicker", {"a": outcome_of(session, 2)})
    network, parameters = session.network, session.training.trainer.parameters
    X = np.concatenate([network.split.X_train, network.split.X_test])
    first, second = (network.asked_again(draw).predicted_classes(X, parameters) for draw in (0, 1))
    assert flicker == (first != second).mean() > 0.0
    assert value_words(read_expression("a.flicker", STAGE, "number"), 0.25).endswith(" %")

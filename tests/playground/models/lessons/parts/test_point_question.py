"""Questions that are answered by pointing."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import Outcome, Outcomes
from playground.models.lessons.parts.point_question import PointQuestion
from playground.models.lessons.reading.lesson_source import LessonError
from playground.models.lessons.trial import try_lesson
from tests.playground.models.lessons.lesson_texts import (
    EXPERIMENT,
    FRONT,
    NETWORK_SLICE,
    POINT_AT_LAYER,
    POINT_AT_SAMPLE,
    REVEAL,
)

POINT_AT_NEURON = POINT_AT_LAYER.replace("point: layer", "point: neuron").replace("wrong output", "wrong 1.2")
LESSON = read_lesson(FRONT + EXPERIMENT + POINT_AT_LAYER + POINT_AT_NEURON + POINT_AT_SAMPLE)
QUESTIONS = {step.part.kind: step.part for step in LESSON.steps if isinstance(step.part, PointQuestion)}


@pytest.fixture(scope="module")
def outcomes():
    stage = LESSON.steps[0].stage
    assert stage is not None
    return stage.outcomes()


def insight(outcomes):
    outcome = cast(Outcome, outcomes["b"])
    return outcome.insights[outcome.epoch]


def test_that_targets_have_keys_and_the_names_of_train():
    assert QUESTIONS["layer"].keys == ("1", "output")
    assert QUESTIONS["neuron"].keys == ("1.1", "1.2", "1.3", "1.4")
    assert QUESTIONS["layer"].words("output") == "Output"
    assert QUESTIONS["neuron"].words("1.3") == "Hidden 1, neuron 3"
    assert QUESTIONS["sample"].words("1234") == "Point 1,234"


@pytest.mark.parametrize("kind", ["layer", "neuron", "sample"])
def test_that_the_extreme_one_is_right(outcomes, kind):
    seen, question = insight(outcomes), QUESTIONS[kind]
    values = {
        "layer": dict(zip(question.keys, seen.layer_norms, strict=True)) if kind == "layer" else {},
        "neuron": dict(zip(question.keys, seen.neuron_norms[0], strict=True)) if kind == "neuron" else {},
        "sample": {str(number): loss for number, loss in enumerate(seen.losses, 1)},
    }[kind]
    pick = max if kind == "sample" else min
    best = pick(values, key=lambda key: values[key])
    numbers = Outcomes(outcomes)
    assert question.best(numbers) == (best,)
    for key in values:
        assert question.judge(key, numbers).is_right is (key == best)
    outcome = question.judge(best, numbers).outcome
    assert outcome.startswith(question.words(best))


def test_that_some_wrong_answers_have_a_sentence_of_their_own(outcomes):
    numbers, question = Outcomes(outcomes), QUESTIONS["layer"]
    told = {key: numbers.words(question.judge(key, numbers).answer) for key in question.keys}
    (right,) = question.best(numbers)
    assert right == "1"
    assert told["1"].startswith("Right, it is 0.")
    assert told["output"] == "The output layer is next to the error."


def test_that_equal_ones_are_all_right(outcomes):
    outcome = cast(Outcome, outcomes["b"])
    seen = insight(outcomes)
    seen = replace(seen, neuron_norms=(np.full(4, 0.25), np.array([1.0])))
    alike = Outcomes(
        {"b": Outcome(outcome.experiment, 1, outcome.newest, outcome.curves, insights={30: seen})}
    )
    assert QUESTIONS["neuron"].best(alike) == QUESTIONS["neuron"].keys
    assert any("all have the same" in reason for reason in QUESTIONS["neuron"].faults(alike))


def test_that_nothing_is_right_before_it_has_run():
    assert QUESTIONS["layer"].best(Outcomes({})) == ()
    assert not QUESTIONS["layer"].judge("1", Outcomes({})).is_right


@pytest.mark.parametrize(
    ("kind", "guess", "does"),
    [
        ("layer", "1", True), ("layer", "2", False), ("layer", 1, False), ("layer", (1.0, 2.0), False),
        ("neuron", "1.4", True), ("neuron", "1.5", False), ("sample", "60", True), ("sample", "x", False),
    ],
)  # fmt: skip
def test_that_a_guess_from_another_version_of_the_lesson_is_none(kind, guess, does):
    assert QUESTIONS[kind].takes(guess) is does


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("point: layer", "point: link", "layer, neuron, sample, not “link”"),
        ("lowest: b.gradient_norm", "lowest: b.sample_loss", "is a.gradient_norm, b.gradient_norm"),
        ("lowest: b.gradient_norm", "lowest: c.gradient_norm", "not “c.gradient_norm”"),
        ("lowest: b.gradient_norm", "lowest: b.gradient_norm(1)", "not “b.gradient_norm(1)”"),
        ("lowest: b.gradient_norm\n", "", "lacks lowest"),
        ("wrong output", "wrong 7", "wrong 7: there is no such layer"),
        ("wrong: No.", "wrong output: No.", "lacks wrong"),
        ("lowest: b", "lowest: a", "2 to 16 layers, not 1"),
        ("b.gradient_norm(1)}", "b.gradient_norm(3)}", "layer 1 or output, not 3"),
    ],
)  # fmt: skip
def test_that_a_fault_of_the_block_is_told(old, new, reason):
    assert old in POINT_AT_LAYER
    with pytest.raises(LessonError, match=re.escape(reason)):
        read_lesson(FRONT + EXPERIMENT + POINT_AT_LAYER.replace(old, new))


def test_that_only_runs_that_train_are_pointed_at():
    question = POINT_AT_LAYER.replace("b.", "a.").replace("{a.gradient_norm(1)}", "it")
    with pytest.raises(LessonError, match="point: needs runs that train"):
        read_lesson(FRONT + NETWORK_SLICE + question)


def test_that_checking_a_lesson_finds_a_wrong_answer_that_is_right():
    good = FRONT + EXPERIMENT + POINT_AT_LAYER + REVEAL
    assert try_lesson(read_lesson(good)) == []
    bad = read_lesson(good.replace("wrong output", "wrong 1"))
    assert any("wrong 1: is right" in fault.text for fault in try_lesson(bad))

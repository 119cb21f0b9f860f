from __future__ import annotations

import math

import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import output_layer
from playground.models.graph.mistakes.twin_run import TwinCourse, TwinReport
from playground.models.graph.mistakes.twin_words import comparison, say_why

SOFTMAX, LOGIT = (
    output_layer("classification", 3, "cross_entropy"),
    output_layer("classification", 2, "binary_cross_entropy"),
)


def report(mistake: str, wrong: tuple[float, ...] = (1.0, 0.9, 0.8), **values) -> TwinReport:
    healthy = TwinCourse((1.0, 0.8, 0.7), (1.1, 0.85), (0.5, 0.4))
    return TwinReport(mistake, healthy, TwinCourse(wrong, (1.2, 1.0), (1.0, 1.6)), **values)


def test_that_nothing_is_said_before_the_first_update() -> None:
    nothing = TwinReport("backward_twice", TwinCourse((1.0,)), TwinCourse((1.0,)))
    assert say_why(nothing, Experiment(), SOFTMAX) == ""
    assert comparison(nothing) == ()


def test_that_the_factor_is_the_one_of_the_run() -> None:
    text = say_why(report("backward_twice"), Experiment(optimizer="sgd"), SOFTMAX)
    assert "it leaves 2 times the gradient" in text
    assert "Adam" not in text
    assert "but for Adam" in say_why(report("backward_twice"), Experiment(optimizer="adam"), SOFTMAX)


def test_that_overshooting_is_told_only_where_it_happened() -> None:
    experiment = Experiment(optimizer="sgd")
    assert "in update 2 it is 4 times as long" in say_why(report("no_zero_grad"), experiment, SOFTMAX)
    assert "So far that acts" in say_why(report("no_zero_grad"), experiment, SOFTMAX)
    up = report("no_zero_grad", (1.0, 0.5, 0.9))
    assert "the loss fell to 0.5 until update 1 and is 0.9 now" in say_why(up, experiment, SOFTMAX)
    worse = report("no_zero_grad", (1.0, 1.5, 2.0))
    assert "the loss rose from 1 to 2" in say_why(worse, experiment, SOFTMAX)


@pytest.mark.parametrize("mistake", ["backward_twice", "no_zero_grad"])
def test_that_a_twin_that_is_ahead_is_no_praise_of_its_mistake(mistake: str) -> None:
    experiment = Experiment(optimizer="sgd")
    ahead = say_why(report(mistake, (1.0, 0.7, 0.5)), experiment, SOFTMAX)
    assert "It is ahead here, 0.5 against 0.7, because the mistake acts as a larger step" in ahead
    assert "a higher rate does the same without it" in ahead
    assert "ahead" not in say_why(report(mistake), experiment, SOFTMAX)


def test_that_it_is_said_whether_inner_nodes_must_be_cleared_too() -> None:
    text = say_why(report("no_zero_grad"), Experiment(optimizer="sgd"), SOFTMAX)
    assert "Only parameters need it: every forward pass makes the inner nodes anew" in text


def test_that_the_least_loss_of_a_second_softmax_is_the_closed_form() -> None:
    text = say_why(report("softmax_twice"), Experiment(), SOFTMAX)
    assert f"below {-math.log(math.e / (math.e + 2)):.3g}." in text
    text = say_why(report("softmax_twice"), Experiment(loss="binary_cross_entropy"), LOGIT)
    assert "second sigmoid" in text
    assert "0.313 for class 1 and 0.693 for class 0" in text


def test_that_right_and_wrong_numbers_stand_side_by_side() -> None:
    rows = comparison(report("backward_twice"))
    assert rows[0] == ("Gradient of update 1", "0.5", "1")
    assert rows[1] == ("Gradient of update 2", "0.4", "1.6")
    assert ("Loss after 2 updates", "0.7", "0.8") in rows


def test_that_a_failure_is_told_at_the_end() -> None:
    text = say_why(report("backward_twice", failure="In update 3 it broke"), Experiment(), SOFTMAX)
    assert text.endswith(". In update 3 it broke.")


@pytest.mark.parametrize("mistake", ["backward_twice", "no_zero_grad", "softmax_twice"])
def test_that_every_sentence_ends_with_one_stop(mistake: str) -> None:
    text = say_why(report(mistake), Experiment(), SOFTMAX)
    assert text.endswith(".")
    assert ".." not in text

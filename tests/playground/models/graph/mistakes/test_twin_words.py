from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import output_layer
from playground.models.graph.mistakes.highest_rate import STILL_WORKS
from playground.models.graph.mistakes.laboratory import TAIL
from playground.models.graph.mistakes.network_lab import NetworkLab
from playground.models.graph.mistakes.twin_run import (
    NEAR_LIMIT,
    NO_LIMIT,
    TwinCourse,
    TwinReport,
    train_twins,
)
from playground.models.graph.mistakes.twin_words import comparison, say_why
from playground.models.network.network import Network
from playground.style.words import number_text

SOFTMAX, LOGIT = (
    output_layer("classification", 3, "cross_entropy"),
    output_layer("classification", 2, "binary_cross_entropy"),
)
HEALTHY = TwinCourse(0.1, (1.0, 0.8, 0.7), (1.1, 0.85), (0.5, 0.4))


def report(
    mistake: str, wrong: tuple[float, ...] = (1.0, 0.9, 0.8), optimizer: str = "sgd", **values: Any
) -> TwinReport:
    mistaken = TwinCourse(0.1, wrong, (1.2, 1.0), (1.0, 1.6))
    return TwinReport(mistake, optimizer, 2, HEALTHY, mistaken, **values)


def test_that_nothing_is_said_before_the_first_update() -> None:
    begun = TwinCourse(0.1, (1.0,))
    nothing = TwinReport("backward_twice", "sgd", 2, begun, begun)
    assert say_why(nothing, SOFTMAX) == ""
    assert comparison(nothing) == ()


def test_that_the_factor_is_the_one_of_the_run() -> None:
    text = say_why(report("backward_twice"), SOFTMAX)
    assert "it leaves 2 times the gradient" in text
    assert "Adam" not in text


def test_that_an_optimizer_that_hides_the_mistake_is_named_first_and_sgd_after() -> None:
    hidden = say_why(report("backward_twice", (1.0, 0.8, 0.7), "adam"), SOFTMAX)
    assert hidden.startswith("Adam hides this mistake: it divides each gradient by its own size")
    assert hidden.endswith("With SGD, where the step is as long as the gradient, the mistake shows.")
    assert "tiny differences grow" not in hidden
    assert "tiny differences grow" in say_why(report("backward_twice", (1.0, 0.8, 2.0), "adam"), SOFTMAX)


def test_that_a_curve_that_covers_the_one_of_twice_the_rate_says_so() -> None:
    twice = TwinCourse(0.2, (1.0, 0.9, 0.8), (1.2, 1.0), (0.5, 0.8))
    text = say_why(report("backward_twice", larger=twice), SOFTMAX)
    assert "That is the rate 0.2 instead of 0.1 and nothing else" in text
    other = TwinCourse(0.2, (1.0, 0.9, 0.75), (1.2, 1.0), (0.5, 0.8))
    text = say_why(report("backward_twice", larger=other), SOFTMAX)
    assert "nothing else" not in text
    assert f"is at {number_text((1.0 + 0.9 + 0.75) / 3, 3)}" in text


@pytest.mark.parametrize("mistake", ["backward_twice", "no_zero_grad"])
def test_that_one_that_is_ahead_is_no_praise_of_its_mistake(mistake: str) -> None:
    ahead = (1.0, 0.7, 0.1)
    text = say_why(report(mistake, ahead), SOFTMAX)
    assert "It is ahead, 0.6 against 0.833, because this rate is small" in text
    assert "a higher rate does the same without the mistake. “Near the limit” shows" in text
    text = say_why(report(mistake, ahead, place=NO_LIMIT), SOFTMAX)
    assert "No rate was found here of which twice as much does harm." in text
    assert "ahead" not in say_why(report(mistake), SOFTMAX)


def test_that_harm_is_told_with_its_numbers() -> None:
    worse = (1.0, 1.5, 2.0)
    text = say_why(report("no_zero_grad", worse, place=NEAR_LIMIT), SOFTMAX)
    assert "Near the highest rate that works that is too far: the loss is 1.5 against 0.833." in text
    assert "It does harm: the loss is 1.5 against 0.833." in say_why(report("no_zero_grad", worse), SOFTMAX)


def test_that_the_larger_step_is_told_with_the_loss_of_the_right_code_at_it() -> None:
    larger = TwinCourse(0.15, (1.0, 0.4, 0.1), (1.2, 1.0), (0.5, 0.8))
    text = say_why(report("no_zero_grad", larger=larger), SOFTMAX)
    assert "in update 2 it is 4 times as long as the healthy one" in text
    assert (
        "acts as a larger step, 1.5 times on average; at such a rate (0.15) the healthy code is at 0.5"
        in text
    )
    lost = TwinCourse(0.15, (1.0,), is_lost=True)
    assert "is at no number any more" in say_why(report("no_zero_grad", larger=lost), SOFTMAX)


def test_that_it_is_said_whether_inner_nodes_must_be_cleared_too() -> None:
    text = say_why(report("no_zero_grad"), SOFTMAX)
    assert text.endswith("Inner nodes need no zero_grad(): every forward pass makes them anew.")


def test_that_the_least_loss_of_a_second_softmax_is_the_closed_form() -> None:
    text = say_why(report("softmax_twice"), SOFTMAX)
    assert f"below {-math.log(math.e / (math.e + 2)):.3g}." in text
    assert "The true loss is 0.9 against 0.833." in text
    text = say_why(report("softmax_twice"), LOGIT)
    assert "second sigmoid" in text
    assert "0.313 for class 1 and 0.693 for class 0" in text


def test_that_right_and_wrong_numbers_stand_side_by_side() -> None:
    rows = comparison(report("backward_twice"))
    assert rows[0] == ("Gradient of update 1", "0.5", "1")
    assert rows[1] == ("Gradient of update 2", "0.4", "1.6")
    assert rows[-1] == ("Loss after 2 updates", "0.7", "0.8")
    assert ("Loss it saw itself", "0.85", "1") in comparison(report("softmax_twice"))


def test_that_what_left_the_range_of_numbers_is_told_at_the_end() -> None:
    lost = TwinCourse(0.1, (1.0, 0.9), (1.2,), (1.0,), is_lost=True)
    text = say_why(TwinReport("backward_twice", "sgd", 5, HEALTHY, lost), SOFTMAX)
    assert text.endswith(". In update 2 it left the range of floating point.")
    text = say_why(TwinReport("no_zero_grad", "sgd", 5, lost, lost), SOFTMAX)
    assert text.endswith("In update 2 even the healthy one left the range of floating point.")


@pytest.mark.parametrize("mistake", ["backward_twice", "no_zero_grad", "softmax_twice"])
def test_that_every_sentence_ends_with_one_stop(mistake: str) -> None:
    text = say_why(report(mistake), SOFTMAX)
    assert text.endswith(".")
    assert ".." not in text


# What the card says of real runs, against the same runs made by the optimizer's rule on arrays.

RUNS: dict[str, Any] = {
    "hidden": (3,),
    "n_samples": 60,
    "batch_size": 4,
    "backend": "array",
    "learning_rate": 0.01,
}
UPDATES = 40


def lab_of(dataset: str, optimizer: str) -> NetworkLab:
    lab = NetworkLab(Network.of(Experiment(dataset=dataset, optimizer=optimizer, **RUNS)))
    lab.updates = UPDATES
    return lab


@cache
def near_limit(dataset: str, optimizer: str, mistake: str) -> TwinReport:
    """Return the run at the highest rate that works, whose search takes longest."""
    return train_twins(lab_of(dataset, optimizer), mistake)


def end_on_arrays(lab: NetworkLab, mistake: str, rate: float) -> float:
    """Return the mean loss at the end of a run that is made without a single Scalar."""
    settings = type(lab.network.experiment.make_optimizer())(learning_rate=rate)
    X, y = lab.network.split.X_train, lab.network.split.y_train
    judge = lab._trainer()
    values, kept = lab.network.first_parameters.copy(), np.zeros(lab.network.n_parameters)
    state, ones, losses = settings.initial_state(len(values)), np.ones(len(values)), []
    for number in range(lab.updates):
        judge.set_data(X[lab.batch(number)], y[lab.batch(number)])
        judge.set_parameters(values)
        gradients = judge.look_ahead().gradients
        kept = kept + gradients if mistake == "no_zero_grad" else gradients
        used = 2.0 * kept if mistake == "backward_twice" else kept
        settings.update(values, used, state, number + 1, ones)
        losses.append(lab.loss_of(values))
    return float(np.mean(losses[-TAIL:]))


@pytest.mark.parametrize("mistake", ["backward_twice", "no_zero_grad"])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("dataset", ["circle", "xor", "spiral", "iris"])
def test_that_what_the_card_says_of_a_run_is_true(dataset: str, optimizer: str, mistake: str) -> None:
    lab = lab_of(dataset, optimizer)
    own = train_twins(lab, mistake, near_limit=False)
    right, wrong = (end_on_arrays(lab, key, own.healthy.rate) for key in ("", mistake))
    text = say_why(own, lab.network.output)
    if mistake == "backward_twice" and optimizer == "adam":
        assert text.startswith("Adam hides this mistake")
        assert wrong == pytest.approx(right, rel=1e-3)
        assert "is too far" in say_why(near_limit(dataset, "sgd", mistake), lab.network.output)
        return
    found = re.search(r"(\S+) against (\S+)[,:.]", text)
    if found is None:
        assert "Both are near" in text
        assert wrong == pytest.approx(right, rel=0.02)
    else:
        told = [float(number.rstrip(".,")) for number in found.groups()]
        assert told == pytest.approx([wrong, right], rel=5e-3)
        assert ("It is ahead" in text) is (wrong < right)
    if own.larger is not None:
        same = end_on_arrays(lab, "", own.larger.rate)
        assert own.larger.end == pytest.approx(same, rel=1e-6)
        assert ("has the same curve" in text) is (mistake == "backward_twice")
    near = near_limit(dataset, optimizer, mistake)
    assert near.place == NEAR_LIMIT
    assert "is too far" in say_why(near, lab.network.output)
    healthy, mistaken = (end_on_arrays(lab, key, near.healthy.rate) for key in ("", mistake))
    assert healthy < (1.0 + STILL_WORKS) * near.healthy.losses[0]
    assert mistaken > 1.1 * healthy

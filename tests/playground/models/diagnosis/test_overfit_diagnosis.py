from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from playground.models.data.table_data import TableData
from playground.models.diagnosis.overfit import OverfitResult, OverfitTest
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training


def judge(most_updates: int = 300, **values) -> OverfitResult:
    run = Training.of(Experiment(**{"backend": "array", "dataset": "xor", "hidden": (4,), **values}))
    test = OverfitTest(run.network, most_updates)
    test.advance(math.inf)
    assert test.result is not None
    return test.result


def test_that_equal_inputs_of_different_classes_cannot_be_learned_by_heart():
    result = judge(dataset="iris", features=(3,), batch_size=20)
    assert result.diagnosis == "contradiction"
    assert "4 of 20 points have the same inputs" in result.reason
    assert "versicolor and virginica" in result.reason
    assert "features" in result.advice


def test_that_equal_inputs_of_different_numbers_cannot_be_learned_by_heart():
    table = TableData("twice", np.repeat(np.arange(8.0), 2)[:, None], np.arange(16.0) % 2, ("a",), ())
    result = judge(dataset="own", source=table, train_fraction=0.9)
    assert result.diagnosis == "contradiction"
    assert "such as 0 and 1" in result.reason or "such as 1 and 0" in result.reason


def test_that_a_small_contradiction_is_not_blamed():
    y = np.repeat(np.arange(8.0) % 2, 2)
    y[1] += 1e-3
    table = TableData("nearly", np.repeat(np.arange(8.0), 2)[:, None], y, ("a",), ())
    result = judge(dataset="own", source=table, train_fraction=0.9, hidden=())
    assert result.diagnosis == "linear"


@pytest.mark.parametrize("first", [{"initializer": "zeros"}, {"initializer": "custom", "initial_range": 0.0}])
@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_that_first_weights_of_zero_keep_neurons_alike(first, activation):
    result = judge(activation=activation, **first)
    assert result.diagnosis == "symmetry"
    assert f"{result.losses[-1]:.3g}" in result.reason
    assert "Xavier" in result.advice


def test_that_equal_first_weights_keep_neurons_alike():
    result = judge(hidden=(8,), initializer="equal", dataset="spiral", features=(0, 1))
    assert result.diagnosis == "symmetry"
    assert result.reason.startswith("all first weights are 0.1, ")


def test_that_a_single_neuron_has_none_to_be_like():
    assert judge(hidden=(1,), initializer="equal", dataset="spiral", features=(0, 1)).diagnosis != "symmetry"


def test_that_zeros_do_no_harm_without_hidden_layers():
    result = judge(hidden=(), initializer="zeros", dataset="iris", features=(0, 1, 2, 3), learning_rate=0.3)
    assert result.passed


def test_that_dead_relu_neurons_are_counted():
    result = judge(dataset="iris", hidden=(6, 6), activation="relu", learning_rate=3.0)
    assert result.diagnosis == "dead ReLU"
    assert "all 6 ReLU neurons of hidden layer 2 are dead: 0 for each of the 10 points" in result.reason
    assert "below 3" in result.advice


def test_that_a_layer_half_dead_is_named_too():
    result = judge(dataset="iris", hidden=(2, 2), activation="relu", learning_rate=0.3)
    assert result.diagnosis == "dead ReLU"
    assert "1 of 2 ReLU neurons of hidden layer 2 is dead" in result.reason


@pytest.mark.parametrize("rate", [1e-9, 1e-5])
def test_that_a_loss_that_was_still_falling_asks_for_a_larger_rate(rate):
    result = judge(learning_rate=rate, optimizer="sgd")
    assert result.diagnosis == "rate too small"
    fall = 100 * (1 - result.losses[-1] / result.losses[2 * len(result.losses) // 3])
    said = re.search(r"still falling, by (\S+) % in the last third", result.reason)
    assert said is not None
    assert float(said[1].replace("−", "-")) == pytest.approx(fall, rel=0.005)
    tried = f"try {10 * rate:g}".replace("e-0", "e−")
    assert tried in result.advice


def test_that_a_loss_going_up_and_down_asks_for_a_smaller_rate():
    result = judge(dataset="iris", hidden=(6, 6), learning_rate=10.0, optimizer="sgd")
    assert result.diagnosis == "rate too large"
    third = result.losses[2 * len(result.losses) // 3 :]
    assert f"up and down, between {min(third):.3g} and {max(third):.3g}" in result.reason
    assert result.advice == "The learning rate 10 is too large: try 1."


def test_that_a_loss_stuck_above_its_beginning_asks_for_a_smaller_rate():
    result = judge(loss="squared_error", optimizer="sgd", learning_rate=1000.0)
    assert result.diagnosis == "rate too large"
    assert f"jumped from {result.losses[0]:.3g} to {max(result.losses):.3g}" in result.reason
    assert result.advice.endswith("try 100.")


def test_that_outputs_driven_to_the_ends_of_tanh_ask_for_a_smaller_rate():
    result = judge(loss="squared_error", optimizer="sgd", learning_rate=1000.0, standardize=False)
    assert result.diagnosis == "saturated"
    assert "of the outputs of hidden layer 1 are at the ends of tanh" in result.reason
    assert result.advice == "The learning rate 1000 is too large: try 100, or standardize the data."


def test_that_outputs_at_the_ends_from_the_start_ask_for_smaller_weights():
    result = judge(hidden=(2, 2), initializer="custom", initial_range=100.0, batch_size=20)
    assert result.diagnosis == "saturated"
    assert result.advice == "It was so from the start: draw smaller first weights."


def test_that_vanishing_gradients_are_told_from_too_few_neurons():
    result = judge(600, dataset="iris", hidden=(3,) * 6, activation="sigmoid")
    assert result.diagnosis == "vanishing gradient"
    assert "through 6 hidden layers" in result.reason


@pytest.mark.parametrize(
    ("values", "why", "advice"),
    [({"hidden": ()}, "there is no hidden layer", "Add a hidden layer."),
     ({"activation": "linear"}, "all hidden layers are linear", "tanh or ReLU")],
)  # fmt: skip
def test_that_a_network_of_sums_cannot_learn_what_is_not_one(values, why, advice):
    result = judge(batch_size=20, learning_rate=0.1, **values)
    assert result.diagnosis == "linear"
    assert result.reason.startswith(why)
    assert advice in result.advice


@pytest.mark.parametrize(
    ("values", "floor"),
    [
        ({"dataset": "iris"}, math.log(1 + 2 / math.e)),
        ({"loss": "cross_entropy"}, math.log(1 + 1 / math.e)),
        ({"loss": "binary_cross_entropy"}, math.log(1 + 1 / math.e)),
    ],
)  # fmt: skip
def test_that_outputs_squashed_twice_are_named_with_the_floor_of_their_loss(values, floor):
    healthy, result = judge(500, **values), judge(500, **values, softmax_twice=True)
    assert healthy.passed
    assert result.diagnosis == "softmax twice"
    assert result.losses[-1] > floor
    assert f"a loss of at least {floor:.3f}" in result.reason
    assert "logits" in result.advice


def test_that_gradients_nobody_clears_are_named_where_they_run_past_the_lowest_place():
    rate: dict[str, Any] = {"optimizer": "sgd", "learning_rate": 0.3, "hidden": (2,), "batch_size": 20}
    result = judge(**rate, forgets_zero_grad=True)
    assert result.diagnosis == "zero_grad() forgotten"
    assert judge(**rate).diagnosis != result.diagnosis
    assert judge(**{**rate, "learning_rate": 1e-6}, forgets_zero_grad=True).diagnosis != result.diagnosis


def test_that_too_few_neurons_are_left_when_nothing_else_is_found():
    result = judge(600, hidden=(1,), batch_size=20, learning_rate=0.1)
    assert result.diagnosis == "too few neurons"
    share = 100 * result.losses[-1] / result.losses[0]
    assert f"came to rest at {result.losses[-1]:.3g}, {share:.3g} % of its first value" in result.reason
    assert "1 tanh neuron seems too little for 20 points" in result.reason
    assert "Add neurons" in result.advice


def test_that_every_failure_comes_with_advice_and_reads_as_sentences():
    for values in ({"learning_rate": 1e-6}, {"hidden": (), "batch_size": 20}, {"initializer": "zeros"}):
        result = judge(60, **values)
        assert not result.passed
        assert result.text.startswith("Failed: ")
        assert result.reason.endswith(".")
        assert result.advice.endswith(".")

"""Each mistake changes what runs, in every engine, and says where it cannot be made."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.training.backends import BACKENDS
from playground.models.diagnosis.mistakes import (
    ALL_EQUAL,
    MISTAKES,
    NOT_OVERFITTED,
    RATE_TIMES_100,
    healthy,
    is_made,
    mistakes_in,
    switched,
)
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.run.training import Training

WINE = Experiment(dataset="wine", hidden=(3,), dropout=0.2, batch_size=40)
HEALTHY = {
    "views_for_permute": Experiment(dataset="digits", hidden=(2,), batch_size=50),
    "bias_before_norm": WINE.with_(batch_norm=(True,)),
}
SWITCHES = [key for key in MISTAKES if key != NOT_OVERFITTED]
CIRCLE = Experiment(dataset="circle", hidden=(3,))


def made(key: str, experiment: Experiment) -> Experiment:
    return experiment.with_(**switched(key, experiment, on=True))


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("key", SWITCHES)
def test_that_a_run_with_a_mistake_is_another_than_the_healthy_one(key: str, backend: str) -> None:
    right = HEALTHY.get(key, WINE).with_(backend=backend)
    one, other = Training.of(right), Training.of(made(key, right))
    for training in (one, other):
        for _ in range(2):
            training.trainer.train_batch()
    if key == "forgets_eval":  # changes how a network is looked at, not how it learns
        np.testing.assert_array_equal(one.trainer.parameters, other.trainer.parameters)
        assert one.trainer.test_loss() != other.trainer.test_loss()
    elif key in ("bias_before_norm", "output_bias"):  # other parameters
        n_biases = {"bias_before_norm": 3, "output_bias": -3}[key]
        assert len(other.trainer.parameters) == len(one.trainer.parameters) + n_biases
    else:
        assert np.abs(one.trainer.parameters - other.trainer.parameters).max() > 1e-4


@settings(max_examples=10)
@given(
    st.sets(st.sampled_from([key for key in SWITCHES if key != RATE_TIMES_100])),
    st.integers(1, 3),
    st.sampled_from([7, 40]),
)
def test_that_mistakes_come_to_the_same_in_machine_code_and_on_arrays(
    keys: set[str], batches: int, batch_size: int
) -> None:
    experiment = WINE.with_(batch_norm=(True,), batches_per_update=batches, batch_size=batch_size)
    for key in keys:
        experiment = made(key, experiment)
    results = []
    for backend in ("compiled", "array"):
        training = Training.of(experiment.with_(backend=backend))
        training.trainer.train_for(60.0, 2)
        results.append([*training.trainer.parameters, training.trainer.last_train_loss])
    np.testing.assert_allclose(results[0], results[1], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("key", SWITCHES)
def test_that_a_healthy_twin_differs_in_nothing_but_the_mistake(key: str) -> None:
    right = HEALTHY.get(key, WINE)
    wrong = made(key, right)
    assert wrong != right
    known = {"learning_rate": right.learning_rate} if key == RATE_TIMES_100 else {}
    assert healthy(wrong, known) == right
    assert healthy(right, {}) == right
    assert right.with_(**switched(key, wrong, on=False)) == right


@pytest.mark.parametrize("key", [key for key in SWITCHES if key != RATE_TIMES_100])
def test_that_an_experiment_tells_its_mistake(key: str) -> None:
    right = HEALTHY.get(key, WINE)
    assert not is_made(key, right)
    assert [mistake.key for mistake in mistakes_in(Network.of(made(key, right)))] == [key]
    assert mistakes_in(Network.of(right)) == []


@pytest.mark.parametrize(
    ("key", "values", "reason"),
    [
        ("forgets_eval", {}, "without dropout"), ("bias_before_norm", {}, "no hidden layer has batch norm"),
        ("forgets_eval", {"dropout": 0.2, "hidden": ()}, "without dropout"),
        ("softmax_twice", {"loss": "squared_error"}, "expects no logits"),
        ("softmax_twice", {"dataset": "plane"}, "expects no logits"),
        ("views_for_permute", {}, "choose Digits"),
        ("labels_off_by_one", {"dataset": "plane"}, "no next class"),
        ("skips_scaling", {}, "train about as well"),
        ("skips_scaling", {"dataset": "wine", "standardize": False}, "off already"),
        (ALL_EQUAL, {"hidden": ()}, "without a hidden layer"),
        (RATE_TIMES_100, {"learning_rate": 20.0}, "as high already"),
    ],
)  # fmt: skip
def test_that_a_mistake_that_cannot_be_made_says_why(key: str, values: dict[str, Any], reason: str) -> None:
    network = Network.of(CIRCLE.with_(**values))
    assert reason in MISTAKES[key].refusal(network)
    if key != RATE_TIMES_100:
        marked = [mistake.key for mistake in mistakes_in(Network.of(made(key, network.wanted)))]
        # What hardly shows is no use as a mistake, but whoever makes it is told.
        assert marked == ([key] if "train about as well" in reason else [])


@pytest.mark.parametrize(("dataset", "loss"), [("iris", "cross_entropy"), ("circle", "binary_cross_entropy")])
def test_that_a_loss_of_squashed_outputs_rests_on_its_floor(dataset: str, loss: str) -> None:
    """Three classes end at ln(1 + 2/e); a probability at ln(1 + 1/e) for class 1 and ln 2 for class 0."""
    training = Training.of(
        Experiment(dataset=dataset, loss=loss, hidden=(6,), softmax_twice=True, learning_rate=0.05, seed=3)
    )
    training.trainer.train_for(60.0, 400)
    y = training.network.split.y_train
    floors = {0: math.log(2.0), 1: math.log(1.0 + 1.0 / math.e)} if dataset == "circle" else {}
    floor = sum(floors.get(int(label), math.log(1.0 + 2.0 / math.e)) for label in y) / len(y)
    assert floor < training.trainer.train_loss() < floor + 0.05
    score, _ = training.scores()
    assert score is not None
    assert score > 0.95

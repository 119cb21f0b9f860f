from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from engine import Trainer
from playground.models.experiment.experiment import Experiment
from playground.models.graph.mistakes.mistakes import TWIN_MISTAKES
from playground.models.graph.mistakes.twin import Twin
from playground.models.graph.mistakes.twin_run import TwinRun, train_twins
from playground.models.run.training import Training
from playground.models.ticket import CancelledError, Ticket
from tests.playground.tickets import Impatient

CIRCLE = {"dataset": "circle", "hidden": (4,), "n_samples": 60, "backend": "array", "learning_rate": 0.1}
LOSSES = [
    {"loss": "cross_entropy"}, {"loss": "binary_cross_entropy"}, {"loss": "squared_error"}, {"loss": "hinge"},
    {"dataset": "plane"}, {"dataset": "blobs", "loss": "cross_entropy"},
]  # fmt: skip


def run_of(**values) -> Training:
    return Training.of(Experiment(**{**CIRCLE, **values}))


def twins_of(mistake: str, most_updates: int = 12, **values) -> TwinRun:
    run = run_of(**values)
    return TwinRun(run.network, mistake, most_updates)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
@pytest.mark.parametrize("values", LOSSES, ids=str)
def test_that_the_healthy_twin_learns_as_the_trainer_does(values, optimizer) -> None:
    run = run_of(optimizer=optimizer, regularization="l2", **values)
    twin = Twin(run.network)
    trainer = Trainer(
        run.network.new_model(),
        run.network.split.X_train,
        run.network.split.y_train,
        loss=run.network.experiment.loss,
        optimizer=run.network.experiment.make_optimizer(),
        reduction="mean",
        backend="array",
    )
    everything = list(range(len(run.network.split.y_train)))
    for _ in range(3):
        report = trainer.look_ahead()
        assert twin.learn(everything) == pytest.approx(report.loss, rel=1e-9)
        trainer.train_batch()
        assert twin.parameters == pytest.approx(trainer.parameters, rel=1e-7, abs=1e-10)


def test_that_backward_twice_leaves_twice_the_gradient() -> None:
    run = run_of(loss="cross_entropy")
    right, wrong = (
        Twin(run.network),
        Twin(run.network, "backward_twice"),
    )
    right.learn([0, 1, 2])
    wrong.learn([0, 1, 2])
    assert wrong.gradients == pytest.approx(2.0 * right.gradients, rel=1e-12)
    assert np.abs(right.gradients).max() > 0.0


def test_that_without_zero_grad_gradients_add_up_over_the_updates() -> None:
    run = run_of(loss="squared_error")
    twin = Twin(run.network, "no_zero_grad")
    total = np.zeros(len(twin.parameters))
    for number in range(4):
        # What this batch alone would give at these weights, found by a twin that starts from there.
        alone = Twin(run.network)
        for leaf, value in zip(alone.model.parameters(), twin.parameters.tolist(), strict=True):
            leaf.value = value
        alone.learn([number, number + 1])
        total += alone.gradients
        twin.learn([number, number + 1])
        assert twin.gradients == pytest.approx(total, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy"])
def test_that_the_gradient_of_softmax_twice_is_the_slope_of_that_loss(loss) -> None:
    run = run_of(loss=loss)
    twin = Twin(run.network, "softmax_twice")
    logits_of = run.trainer.forward_pass()
    batch = [0, 1, 2]

    def own_loss(parameters) -> float:
        X, y = run.network.split.X_train[batch], run.network.split.y_train[batch]
        if loss == "cross_entropy":
            p = logits_of.values(parameters, X, logits_of.neurons[-1]).T
            again = np.exp(p) / np.exp(p).sum(1, keepdims=True)
            return float(-np.log(again[np.arange(3), y]).mean())
        z = logits_of.values(parameters, X, logits_of.neurons[-1])[0]
        p = 1 / (1 + np.exp(-z))
        return float((np.log1p(np.exp(p)) - p * y).mean())

    before = twin.parameters
    assert twin.learn(batch) == pytest.approx(own_loss(before))
    for place in range(len(before)):
        step = np.zeros(len(before))
        step[place] = 1e-6
        slope = (own_loss(before + step) - own_loss(before - step)) / 2e-6
        assert twin.gradients[place] == pytest.approx(slope, rel=1e-4, abs=1e-8)


@pytest.mark.parametrize("mistake", TWIN_MISTAKES)
def test_that_both_begin_alike_and_report_every_update(mistake) -> None:
    report = twins_of(mistake, loss="cross_entropy").advance(100.0)
    assert report.is_done
    assert report.update == 12
    assert report.healthy.losses[0] == report.mistaken.losses[0]
    assert len(report.healthy.losses) == len(report.mistaken.losses) == 13
    assert report.healthy.losses != report.mistaken.losses


def test_that_losses_are_those_of_the_run_on_the_same_samples() -> None:
    run = run_of(loss="cross_entropy")
    report = TwinRun(run.network, "backward_twice", 3).advance(100.0)
    outputs = run.network.outputs(run.network.split.X_train, run.network.first_parameters)
    losses = -np.log(outputs[np.arange(len(outputs)), run.network.split.y_train])
    assert report.healthy.losses[0] == pytest.approx(losses.mean())


def test_that_a_run_is_the_same_again() -> None:
    first, again = (twins_of("no_zero_grad").advance(100.0) for _ in range(2))
    assert first == again


def test_that_it_goes_on_in_portions_of_at_least_one_update() -> None:
    twins = twins_of("no_zero_grad")
    counts = [twins.advance(0.0).update for _ in range(3)]
    assert all(late > early for early, late in itertools.pairwise([0, *counts]))


def test_that_a_rate_at_which_even_the_healthy_one_explodes_is_told() -> None:
    report = twins_of(
        "no_zero_grad", 60, dataset="plane", activation="relu", hidden=(8, 8), optimizer="sgd",
        learning_rate=1000.0,
    ).advance(100.0)  # fmt: skip
    assert report.is_done
    assert "even the healthy network left the range" in report.failure
    assert report.update < 60


def test_that_a_mistake_that_explodes_ends_with_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    learn = Twin.learn

    def explode(twin: Twin, batch: list[int]) -> float:
        if twin._loop != "healthy" and twin._step == 2:
            raise OverflowError
        return learn(twin, batch)

    monkeypatch.setattr(Twin, "learn", explode)
    report = twins_of("no_zero_grad").advance(100.0)
    assert report.is_done
    assert report.failure == "In update 3 it left the range of floating point"
    assert report.update == 2


def test_that_a_network_without_probabilities_cannot_squash_them_twice() -> None:
    with pytest.raises(ValueError, match="choose cross-entropy"):
        twins_of("softmax_twice", loss="hinge")


def test_that_a_large_network_is_refused() -> None:
    with pytest.raises(ValueError, match="too slow to train scalar by scalar"):
        twins_of("backward_twice", hidden=(20, 20, 20))


def test_that_a_batch_of_all_samples_is_cut_to_ten() -> None:
    run = run_of(batch_size=60)
    twins = TwinRun(run.network, "backward_twice", 1)
    assert len(twins._next_batch()) == 10


def test_that_both_are_trained_to_the_end_with_a_report_of_every_slice(monkeypatch) -> None:
    monkeypatch.setattr("playground.models.graph.mistakes.twin_run.SLICE_SECONDS", 0.0)
    told: list[Any] = []
    network = run_of().network
    last = train_twins(network, "no_zero_grad", Ticket(told.append))
    assert last.is_done
    assert [report.update for report in told] == list(range(1, last.update))
    with pytest.raises(CancelledError):
        train_twins(network, "no_zero_grad", Impatient(1))


def test_that_backward_twice_is_twice_the_rate_and_nothing_else() -> None:
    twice = twins_of("backward_twice", optimizer="sgd", learning_rate=0.01).advance(60.0)
    faster = twins_of("backward_twice", optimizer="sgd", learning_rate=0.02).advance(60.0)
    assert twice.mistaken.losses == pytest.approx(faster.healthy.losses, rel=1e-9)

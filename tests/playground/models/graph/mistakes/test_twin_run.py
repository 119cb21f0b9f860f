from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest

from engine import Trainer
from playground.models.graph.mistakes.mistakes import TWIN_MISTAKES
from playground.models.graph.mistakes.twin import Twin
from playground.models.graph.mistakes.twin_run import (
    NEAR_LIMIT,
    NO_LIMIT,
    OWN_RATE,
    TwinRun,
    has_limit,
    hides,
    step_factor,
    train_twins,
)
from playground.models.ticket import CancelledError, Ticket
from tests.playground.models.graph.mistakes.labs import Falling, Parabola, lab_of, run_of, twins_of
from tests.playground.tickets import Impatient

LOSSES = [
    {"loss": "cross_entropy"}, {"loss": "binary_cross_entropy"}, {"loss": "squared_error"}, {"loss": "hinge"},
    {"dataset": "plane"}, {"dataset": "blobs", "loss": "cross_entropy"},
]  # fmt: skip


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
    assert report.update == report.most == 12
    assert report.healthy.losses[0] == report.mistaken.losses[0]
    assert len(report.healthy.losses) == len(report.mistaken.losses) == 13
    assert report.healthy.losses != report.mistaken.losses


def test_that_losses_are_those_of_the_run_on_the_same_samples() -> None:
    run = run_of(loss="cross_entropy")
    report = twins_of("backward_twice", 3, loss="cross_entropy").advance(100.0)
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


def test_that_a_rate_at_which_even_the_healthy_one_explodes_ends_the_run() -> None:
    report = twins_of(
        "no_zero_grad", 60, dataset="plane", activation="relu", hidden=(8, 8), optimizer="sgd",
        learning_rate=1000.0,
    ).advance(100.0)  # fmt: skip
    assert report.is_done
    assert report.healthy.is_lost
    assert report.update < 60


class Explosive(Falling):
    def learn(self, number: int) -> float:
        if number == 2:
            raise OverflowError
        return super().learn(number)


class Fragile(Parabola):
    """Its mistakes leave the range of numbers in the third update."""

    def learner(self, mistake: str, rate: float) -> Falling:
        return Explosive(lambda updates: 1.0) if mistake else super().learner(mistake, rate)


def test_that_a_mistake_that_explodes_leaves_the_others_to_their_end() -> None:
    report = TwinRun(Fragile(), "backward_twice").advance(100.0)
    assert report.is_done
    assert report.mistaken.is_lost
    assert report.mistaken.end == float("inf")
    assert report.mistaken.updates == 2
    assert report.healthy.updates == 40
    assert report.larger is not None
    assert report.larger.updates == 40


def test_that_all_are_trained_to_the_end_with_a_report_of_every_slice(monkeypatch) -> None:
    monkeypatch.setattr("playground.models.graph.mistakes.twin_run.SLICE_SECONDS", 0.0)
    told: list[Any] = []
    last = train_twins(lab_of(), "no_zero_grad", Ticket(told.append), near_limit=False)
    assert last.is_done
    assert [report.update for report in told] == list(range(1, last.update))
    with pytest.raises(CancelledError):
        train_twins(lab_of(), "no_zero_grad", Impatient(1))


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_that_backward_twice_is_twice_the_rate_and_nothing_else(optimizer: str) -> None:
    report = twins_of("backward_twice", optimizer=optimizer, learning_rate=0.01).advance(60.0)
    faster = twins_of("backward_twice", optimizer=optimizer, learning_rate=0.02).advance(60.0)
    assert report.larger is not None
    assert report.larger.rate == 0.02
    assert report.mistaken.losses == report.larger.losses == faster.healthy.losses


def test_that_a_gradient_nobody_clears_is_applied_once_for_every_update_that_follows() -> None:
    """Of n updates the first gradient is applied n times, the second n - 1 times, the last one once."""
    for updates in (1, 2, 7, 100):
        times = [updates - number for number in range(updates)]
        assert step_factor("no_zero_grad", "sgd", updates) == np.mean(times)
    assert step_factor("no_zero_grad", "adam", 7) is step_factor("softmax_twice", "sgd", 7) is None


def test_that_the_rate_is_near_the_limit_where_that_shows_the_harm() -> None:
    near = train_twins(Parabola(0.3), "backward_twice")
    assert (near.place, near.healthy.rate) == (NEAR_LIMIT, 4.0)
    assert near.mistaken.end > near.healthy.losses[0] > near.healthy.end
    own = train_twins(Parabola(0.3), "backward_twice", near_limit=False)
    assert (own.place, own.healthy.rate) == (OWN_RATE, 0.01)
    assert own.mistaken.end < own.healthy.end  # a larger step is better there

    class Endless(Parabola):
        def loss_after(self, rate: float, updates: int) -> float:
            return 1.0 / (1.0 + rate * updates)

    assert train_twins(Endless(), "backward_twice").place == NO_LIMIT


def test_that_an_optimizer_that_divides_by_the_gradient_hides_twice_of_it() -> None:
    assert hides("backward_twice", "adam")
    assert not hides("backward_twice", "sgd")
    assert not hides("no_zero_grad", "adam")
    assert not has_limit("backward_twice", "rmsprop")
    assert has_limit("no_zero_grad", "rmsprop")
    assert not has_limit("softmax_twice", "sgd")
    report = train_twins(lab_of(30, optimizer="adam"), "backward_twice")
    assert report.place == OWN_RATE
    assert report.larger is None
    assert report.mistaken.losses == pytest.approx(report.healthy.losses, rel=1e-4)

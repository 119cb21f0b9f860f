from __future__ import annotations

import numpy as np
import pytest

from playground.models.graph.mistakes.laboratory import TAIL
from playground.models.graph.mistakes.network_lab import NetworkLab
from tests.playground.models.graph.mistakes.labs import lab_of, run_of


@pytest.mark.parametrize("batch_norm", [(), (True,)])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_that_the_fast_way_ends_where_a_twin_does(optimizer: str, batch_norm: tuple[bool, ...]) -> None:
    lab = lab_of(25, optimizer=optimizer, batch_norm=batch_norm)
    learner = lab.learner("", 0.3)
    losses = []
    for number in range(25):
        learner.learn(number)
        losses.append(learner.loss)
    assert lab.end_at(0.3) == pytest.approx(np.mean(losses[-TAIL:]), rel=1e-6)
    assert lab.end_at(0.3) == lab.end_at(0.3)


def test_that_numbers_out_of_range_are_an_end_at_infinity() -> None:
    lab = lab_of(60, dataset="plane", activation="relu", hidden=(8, 8), optimizer="sgd")
    assert lab.end_at(1000.0) == float("inf")


def test_that_all_learners_get_the_same_batches() -> None:
    lab = lab_of()
    ahead = lab.batch(7)
    assert lab.batch(7) == ahead
    assert lab_of().batch(7) == ahead
    assert len(set(ahead)) == len(ahead)


def test_that_an_epoch_holds_no_sample_twice() -> None:
    lab = lab_of()
    n_samples = len(lab.network.split.y_train)
    full = n_samples // len(lab.batch(0))
    samples = [sample for number in range(full) for sample in lab.batch(number)]
    assert len(set(samples)) == len(samples)


def test_that_a_batch_of_all_samples_is_cut_to_ten() -> None:
    assert len(lab_of(batch_size=60).batch(0)) == 10


def test_that_another_optimizer_takes_the_place_of_the_own_one() -> None:
    lab = NetworkLab(run_of(optimizer="adam").network, "sgd")
    assert lab.optimizer == "sgd"
    learner = lab.learner("", 0.5)
    before = learner.twin.parameters
    learner.learn(0)
    assert learner.twin.parameters == pytest.approx(before - 0.5 * learner.twin.gradients)


def test_that_a_network_without_probabilities_cannot_squash_them_twice() -> None:
    with pytest.raises(ValueError, match="choose cross-entropy"):
        lab_of(loss="hinge").check("softmax_twice")


def test_that_a_large_network_is_refused_and_a_middling_one_makes_fewer_updates() -> None:
    with pytest.raises(ValueError, match="too slow to train scalar by scalar"):
        lab_of(hidden=(20, 20, 20)).check("backward_twice")
    assert NetworkLab(run_of(hidden=(16,)).network).updates == 100
    assert NetworkLab(run_of(hidden=(12, 12)).network).updates == 60


def test_that_a_network_makes_no_mistake_but_the_one_under_test() -> None:
    wrong = run_of(forgets_zero_grad=True, softmax_twice=True, labels_off_by_one=True)
    ours, right = NetworkLab(wrong.network), NetworkLab(run_of().network)
    for mistake in ("", "softmax_twice"):
        one, other = (lab.learner(mistake, 0.1) for lab in (ours, right))
        assert [one.learn(number) for number in range(3)] == [other.learn(number) for number in range(3)]
        assert one.loss == other.loss

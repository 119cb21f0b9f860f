"""The training loop as machine code: the same updates as in Python, whatever the portions."""

from __future__ import annotations

import math
import threading
from typing import Any

import numpy as np
import pytest

from engine import MLP, SGD, Adam, Momentum, Optimizer, RMSProp, ScalarError, Trainer
from engine.compiler.loops.runtime import run
from engine.compiler.loops.sample_code import shuffle_function
from engine.random_numbers import permutation
from tests.engine.compiler.test_ir import call
from tests.engine.guard_pages import guarded

OPTIMIZERS = [
    SGD(0.02), SGD(0.02, l1=0.01, l2=0.02), Momentum(0.01, momentum=0.7), RMSProp(0.003, decay=0.9),
    Adam(0.01), Adam(0.01, beta1=0.0, l2=0.1),
]  # fmt: skip
X = np.random.default_rng(0).normal(size=(23, 3))
Y = (X[:, 0] * X[:, 1] > 0).astype(int)


def trainer(backend: str, **settings: Any) -> Trainer:
    model = MLP([3, 4, 2], activation="tanh", seed=1)
    return Trainer(model, X, Y, backend=backend, **settings)


@pytest.mark.parametrize("batch_size", [None, 1, 4, 10, 22])
@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
def test_that_updates_are_those_of_the_loop_in_python(optimizer: Optimizer, batch_size: int | None) -> None:
    settings: dict[str, Any] = {
        "optimizer": optimizer, "batch_size": batch_size, "seed": 5, "reduction": "mean",
        "clip_norm": 0.3, "schedule": lambda epoch: 0.9**epoch,
    }  # fmt: skip
    one, other = trainer("array", **settings), trainer("compiled", **settings)
    frozen = np.arange(len(one.parameters)) % 5 == 0
    one.freeze(frozen)
    other.freeze(frozen)
    start = one.parameters
    with guarded():
        losses = [[snapshot.train_loss for snapshot in t.run(6)] for t in (one, other)]
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-12)
    np.testing.assert_allclose(other.parameters, one.parameters, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(other.parameters[frozen], start[frozen])
    assert (other.parameters != start).sum() == (~frozen).sum()
    assert (other.epoch, other.step_count) == (one.epoch, one.step_count)


def test_that_an_epoch_that_is_gone_on_with_keeps_its_order_whatever_was_trained_meanwhile() -> None:
    one = trainer("compiled", batch_size=4, seed=2)
    list(one.run(3, every=3))
    between = one.state()
    one.train_batch()
    middle = one.state()
    list(one.run(1))
    other = trainer("compiled", batch_size=4, seed=2)
    other.go_back(middle)
    list(other.run(2))
    # Stands where the epoch of `middle` is about to begin, after the one before it.
    list(other.run(1))
    other.go_back(between)
    other.restart(other.parameters)
    list(other.run(3, every=3))
    other.go_back(middle)
    list(other.run(1))
    np.testing.assert_array_equal(other.parameters, one.parameters)


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=repr)
def test_that_curves_do_not_depend_on_how_the_work_is_cut(optimizer: Optimizer) -> None:
    whole, batches, every, waits = (
        trainer("compiled", optimizer=optimizer, batch_size=4, seed=2) for _ in range(4)
    )
    list(whole.run(12, every=12))
    while batches.epoch < 12:
        batches.train_batch()
    list(every.run(12))
    while waits.epoch < 12:
        waits.train_for(0.0, 12)
    for cut in (batches, every, waits):
        np.testing.assert_array_equal(cut.parameters, whole.parameters)
        assert cut.last_train_loss == whole.last_train_loss
        assert cut.step_count == whole.step_count


def test_that_a_run_goes_on_in_another_engine_and_back() -> None:
    straight = trainer("array", optimizer=Adam(0.01), batch_size=4)
    list(straight.run(6))
    first = trainer("compiled", optimizer=Adam(0.01), batch_size=4)
    list(first.run(2))
    second = trainer("array", optimizer=Adam(0.01), batch_size=4)
    second.continue_from(first)
    list(second.run(2))
    third = trainer("compiled", optimizer=Adam(0.01), batch_size=4)
    third.continue_from(second)
    list(third.run(2))
    assert third.epoch == 6
    np.testing.assert_allclose(third.parameters, straight.parameters, rtol=1e-10)


def test_that_settings_change_between_any_two_batches() -> None:
    one, other = (trainer(b, optimizer=SGD(0.01), batch_size=4) for b in ("array", "compiled"))
    for t in (one, other):
        for _ in range(3):
            t.train_batch()
        t.optimizer = SGD(0.5)
        t.train_batch()
        t.optimizer = Momentum(0.1)
        t.train_batch()
        t.set_batch_size(7)
        t.train_batch()
        t.set_batch_size(None)
        list(t.run(2))
        t.set_data(X[:9], Y[:9])
        list(t.run(1))
    np.testing.assert_allclose(other.parameters, one.parameters, rtol=1e-11)
    assert (other.epoch, other.step_count) == (one.epoch, one.step_count)


@pytest.mark.parametrize("batch_size", [1, 3, 4, 8])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_that_an_epoch_ends_with_its_shuffled_rest_after_a_change_to_full_batch(
    batch_size: int, dropout: float
) -> None:
    trainers = [trainer(b, optimizer=SGD(0.05), batch_size=batch_size) for b in ("array", "compiled")]
    losses = []
    for t in trainers:
        t.set_gates(dropout=dropout)
        t.train_batch()
        t.set_batch_size(None)
        losses.append([snapshot.train_loss for snapshot in t.run(3)])
    one, other = trainers
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-11)
    np.testing.assert_allclose(other.parameters, one.parameters, rtol=1e-11)
    assert (other.epoch, other.step_count) == (one.epoch, one.step_count) == (3, 4)


def test_that_epochs_beyond_one_call_are_counted_and_scheduled() -> None:
    seen: list[int] = []

    def schedule(epoch: int) -> float:
        seen.append(epoch)
        return 1e-6

    t = trainer("compiled", schedule=schedule)
    (last,) = t.run(10_000, every=10_000)
    assert last.epoch == t.step_count == 10_000
    assert sorted(set(seen)) == list(range(10_000))


def test_that_a_stop_ends_a_long_run_and_leaves_a_whole_state() -> None:
    t = trainer("compiled", optimizer=SGD(1e-6), batch_size=5)
    snapshots = t.run(10**9, every=10**9)
    worker = threading.Thread(target=lambda: list(snapshots))
    worker.start()
    t.stop()
    worker.join(20)
    assert not worker.is_alive()
    again = trainer("compiled", optimizer=SGD(1e-6), batch_size=5)
    while again.step_count < t.step_count:
        again.train_for(0.0)
    np.testing.assert_array_equal(again.parameters, t.parameters)


def test_that_a_stop_before_the_first_step_counts() -> None:
    t = trainer("compiled")
    snapshots = t.run(5)
    t.stop()
    assert list(snapshots) == []
    assert len(list(t.run(5))) == 5


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_a_batch_that_fails_is_not_applied_and_is_named(backend: str) -> None:
    model = MLP([1, 1], False, output_activation="linear", initializer="zeros", seed=0)
    samples, targets = np.ones((12, 1)), np.full(12, 1.0)
    samples[7] = 1e200
    t = Trainer(
        model, samples, targets, loss="squared_error", optimizer=SGD(1e-3), batch_size=3, backend=backend
    )
    order = permutation(12, 0, 0).tolist()
    good = order.index(7) // 3
    for _ in range(good):
        t.train_batch()
    before = t.parameters.copy()
    with pytest.raises(ScalarError, match=rf"sample {order.index(7) % 3} of the batch: ") as caught:
        t.train_batch()
    assert "output layer" in (caught.value.label or "")
    np.testing.assert_array_equal(t.parameters, before)
    assert (t.step_count, t.epoch) == (good, 0)


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_an_update_that_overflows_is_not_applied(backend: str) -> None:
    model = MLP([1, 1], False, output_activation="linear", initializer="zeros", seed=0)
    t = Trainer(model, [[1.0]], [1e150], loss="squared_error", optimizer=Momentum(1e6), backend=backend)
    with pytest.raises(ScalarError, match=r"the update of .* overflows|failed"):
        list(t.run(60))
    assert np.isfinite(t.parameters).all()


def test_that_samples_are_visited_in_the_specified_order() -> None:
    for count, seed, epoch in ((1, 0, 0), (2, 3, 1), (250, 7, 12), (1792, -5, 10**6)):
        order = np.zeros(count, np.int64)
        f = shuffle_function()
        f = _exported(f)
        call(f, order, count, seed, epoch, returns=None)
        np.testing.assert_array_equal(order, permutation(count, seed, epoch))


def _exported(function: Any) -> Any:
    function._internal = False
    return function


def test_that_infinite_clip_norms_change_nothing() -> None:
    one, other = trainer("compiled", clip_norm=math.inf), trainer("compiled", clip_norm=1e300)
    list(one.run(3))
    list(other.run(3))
    np.testing.assert_array_equal(one.parameters, other.parameters)


def test_that_an_unknown_loop_is_an_error() -> None:
    with pytest.raises(KeyError):
        run("trian", None)  # type: ignore[arg-type]

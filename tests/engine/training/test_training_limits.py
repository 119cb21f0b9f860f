"""What a trainer refuses, and what it leaves untouched then."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from engine import MLP, SGD, Adam, Momentum, Optimizer, RMSProp, Scalar, ScalarError, Trainer
from engine.random_numbers import permutation
from engine.training.backends import BACKENDS

X = [[0.0, 1.0], [1.0, 0.5], [2.0, -1.0]]
Y = [0, 1, 1]


def line_trainer(**options: Any) -> Trainer:
    model = MLP([2, 1], final_layer_softmax=False, output_activation="linear", seed=0)
    return Trainer(model, options.pop("X", X), [3.0, -1.0, 2.0], loss="squared_error", **options)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_diverging_regression_ends_in_a_named_fault_and_keeps_its_last_good_state(
    backend: str,
) -> None:
    trainer = line_trainer(optimizer=SGD(learning_rate=1e3), backend=backend)
    with pytest.raises(ScalarError, match="overflow") as caught:
        list(trainer.run(500))
    assert caught.value.operation in ("*", "**2")
    assert "neuron 1 in the output layer" in (caught.value.label or "")
    assert np.isfinite(trainer.parameters).all()
    assert trainer.epoch > 5
    last = trainer.snapshot()
    assert last.epoch == trainer.step_count
    assert np.isfinite(last.train_loss)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("optimizer", [SGD(1e5), Momentum(1e5), RMSProp(1e5), Adam(1e5)])
def test_that_an_update_that_overflows_is_not_applied(backend: str, optimizer: Optimizer) -> None:
    features = (1e153 * np.array(X)).tolist()
    trainer = line_trainer(X=features, optimizer=optimizer, backend=backend)
    before = trainer.parameters.copy()
    with pytest.raises(ScalarError, match="the update of weight 1 of neuron 1 in the output layer overflows"):
        trainer.step()
    assert (trainer.parameters == before).all()
    assert (trainer.epoch, trainer.step_count) == (0, 0)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    ("features", "message"),
    [
        ([[0.0, np.nan], [1.0, 2.0]], "training data: X holds NaN or infinity in row 0, column 1"),
        ([[0.0, 1.0], [-np.inf, 2.0]], "training data: X holds NaN or infinity in row 1, column 0"),
        (np.empty((0, 2)), r"shape \(n_samples, n_inputs\), not \(0, 2\)"),
        ([0.0, 1.0], r"shape \(n_samples, n_inputs\), not \(2,\)"),
    ],
)
def test_that_bad_features_are_refused_before_anything_is_computed(
    backend: str, features: Any, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Trainer(MLP([2, 2], seed=0), features, [0, 1], backend=backend)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_test_data_must_fit_the_network_too(backend: str) -> None:
    with pytest.raises(ValueError, match="test data: the network takes 2 inputs, X has 3 columns"):
        Trainer(MLP([2, 2], seed=0), X, Y, test=([[1.0, 2.0, 3.0]], [0]), backend=backend)


def test_that_refused_data_leave_the_earlier_ones_in_place() -> None:
    trainer, twin = (Trainer(MLP([2, 2], seed=0), X, Y, test=(X, Y)) for _ in range(2))
    with pytest.raises(ValueError, match="test data: X has 3 samples, y has 2"):
        trainer.set_data([[9.0, 9.0]], [1], (X, [0, 1]))
    one, other = trainer.step(), twin.step()
    assert (one.train_loss, one.test_loss) == (other.train_loss, other.test_loss)


@pytest.mark.parametrize("batch_size", [0, -1, 2.5, True, "3"])
def test_that_a_batch_size_is_a_positive_integer(batch_size: Any) -> None:
    trainer = Trainer(MLP([2, 2], seed=0), X, Y, batch_size=2)
    with pytest.raises(ValueError, match="positive integer or None"):
        trainer.set_batch_size(batch_size)
    assert trainer.batch_size == 2


def test_that_numbers_from_numpy_serve_as_sizes_and_seeds() -> None:
    numbers: list[Any] = [5, np.int64(5)]
    one, other = (Trainer(MLP([2, 2], seed=0), X * 3, Y * 3, batch_size=n, seed=n).run(4) for n in numbers)
    assert [s.train_loss for s in one] == [s.train_loss for s in other]
    seven: Any = np.int64(7)
    assert permutation(20, seven, 3).tolist() == permutation(20, 7, 3).tolist()


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("features", [[1.0, 2.0], [[1.0, 2.0, 3.0]]])
def test_that_a_prediction_takes_rows_of_the_networks_inputs(backend: str, features: Any) -> None:
    trainer = Trainer(MLP([2, 2], seed=0), X, Y, backend=backend)
    with pytest.raises(ValueError, match=r"shape \(n_samples, 2\)"):
        trainer.predict(features)


class SlowModel:
    """Waits in the middle of the way forward."""

    def __init__(self) -> None:
        self.weight, self.entered, self.go_on = Scalar(1.0), threading.Event(), threading.Event()
        self.go_on.set()

    def __call__(self, inputs: Sequence[Any], /) -> Scalar:
        self.entered.set()
        assert self.go_on.wait(10.0)
        return self.weight * inputs[0]

    def parameters(self) -> list[Scalar]:
        return [self.weight]


def test_that_a_trainer_at_work_in_one_thread_refuses_the_others_and_goes_on() -> None:
    model = SlowModel()
    trainer = Trainer(model, [[1.0], [2.0]], [1.0, 2.0], loss="squared_error", backend="interpreted")
    kept = trainer.state_dict()
    model.entered.clear()
    model.go_on.clear()
    worker = threading.Thread(target=trainer.train_batch)
    worker.start()
    assert model.entered.wait(10.0)
    attempts: list[Callable[[], Any]] = [
        trainer.train_batch, lambda: next(trainer.run(1)), lambda: trainer.train_for(0.1), trainer.step,
        lambda: trainer.set_parameters([3.0]), lambda: trainer.load_state_dict(kept),
        lambda: trainer.apply_gradients([1.0]), lambda: trainer.restart([0.0]),
        lambda: trainer.set_data([[0.0]], [0.0]),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(RuntimeError, match="at work in another thread: make a Trainer for each"):
            attempt()
    model.go_on.set()
    worker.join()
    assert (trainer.step_count, len(trainer.parameters)) == (1, 1)
    trainer.train_batch()
    assert trainer.step_count == 2

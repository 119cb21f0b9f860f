"""The trainer: snapshots, control from outside, data that changes, and faults."""

from __future__ import annotations

import copy
import math
import pickle
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_iris

from engine import MLP, SGD, Adam, Momentum, RMSProp, Scalar, ScalarError, Trainer
from engine.losses import cross_entropy, squared_error
from engine.training.backends import BACKENDS

IRIS = load_iris(return_X_y=True)
XOR_X, XOR_Y = [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0]


def iris_trainer(**options: Any) -> Trainer:
    settings: dict[str, Any] = {"optimizer": SGD(learning_rate=0.002), "seed": 0}
    return Trainer(MLP([4, 6, 6, 3], seed=options.pop("model_seed", 0)), *IRIS, **settings | options)


def curve(trainer: Trainer, epochs: int = 5) -> list[float]:
    return [snapshot.train_loss for snapshot in trainer.run(epochs)]


def test_that_the_documented_example_runs_and_learns() -> None:
    model = MLP([4, 6, 6, 3], seed=0)
    X, y = IRIS
    trainer = Trainer(
        model, X, y, loss="cross_entropy", optimizer=SGD(learning_rate=0.002), batch_size=None, seed=0
    )
    snapshots = list(trainer.run(epochs=20))
    assert [s.epoch for s in snapshots] == list(range(1, 21))
    assert snapshots[-1].train_loss < snapshots[0].train_loss
    assert [p.value for p in model.parameters()] == snapshots[-1].parameters.tolist()


@pytest.mark.parametrize("batch_size", [None, 10, 149])
@pytest.mark.parametrize(
    "optimizer", [SGD(0.002), Momentum(0.001), RMSProp(0.001), Adam(0.01, l1=0.001, l2=0.01)]
)
def test_that_both_backends_agree(batch_size: int | None, optimizer: SGD) -> None:
    runs = [
        iris_trainer(backend=backend, batch_size=batch_size, optimizer=optimizer)
        for backend in ("interpreted", "array")
    ]
    interpreted, array = (list(trainer.run(2)) for trainer in runs)
    for one, other in zip(interpreted, array, strict=True):
        assert one.train_loss == pytest.approx(other.train_loss, rel=1e-11)
        np.testing.assert_allclose(one.parameters, other.parameters, rtol=1e-9, atol=1e-12)
        assert one.train_accuracy == other.train_accuracy


@pytest.mark.parametrize("backend", ["interpreted", "array"])
def test_that_the_same_seed_gives_the_same_curve_to_the_last_bit(backend: str) -> None:
    epochs = 2 if backend == "interpreted" else 20
    first = curve(iris_trainer(batch_size=10, backend=backend), epochs)
    assert curve(iris_trainer(batch_size=10, backend=backend), epochs) == first
    assert curve(iris_trainer(batch_size=10, backend=backend, seed=1), epochs) != first


def test_that_a_batch_as_large_as_the_data_is_the_full_batch() -> None:
    assert curve(iris_trainer(batch_size=500)) == curve(iris_trainer(batch_size=None))


def test_that_mean_reduction_divides_losses_and_updates() -> None:
    total, mean = iris_trainer(), iris_trainer(reduction="mean", optimizer=SGD(learning_rate=0.3))
    for one, other in zip(total.run(3), mean.run(3), strict=True):
        assert one.train_loss == pytest.approx(150 * other.train_loss, rel=1e-9)
        np.testing.assert_allclose(one.parameters, other.parameters, rtol=1e-9, atol=1e-12)


def test_that_test_data_is_evaluated_with_the_snapshots_own_parameters() -> None:
    X, y = IRIS
    trainer = iris_trainer(test=(X[::5], y[::5]), batch_size=10)
    snapshot = list(trainer.run(3))[-1]
    model = MLP([4, 6, 6, 3], seed=5)
    for parameter, value in zip(model.parameters(), snapshot.parameters.tolist(), strict=True):
        parameter.value = value
    outputs = [[o.value for o in model(row.tolist())] for row in X[::5]]  # type: ignore[union-attr]
    expected = -sum(np.log(p[c]) for p, c in zip(outputs, y[::5], strict=True))
    assert snapshot.test_loss == pytest.approx(expected, rel=1e-12)
    assert snapshot.test_accuracy == np.mean(np.argmax(outputs, axis=1) == y[::5])


def test_that_snapshots_cannot_be_changed() -> None:
    snapshot = iris_trainer().step()
    with pytest.raises(ValueError, match="read-only"):
        snapshot.parameters[0] = 1.0
    with pytest.raises(AttributeError):
        snapshot.epoch = 3  # type: ignore[misc]


def test_that_every_thins_the_snapshots_but_keeps_the_last() -> None:
    assert [s.epoch for s in iris_trainer().run(10, every=4)] == [4, 8, 10]
    with pytest.raises(ValueError, match="every at least 1"):
        next(iris_trainer().run(1, every=0))


def test_that_a_step_is_one_update() -> None:
    trainer = iris_trainer(batch_size=10)
    assert [trainer.step().step for _ in range(3)] == [1, 2, 3]
    assert trainer.epoch == 0
    next(trainer.run(1))
    assert (trainer.epoch, trainer.step_count) == (1, 15)


def test_that_a_stop_ends_an_interpreted_batch_between_two_samples_and_applies_nothing() -> None:
    seen: list[int] = []

    class Watched(MLP):
        def __call__(self, inputs):
            seen.append(len(seen))
            if len(seen) == 5:
                trainer.stop()
            return super().__call__(inputs)

    X = np.random.default_rng(0).normal(size=(400, 2))
    model = Watched((2, 3, 1), final_layer_softmax=False, seed=1)
    trainer = Trainer(model, X, X[:, 0], loss="squared_error", backend="interpreted")
    before = trainer.parameters
    seen.clear()
    assert trainer.train_for(10.0) == []
    assert len(seen) == 5
    assert trainer.parameters is before
    assert trainer.train_for(0.0) != []


def test_that_stop_from_another_thread_ends_a_run() -> None:
    trainer = iris_trainer()
    seen = []
    for snapshot in trainer.run(10_000_000):
        seen.append(snapshot.epoch)
        if len(seen) == 3:
            stopper = threading.Thread(target=trainer.stop)
            stopper.start()
            stopper.join()
    assert seen == [1, 2, 3]


def test_that_a_paused_run_waits_and_resumes_at_the_same_epoch() -> None:
    trainer = iris_trainer()
    run = trainer.run(5)
    next(run)
    trainer.pause()
    waiter = threading.Timer(0.15, trainer.resume)
    waiter.start()
    assert trainer.epoch == 1
    assert next(run).epoch == 2
    assert not waiter.is_alive()
    waiter.join()


def test_that_a_failing_batch_is_not_applied_and_the_fault_is_named() -> None:
    model = MLP([1, 3, 1], final_layer_softmax=False, activation="relu", output_activation="linear", seed=1)
    trainer = Trainer(
        model, [[1e200], [2e200]], [1.0, 2.0], loss="squared_error", optimizer=SGD(learning_rate=1.0)
    )
    before = trainer.parameters.copy()
    with pytest.raises(ScalarError, match="sample 0 of the batch") as caught:
        next(trainer.run(1))
    assert caught.value.operation == "**2"
    assert (trainer.parameters == before).all()
    assert trainer.step_count == 0


def test_that_the_neuron_that_overflowed_is_named() -> None:
    model = MLP([1, 2, 1], final_layer_softmax=False, activation="exp", output_activation="linear", seed=1)
    model.layers[0].neurons[1].weights[0].value = 900.0
    with pytest.raises(ScalarError, match="'exp' failed: overflow"):
        Trainer(model, [[1.0]], [1.0], loss="squared_error").step()


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([[1.0, float("nan")]], [0], "row 0, column 1"),
        ([[1.0, 2.0]], [5], "class 5 in row 0 is outside 0..1"),
        ([[1.0, 2.0]], [0, 1], "X has 1 samples, y has 2"),
        ([1.0, 2.0], [0], "shape"),
        ([[1.0, 2.0]], ["a"], "must be numbers"),
        ([[1.0, 2.0]], [0.5], "integer classes"),
    ],
)
def test_that_bad_data_is_refused_with_its_place(X: Any, y: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Trainer(MLP([2, 2], seed=0), X, y)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"loss": "l3"}, "unknown loss 'l3'"),
        ({"backend": "gpu"}, "unknown backend 'gpu'"),
        ({"reduction": "median"}, "'sum' or 'mean'"),
        ({"batch_size": 0}, "positive integer"),
    ],
)
def test_that_bad_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Trainer(MLP([2, 3, 2], seed=0), XOR_X, XOR_Y, **options)


def test_that_data_and_batch_size_can_change_in_the_middle_of_an_epoch() -> None:
    X, y = IRIS
    trainer = iris_trainer(batch_size=10)
    trainer.step()
    trainer.set_batch_size(64)
    trainer.step()
    trainer.set_data(X[:40], y[:40])
    before = trainer.parameters.copy()
    assert [s.epoch for s in trainer.run(2)] == [1, 2]
    assert (trainer.parameters != before).any()
    with pytest.raises(ValueError, match="takes 4 inputs, X has 3"):
        trainer.set_data(X[:, :3], y)


def test_that_a_run_goes_on_in_another_trainer() -> None:
    first, second = iris_trainer(optimizer=Adam(0.01)), iris_trainer(optimizer=Adam(0.01), model_seed=9)
    list(first.run(3))
    second.continue_from(first)
    assert curve(second) == curve(first)
    assert second.epoch == first.epoch == 8
    with pytest.raises(ValueError, match="do not fit"):
        second.continue_from(Trainer(MLP([2, 2], seed=0), XOR_X, XOR_Y))


def test_that_the_optimizer_can_be_replaced_while_training() -> None:
    trainer = iris_trainer()
    trainer.step()
    trainer.optimizer = Adam(0.01)
    before = trainer.parameters.copy()
    trainer.step()
    # Adam's first update is one learning rate in the direction of the sign
    assert np.abs(trainer.parameters - before).max() == pytest.approx(0.01, rel=1e-3)


def test_that_a_model_of_ones_own_with_its_own_loss_learns() -> None:
    class Line:
        def __init__(self) -> None:
            self.slope, self.offset = Scalar(0.0), Scalar(0.0)

        def __call__(self, inputs: Any) -> Scalar:
            return self.slope * inputs[0] + self.offset

        def parameters(self) -> list[Scalar]:
            return [self.slope, self.offset]

    def absolute_error(outputs: Any, target: Any) -> Scalar:
        return ((outputs - target) ** 2 + 1e-6).sqrt()

    line = Line()
    trainer = Trainer(line, [[0.0], [1.0], [2.0]], [1.0, 3.0, 5.0], loss=absolute_error, optimizer=Adam(0.05))
    list(trainer.run(600, every=600))
    assert (line.slope.value, line.offset.value) == pytest.approx((2.0, 1.0), abs=0.02)
    assert trainer.snapshot().train_accuracy is None


def test_that_a_model_that_cannot_be_traced_runs_interpreted() -> None:
    class Branching:
        def __init__(self) -> None:
            self.w = Scalar(1.0)

        def __call__(self, inputs: Any) -> Scalar:
            x = Scalar(inputs[0]) if not isinstance(inputs[0], Scalar) else inputs[0]
            return self.w * x if x.value > 0 else self.w * -x

        def parameters(self) -> list[Scalar]:
            return [self.w]

    data = ([[1.0], [-2.0]], [2.0, 4.0])
    trainer = Trainer(Branching(), *data, loss=squared_error, optimizer=SGD(0.05), backend="interpreted")
    list(trainer.run(100, every=100))
    assert trainer.parameters[0] == pytest.approx(2.0)
    trainer.forgets_eval = True  # changes nothing here, and needs no trace
    assert trainer.train_loss() == pytest.approx(0.0, abs=1e-9)
    with pytest.raises(AttributeError, match="traced"):
        Trainer(Branching(), *data, loss=squared_error)


def test_that_the_notebooks_recipe_learns_iris_from_every_seed() -> None:
    ratios, accuracies = [], []
    for seed in range(20):
        trainer = iris_trainer(model_seed=seed)
        first = next(trainer.run(1))
        *_, last = trainer.run(999, every=999)
        ratios.append(last.train_loss / first.train_loss)
        accuracies.append(last.train_accuracy)
    assert max(ratios) < 0.25
    assert float(np.median(np.array(accuracies, float))) >= 0.95
    assert min(np.array(accuracies, float)) >= 0.6


def test_that_the_mean_is_taken_over_the_batch_and_not_over_the_data() -> None:
    total = iris_trainer(batch_size=10, optimizer=SGD(learning_rate=0.01))
    mean = iris_trainer(batch_size=10, optimizer=SGD(learning_rate=0.1), reduction="mean")
    for _ in range(20):
        total.train_batch()
        mean.train_batch()
    np.testing.assert_allclose(total.parameters, mean.parameters, rtol=1e-9, atol=1e-12)


def test_that_every_epoch_visits_all_samples_in_an_order_of_its_own() -> None:
    class Recorder:
        def __init__(self) -> None:
            self.w = Scalar(1.0)
            self.seen: list[float] = []

        def __call__(self, inputs: Any) -> Scalar:
            value = inputs[0]
            self.seen.append(value.value if isinstance(value, Scalar) else value)
            return self.w * value

        def parameters(self) -> list[Scalar]:
            return [self.w]

    X, y, model = [[float(i)] for i in range(12)], [0.0] * 12, Recorder()
    settings: dict[str, Any] = {"loss": "squared_error", "batch_size": 4, "backend": "interpreted"}
    trainer = Trainer(model, X, y, optimizer=SGD(1e-9), **settings)
    model.seen.clear()
    for _ in range(6):
        trainer.train_batch()
    first, second = model.seen[:12], model.seen[12:]
    assert sorted(first) == sorted(second) == [float(i) for i in range(12)]
    assert first != second


def test_that_regularisation_in_a_run_leaves_biases_alone() -> None:
    # No slope reaches a weight behind an input of zero, so only the regularisation can move it.
    model = MLP([1, 1], final_layer_softmax=False, output_activation="linear", seed=0)
    weight, bias = model.layers[0].neurons[0].parameters()
    start, bias.value = weight.value, 2.0
    Trainer(model, [[0.0]], [2.0], loss="squared_error", optimizer=SGD(0.1, l2=0.5)).step()
    assert weight.value == pytest.approx(start * (1 - 0.1 * 0.5))
    assert bias.value == 2.0


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("batch_size", [None, 16])
def test_that_looking_ahead_tells_the_next_update_and_changes_nothing(
    backend: str, batch_size: int | None
) -> None:
    trainer = iris_trainer(backend=backend, batch_size=batch_size, optimizer=SGD(0.01), reduction="mean")
    for _ in range(3):
        trainer.train_batch()
    before = trainer.parameters.copy()
    report = trainer.look_ahead()
    np.testing.assert_array_equal(trainer.parameters, before)
    assert report.loss == pytest.approx(report.losses.mean())
    assert report.outputs.shape == (len(report.samples), 3)
    assert len(set(report.samples.tolist())) == (16 if batch_size else 150)
    trainer.train_batch()
    np.testing.assert_allclose(before - 0.01 * report.gradients, trainer.parameters, rtol=1e-9, atol=1e-12)


def test_that_the_last_batch_of_an_epoch_is_looked_at_too() -> None:
    trainer = iris_trainer(batch_size=100)
    trainer.train_batch()
    assert len(trainer.look_ahead().samples) == 50


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_gradients_are_the_slopes_of_the_mean_loss(backend: str) -> None:
    trainer = iris_trainer(backend=backend, reduction="mean")
    gradients, start = trainer.gradients(), trainer.parameters.copy()
    for index in (0, 7, len(start) - 1):
        losses = []
        for way in (1e-5, -1e-5):
            moved = start.copy()
            moved[index] += way
            trainer.set_parameters(moved)
            losses.append(trainer.look_ahead().loss)
        assert gradients[index] == pytest.approx((losses[0] - losses[1]) / 2e-5, rel=1e-5, abs=1e-9)


def test_that_parameters_set_by_hand_are_trained_on_from() -> None:
    trainer = iris_trainer()
    values = np.linspace(-1.0, 1.0, len(trainer.parameters))
    trainer.set_parameters(values)
    assert trainer.snapshot().parameters.tolist() == values.tolist()
    assert [p.value for p in trainer.model.parameters()] == values.tolist()


@pytest.mark.parametrize("values", [[1.0], np.full(10_000, 0.0), "x"])
def test_that_parameters_of_another_shape_are_refused(values: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        iris_trainer().set_parameters(values)


def test_that_infinite_parameters_are_refused_and_nothing_changes() -> None:
    trainer = iris_trainer()
    before = trainer.parameters.copy()
    with pytest.raises(ValueError, match="finite numbers are needed"):
        trainer.set_parameters(np.where(np.arange(len(before)) == 2, np.inf, before))
    np.testing.assert_array_equal(trainer.parameters, before)


def test_that_a_trainer_can_go_on_from_some_parameters_of_another() -> None:
    small, large = iris_trainer(), iris_trainer()
    list(small.run(2))
    own = large.parameters.copy()
    places = np.full(len(own), -1)
    places[:3] = [5, 4, 3]
    large.continue_from(small, places)
    assert large.parameters[:3].tolist() == small.parameters[[5, 4, 3]].tolist()
    np.testing.assert_array_equal(large.parameters[3:], own[3:])
    assert large.epoch == 2
    with pytest.raises(ValueError, match="do not fit"):
        large.continue_from(small, np.full(len(own), len(own)))


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_the_norm_to_clip_to_can_change_in_the_middle_of_a_run(backend: str) -> None:
    trainer = iris_trainer(backend=backend, optimizer=SGD(1.0), reduction="mean")
    trainer.train_batch()
    trainer.clip_norm = 1e-3
    before = trainer.parameters.copy()
    trainer.train_batch()
    assert np.linalg.norm(trainer.parameters - before) == pytest.approx(1e-3)
    with pytest.raises(ValueError, match="norm to clip"):
        trainer.clip_norm = 0.0


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("batch_size", [None, 16])
def test_that_a_restarted_run_is_the_same_to_the_last_bit(backend: str, batch_size: int | None) -> None:
    trainer = iris_trainer(backend=backend, batch_size=batch_size, optimizer=Adam(0.01))
    start = trainer.parameters.copy()
    first = curve(trainer)
    trainer.train_batch()
    trainer.restart(start)
    assert (trainer.epoch, trainer.step_count) == (0, 0)
    assert np.isnan(trainer.last_train_loss)
    assert curve(trainer) == first


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_without_a_limit_to_the_time_training_goes_to_the_last_epoch(backend: str) -> None:
    trainer = iris_trainer(backend=backend)
    assert len(trainer.train_for(math.inf, 40)) == 40
    assert trainer.epoch == 40


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_a_state_brings_training_back_to_where_it_was(backend: str) -> None:
    trainer = iris_trainer(backend=backend, batch_size=40, optimizer=Adam(0.01))
    for _ in range(6):
        trainer.train_batch()
    state = trainer.state()
    first = trainer.train_for(math.inf, trainer.epoch + 3)
    trainer.go_back(state)
    assert trainer.train_for(math.inf, trainer.epoch + 3) == first


@pytest.mark.parametrize("keep", [pickle.dumps, copy.copy, copy.deepcopy])
def test_that_a_trainer_cannot_be_pickled_and_says_how_it_is_kept(keep: Callable[[Any], Any]) -> None:
    model = MLP([2, 2], seed=1)
    with pytest.raises(TypeError, match=r"keep what its state_dict\(\) returns.*load_state_dict"):
        keep(Trainer(model, [[0.0, 1.0]], [1], backend="array"))


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_the_losses_of_samples_are_those_of_the_scalars(backend: str) -> None:
    X, y = IRIS
    model = MLP([4, 3, 3], seed=1)
    trainer = Trainer(model, X[:120:10], y[:120:10], test=(X[121::10], y[121::10]), backend=backend)
    list(trainer.run(2))
    train, test = trainer.sample_losses()
    for losses, (samples, classes) in zip(
        (train, test), ((X[:120:10], y[:120:10]), (X[121::10], y[121::10])), strict=True
    ):
        expected = [
            cross_entropy(model(x), [float(number == c) for number in range(3)]).value
            for x, c in zip(samples.tolist(), classes.tolist(), strict=True)
        ]
        assert losses == pytest.approx(expected, rel=1e-9)
    assert train.sum() == pytest.approx(trainer.train_loss())
    alone = Trainer(model, X[:5], y[:5], backend=backend)
    assert len(alone.sample_losses()[1]) == 0

from __future__ import annotations

import threading

import numpy as np
import pytest

from playground.models.data.datasets import DATASETS
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import allowed_losses
from playground.models.network.network import Network
from playground.models.run.session import Session
from playground.models.run.training import Training


def trained(experiment: Experiment, batches: int = 3) -> Session:
    session = Session(experiment)
    train(session.training, batches)
    return session


def train(training: Training, batches: int = 3) -> Training:
    for _ in range(batches):
        training.trainer.train_batch()
    return training


@pytest.mark.parametrize("dataset", DATASETS)
def test_that_every_data_set_is_trained_with_every_allowed_loss(dataset):
    data = Network.of(Experiment(dataset=dataset, hidden=(2,))).dataset
    for loss in allowed_losses(data.task, data.n_classes):
        training = train(Training.of(Experiment(dataset=dataset, hidden=(2,), loss=loss)), 1)
        network = training.network
        assert network.experiment.loss == loss
        assert network.structure == (data.n_features, 2, network.output.size)
        assert np.isfinite(training.trainer.parameters).all()


@pytest.mark.parametrize(
    "change",
    [
        {"learning_rate": 0.5}, {"optimizer": "sgd"}, {"activation": "relu"}, {"batch_size": 3},
        {"noise": 0.4}, {"train_fraction": 0.5}, {"standardize": False}, {"regularization": "l2"},
        {"loss": "squared_error"}, {"backend": "array"}, {"redraws": 1}, {"features": (0, 1, 2, 3)},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_that_what_keeps_the_shape_goes_on(change):
    session = trained(Experiment(), 15)
    parameters = session.training.trainer.parameters
    assert session.apply(Experiment(**change)).notice == ""
    np.testing.assert_array_equal(session.training.trainer.parameters, parameters)
    assert session.training.trainer.epoch == 1
    train(session.training, 1)
    assert (session.training.trainer.parameters != parameters).any()


def test_that_settings_of_a_run_under_way_need_no_new_program():
    session = trained(Experiment())
    before = session.training
    session.apply(Experiment(learning_rate=0.5, optimizer="sgd", batch_size=7, noise=0.3))
    assert session.training is before
    assert before.trainer.optimizer == Experiment(learning_rate=0.5, optimizer="sgd").make_optimizer()
    assert before.trainer.batch_size == 7
    session.apply(Experiment(activation="relu"))
    assert session.training is not before


@pytest.mark.parametrize(
    "change",
    [{"hidden": (6, 7)}, {"activation": "relu"}, {"learning_rate": 0.5}, {"dataset": "wine"}, {"seed": 9}],
    ids=str,
)  # fmt: skip
def test_that_a_training_that_follows_leaves_the_one_before_as_it_is(change):
    before = train(Training.of(Experiment(backend="array")), 15)
    twin = train(Training.of(Experiment(backend="array")), 15)
    after = Training(Network.of(Experiment(**{"backend": "array", **change}), before.network), before)
    train(after)
    assert before.network.experiment == Experiment(backend="array")
    for training in (before, twin):
        train(training, 20)
    np.testing.assert_array_equal(before.trainer.parameters, twin.trainer.parameters)


@pytest.mark.parametrize("backend", ["compiled", "array", "interpreted"])
def test_that_two_trainings_of_one_network_know_nothing_of_each_other(backend):
    network = Network.of(Experiment(backend=backend, dropout=0.2, switched_off=((1, 2),)))
    alone = train(Training(network), 30)
    together = [Training(network), Training(network)]
    threads = [threading.Thread(target=train, args=(training, 30)) for training in together]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for training in together:
        np.testing.assert_array_equal(training.trainer.parameters, alone.trainer.parameters)
    assert (network.first_parameters == Network.of(network.wanted).first_parameters).all()


@pytest.mark.parametrize("backend", ["array", "interpreted"])
def test_that_pictures_need_not_wait_for_slow_backends(backend):
    fast, slow = Training.of(Experiment()), Training.of(Experiment(backend=backend))
    X = fast.network.split.X_test
    parameters = fast.trainer.parameters
    np.testing.assert_allclose(
        fast.network.outputs(X, parameters), slow.network.outputs(X, parameters), rtol=1e-13
    )
    assert (fast.network.predicted_classes(X, parameters) == slow.trainer.predict_classes(X)).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"dataset": "wine"}, "13 → 6 → 6 → 3"), ({"seed": 8}, "Seed 8"),
        ({"initializer": "he"}, "initialisation"), ({"weight_draws": 1}, "New weights"),
        ({"initializer": "custom", "initial_range": 0.3}, "initialisation"),
    ],
)  # fmt: skip
def test_that_what_changes_the_shape_or_the_start_begins_anew_and_says_why(change, words):
    session = trained(Experiment(seed=1), 15)
    notice = session.apply(Experiment(**{"seed": 1, **change})).notice
    assert words in notice
    assert "starts again from epoch 0" in notice
    trainer = session.training.trainer
    assert trainer.epoch == 0
    fresh = Training.of(Experiment(**{"seed": 1, **change}))
    np.testing.assert_array_equal(trainer.parameters, fresh.trainer.parameters)


@pytest.mark.parametrize(
    "change",
    [
        {"hidden": (6, 7)}, {"hidden": (4, 6)}, {"hidden": (6,)}, {"hidden": ()}, {"features": (0, 2)},
        {"layer_activations": ("relu",)}, {"dropout": 0.2}, {"switched_off": ((1, 2),)}, {"clip_norm": 0.1},
        {"schedule": "cosine"}, {"frozen": ((2,),)}, {"batch_norm": (True, True)}, {"output_bias": False},
        {"batch_norm": (True,), "bias_before_norm": True},
    ],
    ids=str,
)  # fmt: skip
def test_that_changes_of_network_and_training_go_on(change):
    session = trained(Experiment(), 15)
    assert session.apply(Experiment(**change)).notice == ""
    assert session.training.trainer.epoch == 1
    train(session.training)
    assert np.isfinite(session.training.trainer.parameters).all()


def test_that_a_network_that_was_never_trained_takes_its_own_first_weights():
    session = Session(Experiment())
    session.apply(Experiment(hidden=(7, 6)))
    fresh = Training.of(Experiment(hidden=(7, 6)))
    np.testing.assert_array_equal(session.training.trainer.parameters, fresh.trainer.parameters)


def test_that_frozen_parameters_stay_and_thawed_ones_move():
    session = Session(Experiment(frozen=((1, 2), (-1, 0, 1), (2, 3, -1))))
    trainer, before = session.training.trainer, session.training.trainer.parameters.copy()
    train(session.training)
    still = np.flatnonzero(trainer.parameters == before)
    assert [session.network.parameter_map.keys[index] for index in still] == [
        (1, 2, 0), (1, 2, 1), (1, 2, 2), (1, 2, 3), (1, 2, -1), (2, 3, -1), (-1, 0, 1),
    ]  # fmt: skip
    session.apply(Experiment())
    assert (train(session.training).trainer.parameters != before).all()


@pytest.mark.parametrize("backend", ["compiled", "array", "interpreted"])
def test_that_a_switched_off_neuron_is_silent_in_pictures_and_in_training(backend):
    session = Session(Experiment(backend=backend))
    parameters = session.training.trainer.parameters

    def first_layer() -> np.ndarray:
        network = session.network
        return network.forward.values(parameters, network.split.X_train, network.forward.neurons[0])

    session.apply(Experiment(backend=backend, switched_off=((1, 4),)))
    values = first_layer()
    assert (values[4] == 0.0).all()
    assert (np.abs(values[[0, 1, 2, 3, 5]]).max(axis=1) > 0.0).all()
    out = session.network.parameter_map.of_neuron(1, 4)
    train(session.training)
    np.testing.assert_array_equal(session.training.trainer.parameters[out], parameters[out])
    session.apply(Experiment(backend=backend))
    assert (first_layer()[4] != 0.0).any()


def test_that_new_weights_keep_the_program_and_the_data():
    session = trained(Experiment(), 5)
    before, first = session.training, session.network.first_parameters
    split = session.network.split
    session.apply(Experiment(weight_draws=1))
    assert session.training is before
    assert session.network.split is split
    assert before.trainer.epoch == 0
    assert (before.trainer.parameters != first).any()


def test_that_new_points_keep_the_weights():
    session = trained(Experiment(dataset="circle"), 40)
    before, X = session.training.trainer.parameters, session.network.dataset.X
    session.apply(Experiment(dataset="circle", redraws=1))
    assert session.training.trainer.parameters is before
    assert (session.network.dataset.X != X).any()


def test_that_a_ring_is_learned_from_squares_without_a_hidden_layer():
    plain, squares = (
        Training.of(Experiment(dataset="circle", hidden=(), features=features, learning_rate=0.1))
        for features in ((0, 1), (2, 3))
    )
    for training in (plain, squares):
        training.trainer.train_for(20.0, 60)
    accuracies = [training.trainer.snapshot().test_accuracy or 0.0 for training in (plain, squares)]
    assert accuracies[0] < 0.8
    assert accuracies[1] > 0.97


@pytest.mark.parametrize("backend", ["compiled", "array", "interpreted"])
def test_that_the_loss_of_now_is_the_mean_over_the_training_data(backend):
    training = train(Training.of(Experiment(backend=backend)), 15)
    split = training.network.split
    outputs = training.network.outputs(split.X_train, training.trainer.parameters)
    wanted = -np.log(outputs[np.arange(len(outputs)), split.y_train]).mean()
    assert training.trainer.train_loss() == pytest.approx(wanted, rel=1e-12)


def test_that_scores_are_those_of_the_snapshot():
    training = train(Training.of(Experiment()), 15)
    snapshot = training.trainer.snapshot()
    assert training.scores() == (snapshot.train_accuracy, snapshot.test_accuracy)

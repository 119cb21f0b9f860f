from __future__ import annotations

import numpy as np
import pytest

from playground.models.data.datasets import DATASETS
from playground.models.experiment.experiment import LOSS_TITLES, Experiment, allowed_losses
from playground.models.run.run import Run, arrows


def train(run: Run, batches: int = 3) -> Run:
    for _ in range(batches):
        run.trainer.train_batch()
    return run


@pytest.mark.parametrize("dataset", DATASETS)
def test_that_every_data_set_makes_a_run_with_every_allowed_loss(dataset):
    first = Run(Experiment(dataset=dataset, hidden=(2,)))
    data = first.split.dataset
    for loss in allowed_losses(data.task, data.n_classes):
        run = train(Run(Experiment(dataset=dataset, hidden=(2,), loss=loss)), 1)
        assert run.experiment.loss == loss
        assert run.structure == (data.n_features, 2, run.output.size)
        assert np.isfinite(run.trainer.parameters).all()


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
    before = train(Run(Experiment()), 15)
    parameters = before.trainer.parameters
    after = Run(Experiment(**change), before)
    assert after.restart_reason == ""
    np.testing.assert_array_equal(after.trainer.parameters, parameters)
    assert after.trainer.epoch == 1
    after.trainer.train_batch()
    assert (after.trainer.parameters != parameters).any()


def test_that_settings_of_a_run_under_way_need_no_new_program():
    before = Run(Experiment())
    after = Run(Experiment(learning_rate=0.5, optimizer="sgd", batch_size=7, noise=0.3), before)
    assert after.trainer is before.trainer
    assert after.trainer.optimizer == Experiment(learning_rate=0.5, optimizer="sgd").make_optimizer()
    assert after.trainer.batch_size == 7
    assert Run(Experiment(activation="relu"), before).trainer is not before.trainer


def test_that_the_names_of_parameters_last_as_long_as_the_network_has_the_same_ones():
    before = Run(Experiment(dataset="circle", backend="array"))
    assert before.info().parameter_map is before.parameter_map
    same = Run(Experiment(dataset="circle", backend="array", seed=3, activation="relu"), before)
    assert same.parameter_map is before.parameter_map
    for change in ({"features": (0, 2)}, {"hidden": (5,)}):
        other = Run(Experiment(dataset="circle", backend="array", **change), before)
        assert other.parameter_map is not before.parameter_map
        assert other.parameter_map.structure == other.structure
        assert other.parameter_map.inputs == other.split.features.chosen


@pytest.mark.parametrize("backend", ["array", "interpreted"])
def test_that_pictures_need_not_wait_for_slow_backends(backend):
    fast, slow = Run(Experiment()), Run(Experiment(backend=backend))
    X = fast.split.X_test
    parameters = fast.trainer.parameters
    np.testing.assert_allclose(fast.outputs(X, parameters), slow.outputs(X, parameters), rtol=1e-13)
    assert (fast.predicted_classes(X, parameters) == slow.trainer.predict_classes(X)).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"dataset": "wine"}, "13 → 6 → 6 → 3"), ({"seed": 8}, "Seed 8"),
        ({"initializer": "he"}, "initialisation"), ({"weight_draws": 1}, "New weights"),
        ({"initializer": "custom", "initial_range": 0.3}, "initialisation"),
    ],
)  # fmt: skip
def test_that_what_changes_the_shape_or_the_start_begins_anew_and_says_why(change, words):
    before = train(Run(Experiment(seed=1)), 15)
    after = Run(Experiment(**{"seed": 1, **change}), before)
    assert words in after.restart_reason
    assert after.trainer.epoch == 0
    np.testing.assert_array_equal(after.trainer.parameters, Run(after.experiment).trainer.parameters)


@pytest.mark.parametrize(
    "change",
    [
        {"hidden": (6, 7)}, {"hidden": (4, 6)}, {"hidden": (6,)}, {"hidden": ()}, {"features": (0, 2)},
        {"layer_activations": ("relu",)}, {"dropout": 0.2}, {"switched_off": ((1, 2),)}, {"clip_norm": 0.1},
        {"schedule": "cosine"}, {"frozen": ((2,),)},
    ],
    ids=str,
)  # fmt: skip
def test_that_changes_of_network_and_training_go_on(change):
    before = train(Run(Experiment()), 15)
    epoch = before.trainer.epoch
    after = Run(Experiment(**change), before)
    assert after.restart_reason == ""
    assert after.trainer.epoch == epoch == 1
    train(after)
    assert np.isfinite(after.trainer.parameters).all()


def test_that_a_network_that_was_never_trained_takes_its_own_first_weights():
    after = Run(Experiment(hidden=(7, 6)), Run(Experiment()))
    np.testing.assert_array_equal(after.trainer.parameters, Run(Experiment(hidden=(7, 6))).trainer.parameters)


def test_that_custom_weights_fill_their_range():
    weights = Run(Experiment(initializer="custom", initial_range=0.02, hidden=(20,))).initial
    assert 0.018 < np.abs(weights).max() <= 0.02


def test_that_frozen_parameters_stay_and_thawed_ones_move():
    run = Run(Experiment(frozen=((1, 2), (-1, 0, 1), (2, 3, -1))))
    before = run.trainer.parameters.copy()
    train(run)
    still = np.flatnonzero(run.trainer.parameters == before)
    assert [run.parameter_map.keys[index] for index in still] == [
        (1, 2, 0), (1, 2, 1), (1, 2, 2), (1, 2, 3), (1, 2, -1), (2, 3, -1), (-1, 0, 1),
    ]  # fmt: skip
    thawed = train(Run(Experiment(), run))
    assert (thawed.trainer.parameters != before).all()


@pytest.mark.parametrize("backend", ["compiled", "array", "interpreted"])
def test_that_a_switched_off_neuron_is_silent_in_pictures_and_in_training(backend):
    run = Run(Experiment(backend=backend, switched_off=((1, 4),)), Run(Experiment(backend=backend)))
    X, hidden = run.split.X_train, run.forward.neurons[0]
    values = run.forward.values(run.trainer.parameters, X, hidden)
    assert (values[4] == 0.0).all()
    assert (np.abs(values[[0, 1, 2, 3, 5]]).max(axis=1) > 0.0).all()
    back = Run(Experiment(backend=backend), run)
    values = back.forward.values(back.trainer.parameters, X, back.forward.neurons[0])
    assert (values[4] != 0.0).any()


def test_that_dropout_is_off_in_pictures_unless_eval_is_forgotten():
    plain = Run(Experiment())
    X, parameters = plain.split.X_train, plain.trainer.parameters
    dropping = Run(Experiment(dropout=0.5), plain)
    np.testing.assert_allclose(dropping.outputs(X, parameters), plain.outputs(X, parameters), rtol=1e-12)
    forgetful = Run(Experiment(dropout=0.5, forgets_eval=True), dropping)
    assert not np.allclose(forgetful.outputs(X, parameters), plain.outputs(X, parameters))


def test_that_new_weights_keep_the_program_and_the_data():
    before = train(Run(Experiment()), 5)
    first = before.initial.copy()
    after = Run(Experiment(weight_draws=1), before)
    assert after.trainer is before.trainer
    assert after.split is before.split
    assert after.trainer.epoch == 0
    assert (after.trainer.parameters != first).any()


def test_that_the_loss_of_another_task_is_replaced():
    assert Run(Experiment(dataset="plane")).experiment.loss == "squared_error"
    assert Run(Experiment(loss="hinge")).experiment.loss == "cross_entropy"


def test_that_the_data_is_kept_while_only_the_network_changes():
    before = Run(Experiment())
    assert Run(Experiment(hidden=(2,)), before).split is before.split
    assert Run(Experiment(noise=0.2), before).split is not before.split


def test_that_the_number_of_classes_is_kept_within_what_a_data_set_can():
    assert Run(Experiment(dataset="blobs", n_classes=5)).structure[-1] == 5
    assert Run(Experiment(dataset="blobs", n_classes=10)).structure[-1] == 5
    assert Run(Experiment(dataset="iris", n_classes=5)).structure[-1] == 3


def test_that_the_description_tells_what_the_screen_needs():
    info = Run(Experiment()).info("a notice")
    assert (info.structure, info.n_parameters) == ((4, 6, 6, 3), 93)
    assert info.dataset.name == "iris"
    assert info.axes == (2, 3)
    assert info.notice == "a notice"
    assert arrows(info.structure) == "4 → 6 → 6 → 3"


def test_that_losses_are_titled():
    assert set(allowed_losses("classification", 2)) == set(LOSS_TITLES)


def test_that_new_points_keep_the_weights():
    before = train(Run(Experiment(dataset="circle")), 40)
    after = Run(Experiment(dataset="circle", redraws=1), before)
    assert after.trainer is before.trainer
    assert (after.split.dataset.X != before.split.dataset.X).any()


def test_that_generated_data_have_as_many_points_as_wanted():
    assert Run(Experiment(dataset="circle", n_samples=50)).split.dataset.n_samples == 50
    assert Run(Experiment(n_samples=50)).split.dataset.n_samples == 150


def test_that_chosen_features_are_the_inputs():
    run = Run(Experiment(dataset="circle", features=(2, 3), hidden=(3,)))
    assert run.structure[0] == 2
    assert run.shown_structure[0] == 9
    assert run.split.input_names == ("x₁²", "x₂²")


def test_that_a_ring_is_learned_from_squares_without_a_hidden_layer():
    plain, squares = (
        Run(Experiment(dataset="circle", hidden=(), features=features, learning_rate=0.1))
        for features in ((0, 1), (2, 3))
    )
    for run in (plain, squares):
        run.trainer.train_for(20.0, 60)
    accuracies = [run.trainer.snapshot().test_accuracy or 0.0 for run in (plain, squares)]
    assert accuracies[0] < 0.8
    assert accuracies[1] > 0.97


def test_that_the_inputs_of_digits_are_shown_as_one_picture():
    run = Run(Experiment(dataset="digits"))
    assert run.structure[0] == 64
    assert run.shown_structure[0] == 1


def test_that_only_data_of_more_than_two_features_have_principal_components():
    assert Run(Experiment()).info().principal is not None
    assert Run(Experiment(dataset="circle")).info().principal is None

"""Networks with batch normalisation, and output layers without biases, as the app makes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import MLP
from engine.training.backends import BACKENDS
from playground.models.experiment.choices import FULL_BATCH
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.problem import NotTrainableError
from playground.models.network.network import Network
from playground.models.network.parameter_map import (
    BETA,
    BIAS,
    GAMMA,
    OUTPUT,
    PARAMETER_WORDS,
    RUNNING_MEAN,
    ParameterMap,
)
from playground.models.run.run import Run
from playground.models.run.run_file import SUFFIX, SavedWork, read_work, write_work
from playground.models.run.session import Session
from playground.models.run.training import Training

NORMED: dict[str, Any] = {
    "dataset": "circle", "hidden": (3, 2), "batch_norm": (True, True), "n_samples": 60, "batch_size": 8,
    "backend": "array",
}  # fmt: skip


def experiment(**values: Any) -> Experiment:
    return Experiment(**{**NORMED, **values})


def trained(updates: int = 12, **values: Any) -> Training:
    training = Training.of(experiment(**values))
    for _ in range(updates):
        training.trainer.train_batch()
    return training


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("output_bias", [False, True])
@pytest.mark.parametrize("norms", [(), (True,), (False, True), (True, True)])
def test_that_every_number_has_a_key_and_a_place_of_its_own(norms, output_bias, kept) -> None:
    network = Network.of(experiment(batch_norm=norms, output_bias=output_bias, bias_before_norm=kept))
    names, model = network.parameter_map, network.new_model()
    assert len(set(names.keys)) == len(names.keys) == names.count == len(network.first_parameters)
    assert [names.index_of(key) for key in names.keys] == list(range(names.count))
    assert network.n_parameters == len(model.parameters())
    labels = [leaf.label or "" for leaf in (*model.parameters(), *model.running_statistics())]
    for label, (_, neuron, source) in zip(labels, names.keys, strict=True):
        assert label.startswith(PARAMETER_WORDS.get(source, "weight"))
        assert f"neuron {neuron + 1} in" in label


def test_that_layers_beyond_the_last_are_not_normalised() -> None:
    assert experiment(hidden=(3,)).batch_norm == (True,)
    assert experiment(batch_norm=(True, False)).batch_norm == (True,)
    assert experiment(batch_norm=(False, False)).batch_norm == ()
    assert experiment(batch_norm=(False, True)).norms == (False, True)


@pytest.mark.parametrize("wrong", [5, ("yes",), (1,), (True,) * 99])
def test_that_marks_of_layers_are_true_or_false(wrong: Any) -> None:
    with pytest.raises(ValueError, match="batch_norm must be a list"):
        experiment(batch_norm=wrong)


def test_that_batches_of_one_are_refused_with_a_way_out() -> None:
    with pytest.raises(NotTrainableError, match="at least 2 points in a batch") as caught:
        Network.of(experiment(batch_size=1))
    assert caught.value.problem.changes == {"batch_size": 2}
    assert Network.of(experiment(batch_size=2)).n_parameters


def test_that_batches_too_large_for_memory_are_refused_with_a_way_out() -> None:
    settings = {"n_samples": 100_000, "hidden": (64, 64), "batch_size": FULL_BATCH}
    with pytest.raises(NotTrainableError, match="70,000 points of a batch in memory") as caught:
        Network.of(experiment(**settings))
    assert Network.of(experiment(**settings, batch_norm=())).n_parameters
    assert Network.of(experiment(**{**settings, **caught.value.problem.changes})).n_parameters


@pytest.mark.parametrize(("hidden", "most"), [((6, 6), 1024), ((64, 64), 100)])
def test_that_batches_of_python_objects_are_smaller(hidden: tuple[int, ...], most: int) -> None:
    settings = {"n_samples": 10_000, "hidden": hidden, "batch_size": FULL_BATCH}
    assert Network.of(experiment(**settings)).n_parameters
    settings |= {"backend": "interpreted"}
    with pytest.raises(NotTrainableError, match=r"7,000 points .* with one Python object") as caught:
        Network.of(experiment(**settings))
    assert 2 <= caught.value.problem.changes["batch_size"] <= most
    assert Network.of(experiment(**{**settings, **caught.value.problem.changes})).n_parameters


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_pictures_and_scores_go_by_running_statistics(backend: str) -> None:
    training = trained(backend=backend)
    network, parameters = training.network, training.trainer.parameters
    X = network.split.X_train
    whole = network.outputs(X, parameters)
    np.testing.assert_allclose(network.outputs(X[:1], parameters), whole[:1], rtol=1e-12)
    np.testing.assert_allclose(whole, training.trainer.predict(X), rtol=1e-12)
    network = Network.of(network.wanted.with_(forgets_eval=True))
    assert np.abs(network.outputs(X, parameters) - whole).max() > 1e-3
    part, other = network.outputs(X[:9], parameters), network.outputs(X, parameters)[:9]
    assert np.abs(part - other).max() > 1e-6, "the same points beside fewer others"


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_a_saved_run_and_its_past_come_back_to_the_last_bit(tmp_path: Path, backend: str) -> None:
    session = Session(experiment(backend=backend))
    for _ in range(4):
        session.train_epoch()
    session.apply(session.network.wanted.with_(batch_norm=(True,)))
    for _ in range(3):
        session.train_epoch()
    run, left = session.as_it_is()
    path = tmp_path / f"run{SUFFIX}"
    write_work(SavedWork(session.network.wanted, run, left), path)
    work = read_work(path)
    assert work.run is not None
    other = Session.of_run(work.run, work.left)
    for epoch in range(8):
        for one in (session, other):
            one.look_at(epoch)
            one.past.come_nearer(float("inf"))
        assert session.shown.trainer.epoch == epoch
        np.testing.assert_array_equal(other.shown.trainer.parameters, session.shown.trainer.parameters)
    assert (session.network.parameter_map.count, other.network.parameter_map.count) == (32, 32)


def test_that_a_file_with_a_negative_running_variance_is_refused(tmp_path: Path) -> None:
    session = Session(experiment())
    session.train_epoch()
    state = session.training.trainer.state()
    state.parameters = np.append(state.parameters[:-1], -1.0)
    run = Run.begun(session.network, state)
    path = tmp_path / f"run{SUFFIX}"
    write_work(SavedWork(session.network.wanted, run), path)
    with pytest.raises(ValueError, match="running variance is below 0"):
        read_work(path)


def test_that_undo_of_batch_norm_leads_back_to_the_run_as_it_was() -> None:
    session = Session(experiment(batch_norm=()))
    for _ in range(3):
        session.train_epoch()
    before = session.training.trainer.parameters
    applied = session.apply(session.network.wanted.with_(batch_norm=(True, True)))
    session.train_epoch()
    assert applied.left is not None
    session.enter(applied.left)
    np.testing.assert_array_equal(session.training.trainer.parameters, before)


def test_that_a_layer_without_batch_norm_keeps_its_weights_when_it_gets_some() -> None:
    before = trained(batch_norm=(True,))
    now = Training(Network.of(experiment()), before)
    old, new = before.network.parameter_map, now.network.parameter_map
    for key in old.keys:
        place = new.index_of(key)
        if place is None:
            assert key[0] == 2
            assert key[2] == BIAS, "the mean takes its place"
        else:
            assert now.trainer.parameters[place] == before.trainer.parameters[old.index_of(key)]
    fresh = [now.trainer.parameters[new.index_of((2, 0, source))] for source in (GAMMA, BETA, RUNNING_MEAN)]
    assert fresh == [1.0, 0.0, 0.0]


def test_that_a_new_neuron_of_a_normalised_layer_has_no_influence_yet() -> None:
    before = trained()
    now = Training(Network.of(experiment(hidden=(3, 3))), before)
    X = before.network.split.X_train
    np.testing.assert_allclose(
        now.network.outputs(X, now.trainer.parameters), before.network.outputs(X, before.trainer.parameters),
        rtol=1e-12,
    )  # fmt: skip


def test_that_gamma_and_beta_can_be_frozen_and_set() -> None:
    training = trained(0, frozen=((1, 0, GAMMA), (1, 0, BETA)))
    names = training.network.parameter_map
    marks = names.marks(training.network.experiment.frozen)
    free = names.marks([(1, 1, GAMMA)])
    for _ in range(5):
        training.trainer.train_batch()
    assert training.trainer.parameters[marks].tolist() == [1.0, 0.0]
    assert training.trainer.parameters[free].tolist() != [1.0]


def test_that_weights_and_shifts_of_columns_are_those_of_the_model() -> None:
    training = trained(5, output_bias=False)
    names, parameters = training.network.parameter_map, training.trainer.parameters
    training.trainer.snapshot()  # the model gets its numbers
    model = training.trainer.model
    assert isinstance(model, MLP)
    for column, layer in enumerate(model.layers, 1):
        weights = [[leaf.value for leaf in neuron.weights] for neuron in layer.neurons]
        np.testing.assert_array_equal(names.weights_into(column, parameters), weights)
        shifts = [0.0 if neuron.norm is None else neuron.norm.beta.value for neuron in layer.neurons]
        np.testing.assert_array_equal(names.shifts_of(column, parameters), shifts)
    assert names.shift_of(OUTPUT) is None
    assert ParameterMap((2, 3, 1), (0, 1)).shift_of(OUTPUT) == BIAS

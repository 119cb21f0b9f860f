"""Instruments: what they read is so, by other ways of finding out."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn.datasets import load_digits

from playground.models.bugs.finding import Finding
from playground.models.bugs.instruments.table import INSTRUMENTS
from playground.models.bugs.trained_run import Case, FirstWeights, TrainedRun
from playground.models.experiment.experiment import Experiment
from playground.models.ticket import UNWATCHED, CancelledError, Ticket

EXPERIMENT = Experiment(
    dataset="moons", n_samples=60, noise=0.1, hidden=(3, 2), activation="tanh", optimizer="sgd",
    learning_rate=0.3, rests=False,
)  # fmt: skip


@cache
def trained(experiment: Experiment, epochs: int, first: FirstWeights | None = None) -> TrainedRun:
    return TrainedRun(Case(experiment, epochs, first))


def measured(instrument: str, first: FirstWeights | None = None, epochs: int = 3, **changes: Any) -> Finding:
    run = trained(EXPERIMENT.with_(**changes), epochs, first)
    return INSTRUMENTS[instrument].measure(run, UNWATCHED)


def value(finding: Finding, name: str) -> float:
    reading = finding.reading(name)
    assert reading is not None, [one.name for one in finding.readings]
    return reading.value


@pytest.mark.parametrize("instrument", INSTRUMENTS)
def test_that_an_instrument_stops_when_nobody_wants_it(instrument: str):
    run = trained(EXPERIMENT, 3)
    ticket = Ticket()
    ticket.cancel()
    with pytest.raises(CancelledError):
        INSTRUMENTS[instrument].measure(run, ticket)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@pytest.mark.parametrize(
    "changes",
    [
        {"hidden": ()},
        {"dataset": "circle", "learning_rate": 1000.0, "activation": "relu"},
    ],
    ids=["no hidden layer", "out of range"],
)
def test_that_any_run_can_be_examined(instrument: str, changes: dict[str, Any]):
    finding = measured(instrument, epochs=20, **changes)
    assert finding.instrument == instrument
    assert all(reading.text for reading in finding.readings)


def test_that_gradients_are_slopes_of_the_training_loss():
    run = trained(EXPERIMENT, 3)
    finding = INSTRUMENTS["gradients"].measure(run, UNWATCHED)
    trainer = run.training_at(run.parameters).trainer
    slopes = []
    for place in range(len(run.parameters)):
        ends = []
        for way in (-1e-5, 1e-5):
            moved = run.parameters.copy()
            moved[place] += way
            trainer.set_parameters(moved)
            ends.append(trainer.train_loss())
        slopes.append((ends[1] - ends[0]) / 2e-5)
    sizes = np.sqrt([np.mean(np.square(slopes[place])) for _, place in run.layers])
    names = ("Hidden layer 1, end", "Hidden layer 2, end", "Output layer, end")
    assert [value(finding, name) for name in names] == pytest.approx(sizes, rel=1e-5)


def test_that_a_step_of_plain_gradient_descent_is_the_rate_times_the_gradient():
    finding = measured("steps")
    for when in ("first", "end"):
        assert value(finding, f"Step ÷ gradient, {when}") == pytest.approx(0.3)


def test_that_a_layer_that_is_left_out_makes_no_step():
    finding = measured("steps", frozen=((1,),))
    assert value(finding, "Step of hidden layer 1, end") == 0.0
    assert value(finding, "Step of hidden layer 2, end") > 0.0


def test_that_a_halved_rate_is_seen_in_the_steps():
    finding = measured("steps", schedule="step", schedule_epochs=1, epochs=4)
    assert value(finding, "Step ÷ gradient, end") == pytest.approx(0.3 / 2**4)


def test_that_copies_are_neurons_with_the_same_weights():
    assert value(measured("graph"), "Copies among hidden neurons") == 0.0
    # Of three and of two neurons that are alike, two and one are copies.
    finding = measured("graph", initializer="equal")
    assert value(finding, "Copies among hidden neurons") == pytest.approx(3 / 5)
    assert value(finding, "Hidden layers") == 2
    assert value(finding, "Parameters") == 3 * 3 + 2 * 4 + 2 * 3


def test_that_linear_neurons_add_up_the_inputs():
    name = "Neurons that only add up the inputs, end"
    assert value(measured("neurons"), name) == 0.0
    assert value(measured("neurons", activation="linear"), name) == 1.0


def test_that_neurons_are_constant_if_no_point_moves_them():
    def without_inputs(network, parameters):
        changed = parameters.copy()
        changed[network.parameter_map.of_neuron(1, 0)] = (0.0, 0.0, 1.5)
        return changed

    finding = measured("neurons", without_inputs, epochs=0)
    assert value(finding, "Neurons with one output for all points, first") == pytest.approx(1 / 5)
    # tanh(1.5) = 0.905: not yet within 2 % of the whole range of its end.
    assert value(finding, "Outputs on a flat end of their curve, first") < 1 / 5


def test_that_large_weights_put_outputs_on_flat_ends():
    finding = measured("neurons", initializer="custom", initial_range=100.0)
    assert value(finding, "Outputs on a flat end of their curve, first") > 0.95


def test_that_the_sanity_test_begins_with_the_weights_of_the_run():
    assert value(measured("sanity", optimizer="adam", learning_rate=0.03), "Passed") == 1.0
    dead = measured("sanity", lambda network, parameters: 0.0 * parameters)
    assert value(dead, "Passed") == 0.0
    # The bias of the output is left: it learns how often each class comes up, from ln 2 to the entropy.
    counts = np.bincount(trained(EXPERIMENT, 0).network.split.y_train[: EXPERIMENT.batch_size])
    entropy = stats.entropy(counts) / np.log(2.0)
    assert value(dead, "Last loss, as a share of the first") == pytest.approx(entropy, abs=1e-6)
    assert dead.lines[0].y[0] == 1.0


def test_that_answers_are_asked_twice():
    name = "Asked twice: difference"
    assert value(measured("answers", dropout=0.5, hidden=(8, 8)), name) == 0.0
    assert value(measured("answers", dropout=0.5, hidden=(8, 8), forgets_eval=True), name) > 0.0


def test_that_data_are_counted():
    finding = measured("data", train_fraction=0.2)
    assert value(finding, "Training points") == 12
    assert value(finding, "Test points") == 48
    assert value(finding, "Test points trained on") == 0.0
    assert value(finding, "Largest spread of an input") == pytest.approx(1.0)
    raw = measured("data", dataset="wine", standardize=False)
    assert value(raw, "Largest spread of an input") > 100.0 * value(raw, "Smallest spread of an input")


def test_that_labels_go_with_their_neighbours():
    finding = measured("data", n_samples=300, noise=0.0)
    assert value(finding, "Training labels like their neighbours") == 1.0
    assert value(finding, "Test labels like their neighbours") == 1.0


def test_that_losses_end_where_the_run_ends():
    finding = measured("losses", epochs=4)
    train, test = finding.lines
    assert train.x[-1] == test.x[-1] == 4
    assert value(finding, "Training loss, end") == train.y[-1]
    assert value(finding, "Training loss, first epoch") == train.y[np.isfinite(train.y)][0]


def test_that_points_are_shown_with_the_labels_they_are_trained_with():
    sample = measured("data", labels_off_by_one=True).sample
    assert sample is not None
    split = trained(EXPERIMENT, 3).network.split
    assert sample.y.tolist() == ((split.y_train + 1) % 2).tolist()
    assert sample.pictures is None
    assert sample.places.shape == (len(split.X_train), 2)
    assert 0.0 <= sample.places.min() <= sample.places.max() <= 1.0


def test_that_pictures_are_those_the_network_gets():
    digits: dict[str, Any] = {"dataset": "digits", "hidden": (2,), "noise": 0.0, "epochs": 0}
    right, torn = (measured("data", **digits, views_for_permute=views).sample for views in (False, True))
    assert right is not None
    assert torn is not None
    assert right.pictures is not None
    assert torn.pictures is not None
    assert right.pictures.shape == torn.pictures.shape == (16, 8, 8)
    known = {image.tobytes() for image in load_digits().images.astype(np.int64)}
    found = [
        sum(np.rint(16.0 * image).astype(np.int64).tobytes() in known for image in pictures)
        for pictures in (right.pictures, torn.pictures)
    ]
    assert found == [16, 0]
    assert right.labels == torn.labels

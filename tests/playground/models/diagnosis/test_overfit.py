from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from playground.models.data.formula_data import FormulaData
from playground.models.data.table_data import TableData
from playground.models.diagnosis.overfit import OverfitProgress, OverfitResult, OverfitTest, run_overfit_test
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training
from playground.models.ticket import CancelledError, Ticket
from tests.playground.tickets import Impatient


def run_of(**values) -> Training:
    return Training.of(Experiment(**{"backend": "array", "dataset": "xor", "hidden": (4,), **values}))


def make_test(run: Training, most_updates: int = 300) -> OverfitTest:
    return OverfitTest(run.network, most_updates)


def judge(most_updates: int = 300, **values) -> OverfitResult:
    test = make_test(run_of(**values), most_updates)
    test.advance(math.inf)
    assert test.result is not None
    return test.result


@pytest.mark.parametrize(
    "values",
    [
        {"dataset": "iris", "hidden": (6, 6)}, {"loss": "hinge"}, {"loss": "squared_error"},
        {"loss": "cross_entropy"}, {"initializer": "custom", "initial_range": 0.8},
        {"hidden": (4, 4), "activation": "relu", "layer_activations": ("", "tanh")},
        {"dataset": "own", "source": FormulaData("z = x y")}, {"batch_size": 1},
        {"dataset": "iris", "hidden": (6, 6), "batch_norm": (True, True)},
    ],
    ids=lambda values: " ".join(map(str, values.values())),
)  # fmt: skip
def test_that_a_sound_network_passes_and_says_by_how_much(values):
    result = judge(**{"learning_rate": 0.03, **values})
    assert result.passed
    assert result.diagnosis == ""
    updates = len(result.losses) - 1
    numbers = f"fell from {result.losses[0]:.3g} to {result.losses[-1]:.3g} in {updates} updates"
    assert result.text.startswith("Passed: the loss of ")
    assert numbers in result.text
    assert result.text.endswith("Network, loss and gradients work together.")


def test_that_a_number_must_be_learned_to_one_percent_of_the_first_loss():
    result = judge(dataset="own", source=FormulaData("z = x y"), learning_rate=0.03)
    assert result.losses[-1] < 0.01 * result.losses[0] <= result.losses[-2]


def test_that_classes_pass_below_five_percent_when_all_points_are_right():
    result = judge(learning_rate=0.03)
    assert 0.01 * result.losses[0] < result.losses[-1] < 0.05 * result.losses[0]
    assert "and all are right" in result.reason


def test_that_nothing_to_learn_is_said():
    result = judge(dataset="own", source=FormulaData("z = 3"), initializer="zeros")
    assert result.passed
    assert "was 0 before any update" in result.reason


def test_that_it_trains_a_fresh_network_and_leaves_the_run_alone():
    run = run_of(learning_rate=0.03)
    run.trainer.train_for(0.0)
    before = run.trainer.state_dict()
    test = make_test(run)
    test.advance(math.inf)
    assert run.trainer.state_dict() == before
    assert test.result == judge(learning_rate=0.03)


@pytest.mark.parametrize(
    "helper",
    [
        {"regularization": "l2", "regularization_rate": 10.0}, {"dropout": 0.9}, {"clip_norm": 1e-6},
        {"schedule": "step", "schedule_epochs": 1}, {"frozen": ((1,), (-1,))}, {"switched_off": ((1, 0),)},
    ],
    ids=lambda helper: next(iter(helper)),
)  # fmt: skip
def test_that_what_keeps_from_learning_by_heart_is_left_out(helper):
    assert judge(learning_rate=0.03, **helper).losses == judge(learning_rate=0.03).losses


def test_that_the_first_weights_are_those_of_the_run():
    run = run_of(n_samples=20, batch_size=20, train_fraction=0.9)
    test = make_test(run)
    test.advance(0.0)
    assert len(run.network.split.y_train) == 18  # one batch holds them all
    run.trainer.train_for(0.0, 1)
    assert test.loss == pytest.approx(run.trainer.last_train_loss, rel=1e-12)


def test_that_slices_come_to_the_same_as_one_go():
    test = make_test(run_of())
    assert math.isnan(test.loss)
    seen = []
    while test.result is None:
        test.advance(0.0)
        seen.append((test.update, test.loss))
    assert seen == list(enumerate(judge().losses))


def test_that_a_test_that_is_over_stays_as_it_is():
    test = make_test(run_of(), 5)
    test.advance(math.inf)
    result = test.result
    test.advance(0.0)
    assert test.result is result
    assert test.update == 5


def far_away(scale: float) -> TableData:
    X = np.linspace(-1.0, 1.0, 24).reshape(12, 2) * scale
    return TableData("far", X, np.arange(12.0), ("a", "b"), ())


def test_that_numbers_too_large_for_the_first_weights_are_not_blamed_on_the_rate(monkeypatch):
    # No table comes with such numbers any more; a network may still be handed them.
    monkeypatch.setattr("playground.models.data.table_data.LARGEST_NUMBER", math.inf)
    result = judge(dataset="own", source=far_away(1e200), standardize=False, activation="linear")
    assert result.diagnosis == "first numbers"
    assert "before any update" in result.reason
    assert "Standardize" in result.advice
    assert result.losses == ()


def test_that_numbers_out_of_range_name_update_neuron_and_rate():
    values: dict[str, Any] = {"dataset": "own", "source": FormulaData("z = x"), "hidden": ()}
    values["optimizer"] = "sgd"
    result = judge(learning_rate=10.0, **values)
    assert result.diagnosis == "range"
    assert f"after {len(result.losses)} updates (at neuron 1 in the output layer)" in result.reason
    assert result.losses[-1] > 1e100
    assert result.advice == "The learning rate 10 is too large: try 1."
    assert judge(learning_rate=0.1, **values).passed


# Far from an end: as many updates as there may be, of a network that learns next to nothing.
LONG = {"hidden": (16,) * 4, "learning_rate": 1e-9}


def test_that_the_first_loss_is_told_at_once_and_then_every_slice(monkeypatch) -> None:
    monkeypatch.setattr("playground.models.diagnosis.overfit.SLICE_SECONDS", 0.0)
    told: list[Any] = []
    result = run_overfit_test(run_of(learning_rate=0.03).network, Ticket(told.append))
    assert result.passed
    assert told == [OverfitProgress(update, loss) for update, loss in enumerate(result.losses[:-1])]


@pytest.mark.parametrize("patience", [0, 1])
def test_that_a_test_that_was_given_up_ends_after_its_slice(patience) -> None:
    with pytest.raises(CancelledError):
        run_overfit_test(run_of(**LONG).network, Impatient(patience))


def test_that_a_network_with_batch_norm_that_cannot_learn_is_diagnosed():
    result = judge(60, hidden=(4, 4), batch_norm=(True, True), initializer="zeros")
    assert not result.passed
    assert result.diagnosis

from __future__ import annotations

import pytest

from playground.models.compare.naming import brief_text, name_beside, name_of_change, plain_name, value_text
from playground.models.experiment.choices import FULL_BATCH
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import settings_of

SPIRAL = Experiment(dataset="spiral", hidden=(8, 6), optimizer="adam", learning_rate=0.01)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"optimizer": "sgd", "learning_rate": 0.03}, "Adam 0.01 → SGD 0.03"),
        ({"learning_rate": 0.1}, "Adam 0.01 → Adam 0.1"),
        ({"hidden": (8, 8)}, "8 + 8 neurons"),
        ({"hidden": ()}, "no hidden layer"),
        ({"regularization": "l2"}, "L2 0.001"),
        ({"dataset": "moons"}, "Moons"),
        ({"activation": "relu"}, "ReLU"),
        ({"noise": 0.25}, "noise 25 %"),
        ({"batch_size": FULL_BATCH}, "batch size full"),
        ({"standardize": False}, "standardising no"),
        ({"name": "mine"}, ""),
        ({}, ""),
    ],
)
def test_that_a_run_is_named_by_what_differs_from_the_one_before(changes: dict, expected: str) -> None:
    assert name_of_change(SPIRAL, SPIRAL.with_(**changes)) == expected


def test_that_a_run_without_one_before_has_a_name_too() -> None:
    assert plain_name(SPIRAL) == "Adam 0.01, 8 + 6"


def test_that_every_setting_has_a_text() -> None:
    for name in settings_of(Experiment):
        assert isinstance(value_text(SPIRAL, name), str)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"optimizer": "sgd", "learning_rate": 0.03}, "SGD 0.03"),
        ({"learning_rate": 0.1}, "Adam 0.1"),
        ({"hidden": (8, 8)}, "8 + 8 neurons"),
        ({"name": "mine", "hidden": (8, 8)}, "mine"),
        ({"backend": "array"}, ""),
    ],
)
def test_that_a_run_beside_another_is_named_by_what_it_is_itself(changes: dict, expected: str) -> None:
    assert name_beside(SPIRAL, SPIRAL.with_(**changes)) == expected


def test_that_a_name_that_both_have_sets_no_run_apart() -> None:
    named = SPIRAL.with_(name="Lesson 3")
    assert name_beside(named, named.with_(activation="relu")) == "ReLU"


def test_that_values_are_short_in_tables_where_the_setting_says_so() -> None:
    run = SPIRAL.with_(optimizer="momentum", loss="squared_error", initializer="he")
    assert [brief_text(run, name) for name in ("optimizer", "loss", "initializer", "hidden")] == [
        "Mom.", "Sq.", "He", "8 + 6",
    ]  # fmt: skip
    assert value_text(run, "optimizer") == "Momentum"

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from engine import MLP, Trainer
from engine.optimizers import SGD, Adam, Momentum, Optimizer, RMSProp

X = np.random.default_rng(0).normal(size=(20, 2))
Y = (X[:, 0] > 0).astype(np.int64)


def trainer(optimizer: Optimizer, seed: int = 1) -> Trainer:
    return Trainer(
        MLP([2, 3, 2], seed=seed), X, Y, optimizer=optimizer, batch_size=6, seed=3, backend="array"
    )


@pytest.mark.parametrize("optimizer", [SGD(0.1), Momentum(0.1), RMSProp(0.01), Adam(0.01)])
def test_that_a_run_goes_on_from_json_bit_by_bit(optimizer: Optimizer) -> None:
    first, second = trainer(optimizer), trainer(optimizer, seed=2)
    for _ in range(6):  # in the middle of an epoch of 4 batches
        first.train_batch()
    second.load_state_dict(json.loads(json.dumps(first.state_dict())))
    for each in (first, second):
        each.train_for(10.0, 4)
    assert (second.epoch, second.step_count) == (first.epoch, first.step_count) == (4, 16)
    np.testing.assert_array_equal(second.parameters, first.parameters)
    assert second.last_train_loss == first.last_train_loss
    assert [leaf.value for leaf in second.model.parameters()] != [
        leaf.value for leaf in trainer(optimizer, seed=2).model.parameters()
    ]


def test_that_a_run_that_has_not_begun_has_no_loss() -> None:
    fresh = trainer(SGD())
    assert fresh.state_dict()["last_train_loss"] is None
    fresh.load_state_dict(fresh.state_dict())
    assert np.isnan(fresh.last_train_loss)


def test_that_a_place_beyond_fewer_samples_starts_the_epoch_over() -> None:
    saved = trainer(SGD()).state_dict() | {"position": 500, "running_loss": 4.0}
    target = trainer(SGD())
    target.load_state_dict(saved)
    assert target.state_dict()["position"] == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"parameters": [1.0]}, "parameters must be 17 numbers"), ({"parameters": None}, "parameters"),
        ({"parameters": ["1"] * 17}, "numbers only"), ({"parameters": [True] * 17}, "numbers only"),
        ({"parameters": [float("nan")] * 17}, "finite"), ({"parameters": [10**400] * 17}, "range"),
        ({"optimizer": "Best"}, "does not know"), ({"optimizer": []}, "wrong type"),
        ({"optimizer_state": []}, "keeps 2 lists"), ({"optimizer_state": 3}, "keeps 2 lists"),
        ({"epoch": -1}, "epoch must be"), ({"epoch": 1.5}, "epoch must be"), ({"step": True}, "step must be"),
        ({"running_loss": float("inf")}, "running_loss"), ({"last_train_loss": "0"}, "last_train_loss"),
        ({"running_loss": 10**400}, "running_loss"), ({"last_train_loss": -(10**5000)}, "last_train_loss"),
        ({"epoch": 10**5000}, "epoch must be"), ({"running_loss": [0.0] * 9999}, "running_loss"),
    ],
)  # fmt: skip
def test_that_a_damaged_state_is_refused_and_changes_nothing(change: dict[str, Any], words: str) -> None:
    target = trainer(Adam())
    before = target.parameters
    with pytest.raises(ValueError, match=words):
        target.load_state_dict(target.state_dict() | change)
    assert target.parameters is before


@pytest.mark.parametrize("name", ["parameters", "optimizer", "optimizer_state", "epoch", "last_train_loss"])
def test_that_a_missing_part_is_named(name: str) -> None:
    target = trainer(Adam())
    state = target.state_dict()
    del state[name]
    with pytest.raises(ValueError, match=name):
        target.load_state_dict(state)


def test_that_a_list_is_no_state() -> None:
    with pytest.raises(ValueError, match="table of names"):
        trainer(SGD()).load_state_dict([])  # type: ignore[arg-type]

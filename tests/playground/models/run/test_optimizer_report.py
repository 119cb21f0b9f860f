from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine.optimizers import Momentum
from playground.models.experiment.experiment import Experiment
from playground.models.network.parameter_map import BIAS
from playground.models.picture.frame import FrameRequest
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.session import Session
from playground.style.palette import LIGHT
from tests.playground.frames import frame_of

REQUEST = FrameRequest(generation=0, theme=LIGHT, boundary_side=64)


def trained(steps: int = 3, **values: Any) -> Session:
    session = Session(Experiment(hidden=(3,), **values))
    session.train_steps(steps)
    return session


def test_that_a_report_is_of_the_next_update() -> None:
    session = trained(3, optimizer="adam", learning_rate=0.02, clip_norm=2.0)
    trainer, report = session.training.trainer, OptimizerReport.of(session.training.trainer)
    assert (report.number, report.step, report.epoch) == (4, 3, 0)
    assert (report.rule.rate, report.rule.clip_norm) == (0.02, 2.0)
    assert report.parameters is trainer.parameters
    assert len(report.state) == 2
    assert all((array != 0.0).any() for array in report.state)


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_training_leaves_a_report_as_it_was(backend: str) -> None:
    session = trained(3, backend=backend)
    report = OptimizerReport.of(session.training.trainer)
    before = [array.copy() for array in (report.parameters, *report.state)]
    session.train_steps(5)
    for array, was in zip((report.parameters, *report.state), before, strict=True):
        np.testing.assert_array_equal(array, was)
    assert not report.is_of(session.training.trainer)


def test_that_the_rate_is_that_of_the_schedule_at_this_epoch() -> None:
    session = trained(0, schedule="step", schedule_epochs=2, learning_rate=0.4)
    rates = []
    for _ in range(5):
        rates.append(OptimizerReport.of(session.training.trainer).rule.rate)
        session.train_epoch()
    assert rates == pytest.approx([0.4, 0.4, 0.2, 0.2, 0.1])


def test_that_an_optimizer_chosen_since_the_last_update_starts_with_nothing() -> None:
    session = trained(3, optimizer="adam")
    session.apply(session.network.wanted.with_(optimizer="momentum"))
    report = OptimizerReport.of(session.training.trainer)
    assert (report.number, report.step, type(report.rule.optimizer)) == (1, 3, Momentum)
    assert [array.tolist() for array in report.state] == [[0.0] * len(report.parameters)]


def test_that_weights_biases_and_frozen_parameters_are_told_apart() -> None:
    session = trained(0, frozen=((1, 0),))
    rule, names = OptimizerReport.of(session.training.trainer).rule, session.network.parameter_map.keys
    assert (rule.is_weight == 0.0).tolist() == [key[2] == BIAS for key in names]
    assert (rule.trainable == 0.0).tolist() == [key[:2] == (1, 0) for key in names]


def test_that_a_report_is_of_its_run_until_something_that_matters_changes() -> None:
    changes: list[dict[str, Any]] = [
        {"learning_rate": 0.5},
        {"optimizer": "sgd"},
        {"clip_norm": 0.1},
        {"regularization": "l2"},
        {"frozen": ((1,),)},
    ]
    for change in changes:
        session = trained()
        report = OptimizerReport.of(session.training.trainer)
        assert report.is_of(session.training.trainer)
        session.apply(session.network.wanted.with_(**change))
        assert not report.is_of(session.training.trainer), change
    session = trained()
    report = OptimizerReport.of(session.training.trainer)
    session.set_parameters({(1, 0, 0): 5.0})
    assert not report.is_of(session.training.trainer)


def test_that_a_frame_carries_a_report_only_where_it_is_wanted() -> None:
    session = trained()
    assert frame_of(session, REQUEST).optimizer is None
    wanting = FrameRequest(generation=0, theme=LIGHT, boundary_side=64, wants_optimizer=True)
    frame = frame_of(session, wanting)
    assert frame.optimizer is not None
    assert frame.optimizer.parameters is frame.parameters
    assert (frame.optimizer.step, frame.optimizer.epoch) == (frame.step, frame.epoch)

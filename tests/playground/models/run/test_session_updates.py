from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import ScalarError
from engine.training.task import TrainingState
from playground.models.experiment.choices import OPTIMIZERS
from playground.models.experiment.experiment import Experiment
from playground.models.graph.update.update_table import update_table
from playground.models.picture.frame import FrameRequest
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.run import Run
from playground.models.run.session import Session
from playground.style.palette import LIGHT
from tests.playground.frames import frame_of


def trained(steps: int = 3, **values: Any) -> Session:
    session = Session(Experiment(**{"hidden": (3, 2), **values}))
    session.train_steps(steps)
    return session


def applied(session: Session, gradients: Any = None) -> Run:
    trainer = session.training.trainer
    given_ = trainer.look_ahead().gradients if gradients is None else gradients
    left = session.apply_update(OptimizerReport.of(trainer), given_)
    assert left is not None
    return left


def same(one: TrainingState, other: TrainingState) -> None:
    for a, b in zip(
        (one.parameters, *one.optimizer_state), (other.parameters, *other.optimizer_state), strict=True
    ):
        np.testing.assert_array_equal(a, b)
    assert (one.kind, one.updates, one.step) == (other.kind, other.updates, other.step)
    assert (one.epoch, one.position, one.running_loss) == (other.epoch, other.position, other.running_loss)


@settings(max_examples=10)
@given(
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    regularization=st.sampled_from(["none", "l1", "l2"]),
    clip_norm=st.sampled_from([0.0, 0.1]),
    frozen=st.sampled_from([(), ((1, 1),)]),
    backend=st.sampled_from(["array", "compiled"]),
    steps=st.integers(0, 14),
)
def test_that_applying_does_what_the_table_says_and_what_a_step_would(steps: int, **values: Any) -> None:
    session = trained(steps, **values)
    trainer = session.training.trainer
    start, gradients = trainer.state(), trainer.look_ahead().gradients
    table = update_table([""] * len(gradients), OptimizerReport.of(trainer), gradients)
    session.train_steps(1)
    stepped = trainer.state()
    trainer.go_back(start)
    applied(session, gradients)
    now = trainer.state()
    np.testing.assert_array_equal(now.parameters, table.new_values)
    np.testing.assert_allclose(now.parameters, stepped.parameters, rtol=1e-9, atol=1e-12)
    for got, said, wanted in zip(now.optimizer_state, table.state, stepped.optimizer_state, strict=True):
        np.testing.assert_array_equal(got, said)
        np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-15)
    assert (now.updates, now.step) == (stepped.updates, stepped.step) == (start.updates + 1, start.step + 1)
    assert (now.epoch, now.position) == (start.epoch, start.position)


def test_that_training_goes_on_with_the_batch_that_was_next() -> None:
    session = trained(3)
    wanted = session.training.trainer.look_ahead().samples
    applied(session)
    np.testing.assert_array_equal(session.training.trainer.look_ahead().samples, wanted)
    session.train_steps(1)
    assert session.training.trainer.step_count == 5


def test_that_an_update_can_be_taken_back_and_made_again_to_the_last_bit() -> None:
    session = trained(3)
    before = session.training.trainer.state()
    left = applied(session)
    after = session.training.trainer.state()
    for _ in range(2):
        left = session.enter(left)
        same(session.training.trainer.state(), before)
        left = session.enter(left)
        same(session.training.trainer.state(), after)


def test_that_after_more_training_the_exact_moment_before_comes_back_and_what_was_trained_is_kept() -> None:
    session = trained(3)
    before = session.training.trainer.state()
    left = applied(session)
    session.train_steps(30)
    trained_on, epochs = session.training.trainer.state(), len(session.run.history)
    after = session.enter(left)
    same(session.training.trainer.state(), before)
    assert len(session.run.history) == before.epoch
    session.enter(after)
    same(session.training.trainer.state(), trained_on)
    assert len(session.run.history) == epochs


def test_that_an_update_is_taken_back_although_the_shape_has_changed_since() -> None:
    session = trained(3)
    before = session.training.trainer.state()
    left = applied(session)
    session.apply(session.network.wanted.with_(hidden=(5,)))
    session.enter(left)
    same(session.training.trainer.state(), before)


def test_that_a_late_update_is_refused() -> None:
    session = trained(3)
    trainer = session.training.trainer
    report, gradients = OptimizerReport.of(trainer), trainer.look_ahead().gradients
    session.train_steps(1)
    before = trainer.state()
    assert session.apply_update(report, gradients) is None
    same(trainer.state(), before)


@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_an_update_out_of_range_is_not_made(backend: str) -> None:
    session = trained(3, optimizer="sgd", backend=backend)
    trainer = session.training.trainer
    before, gradients = trainer.state(), np.zeros(len(trainer.parameters))
    gradients[0] = 1e308
    session.apply(session.network.wanted.with_(learning_rate=1000.0))
    with pytest.raises(ScalarError, match="overflows"):
        session.apply_update(OptimizerReport.of(trainer), gradients)
    same(trainer.state(), before)


def test_that_the_mean_update_on_screen_is_the_one_that_was_made() -> None:

    request = FrameRequest(generation=0, theme=LIGHT, boundary_side=64)
    session = trained(3)
    frame_of(session, request)
    before = applied(session).end.parameters
    shown = frame_of(session, request).updates
    assert shown is not None
    np.testing.assert_array_equal(shown, session.training.trainer.parameters - before)

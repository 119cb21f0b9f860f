"""Undoing and redoing what was done to a run, as the training worker does it: to the last bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.run.optimizer_report import OptimizerReport
from playground.workers import events
from playground.workers.training_desk import TrainingDesk
from tests.playground.workers.test_training_desk import Worker

BEFORE = Experiment(
    backend="array", dataset="circle", hidden=(4, 3), optimizer="adam", n_samples=60, dropout=0.1
)
MARK = 7


class Remembering(Worker):
    """Knows what an undo is to lead back to."""

    before: dict[str, Any]


def trained(worker: Worker, epochs: int) -> None:
    """Train whole epochs, and stand in the middle of the next one."""
    session = worker.session
    for _ in range(epochs):
        session.train_epoch()
    session.train_steps(1)


def state(worker: Worker) -> dict[str, Any]:
    """All that a run is made of."""
    session = worker.session
    trainer, curves = session.training.trainer, session.run.history.curves()
    return {
        "parameters": trainer.parameters,
        "memory": np.array(trainer.state().optimizer_state),
        "counts": np.array([trainer.epoch, trainer.step_count, trainer.state().position]),
        "epochs": curves.epochs, "train": curves.train, "test": curves.test,
        "marks": np.array([mark.words for mark in session.timeline().marks]),
        "settings": np.array([session.network.wanted], dtype=object),
    }  # fmt: skip


def assert_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    for name, value in one.items():
        np.testing.assert_array_equal(value, other[name], err_msg=name)


def apply(**values: Any):
    def act(worker: Worker) -> Experiment:
        after = worker.session.network.wanted.with_(**values)
        worker.do(TrainingDesk.apply, after, 1, 0, MARK)
        return after

    return act


def rewind(worker: Worker) -> Experiment:
    worker.do(TrainingDesk.reset, 1, MARK)
    return BEFORE


def edit_a_weight(worker: Worker) -> Experiment:
    worker.do(TrainingDesk.set_parameters, {(1, 0, -1): 1.25}, "bias", MARK)
    return BEFORE


def apply_an_update(worker: Worker) -> Experiment:
    trainer = worker.session.training.trainer
    told = worker.do(TrainingDesk.apply_update, OptimizerReport.of(trainer), trainer.gradients(20), MARK)
    assert any(isinstance(event, events.UpdateApplied) for event in told)
    return BEFORE


def branch(worker: Worker) -> Experiment:
    worker.do(TrainingDesk.look_at, 3, 1)
    worker.do(TrainingDesk.branch, "", MARK, 2)
    return BEFORE


def open_a_kept_run(worker: Remembering) -> Experiment:
    kept = next(event for event in worker.do(TrainingDesk.keep) if isinstance(event, events.RunKept))
    trained(worker, 2)
    worker.before = state(worker)
    worker.do(TrainingDesk.open_run, kept.key, MARK, 2)
    return BEFORE


ACTS = {
    "rewind": rewind,
    "new weights": apply(weight_draws=1),
    "other data by the dice": apply(redraws=1),
    "another data set": apply(dataset="blobs"),
    "noise": apply(noise=0.2),
    "one layer less": apply(hidden=(4,)),
    "a neuron more": apply(hidden=(4, 4)),
    "one input less": apply(features=(0,)),
    "another optimizer": apply(optimizer="sgd"),
    "a weight edit": edit_a_weight,
    "an update by hand": apply_an_update,
    "a branch": branch,
    "opening a kept run": open_a_kept_run,
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_that_an_act_is_undone_and_redone_to_the_last_bit(act):
    worker = Remembering(BEFORE)
    trained(worker, 6)
    worker.before = state(worker)
    after = act(worker)
    trained(worker, 2)
    gone_on = state(worker)
    told = worker.do(TrainingDesk.swap, MARK, BEFORE, 8, 0)
    assert_same(state(worker), worker.before)
    paused = next(event for event in told if isinstance(event, events.Paused))
    assert paused.notice.text == f"Back at epoch {worker.epoch}, as it was."
    worker.do(TrainingDesk.swap, MARK, after, 9, 0)
    assert_same(state(worker), gone_on)
    worker.do(TrainingDesk.swap, MARK, BEFORE, 10, 0)
    assert_same(state(worker), worker.before)


@pytest.mark.parametrize("act", [rewind, edit_a_weight, apply(dataset="blobs")], ids=["R", "edit", "data"])
def test_that_an_undone_run_goes_on_as_if_nothing_had_happened(act):
    worker, twin = Worker(BEFORE), Worker(BEFORE)
    trained(worker, 5)
    trained(twin, 5)
    act(worker)
    trained(worker, 3)
    worker.do(TrainingDesk.swap, MARK, BEFORE, 8, 0)
    trained(worker, 4)
    trained(twin, 4)
    assert_same(state(worker), state(twin))


def test_that_the_run_which_an_undo_leaves_can_be_opened():
    worker = Worker(BEFORE)
    trained(worker, 4)
    rewind(worker)
    trained(worker, 3)
    left = state(worker)
    worker.do(TrainingDesk.swap, MARK, BEFORE, 8, 0)
    (ghost,) = worker.session.timeline().ghosts
    worker.do(TrainingDesk.open_run, ghost.key, 9, 10)
    assert_same(state(worker), left)


def test_that_a_drag_over_several_values_leads_back_to_before_the_first():
    worker = Worker(BEFORE)
    trained(worker, 4)
    before = state(worker)
    for noise in (0.1, 0.2, 0.3):
        worker.do(TrainingDesk.apply, BEFORE.with_(noise=noise), 1, 0, MARK)
        trained(worker, 1)
    worker.do(TrainingDesk.swap, MARK, BEFORE, 8, 0)
    assert_same(state(worker), before)


def test_that_undoing_a_setting_that_moved_no_weights_lets_the_run_go_on():
    worker = Worker(BEFORE)
    trained(worker, 4)
    after = apply(learning_rate=0.1)(worker)
    trained(worker, 2)
    moved = worker.session.training.trainer.parameters
    worker.do(TrainingDesk.swap, MARK, BEFORE, 8, 0)
    assert worker.session.network.wanted == BEFORE != after
    np.testing.assert_array_equal(worker.session.training.trainer.parameters, moved)


def test_that_a_change_overtaken_by_its_undo_is_undone_all_the_same():
    worker = Worker(BEFORE)
    trained(worker, 4)
    # The change to blobs was left out for the newer one, as those of a fast hand are.
    newest = BEFORE.with_(dataset="blobs", hidden=(2,))
    worker.do(TrainingDesk.apply, newest, 2, 0, MARK + 1)
    worker.do(TrainingDesk.swap, MARK + 1, BEFORE.with_(dataset="blobs"), 3, 0)
    assert worker.session.network.wanted.dataset == "blobs"
    worker.do(TrainingDesk.swap, MARK, BEFORE, 4, 0)
    assert worker.session.network.wanted == BEFORE


def test_that_a_run_kept_for_undo_takes_little_memory_and_comes_back_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("playground.workers.run_marks.MOST_BYTES_A_MARK", 20_000)
    worker = Worker(BEFORE)
    worker.session.run.log.seconds_apart = 0.0
    trained(worker, 60)
    assert worker.session.run.log.n_bytes > 20_000
    before, left = state(worker), worker.session.run
    rewind(worker)
    assert left.log.n_bytes <= 20_000
    worker.do(TrainingDesk.swap, MARK, BEFORE, 2, 0)
    assert_same(before, state(worker))


def test_that_undoing_a_branch_from_before_a_change_leaves_the_change_in_force() -> None:
    worker = Worker(BEFORE)
    trained(worker, 6)
    worker.do(TrainingDesk.apply, BEFORE.with_(learning_rate=0.3), 1, 0)
    trained(worker, 3)
    before, settings = state(worker), worker.session.network.wanted
    worker.do(TrainingDesk.look_at, 3, 2)
    assert worker.session.shown.network.wanted == BEFORE
    worker.do(TrainingDesk.branch, "Small steps", MARK, 3)
    assert worker.session.network.wanted == BEFORE.with_(name="Small steps")
    told = worker.do(TrainingDesk.exchange, MARK, 4)
    assert worker.session.network.wanted == settings
    assert_same(state(worker), before)
    assert any(isinstance(event, events.NetworkChanged) for event in told)
    worker.do(TrainingDesk.exchange, MARK, 5)
    assert worker.session.network.wanted == BEFORE.with_(name="Small steps")
    assert worker.epoch == 3

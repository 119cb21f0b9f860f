"""Any moment of a run comes back to the last bit, whatever was trained with and whatever was changed."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.training.task import TrainingState
from playground.models.experiment.choices import FULL_BATCH, OPTIMIZERS
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import FrameRequest
from playground.models.run.session import Session
from playground.style.palette import LIGHT
from tests.playground.frames import frame_of

SPIRAL = Experiment(dataset="spiral", hidden=(4, 3), n_samples=40, seed=5, loss="squared_error")


class Diary:
    """A session that notes the state at the end of every epoch."""

    def __init__(self, experiment: Experiment, most_bytes: int | None = None) -> None:
        self.session = Session(experiment)
        if most_bytes is not None:
            self.session.run.log.most_bytes = most_bytes
        self.seen: dict[int, TrainingState] = {}
        self.note()

    def note(self) -> None:
        state = self.session.training.trainer.state()
        if not state.position:
            self.seen[state.epoch] = state

    def train(self, epochs: int) -> None:
        trainer = self.session.training.trainer
        for _ in range(epochs):
            last = trainer.epoch + 1
            while self.session.training.trainer.epoch < last:
                self.session.train_for(0.001, last)
            self.note()

    def change(self, **values: object) -> None:
        self.session.apply(self.session.network.wanted.with_(**values))
        self.note()

    def at(self, epoch: int) -> TrainingState:
        self.session.look_at(epoch)
        self.session.past.come_nearer(math.inf)
        assert not self.session.past.is_on_the_way
        return self.session.shown.trainer.state()


def assert_same(one: TrainingState, other: TrainingState) -> None:
    assert (one.epoch, one.step, one.position, one.updates) == (
        other.epoch, other.step, other.position, other.updates,
    )  # fmt: skip
    assert one.kind is other.kind or not one.updates
    for mine, theirs in zip(
        (one.parameters, *one.optimizer_state), (other.parameters, *other.optimizer_state), strict=True
    ):
        np.testing.assert_array_equal(mine, theirs)
    assert one.last_train_loss == other.last_train_loss or math.isnan(other.last_train_loss)


@pytest.mark.parametrize(
    ("backend", "optimizer", "dropout", "batch_size", "schedule"),
    [
        *product(("compiled", "array"), OPTIMIZERS, (0.0, 0.3), (7,), ("constant",)),
        *product(("compiled", "array"), ("adam",), (0.0,), (7, FULL_BATCH), ("step", "cosine")),
        ("interpreted", "adam", 0.3, 7, "cosine"),
    ],
)
def test_that_any_epoch_comes_back_to_the_last_bit(
    backend: str, optimizer: str, dropout: float, batch_size: int, schedule: str
) -> None:
    diary = Diary(
        SPIRAL.with_(
            backend=backend, optimizer=optimizer, dropout=dropout, batch_size=batch_size, schedule=schedule,
            schedule_epochs=5,
        )
    )  # fmt: skip
    diary.train(9)
    for epoch in (4, 0, 8, 1, 7):
        assert_same(diary.at(epoch), diary.seen[epoch])


@pytest.mark.parametrize("backend", ["compiled", "array"])
def test_that_gradients_nobody_cleared_come_back_too(backend: str) -> None:
    diary = Diary(SPIRAL.with_(backend=backend, forgets_zero_grad=True, optimizer="sgd", batch_size=7))
    diary.train(9)
    for epoch in (4, 0, 8):
        state, expected = diary.at(epoch), diary.seen[epoch]
        assert_same(state, expected)
        assert (state.left_gradients is None) == (epoch == 0)
        np.testing.assert_array_equal(state.left_gradients, expected.left_gradients)


def test_that_a_branch_goes_on_with_gradients_nobody_cleared() -> None:
    diary = Diary(SPIRAL.with_(forgets_zero_grad=True, optimizer="sgd", batch_size=7, batches_per_update=2))
    diary.train(6)
    diary.at(3)
    diary.session.branch()
    seen, diary.seen = diary.seen, {}
    diary.train(3)
    assert_same(diary.seen[6], seen[6])
    np.testing.assert_array_equal(diary.seen[6].left_gradients, seen[6].left_gradients)


def test_that_changes_in_the_middle_are_gone_through_again() -> None:
    diary = Diary(SPIRAL)
    diary.train(4)
    diary.change(learning_rate=0.1)
    diary.train(3)
    diary.change(hidden=(4, 4))
    diary.train(3)
    diary.change(noise=0.3, optimizer="momentum", forgets_zero_grad=True, batches_per_update=2)
    diary.train(3)
    diary.change(backend="array", forgets_zero_grad=False)
    diary.train(3)
    diary.session.set_parameters({(1, 0, 0): 0.5})
    diary.note()
    diary.train(3)
    now = diary.session.training.trainer.state()
    for epoch in (18, 0, 16, 13, 3, 4, 7, 9, 10, 12, 1):
        assert_same(diary.at(epoch), diary.seen[epoch])
        assert diary.session.shown.network.experiment.hidden == ((4, 3) if epoch < 7 else (4, 4))
    diary.session.look_at(None)
    assert_same(diary.session.training.trainer.state(), now)


@settings(max_examples=15)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=8))
def test_that_looking_back_in_any_order_changes_nothing(epochs: list[int]) -> None:
    diary = Diary(SPIRAL)
    diary.train(20)
    states = [diary.at(epoch) for epoch in epochs]
    for epoch, state in zip(epochs, states, strict=True):
        assert_same(state, diary.seen[min(epoch, 20)])
    diary.session.look_at(None)
    assert_same(diary.session.training.trainer.state(), diary.seen[20])
    undisturbed = Diary(SPIRAL)
    undisturbed.train(25)
    diary.train(5)
    assert_same(diary.seen[25], undisturbed.seen[25])


def test_that_what_a_full_log_dropped_comes_back_all_the_same() -> None:
    diary = Diary(SPIRAL.with_(backend="array"), most_bytes=20_000)
    diary.session.run.log.seconds_apart = 0.0
    diary.train(60)
    assert diary.session.run.log.is_thinned
    assert diary.session.run.log.n_bytes <= 20_000
    for epoch in range(0, 60, 7):
        assert_same(diary.at(epoch), diary.seen[epoch])


def test_that_a_branch_without_a_change_repeats_the_run_to_the_last_bit() -> None:
    diary = Diary(SPIRAL.with_(dropout=0.2))
    diary.train(20)
    diary.session.look_at(8)
    left = diary.session.branch()
    assert left is not None
    assert diary.session.training.trainer.epoch == 8
    for epoch in range(9, 21):
        diary.session.train_for(1.0, epoch)
        assert_same(diary.session.training.trainer.state(), diary.seen[epoch])


def test_that_the_run_that_was_left_is_a_ghost_from_the_fork_on() -> None:
    diary = Diary(SPIRAL)
    diary.train(20)
    diary.session.look_at(8)
    diary.session.branch()
    diary.change(learning_rate=0.3)
    diary.train(4)
    (ghost,) = diary.session.timeline().ghosts
    assert (ghost.fork, ghost.last_epoch, ghost.name) == (8, 20, "Adam 0.01")
    assert (ghost.epochs[0], ghost.epochs[-1]) == (8, 20)


def test_that_a_run_that_was_left_goes_on_where_it_was() -> None:
    diary = Diary(SPIRAL)
    diary.train(20)
    diary.session.look_at(8)
    left = diary.session.branch()
    assert left is not None
    diary.train(3)
    diary.session.enter(left)
    assert_same(diary.session.training.trainer.state(), diary.seen[20])
    assert diary.session.training.trainer.epoch == 20
    assert [ghost.last_epoch for ghost in diary.session.timeline().ghosts] == [11]


def test_that_an_epoch_beyond_the_newest_is_the_newest() -> None:
    diary = Diary(SPIRAL)
    diary.train(3)
    diary.session.look_at(50)
    assert not diary.session.is_looking_back


def test_that_a_glance_leaves_what_is_looked_at_where_it_is() -> None:
    diary = Diary(SPIRAL)
    diary.train(12)
    diary.at(4)
    assert_same(diary.session.past.glance_at(9).trainer.state(), diary.seen[9])
    assert_same(diary.session.shown.trainer.state(), diary.seen[4])


def test_that_a_moment_of_the_past_has_the_losses_it_had() -> None:
    request = FrameRequest(generation=0, theme=LIGHT, boundary_side=32)
    diary = Diary(SPIRAL)
    diary.train(5)
    then = frame_of(diary.session, request)
    diary.train(15)
    diary.at(5)
    again = frame_of(diary.session, request)
    assert (again.epoch, again.step) == (then.epoch, then.step) == (5, then.step)
    assert (again.train_loss, again.test_loss, again.test_score) == (
        then.train_loss, then.test_loss, then.test_score,
    )  # fmt: skip
    np.testing.assert_array_equal(again.boundary, then.boundary)
    assert again.timeline.cursor == 5
    assert again.timeline.last_epoch == 20


def test_that_a_ghost_with_the_same_settings_is_named_by_what_was_done_to_it() -> None:
    session = Session(SPIRAL)
    session.train_for(60.0, 6)
    session.set_parameters({(1, 0, 0): 3.0}, "weight of neuron 1 in hidden 1")
    session.train_for(60.0, 9)
    session.look_at(4)
    session.branch()
    (ghost,) = session.timeline().ghosts
    assert ghost.name == "weight of neuron 1 in hidden 1"
    session.apply(session.network.wanted.with_(name="Mine"))
    assert all(mark.words for mark in session.timeline().marks)

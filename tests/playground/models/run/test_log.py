from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import SGD
from engine.training.task import TrainingState
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.run.log import KEYFRAME_SECONDS, RunLog, size_of
from playground.models.run.session import Session

BATCHES = 4  # an epoch
NETWORK = Network.of(Experiment(dataset="xor", n_samples=20))
OTHER = Network.of(Experiment(dataset="xor", n_samples=20, learning_rate=0.1), NETWORK)


def state(step: int, n_parameters: int = 3) -> TrainingState:
    epoch, batch = divmod(step, BATCHES)
    parameters = np.full(n_parameters, float(step))
    return TrainingState(parameters, SGD, (), step, epoch, step, 10 * batch)


def log_of(steps: list[int], most_bytes: int = 2**20) -> RunLog:
    log = RunLog.begun(NETWORK, state(0), most_bytes)
    for step in steps:
        log.offer(state(step), 1.0)
    return log


def test_that_a_run_begins_with_its_first_state_and_no_event() -> None:
    log = log_of([])
    assert log.keyframe_before(0)[1].step == 0
    assert log.changed == []


def test_that_states_are_kept_no_closer_than_their_distance_in_seconds() -> None:
    log = RunLog.begun(NETWORK, state(0))
    for step in range(1, 101):
        log.offer(state(step), log.seconds_apart / 4)
    assert [known.step for known in log.present.keyframes] == list(range(0, 101, 4))


@given(st.lists(st.integers(1, 400), unique=True).map(sorted), st.integers(0, 110))
def test_that_the_last_state_before_the_end_of_an_epoch_is_found(steps: list[int], epoch: int) -> None:
    log = log_of(steps)
    expected = max(step for step in [0, *steps] if step <= epoch * BATCHES)
    assert log.keyframe_before(epoch)[1].step == expected


def test_that_what_was_changed_at_a_moment_is_part_of_it() -> None:
    log = log_of([4, 8])
    log.change(OTHER, "setting", "learning rate", state(8), state(8))
    log.offer(state(12), 1.0)
    assert log.keyframe_before(1) == (0, log.stretches[0].keyframes[1])
    number, found = log.keyframe_before(2)
    assert (number, found.step) == (1, 8)
    assert log.stretches[number].network is OTHER
    assert [(stretch.start.epoch, stretch.words) for stretch in log.changed] == [(2, "learning rate")]


def test_that_a_change_within_an_epoch_leaves_the_end_of_the_one_before_as_it_was() -> None:
    log = log_of([4])
    log.change(OTHER, "data", "noise", state(6), state(6))
    assert log.keyframe_before(1)[0] == 0
    assert log.keyframe_before(2)[0] == 1


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=300), st.integers(3, 40))
def test_that_the_log_stays_within_its_bytes_and_keeps_beginnings_and_events(
    moves: list[tuple[int, bool]], states: int
) -> None:
    n_events = sum(is_event for _, is_event in moves)
    most = (states + 2 * n_events + 1) * size_of(state(0))
    log, step = RunLog.begun(NETWORK, state(0), most), 0
    starts = [0]
    for more, is_event in moves:
        step += more
        if is_event:
            log.change(NETWORK, "setting", f"noise {step}", state(step), state(step))
            starts.append(step)
        else:
            log.offer(state(step), 1e9)
    assert log.n_bytes <= most
    assert [stretch.start.step for stretch in log.stretches] == starts
    assert [stretch.end.step for stretch in log.stretches[:-1] if stretch.end] == starts[1:]
    kept = [known.step for stretch in log.stretches for known in stretch.keyframes]
    assert kept == sorted(kept)


def test_that_a_full_log_keeps_half_as_many_and_says_so() -> None:
    log = RunLog.begun(NETWORK, state(0), 11 * size_of(state(0)))
    for step in range(1, 12):
        log.offer(state(step), 1.0)
    assert [known.step for known in log.present.keyframes] == [0, 2, 4, 6, 8, 10]
    assert log.is_thinned
    assert log.seconds_apart == 2 * RunLog.begun(NETWORK, state(0)).seconds_apart


def test_that_the_best_test_loss_is_kept_with_its_state() -> None:
    log = log_of([])
    for step, loss in ((1, 0.5), (2, 0.3), (3, 0.4), (4, float("nan"))):
        log.see_test(state(step), loss)
    assert log.best is not None
    assert (log.best.state.step, log.best.test_loss) == (2, 0.3)
    assert log.n_bytes == 2 * size_of(state(0))


@given(st.integers(0, 30))
def test_that_a_branch_ends_where_it_was_made_and_leaves_the_run_alone(step: int) -> None:
    log = log_of([4, 8, 16])
    log.change(OTHER, "data", "seed", state(17), state(17))
    log.offer(state(24), 1.0)
    before = [[known.step for known in stretch.keyframes] for stretch in log.stretches]
    number = 0 if step < 17 else 1
    branch = log.branch(number, state(step))
    assert len(branch.stretches) == number + 1
    assert branch.present.keyframes[-1].step == step
    assert branch.present.end is None
    branch.offer(state(step + 1), 1e9)
    assert [[known.step for known in stretch.keyframes] for stretch in log.stretches] == before


def test_that_changes_of_one_name_between_two_updates_are_one() -> None:
    log = log_of([4])
    for weight in (0.1, 0.2, 0.3):
        after = state(4)
        after.parameters = np.full(3, weight)
        log.change(NETWORK, "weights", "weight of neuron 1", state(4), after)
    assert len(log.changed) == 1
    assert log.present.start.parameters[0] == 0.3
    assert log.n_bytes == 4 * size_of(state(0))
    log.change(NETWORK, "weights", "weight of neuron 2", state(4), state(4))
    assert len(log.changed) == 2


def test_that_the_fork_of_two_runs_is_the_last_state_they_share() -> None:
    log = log_of([4, 8, 12])
    branch = log.branch(0, state(9))
    fork = log.fork_with(branch, state(14), state(13))
    assert fork is not None
    assert fork.step == 13  # until something is changed, what is trained is the same in both
    branch.change(OTHER, "setting", "learning rate", state(9), state(9))
    fork = log.fork_with(branch, state(14), state(30))
    assert fork is not None
    assert fork.step == 9
    assert log.fork_with(log_of([4]), state(14), state(5)) is None


@pytest.mark.parametrize(("batch_size", "batch_norm"), [(10, ()), (13, (True,))])
def test_that_updates_are_counted_as_training_counts_them_through_changes_in_the_middle_of_an_epoch(
    batch_size: int, batch_norm: tuple[bool, ...]
) -> None:
    # Of 105 samples in batches of 13 or of 8 a single one is left, which batch norm adds to the batch before.
    session = Session(Experiment(backend="array", hidden=(2,), batch_size=batch_size, batch_norm=batch_norm))
    seen: dict[int, int] = {}

    def train(steps: int) -> None:
        for _ in range(steps):
            session.train_steps(1)
            trainer = session.training.trainer
            if not trainer.state().position:
                seen[trainer.epoch] = trainer.step_count

    train(25)
    session.apply(session.network.wanted.with_(learning_rate=0.1))
    train(30)
    session.apply(session.network.wanted.with_(batch_size=16))
    train(20)
    session.apply(session.network.wanted.with_(batch_size=8))
    train(40)
    epochs = np.array(sorted(seen), np.float64)
    assert session.run.log.updates_at(epochs).tolist() == [seen[int(epoch)] for epoch in epochs]


def test_that_more_memory_makes_moments_to_come_as_much_denser_and_less_memory_thins() -> None:
    log = log_of(list(range(1, 200)), 20_000)
    assert log.is_thinned
    apart, count = log.seconds_apart, len(log.present.keyframes)
    log.keep_within(80_000)
    assert log.seconds_apart == max(apart / 4, KEYFRAME_SECONDS)
    assert len(log.present.keyframes) == count
    log.keep_within(10_000)
    assert log.n_bytes <= 10_000
    assert log.seconds_apart > apart


def test_that_kept_moments_are_those_of_the_present_data_and_shape() -> None:
    log = log_of([4, 6])
    assert [(epoch, parameters[0]) for epoch, parameters in log.moments()] == [(0, 0.0), (1, 4.0), (2, 6.0)]
    log.change(OTHER, "setting", "learning rate", state(8), state(8))
    assert [epoch for epoch, _ in log.moments()] == [0, 1, 2, 2]
    wider = Network.of(Experiment(dataset="xor", n_samples=20, hidden=(7,)), OTHER)
    log.change(wider, "setting", "hidden layers", state(9), state(9))
    assert [epoch for epoch, _ in log.moments()] == [3]

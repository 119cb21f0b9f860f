from __future__ import annotations

from types import SimpleNamespace

import pytest

from playground.models.run.speed import Speed
from playground.workers import rhythm
from playground.workers.rhythm import Rhythm


class Clock:
    """Seconds that pass only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0

    def perf_counter(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Session:
    """Notes what it is asked to train; an epoch takes a call."""

    def __init__(self) -> None:
        self.training = SimpleNamespace(trainer=SimpleNamespace(epoch=0))
        self.asked: list[tuple[object, ...]] = []

    def train_for(self, seconds: float, last_epoch: int | None = None) -> None:
        self.asked.append(("for", seconds, last_epoch))
        self.training.trainer.epoch += 1

    def train_steps(self, count: int) -> None:
        self.asked.append(("steps", count))

    def train_slowly(self, share: float) -> None:
        self.asked.append(("slowly", round(share, 3)))


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(rhythm, "time", clock)
    return clock


@pytest.fixture
def session() -> Session:
    return Session()


def made(speed: Speed | None) -> Rhythm:
    rhythm = Rhythm()
    rhythm.set_speed(speed)
    return rhythm


def test_that_without_a_speed_all_the_time_is_trained(clock, session):
    made(None).train(session, 0.016)
    assert session.asked == [("for", 0.016, None)]
    assert clock.now == 100.0


def test_that_steps_are_made_as_they_fall_due(clock, session):
    steps = made(Speed(50.0))
    clock.now += 0.05
    steps.train(session, 0.016)
    assert session.asked == [("steps", 2)]
    assert clock.now == pytest.approx(100.054)  # rests a little, not to the next step


def test_that_a_slow_step_shows_how_far_it_is(clock, session):
    slow = made(Speed(1.0))
    for seconds in (0.25, 0.25, 0.5):
        clock.now += seconds - rhythm.BEAT_SECONDS * bool(session.asked)
        slow.train(session, 0.016)
    assert session.asked == [("slowly", 0.25), ("slowly", 0.5), ("slowly", 1.0)]


def test_that_due_epochs_are_trained_in_portions_and_then_it_waits(clock, session):
    epochs = made(Speed(60.0, "epoch"))
    clock.now += 0.051  # three epochs
    for _ in range(4):
        epochs.train(session, 0.016)
    assert session.asked == [("for", 0.016, 3)] * 3
    assert clock.now == pytest.approx(100.055)


def test_that_another_network_counts_its_own_epochs(clock, session):
    epochs = made(Speed(60.0, "epoch"))
    session.training.trainer.epoch = 500
    clock.now += 0.02
    epochs.train(session, 0.016)
    session.training.trainer.epoch = 0
    epochs.count_anew()
    clock.now += 0.02
    epochs.train(session, 0.016)
    assert session.asked == [("for", 0.016, 501), ("for", 0.016, 1)]

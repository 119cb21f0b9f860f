"""Sanity tests side by side."""

from __future__ import annotations

import pytest

from playground.models.diagnosis import overfit
from playground.models.diagnosis.overfit import run_overfit_test
from playground.models.experiment.experiment import Experiment
from playground.models.lessons.stage import LessonRun
from playground.models.lessons.stages.sanity_stage import SanityStage
from playground.models.network.network import Network
from playground.models.ticket import CancelledError, Ticket
from playground.workers import lesson_desk
from playground.workers.sanity_desk import SanityDesk, SanityFrame

BASE = Experiment(dataset="xor", loss="binary_cross_entropy", hidden=(6,), learning_rate=0.05)
STAGE = SanityStage(
    (LessonRun("a", "Healthy", BASE), LessonRun("b", "Zeros", BASE.with_(initializer="zeros")))
)


@pytest.fixture(autouse=True)
def few_updates(monkeypatch):
    """Who fails, fails as well in a tenth of the time."""
    monkeypatch.setattr(overfit, "MOST_UPDATES", 300)


@pytest.fixture
def frames() -> list[object]:
    return []


@pytest.fixture
def ticket(frames) -> Ticket:
    return Ticket(frames.append)


def test_that_hurried_tests_end_as_they_do_alone(ticket, frames):
    desk = SanityDesk()
    begun = desk.begin(STAGE, ticket)
    assert begun.update == 0
    assert not begun.is_finished
    frame = desk.go_on(STAGE, ticket, hurried=True)
    assert frame.is_finished
    assert frames == []
    for run, shown in zip(STAGE.runs, frame.runs, strict=True):
        alone = run_overfit_test(Network.of(run.experiment))
        assert shown.result == alone
        assert shown.losses == alone.losses
        assert shown.outcome.result is shown.result


def test_that_tests_go_on_in_step_and_are_told_on_the_way(ticket, frames, monkeypatch):
    monkeypatch.setattr(lesson_desk, "PACE", 20.0)
    frame = SanityDesk().go_on(STAGE, ticket)
    assert frame.is_finished
    assert len(frames) > 1
    for early in frames:
        assert isinstance(early, SanityFrame)
        healthy, zeros = early.runs
        assert len(zeros.losses) <= len(healthy.losses) or healthy.result is not None
        assert frame.runs[1].losses[: len(zeros.losses)] == zeros.losses


def test_that_tests_that_were_given_up_go_on_from_there(monkeypatch):
    monkeypatch.setattr(lesson_desk, "PACE", 20.0)
    desk = SanityDesk()

    def give_up(_: object) -> None:
        stopped.cancel()

    stopped = Ticket(give_up)
    with pytest.raises(CancelledError):
        desk.go_on(STAGE, stopped)
    frame = desk.go_on(STAGE, Ticket(), hurried=True)
    assert frame.runs[1].result == run_overfit_test(Network.of(STAGE.runs[1].experiment))
    desk.clear(Ticket())
    assert desk._tests == []


def test_that_data_that_cannot_be_learned_are_refused(ticket):
    bad = SanityStage((LessonRun("a", "None", BASE.with_(features=())),))
    with pytest.raises(ValueError, match="input"):
        SanityDesk().begin(bad, ticket)

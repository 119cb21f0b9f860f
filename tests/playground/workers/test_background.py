from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from playground.models.ticket import Ticket
from playground.workers.background import Job

PATIENCE = 10.0


class Gate:
    """Work that waits until it is let on."""

    def __init__(self, result: object = None) -> None:
        self.begun, self.let_on, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.result = result

    def __call__(self, ticket: Ticket) -> object:
        self.begun.set()
        try:
            assert self.let_on.wait(PATIENCE)
            ticket.check()
            return self.result
        finally:
            self.ended.set()


@pytest.fixture
def job(qtbot: QtBot) -> Iterator[Job]:
    job = Job("test")
    yield job
    job.close()


def heard(job: Job) -> list[tuple[str, object]]:
    told: list[tuple[str, object]] = []
    for name in ("progressed", "done", "refused", "crashed"):
        getattr(job, name).connect(lambda value, name=name: told.append((name, value)))
    return told


def test_that_work_is_done_in_another_thread_and_heard_of_in_this_one(job: Job, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    job.done.connect(lambda _: threads.append(threading.current_thread()))

    def work(ticket: Ticket) -> str:
        threads.append(threading.current_thread())
        return "result"

    with qtbot.waitSignal(job.done) as told:
        job.order(work)
    assert told.args == ["result"]
    assert threads[0] is not threading.current_thread()
    assert threads[1] is threading.current_thread()
    assert not job.is_busy


def test_that_progress_comes_in_order_before_the_result(job: Job, qtbot: QtBot) -> None:
    told = heard(job)

    def work(ticket: Ticket) -> str:
        for share in (0.2, 0.6):
            ticket.tell(share)
        return "end"

    with qtbot.waitSignal(job.done):
        job.order(work)
    assert told == [("progressed", 0.2), ("progressed", 0.6), ("done", "end")]


def test_that_the_newest_order_wins(job: Job, qtbot: QtBot) -> None:
    told = heard(job)
    old, between = Gate("old"), Gate("between")
    job.order(old)
    assert old.begun.wait(PATIENCE)
    job.order(between)
    job.order(lambda _: "new")
    old.let_on.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("done", "new")]
    assert not between.begun.is_set()


def test_that_nothing_is_heard_of_what_was_cancelled_and_more_can_be_done(job: Job, qtbot: QtBot) -> None:
    told = heard(job)
    gate = Gate("lost")
    job.order(gate)
    assert gate.begun.wait(PATIENCE)
    job.cancel()
    assert not job.is_busy
    gate.let_on.set()
    assert gate.ended.wait(PATIENCE)
    job.order(lambda _: "next")
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("done", "next")]


def test_that_work_that_tells_its_progress_ends_where_it_was_cancelled(job: Job) -> None:
    turns: list[int] = []
    begun, going_on, ended = threading.Event(), threading.Event(), threading.Event()

    def work(ticket: Ticket) -> None:
        try:
            for turn in range(1000):
                turns.append(turn)
                ticket.tell(turn)
                begun.set()
                assert going_on.wait(PATIENCE)
        finally:
            ended.set()

    job.order(work)
    assert begun.wait(PATIENCE)
    job.cancel()
    going_on.set()
    assert ended.wait(PATIENCE)
    assert turns == [0, 1]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("too large"), "too large"),
        (OSError("no such file"), "no such file"),
        (MemoryError(), "the memory is too small for it"),
    ],
)
def test_that_a_foreseen_error_is_a_refusal(job: Job, qtbot: QtBot, error: Exception, said: str) -> None:
    def work(ticket: Ticket) -> None:
        raise error

    with qtbot.waitSignal(job.refused) as told:
        job.order(work)
    assert told.args == [said]


def test_that_an_unforeseen_error_is_told_and_does_not_end_the_thread(job: Job, qtbot: QtBot) -> None:
    with qtbot.waitSignal(job.crashed) as told:
        job.order(lambda _: 1 / 0)
    assert "ZeroDivisionError" in told.args[0]
    with qtbot.waitSignal(job.done):
        job.order(lambda _: None)


def test_that_it_closes_in_the_middle_of_work_before_any_and_twice(qtbot: QtBot) -> None:
    gate = Gate()
    job = Job("test")
    told = heard(job)
    job.order(gate)
    assert gate.begun.wait(PATIENCE)
    gate.let_on.set()
    job.close()
    assert not job.isRunning()
    job.close()
    Job("idle").close()
    qtbot.wait(1)
    assert told == []


def test_that_closing_waits_no_longer_than_to_the_next_look_at_the_ticket(job: Job) -> None:
    begun = threading.Event()

    def endless(ticket: Ticket) -> None:
        while True:
            ticket.check()
            begun.set()

    job.order(endless)
    assert begun.wait(PATIENCE)
    job.close()
    assert not job.isRunning()


def test_that_it_closes_at_whatever_moment_the_work_ends(qtbot: QtBot) -> None:
    for turn in range(200):
        job, gate = Job("test"), Gate()
        gate.let_on.set()
        job.order(gate)
        if turn % 2:
            assert gate.ended.wait(PATIENCE)
        job.close()
        assert not job.isRunning()


def test_that_several_jobs_are_told_to_end_before_one_is_waited_for(qtbot: QtBot) -> None:
    jobs, gates = [Job("first"), Job("second")], [Gate(), Gate()]
    for job, gate in zip(jobs, gates, strict=True):
        job.order(gate)
        assert gate.begun.wait(PATIENCE)
    for job in jobs:
        job.stop()
    assert not any(gate.ended.is_set() for gate in gates)
    for job, gate in zip(jobs, gates, strict=True):
        gate.let_on.set()
        job.close()


def test_that_work_that_must_be_finished_is_finished_before_it_closes(qtbot: QtBot) -> None:
    job, gate, written = Job("test", finishes=True), Gate(), threading.Event()

    def write(ticket: Ticket) -> None:
        gate(ticket)
        written.set()

    job.order(write)
    assert gate.begun.wait(PATIENCE)
    job.stop()
    gate.let_on.set()
    job.close()
    assert written.is_set()


def test_that_nothing_is_done_once_it_is_closed(qtbot: QtBot) -> None:
    job, gate = Job("test"), Gate()
    job.close()
    job.order(gate)
    assert not job.is_busy
    assert not job.isRunning()
    assert not gate.begun.is_set()

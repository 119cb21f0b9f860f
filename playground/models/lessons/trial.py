"""Runs what a lesson shows, and finds what it says but is not so."""

from __future__ import annotations

import math
from collections.abc import Iterator

from playground.models.lessons.lesson import ChoiceQuestion, Lesson, NumberQuestion, Stage, Step, Task
from playground.models.lessons.lesson_blocks import Fault
from playground.models.lessons.outcome import Outcome, Outcomes
from playground.models.run.session import Session
from playground.models.ticket import UNWATCHED, Ticket

SLICE_SECONDS = 0.1


def outcomes_of(stage: Stage, ticket: Ticket = UNWATCHED) -> dict[str, Outcome]:
    """Train the runs of a stage to its end.

    Raises
    ------
    ValueError
        An experiment cannot be trained.
    """
    return {run.key: outcome_of(Session(run.experiment), stage.epochs, ticket) for run in stage.runs}


def outcome_of(session: Session, epochs: int, ticket: Ticket = UNWATCHED) -> Outcome:
    """Train a session up to an epoch, or until its numbers leave their range."""
    return Outcome.of(session, has_failed=not session.train_up_to(epochs, ticket.check, SLICE_SECONDS))


def try_lesson(lesson: Lesson, ticket: Ticket = UNWATCHED) -> list[Fault]:
    """Run all experiments of a lesson, and return what its texts say but is not so."""
    known: list[tuple[Stage, Outcomes]] = []
    faults: list[Fault] = []
    for step in lesson.steps:
        stage = step.stage
        if stage is None:
            continue
        numbers = next((numbers for before, numbers in known if before == stage), None)
        if numbers is None:
            try:
                numbers = Outcomes(outcomes_of(stage, ticket))
            except ValueError as error:
                return [*faults, Fault(step.line, f"the runs cannot be trained: {error}")]
            known.append((stage, numbers))
        faults += _faults(step, numbers)
    return faults


def _faults(step: Step, numbers: Outcomes) -> Iterator[Fault]:
    for check in step.checks:
        if not check.condition.holds(numbers):
            yield Fault(check.line, f"is not so: {check.condition.text}")
    for expression in step.text.expressions:
        value = expression.value(numbers)
        if isinstance(value, float) and math.isnan(value):
            yield Fault(step.line, f"has no value: {expression.text}")
    match step.part:
        case ChoiceQuestion(choices=choices):
            count = sum(choice.when.holds(numbers) for choice in choices)
            if count != 1:
                yield Fault(step.line, f"{count} of the choices are what happens, and exactly one must be")
        case NumberQuestion(truth=truth):
            if not math.isfinite(float(truth.value(numbers))):
                yield Fault(step.line, f"has no value: {truth.text}")
        case Task(until=until):
            if until.holds(numbers):
                yield Fault(step.line, "the task is done before anybody has changed anything")

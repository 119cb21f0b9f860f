"""Runs what a lesson shows, and finds what it says but is not so."""

from __future__ import annotations

import math
from collections.abc import Iterator

from playground.models.lessons.lesson import Lesson, Step
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.reading.lesson_source import Fault
from playground.models.lessons.stage import Stage
from playground.models.ticket import UNWATCHED, Ticket


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
                numbers = Outcomes(stage.outcomes(ticket))
            except ValueError as error:
                return [*faults, Fault(step.line, f"it cannot run: {error}")]
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
    for reason in step.part.faults(numbers):
        yield Fault(step.line, reason)

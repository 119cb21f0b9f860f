"""Sanity tests in lessons: their runs, and what can be said about them."""

from __future__ import annotations

import math

import pytest

from playground.models.diagnosis import overfit
from playground.models.diagnosis.overfit import run_overfit_test
from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.parts.task import Task
from playground.models.lessons.reading.lesson_source import LessonError
from playground.models.lessons.stages.sanity_stage import SanityOutcome, SanityStage
from playground.models.lessons.trial import try_lesson
from playground.models.network.network import Network
from tests.playground.models.lessons.lesson_texts import FRONT

SANITY = """
```sanity
dataset: xor
loss: binary_cross_entropy
hidden: 6
learning_rate: 0.05
seconds: 2
run a: Healthy
look: good
run b: All weights 0
look: bad
initializer: zeros
```
"""
STEPS = """
```predict
ask: Who passes?
choice: Both
because: x
when: a.passes and b.passes
answer: No: {b.reason}
choice: One
because: x
when: a.passes and not b.passes
answer: After {a.updates} updates.
check: b.cause == "symmetry" and a.cause == "" and a.last_loss < 0.1 * a.first_loss
check: b.updates == 300 and b.initializer == "zeros" and b.layers == 1
```

```do
goal: Mend it.
until: b.passes and b.layers >= 1
run: b
controls: initializer
```
"""
LESSON = read_lesson(FRONT + SANITY + STEPS)


@pytest.fixture(autouse=True)
def few_updates(monkeypatch):
    """Who fails, fails as well in a tenth of the time."""
    monkeypatch.setattr(overfit, "MOST_UPDATES", 300)


def test_that_the_outcomes_are_those_of_the_sanity_test():
    stage = LESSON.steps[0].stage
    assert isinstance(stage, SanityStage)
    outcomes = stage.outcomes()
    for run in stage.runs:
        assert outcomes[run.key].result == run_overfit_test(Network.of(run.experiment))
    numbers = Outcomes(outcomes)
    assert numbers.value_of("a", "passes") is True
    assert str(numbers.value_of("b", "reason")).startswith("all first weights are 0")
    assert numbers.value_of("a", "learning_rate") == 0.05


def test_that_what_a_text_says_about_tests_is_checked():
    assert try_lesson(LESSON) == []
    wrong = read_lesson(FRONT + SANITY + STEPS.replace('"symmetry"', '"dead ReLU"'))
    assert len(try_lesson(wrong)) == 1


def test_that_a_task_can_be_about_a_test():
    task, stage = LESSON.steps[1].part, LESSON.steps[1].stage
    assert isinstance(task, Task)
    assert isinstance(stage, SanityStage)
    run = stage.run("b")
    assert run is not None
    mended = SanityOutcome(run.experiment.with_(initializer="xavier"), stage.outcomes()["a"].result)
    assert task.until.holds(Outcomes({"b": mended}))


def test_that_nothing_is_known_before_a_test_has_ended():
    stage = LESSON.steps[0].stage
    assert stage is not None
    outcome = SanityOutcome(stage.runs[0].experiment, None)
    assert math.isnan(float(outcome.value_of("updates", (), None)))
    assert outcome.value_of("passes", (), None) is not True


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("seconds: 2", "epochs: 2", "'epochs' is no setting"),
        ("seconds: 2", "seconds: 0", "seconds: is a number"),
        ("a.updates", "a.epoch", "choose passes, cause"),
        ("a.updates", "c.updates", "runs here: a, b"),
        ("a.updates", "a.updates@3", "no brackets and no epoch"),
        ("run b: All", "run a: All", "same letter"),
        ("hidden: 6", "hidden: many", "hidden"),
    ],
)
def test_that_a_fault_is_named(old, new, reason):
    with pytest.raises(LessonError) as told:
        read_lesson((FRONT + SANITY + STEPS).replace(old, new, 1))
    assert any(reason in fault.text for fault in told.value.faults), told.value.faults

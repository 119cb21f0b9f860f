"""Stages of logits: what a lesson says about them, and what is wrong with them."""

from __future__ import annotations

import math
import re
from typing import cast

import pytest

from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.parts.logit_task import LogitTask
from playground.models.lessons.parts.verdict import Verdict
from playground.models.lessons.reading.lesson_source import LessonError
from playground.models.lessons.stages.logit_stage import LogitStage
from playground.models.lessons.trial import try_lesson
from tests.playground.models.lessons.lesson_texts import FRONT

LOGITS = """
```logits
classes: cat, dog, bird
true: cat
run a: Sure
logits: 0 5 0
run b: Unsure
logits: 0.5 0.3 0.3
```
"""
REST = """
```predict
ask: What does the first one cost?
number: a.loss
tolerance: 0.1
low: Low.
right: Right: {a.loss}.
high: High.
```

```reveal
check: a.loss > b.loss and b.is_right and not a.is_right
```

p is {a.probability} and {b.probability(2)}, the gradient {a.gradient} and {a.gradient(2)}.

```do
goal: Make it cheap.
until: a.loss < 0.1 and a.logit(1) == 0
hint: Move the others.
```
"""


def test_that_a_stage_of_logits_has_answers_and_steps():
    lesson = read_lesson(FRONT + LOGITS + REST)
    stage = cast(LogitStage, lesson.steps[0].stage)
    assert [(one.key, one.name, one.board.logits) for one in stage.boards] == [
        ("a", "Sure", (0.0, 5.0, 0.0)), ("b", "Unsure", (0.5, 0.3, 0.3)),
    ]  # fmt: skip
    assert stage.boards[0].board.classes == ("cat", "dog", "bird")
    assert stage.boards[0].board.true == 0
    assert [type(step.part) for step in lesson.steps][1:] == [Verdict, LogitTask]
    assert try_lesson(lesson) == []


def test_that_quantities_are_those_of_the_mathematics():
    lesson = read_lesson(FRONT + LOGITS + REST)
    stage = cast(LogitStage, lesson.steps[0].stage)
    numbers = Outcomes(stage.outcomes())
    p = 1 / (2 + math.exp(5))
    assert numbers.value_of("a", "probability") == pytest.approx(p)
    assert numbers.value_of("a", "loss") == pytest.approx(-math.log(p))
    assert numbers.value_of("a", "gradient") == pytest.approx(p - 1)
    assert numbers.value_of("a", "gradient", (2,)) == pytest.approx(math.exp(5) * p)
    assert numbers.value_of("b", "logit", (3,)) == 0.3
    assert numbers.value_of("a", "is_right") is False
    assert numbers.value_of("b", "is_right") is True


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("logits: 0 5 0", "logits: 0 5", "are 3 numbers, one a class, not 2"),
        ("logits: 0 5 0", "logits: 0 5 x", "“x” is no number"),
        ("logits: 0 5 0", "logits: 0 5 9", "from -8 to 8"),
        ("logits: 0 5 0\n", "", "lacks logits"),
        ("true: cat", "true: fish", "one of the classes, not “fish”"),
        ("true: cat\n", "", "lacks true"),
        ("classes: cat, dog, bird", "classes: cat, cat, bird", "different names"),
        ("classes: cat, dog, bird", "classes: cat", "2 to 6 different names"),
        ("classes: cat, dog, bird", f"classes: cat, dog, {'x' * 30}", "names of 1 to 24 letters"),
        ("run b", "run a", "the same letter"),
        ("run b: Unsure", "run 1: Unsure", "a letter and a name"),
        ("a.logit(1) == 0", "a.logit(4) == 0", "a class from 1 to 3"),
        ("a.logit(1) == 0", "a.loss(1) == 0", "a class from 1 to 3"),
        ("a.logit(1) == 0", "a.train_loss == 0", "does not know 'train_loss'"),
        ("a.logit(1) == 0", "c.loss == 0", "answers here: a, b"),
        ("a.logit(1) == 0", "a.loss@3 == 0", "no epochs"),
        ("check: a.loss", "of: train_loss\ncheck: a.loss", "reveal has no 'of'"),
        ("hint: Move the others.", "run: a", "do has no 'run'"),
    ],
)
def test_that_a_fault_is_told(old, new, reason):
    text = FRONT + LOGITS + REST
    assert old in text
    with pytest.raises(LessonError) as info:
        read_lesson(text.replace(old, new, 1))
    assert re.search(re.escape(reason), str(info.value).replace("−", "-")), str(info.value)


def test_that_a_task_done_before_is_found():
    lesson = read_lesson(FRONT + LOGITS + REST.replace("a.loss < 0.1", "a.loss < 9"))
    assert ["before anybody has moved" in fault.text for fault in try_lesson(lesson)] == [True]

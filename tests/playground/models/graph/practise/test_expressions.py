from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings

from playground.models.graph.practise.expressions import LARGEST, Task, expression_for
from tests.playground.models.graph.practise.by_hand import TASKS, gradient, lines_of, uses, values, walk_for

EASY_TASKS = [
    Task(number, operations, is_used_twice, has_functions)
    for number in (1, 47)
    for operations in (1, 2, 3)
    for is_used_twice, has_functions in itertools.product((False, True), repeat=2)
]


@pytest.mark.parametrize(
    ("task", "text"),
    [
        (Task(4711, 1), "a = -5\nb = 1\nL = a + b"),
        (Task(4711, 3, True), "a = -2\nb = 1\nc = 2\np = b + a\nq = p * a\nL = q * c"),
        (Task(4711, 3, True, True), "a = 2\nb = -3\nc = -2\np = a - b\nq = max(a, p)\nL = c + q"),
    ],
)  # fmt: skip
def test_that_a_number_is_the_same_exercise_for_a_whole_class(task: Task, text: str) -> None:
    assert expression_for(task) == text


@settings(deadline=None, max_examples=40)
@given(TASKS)
def test_that_an_expression_is_as_large_as_wanted_and_has_what_is_wanted(task: Task) -> None:
    text, walk = walk_for(task)
    computed = [formula for _, formula in lines_of(text) if any(sign.isalpha() for sign in formula)]
    assert len(computed) == task.operations == walk.graph.scalars.n_operations
    counts = [len(uses(text, name)) for name, _ in lines_of(text)[:-1]]
    assert min(counts) >= 1
    has_room = task.operations > task.has_functions
    assert any(count > 1 for count in counts) == (task.is_used_twice and has_room) or "max" in text
    is_function = any("(" in formula or "**" in formula for formula in computed)
    assert is_function == task.has_functions
    assert all(abs(gradient(text, name)) > 0.01 for name, _ in lines_of(text))


@pytest.mark.parametrize("task", EASY_TASKS, ids=lambda task: task.title)
def test_that_small_exercises_can_be_done_by_head(task: Task) -> None:
    text = expression_for(task)
    numbers = [*values(text).values(), *(gradient(text, name) for name, _ in lines_of(text))]
    assert all((2 * number).is_integer() and abs(number) <= LARGEST for number in numbers)


def test_that_other_numbers_are_other_exercises() -> None:
    assert len({expression_for(Task(number, 3)) for number in range(1, 41)}) > 35


def test_that_an_exercise_says_what_it_is() -> None:
    assert Task(4711, 3, True, True).title == "Exercise 4711: 3 operations, a node used twice, with functions"

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.graph.practise.exercise import ALL, LAYER, NODE, PATH, Exercise, asked_nodes
from playground.models.graph.practise.expressions import Task
from playground.models.graph.steps import Walk
from playground.style.words import number_text
from tests.playground.models.graph.networks import walk_of_formulas, walk_of_network
from tests.playground.models.graph.practise.by_hand import TASKS, gradient, walk_for

TEXT = "a = 2\nb = -3\nc = a*b\nd = c + a\nL = d**2"


def nodes_of(walk: Walk) -> dict[str, int]:
    return {block.name: block.index for block in walk.graph.nodes}


def names_of(walk: Walk, nodes: tuple[int, ...]) -> list[str]:
    return [walk.graph.nodes[node].name for node in nodes]


@pytest.fixture
def exercise() -> Exercise:
    walk = walk_of_formulas(TEXT)
    return Exercise(walk, asked_nodes(walk, ALL, None))


def test_that_gradients_are_found_one_by_one(exercise: Exercise) -> None:
    nodes = nodes_of(exercise.walk)
    assert names_of(exercise.walk, exercise.asked) == ["d", "c", "b", "a"]
    assert exercise.progress == "0 of 4 gradients"
    outcome = exercise.answer(nodes["d"], "-8")
    assert outcome.is_right
    assert outcome.words == "Right: ∂L/∂d = −8."
    assert exercise.progress == "1 of 4 gradients"
    assert exercise.after(nodes["d"]) == nodes["c"]
    assert exercise.hidden == {nodes["c"], nodes["b"], nodes["a"]}


def test_that_a_wrong_answer_says_why_and_hides_on(exercise: Exercise) -> None:
    nodes = nodes_of(exercise.walk)
    outcome = exercise.answer(nodes["b"], "16")
    assert (outcome.is_right, outcome.words) == (False, "The size is right, the sign is not.")
    assert nodes["b"] in exercise.hidden
    assert exercise.answer(nodes["b"], "-15").words == "Close: two digits have to be right."
    assert exercise.answer(nodes["b"], "99").words.startswith("Follow each link from b towards the output")
    with pytest.raises(ValueError, match="no number"):
        exercise.answer(nodes["b"], "many")


def test_that_the_last_hint_shows_the_gradient_and_counts_it_as_shown(exercise: Exercise) -> None:
    node = nodes_of(exercise.walk)["c"]
    hints = [exercise.next_hint(node) for _ in range(4)]
    assert exercise.hints(node)[0] == hints[0]
    assert hints[-1] == "∂L/∂c = −8."
    assert node not in exercise.hidden
    assert exercise.progress == "0 of 4 gradients, 1 shown"
    assert exercise.share_done == 0.25


def test_that_all_found_is_done_and_other_numbers_begin_anew(exercise: Exercise) -> None:
    for name, text in (("d", "-8"), ("c", "-8"), ("b", "-16"), ("a", "16")):
        exercise.answer(nodes_of(exercise.walk)[name], text)
    assert exercise.is_done
    assert exercise.after(None) is None
    walk = exercise.walk
    assert exercise.fits(Walk(walk.route, walk.leaves))
    assert not exercise.fits(Walk(walk.route, {**walk.leaves, 0: 5.0}))


@pytest.mark.parametrize(
    ("scope", "name", "asked"),
    [
        (ALL, "a", ["d", "c", "b", "a"]), (NODE, "c", ["c"]), (LAYER, "a", ["b", "a"]), (LAYER, "c", ["c"]),
        (PATH, "b", ["d", "c", "b"]), (PATH, "a", ["d", "c", "a"]), (NODE, "L", ["a"]),
    ],
)  # fmt: skip
def test_that_all_gradients_one_layer_one_node_or_one_path_are_asked(
    scope: str, name: str, asked: list[str]
) -> None:
    walk = walk_of_formulas(TEXT)
    assert names_of(walk, asked_nodes(walk, scope, nodes_of(walk)[name])) == asked


def test_that_a_layer_of_a_network_is_asked() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(3, 2), loss="squared_error")
    nodes = nodes_of(walk)
    assert names_of(walk, asked_nodes(walk, LAYER, nodes["h2,1"])) == ["h2,2", "h2,1"]
    assert names_of(walk, asked_nodes(walk, PATH, nodes["h2,1"])) == ["y1", "h2,1"]


@settings(deadline=None, max_examples=40)
@given(TASKS, st.integers(2, 12))
def test_that_a_right_answer_is_never_called_wrong(task: Task, digits: int) -> None:
    text, walk = walk_for(task)
    exercise = Exercise(walk, asked_nodes(walk, ALL, None))
    for node in exercise.asked:
        right = gradient(text, walk.graph.nodes[node].name)
        assert exercise.answer(node, number_text(right, digits)).is_right
    assert exercise.is_done

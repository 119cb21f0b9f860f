from __future__ import annotations

import pytest

from playground.models.graph.gathering import gathering, ordinal
from playground.models.graph.mistakes.mistakes import NO_ZERO_GRAD
from playground.models.graph.steps import Walk
from tests.playground.models.graph.networks import walk_of_formulas, walk_of_network


def test_that_the_shares_of_a_neuron_add_up_to_its_gradient() -> None:
    walk = walk_of_network(level=1, dataset="circle", hidden=(3, 4), loss="squared_error")
    for number, step in enumerate(walk.backward):
        found = gathering(walk, number)
        if found is None:
            continue
        child = walk.graph.nodes[walk.child_of(step)]
        assert found.node == child.label
        assert found.total == pytest.approx(sum(share.value or 0.0 for share in found.shares))
        assert sum(share.is_now for share in found.shares) == 1
        if all(share.value is not None for share in found.shares):
            assert found.total == pytest.approx(walk.gradients[child.outputs[0]])
            assert found.progress == f"all {len(found.shares)} shares"


def test_that_a_share_to_come_has_no_number_yet() -> None:
    walk = walk_of_formulas("y = a*b + a*c", a=2.0, b=3.0, c=5.0)
    nodes = walk.graph.nodes
    number = next(n for n, step in enumerate(walk.backward) if nodes[walk.child_of(step)].name == "a")
    found = gathering(walk, number)
    assert found is not None
    assert [share.value for share in found.shares] == [5.0, None]
    assert found.progress == "1 of 2 so far"


def test_that_uses_of_one_node_are_told_apart_by_the_operand() -> None:
    found = gathering(walk_of_formulas("y = a*a", a=0.3), 1)
    assert found is not None
    assert [(share.name, share.value) for share in found.shares] == [
        ("y, first operand", 0.3), ("y, second operand", 0.3),
    ]  # fmt: skip


def test_that_a_single_share_needs_no_list() -> None:
    assert gathering(walk_of_formulas("y = a*b"), 0) is None


def test_that_places_are_written_as_words() -> None:
    assert [ordinal(number) for number in (1, 2, 10, 11)] == ["first", "second", "tenth", "11th"]


def test_that_what_nobody_cleared_is_the_first_share() -> None:
    before = walk_of_formulas("y = a*b", NO_ZERO_GRAD, a=2.0, b=3.0)
    walk = Walk(before.route, before.leaves, {0: 0.5})
    found = gathering(walk, 0)
    assert found is not None
    assert [(share.name, share.value) for share in found.shares] == [("earlier updates", 0.5), ("y", 3.0)]
    assert found.total == 3.5
    assert gathering(walk, 1) is None

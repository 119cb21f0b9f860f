"""Which node may go next, and what a node that may not is waiting for."""

from __future__ import annotations

from itertools import permutations
from typing import cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.graph.route import in_order, is_right_order, waits_for
from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.parts.next_question import NextQuestion, open_nodes, why_not
from playground.models.lessons.stages.formula_stage import FormulaStage
from tests.playground.models.lessons.lesson_texts import FORMULA, FRONT, NEXT

QUESTION = cast(NextQuestion, read_lesson(FRONT + FORMULA + NEXT).steps[0].part)
STAGE = QUESTION.stage
A, H, B, L = (STAGE.index_of(name) for name in "ahbL")


def test_that_a_node_may_go_once_everyone_it_flows_into_has_gone():
    numbers = Outcomes({})
    assert QUESTION.candidates == (B, H)
    assert [QUESTION.judge(node, numbers).is_right for node in (B, H)] == [True, False]
    assert QUESTION.judge(H, numbers).outcome == "b"
    assert QUESTION.words(H) == "h"
    # a is a leaf: it has nothing to pass on.
    assert open_nodes(STAGE) == (L, B, H)
    assert not QUESTION.takes(A)
    assert not QUESTION.takes((1.0, 2.0))


def test_that_the_missing_share_is_the_local_derivative_times_the_gradient_of_its_user():
    # db/dh = a = 1, and b.grad = h = 2.
    assert "2 from b" in why_not(STAGE, H, (L,))
    assert "2 from L" in why_not(STAGE, H, ())
    assert "2 from b" in why_not(STAGE, H, ())


def test_that_the_wrong_node_makes_wrong_gradients_and_the_right_one_right_ones():
    passes = STAGE.passes(order=QUESTION.order(H))
    assert passes.wrong is not None
    left = passes.wrong.gradients_left
    # h went with the share of L alone, 2, and never passed on the other one: 12 - 2 × 2.
    assert left[A] == pytest.approx(8.0)
    right = STAGE.passes(order=QUESTION.order(B)).wrong
    assert right is not None
    np.testing.assert_allclose(right.gradients_left, right.gradients)


SIGNS = st.sampled_from(["+", "*", "-"])


@given(st.lists(st.tuples(st.integers(0, 9), SIGNS, st.integers(0, 9)), min_size=3, max_size=4))
@settings(max_examples=12, deadline=None)
def test_that_an_order_is_right_exactly_where_every_gradient_is_complete_when_it_goes(operations):
    lines, names = ["n0 = 0.7"], ["n0"]
    for number, (one, sign, other) in enumerate(operations, 1):
        # The newest one is always used, so that every line leads to the last.
        lines.append(f"n{number} = {names[-1]} {sign} {names[one % len(names)]}*{names[other % len(names)]}")
        names.append(f"n{number}")
    stage = FormulaStage(text="\n".join(lines))
    blocks, nodes = stage.drawing.blocks, open_nodes(stage)
    for order in list(permutations(nodes[:4]))[:24]:
        gone: list[int] = []
        is_complete = True
        for node in order:
            is_complete &= not waits_for(blocks, node, gone)
            gone.append(node)
        assert is_right_order(blocks, order) is is_complete
        if is_complete:
            walk = stage.passes(order=order).wrong
            assert walk is not None
            np.testing.assert_allclose(walk.gradients_left, walk.gradients)
    assert is_right_order(blocks, in_order(blocks))

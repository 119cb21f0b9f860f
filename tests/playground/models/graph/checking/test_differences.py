from __future__ import annotations

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.graph.checking import differences as module
from playground.models.graph.checking.differences import (
    AGREES,
    DIFFERS,
    KINK,
    TOO_SMALL,
    Difference,
    differences,
)
from playground.models.graph.formulas import graph_of_formulas
from playground.models.ticket import Ticket


def found(text: str, **leaves: float) -> dict[str, Difference | None]:
    graph = graph_of_formulas(text, leaves)
    values = graph.values({})
    names = [node.name for node in graph.nodes]
    return dict(zip(names, differences(graph, values, np.arange(len(names), dtype=np.intp)), strict=True))


def difference(text: str, a: float) -> Difference:
    by_a = found(text, a=a)["a"]
    assert by_a is not None
    return by_a


def test_that_a_difference_confirms_doubts_or_cannot_tell() -> None:
    found = Difference(0.5, 1e-10)
    assert found.verdict(0.50001) == AGREES
    assert found.verdict(0.6) == DIFFERS
    assert Difference(0.0, 1e-10).verdict(1e-14) == TOO_SMALL
    assert Difference(2e-10, 1e-10).verdict(0.0) == TOO_SMALL
    assert Difference(0.0, 1e-10).verdict(1e-3) == DIFFERS


@given(st.floats(-3.0, 3.0), st.sampled_from(["exp", "sin", "tanh", "cos"]))
def test_that_it_is_the_derivative_of_a_smooth_function(a: float, name: str) -> None:
    exact = float(mpmath.diff(getattr(mpmath, name), mpmath.mpf(a)))
    assert difference(f"y = {name}(a)", a).verdict(exact) in (AGREES, TOO_SMALL)


@given(st.floats(-10.0, -5.3))
def test_that_near_the_end_of_a_domain_smaller_steps_find_it(exponent: float) -> None:
    a = 10.0**exponent
    assert difference("y = log(a)", a).verdict(1.0 / a) == AGREES


def test_that_a_step_that_is_too_long_however_small_says_nothing_wrong() -> None:
    assert difference("y = log(a)", 2e-12).verdict(5e11) == TOO_SMALL


def test_that_there_is_none_where_every_step_leaves_the_domain() -> None:
    assert found("y = sqrt(a) + b", a=1e-13, b=1.0)["a"] is None


@pytest.mark.parametrize(
    ("text", "sides"),
    [("y = relu(a)", (0.0, 1.0)), ("y = abs(a) + a", (0.0, 2.0)), ("y = max(a, 3*a)", (1.0, 3.0))],
)
def test_that_a_kink_is_told_from_a_wrong_derivative(text: str, sides: tuple[float, float]) -> None:
    at_kink = difference(text, 0.0)
    assert at_kink.sides == pytest.approx(sides)
    assert at_kink.verdict(sides[0]) == KINK
    assert at_kink.verdict(sides[1] + 0.1) == DIFFERS
    assert difference(text, 0.5).sides is None


@pytest.mark.parametrize("text", ["y = a*a", "y = a**3", "y = cos(a)", "y = a*a*a*a + 1"])
def test_that_a_flat_place_is_no_kink(text: str) -> None:
    assert difference(text, 0.0).sides is None


def test_that_the_error_of_the_step_is_not_taken_for_a_slope() -> None:
    """(h³ - (-h)³) / 2h is h², not 0, and no rounding."""
    for text in ("y = a**3", "y = sin(a) - a", "y = a*a*a*b"):
        assert difference(text, 0.0).verdict(0.0) in (AGREES, TOO_SMALL)


def test_that_a_kink_within_the_first_step_is_not_taken_for_one_at_the_point() -> None:
    near = difference("y = relu(a)", 3e-7)
    assert near.verdict(1.0) == AGREES
    assert near.sides is None


def test_that_many_nodes_in_parts_give_what_one_by_one_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    text, leaves = "u = tanh(a*b + c)\ny = u*u + relu(a) / b", {"a": 0.3, "b": -0.7, "c": 1.1}
    whole = found(text, **leaves)
    told: list[object] = []
    graph = graph_of_formulas(text, leaves)
    monkeypatch.setattr(module, "AT_ONCE", 2 * len(graph.nodes))
    scalars = np.arange(len(graph.nodes), dtype=np.intp)
    parts = differences(graph, graph.values({}), scalars, Ticket(told.append))
    assert parts == list(whole.values())
    assert told[-1] == 1.0
    assert all(isinstance(share, float) and 0.0 < share <= 1.0 for share in told)

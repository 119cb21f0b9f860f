from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Scalar
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.descent.descent import Descent, Position, descend, next_update
from playground.models.graph.formulas import EXAMPLES, graph_of_formulas
from playground.models.graph.mistakes.loops import LOOPS
from playground.models.graph.mistakes.mistakes import BACKWARD_TWICE, NO_ZERO_GRAD
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.models.ticket import CancelledError
from tests.playground.tickets import Impatient

NEURON = EXAMPLES[0]


def route_of(text: str, mistake: str = "", /, **leaves: float) -> Route:
    return Route(BlockGraph(graph_of_formulas(text, leaves)), mistake)


def places(route: Route, *names: str) -> list[int]:
    found = {node.name: node.index for node in route.graph.scalars.nodes}
    return [found[name] for name in names]


def descent_of(route: Route, names: str, rate: float, count: int = 50) -> Descent:
    start = Position(dict(route.graph.scalars.start), {})
    return descend(route, start, places(route, *names.split()), rate, count)


@given(w=st.floats(-5, 5), rate=st.floats(0.001, 0.9))
def test_that_a_parabola_is_descended_as_its_closed_form_says(w: float, rate: float) -> None:
    route = route_of("L = (w - 3)**2", w=w)
    found = descent_of(route, "w", rate, 20)
    expected = [((w - 3.0) * (1.0 - 2.0 * rate) ** k) ** 2 for k in range(21)]
    assert found.losses == pytest.approx(expected, rel=1e-6, abs=1e-12)
    assert found.position.leaves[places(route, "w")[0]] == pytest.approx(
        3.0 + (w - 3.0) * (1.0 - 2.0 * rate) ** 20, rel=1e-9, abs=1e-9
    )


class Neuron:
    """The first example in a student's program, on the engine's Scalars: a `Net` of `loops`."""

    def __init__(self, rate: float) -> None:
        self.leaves = {name: Scalar(value) for name, value in NEURON.leaves.items()}
        self.rate = rate

    def mean_loss(self, batch, last=None) -> Scalar:
        w1, x1, w2, x2, b, t = (self.leaves[name] for name in ("w1", "x1", "w2", "x2", "b", "t"))
        return ((w1 * x1 + w2 * x2 + b).sigmoid() - t) ** 2

    def zero_grad(self) -> None:
        for leaf in self.leaves.values():
            leaf.grad = 0.0

    def step(self) -> None:
        for name in ("w1", "w2", "b"):
            self.leaves[name].value -= self.rate * self.leaves[name].grad


@pytest.mark.parametrize("mistake", ["", BACKWARD_TWICE, NO_ZERO_GRAD])
def test_that_a_formula_learns_as_the_loop_of_a_student_does(mistake: str) -> None:
    route = route_of(NEURON.text, mistake, **NEURON.leaves)
    found = descent_of(route, "w1 w2 b", 0.7)
    net = Neuron(0.7)
    losses = [LOOPS[mistake or "healthy"](net, [0]).value for _ in range(51)]
    assert found.losses == pytest.approx(losses, rel=1e-9)
    assert found.updates == 50


def test_that_mistakes_change_what_comes_out() -> None:
    ends = {
        mistake: descent_of(route_of(NEURON.text, mistake, **NEURON.leaves), "w1 w2 b", 0.7).losses[-1]
        for mistake in ("", BACKWARD_TWICE, NO_ZERO_GRAD)
    }
    assert len(set(ends.values())) == 3


def test_that_what_nobody_cleared_is_carried_from_one_call_to_the_next() -> None:
    route = route_of(NEURON.text, NO_ZERO_GRAD, **NEURON.leaves)
    names = places(route, "w1", "w2", "b")
    whole = descent_of(route, "w1 w2 b", 0.7, 8)
    part = descent_of(route, "w1 w2 b", 0.7, 3)
    rest = descend(route, part.position, names, 0.7, 5, first=4)
    assert (*part.losses, *rest.losses[1:]) == whole.losses
    assert rest.position == whole.position


def test_that_only_parameters_move() -> None:
    route = route_of(NEURON.text, "", **NEURON.leaves)
    found = descent_of(route, "w1", 0.5)
    for name in ("x1", "w2", "x2", "b", "t"):
        (leaf,) = places(route, name)
        assert found.position.leaves[leaf] == NEURON.leaves[name]


def test_that_the_next_update_is_the_value_less_rate_times_gradient() -> None:
    route = route_of("L = (w*x - t)**2", w=2.0, x=3.0, t=1.0)
    walk = Walk(route, {})
    table = next_update(walk, places(route, "w"), 0.1, 1)
    assert table.raw.tolist() == [2.0 * (6.0 - 1.0) * 3.0]
    assert table.new_values[0] == pytest.approx(2.0 - 0.1 * 30.0)


def test_that_a_rate_too_high_stops_at_the_last_good_values_and_says_where() -> None:
    route = route_of("p = w**4\nL = exp(p)", w=1.5)
    found = descent_of(route, "w", 1.0)
    assert 0 < len(found.losses) < 51
    assert np.isfinite(found.losses).all()
    number = found.updates + 1
    assert found.failure.startswith(f"Update {number} was not made: with w = ")
    assert "L has no value: exp of p = " in found.failure
    assert found.failure.endswith("The values stay as they were before it.")
    # The last good values have a value.
    walk = Walk(route, found.position.leaves)
    assert walk.values[-1] == found.losses[-1]


def test_that_leaving_a_domain_is_told_with_the_operation() -> None:
    found = descent_of(route_of("L = log(w) + 1", w=0.5), "w", 0.1)
    assert "log of w = −" in found.failure
    assert "needs a number above 0" in found.failure


def test_that_a_parameter_that_overflows_is_named() -> None:
    found = descent_of(route_of("L = w * w", w=1.0), "w", 1e6, 200)
    assert found.failure
    assert np.isfinite(found.losses).all()
    assert "w" in found.failure


def test_that_a_start_without_a_value_is_refused() -> None:
    route = route_of("L = log(w)", w=1.0)
    with pytest.raises(ValueError, match="needs a number above 0"):
        descend(route, Position({0: -1.0}, {}), [0], 0.1)


def test_that_it_can_be_given_up() -> None:
    route = route_of("L = w*w", w=1.0)
    with pytest.raises(CancelledError):
        descend(route, Position({0: 1.0}, {}), [0], 0.1, ticket=Impatient(3))

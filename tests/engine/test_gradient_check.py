"""The gradient check, on right and on wrong graphs."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import MLP, Scalar, gradient_check, losses


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1000), st.sampled_from(["sigmoid", "tanh", "softplus", "sin", "erf"]))
def test_that_networks_pass(seed: int, activation: str) -> None:
    model = MLP([2, 2, 2], activation=activation, seed=seed)
    loss = losses.cross_entropy(model([0.4, -0.7]), [1.0, 0.0])
    report = gradient_check(loss)
    assert report.ok
    assert len(report.nodes) >= len(model.parameters())
    assert report.worst.ok


def test_that_a_wrong_derivative_is_found_at_its_node() -> None:
    x = Scalar(0.8, label="x")
    inner = x.tanh()
    output = inner * 3.0
    inner.derivatives = (inner.derivatives[0] * 1.01,)
    report = gradient_check(output)
    assert not report.ok
    assert report.worst.node is x
    assert "BAD x" in str(report)
    assert [check.ok for check in report.nodes if check.node is inner] == [True]


def test_that_values_and_gradients_are_left_as_they_were() -> None:
    x = Scalar(0.8)
    output = x * x
    gradient_check(output)
    assert (x.value, x.grad, output.value) == (0.8, 0.0, 0.8 * 0.8)


def test_that_steep_places_near_the_edge_of_a_domain_pass() -> None:
    assert gradient_check(Scalar(1e-3).log()).ok
    assert gradient_check(Scalar(1e-4).sqrt()).ok

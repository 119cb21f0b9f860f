"""Updates against closed forms and scikit-learn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neural_network._stochastic_optimizers import AdamOptimizer, SGDOptimizer

from engine import SGD, Adam, Momentum, Optimizer, RMSProp
from engine.optimizers import KINDS, traced_rule, written_rule
from engine.source_code import float_function
from engine.symbols import operands, read_as, varying

gradient_lists = st.lists(st.lists(st.floats(-10, 10), min_size=3, max_size=3), min_size=1, max_size=8)


def run(optimizer: Optimizer, gradients: list[list[float]], start: float = 1.0) -> np.ndarray[Any, Any]:
    parameters = np.full(3, start)
    state = optimizer.initial_state(3)
    for step, gradient in enumerate(gradients, 1):
        optimizer.update(parameters, np.array(gradient), state, step, np.ones(3))
    return parameters


@given(gradient_lists)
def test_that_adam_is_scikit_learns(gradients: list[list[float]]) -> None:
    theirs = [np.full(3, 1.0)]
    reference = AdamOptimizer(theirs, learning_rate_init=0.02)
    for gradient in gradients:
        reference.update_params(theirs, [np.array(gradient)])
    # They add epsilon before the correction of the bias, which shows where gradients are tiny.
    bounds = 1e-6 + 0.02 * len(gradients) * np.array(
        [min(1.0, 1e-5 / (1e-12 + m)) for m in _smallest(gradients)]
    )
    assert (np.abs(run(Adam(0.02), gradients) - theirs[0]) <= bounds).all()


def _smallest(gradients: list[list[float]]) -> list[float]:
    return [min((abs(g[i]) for g in gradients if g[i]), default=1.0) for i in range(3)]


@given(gradient_lists)
def test_that_momentum_is_scikit_learns(gradients: list[list[float]]) -> None:
    theirs = [np.full(3, 1.0)]
    reference = SGDOptimizer(theirs, learning_rate_init=0.05, momentum=0.9, nesterov=False)
    for gradient in gradients:
        reference.update_params(theirs, [np.array(gradient)])
    np.testing.assert_allclose(run(Momentum(0.05), gradients), theirs[0], rtol=1e-10, atol=1e-10)


def test_that_sgd_goes_down_the_gradient() -> None:
    assert run(SGD(0.1), [[1.0, -2.0, 0.0]]).tolist() == pytest.approx([0.9, 1.2, 1.0])


def test_that_rmsprop_of_a_constant_gradient_is_its_closed_form() -> None:
    got = run(RMSProp(0.1, decay=0.5), [[2.0, 2.0, 2.0]] * 2)
    steps = [2.0 / np.sqrt(0.5 * 4.0), 2.0 / np.sqrt(0.75 * 4.0)]
    assert got == pytest.approx(1.0 - 0.1 * sum(steps), rel=1e-6)


@pytest.mark.parametrize("kind", [SGD, Momentum, RMSProp, Adam])
def test_that_regularisation_pulls_on_weights_and_leaves_biases_alone(kind: type[Optimizer]) -> None:
    optimizer = kind(learning_rate=0.1, l1=0.01, l2=0.1)
    parameters = np.array([2.0, -2.0, 2.0])
    optimizer.update(parameters, np.zeros(3), optimizer.initial_state(3), 1, np.array([1.0, 1.0, 0.0]))
    assert abs(parameters[0]) < 2.0
    assert parameters[1] == -parameters[0]
    assert parameters[2] == 2.0


def test_that_l1_and_l2_have_their_closed_forms() -> None:
    assert run(SGD(0.1, l2=0.5), [[0.0] * 3])[0] == pytest.approx(1.0 - 0.1 * 0.5)
    assert run(SGD(0.1, l1=0.5), [[0.0] * 3], start=-3.0)[0] == pytest.approx(-3.0 + 0.1 * 0.5)


@pytest.mark.parametrize("kind", KINDS.values())
@given(numbers=st.lists(st.floats(0.1, 3.0), min_size=9, max_size=9), step=st.integers(1, 50))
def test_that_the_engines_compute_what_the_rule_says(
    kind: type[Optimizer], numbers: list[float], step: int
) -> None:
    given_symbols, rule = written_rule(kind)
    settings = kind().settings
    values = [*numbers[: 3 + len(kind.state_names)], float(step), *settings]
    said, computed = (float_function(made, len(given_symbols))(*values) for made in (rule, traced_rule(kind)))
    assert computed == pytest.approx(said, rel=1e-13)


def test_that_adams_correction_of_the_mean_is_one_division_for_all_parameters() -> None:
    rule = traced_rule(Adam)
    divisions = [varies for part, varies in varying(rule, 4).items() if part.kind == "/"]
    assert divisions.count(False) == 1
    assert divisions.count(True) == 2


def test_that_what_people_read_changes_no_result() -> None:
    x, y = operands(2)
    assert float_function([read_as("name", x / y), read_as(x, x - y)], 2)(3.0, 2.0) == (1.5, 1.0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SGD(0.0), "learning rate must be above 0"),
        (lambda: SGD(float("nan")), "not nan"),
        (lambda: Adam(0.1, l2=-1.0), "l2 must be at least 0"),
        (lambda: Momentum(0.1, momentum=1.0), "momentum"),
        (lambda: RMSProp(0.1, decay=2.0), "decay"),
        (lambda: Adam(0.1, beta1=1.0), "beta1"),
    ],
)
def test_that_settings_out_of_range_are_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()

"""Formulas are worked out again from the numbers that stand in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import SGD, Adam, Momentum, RMSProp
from engine.optimizers import Optimizer, Symbols, sign
from engine.symbols import Symbol, exp, read_as, select, sqrt
from playground.models.graph.update.formula import Rule, written
from playground.models.graph.update.update_rules import steps
from playground.models.graph.update.update_table import UpdateTable, update_table
from playground.models.run.optimizer_report import OptimizerReport
from tests.playground.models.graph.update.test_update_table import report, table

KINDS: list[type[Optimizer]] = [SGD, Momentum, RMSProp, Adam]
PYTHON = {"−": "-", "×": "*", "÷": "/", "+": "+"}
number = st.floats(-3, 3).filter(lambda x: x == 0.0 or abs(x) > 1e-6)


def outcome(rule: Rule) -> float:
    """What the right side of a formula makes."""
    parts = [PYTHON[term.number] if term.value is None else repr(term.value) for term in rule[2:]]
    return float(eval(" ".join(parts)))


def later(kind: type[Optimizer], values: list[float], gradients: list[float], updates: int, **options: Any):
    """The update after so many with the same gradient."""
    before = report(values, kind(0.05, **options), number=updates + 1, biases=(1,), clip=2.0)
    parameters, state = before.parameters, before.state
    for made in range(updates):
        parameters, state = before.rule.apply(parameters, np.array(gradients) / 2, state, made + 1)
    now = OptimizerReport(parameters, before.rule, state, updates + 1, 0, updates)
    return update_table([f"p{place}" for place in range(len(values))], now, np.array(gradients))


@pytest.mark.parametrize("kind", KINDS)
@given(
    pairs=st.lists(st.tuples(number, number), min_size=2, max_size=4),
    updates=st.integers(0, 5),
    l1=st.sampled_from([0.0, 0.1]),
    l2=st.sampled_from([0.0, 0.2]),
)
def test_that_every_formula_makes_its_result_and_the_last_one_the_new_value(
    kind: type[Optimizer], pairs: list[tuple[float, float]], updates: int, l1: float, l2: float
) -> None:
    values, gradients = map(list, zip(*pairs, strict=True))
    made = later(kind, values, gradients, updates, l1=l1, l2=l2)
    for index in range(len(values)):
        rules = steps(made, index)
        for rule in rules:
            assert outcome(rule) == pytest.approx(rule[0].value, rel=1e-9, abs=1e-12)
        assert rules[-1][0].value == made.new_values[index]
        known = {rule[0].name: rule[0].value for rule in rules}
        for name, array in zip(made.state_names, made.state, strict=True):
            assert known[name] == array[index]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (SGD, ["p0 ← p0 − η × g"]),
        (Momentum, ["v ← μ × v + g", "p0 ← p0 − η × v"]),
        (RMSProp, ["s ← ρ × s + (1 − ρ) × g²", "p0 ← p0 − η × g ÷ (√s + ε)"]),
        (
            Adam,
            [
                "m ← β₁ × m + (1 − β₁) × g",
                "v ← β₂ × v + (1 − β₂) × g²",
                "m̂ = m ÷ (1 − β₁¹)",
                "v̂ = v ÷ (1 − β₂¹)",
                "p0 ← p0 − η × m̂ ÷ (√v̂ + ε)",
            ],
        ),
    ],
)
def test_that_rules_are_those_of_the_books(kind: type[Optimizer], names: list[str]) -> None:
    made = table([1.0], [0.5], kind(0.1))
    assert [" ".join(term.name for term in rule) for rule in steps(made, 0)] == names


def test_that_terms_and_signs_alternate() -> None:
    for kind in KINDS:
        for rule in steps(later(kind, [1.0, 2.0], [3.0, -1.0], 1, l1=0.1, l2=0.1), 0):
            assert [term.value is None for term in rule] == [place % 2 == 1 for place in range(len(rule))]


def first(made: UpdateTable, index: int = 0) -> str:
    return " ".join(term.name for term in steps(made, index)[0])


def test_that_the_gradient_has_a_formula_only_where_something_is_done_to_it() -> None:
    plain = table([1.0, -2.0], [3.0, 4.0], SGD(0.1), biases=(1,), clip=5.0)
    assert [len(steps(plain, index)) for index in (0, 1)] == [1, 1]
    clipped = table([1.0, -2.0], [3.0, 4.0], SGD(0.1), biases=(1,), clip=1.0)
    assert first(clipped) == "g = clip × ∂L/∂w"
    assert first(clipped, 1) == "g = clip × ∂L/∂b"
    penalised = table([1.0, -2.0], [3.0, 4.0], SGD(0.1, 0.2, 0.3), biases=(1,))
    assert first(penalised) == "g = ∂L/∂w + λ₁ × sign w + λ₂ × w"
    assert len(steps(penalised, 1)) == 1  # biases are not penalised


def test_that_a_frozen_parameter_has_no_formula() -> None:
    assert steps(table([1.0], [3.0], Adam(0.1), frozen=(0,)), 0) == ()


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (table([0.5], [0.12], SGD(0.01)), "p0 ← 0.5 − 0.01 × 0.12 = 0.4988"),
        (table([-0.5], [-0.12], SGD(0.01)), "p0 ← −0.5 − 0.01 × (−0.12) = −0.4988"),
        (table([0.123456], [0.001], SGD(0.01)), "p0 ← 0.123456 − 0.01 × 0.001 = 0.123446"),
        (table([0.0], [2.0], SGD(1e-6)), "p0 ← 0 − 1e−6 × 2 = −2e−6"),
    ],
)
def test_that_a_formula_is_written_with_true_signs_and_enough_digits(made: UpdateTable, text: str) -> None:
    assert written(steps(made, 0)[-1]) == text


def test_that_the_square_of_a_negative_number_stands_in_brackets() -> None:
    assert "(−0.5)²" in written(steps(table([1.0], [-0.5], RMSProp(0.1)), 0)[0])
    assert "(1e−5)²" in written(steps(table([1.0], [1e-5], RMSProp(0.1)), 0)[0])
    assert "× 0.5²" in written(steps(table([1.0], [0.5], RMSProp(0.1)), 0)[0])


def made_up(
    rule: Callable[..., Any], state: tuple[str, ...] = (), settings: Mapping[str, float] | None = None
) -> Optimizer:
    """An optimizer with this rule; its settings go by their names."""
    named = settings or {}
    body = {
        "rule": staticmethod(rule), "state_names": state,
        "setting_names": {name: name for name in named}, **named,
    }  # fmt: skip
    kind: type[Optimizer] = type("MadeUp", (Optimizer,), body)
    return kind(0.1)


def ada_grad(w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols) -> Any:
    total = state[0] + g * g
    return w - rate * g / sqrt(total), (total,)


def nesterov(w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols) -> Any:
    v, mu = state[0], settings[0]
    new = mu * v - rate * g
    return w - mu * v + (1.0 + mu) * new, (new,)


def lion(w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols) -> Any:
    blend = read_as("c", 0.9 * state[0] + 0.1 * g)
    return w - rate * sign(blend), (0.99 * state[0] + 0.01 * g,)


def last_two(w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols) -> Any:
    return w - rate * (g - state[1]), (g, state[0])


def two_of_many(w: Symbol, g: Symbol, state: Symbols, rate: Symbol, step: Symbol, settings: Symbols) -> Any:
    return w + -(rate / step * abs(g)) * select(g > w, exp(-g), 1.5), (state[0], state[0] + w)


@pytest.mark.parametrize(
    ("optimizer", "names"),
    [
        (made_up(ada_grad, ("G",)), ["G ← G + g²", "p0 ← p0 − η × g ÷ √G"]),
        (
            made_up(nesterov, ("v",), {"μ": 0.9}),
            ["v ← μ × v − η × g", "p0 ← p0 − μ × old v + (1 + μ) × v"],
        ),
        (
            made_up(lion, ("m",)),
            ["m ← 0.99 × m + 0.01 × g", "c = 0.9 × old m + 0.1 × g", "p0 ← p0 − η × sign c"],
        ),
        (made_up(last_two, ("a", "b")), ["a ← g", "b ← old a", "p0 ← p0 − η × (g − old b)"]),
        (
            made_up(two_of_many, ("a", "b")),
            ["b ← a + p0", "p0 ← p0 + (−(η ÷ t × |g|)) × (exp(−g) if g > p0, else 1.5)"],
        ),
    ],
)
def test_that_any_rule_is_read_as_formulas_that_make_their_results(
    optimizer: Optimizer, names: list[str]
) -> None:
    before = report([0.7, -2.0], optimizer, number=3)
    state = tuple(np.array([0.25, 1.5]) * (place + 1) for place in range(len(optimizer.state_names)))
    made = update_table(["p0", "p1"], replace(before, state=state), np.array([0.5, -3.0]))
    assert [" ".join(term.name for term in rule) for rule in steps(made, 0)] == names
    for index in (0, 1):
        rules = steps(made, index)
        for rule in rules:
            assert outcome(rule) == pytest.approx(rule[0].value, rel=1e-12)
        assert rules[-1][0].value == made.new_values[index]


def test_that_a_setting_without_decay_has_its_formulas_too() -> None:
    made = table([1.0], [2.0], Adam(0.1, beta1=0.0, beta2=0.0))
    for rule in steps(made, 0):
        assert outcome(rule) == pytest.approx(rule[0].value, rel=1e-12)

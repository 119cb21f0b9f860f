"""The table of primitives, and the rules of operations built from them, on lanes against mpmath."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf

from engine import symbols
from engine.compiler import ir, native
from engine.compiler.kernels.expressions import LaneWriter
from engine.compiler.vector_functions import primitives
from engine.operations import OPERATIONS
from tests.engine.compiler.vector_functions.measured import ENDS, Array, Run, compiled, error, same, worst

RANDOM = np.random.default_rng(0)
SPREAD = np.concatenate([RANDOM.uniform(-limit, limit, 250) for limit in (0.1, 1.0, 8.0, 45.0, 740.0)])


def rule(name: str) -> Run:
    """Return value and derivative of an operation of one operand."""
    expression = OPERATIONS[name].expression(1)

    def write(f: ir.Function, x: ir.Value) -> list[ir.Value]:
        writer = LaneWriter(f, [x])
        return [writer.write(expression.value), writer.write(expression.derivatives[0])]

    return compiled(write, n_outputs=2)


def sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


# Value and derivative of each rule, and the errors allowed: several roundings add up in a rule.
RULES: dict[str, tuple[Callable[[Any], tuple[Any, Any]], float, float]] = {
    "exp": (lambda x: (mp.exp(x), mp.exp(x)), 1.2, 1.2),
    "sigmoid": (lambda x: (sigmoid(x), sigmoid(x) * sigmoid(-x)), 2, 5),
    "tanh": (lambda x: (mp.tanh(x), mp.sech(x) ** 2), 1.7, 5),
    "softplus": (lambda x: (mp.log1p(mp.exp(x)), sigmoid(x)), 3, 2.6),
    "erf": (lambda x: (mp.erf(x), 2 / mp.sqrt(mp.pi) * mp.exp(-(mpf(float(x) * float(x))))), 1.3, 2.5),
    "sin": (lambda x: (mp.sin(x), mp.cos(x)), 1, 1),
    "cos": (lambda x: (mp.cos(x), -mp.sin(x)), 1, 1),
}


def test_that_every_primitive_of_the_rules_is_there() -> None:
    assert set(primitives.PRIMITIVES) == set(symbols.PRIMITIVES)


@pytest.mark.parametrize("name", RULES)
def test_that_rules_of_operations_are_exact_to_a_few_units(name: str) -> None:
    reference, value_error, slope_error = RULES[name]
    x = SPREAD[SPREAD < 709]
    exact = [reference(mpf(float(number))) for number in x]
    values, slopes = rule(name)(x)
    assert max(error(float(y), e[0]) for y, e in zip(values, exact, strict=True)) <= value_error
    assert max(error(float(y), e[1]) for y, e in zip(slopes, exact, strict=True)) <= slope_error


@pytest.mark.parametrize(
    ("name", "values", "slopes"),
    [
        ("sigmoid", [0.0, 0.0, 1.0, 1.0, math.nan], [0.0, 0.0, 0.0, 0.0, math.nan]),
        ("tanh", [-1.0, -1.0, 1.0, 1.0, math.nan], [0.0, 0.0, 0.0, 0.0, math.nan]),
        ("softplus", [0.0, 0.0, 1e4, math.inf, math.nan], [0.0, 0.0, 1.0, 1.0, math.nan]),
    ],
)
def test_that_activations_hold_at_their_ends(name: str, values: list[float], slopes: list[float]) -> None:
    got = rule(name)([-math.inf, -1e4, 1e4, math.inf, math.nan])
    assert same(got[0], values)
    assert same(got[1], slopes)


@pytest.mark.parametrize("primitive", sorted(symbols.PRIMITIVES))
def test_that_a_shared_function_gives_what_the_written_out_one_gives(primitive: str) -> None:
    count = 2 if primitive == "power" else 1
    name = primitives.shared_name(primitive)
    written = compiled(primitives.PRIMITIVES[primitive], count)
    shared = compiled(
        lambda f, *x: f.call(name, ir.VECTOR, *x), count, called=[primitives.as_function(primitive)]
    )
    numbers = np.concatenate([SPREAD, ENDS])
    operands: list[Array] = [numbers, numbers[::-1]][:count]
    assert same(written(*operands)[0], shared(*operands)[0].tolist())


def test_that_root_and_absolute_value_are_those_of_ieee_754() -> None:
    x = np.concatenate([SPREAD, ENDS])
    with np.errstate(invalid="ignore"):
        assert same(compiled(primitives.PRIMITIVES["sqrt"])(x)[0], np.sqrt(x).tolist())
    assert same(compiled(primitives.PRIMITIVES["absolute"])(x)[0], np.abs(x).tolist())


def test_that_processors_without_fused_products_get_the_same_functions_less_exactly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(native, "has_fma", lambda: False)
    for name, reference in (("exp", mp.exp), ("tanh", mp.tanh), ("erf", mp.erf), ("sin", mp.sin)):
        assert worst(compiled(primitives.PRIMITIVES[name]), reference, SPREAD[SPREAD < 709]) <= 4
    assert worst(compiled(primitives.PRIMITIVES["log"]), mp.log, np.abs(SPREAD)) <= 1.2

from __future__ import annotations

import pytest

from engine.operation_table import make_operation
from engine.operations import BUILT_IN, OPERATIONS
from engine.symbols import exp, operands
from playground.models.graph.functions.derivative_rules import derivative
from playground.models.graph.update.formula import FormulaWriter, Quantity

NUMBERS = (0.7, 1.3, 0.4, 0.6)


@pytest.mark.parametrize("name", [operation.name for operation in BUILT_IN])
@pytest.mark.parametrize("x", [-2.5, -0.3, 0.4, 1.9])
def test_that_what_is_read_has_the_value_of_what_the_engine_computes(name: str, x: float) -> None:
    operation = OPERATIONS[name]
    if operation.domain != "finite numbers" and x < 0.0:
        x = -x
    count = operation.arity or (4 if operation.in_pairs else 3)
    numbers = (x, *NUMBERS)[:count]
    value, *right = operation.on_floats(count)(*numbers)
    *given, out = operands(count + 1)
    known = {
        operand: Quantity("", number)
        for operand, number in zip((*given, out), (*numbers, value), strict=True)
    }
    for place in range(count):
        made = derivative(operation, given, out, place)
        found = FormulaWriter(known).write(Quantity("", 0.0), made, "=") and FormulaWriter(known)._value(made)
        assert found == pytest.approx(right[place], rel=1e-12, abs=1e-15)


def test_that_an_operation_without_a_textbook_rule_is_read_from_the_engine() -> None:
    operation = make_operation("swell", lambda x: (exp(x), (exp(x) * 3.0,)))
    *given, out = operands(2)
    writer = FormulaWriter({given[0]: Quantity("x", 1.0), out: Quantity("swell(x)", 1.0)})
    *_, rule = writer.write(Quantity("", 0.0), derivative(operation, given, out, 0), "=")
    assert " ".join(term.name for term in rule[2:]) == "exp(x) × 3"

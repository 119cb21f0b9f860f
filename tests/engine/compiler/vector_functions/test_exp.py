"""Which arguments of the exponential function are known never to be positive."""

from __future__ import annotations

from engine.compiler import ir
from engine.compiler.vector_functions.arithmetic import absolute
from engine.compiler.vector_functions.exp import is_never_positive


def test_that_only_arguments_that_cannot_be_positive_are_taken_for_such() -> None:
    x = ir.Value("%x", ir.VECTOR)
    y = ir.Value("%y", ir.VECTOR)
    f = ir.Function("f", [x, y], ir.VECTOR)
    never = [
        f.negate(absolute(f, x)),
        f.multiply(ir.vector(-2.0), absolute(f, x)),
        f.negate(f.multiply(x, x)),
        f.multiply(ir.vector(-0.5), f.multiply(y, y)),
    ]
    perhaps = [
        x,
        absolute(f, x),
        f.negate(x),
        f.multiply(ir.vector(2.0), absolute(f, x)),
        f.multiply(x, absolute(f, x)),
        f.negate(f.multiply(x, y)),
        f.add(ir.vector(-2.0), absolute(f, x)),
        f.negate(f.load(ir.Value("%p", ir.POINTER), ir.VECTOR)),
    ]
    assert [is_never_positive(f, value) for value in never] == [True] * len(never)
    assert [is_never_positive(f, value) for value in perhaps] == [False] * len(perhaps)

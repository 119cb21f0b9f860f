"""Functions written as LLVM IR, run for real."""

from __future__ import annotations

import ctypes

import numpy as np
import pytest

from engine.compiler.ir import (
    BOOL,
    DOUBLE,
    INT,
    LANES,
    NULL,
    POINTER,
    VECTOR,
    Function,
    Value,
    boolean,
    double,
    integer,
    module_text,
    vector,
)
from engine.compiler.native import NativeModule

N, X, Y = Value("%n", INT), Value("%x", POINTER), Value("%y", POINTER)


def call(f: Function, *arguments: int | np.ndarray, returns: type | None = ctypes.c_double) -> float:
    """Compile and call; arrays are handed over by address."""
    module = NativeModule(module_text([f]))
    plain = [a if isinstance(a, int) else a.ctypes.data for a in arguments]
    signature = ctypes.CFUNCTYPE(returns, *[ctypes.c_int64] * len(plain))
    result: float = signature(module.address(f.name))(*plain)
    return result


def test_that_constants_keep_every_bit() -> None:
    for number in (0.1, -0.0, 5e-324, float("inf"), 1.7976931348623157e308):
        f = Function("f", [], DOUBLE, internal=False)
        f.result(double(number))
        assert np.float64(call(f)).tobytes() == np.float64(number).tobytes()


def test_that_a_loop_carries_values_from_turn_to_turn() -> None:
    f = Function("f", [N], INT, internal=False)
    with f.loop(integer(0), N, integer(3), [integer(0), integer(1)]) as loop:
        total, product = loop.carried
        loop.after = [
            f.binary("add", total, loop.index),
            f.binary("mul", product, integer(2)),
        ]
    f.result(f.binary("add", loop.after[0], f.binary("mul", loop.after[1], integer(1000))))
    assert call(f, 10, returns=ctypes.c_int64) == (0 + 3 + 6 + 9) + 1000 * 2**4


def test_that_nested_loops_may_follow_and_hold_each_other() -> None:
    f = Function("f", [N], INT, internal=False)
    with f.loop(integer(0), N, integer(1), [integer(0)]) as outer:
        with f.loop(integer(0), N, integer(1), outer.carried) as inner:
            inner.after = [f.binary("add", inner.carried[0], f.binary("mul", outer.index, inner.index))]
        outer.after = inner.after
    with f.loop(integer(0), N, integer(1), outer.after) as last:
        last.after = [f.binary("add", last.carried[0], integer(1))]
    f.result(last.after[0])
    assert call(f, 4, returns=ctypes.c_int64) == (0 + 1 + 2 + 3) ** 2 + 4


@pytest.mark.parametrize(("number", "expected"), [(3, 30), (-3, -3)])
def test_that_a_block_runs_only_under_its_condition(number: int, expected: int) -> None:
    f = Function("f", [N], INT, internal=False)
    with f.when(f.compare("sgt", N, integer(0))):
        f.result(f.binary("mul", N, integer(10)))
    f.result(N)
    assert call(f, number, returns=ctypes.c_int64) == expected


def test_that_a_loop_without_an_end_is_left_where_it_says() -> None:
    f = Function("f", [X], INT, internal=False)
    with f.while_true() as end:
        value = f.load(X, INT)
        f.leave_when(f.compare("sgt", value, integer(100)), end)
        f.store(f.binary("mul", value, integer(3)), X)
    f.result(f.load(X, INT))
    assert call(f, np.array([2]), returns=ctypes.c_int64) == 162


def test_that_the_same_instruction_is_written_once_where_its_first_result_reaches() -> None:
    f = Function("f", [N], INT)
    first = f.binary("add", N, integer(1))
    assert f.binary("add", N, integer(1)) is first
    with f.when(f.compare("sgt", N, integer(0))):
        assert f.binary("add", N, integer(1)) is first
        inside = f.binary("mul", N, integer(7))
    assert f.binary("mul", N, integer(7)) is not inside  # that one is computed in one branch only
    assert f.load(X, INT) is not f.load(X, INT)  # memory may have changed


def test_that_lanes_can_be_filled_picked_and_replaced() -> None:
    f = Function("f", [X, Y], internal=False)
    x = f.load(X, VECTOR)
    turned = f.shuffle(x, x, (3, 2, 1, 0))
    picked = f.select(f.compare("olt", x, turned), x, vector(9.0))
    f.store(f.insert(picked, f.extract(x, 3), 2), Y)
    f.store(f.splat(f.load(f.at(X, 1), DOUBLE)), f.at(Y, LANES))
    f.result()
    y = np.zeros(2 * LANES)
    call(f, np.array([1.0, 2.0, 3.0, 4.0]), y, returns=None)
    assert y.tolist() == [1.0, 2.0, 4.0, 9.0, *[2.0] * LANES]


def test_that_fused_products_round_once() -> None:
    f = Function("f", [X], DOUBLE, internal=False)
    a = f.load(X, DOUBLE)
    f.result(f.fma(a, a, double(-1.0)))
    a_value = 1.0 + 2.0**-30
    assert call(f, np.array([a_value])) == 2.0**-29 + 2.0**-60
    assert a_value * a_value - 1.0 != 2.0**-29 + 2.0**-60


def test_that_functions_call_each_other_and_the_c_library() -> None:
    inner = Function("inner", [Value("%a", DOUBLE)], DOUBLE, "nounwind noinline")
    inner.result(inner.call("erf", DOUBLE, Value("%a", DOUBLE)))
    f = Function("f", [X], DOUBLE, internal=False)
    f.result(f.call("inner", DOUBLE, f.load(X, DOUBLE)))
    module = NativeModule(module_text([inner, f]))
    found = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_void_p)(module.address("f"))(
        np.array([0.5]).ctypes.data
    )
    assert found == pytest.approx(0.5204998778130465, rel=1e-15)


def test_that_truth_values_and_null_are_constants() -> None:
    f = Function("f", [X], INT, internal=False)
    is_null = f.compare("eq", X, NULL)
    assert is_null.type == BOOL
    f.result(f.select(f.binary("and", is_null, boolean(True)), integer(1), integer(0)))
    assert call(f, 0, returns=ctypes.c_int64) == 1
    assert call(f, 8, returns=ctypes.c_int64) == 0


def test_that_pieces_are_written_in_turns_and_compute_what_they_did() -> None:
    f = Function("f", [X], internal=False)

    def piece(at: int) -> None:
        address = f.at(X, at)
        f.store(f.add(f.load(address, DOUBLE), double(at + 1.0)), address)

    f.interleaved([lambda: piece(0), lambda: piece(1)])
    f.result()
    loads = [line for line in f.text().splitlines() if "load" in line or "store" in line]
    assert ["load" in line for line in loads] == [True, True, False, False]
    x = np.array([10.0, 20.0])
    call(f, x, returns=None)
    assert x.tolist() == [11.0, 22.0]


def test_that_blocks_cannot_be_interleaved() -> None:
    f = Function("f", [N])

    def branch() -> None:
        with f.when(f.compare("sgt", N, integer(0))):
            f.binary("add", N, N)

    with pytest.raises(ValueError, match="straight-line"):
        f.interleaved([branch, branch])

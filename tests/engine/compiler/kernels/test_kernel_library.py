"""Kernels that later programs need not compile again."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from engine import MLP, compile, compiler, define_operation
from engine.compiler.kernels.kernel_library import LIBRARY, KernelLibrary
from engine.compiler.native import NativeModule
from engine.lowering.tracing import placeholders
from engine.operations import OPERATIONS
from engine.scalar import forget_functions
from engine.symbols import Symbol


def text(name: str) -> str:
    return f"define i64 @{name}() {{\nentry:\n  ret i64 1\n}}\n"


def module(name: str) -> NativeModule:
    return NativeModule(text(name))


def test_that_a_kernel_is_found_by_its_shape() -> None:
    library, made = KernelLibrary(), module("k")
    assert library.find("shape") is None
    library.add(made, {"shape": "k"})
    assert library.find("shape") == (made, made.address("k"))


def test_that_what_was_not_used_lately_is_let_go() -> None:
    library = KernelLibrary(most_modules=2)
    modules = [module(f"k{i}") for i in range(3)]
    library.add(modules[0], {0: "k0"})
    library.add(modules[1], {1: "k1"})
    assert library.find(0)
    library.add(modules[2], {2: "k2"})
    assert library.find(1) is None
    assert library.find(0)
    gone = weakref.ref(modules[1])
    del modules
    gc.collect()
    assert gone() is None


def test_that_the_same_text_is_compiled_once() -> None:
    library = KernelLibrary()
    made = library.make(text("k"), {"shape": "k"})
    assert library.make(text("k"), {"shape": "k"}) is made
    assert library.make(text("other"), {}) is not made
    assert library.find("shape") == (made, made.address("k"))


def test_that_a_text_used_lately_is_kept_and_others_are_let_go() -> None:
    library = KernelLibrary(most_modules=2)
    first, second = (library.make(text(name), {}) for name in ("k0", "k1"))
    assert library.make(text("k0"), {}) is first
    library.make(text("k2"), {})
    assert library.make(text("k0"), {}) is first
    gone = weakref.ref(second)
    del second
    gc.collect()
    assert gone() is None


def test_that_what_a_known_text_calls_stays_where_it_is() -> None:
    library = KernelLibrary(most_modules=1)
    called = module("callee")
    library.add(called, {"shape": "callee"})
    caller = library.make(text("caller"), {}, {called})  # there is room for one: the callee is let go
    assert library.find("shape") is None
    kept = weakref.ref(called)
    del called
    gc.collect()
    assert kept() is not None
    library.make(text("next"), {})
    del caller
    gc.collect()
    assert kept() is None


def test_that_a_network_made_anew_runs_the_code_it_ran_before() -> None:
    X, y = np.linspace(-1.0, 1.0, 21).reshape(7, 3), [0, 1, 0, 1, 1, 0, 1]
    found = []
    for _ in range(3):  # the first one brings its kernels, later ones call them
        program = compile(MLP([3, 4, 2], seed=5), loss="cross_entropy")
        assert program.loss_graph is not None
        found.append((program.loss_graph.module, program.loss_and_gradients(X, y)))
    assert found[2][0] is found[1][0]
    for loss, gradients in (result for _, result in found[1:]):
        assert loss == found[0][1][0]
        np.testing.assert_array_equal(gradients, found[0][1][1])


def test_that_a_program_outlives_the_library_of_its_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    model, X = MLP([2, 5, 2], seed=0), np.ones((3, 2))
    first = compile(model, loss="cross_entropy")
    second = compile(model, loss="cross_entropy")
    expected = first.loss_and_gradients(X, [0, 1, 0])[1]
    assert second.loss_graph is not None
    assert second.loss_graph.network.kernels.functions == []  # every kernel was there
    del first
    for i in range(40):
        LIBRARY.add(module(f"other{i}"), {f"test {i}": f"other{i}"})
    gc.collect()
    np.testing.assert_array_equal(second.loss_and_gradients(X, [0, 1, 0])[1], expected)


def test_that_a_rule_defined_anew_under_its_old_name_is_compiled_anew() -> None:
    def define(factor: float) -> float:
        def rule(x: Symbol) -> tuple[Symbol, tuple[Symbol, ...]]:
            return factor * x, (factor + 0.0 * x,)

        operation = define_operation("times_of_a_test", rule)
        (x,) = placeholders(1, "input")
        found = float(compile(operation(x), inputs=[x]).forward([[1.0]])[0, 0])
        OPERATIONS.remove("times_of_a_test")
        forget_functions("times_of_a_test")
        return found

    assert (define(2.0), define(3.0)) == (2.0, 3.0)


def test_that_the_compiler_is_there() -> None:
    assert compiler.unavailable() == ""

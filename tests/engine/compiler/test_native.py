"""From text to machine code, and what is refused on the way."""

from __future__ import annotations

import builtins
import ctypes
import threading
from typing import Any

import llvmlite.binding as llvm
import pytest

from engine.compiler import native
from engine.compiler.native import NativeModule, assembly, unavailable

GOOD = "define i64 @answer() {\nentry:\n  ret i64 42\n}\n"


def test_that_this_machine_can_compile() -> None:
    assert unavailable() == ""


def test_that_code_runs() -> None:
    module = NativeModule(GOOD)
    assert ctypes.CFUNCTYPE(ctypes.c_int64)(module.address("answer"))() == 42


def test_that_dropping_code_waits_for_no_other_thread() -> None:
    modules = [NativeModule(GOOD)]
    native.free_dropped()
    with llvm.ffi.lib._lock:  # as while it compiles
        drop = threading.Thread(target=modules.clear)
        drop.start()
        drop.join(10.0)
        assert not drop.is_alive()
    engine, machine = native._dropped[0]
    assert not engine.closed
    native.free_dropped()
    assert engine.closed
    assert machine.closed


def test_that_what_was_dropped_is_freed_when_the_next_is_compiled() -> None:
    module = NativeModule(GOOD)
    engine = module._engine
    del module
    other = NativeModule(GOOD)
    assert engine.closed
    assert ctypes.CFUNCTYPE(ctypes.c_int64)(other.address("answer"))() == 42


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("define i64 @f() {\nentry:\n  ret i32 1\n}", "type"),
        ("define i64 @f() {\nentry:\n  %a = add i64 %b, 1\n  ret i64 %a\n}", "undefined value"),
        ("nonsense", "expected"),
    ],
)
def test_that_malformed_code_is_refused_before_it_runs(text: str, words: str) -> None:
    with pytest.raises(RuntimeError, match=words):
        NativeModule(text)


def test_that_a_function_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="question"):
        NativeModule(GOOD).address("question")


def test_that_assembly_is_readable_text() -> None:
    listing = assembly(GOOD)
    assert "answer:" in listing
    assert "ret" in listing


@pytest.mark.parametrize("error", [ImportError("no wheel"), OSError("wrong processor")])
def test_that_a_missing_llvmlite_is_said_and_not_raised(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *arguments: Any, **keywords: Any) -> Any:
        if name.startswith("llvmlite"):
            raise error
        return real(name, *arguments, **keywords)

    monkeypatch.setattr(builtins, "__import__", refuse)
    native._start.cache_clear()
    unavailable.cache_clear()
    try:
        assert unavailable() == f"llvmlite could not be loaded: {error}"
    finally:
        monkeypatch.undo()
        native._start.cache_clear()
        unavailable.cache_clear()
    assert unavailable() == ""

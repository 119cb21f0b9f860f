"""Compiles IR text to machine code in this process, through llvmlite.

LLVM takes a process-wide lock while it compiles, so nothing here may run on a thread that must not wait.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import threading
import weakref
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import llvmlite.binding as llvm

CODE_GENERATION_LEVEL = 2
# Functions of the C library that rules need besides the lane functions, called lane by lane.
C_FUNCTIONS = ("sin", "cos", "pow", "erf", "memset", "memcpy")
_start_lock = threading.Lock()
_dropped: list[tuple[llvm.ExecutionEngine, llvm.TargetMachine]] = []


@cache
def unavailable() -> str:
    """Return why this machine cannot compile, empty if it can."""
    if sys.maxsize < 2**32:
        return "machine code is made for 64-bit processors only"
    try:
        with _start_lock:
            _start()
            _target_machine()
    except (ImportError, OSError) as error:  # a wheel for another processor fails when it loads its library
        return f"llvmlite could not be loaded: {error}"
    except (RuntimeError, AttributeError) as error:
        return f"LLVM cannot make code for this machine: {error}"
    return ""


@cache
def _start() -> None:
    """Load LLVM and prepare it for this machine (once per process; it takes 0.1 s)."""
    global llvm
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    library = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else ctypes.util.find_library("m"))
    system = ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)
    for name in C_FUNCTIONS:
        function = getattr(system if name.startswith("mem") else library, name)
        llvm.add_symbol(name, ctypes.cast(function, ctypes.c_void_p).value)


@cache
def has_fma() -> bool:
    """Whether the processor has fused multiply-add (else LLVM would call the C library)."""
    _start()
    if llvm.get_default_triple().startswith(("aarch64", "arm64")):
        return True
    return bool(llvm.get_host_cpu_features().get("fma"))


def _target_machine() -> llvm.TargetMachine:
    _start()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=CODE_GENERATION_LEVEL,
        jit=True,
    )


class NativeModule:
    """Machine code of one module, in a context of its own.

    Parameters
    ----------
    text
        LLVM IR.

    Raises
    ------
    RuntimeError
        The IR is malformed; it is verified before anything runs.

    Notes
    -----
    A context of its own: a shared one keeps memory of every module ever compiled. Dropping a module makes
    no thread wait: its code is freed when the next one is compiled, or with `free_dropped`.
    """

    def __init__(self, text: str) -> None:
        free_dropped()
        _start()
        self.ir = text
        context = llvm.create_context()
        module = llvm.parse_assembly(text, context)
        module.verify()
        machine = _target_machine()
        module.triple = llvm.get_default_triple()
        module.data_layout = str(machine.target_data)
        self._engine = llvm.create_mcjit_compiler(module, machine)
        self._engine.finalize_object()
        # In a garbage cycle the context could be freed before the engine that needs it.
        weakref.finalize(self, _dropped.append, (self._engine, machine)).atexit = False

    def address(self, name: str) -> int:
        """Return where a function that is not internal starts."""
        address: int = self._engine.get_function_address(name)
        if not address:
            raise KeyError(name)
        return address


def free_dropped() -> None:
    """Free the code of modules that nothing uses any more; waits while another thread compiles."""
    while _dropped:
        try:
            engine, machine = _dropped.pop()
        except IndexError:  # another thread frees, too
            return
        engine.close()
        machine.close()


def assembly(text: str) -> str:
    """Return a module's machine code as assembly text of this machine.

    Parameters
    ----------
    text
        LLVM IR.
    """
    _start()
    module = llvm.parse_assembly(text, llvm.create_context())
    machine = _target_machine()
    module.triple = llvm.get_default_triple()
    listing: str = machine.emit_assembly(module)
    return listing

"""The ways to run a model: as machine code, as arrays of all samples, or as Python objects one by one."""

from __future__ import annotations

from dataclasses import dataclass

from engine.compiler.native import unavailable
from engine.losses import LossFunction
from engine.lowering.tracing import Model, TracedModel, trace
from engine.training.backend import Backend
from engine.training.compiled_loop import CompiledLoop
from engine.training.interpreted_backend import InterpretedBackend
from engine.training.job import TrainingLoop
from engine.training.python_loop import PythonLoop
from engine.training.traced_backend import ArrayBackend, CompiledBackend


@dataclass(frozen=True)
class BackendInfo:
    """A backend by name, and what it is in a few words."""

    name: str
    title: str
    description: str


BACKENDS = {
    info.name: info
    for info in (
        BackendInfo("compiled", "Compiled", "the same scalars as machine code"),
        BackendInfo("array", "Array", "all samples at once"),
        BackendInfo("interpreted", "Interpreted", "one Python object per scalar"),
    )
}


def usable_backend(name: str) -> str:
    """Return `name`, or "array" in place of "compiled" on a machine that cannot compile.

    Raises
    ------
    ValueError
        An unknown name.
    """
    if name not in BACKENDS:
        raise ValueError(f"unknown backend {name!r}: choose one of {', '.join(BACKENDS)}")
    return "array" if name == "compiled" and unavailable() else name


def make_backend(
    name: str, model: Model, loss: LossFunction, n_inputs: int, traced: TracedModel | None = None
) -> Backend:
    """Return the backend called `name`; a model that was traced already need not be traced again."""
    if usable_backend(name) == "interpreted":
        return InterpretedBackend(model, loss)
    traced = traced or trace(model, n_inputs, loss)
    return CompiledBackend(traced) if usable_backend(name) == "compiled" else ArrayBackend(traced)


def make_loop(backend: Backend, model: Model, loss: LossFunction) -> TrainingLoop:
    """Return the loop that trains with a backend; model and loss serve to replay a sample that failed."""
    if isinstance(backend, CompiledBackend):
        return CompiledLoop(backend.loss, model, loss)
    return PythonLoop(backend, model, loss)

"""The backends: machine code, arrays of all samples, or one Python object per scalar."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.compiler.native import unavailable
from engine.losses import LossFunction
from engine.lowering.gates import GatedMLP
from engine.lowering.tracing import Model, TracedModel, trace
from engine.nn import MLP
from engine.training.compiled_loop import CompiledLoop
from engine.training.interpreted_backend import InterpretedBackend
from engine.training.python_loop import Backend, PythonLoop
from engine.training.task import TrainingLoop
from engine.training.traced_backend import ArrayBackend, CompiledBackend, TracedBackend


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


class ModelRunner:
    """Runs a model as it is, or an `MLP` with gates behind its hidden neurons.

    Parameters
    ----------
    model, n_inputs
        What is run, and how many features it takes.
    loss
        Function of (outputs, target).
    backend_name
        A usable name in `BACKENDS`.
    gated
        Whether one factor for each hidden neuron follows the features.

    Attributes
    ----------
    traced
        The graph of one sample; None where objects are interpreted, which needs no trace and so takes models
        that cannot be traced.
    backend
        What computes.
    """

    def __init__(
        self, model: Model, n_inputs: int, loss: LossFunction, backend_name: str, *, gated: bool = False
    ) -> None:
        if gated and isinstance(model, MLP):
            model = GatedMLP(model)
            n_inputs += model.n_hidden
        self._model, self._n_inputs, self._loss = model, n_inputs, loss
        self.traced = None if backend_name == "interpreted" else trace(model, n_inputs, loss)
        self.backend = make_backend(backend_name, model, loss, n_inputs, self.traced)

    @cached_property
    def loop(self) -> TrainingLoop:
        """What trains."""
        if isinstance(self.backend, CompiledBackend):
            in_batch = None if self.traced is None else self.traced.in_batch
            statistics = () if in_batch is None else in_batch.statistics
            return CompiledLoop(self.backend.loss, self._model, self._loss, statistics)
        return PythonLoop(self.backend, self._model, self._loss)

    @cached_property
    def all_at_once(self) -> tuple[TracedBackend[Any], TracedModel]:
        """What computes for many samples, and its graph.

        For the interpreted backend that is the array backend: pictures of 10,000 points are not what it is
        there to show.
        """
        traced = self.traced or trace(self._model, self._n_inputs, self._loss)
        source = self.backend if isinstance(self.backend, TracedBackend) else ArrayBackend(traced)
        return source, traced

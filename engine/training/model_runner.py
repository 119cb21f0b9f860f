"""How a model is run: its backend, its training loop and, for many samples at once, its graph."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from engine.losses import LossFunction
from engine.lowering.gates import GatedMLP
from engine.lowering.tracing import Model, TracedModel, trace
from engine.nn import MLP
from engine.training.backends import make_backend, make_loop
from engine.training.traced_backend import ArrayBackend, TracedBackend


class ModelRunner:
    """Runs a model as it is, or an `MLP` with gates behind its hidden neurons.

    Parameters
    ----------
    model, n_inputs
        What is run, and how many features it takes.
    loss
        Function of (outputs, target).
    backend_name
        A usable name in `engine.training.backends.BACKENDS`.
    gated
        Whether one factor for each hidden neuron follows the features.

    Attributes
    ----------
    traced
        The graph of one sample; None where objects are interpreted, which needs no trace and so takes models
        that cannot be traced.
    backend, loop
        What computes, and what trains with it.
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
        self.loop = make_loop(self.backend, model, loss)

    @cached_property
    def all_at_once(self) -> tuple[TracedBackend[Any], TracedModel]:
        """What computes for many samples, and its graph.

        For the interpreted backend that is the array backend: pictures of 10,000 points are not what it is
        there to show.
        """
        traced = self.traced or trace(self._model, self._n_inputs, self._loss)
        source = self.backend if isinstance(self.backend, TracedBackend) else ArrayBackend(traced)
        return source, traced

"""Program: the result of compiling."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.compiler.compiled_graph import CompiledGraph
from engine.compiler.native import assembly
from engine.losses import Loss, encode_targets
from engine.scalar import Scalar, values_of

Array = NDArray[np.float64]


class Program:
    """A model or an expression as machine code: samples in, outputs, losses and gradients out.

    Made by `engine.compile`. ``print(program)`` lists the bundles in the order they run.

    Attributes
    ----------
    inputs, targets, outputs, parameters
        Leaves and results of the traced graph of one sample.
    neurons
        Further nodes that `values` can be asked for: of an MLP the outputs of all layers, a tuple each.
    """

    def __init__(
        self,
        inputs: Sequence[Scalar],
        outputs: Sequence[Scalar],
        parameters: Sequence[Scalar],
        *,
        loss: Scalar | None = None,
        targets: Sequence[Scalar] = (),
        neurons: Sequence[tuple[Scalar, ...]] = (),
        encoding: tuple[Loss, str] | None = None,
        reduction: str = "sum",
    ) -> None:
        self.inputs, self.targets = tuple(inputs), tuple(targets)
        self.outputs, self.parameters = tuple(outputs), tuple(parameters)
        self.reduction = reduction
        self._encoding = encoding
        self.neurons = tuple(neurons)
        self._kept = list(dict.fromkeys([*outputs, *(neuron for layer in neurons for neuron in layer)]))
        self.loss_graph: CompiledGraph | None = None
        if loss is not None:
            columns = [*inputs, *targets]
            self.loss_graph = CompiledGraph([loss], columns, self.parameters, trains=True)

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "a Program cannot be pickled or copied: it is machine code of this process; "
            "keep the model or its state_dict(), and compile it again"
        )

    @cached_property
    def forward_graph(self) -> CompiledGraph:
        """The forward pass from inputs to outputs and neurons, compiled on first use."""
        return CompiledGraph(self._kept, self.inputs, self.parameters, trains=False)

    @property
    def _graphs(self) -> list[CompiledGraph]:
        return [self.forward_graph, *([self.loss_graph] if self.loss_graph else [])]

    @property
    def ir(self) -> str:
        """The program as LLVM IR: one module for the outputs, one for the loss and its gradients."""
        return "\n".join(graph.ir for graph in self._graphs)

    @property
    def assembly(self) -> str:
        """The program as assembly of this machine."""
        return "\n".join(assembly(graph.ir) for graph in self._graphs)

    def __repr__(self) -> str:
        graph = self.loss_graph or self.forward_graph
        bundles = graph.network.schedule.bundles
        head = (
            f"Program of {len(self.inputs)} inputs, {len(self.outputs)} outputs, "
            f"{len(self.parameters)} parameters: {len(bundles)} bundles"
        )
        return "\n".join([head, *(f"{i:4}  {bundle!r}" for i, bundle in enumerate(bundles, 1))])

    def forward(self, X: ArrayLike, parameters: Array | None = None) -> Array:
        """Return the outputs, shape (n_samples, n_outputs), for X of shape (n_samples, n_inputs).

        `parameters`, shape (n_parameters,), replaces the values the model has now.
        """
        values: Array = self.values(X, self.outputs, parameters).T
        return values

    def values(
        self, X: ArrayLike, nodes: Sequence[Scalar] | None = None, parameters: Array | None = None
    ) -> Array:
        """Return the values of `nodes` (default: the outputs) for every sample, (n_nodes, n_samples).

        Nodes are those of the traced graph, for example from `outputs` or the neurons of a network.
        """
        return self.forward_graph.values(self._parameters(parameters), _samples(X, len(self.inputs)), nodes)

    def losses(self, X: ArrayLike, y: ArrayLike | None = None, parameters: Array | None = None) -> Array:
        """Return the loss of every sample, shape (n_samples,)."""
        graph = self._loss_graph()
        losses: Array = graph.values(self._parameters(parameters), self._columns(X, y))[0]
        return losses

    def loss_and_gradients(
        self, X: ArrayLike, y: ArrayLike | None = None, parameters: Array | None = None
    ) -> tuple[float, Array]:
        """Return the loss over all samples and its gradient in the order of ``model.parameters()``.

        Parameters
        ----------
        X
            Shape (n_samples, n_inputs).
        y
            Classes or targets as `Trainer` takes them; for an expression with `targets` their values, shape
            (n_samples, n_targets).
        """
        graph = self._loss_graph()
        losses, gradients = graph.loss_and_gradients(self._parameters(parameters), self._columns(X, y))
        scale = 1.0 / len(losses) if self.reduction == "mean" else 1.0
        with np.errstate(over="ignore", invalid="ignore"):
            return float(losses.sum()) * scale, gradients * scale

    def _loss_graph(self) -> CompiledGraph:
        if self.loss_graph is None:
            raise ValueError("this program was compiled without a loss: it only runs forward")
        return self.loss_graph

    def _parameters(self, parameters: Array | None) -> Array:
        if parameters is not None:
            return np.asarray(parameters, np.float64)
        return np.array(values_of(self.parameters), np.float64)

    def _columns(self, X: ArrayLike, y: ArrayLike | None) -> Array:
        samples = _samples(X, len(self.inputs))
        if not self.targets:
            if y is not None:
                raise ValueError("this program has no targets, but y was given")
            return samples
        if y is None:
            raise ValueError(f"y is missing: the loss compares with {len(self.targets)} targets")
        if self._encoding is not None:
            loss, activation = self._encoding
            targets = encode_targets(y, loss, len(self.outputs), activation)
        else:
            targets = np.asarray(y, np.float64).reshape(len(samples), -1)
        if targets.shape != (len(samples), len(self.targets)):
            raise ValueError(
                f"y must have shape ({len(samples)}, {len(self.targets)}) for this X, not {targets.shape}"
            )
        return np.concatenate((samples, targets), axis=1)


def _samples(X: ArrayLike, n_inputs: int) -> Array:
    samples = np.asarray(X, np.float64)
    if samples.ndim != 2 or samples.shape[1] != n_inputs or not len(samples):
        raise ValueError(f"X must have shape (n_samples, {n_inputs}), not {samples.shape}")
    return samples

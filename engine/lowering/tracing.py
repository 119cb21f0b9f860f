"""Tracing: running a model once on placeholders to get the graph of one sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.collector import collector_paused
from engine.losses import LossFunction
from engine.lowering.gates import GatedMLP
from engine.nn import MLP, Outputs, alone_or_list
from engine.scalar import Scalar, TracedScalar


class Model(Protocol):
    """What can be trained: a callable on a list of inputs that names its parameters."""

    def __call__(self, inputs: Sequence[Any], /) -> Outputs:
        """Return a Scalar or a list of Scalars for one sample."""

    def parameters(self) -> list[Scalar]:
        """Return the trained leaves, in a fixed order."""


@dataclass(frozen=True)
class TracedBatch:
    """The graph of one sample in train mode, with means over the batch.

    Leaves are those of the `TracedModel`; `statistics` are mean and variance of each normalised neuron.
    """

    outputs: tuple[Scalar, ...]
    loss: Scalar
    statistics: tuple[Scalar, ...]


@dataclass(frozen=True)
class TracedModel:
    """The graph of one sample, from features and targets to the loss.

    Attributes
    ----------
    parameters
        Those of the model, then its running statistics.
    neurons
        The outputs of every layer, a tuple each, where the model tells them apart (an MLP does).
    in_batch
        The same sample among those of its batch, where the model normalises over a batch.
    """

    inputs: tuple[Scalar, ...]
    targets: tuple[Scalar, ...]
    outputs: tuple[Scalar, ...]
    loss: Scalar
    parameters: tuple[Scalar, ...]
    neurons: tuple[tuple[Scalar, ...], ...] = ()
    in_batch: TracedBatch | None = None

    @property
    def layers(self) -> tuple[tuple[Scalar, ...], ...]:
        """The neurons by layer, or the outputs as the only layer where no others are known."""
        return self.neurons or (self.outputs,)


def as_list(outputs: Outputs) -> list[Scalar]:
    """Return a model's outputs as a list, also where there is only one."""
    return outputs if isinstance(outputs, list) else [outputs]


def placeholders(count: int, name: str) -> list[TracedScalar]:
    """Return leaves whose values differ from sample to sample."""
    return [TracedScalar(f"{name} {i}") for i in range(1, count + 1)]


@collector_paused()
def trace(model: Model, n_inputs: int, loss: LossFunction) -> TracedModel:
    """Run `model` and `loss` once on placeholders and return the graph.

    The graph is the same for every sample only if the model does not look at values in Python: this network
    cannot be traced and raises a TracingError::

        def network(x):
            if x[0].value > 0:          # frozen at whatever one sample says
                return x[0] * w
            return x[0] * v             # use (x[0] * w).maximum(x[0] * v) or the like
    """
    inputs = placeholders(n_inputs, "input")
    outputs, neurons = run_layers(model, inputs)
    ours = as_list(outputs)
    targets = placeholders(len(ours), "target")
    output = sample_loss(loss, outputs, targets)
    batch = batch_model(model)
    leaves = tuple(all_leaves(model))
    if batch is None:
        return TracedModel(tuple(inputs), tuple(targets), tuple(ours), output, leaves, neurons)
    found = batch.on_batch([inputs])
    in_batch = TracedBatch(
        tuple(found.layers[-1][0]), sample_loss(loss, found.outputs[0], targets), tuple(found.statistics)
    )
    return TracedModel(
        tuple(inputs), tuple(targets), tuple(ours), output, leaves, neurons,
        in_batch,
    )  # fmt: skip


def sample_loss(loss: LossFunction, outputs: Outputs, targets: Sequence[Scalar]) -> Scalar:
    """Return the loss of one sample; a single output takes a single target."""
    return loss(outputs, list(targets) if isinstance(outputs, list) else targets[0])


def batch_model(model: Model) -> MLP | GatedMLP | None:
    """Return a model that normalises over a batch, None for one whose samples do not depend on each other.

    Raises
    ------
    ValueError
        An MLP with a call of its own: it says what one sample does, not what a batch does.
    """
    if not isinstance(model, MLP | GatedMLP) or not model.normalises:
        return None
    if not _has_plain_call(model):
        raise ValueError(
            f"{type(model).__name__} has a call of its own, and batch normalisation goes through on_batch: "
            "leave batch_norm out"
        )
    return model


def all_leaves(model: Model) -> list[Scalar]:
    """Return what outputs depend on besides the inputs: parameters, then any running statistics."""
    statistics = model.running_statistics() if isinstance(model, MLP | GatedMLP) else []
    return [*model.parameters(), *statistics]


def _has_plain_call(model: MLP | GatedMLP) -> bool:
    # A subclass with a call of its own (a skip connection, say) need not return its last layer.
    return isinstance(model, GatedMLP) or type(model).__call__ is MLP.__call__


def run_layers(model: Model, inputs: Sequence[Scalar]) -> tuple[Outputs, tuple[tuple[Scalar, ...], ...]]:
    """Run a model once; return its outputs, and those of every layer where the model tells them apart."""
    if isinstance(model, MLP | GatedMLP) and _has_plain_call(model):
        layers = model.layer_outputs(inputs)
        return alone_or_list(layers[-1]), tuple(tuple(layer) for layer in layers)
    return model(inputs), ()

"""Losses: functions of (outputs, target) for one sample, made of Scalars.

``outputs`` is what the network returns (a Scalar or a list), ``target`` a number or list of the same length;
inside a compiled or traced graph targets are Scalars too, so one graph serves every sample. `encode_targets`
turns class numbers into the form a loss expects.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.nn import Outputs, softmax
from engine.scalar import Scalar, ScalarLike, scalar_function

Target: TypeAlias = "ScalarLike | Sequence[ScalarLike]"
LossFunction: TypeAlias = Callable[[Outputs, Target], Scalar]


def _pairs(outputs: Outputs, target: Target) -> list[tuple[Scalar, ScalarLike]]:
    ours = outputs if isinstance(outputs, list) else [outputs]
    theirs = _as_list(target)
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} outputs were compared with {len(theirs)} targets")
    return list(zip(ours, theirs, strict=True))


def _as_list(target: Target) -> list[ScalarLike]:
    return list(target) if isinstance(target, Sequence) else [target]


def _sum(terms: list[Scalar]) -> Scalar:
    total = terms[0]
    for term in terms[1:]:
        total = total + term
    return total


def cross_entropy(outputs: Outputs, target: Target) -> Scalar:
    """-sum(t * log(p)) over the classes; `target` is one-hot.

    The logarithms of softmax and sigmoid outputs are computed from their logits: log(p) of a rounded p would
    lose what a sure answer still lacks to 1.
    """
    pairs = _pairs(outputs, target)
    logits = _logits([p for p, _ in pairs])
    if logits:
        return scalar_function("cross_entropy")(*logits, *(t for _, t in pairs))
    return -_sum([_log(p) * t for p, t in pairs])


def _logits(outputs: Sequence[Scalar]) -> list[Scalar]:
    """Return what `outputs` are the softmax of, nothing if they are no softmax."""
    if not all(p.operation == "softmax" and len(p.children) == len(outputs) for p in outputs):
        return []
    logits = [p.children[0] for p in outputs]
    members = set(logits)
    is_whole = len(members) == len(logits) and all(members.issuperset(p.children) for p in outputs)
    return logits if is_whole else []


def _log(p: Scalar) -> Scalar:
    return -(-p.children[0]).softplus() if p.operation == "sigmoid" else p.log()


def squared_error(outputs: Outputs, target: Target) -> Scalar:
    """Sum of (output - target)^2."""
    return _sum([(output - t) ** 2 for output, t in _pairs(outputs, target)])


def hinge(outputs: Outputs, target: Target) -> Scalar:
    """Sum of max(0, 1 - target * output); targets are +1 or -1."""
    return _sum([(1.0 - output * t).relu() for output, t in _pairs(outputs, target)])


def binary_cross_entropy(outputs: Outputs, target: Target) -> Scalar:
    """-t log(sigmoid(z)) - (1 - t) log(1 - sigmoid(z)) of a logit z; t is 0 or 1, or a share between."""
    function = scalar_function("binary_cross_entropy")
    return _sum([function(z, t) for z, t in _pairs(outputs, target)])


@dataclass(frozen=True)
class Loss:
    """A loss by name, and the pair of numbers that stand for "not this class" and "this class"."""

    name: str
    title: str
    function: LossFunction
    encoding: tuple[float, float] | None


LOSSES: dict[str, Loss] = {
    loss.name: loss
    for loss in (
        Loss("cross_entropy", "Cross-entropy", cross_entropy, (0.0, 1.0)),
        Loss("squared_error", "Squared error", squared_error, None),
        Loss("hinge", "Hinge", hinge, (-1.0, 1.0)),
        Loss("binary_cross_entropy", "Binary cross-entropy", binary_cross_entropy, (0.0, 1.0)),
    )
}


def cross_entropy_of_squashed(outputs: Outputs, target: Target) -> Scalar:
    """Cross-entropy of outputs that go through softmax once more."""
    return cross_entropy(softmax(outputs if isinstance(outputs, list) else [outputs]), target)


def binary_cross_entropy_of_squashed(outputs: Outputs, target: Target) -> Scalar:
    """Binary cross-entropy of outputs that go through a sigmoid first."""
    logits = outputs if isinstance(outputs, list) else [outputs]
    return binary_cross_entropy([logit.sigmoid() for logit in logits], _as_list(target))


SQUASHED = {
    name: replace(LOSSES[name], function=function)
    for name, function in (
        ("cross_entropy", cross_entropy_of_squashed),
        ("binary_cross_entropy", binary_cross_entropy_of_squashed),
    )
}
"""Losses that get probabilities where they expect logits, a common mistake, by the name of the right one."""


def find_loss(loss: str | LossFunction | Loss) -> Loss:
    """Return the table's row for a name, or a row for a function of one's own; a row is returned as it is."""
    if isinstance(loss, Loss):
        return loss
    if callable(loss):
        name = getattr(loss, "__name__", "custom loss")
        return next(
            (known for known in LOSSES.values() if known.function is loss), Loss(name, name, loss, None)
        )
    if loss not in LOSSES:
        raise ValueError(f"unknown loss {loss!r}: choose one of {', '.join(LOSSES)}")
    return LOSSES[loss]


def class_encoding(loss: Loss, output_activation: str) -> tuple[float, float]:
    """Return the numbers for "no" and "yes": -1 and +1 for hinge, tanh and linear outputs, else 0 and 1."""
    if loss.encoding is not None:
        return loss.encoding
    return (-1.0, 1.0) if output_activation in ("tanh", "linear") else (0.0, 1.0)


def encode_targets(y: ArrayLike, loss: Loss, n_outputs: int, output_activation: str) -> NDArray[np.float64]:
    """Return targets of shape (n_samples, n_outputs) in the form `loss` expects.

    Parameters
    ----------
    y
        Integer classes of shape (n_samples,), or float targets, (n_samples,) or (n_samples, n_outputs).

    Raises
    ------
    ValueError
        A class number outside 0..n_outputs-1 (0..1 for one output), a wrong shape, NaN or infinity, or
        float targets for a loss of classes.
    """
    values = np.asarray(y)
    if values.dtype.kind not in "biuf":
        raise ValueError(f"targets must be numbers, not {values.dtype}")
    if values.dtype.kind == "f":
        if loss.encoding is not None:
            raise ValueError(f"{loss.name} needs integer classes, y holds {values.dtype} numbers")
        targets = values.astype(np.float64).reshape(len(values), -1)
        if targets.shape[1] != n_outputs:
            raise ValueError(f"y has {targets.shape[1]} targets a sample, the network {n_outputs} outputs")
        if not np.isfinite(targets).all():
            raise ValueError(
                f"y holds NaN or infinity in row {int(np.argwhere(~np.isfinite(targets))[0, 0])}"
            )
        return targets
    if values.ndim != 1:
        raise ValueError(f"integer classes must have shape (n_samples,), not {values.shape}")
    no, yes = class_encoding(loss, output_activation)
    classes = max(n_outputs, 2)
    wrong = np.flatnonzero((values < 0) | (values >= classes))
    if len(wrong):
        raise ValueError(f"class {values[wrong[0]]} in row {wrong[0]} is outside 0..{classes - 1}")
    chosen = values[:, None] == (np.arange(n_outputs) if n_outputs > 1 else np.array([1]))
    return np.where(chosen, yes, no)


def predicted_classes(outputs: NDArray[np.float64], loss: Loss, output_activation: str) -> NDArray[np.int64]:
    """Return class numbers of shape (n_samples,) for outputs of shape (n_samples, n_outputs)."""
    if outputs.shape[1] > 1:
        return np.asarray(np.argmax(outputs, axis=1), np.int64)
    # binary cross-entropy works on a logit, so its middle is 0 although its targets are 0 and 1
    middle = 0.0 if loss.name == "binary_cross_entropy" else sum(class_encoding(loss, output_activation)) / 2
    return (outputs[:, 0] > middle).astype(np.int64)

"""Which losses go with a task, and which output layer with both."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.nn import LINEAR


@dataclass(frozen=True)
class OutputLayer:
    """The output layer a task and a loss call for."""

    size: int
    softmax: bool
    activation: str


def allowed_losses(task: str, n_classes: int) -> tuple[str, ...]:
    """Return the losses that go with a task, the usual one first."""
    if task == "regression":
        return ("squared_error",)
    if n_classes == 2:
        return ("binary_cross_entropy", "cross_entropy", "squared_error", "hinge")
    return ("cross_entropy", "squared_error")


def guesser_loss(loss: str, n_classes: int) -> float | None:
    """Return the loss of giving all classes the same probability, None for other losses.

    Both cross-entropies of K equal probabilities are log K.
    """
    return (
        math.log(n_classes) if loss in ("cross_entropy", "binary_cross_entropy") and n_classes > 1 else None
    )


def output_layer(task: str, n_classes: int, loss: str) -> OutputLayer:
    """Return the output layer that fits a task and a loss."""
    if task == "regression":
        return OutputLayer(1, False, LINEAR)
    if n_classes > 2 or loss == "cross_entropy":
        return OutputLayer(n_classes, True, "softmax")
    return OutputLayer(1, False, "tanh" if loss == "squared_error" else LINEAR)

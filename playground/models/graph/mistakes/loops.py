"""A student's training loop, correct and with each mistake; the marked regions both run and are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from engine import Scalar
from engine.nn import softmax

Last = Callable[[list[Scalar]], list[Scalar]]


class Net(Protocol):
    """What a loop does with a network."""

    def mean_loss(self, batch: Sequence[int], last: Last | None = None) -> Scalar:
        """Return the mean loss of a batch; `last` is applied to the outputs first."""

    def zero_grad(self) -> None:
        """Set all gradients to zero."""

    def step(self) -> None:
        """Make one update with the gradients."""


def sigmoid(logits: list[Scalar]) -> list[Scalar]:
    """Return the sigmoid of each."""
    return [logit.sigmoid() for logit in logits]


def pass_on_at_once(node: Scalar) -> None:
    """Pass gradients on in the wrong order: down each path at once."""
    # region: wrong_order
    for child, derivative in zip(node.children, node.derivatives, strict=True):
        child.grad += derivative * node.grad
        # wrong: before all shares of the child are there
        pass_on_at_once(child)
    # endregion


def pass_on_overwriting(from_output: Sequence[Scalar]) -> None:
    """Pass gradients on in the right order, each share in place of the one before."""
    # region: overwriting
    for node in from_output:
        for child, derivative in zip(node.children, node.derivatives, strict=True):
            child.grad = derivative * node.grad  # wrong: = for +=
    # endregion


def healthy(model: Net, batch: Sequence[int]) -> Scalar:
    """Make one update without a mistake; return the loss."""
    loss = model.mean_loss(batch)
    model.zero_grad()
    loss.backward()
    model.step()
    return loss


def backward_twice(model: Net, batch: Sequence[int]) -> Scalar:
    """Call backward twice."""
    # region: backward_twice
    loss = model.mean_loss(batch)
    model.zero_grad()
    loss.backward()
    loss.backward()  # wrong: again
    model.step()
    # endregion
    return loss


def no_zero_grad(model: Net, batch: Sequence[int]) -> Scalar:
    """Keep the gradients of earlier updates."""
    # region: no_zero_grad
    loss = model.mean_loss(batch)
    # wrong: model.zero_grad() is missing
    loss.backward()
    model.step()
    # endregion
    return loss


def softmax_twice(model: Net, batch: Sequence[int]) -> Scalar:
    """Give probabilities to a loss that expects logits."""
    # region: softmax_twice
    loss = model.mean_loss(batch, last=softmax)  # wrong: the loss has it
    model.zero_grad()
    loss.backward()
    model.step()
    # endregion
    return loss


def sigmoid_twice(model: Net, batch: Sequence[int]) -> Scalar:
    """Give a probability to a loss that expects a logit."""
    # region: sigmoid_twice
    loss = model.mean_loss(batch, last=sigmoid)  # wrong: the loss has it
    model.zero_grad()
    loss.backward()
    model.step()
    # endregion
    return loss


Loop = Callable[[Net, Sequence[int]], Scalar]
LOOPS: dict[str, Loop] = {
    loop.__name__: loop for loop in (healthy, backward_twice, no_zero_grad, softmax_twice, sigmoid_twice)
}

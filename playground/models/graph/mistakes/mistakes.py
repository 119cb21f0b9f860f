"""Mistakes that people make with gradients: what they are called, and which loop runs with each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mistake:
    """One of them.

    Attributes
    ----------
    lines
        The loop of the training as it runs with the mistake.
    marked
        Which line is wrong.
    """

    key: str
    title: str
    tip: str
    lines: tuple[str, ...]
    marked: int


_FORWARD, _ZERO, _BACKWARD, _STEP = (
    "loss = mean_loss(model, batch)", "model.zero_grad()", "loss.backward()", "optimizer.step()",
)  # fmt: skip

LOOP = (_FORWARD, _ZERO, _BACKWARD, _STEP)
"""The loop of the healthy twin."""
BACKWARD_TWICE = Mistake(
    "backward_twice", "Backward twice", "Call backward() twice before each update",
    (_FORWARD, _ZERO, _BACKWARD, f"{_BACKWARD}  # again", _STEP), 3,
)  # fmt: skip
NO_ZERO_GRAD = Mistake(
    "no_zero_grad", "Forgot zero_grad", "Never clear the gradients of the update before",
    (_FORWARD, f"# {_ZERO} is missing", _BACKWARD, _STEP), 1,
)  # fmt: skip
SOFTMAX_TWICE = Mistake(
    "softmax_twice", "Softmax twice", "Feed probabilities to a loss that expects logits",
    ("p = softmax(model(batch.X))", "loss = cross_entropy(softmax(p), batch.y)", _ZERO, _BACKWARD, _STEP), 1,
)  # fmt: skip
SIGMOID_TWICE_LINES = (
    "p = sigmoid(model(batch.X))", "loss = cross_entropy(sigmoid(p), batch.y)", _ZERO, _BACKWARD, _STEP,
)  # fmt: skip
TWIN_MISTAKES = {mistake.key: mistake for mistake in (BACKWARD_TWICE, NO_ZERO_GRAD, SOFTMAX_TWICE)}
"""Those that are shown on two networks that learn side by side."""
WRONG_ORDER = "wrong_order"
ALL_MISTAKES = (
    (WRONG_ORDER, "Wrong order", "Pass gradients on at once, not in topological order"),
    *((mistake.key, mistake.title, mistake.tip) for mistake in TWIN_MISTAKES.values()),
)
"""Key, title and explanation of all of them."""

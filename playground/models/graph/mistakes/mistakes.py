"""Mistakes that people make with gradients: what they are called, and which loop runs with each."""

from __future__ import annotations

from dataclasses import dataclass

from playground.models.graph.code_region import code_region
from playground.models.graph.mistakes import loops

WRONG = "# wrong: "


@dataclass(frozen=True)
class Mistake:
    """One of them.

    Attributes
    ----------
    key
        Also the name of its loop in `loops`, for networks whose outputs are probabilities.
    logit_loop
        The loop for those whose output is a logit, where that is another one.
    """

    key: str
    title: str
    tip: str
    logit_loop: str = ""

    def loop(self, *, is_softmax: bool) -> str:
        """Return the name of the loop that runs."""
        return self.key if is_softmax else self.logit_loop or self.key


TWIN_MISTAKES = {
    mistake.key: mistake
    for mistake in (
        Mistake("backward_twice", "Backward twice", "Call backward() twice before each update"),
        Mistake("no_zero_grad", "Forgot zero_grad", "Never clear the gradients of the update before"),
        Mistake(
            "softmax_twice",
            "Softmax twice",
            "Feed probabilities to a loss that expects logits",
            logit_loop="sigmoid_twice",
        ),
    )
}
"""Those that are shown on two networks that learn side by side."""
WRONG_ORDER = "wrong_order"
ALL_MISTAKES = (
    (WRONG_ORDER, "Wrong order", "Pass gradients on at once, not in topological order"),
    *((mistake.key, mistake.title, mistake.tip) for mistake in TWIN_MISTAKES.values()),
)
"""Key, title and explanation of all of them."""


def code_of(loop: str) -> tuple[tuple[str, ...], int | None]:
    """Return the lines of a loop that runs with a mistake, and which of them is wrong."""
    lines = code_region(loops.__name__, loop).lines
    wrong = next((i for i, line in enumerate(lines) if WRONG in line), None)
    return tuple(line.replace(WRONG, "# ") for line in lines), wrong

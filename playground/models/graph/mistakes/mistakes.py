"""Common mistakes with gradients: their names, and the loop that makes each one."""

from __future__ import annotations

from dataclasses import dataclass

from playground.models.graph.code_region import code_region
from playground.models.graph.mistakes import loops

WRONG = "# wrong: "
BACKWARD_TWICE, NO_ZERO_GRAD, SOFTMAX_TWICE = "backward_twice", "no_zero_grad", "softmax_twice"


@dataclass(frozen=True)
class Mistake:
    """One of them.

    Attributes
    ----------
    key
        Also the name of its loop in `loops`, for networks whose outputs are probabilities.
    logit_loop
        The loop for networks whose output is a logit, if it differs.
    """

    key: str
    title: str
    tip: str
    logit_loop: str = ""

    def loop(self, *, is_softmax: bool) -> str:
        """Return the name of the loop to run."""
        return self.key if is_softmax else self.logit_loop or self.key


TWIN_MISTAKES = {
    mistake.key: mistake
    for mistake in (
        Mistake(BACKWARD_TWICE, "Backward twice", "Call backward() twice before each update"),
        Mistake(NO_ZERO_GRAD, "zero_grad() forgotten", "Never clear the gradients of earlier updates"),
        Mistake(
            SOFTMAX_TWICE,
            "Softmax twice",
            "Feed probabilities to a loss that expects logits",
            logit_loop="sigmoid_twice",
        ),
    )
}
"""The mistakes shown on two networks trained side by side."""
WRONG_ORDER, OVERWRITING = "wrong_order", "overwriting"
STEP_MISTAKES = (WRONG_ORDER, OVERWRITING)
"""The mistakes of the backward pass itself, shown step by step in the graph on screen."""
DRAWN_MISTAKES = (*STEP_MISTAKES, BACKWARD_TWICE, NO_ZERO_GRAD)
"""The mistakes that the graph of a formula can show in its own gradients."""
ALL_MISTAKES = (
    (WRONG_ORDER, "Wrong order", "Pass gradients on immediately, not in topological order"),
    (OVERWRITING, "= for +=", "Let each share of a gradient take the place of the one before"),
    *((mistake.key, mistake.title, mistake.tip) for mistake in TWIN_MISTAKES.values()),
)
"""Key, title and explanation of all of them."""


def code_of(loop: str) -> tuple[tuple[str, ...], int | None]:
    """Return the lines of a loop with a mistake, and which of them is wrong."""
    lines = code_region(loops.__name__, loop).lines
    wrong = next((i for i, line in enumerate(lines) if WRONG in line), None)
    return tuple(line.replace(WRONG, "# ") for line in lines), wrong

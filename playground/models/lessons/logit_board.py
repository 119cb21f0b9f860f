"""Logits that can be moved by hand, and what softmax and cross-entropy make of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from engine import Scalar
from engine.losses import cross_entropy
from engine.nn import softmax

LARGEST_LOGIT = 8.0
MOST_CLASSES = 6


@dataclass(frozen=True)
class LogitBoard:
    """One answer of a network for a sample.

    Attributes
    ----------
    classes
        Their names.
    logits
        One a class.
    true
        Number of the true class, from 0.
    """

    classes: tuple[str, ...]
    logits: tuple[float, ...]
    true: int

    def moved(self, place: int, logit: float) -> LogitBoard:
        """Return the board with another logit of a class, within the range that is drawn."""
        logits = list(self.logits)
        logits[place] = min(max(logit, -LARGEST_LOGIT), LARGEST_LOGIT)
        return replace(self, logits=tuple(logits))

    @property
    def probabilities(self) -> tuple[float, ...]:
        """Softmax of the logits."""
        return self._computed[0]

    @property
    def loss(self) -> float:
        """Cross-entropy: minus the logarithm of the probability of the true class."""
        return self._computed[1]

    @property
    def gradient(self) -> tuple[float, ...]:
        """Of the loss by the logits."""
        return self._computed[2]

    @property
    def answer(self) -> int:
        """Number of the class with the largest logit, the first of equal ones."""
        return self.logits.index(max(self.logits))

    @cached_property
    def _computed(self) -> tuple[tuple[float, ...], float, tuple[float, ...]]:
        leaves = [Scalar(logit) for logit in self.logits]
        outputs = softmax(leaves)
        loss = cross_entropy(outputs, one_hot(self.true, len(leaves)))
        loss.backward()
        return tuple(p.value for p in outputs), loss.value, tuple(leaf.grad for leaf in leaves)


def one_hot(true: int, count: int) -> Sequence[float]:
    """Return 1 for the true class and 0 for the others."""
    return [float(number == true) for number in range(count)]

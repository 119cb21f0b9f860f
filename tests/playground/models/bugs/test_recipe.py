"""The recipe: what was meant, whatever is wrong."""

from __future__ import annotations

from playground.models.bugs.recipe import recipe
from playground.models.bugs.rounds import DIFFICULTIES


def test_that_it_says_what_was_meant():
    problem = DIFFICULTIES["hard"].problems[0]
    assert recipe(problem).split("\n") == [
        "- **Circle**: 140 points to train on, 60 to test, inputs scaled",
        "- Layers 2 → 16 → 16 → 2, ReLU, softmax at the end",
        "- First weights: He",
        "- Cross-entropy, SGD with rate 0.1",
        "- Batches of 10, 60 epochs",
        "- Dropout of 20 % while training",
    ]

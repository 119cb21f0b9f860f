"""What a run was meant to be, in words: the learner knows all of it but the mistake."""

from __future__ import annotations

from playground.models.bugs.rounds import Problem
from playground.models.experiment.choices import INITIALIZATIONS, OPTIMIZERS, activation_title
from playground.models.network.network import Network, arrows
from playground.style.words import exact_text, percent_text


def recipe(problem: Problem) -> str:
    """Return the settings of the healthy run as a list in Markdown."""
    now, network = problem.experiment, Network.of(problem.experiment)
    train, test = len(network.split.X_train), len(network.split.X_test)
    lines = [
        f"**{now.dataset_title}**: {train:,} points to train on, {test:,} to test, inputs scaled",
        f"Layers {arrows(network.structure)}, {activation_title(now.activation)}, softmax at the end",
        f"First weights: {INITIALIZATIONS[now.initializer]}",
        f"Cross-entropy, {OPTIMIZERS[now.optimizer][0]} with rate {exact_text(now.learning_rate)}",
        f"Batches of {now.batch_size}, {problem.epochs} epochs",
    ]
    if now.dropout:
        lines.append(f"Dropout of {percent_text(now.dropout, None)} while training")
    return "\n".join(f"- {line}" for line in lines)

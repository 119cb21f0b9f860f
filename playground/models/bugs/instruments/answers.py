"""What the network answers: how right, how sure, and whether it says the same twice."""

from __future__ import annotations

import numpy as np

from playground.models.bugs.finding import Array, Finding, Reading, or_unknown
from playground.models.bugs.trained_run import TrainedRun
from playground.models.network.network import Network
from playground.models.ticket import Ticket


@np.errstate(over="ignore", invalid="ignore")
def measure_answers(run: TrainedRun, ticket: Ticket) -> Finding:
    """Return accuracies, how sure it is of its answers, and how far answers to the same question differ."""
    ticket.check()
    train, test = run.session.training.scores()
    X = run.network.split.X_test
    probabilities = _probabilities(run.network, run.parameters, X)
    again = _probabilities(run.network.asked_again(1), run.parameters, X)
    return Finding(
        "answers",
        (
            Reading("Right on training points", or_unknown(train), "share"),
            Reading("Right on test points", or_unknown(test), "share"),
            Reading("Surest answer", float(probabilities.max()), "share"),
            Reading("Surest answer on average", float(probabilities.max(axis=1).mean()), "share"),
            Reading(
                "Smallest loss of a point",
                float(run.session.training.trainer.sample_losses()[1].min()),
                "loss",
            ),
            Reading("Asked twice: difference", float(np.abs(again - probabilities).max()), "share"),
        ),
    )


def _probabilities(network: Network, parameters: Array, X: Array) -> Array:
    outputs = network.outputs(X, parameters)
    if outputs.shape[1] == 1:
        yes = 0.5 * (1.0 + np.tanh(0.5 * outputs))
        return np.hstack([1.0 - yes, yes])
    return outputs

"""What the hidden neurons do with the training points."""

from __future__ import annotations

import numpy as np

from playground.models.bugs.finding import Array, Finding, Reading
from playground.models.bugs.trained_run import TrainedRun
from playground.models.ticket import Ticket

# An output this near to its mean on every point is constant; this near to an end of its curve it is flat.
CONSTANT, FLAT = 1e-9, 0.02
STRAIGHT = 1e-6
_ENDS = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0)}


@np.errstate(over="ignore", invalid="ignore")
def measure_neurons(run: TrainedRun, ticket: Ticket) -> Finding:
    """Return the shares of neurons that never move, of outputs on a flat end, and of straight neurons."""
    network, X = run.network, run.network.split.X_train
    layers = network.forward.neurons[:-1]
    readings = []
    for when, parameters in (("first", run.first_parameters), ("end", run.parameters)):
        ticket.check()
        constant, flat, straight = [], [], []
        for layer, activation in zip(layers, network.experiment.activations, strict=True):
            outputs = np.nan_to_num(network.forward.values(parameters, X, list(layer)))
            constant.append(outputs.std(axis=1) <= CONSTANT)
            flat.append(_flat(outputs, activation))
            straight.append(_straight(outputs, X))
        readings += [
            Reading(f"Neurons with one output for all points, {when}", _mean(constant), "share"),
            Reading(f"Outputs on a flat end of their curve, {when}", _mean(flat), "share"),
            Reading(f"Neurons that only add up the inputs, {when}", _mean(straight), "share"),
        ]
    return Finding("neurons", tuple(readings))


def _flat(outputs: Array, activation: str) -> Array:
    if activation not in _ENDS:
        return np.zeros(outputs.size)
    low, high = _ENDS[activation]
    margin = FLAT * (high - low)
    return np.asarray((outputs < low + margin) | (outputs > high - margin), np.float64).ravel()


def _straight(outputs: Array, X: Array) -> Array:
    """Mark the neurons whose output is a sum of weighted inputs on all points, and no constant."""
    basis = np.column_stack([X, np.ones(len(X))])
    coefficients, *_ = np.linalg.lstsq(basis, outputs.T, rcond=None)
    rest = np.abs(outputs.T - basis @ coefficients).max(axis=0)
    spread = outputs.std(axis=1)
    return np.asarray((spread > CONSTANT) & (rest <= STRAIGHT * np.maximum(spread, CONSTANT)), np.float64)


def _mean(parts: list[Array]) -> float:
    return float(np.concatenate(parts).mean()) if parts else 0.0

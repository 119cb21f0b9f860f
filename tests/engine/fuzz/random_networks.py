"""Random networks, losses and samples, from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import engine
from engine import MLP
from engine.compiler import unavailable
from engine.losses import LOSSES, encode_targets
from engine.lowering.tracing import TracedModel, trace
from engine.nn import INITIALIZERS
from engine.training.interpreted_backend import InterpretedBackend
from engine.training.traced_backend import ArrayBackend
from tests.engine.fuzz.case import Array, Case, Results, parameter_values

ACTIVATIONS = (
    "sigmoid", "tanh", "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "sin", "cos", "erf", "abs",
    "linear", "neg",
)  # fmt: skip


@dataclass(frozen=True)
class NetworkCase:
    """A network with a loss and samples; `case` is its traced graph, targets among the inputs."""

    case: Case
    model: MLP
    traced: TracedModel
    loss: str
    X: Array
    y: NDArray[Any]
    targets: Array


def random_network(seed: int) -> NetworkCase:
    """Return network number `seed`."""
    rng = np.random.default_rng([seed, 161803])
    loss = str(rng.choice(list(LOSSES)))
    sizes = rng.integers(1, 9, int(rng.integers(2, 6))).tolist()
    softmax = sizes[-1] > 1 and loss in ("cross_entropy", "squared_error") and rng.random() < 0.7
    # Cross-entropy takes logarithms of its outputs.
    last = "sigmoid" if loss == "cross_entropy" else str(rng.choice(["linear", "tanh", "sigmoid", "sin"]))
    model = MLP(
        sizes,
        softmax,
        [str(name) for name in rng.choice(ACTIVATIONS, len(sizes) - 2)],
        last,
        initializer=str(rng.choice(INITIALIZERS)),
        seed=seed,
    )
    for parameter, is_weight in zip(model.parameters(), model.weight_mask(), strict=True):
        if not is_weight:
            parameter.value = float(rng.uniform(-0.5, 0.5))
    n_samples = int(rng.integers(1, 71))
    X = rng.uniform(-2.0, 2.0, (n_samples, sizes[0]))
    y: NDArray[Any] = rng.integers(0, max(2, sizes[-1]), n_samples)
    if loss == "squared_error" and rng.random() < 0.5:
        y = rng.uniform(-1.0, 1.0, (n_samples, sizes[-1]))
    row = LOSSES[loss]
    targets = encode_targets(y, row, sizes[-1], model.output_activation)
    traced = trace(model, sizes[0], row.function)
    case = Case(
        f"network {seed}: {model!r}, {loss}",
        (*traced.outputs, traced.loss),
        (*traced.inputs, *traced.targets),
        traced.parameters,
        np.concatenate((X, targets), axis=1),
    )
    return NetworkCase(case, model, traced, loss, X, y, targets)


def run_network(network: NetworkCase) -> list[Results]:
    """Return what each backend says, asked as a trainer or a user of `engine.compile` asks it."""
    parameters = parameter_values(network.case)
    results = []
    interpreted = InterpretedBackend(network.model, LOSSES[network.loss].function)
    for name, backend in (("interpreted", interpreted), ("array", ArrayBackend(network.traced))):
        losses, gradients = backend.loss_and_gradients(parameters, network.X, network.targets)
        outputs = backend.outputs(parameters, network.X)
        results.append(Results(name, np.vstack((outputs.T, losses)), losses, gradients))
    if not unavailable():
        program = engine.compile(network.model, loss=network.loss)
        total, gradients = program.loss_and_gradients(network.X, network.y)
        losses = program.losses(network.X, network.y)
        values = np.vstack((program.forward(network.X).T, losses))
        results.append(Results("compiled", values, losses, gradients, total))
    return results

"""One sample in detail: its inputs, outputs and loss."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import Scalar
from engine.losses import encode_targets
from engine.nn import softmax
from playground.models.data.datasets import Task
from playground.models.network.network import Network

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Inspection:
    """What the network computes for one sample.

    Attributes
    ----------
    row
        Of the data set.
    feature_names, features
        Names and values of its columns, in the data's units.
    picture
        Rows and columns, where the features are pixels.
    logits
        Shape (n_outputs,): sums of the output neurons before their activation.
    probabilities
        Shape (n_classes,), or None if the outputs are not probabilities.
    target, predicted
        Class numbers, or numbers in the data's units for regression.
    loss
        Of this sample alone, without regularisation.
    own_pixels, own_target
        Of the sample itself, where a mistake with the data gave others to the training; else None.
    is_leaked
        Whether it belongs to both parts.
    """

    row: int
    is_training: bool
    task: Task
    feature_names: tuple[str, ...]
    features: Array
    picture: tuple[int, int] | None
    logits: Array
    probabilities: Array | None
    target: float
    predicted: float
    loss: float
    own_pixels: Array | None = None
    own_target: float | None = None
    is_leaked: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the predicted class is the true one."""
        return self.task == "classification" and self.target == self.predicted


def inspect(network: Network, parameters: Array, row: int) -> Inspection:
    """Inspect a sample of `network` with the given parameters."""
    split = network.split
    dataset, clean = split.dataset, split.clean
    is_own = dataset.picture is None or np.array_equal(dataset.X[row], clean.X[row])
    is_training, is_test = (bool((rows == row).any()) for rows in (split.train_indices, split.test_indices))
    rows = np.array([row])
    is_coupled = network.experiment.forgets_eval and network.experiment.normalises
    if is_coupled and (is_training or is_test):
        # Alone it would equal its mean: it is looked at among its part, as where mistakes are marked.
        rows = split.train_indices if is_training else split.test_indices
    place = int(np.flatnonzero(rows == row)[0])
    inputs = split.to_model(dataset.X[rows])
    logits = _logits(network, parameters, inputs, place)
    if dataset.task == "regression":
        predicted = float(split.target_to_data(network.outputs(inputs, parameters)[place, 0]))
    else:
        predicted = float(network.predicted_classes(inputs, parameters)[place])
    return Inspection(
        row=row,
        is_training=is_training,
        is_leaked=is_training and is_test,
        task=dataset.task,
        feature_names=dataset.feature_names,
        features=dataset.X[row],
        picture=dataset.picture,
        own_pixels=None if is_own else clean.X[row],
        own_target=None if dataset.y[row] == clean.y[row] else float(clean.y[row]),
        logits=logits,
        probabilities=_probabilities(network, logits),
        target=float(dataset.y[row]),
        predicted=predicted,
        loss=_loss(network, logits, split.target_to_model(dataset.y[row : row + 1])),
    )


def _logits(network: Network, parameters: Array, inputs: Array, place: int) -> Array:
    """Return weights times the values of the last hidden layer, plus biases."""
    forward = network.forward
    layers = forward.neurons
    before = inputs[place]
    if len(layers) > 1:
        before = forward.values(parameters, inputs, layers[-2])[:, place]
    names, last = network.parameter_map, len(network.structure) - 1
    return np.asarray(names.weights_into(last, parameters) @ before + names.shifts_of(last, parameters))


def _probabilities(network: Network, logits: Array) -> Array | None:
    if network.output.softmax:
        shifted = np.exp(logits - logits.max())
        return np.asarray(shifted / shifted.sum())
    if network.experiment.loss == "binary_cross_entropy":
        yes = float(0.5 * (1.0 + np.tanh(0.5 * logits[0])))
        return np.array([1.0 - yes, yes])
    return None


def _loss(network: Network, logits: Array, target: NDArray[np.generic]) -> float:
    """Return the loss as the engine defines it, on scalars: stable where probabilities round to 0 or 1."""
    loss, activation = network.loss, network.output.activation
    scalars = [Scalar(value) for value in logits.tolist()]
    if network.output.softmax:
        outputs = softmax(scalars)
    else:
        outputs = [z if activation == "linear" else z.tanh() for z in scalars]
    encoded = encode_targets(target, loss, len(scalars), activation)[0].tolist()
    return loss.function(outputs, encoded).value

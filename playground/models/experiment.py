"""An experiment: everything a person can set, as one immutable value."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from engine.backends import BACKENDS
from engine.nn import INITIALIZERS, LINEAR
from engine.optimizers import SGD, Adam, Momentum, Optimizer, RMSProp
from playground.models.datasets import DATASETS

MAX_HIDDEN_LAYERS = 10
MAX_NEURONS = 64
MOST_SIZES_IN_TITLE = 3
MAX_SEED = 2**31 - 1
ACTIVATIONS = {
    "sigmoid": "Sigmoid",
    "tanh": "tanh",
    "relu": "ReLU",
    "softplus": "Softplus",
    "sin": "Sine",
    "linear": "Linear",
}
OPTIMIZERS: dict[str, tuple[str, type[Optimizer]]] = {
    "sgd": ("SGD", SGD),
    "momentum": ("Momentum", Momentum),
    "rmsprop": ("RMSProp", RMSProp),
    "adam": ("Adam", Adam),
}
REGULARIZATIONS = {"none": "None", "l1": "L1", "l2": "L2"}
INITIALIZATIONS = {"uniform": "Uniform", "xavier": "Xavier", "he": "He", "zeros": "Zeros"}


@dataclass(frozen=True)
class OutputLayer:
    """The output layer a task and a loss call for."""

    size: int
    softmax: bool
    activation: str


@dataclass(frozen=True)
class Experiment:
    """Settings of a run; every value is checked when one is made.

    Attributes
    ----------
    dataset
        Name in `playground.models.datasets.DATASETS`.
    train_fraction
        Share of the samples that is trained on, 0.1 to 0.9.
    noise
        0 to 1, see `load_dataset`.
    batch_size
        Samples an update, from 1.
    hidden
        Neurons of each hidden layer.
    backend
        Name in `engine.backends.BACKENDS`; every one computes the same.
    """

    dataset: str = "iris"
    n_classes: int = 4
    train_fraction: float = 0.7
    noise: float = 0.0
    batch_size: int = 10
    seed: int = 7
    standardize: bool = True
    hidden: tuple[int, ...] = (6, 6)
    activation: str = "tanh"
    initializer: str = "xavier"
    loss: str = "cross_entropy"
    optimizer: str = "adam"
    learning_rate: float = 0.01
    regularization: str = "none"
    regularization_rate: float = 0.001
    backend: str = "compiled"

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))
        _choice("dataset", self.dataset, DATASETS)
        _choice("activation", self.activation, ACTIVATIONS)
        _choice("initializer", self.initializer, INITIALIZERS)
        _choice("optimizer", self.optimizer, OPTIMIZERS)
        _choice("regularization", self.regularization, REGULARIZATIONS)
        _choice("loss", self.loss, LOSS_TITLES)
        _choice("backend", self.backend, BACKENDS)
        _between("train_fraction", self.train_fraction, 0.1, 0.9)
        _between("noise", self.noise, 0.0, 1.0)
        _whole("batch_size", self.batch_size, 1, 100_000)
        _whole("seed", self.seed, 0, MAX_SEED)
        _whole("n_classes", self.n_classes, 2, 10)
        _between("learning_rate", self.learning_rate, 1e-9, 1e3)
        _between("regularization_rate", self.regularization_rate, 0.0, 100.0)
        if not isinstance(self.standardize, bool):
            raise ValueError(f"standardize must be true or false, not {self.standardize!r}")
        if len(self.hidden) > MAX_HIDDEN_LAYERS:
            raise ValueError(
                f"at most {MAX_HIDDEN_LAYERS} hidden layers can be drawn, {len(self.hidden)} were given"
            )
        for size in self.hidden:
            _whole("the size of a hidden layer", size, 1, MAX_NEURONS)

    def with_(self, **changes: Any) -> Experiment:
        """Return a copy with some values changed."""
        return replace(self, **changes)

    def fitted_to(self, task: str, n_classes: int) -> Experiment:
        """Return this experiment with a loss that the task allows."""
        losses = allowed_losses(task, n_classes)
        return self if self.loss in losses else self.with_(loss=losses[0])

    def make_optimizer(self) -> Optimizer:
        """Return the optimizer with its learning rate and regularisation."""
        kind = OPTIMIZERS[self.optimizer][1]
        penalty = {self.regularization: self.regularization_rate} if self.regularization != "none" else {}
        return kind(learning_rate=self.learning_rate, **penalty)

    @property
    def title(self) -> str:
        """Short name for the header, e.g. ``Iris, 6 + 6 tanh``."""
        name = DATASETS[self.dataset].title
        if not self.hidden:
            return f"{name}, no hidden layer"
        if len(self.hidden) > MOST_SIZES_IN_TITLE:
            return f"{name}, {len(self.hidden)} layers {ACTIVATIONS[self.activation]}"
        return f"{name}, {' + '.join(map(str, self.hidden))} {ACTIVATIONS[self.activation]}"

    def to_json(self) -> str:
        """Return the settings as JSON text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Experiment:
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            Text that is not JSON, unknown or missing names, values out of range.
        """
        data = json.loads(text)
        known = {field.name for field in fields(cls)}
        if not isinstance(data, dict) or not data.keys() <= known:
            raise ValueError("the text does not hold the settings of an experiment")
        try:
            return cls(**data)
        except (TypeError, OverflowError) as error:
            raise ValueError(f"the settings are damaged: {error}") from None


LOSS_TITLES = {
    "cross_entropy": "Cross-entropy",
    "squared_error": "Squared error",
    "binary_cross_entropy": "Binary cross-entropy",
    "hinge": "Hinge",
}


def allowed_losses(task: str, n_classes: int) -> tuple[str, ...]:
    """Return the losses that go with a task, the usual one first."""
    if task == "regression":
        return ("squared_error",)
    if n_classes == 2:
        return ("binary_cross_entropy", "cross_entropy", "squared_error", "hinge")
    return ("cross_entropy", "squared_error")


def output_layer(task: str, n_classes: int, loss: str) -> OutputLayer:
    """Return the output layer that fits a task and one of its allowed losses."""
    if task == "regression":
        return OutputLayer(1, False, LINEAR)
    if n_classes > 2 or loss == "cross_entropy":
        return OutputLayer(n_classes, True, "softmax")
    return OutputLayer(1, False, "tanh" if loss == "squared_error" else LINEAR)


def parse_layers(text: str) -> tuple[int, ...]:
    """Read sizes such as ``4, 6, 6, 3``.

    Raises
    ------
    ValueError
        Naming the part that is not a size from 1 to 64.
    """
    sizes = []
    for part in text.replace(";", ",").replace("→", ",").split(","):
        word = part.strip()
        if not word.isascii() or not word.isdigit() or not 1 <= int(word) <= MAX_NEURONS:
            raise ValueError(
                f"layer sizes are numbers from 1 to {MAX_NEURONS} like 4, 6, 6, 3; {word!r} is not one"
            )
        sizes.append(int(word))
    return tuple(sizes)


def _choice(name: str, value: object, known: Any) -> None:
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"unknown {name} {value!r}: choose one of {', '.join(known)}")


def _between(name: str, value: object, low: float, high: float) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not low <= value <= high:  # type: ignore[arg-type,operator]
        raise ValueError(f"{name} must be a number from {low:g} to {high:g}, not {value!r}")


def _whole(name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {value!r}")

"""The network of an experiment, with its data: a value that training never changes."""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine import MLP
from engine.batch_norm import LEAST_BATCH
from engine.compiler import unavailable
from engine.losses import Loss, predicted_classes
from engine.lowering.forward_pass import ForwardPass
from engine.lowering.gates import Gates
from engine.training.backends import ModelRunner, usable_backend
from playground.models.data.data_source import OWN
from playground.models.data.datasets import DATASETS, Dataset, default_axes, load_dataset
from playground.models.data.features import Features
from playground.models.data.split import Split, split_dataset
from playground.models.experiment.choices import EQUAL_WEIGHT
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import OutputLayer, output_layer
from playground.models.experiment.problem import NotTrainableError, Problem
from playground.models.experiment.settings import differ
from playground.models.network.parameter_map import (
    BIAS,
    GAMMA,
    Extras,
    ParameterMap,
    parameter_count,
    plain_extras,
)
from playground.models.picture.projection import PrincipalProjection, principal_projection

Array = NDArray[np.float64]

# Of the networks computed lately: a small one takes 2 MB of machine code, 45,000 parameters take 30.
# Every run that undo can bring back has a network, and six runs are compared side by side.
MOST_READY, MOST_PARAMETERS_READY = 6, 10_000
# With batch norm all points of a batch are in memory together: some 800 MB at most.
NUMBERS_A_NEURON, MOST_NUMBERS, ENOUGH = 16, 100_000_000, 1024
# And as Python objects, two for each weight besides, some 200 MB, which take a second or two.
MOST_OBJECTS = 1_000_000


@dataclass(frozen=True, eq=False)
class Network:
    """Structure, parameter names, data and forward pass; any number of trainings can share one.

    Attributes
    ----------
    wanted
        The settings as given.
    experiment
        The settings with a loss that fits the data: what is actually trained.
    draw
        Which neurons are dropped outside of training, where eval() is forgotten: another number draws others.
    """

    wanted: Experiment
    experiment: Experiment
    split: Split
    output: OutputLayer
    structure: tuple[int, ...]
    parameter_map: ParameterMap
    _lowered: _Lowered = field(repr=False)
    draw: int = 0

    @classmethod
    def of(cls, experiment: Experiment, before: Network | None = None) -> Network:
        """Return the network of an experiment.

        Parameters
        ----------
        before
            A network whose data, names and program are reused where they are the same.

        Raises
        ------
        ValueError
            Data that cannot be loaded, or cannot be trained on (`NotTrainableError`).
        """
        split = _split(experiment, before)
        dataset = split.dataset
        fitted = experiment.fitted_to(dataset.task, dataset.n_classes)
        output = output_layer(dataset.task, dataset.n_classes, fitted.loss)
        structure = (split.n_inputs, *fitted.hidden, output.size)
        names = ParameterMap(structure, split.features.chosen, fitted.extras)
        if fitted.normalises:
            _check_batches(fitted, len(split.X_train), names.n_learned)
        lowered = _Lowered(
            structure, fitted.extras, fitted.activations, output, fitted.loss_rule, fitted.backend,
            _is_gated(fitted),
        )  # fmt: skip
        if before is not None:
            old = before.parameter_map
            are_same = (old.structure, old.inputs, old.extras) == (structure, names.inputs, names.extras)
            names = old if are_same else names
        return cls(experiment, fitted, split, output, structure, names, lowered)

    @property
    def dataset(self) -> Dataset:
        """The whole data set."""
        return self.split.dataset

    @property
    def n_parameters(self) -> int:
        """Number of weights, biases, and whatever else is learned."""
        return self.parameter_map.n_learned

    def is_like(self, other: Network) -> bool:
        """Whether it has the same data and the same parameters as another one, whatever its settings."""
        ours, theirs = self.parameter_map, other.parameter_map
        return self.split is other.split and (ours.structure, ours.extras) == (
            theirs.structure,
            theirs.extras,
        )

    @cached_property
    def axes(self) -> tuple[int, int]:
        """The two most informative columns of the data."""
        return default_axes(self.dataset)

    @property
    def principal(self) -> PrincipalProjection | None:
        """The plane of the principal components, if there are more than two features."""
        return principal_projection(self.split)

    @property
    def backend(self) -> str:
        """The backend in use: "array" if nothing can be compiled; `compiler_problem` says why."""
        return usable_backend(self.experiment.backend)

    @property
    def compiler_problem(self) -> str:
        """Why nothing can be compiled on this machine, else empty."""
        return unavailable()

    @property
    def least_batch(self) -> int:
        """Samples that a batch needs."""
        return LEAST_BATCH if self.experiment.normalises else 1

    @property
    def shown_structure(self) -> tuple[int, ...]:
        """The structure with all candidates for inputs, or a single picture, in place of the inputs."""
        return (self.split.n_shown_inputs, *self.structure[1:])

    def new_model(self) -> MLP:
        """Return the network as Scalars, with its first weights."""
        now = self.experiment
        return build_model(
            self.structure, now.activations, self.output, now.initializer, now.initial_range, now.weight_seed,
            now.extras,
        )  # fmt: skip

    @cached_property
    def first_parameters(self) -> Array:
        """The first weights, biases and so on, and running statistics; shape (`parameter_map.count`,)."""
        model = self.new_model()
        return np.array([leaf.value for leaf in (*model.parameters(), *model.running_statistics())])

    @property
    def loss(self) -> Loss:
        """The loss function, with a mistake where the experiment makes one."""
        return self._lowered.loss

    @cached_property
    def neurons_on(self) -> NDArray[np.bool_]:
        """A mark for each hidden neuron, layer by layer: whether it is not switched off."""
        return self.parameter_map.neurons_on(self.experiment.switched_off)

    @property
    def forward(self) -> ForwardPass:
        """The forward pass, fast with any training backend.

        The first use may compile: never on the GUI thread. Nodes go with the very pass that they come from.
        """
        now = self.experiment
        source, traced = _ready.runner_of(self._lowered).all_at_once
        seed = now.seed if now.forgets_eval else None
        return ForwardPass(
            source, traced.layers, _completion(self._gates, seed, self.draw), forgets_eval=now.forgets_eval
        )

    def asked_again(self, draw: int) -> Network:
        """Return the same network, which drops other neurons where eval() is forgotten."""
        return replace(self, draw=draw)

    @cached_property
    def _gates(self) -> Gates | None:
        now = self.experiment
        return Gates.of(len(self.neurons_on), self.neurons_on, now.dropout) if _is_gated(now) else None

    def outputs(self, X: Array, parameters: Array) -> Array:
        """Return the network's outputs with some parameters, shape (n_samples, n_outputs)."""
        forward = self.forward
        outputs: Array = forward.values(parameters, X, forward.neurons[-1]).T
        return outputs

    def predicted_classes(self, X: Array, parameters: Array) -> NDArray[np.int64]:
        """Return the most likely class of every sample, shape (n_samples,)."""
        return self.classes_of(self.outputs(X, parameters))

    def classes_of(self, outputs: Array) -> NDArray[np.int64]:
        """Return the most likely class for outputs of shape (n_samples, n_outputs)."""
        return predicted_classes(outputs, self.loss, self.output.activation)


@dataclass(frozen=True)
class _Lowered:
    """All that the program of a forward pass depends on."""

    structure: tuple[int, ...]
    extras: Extras
    activations: tuple[str, ...]
    output: OutputLayer
    loss: Loss
    backend: str
    is_gated: bool


class _Ready:
    """What computes networks for many samples at once: the newest, and others while they are small."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runners: dict[_Lowered, ModelRunner] = {}

    def runner_of(self, lowered: _Lowered) -> ModelRunner:
        with self._lock:
            runner = self._runners.pop(lowered, None) or _runner_of(lowered)
            self._runners[lowered] = runner
            while self._are_too_many:
                del self._runners[next(iter(self._runners))]
        return runner

    @property
    def _are_too_many(self) -> bool:
        n_parameters = sum(parameter_count(lowered.structure, lowered.extras) for lowered in self._runners)
        count = len(self._runners)
        return count > MOST_READY or (count > 1 and n_parameters > MOST_PARAMETERS_READY)


_ready = _Ready()


def _runner_of(lowered: _Lowered) -> ModelRunner:
    model = build_model(
        lowered.structure, lowered.activations, lowered.output, "zeros", extras=lowered.extras
    )
    loss = lowered.loss.function
    return ModelRunner(model, lowered.structure[0], loss, lowered.backend, gated=lowered.is_gated)


def _completion(
    gates: Gates | None, forgetful_seed: int | None, draw: int
) -> Callable[[Array, Array], Array]:
    """Return what appends factors behind hidden neurons to features.

    With a seed there is dropout outside of training too. Which neurons are dropped depends on the parameters
    and the number of the draw alone, so that the same moment always looks the same.
    """

    def complete(parameters: Array, X: Array) -> Array:
        if gates is None:
            return X
        if forgetful_seed is None:
            return gates.behind(X)
        place = zlib.crc32(parameters.tobytes(), draw)
        return gates.behind(X, gates.values(np.arange(len(X)), forgetful_seed, place))

    return complete


def build_model(
    structure: tuple[int, ...],
    activations: tuple[str, ...],
    output: OutputLayer,
    initializer: str,
    initial_range: float = 1.0,
    seed: int = 0,
    extras: Extras | None = None,
) -> MLP:
    """Return a network of Scalars; every network of the app is made here.

    Parameters
    ----------
    structure
        Inputs, hidden layers, outputs.
    activations
        Of the hidden layers.
    output
        The output layer.
    initializer, initial_range, seed
        How first weights are drawn.
    extras
        What the neurons of each layer have besides weights; None for a bias each.
    """
    *hidden, last = plain_extras(structure) if extras is None else extras
    is_custom = initializer == "custom"
    model = MLP(
        structure,
        final_layer_softmax=output.softmax,
        activation=activations,
        output_activation=None if output.softmax else output.activation,
        initializer={"custom": "uniform", "equal": "zeros"}.get(initializer, initializer),
        uniform_limit=initial_range if is_custom else 1.0,
        seed=seed,
        batch_norm=[GAMMA in extra for extra in hidden],
        bias_before_norm=any(GAMMA in extra and BIAS in extra for extra in hidden),
        output_bias=BIAS in last,
    )
    if initializer == "equal":
        for layer in model.layers:
            for neuron in layer.neurons:
                for weight in neuron.weights:
                    weight.value = EQUAL_WEIGHT
    return model


def arrows(structure: tuple[int, ...]) -> str:
    """Return ``4 → 6 → 3`` for (4, 6, 3)."""
    return " → ".join(map(str, structure))


def _check_batches(experiment: Experiment, n_samples: int, n_parameters: int) -> None:
    """Refuse batches of one sample, where each would be its own mean, and batches too large for memory.

    Raises
    ------
    NotTrainableError
        With a way out.
    """
    why = "Batch normalisation needs at least 2 points in a batch: one alone equals its mean."
    if n_samples < LEAST_BATCH:
        raise NotTrainableError(Problem(why, "Add points"))
    if experiment.batch_size < LEAST_BATCH:
        raise NotTrainableError(Problem(why, "Use batches of 2", {"batch_size": LEAST_BATCH}))
    n_together, numbers = min(n_samples, experiment.batch_size), NUMBERS_A_NEURON * sum(experiment.hidden)
    most, size = MOST_NUMBERS // numbers, "for a network of this size"
    if experiment.backend == "interpreted":
        most = MOST_OBJECTS // (numbers + 2 * n_parameters)
        size += " with one Python object for each number"
    if n_together > max(most, LEAST_BATCH):
        enough = max(min(most, ENOUGH), LEAST_BATCH)
        raise NotTrainableError(
            Problem(
                f"Batch normalisation needs all {n_together:,} points of a batch in memory at once: too many "
                f"{size}.",
                f"Use batches of {enough:,}",
                {"batch_size": enough},
            )
        )


def _is_gated(experiment: Experiment) -> bool:
    return bool(experiment.switched_off) or experiment.drops_neurons


def _split(experiment: Experiment, before: Network | None) -> Split:
    known = None if before is None else before.wanted
    if before is not None and not differ(known, experiment, "samples", "split", "inputs"):
        return before.split
    if before is not None and not differ(known, experiment, "samples"):
        dataset = before.split.clean
    else:
        dataset = _load(experiment)
    return split_dataset(
        dataset,
        experiment.train_fraction,
        experiment.data_seed,
        experiment.standardize,
        Features.fitted(dataset.n_features, experiment.features),
        experiment.data_mistakes,
    )


def _load(experiment: Experiment) -> Dataset:
    """Return the data set of an experiment."""
    if experiment.dataset == OWN and experiment.source is not None:
        return experiment.source.load(experiment.noise, experiment.data_seed, experiment.n_samples)
    info = DATASETS[experiment.dataset]
    n_classes = None
    if info.class_range is not None:
        low, high = info.class_range
        n_classes = min(max(experiment.n_classes, low), high)
    return load_dataset(
        experiment.dataset,
        noise=experiment.noise,
        seed=experiment.data_seed,
        n_samples=experiment.n_samples if info.generated else None,
        n_classes=n_classes,
    )

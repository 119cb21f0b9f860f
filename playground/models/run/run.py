"""One run: an experiment with its data, its network and the trainer at work on them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import MLP, ForwardPass, Trainer
from engine.compiler import unavailable
from engine.losses import predicted_classes
from playground.models.data.data_source import OWN
from playground.models.data.datasets import DATASETS, Dataset, default_axes, load_dataset
from playground.models.data.features import Features
from playground.models.data.split import Split, split_dataset
from playground.models.diagnosis.r_squared import r_squared
from playground.models.experiment.experiment import Experiment, OutputLayer, output_layer
from playground.models.picture.projection import PrincipalProjection, principal_projection
from playground.models.run.network import new_model
from playground.models.run.parameter_map import ParameterMap
from playground.models.run.transplant import transplant

Array = NDArray[np.float64]

# More samples would not move a curve by a pixel.
MOST_SCORED = 2000
_DATA_FIELDS = (
    "dataset", "source", "n_samples", "redraws", "features", "n_classes", "train_fraction", "noise", "seed",
    "standardize",
)  # fmt: skip
# What changes the samples themselves, and not only how they are split and fed.
_SAMPLE_FIELDS = ("dataset", "source", "n_samples", "redraws", "n_classes", "noise", "seed")


@dataclass(frozen=True, eq=False)
class RunInfo:
    """What the screen needs to know of a run besides its frames.

    `backend` is the one at work: where nothing can be compiled, `compiler_problem` says why and arrays do it.
    """

    experiment: Experiment
    split: Split
    structure: tuple[int, ...]
    parameter_map: ParameterMap
    n_parameters: int
    output: OutputLayer
    axes: tuple[int, int]
    backend: str
    compiler_problem: str
    notice: str = ""

    principal: PrincipalProjection | None = None

    @property
    def dataset(self) -> Dataset:
        """The whole data set."""
        return self.split.dataset


class Run:
    """Data, network and trainer of an experiment.

    Parameters
    ----------
    experiment
        Its loss is replaced where the task does not allow it; read the outcome from `experiment`.
    previous
        A run whose weights, optimizer state and counters are carried on as far as they fit.

    Attributes
    ----------
    initial
        The first weights that the settings call for, shape (n_parameters,).
    forward
        The way forward for pictures: fast whatever the network is trained with.
    """

    def __init__(self, experiment: Experiment, previous: Run | None = None) -> None:
        self.split = self._data(experiment, previous)
        dataset = self.split.dataset
        self.experiment = experiment.fitted_to(dataset.task, dataset.n_classes)
        self.output = output_layer(dataset.task, dataset.n_classes, self.experiment.loss)
        self.structure = (self.split.n_inputs, *self.experiment.hidden, self.output.size)
        self.parameter_map = self._names(previous)
        self.restart_reason = self._restart_reason(previous)
        if previous is not None and self._program == previous._program:
            self._go_on_with(previous)
            if self._first_weights != previous._first_weights:
                leaves = self._new_model().parameters()
                self.initial = np.array([leaf.value for leaf in leaves])
                self.rewind()
        else:
            self._start()
            if previous is not None and not self.restart_reason and not previous.is_untouched:
                transplant(previous.trainer, previous.parameter_map, self.trainer, self.parameter_map)
        goes_on = previous is not None and self.trainer is previous.trainer
        self._set_up_training(previous if goes_on else None)

    def _names(self, previous: Run | None) -> ParameterMap:
        """Return the names of the parameters: the very same ones, with all they remember, where they fit."""
        inputs = self.split.features.chosen
        known = None if previous is None else previous.parameter_map
        if known is not None and (known.structure, known.inputs) == (self.structure, inputs):
            return known
        return ParameterMap(self.structure, inputs)

    @property
    def _program(self) -> tuple[object, ...]:
        """What calls for a new program when it changes."""
        now, inputs = self.experiment, self.split.features.chosen
        return self.structure, inputs, self.output, now.activations, now.seed, now.loss, now.backend

    @property
    def _first_weights(self) -> tuple[object, ...]:
        """What calls for other first weights when it changes."""
        now = self.experiment
        return now.initializer, now.initial_range, now.weight_seed

    def _new_model(self) -> MLP:
        return new_model(self.structure, self.experiment, self.output, self.experiment.weight_seed)

    def _start(self) -> None:
        split = self.split
        self.model = self._new_model()
        self.trainer = Trainer(
            self.model,
            split.X_train,
            split.y_train,
            loss=self.experiment.loss,
            optimizer=self.experiment.make_optimizer(),
            batch_size=self.experiment.batch_size,
            seed=self.experiment.seed,
            reduction="mean",
            test=(split.X_test, split.y_test),
            backend=self.experiment.backend,
        )
        self.initial = self.trainer.parameters

    def _set_up_training(self, previous: Run | None) -> None:
        """Hand over what may change in the middle of a run; `previous` is one of the same trainer."""
        now, trainer = self.experiment, self.trainer
        schedule, clip_norm = now.make_schedule(), now.clip_norm or math.inf
        trainer.schedule, trainer.clip_norm, trainer.forgets_eval = schedule, clip_norm, now.forgets_eval
        trainer.freeze(self.parameter_map.marks(now.frozen))
        on = self.parameter_map.neurons_on(now.switched_off)
        self._gates = tuple(on.tolist()), now.dropout
        before = ((True,) * len(on), 0.0) if previous is None else previous._gates
        if self._gates != before:
            trainer.set_gates(on, now.dropout)
        self.forward: ForwardPass
        if previous and self._gates == before and previous.experiment.forgets_eval == now.forgets_eval:
            self.forward = previous.forward
        else:
            self.forward = trainer.forward_pass()

    @property
    def is_untouched(self) -> bool:
        """Whether nothing was trained or set by hand since the first weights."""
        return self.trainer.step_count == 0 and bool((self.trainer.parameters == self.initial).all())

    def rewind(self) -> None:
        """Go back to epoch 0 with the same first weights: what follows is the same run again."""
        self.trainer.restart(self.initial)

    @property
    def shown_structure(self) -> tuple[int, ...]:
        """Structure with all candidates for inputs, or one picture, in place of the inputs."""
        return (self.split.n_shown_inputs, *self.structure[1:])

    def outputs(self, X: Array, parameters: Array) -> Array:
        """Return the network's outputs with some parameters, shape (n_samples, n_outputs)."""
        outputs: Array = self.forward.values(parameters, X, self.forward.neurons[-1]).T
        return outputs

    def predicted_classes(self, X: Array, parameters: Array) -> NDArray[np.int64]:
        """Return the most likely class of every sample, shape (n_samples,)."""
        trainer = self.trainer
        return predicted_classes(self.outputs(X, parameters), trainer.loss, trainer.output_activation)

    def scores(self) -> tuple[float | None, float | None]:
        """Return accuracy or R squared of both parts now, judged by `MOST_SCORED` samples of each.

        For the thread that trains: it goes through the trainer's own program.
        """
        split = self.split
        parts = ((split.X_train, split.y_train), (split.X_test, split.y_test))
        train, test = (self._score(X[:MOST_SCORED], y[:MOST_SCORED]) for X, y in parts)
        return train, test

    def _score(self, X: Array, y: NDArray[np.generic]) -> float | None:
        if self.split.dataset.task == "classification":
            return float((self.trainer.predict_classes(X) == y).mean())
        return r_squared(y, self.trainer.predict(X)[:, 0])

    def _go_on_with(self, previous: Run) -> None:
        """Keep network and program; what differs are settings they take while they run."""
        self.model, self.trainer, self.initial = previous.model, previous.trainer, previous.initial
        if self.split is not previous.split:
            split = self.split
            self.trainer.set_data(split.X_train, split.y_train, (split.X_test, split.y_test))
        self.trainer.set_batch_size(self.experiment.batch_size)
        self.trainer.optimizer = self.experiment.make_optimizer()

    @staticmethod
    def _data(experiment: Experiment, previous: Run | None) -> Split:
        before = None if previous is None else previous.experiment
        if previous is not None and _are_alike(before, experiment, _DATA_FIELDS):
            return previous.split
        if previous is not None and _are_alike(before, experiment, _SAMPLE_FIELDS):
            dataset = previous.split.dataset
        else:
            dataset = _load(experiment)
        return split_dataset(
            dataset,
            experiment.train_fraction,
            experiment.data_seed,
            experiment.standardize,
            Features.fitted(dataset.n_features, experiment.features),
        )

    def _restart_reason(self, previous: Run | None) -> str:
        """Say why the weights of `previous` cannot go on, or nothing where they can."""
        if previous is None:
            return ""
        before, now = previous.experiment, self.experiment
        columns = self.split.dataset.n_features, self.split.dataset.task, self.split.dataset.n_classes
        theirs = previous.split.dataset
        if columns != (theirs.n_features, theirs.task, theirs.n_classes):
            return f"The network is now {arrows(self.structure)}"
        if before.seed != now.seed:
            return f"Seed {now.seed} draws new data and new weights"
        if before.weight_draws != now.weight_draws:
            return "New weights are drawn"
        if previous._first_weights != self._first_weights:
            return "The new initialisation draws new weights"
        return ""

    def info(self, notice: str = "") -> RunInfo:
        """Return the description of this run for the screen."""
        return RunInfo(
            self.experiment,
            self.split,
            self.structure,
            self.parameter_map,
            len(self.trainer.parameters),
            self.output,
            default_axes(self.split.dataset),
            self.trainer.backend,
            unavailable(),
            notice,
            principal_projection(self.split),
        )


def arrows(structure: tuple[int, ...]) -> str:
    """Return ``4 → 6 → 3`` for (4, 6, 3)."""
    return " → ".join(map(str, structure))


def _are_alike(before: Experiment | None, now: Experiment, names: tuple[str, ...]) -> bool:
    return all(getattr(before, name) == getattr(now, name) for name in names)


def _load(experiment: Experiment) -> Dataset:
    """Return the samples of an experiment."""
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

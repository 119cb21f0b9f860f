"""One run: an experiment with its data, its network and the trainer at work on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from engine import MLP, ForwardPass, Trainer
from engine.compiler import unavailable
from engine.losses import predicted_classes
from playground.models.data_source import OWN
from playground.models.datasets import DATASETS, Dataset, default_axes, load_dataset
from playground.models.experiment import Experiment, OutputLayer, output_layer
from playground.models.features import PLANE_COLUMNS, Features
from playground.models.projection import PrincipalProjection
from playground.models.split import Split, split_dataset

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
        A run whose weights, optimizer state and counters are carried on where the network is the same.
    """

    def __init__(self, experiment: Experiment, previous: Run | None = None) -> None:
        self.split = self._data(experiment, previous)
        dataset = self.split.dataset
        self.experiment = experiment.fitted_to(dataset.task, dataset.n_classes)
        self.output = output_layer(dataset.task, dataset.n_classes, self.experiment.loss)
        self.structure = (self.split.n_inputs, *self.experiment.hidden, self.output.size)
        self.restart_reason = self._restart_reason(previous)
        if previous is not None and self._network == previous._network:
            self._go_on_with(previous)
        else:
            self._start()
            if previous is not None and not self.restart_reason:
                self.trainer.continue_from(previous.trainer)

    @property
    def _network(self) -> tuple[object, ...]:
        """What calls for a new network and a new program when it changes."""
        now = self.experiment
        return self.structure, self.output, now.activation, now.initializer, now.seed, now.loss, now.backend

    def _start(self) -> None:
        split = self.split
        self.model = MLP(
            self.structure,
            final_layer_softmax=self.output.softmax,
            activation=self.experiment.activation,
            output_activation=self.output.activation if not self.output.softmax else None,
            initializer=self.experiment.initializer,
            seed=self.experiment.seed,
        )
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

    @property
    def shown_structure(self) -> tuple[int, ...]:
        """Structure with all candidates for inputs, or one picture, in place of the inputs."""
        return (self.split.n_shown_inputs, *self.structure[1:])

    @cached_property
    def forward(self) -> ForwardPass:
        """The way forward for pictures: fast whatever the network is trained with."""
        return self.trainer.forward_pass()

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
        targets = np.asarray(y, np.float64)
        spread = float(((targets - targets.mean()) ** 2).sum())
        if spread == 0.0:
            return None
        return 1.0 - float(((targets - self.trainer.predict(X)[:, 0]) ** 2).sum()) / spread

    def _go_on_with(self, previous: Run) -> None:
        """Keep network and program; what differs are settings they take while they run."""
        self.model, self.trainer = previous.model, previous.trainer
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
        if previous.structure != self.structure:
            return f"The network is now {arrows(self.structure)}"
        before, now = previous.experiment, self.experiment
        if before.seed != now.seed:
            return f"Seed {now.seed} draws new data and new weights"
        if before.initializer != now.initializer:
            return "The new initialisation draws new weights"
        return ""

    def info(self, notice: str = "") -> RunInfo:
        """Return the description of this run for the screen."""
        return RunInfo(
            self.experiment,
            self.split,
            self.structure,
            len(self.trainer.parameters),
            self.output,
            default_axes(self.split.dataset),
            self.trainer.backend,
            unavailable(),
            notice,
            _principal(self.split),
        )


@lru_cache(maxsize=1)
def _principal(split: Split) -> PrincipalProjection | None:
    """Return the plane of the principal components, where there are more than two features."""
    return PrincipalProjection.of(split) if split.dataset.n_features > PLANE_COLUMNS else None


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

"""An experiment: all settings, as one immutable value."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any

from engine import CosineSchedule, StepSchedule
from engine.losses import LOSSES, SQUASHED, Loss
from engine.optimizers import Optimizer
from playground.models.data.data_mistakes import DataMistakes
from playground.models.data.data_source import OWN, DataSource, source_from_dict, source_to_dict
from playground.models.data.datasets import DATASETS, Task
from playground.models.experiment.choices import MAX_SEED, MOST_SIZES_IN_TITLE, OPTIMIZERS, activation_title
from playground.models.experiment.experiment_settings import ExperimentSettings
from playground.models.experiment.json_text import read_json
from playground.models.experiment.output_layer import allowed_losses
from playground.models.experiment.settings import settings_of
from playground.models.experiment.shown import shown
from playground.models.network.parameter_map import BETA, BIAS, GAMMA, Extras


@dataclass(frozen=True)
class Experiment(ExperimentSettings):
    """Settings of a run, and what follows from them."""

    def with_(self, **changes: Any) -> Experiment:
        """Return a copy with some values changed."""
        return replace(self, **changes)

    def fitted_to(self, task: str, n_classes: int) -> Experiment:
        """Return this experiment with a loss that fits the task."""
        losses = allowed_losses(task, n_classes)
        return self if self.loss in losses else self.with_(loss=losses[0])

    @property
    def task(self) -> Task:
        """The task of the data: classification or regression."""
        return self._source.task if self._source is not None else DATASETS[self.dataset].task

    @property
    def dataset_title(self) -> str:
        """Name of the data on screen."""
        return self._source.title if self._source is not None else DATASETS[self.dataset].title

    @property
    def is_generated(self) -> bool:
        """Whether the number of points can be chosen."""
        return self._source.takes_count if self._source is not None else DATASETS[self.dataset].generated

    @property
    def takes_noise(self) -> bool:
        """Whether noise has an effect."""
        return self._source.takes_noise if self._source is not None else True

    @property
    def takes_class_count(self) -> bool:
        """Whether the number of classes can be chosen."""
        return self._source is None and DATASETS[self.dataset].class_range is not None

    @property
    def _source(self) -> DataSource | None:
        return self.source if self.dataset == OWN else None

    @property
    def data_seed(self) -> int:
        """The seed of data and split; redrawing the data changes it, but not the seed of the weights."""
        return (self.seed + 7919 * self.redraws) % (MAX_SEED + 1)

    @property
    def has_pictures(self) -> bool:
        """Whether samples are pictures."""
        return self._source is None and DATASETS[self.dataset].picture is not None

    @property
    def data_mistakes(self) -> DataMistakes:
        """The mistakes made with the data."""
        return DataMistakes(**{entry.name: getattr(self, entry.name) for entry in fields(DataMistakes)})

    @property
    def samples_per_update(self) -> int:
        """Samples that an update takes, if there are so many."""
        return self.batch_size * self.batches_per_update

    @property
    def loss_rule(self) -> Loss:
        """The loss that is minimised."""
        return (SQUASHED if self.softmax_twice else LOSSES).get(self.loss) or LOSSES[self.loss]

    def make_optimizer(self) -> Optimizer:
        """Return the optimizer with its learning rate and regularisation."""
        kind = OPTIMIZERS[self.optimizer][1]
        penalty = {self.regularization: self.regularization_rate} if self.regularization != "none" else {}
        return kind(learning_rate=self.learning_rate, **penalty)

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer, by its name in the engine."""
        own = self.own_functions
        return tuple(own.get(name, name) for name in self.named_activations)

    @property
    def named_activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer, by the name people call it."""
        return tuple(name or self.activation for name in self.own_activations)

    @property
    def own_activations(self) -> tuple[str, ...]:
        """The exception of each hidden layer, "" for none."""
        return self.layer_activations + ("",) * (len(self.hidden) - len(self.layer_activations))

    @property
    def normalises(self) -> bool:
        """Whether any layer is normalised over the batch."""
        return bool(self.batch_norm)

    @property
    def drops_neurons(self) -> bool:
        """Whether hidden neurons are dropped while training."""
        return self.dropout > 0.0 and bool(self.hidden)

    @property
    def norms(self) -> tuple[bool, ...]:
        """Whether each hidden layer is normalised over the batch."""
        return self.batch_norm + (False,) * (len(self.hidden) - len(self.batch_norm))

    @property
    def extras(self) -> Extras:
        """What the neurons of each layer have besides weights."""
        kept = (BIAS,) if self.bias_before_norm else ()
        hidden = [(*kept, GAMMA, BETA) if norm else (BIAS,) for norm in self.norms]
        return (*hidden, (BIAS,) if self.output_bias else ())

    @property
    def weight_seed(self) -> int:
        """The seed of the first weights; redrawing them changes it, but not the seed of the data."""
        return (self.seed + 104_729 * self.weight_draws) % (MAX_SEED + 1)

    def make_schedule(self) -> StepSchedule | CosineSchedule | None:
        """Return the factor of the learning rate by epoch, None for a constant one."""
        if self.schedule == "step":
            return StepSchedule(self.schedule_epochs)
        return CosineSchedule(self.schedule_epochs) if self.schedule == "cosine" else None

    @property
    def title(self) -> str:
        """Name for the header: the given one, or made of the settings, e.g. ``Iris, 6 + 6 tanh``."""
        if self.name.strip():
            return self.name
        name = self.dataset_title
        if not self.hidden:
            return f"{name}, no hidden layer"
        if len(self.hidden) > MOST_SIZES_IN_TITLE:
            return f"{name}, {len(self.hidden)} layers {activation_title(self.activation)}"
        return f"{name}, {' + '.join(map(str, self.hidden))} {activation_title(self.activation)}"

    def to_dict(self, put: Callable[[DataSource], object] = source_to_dict) -> dict[str, Any]:
        """Return the settings as JSON values; `put` turns the user's own data into one."""
        data = {name: getattr(self, name) for name in settings_of(type(self))}
        operations = [own.to_dict() for own in self.operations]
        source = None if self.source is None else put(self.source)
        return {**data, "operations": operations, "source": source}

    @classmethod
    def from_dict(cls, data: object, find: Callable[[object], DataSource] = source_from_dict) -> Experiment:
        """Read what `to_dict` returned; missing settings get their defaults.

        Parameters
        ----------
        find
            Turns what `put` returned back into data.

        Raises
        ------
        ValueError
            Unknown names, values out of range, damaged data.
        """
        if not isinstance(data, dict):
            raise ValueError("its settings are no table of names and values")
        for name in data.keys() - settings_of(cls).keys():
            raise ValueError(f"it has an unknown setting {shown(name)}")
        source = data.get("source")
        try:
            return cls(**{**data, "source": None if source is None else find(source)})
        except TypeError as error:
            raise ValueError(f"its settings are damaged: {error}") from None

    def to_json(self) -> str:
        """Return the settings as JSON text."""
        return json.dumps(self.to_dict())

    @classmethod
    def from_json(cls, text: str) -> Experiment:
        """Read what `to_json` wrote.

        Raises
        ------
        ValueError
            Text that is not JSON, and what `from_dict` refuses.
        """
        return cls.from_dict(read_json(text))

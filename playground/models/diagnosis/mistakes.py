"""The common mistakes that can be made on purpose: what each does, its PyTorch, and where it applies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.losses import SQUASHED
from playground.models.data.split import Split
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import settings_of
from playground.models.network.network import Network
from playground.style.words import number_text

NOT_OVERFITTED, RATE_TIMES_100, ALL_EQUAL = "not_overfitted", "rate_times_100", "all_equal"
FACTOR = 100.0
HIGHEST_RATE = 1e3
_DEFAULTS = Experiment()
LARGE = 10.0
"""Inputs beyond this drive neurons into saturation; smaller ones train about as well as scaled ones."""
EQUAL_INITIALIZERS = ("equal", "zeros")


def _applies(_: Network) -> str:
    return ""


@dataclass(frozen=True)
class Mistake:
    """One of them.

    Attributes
    ----------
    key
        Name of the setting that makes it with another value than its default, where there is one.
    effect
        One sentence.
    code
        Lines of PyTorch that make it.
    refusal
        Says why it cannot be made with a network, or would hardly show; empty if it can.
    """

    key: str
    title: str
    effect: str
    code: str
    refusal: Callable[[Network], str] = _applies

    @property
    def is_setting(self) -> bool:
        """Whether a setting of its own makes it."""
        return self.key in settings_of(Experiment)


def _setting(key: str, code: str, refusal: Callable[[Network], str] = _applies) -> Mistake:
    declared = settings_of(Experiment)[key]
    return Mistake(key, declared.label, declared.tip, code, refusal)


def _no_difference_of_modes(network: Network) -> str:
    now = network.experiment
    has_modes = now.drops_neurons or now.normalises
    return "" if has_modes else "without dropout and batch norm both modes compute the same"


def _no_logits(network: Network) -> str:
    expects_logits = network.experiment.loss in SQUASHED
    return "" if expects_logits else "this loss expects no logits: choose cross-entropy"


def _no_norm(network: Network) -> str:
    return "" if network.experiment.normalises else "no hidden layer has batch norm"


def _no_pictures(network: Network) -> str:
    return "" if network.dataset.picture is not None else "only pictures have axes to swap: choose Digits"


def _no_next_class(network: Network) -> str:
    return "" if network.dataset.task == "classification" else "numbers have no next class"


def _no_other_scale(network: Network) -> str:
    if not network.experiment.standardize:
        return "standardising is off already, in the options of the data"
    low, high = _limits(network.split)
    if max(-low, high) > LARGE:
        return ""
    limits = f"{number_text(low, 2)} and {number_text(high, 2)}"
    return f"these inputs lie between {limits}, and train about as well as they are"


@lru_cache(maxsize=2)
def _limits(split: Split) -> tuple[float, float]:
    """Return the smallest and the largest input, in the units of the data."""
    inputs = split.features.values(split.clean.X)
    return float(inputs.min()), float(inputs.max())


def _no_hidden_layer(network: Network) -> str:
    return "" if network.experiment.hidden else "without a hidden layer there are no neurons to be alike"


def _no_higher_rate(network: Network) -> str:
    is_high = network.experiment.learning_rate * FACTOR > HIGHEST_RATE
    return "the rate is as high already" if is_high else ""


COMMON = (
    Mistake(
        NOT_OVERFITTED, "No batch learnt by heart first",
        "Days go into data and settings while the network could not even learn ten points: test that first",
        "for _ in range(500): step(X[:10], y[:10])  # missing",
    ),
    _setting(
        "forgets_eval", "loss(model(X_test), y_test)  # no model.eval()", _no_difference_of_modes
    ),
    _setting("forgets_zero_grad", "loss.backward(); opt.step()  # no opt.zero_grad()"),
    _setting("softmax_twice", "F.cross_entropy(softmax(z, 1), y)  # has one itself", _no_logits),
    _setting("bias_before_norm", "nn.Linear(4, 6), nn.BatchNorm1d(6)  # no bias=False", _no_norm),
    Mistake(
        "output_bias", "No bias in the output layer",
        "The output layer is made like those before batch norm, and its answers have no level of their own",
        "nn.Linear(6, 3, bias=False)",
    ),
    _setting("views_for_permute", "images.view(n, 64)  # for images.permute(1, 0)", _no_pictures),
)  # fmt: skip
"""Those that nearly everybody makes once."""
FURTHER = (
    Mistake(
        RATE_TIMES_100, "Learning rate × 100", "Each update goes a hundred times as far as it should",
        "opt = SGD(model.parameters(), lr=1.0)  # not 0.01", _no_higher_rate,
    ),
    Mistake(
        ALL_EQUAL, "All weights equal",
        "All first weights are the same, and so are gradients: the neurons of a layer stay alike for ever",
        "nn.init.constant_(layer.weight, 0.1)", _no_hidden_layer,
    ),
    _setting("shuffles_targets", "X, y = X[randperm(n)], y[randperm(n)]"),
    _setting("skips_scaling", "model(X)  # not (X - X.mean(0)) / X.std(0)", _no_other_scale),
    _setting("leaks_test_data", "DataLoader(ConcatDataset([train, test]))"),
    _setting("labels_off_by_one", "y = y + 1  # classes begin at 0 already", _no_next_class),
)  # fmt: skip
MISTAKES: Mapping[str, Mistake] = {mistake.key: mistake for mistake in (*COMMON, *FURTHER)}


def mistakes_in(network: Network) -> list[Mistake]:
    """Return the mistakes that a network's experiment makes and that make a difference to it.

    A high learning rate alone is none: only who raised it knows.
    """
    return [
        mistake
        for mistake in MISTAKES.values()
        if is_made(mistake.key, network.experiment) and _has_effect(mistake, network)
    ]


def _has_effect(mistake: Mistake, network: Network) -> bool:
    """Whether other numbers come out, be the difference as small as it may."""
    declared = settings_of(Experiment).get(mistake.key)
    if declared is None:
        return not mistake.refusal(network)
    return declared.has_effect(network.experiment) and declared.is_offered(network.experiment)


def is_made(key: str, experiment: Experiment) -> bool:
    """Whether an experiment makes a mistake that its settings tell."""
    if key == ALL_EQUAL:
        return experiment.initializer in EQUAL_INITIALIZERS
    return MISTAKES[key].is_setting and getattr(experiment, key) != getattr(_DEFAULTS, key)


def switched(key: str, experiment: Experiment, *, on: bool) -> dict[str, Any]:
    """Return the settings that change when a mistake is switched on or off."""
    if key == ALL_EQUAL:
        return {"initializer": "equal" if on else _DEFAULTS.initializer}
    if key == RATE_TIMES_100:
        rate = experiment.learning_rate
        return {"learning_rate": rate * FACTOR if on else rate / FACTOR}
    default = getattr(_DEFAULTS, key)
    return {key: not default if on else default}


def healthy(experiment: Experiment, others: Mapping[str, Any]) -> Experiment:
    """Return an experiment without its mistakes.

    Parameters
    ----------
    others
        Healthy values of settings whose mistakes they do not tell.
    """
    changes: dict[str, Any] = dict(others)
    for key in MISTAKES:
        if is_made(key, experiment):
            changes |= switched(key, experiment, on=False)
    return experiment.with_(**changes)

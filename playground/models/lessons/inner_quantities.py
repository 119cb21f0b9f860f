"""Quantities of the inside of a network: gradients by layer and neuron, dead neurons, samples in detail."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from playground.models.lessons.insight import Insight
from playground.models.lessons.language import Place, Type, Value, When

OUTPUT = "output"
"""How expressions call the output layer; hidden layers are numbers from 1."""
Places = Sequence[Place]


@dataclass(frozen=True)
class KnownRun:
    """What is known of a run when a lesson is read.

    Attributes
    ----------
    hidden
        Sizes of its hidden layers.
    samples
        The samples that its experiment names, numbers from 1.
    """

    hidden: tuple[int, ...]
    samples: tuple[int, ...]


@dataclass(frozen=True)
class InnerQuantity:
    """A quantity by name.

    Attributes
    ----------
    check
        Returns what is wrong with the places in brackets, else empty.
    value
        At some places; NaN where there is no such layer, neuron, sample or class.
    """

    type: Type
    check: Callable[[KnownRun, Places], str]
    value: Callable[[Insight, Places], Value]


def layer_place(place: Place, n_layers: int) -> int | None:
    """Return the number of a layer from 0, None if there is none; the output layer is the last."""
    if place == OUTPUT:
        return n_layers - 1
    return place - 1 if isinstance(place, int) and 1 <= place < n_layers else None


def type_of_inner(quantity: str, run: KnownRun, places: Places, when: When) -> Type:
    """Return the type of one of `INNER`; a ValueError says what is wrong with its places or its epoch."""
    wrong = INNER[quantity].check(run, places)
    if wrong:
        raise ValueError(f"{quantity} {wrong}")
    if isinstance(when, int) and when > 0:
        raise ValueError(f"{quantity} is known @0, @cursor and at the newest epoch only, not @{when}")
    return INNER[quantity].type


def value_of_inner(quantity: str, insight: Insight | None, places: Places) -> Value:
    """Return the value of one of `INNER`, NaN where it is not known."""
    if insight is None:
        return False if INNER[quantity].type == "truth" else math.nan
    return INNER[quantity].value(insight, places)


# Layers and neurons.


def _check_neuron(run: KnownRun, places: Places) -> str:
    hidden = run.hidden
    wrong = _check_layer(len(hidden) + 1, places[:1])
    if wrong or len(places) < 2:
        return wrong
    layer, neuron = layer_place(places[0], len(hidden) + 1), places[1]
    if len(places) > 2 or not isinstance(neuron, int) or neuron < 1:
        return "takes a layer and the number of a neuron"
    if layer is not None and layer < len(hidden) and neuron > hidden[layer]:
        return f"is of a neuron up to {hidden[layer]} in layer {places[0]}"
    return ""


def _check_hidden(run: KnownRun, places: Places) -> str:
    if len(places) > 1 or OUTPUT in places:
        return "takes the number of a hidden layer"
    return _check_layer(len(run.hidden) + 1, places)


def _check_layer(n_layers: int, places: Places) -> str:
    if not places or layer_place(places[0], n_layers) is not None:
        return ""
    numbers = "" if n_layers == 1 else "1 or " if n_layers == 2 else f"1 to {n_layers - 1} or "
    return f"is of layer {numbers}output, not {places[0]}"


def _gradient_norm(insight: Insight, places: Places) -> float:
    if not places:
        return insight.gradient_norm
    layer = layer_place(places[0], len(insight.layer_norms))
    if layer is None:
        return math.nan
    if len(places) == 1:
        return insight.layer_norms[layer]
    norms, neuron = insight.neuron_norms[layer], places[1]
    return float(norms[neuron - 1]) if isinstance(neuron, int) and neuron <= len(norms) else math.nan


def _check_one_layer(run: KnownRun, places: Places) -> str:
    return "takes a layer" if len(places) != 1 else _check_layer(len(run.hidden) + 1, places)


def _bias_gradient(insight: Insight, places: Places) -> float:
    layer = layer_place(places[0], len(insight.bias_norms))
    return math.nan if layer is None else insight.bias_norms[layer]


def _dead_neurons(insight: Insight, places: Places) -> float:
    counts = insight.dead_counts
    if not places:
        return float(sum(counts))
    layer = layer_place(places[0], len(counts) + 1)
    return math.nan if layer is None or layer >= len(counts) else float(counts[layer])


# Samples.


def _check_sample(*, with_class: bool | None) -> Callable[[KnownRun, Places], str]:
    """Return a check of a sample, and of a class if there must be one, or with None may be one."""

    def check(run: KnownRun, places: Places) -> str:
        most = 1 if with_class is False else 2
        if not (2 if with_class else 1) <= len(places) <= most or not all(
            isinstance(one, int) for one in places
        ):
            return "takes the number of a sample" + ("" if with_class is False else " and of a class")
        if places[0] not in run.samples:
            return f"is of a sample that the experiment names: a line `samples: {places[0]}`"
        return "takes classes from 1" if isinstance(places[-1], int) and places[-1] < 1 else ""

    return check


def _of_sample(insight: Insight, places: Places) -> tuple[int, int | None]:
    row = places[0]
    assert isinstance(row, int)
    number = places[1] - 1 if len(places) > 1 and isinstance(places[1], int) else None
    return row - 1, number


def _sample_loss(insight: Insight, places: Places) -> float:
    row, _ = _of_sample(insight, places)
    return float(insight.losses[row]) if row < len(insight.losses) else math.nan


def _probability(insight: Insight, places: Places) -> float:
    row, number = _of_sample(insight, places)
    sample = insight.samples.get(row)
    if sample is None or sample.probabilities is None:
        return math.nan
    number = int(sample.target) if number is None else number
    return float(sample.probabilities[number]) if number < len(sample.probabilities) else math.nan


def _logit(insight: Insight, places: Places) -> float:
    row, number = _of_sample(insight, places)
    sample = insight.samples.get(row)
    if sample is None or number is None:
        return math.nan
    logits = class_logits(sample.logits.tolist())
    return logits[number] if number < len(logits) else math.nan


def class_logits(logits: Sequence[float]) -> tuple[float, ...]:
    """Return a logit for each class: a single one is the second class's, the first one's is 0."""
    return (0.0, logits[0]) if len(logits) == 1 else tuple(logits)


def _is_right(insight: Insight, places: Places) -> bool:
    sample = insight.samples.get(_of_sample(insight, places)[0])
    return sample is not None and sample.is_right


INNER: Mapping[str, InnerQuantity] = {
    "gradient_norm": InnerQuantity("number", _check_neuron, _gradient_norm),
    "bias_gradient": InnerQuantity("number", _check_one_layer, _bias_gradient),
    "dead_neurons": InnerQuantity("number", _check_hidden, _dead_neurons),
    "sample_loss": InnerQuantity("number", _check_sample(with_class=False), _sample_loss),
    "probability": InnerQuantity("number", _check_sample(with_class=None), _probability),
    "logit": InnerQuantity("number", _check_sample(with_class=True), _logit),
    "is_right": InnerQuantity("truth", _check_sample(with_class=False), _is_right),
}
"""All quantities of the inside of a network, by name."""

"""What a learner can point at: layers, neurons and samples, each with a key for files and a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from playground.models.lessons.inner_quantities import OUTPUT
from playground.models.lessons.language import Place

TargetKind = Literal["layer", "neuron", "sample"]
TARGET_KINDS: tuple[TargetKind, ...] = ("layer", "neuron", "sample")


def layer_keys(hidden: Sequence[int]) -> tuple[str, ...]:
    """Return the keys of all layers: numbers, and ``output`` for the last."""
    return (*(str(number) for number in range(1, len(hidden) + 1)), OUTPUT)


def neuron_keys(hidden: Sequence[int]) -> tuple[str, ...]:
    """Return the keys of all hidden neurons: ``2.3`` is the third one of the second layer."""
    return tuple(f"{layer}.{n}" for layer, size in enumerate(hidden, 1) for n in range(1, size + 1))


def sample_keys(count: int) -> tuple[str, ...]:
    """Return the keys of samples: their numbers from 1."""
    return tuple(str(number) for number in range(1, count + 1))


def target_name(kind: TargetKind, key: str) -> str:
    """Return what something to point at is called, as in Train."""
    if kind == "sample":
        return f"Point {int(key):,}"
    layer, _, neuron = key.partition(".")
    name = "Output" if layer == OUTPUT else f"Hidden {layer}"
    return f"{name}, neuron {neuron}" if neuron else name


def places_of(key: str) -> tuple[Place, ...]:
    """Return the places in brackets of an expression about it."""
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))

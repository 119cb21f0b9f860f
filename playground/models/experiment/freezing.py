"""Which parameters are frozen, stored as briefly as possible: whole layers, neurons, single parameters."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from playground.models.network.parameter_map import ParameterMap

Key = tuple[int, ...]


def is_frozen(frozen: Collection[Key], key: Key, names: ParameterMap) -> bool:
    """Return whether everything that a key, or prefix of keys, stands for is frozen."""
    if any(key[:n] in frozen for n in range(1, len(key) + 1)):
        return True
    below = _one_longer(key, names) if len(key) < 3 else set()
    return bool(below) and all(is_frozen(frozen, longer, names) for longer in below)


@lru_cache(maxsize=1)
def frozen_neurons(frozen: tuple[Key, ...], names: ParameterMap) -> frozenset[tuple[int, int]]:
    """Return layer and number of every neuron that does not learn at all."""
    if not frozen:
        return frozenset()
    marks = names.marks(frozen)
    neurons = [
        (names.layer_number(column), neuron)
        for column, size in enumerate(names.structure)
        if column > 0
        for neuron in range(size)
    ]
    return frozenset(neuron for neuron in neurons if marks[names.of_neuron(*neuron)].all())


def with_frozen(frozen: Iterable[Key], key: Key, on: bool, names: ParameterMap) -> tuple[Key, ...]:
    """Return what is frozen after `key` is frozen or thawed.

    If it was frozen as a part of something larger, the other parts stay frozen.
    """
    kept = {known for known in frozen if known[: len(key)] != key}
    if on:
        if not any(key[:n] in kept for n in range(1, len(key))):
            kept.add(key)
        for length in range(len(key) - 1, 0, -1):
            # If all parts are frozen, the whole stands for them.
            parts = _one_longer(key[:length], names)
            if parts and parts <= kept:
                kept = {known for known in kept if known[:length] != key[:length]} | {key[:length]}
        return tuple(sorted(kept, key=lambda known: (len(known), known)))
    for length in range(1, len(key)):
        larger = key[:length]
        if larger in kept:
            kept.remove(larger)
            kept |= _one_longer(larger, names)
    kept.discard(key)
    return tuple(sorted(kept, key=lambda known: (len(known), known)))


def _one_longer(key: Key, names: ParameterMap) -> set[Key]:
    layer, *rest = key
    column = names.column(layer)
    if not 0 < column < len(names.structure) or names.layer_number(column) != layer:
        return set()
    size = names.structure[column]
    if not rest:
        return {(layer, neuron) for neuron in range(size)}
    sources = (*names.sources(column), *names.extras[column - 1])
    return {(layer, rest[0], source) for source in sources} if 0 <= rest[0] < size else set()

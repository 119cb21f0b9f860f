"""Transfers learned parameters to a network of another shape."""

from __future__ import annotations

import numpy as np

from engine import Trainer
from playground.models.network.parameter_map import OUTPUT, ParameterKey, ParameterMap


def transplant(old: Trainer, old_map: ParameterMap, new: Trainer, new_map: ParameterMap) -> None:
    """Let `new` continue from `old` with all parameters that exist in both.

    Neurons and inputs that are added begin without influence: their weights into neurons that were there
    are 0, so that the outputs stay the same. Added layers, after all others, begin by passing
    their inputs on, each neuron that of its predecessor. If layers are removed, the output layer
    starts afresh, since its inputs are different.
    """
    deeper = len(new_map.structure) - len(old_map.structure)
    places = np.full(new_map.count, -1)
    values = new.parameters.copy()
    for index, key in enumerate(new_map.keys):
        origin = _origin(key, old_map, new_map, deeper)
        if isinstance(origin, int):
            places[index] = origin
        elif origin is not None:
            values[index] = origin
    new.continue_from(old, places)
    new.set_parameters(np.where(places < 0, values, new.parameters))


def _origin(key: ParameterKey, old: ParameterMap, new: ParameterMap, deeper: int) -> int | float | None:
    """Return the old parameter to continue from, a start value, or None for its own first value."""
    layer, neuron, source = key
    was_deep = len(old.structure) - 2
    reads_others = deeper < 0 or (deeper > 0 and was_deep == 0)
    if layer == OUTPUT and reads_others and source >= 0:
        return None
    if layer > was_deep:
        if was_deep == 0:
            return None
        # Identity weights pass values on only between equal activations that are linear near 0.
        sources = new.structure[layer - 1]
        if neuron >= sources or source < 0:
            return None
        return 1.0 if source == neuron else 0.0
    place = old.index_of(key)
    if place is not None:
        return place
    was_there = neuron < old.structure[old.column(layer)]
    return 0.0 if was_there and source >= 0 else None

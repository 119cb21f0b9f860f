"""What a network accepts as a size or a name, and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from engine import MLP, Layer, Neuron


def test_that_sizes_and_seeds_from_numpy_make_the_same_network() -> None:
    classes = np.array([0, 1, 2]).max() + 1
    hidden: Any = np.int64(4)
    seed: Any = np.int64(3)
    one, other = MLP([2, hidden, classes], seed=seed), MLP([2, 4, 3], seed=3)
    assert one.structure == (2, 4, 3)
    assert all(type(size) is int for size in one.structure)
    assert one.state_dict() == other.state_dict()
    numbers = [[p.value for p in Layer(2, 2, seed=number).parameters()] for number in (seed, 3)]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("size", [0, -1, 2.0, True, "3", None, np.float64(3.0)])
def test_that_other_sizes_are_refused_everywhere(size: Any) -> None:
    for make in (
        lambda: MLP([2, size, 2]),
        lambda: Layer(size, 2),
        lambda: Layer(2, size),
        lambda: Neuron(size),
    ):
        with pytest.raises(ValueError, match="positive integer"):
            make()


def test_that_a_neuron_takes_one_weight_an_input() -> None:
    with pytest.raises(ValueError, match="3 inputs take 3 weights, 1 were given"):
        Neuron(3, weights=[1.0])


@pytest.mark.parametrize(
    "options", [{"activation": "nope"}, {"output_activation": "nope"}, {"activation": "+"}]
)
def test_that_a_wrong_name_is_refused_also_where_softmax_leaves_it_unused(options: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="unknown activation"):
        MLP([2, 2], **options)  # type: ignore[arg-type]

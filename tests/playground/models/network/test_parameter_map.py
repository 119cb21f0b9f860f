from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine import MLP
from playground.models.network.parameter_map import BIAS, OUTPUT, ParameterMap

sizes = st.lists(st.integers(1, 5), min_size=2, max_size=5).map(tuple)


@given(sizes)
def test_that_every_parameter_of_a_network_has_one_key(structure: tuple[int, ...]) -> None:
    names = ParameterMap(structure, range(structure[0]))
    model = MLP(structure, final_layer_softmax=False)
    labels = [leaf.label for leaf in model.parameters()]
    assert len(names.keys) == len(set(names.keys)) == len(labels)
    for index, (key, label) in enumerate(zip(names.keys, labels, strict=True)):
        layer, neuron, source = key
        where = "the output layer" if layer == OUTPUT else f"hidden {layer}"
        what = "bias" if source == BIAS else f"weight {source + 1}"
        assert label == f"{what} of neuron {neuron + 1} in {where}"
        assert names.index_of(key) == index


@given(sizes, st.data())
def test_that_a_neuron_has_its_weights_and_its_bias_in_a_row(
    structure: tuple[int, ...], data: st.DataObject
) -> None:
    names = ParameterMap(structure, range(structure[0]))
    column = data.draw(st.integers(1, len(structure) - 1))
    neuron = data.draw(st.integers(0, structure[column] - 1))
    layer = names.layer_number(column)
    assert names.column(layer) == column
    keys = names.keys[names.of_neuron(layer, neuron)]
    assert keys == (
        *((layer, neuron, source) for source in range(structure[column - 1])),
        (layer, neuron, BIAS),
    )


def test_that_weights_of_the_first_layer_name_the_candidates_they_come_from() -> None:
    names = ParameterMap((2, 1, 1), (1, 5))
    assert names.keys[:3] == ((1, 0, 1), (1, 0, 5), (1, 0, BIAS))
    assert names.index_of((1, 0, 0)) is None


def test_that_marks_reach_layers_neurons_and_single_parameters() -> None:
    names = ParameterMap((2, 2, 1), (0, 1))
    assert names.marks(()).tolist() == [False] * 9
    assert names.marks([(1,)]).tolist() == [True] * 6 + [False] * 3
    assert names.marks([(1, 1), (OUTPUT, 0, BIAS)]).tolist() == [False] * 3 + [True] * 3 + [
        False,
        False,
        True,
    ]


numbers = st.integers(-2, 6)


@given(sizes, st.lists(numbers, unique=True), numbers, numbers, numbers)
def test_that_a_parameter_is_where_its_key_is(
    structure: tuple[int, ...], inputs: list[int], layer: int, neuron: int, source: int
) -> None:
    inputs = [number for number in inputs if number >= 0] or [0]
    names = ParameterMap((len(inputs), *structure), inputs)
    places = {key: index for index, key in enumerate(names.keys)}
    assert names.index_of((layer, neuron, source)) == places.get((layer, neuron, source))


@given(sizes, st.lists(st.lists(numbers, min_size=1, max_size=3).map(tuple)))
def test_that_marks_are_of_the_keys_that_begin_so(
    structure: tuple[int, ...], marked: list[tuple[int, ...]]
) -> None:
    names = ParameterMap(structure, range(structure[0]))
    wanted = [any(key[: len(prefix)] == prefix for prefix in marked) for key in names.keys]
    assert names.marks(marked).tolist() == wanted


def test_that_neurons_are_on_unless_switched_off() -> None:
    names = ParameterMap((2, 2, 3, 1), (0, 1))
    np.testing.assert_array_equal(
        names.neurons_on([(1, 0), (2, 2), (7, 7)]), [False, True, True, True, False]
    )

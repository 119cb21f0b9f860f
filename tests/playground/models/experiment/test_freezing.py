from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.experiment.freezing import Key, frozen_neurons, is_frozen, with_frozen
from playground.models.network.parameter_map import ParameterMap

TINY = ParameterMap((2, 2, 1), (0, 1))


@st.composite
def networks(draw: st.DrawFn) -> ParameterMap:
    """Small networks, some of whose candidates are no inputs."""
    inputs = draw(st.lists(st.integers(0, 8), min_size=1, max_size=3, unique=True).map(sorted))
    layers = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    return ParameterMap((len(inputs), *layers), inputs)


def beginnings(names: ParameterMap) -> list[Key]:
    """All layers, neurons and single parameters."""
    return sorted({key[:length] for key in names.keys for length in (1, 2, 3)})


@st.composite
def wishes(draw: st.DrawFn) -> tuple[ParameterMap, list[tuple[Key, bool]]]:
    """A network, and what is frozen and thawed in it one after the other."""
    names = draw(networks())
    wish = st.tuples(st.sampled_from(beginnings(names)), st.booleans())
    return names, draw(st.lists(wish, min_size=1, max_size=6))


def carry_out(names: ParameterMap, steps: list[tuple[Key, bool]]) -> tuple[Key, ...]:
    frozen: tuple[Key, ...] = ()
    for key, on in steps:
        frozen = with_frozen(frozen, key, on, names)
    return frozen


def frozen_parameters(names: ParameterMap, frozen: tuple[Key, ...]) -> set[Key]:
    return {key for key, mark in zip(names.keys, names.marks(frozen), strict=True) if mark}


@settings(max_examples=50)
@given(wishes())
def test_that_what_was_wished_last_holds(case: tuple[ParameterMap, list[tuple[Key, bool]]]) -> None:
    names, steps = case
    key, on = steps[-1]
    frozen = carry_out(names, steps)
    assert is_frozen(frozen, key, names) == on
    touched = {full for full in names.keys if full[: len(key)] == key}
    assert touched & frozen_parameters(names, frozen) == (touched if on else set())


@settings(max_examples=50)
@given(wishes())
def test_that_freezing_and_thawing_reach_nothing_else(
    case: tuple[ParameterMap, list[tuple[Key, bool]]],
) -> None:
    names, steps = case
    expected: set[Key] = set()
    for key, on in steps:
        reached = {full for full in names.keys if full[: len(key)] == key}
        expected = expected | reached if on else expected - reached
    assert frozen_parameters(names, carry_out(names, steps)) == expected


@settings(max_examples=50)
@given(wishes())
def test_that_the_list_is_sorted_from_layers_to_single_parameters(
    case: tuple[ParameterMap, list[tuple[Key, bool]]],
) -> None:
    frozen = carry_out(*case)
    assert all((len(a), a) < (len(b), b) for a, b in pairwise(frozen))


@settings(max_examples=50)
@given(wishes())
def test_that_nothing_is_said_twice(case: tuple[ParameterMap, list[tuple[Key, bool]]]) -> None:
    frozen = carry_out(*case)
    assert not [(a, b) for a in frozen for b in frozen if a != b and b[: len(a)] == a]


@settings(max_examples=50)
@given(wishes())
def test_that_the_same_wish_again_changes_nothing(
    case: tuple[ParameterMap, list[tuple[Key, bool]]],
) -> None:
    names, steps = case
    assert carry_out(names, [*steps, steps[-1]]) == carry_out(names, steps)


@settings(max_examples=50)
@given(wishes(), st.data())
def test_that_all_of_something_is_frozen_exactly_where_each_of_its_parameters_is(
    case: tuple[ParameterMap, list[tuple[Key, bool]]], data: st.DataObject
) -> None:
    names, steps = case
    frozen = carry_out(names, steps)
    key = data.draw(st.sampled_from(beginnings(names)))
    below = {full for full in names.keys if full[: len(key)] == key}
    assert is_frozen(frozen, key, names) == (below <= frozen_parameters(names, frozen))


@settings(max_examples=50)
@given(wishes())
def test_that_frozen_neurons_are_those_of_which_nothing_learns(
    case: tuple[ParameterMap, list[tuple[Key, bool]]],
) -> None:
    names, steps = case
    frozen = carry_out(names, steps)
    learning = {key[:2] for key in set(names.keys) - frozen_parameters(names, frozen)}
    assert frozen_neurons(frozen, names) == {key[:2] for key in names.keys} - learning


@settings(max_examples=50)
@given(networks(), st.data())
def test_that_thawing_one_parameter_of_a_frozen_layer_leaves_all_others_frozen(
    names: ParameterMap, data: st.DataObject
) -> None:
    thawed = data.draw(st.sampled_from(names.keys))
    layer = thawed[:1]
    frozen = with_frozen(with_frozen((), layer, True, names), thawed, False, names)
    assert {key for key in names.keys if key[:1] == layer} - {thawed} == frozen_parameters(names, frozen)
    assert not is_frozen(frozen, layer, names)


def test_that_a_layer_swallows_what_was_frozen_of_it() -> None:
    frozen = with_frozen(((1, 0), (1, 1, -1), (-1, 0, 0)), (1,), True, TINY)
    assert frozen == ((1,), (-1, 0, 0))


def test_that_freezing_part_of_a_frozen_layer_adds_nothing() -> None:
    assert with_frozen(((1,),), (1, 0, 1), True, TINY) == ((1,),)


def test_that_a_layer_with_one_thawed_weight_is_said_in_neurons_and_weights() -> None:
    assert with_frozen(((1,),), (1, 0, 1), False, TINY) == ((1, 1), (1, 0, -1), (1, 0, 0))


def test_that_thawing_what_is_not_frozen_changes_nothing() -> None:
    assert with_frozen(((1, 1),), (1, 0), False, TINY) == ((1, 1),)


def test_that_a_parameter_the_network_has_not_got_is_not_frozen() -> None:
    assert not is_frozen(((1,),), (7, 0, 0), TINY)
    assert not is_frozen((), (7,), TINY)

from __future__ import annotations

import numpy as np
import pytest

from playground.rendering.colour_maps import diverging_rgba, mix, rgb_of_hex
from playground.rendering.neuron_maps import (
    class_share_rgba,
    class_shares,
    histogram_rgba,
    neuron_map_rgba,
    value_range,
)
from playground.style.palette import LIGHT

GRID = np.linspace(0.0, 1.0, 5)[:, np.newaxis] * np.ones(5)


def test_that_a_map_stands_upright() -> None:
    picture = neuron_map_rgba(GRID[np.newaxis], LIGHT, kind="signed")
    assert picture.shape == (1, 5, 5, 4)
    assert picture[0, 0, 0].tolist() == [*rgb_of_hex(LIGHT.diverging[-1]), 255]
    assert picture[0, -1, 0].tolist() == [*rgb_of_hex(LIGHT.neutral), 255]


def test_that_a_sigmoid_of_one_half_is_neutral() -> None:
    picture = neuron_map_rgba(GRID[np.newaxis], LIGHT, kind="unit")
    assert picture[0, 2, 0].tolist() == [*rgb_of_hex(LIGHT.neutral), 255]
    assert picture[0, -1, 0].tolist() == [*rgb_of_hex(LIGHT.diverging[0]), 255]


def test_that_unbounded_values_are_divided_by_the_limit_of_their_neuron() -> None:
    values = np.stack([GRID, 100.0 * GRID])
    picture = neuron_map_rgba(values, LIGHT, np.array([1.0, 100.0]))
    assert (picture[0] == picture[1]).all()


def test_that_bounded_values_ignore_limits() -> None:
    picture = neuron_map_rgba(GRID[np.newaxis], LIGHT, 50.0, kind="signed")
    assert (picture[0] == diverging_rgba(GRID[::-1], LIGHT)).all()


def test_that_class_maps_show_each_probability_in_its_class_colour() -> None:
    picture = class_share_rgba(class_shares(np.stack([GRID, 1.0 - GRID])), LIGHT)
    assert np.abs(picture[0, 0, 0, :3] - mix(LIGHT.neutral, LIGHT.classes[0], 0.62)).max() <= 0.5
    assert np.abs(picture[1, -1, 0, :3] - mix(LIGHT.neutral, LIGHT.classes[1], 0.62)).max() <= 0.5
    assert picture[1, 0, 0, :3].tolist() == list(rgb_of_hex(LIGHT.neutral))


def test_that_class_maps_of_scores_go_through_a_softmax() -> None:
    scores = np.stack([np.full((2, 2), 900.0), np.full((2, 2), -900.0)])
    picture = class_share_rgba(class_shares(scores), LIGHT)
    assert picture[1, 0, 0, :3].tolist() == list(rgb_of_hex(LIGHT.neutral))
    assert np.abs(picture[0, 0, 0, :3] - mix(LIGHT.neutral, LIGHT.classes[0], 0.62)).max() <= 0.5


@pytest.mark.parametrize(
    ("activation", "expected"), [("tanh", "signed"), ("sigmoid", "unit"), ("relu", "unbounded")]
)
def test_that_the_range_of_an_activation_is_known(activation: str, expected: str) -> None:
    assert value_range(activation) == expected


def ink_of(picture: np.ndarray) -> np.ndarray:
    """How many pixels of each column are a bar or the line."""
    return (picture[..., :3] != rgb_of_hex(LIGHT.neutral)).any(axis=-1).sum(axis=0)


def test_that_bars_are_as_high_as_values_are_frequent() -> None:
    values = np.repeat(np.arange(9.0), [1, 2, 3, 4, 8, 4, 3, 2, 1])
    heights = ink_of(histogram_rgba(values, 0.0, 90, LIGHT))
    first = 90 * 0.12
    middles = [int(first + (bar + 0.5) * (90 - 2 * first) / 9) for bar in range(9)]
    tallest = 90 - 2 * first
    for bar, count in zip(middles, [1, 2, 3, 4, 8, 4, 3, 2, 1], strict=True):
        assert heights[bar] == pytest.approx(tallest * count / 8, abs=1.5)
    assert (heights[:4] == 0).all()


def test_that_a_line_stands_where_the_input_is_held() -> None:
    picture = histogram_rgba(np.linspace(0.0, 1.0, 50), 0.5, 80, LIGHT)
    assert np.flatnonzero(ink_of(picture) == 80).tolist() == [38, 39, 40, 41]


@pytest.mark.parametrize("values", [np.ones(5), np.zeros(1), np.array([-1e9, 1e9])])
def test_that_any_values_have_a_histogram(values) -> None:
    assert histogram_rgba(values, float(values[0]), 32, LIGHT).shape == (32, 32, 4)

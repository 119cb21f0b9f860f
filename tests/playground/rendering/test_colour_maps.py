from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.rendering.colour_maps import (
    class_colour,
    class_thumbnail,
    diverging_rgba,
    diverging_table,
    mix,
    rgb_of_hex,
    winner_regions,
)
from playground.style.palette import DARK, LIGHT, Theme

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_that_a_colour_string_is_split_into_its_channels() -> None:
    assert rgb_of_hex("#0A80ff") == (10, 128, 255)


@pytest.mark.parametrize("wrong", ["#FFF", "FFFFFF", "#GGGGGG", ""])
def test_that_what_is_no_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - int() words its own message
        rgb_of_hex(wrong)


def test_that_half_a_mix_lies_midway_between_its_colours() -> None:
    assert mix("#000000", "#FF8040", 0.5).tolist() == [127.5, 64.0, 32.0]


@both_themes
def test_that_the_table_passes_through_all_nine_stops(theme: Theme) -> None:
    table = diverging_table(theme, 9)
    assert [tuple(row) for row in table.tolist()] == [rgb_of_hex(stop) for stop in theme.diverging]


@both_themes
def test_that_ends_and_middle_of_the_diverging_map_are_exact(theme: Theme) -> None:
    pixels = diverging_rgba([-2.0, 0.0, 2.0], theme, limit=2.0)
    stops = [theme.diverging[0], theme.diverging[4], theme.diverging[8]]
    assert pixels.tolist() == [[*rgb_of_hex(stop), 255] for stop in stops]


@both_themes
def test_that_values_between_two_stops_are_interpolated(theme: Theme) -> None:
    pixel = diverging_rgba(0.125, theme)
    expected = mix(theme.diverging[4], theme.diverging[5], 0.5)
    assert np.abs(pixel[:3] - expected).max() <= 1.0


@given(st.floats(allow_nan=False, width=32), st.sampled_from([LIGHT, DARK]))
def test_that_any_number_gets_the_colour_of_its_clipped_value(value: float, theme: Theme) -> None:
    clipped = min(max(value, -1.0), 1.0)
    assert diverging_rgba(value, theme).tolist() == diverging_rgba(clipped, theme).tolist()


def test_that_nan_is_shown_as_the_neutral_middle() -> None:
    assert diverging_rgba(np.nan, LIGHT).tolist() == [*rgb_of_hex(LIGHT.neutral), 255]


def test_that_each_map_may_have_its_own_limit() -> None:
    values = np.array([[1.0, -1.0], [10.0, -10.0]])
    pixels = diverging_rgba(values, LIGHT, np.array([[1.0], [10.0]]))
    assert pixels[0].tolist() == pixels[1].tolist()


@both_themes
@pytest.mark.parametrize("index", [0, 3, 9])
def test_that_a_thumbnail_runs_from_neutral_to_62_percent_of_the_class(theme: Theme, index: int) -> None:
    none, half, full = class_thumbnail(np.array([0.0, 0.5, 1.0]), index, theme)[:, :3].astype(float)
    assert none.tolist() == list(rgb_of_hex(theme.neutral))
    assert np.abs(half - mix(theme.neutral, theme.classes[index], 0.31)).max() <= 1.0
    assert np.abs(full - mix(theme.neutral, theme.classes[index], 0.62)).max() <= 0.5


@both_themes
def test_that_a_region_is_fainter_the_less_sure_the_winner_is(theme: Theme) -> None:
    certain, unsure, even = [0.0, 1.0, 0.0], [0.1, 0.6, 0.3], [1 / 3, 1 / 3, 1 / 3]
    probabilities = np.array([certain, unsure, even]).T[:, np.newaxis]
    regions = winner_regions(probabilities.argmax(axis=0), probabilities.max(axis=0), 3, theme)
    pixels = regions[0, :, :3].astype(float)
    strength = {"light": 0.50, "dark": 0.46}[theme.name]
    margin = (0.6 - 1 / 3) / (1 - 1 / 3)
    assert np.abs(pixels[0] - mix(theme.neutral, theme.classes[1], strength)).max() <= 0.5
    assert np.abs(pixels[1] - mix(theme.neutral, theme.classes[1], strength * margin**0.8)).max() <= 1.0
    assert pixels[2].tolist() == list(rgb_of_hex(theme.neutral))


def test_that_classes_beyond_the_palette_begin_anew() -> None:
    assert class_colour(10, LIGHT) == class_colour(0, LIGHT)

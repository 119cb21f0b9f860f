from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.rendering.boundary import BoundaryKind, are_probabilities, boundary_rgba, softmax
from playground.rendering.colour_maps import diverging_rgba, mix, rgb_of_hex
from playground.style.palette import DARK, LIGHT, Theme

SIDE = 200
AXIS = np.linspace(-1.0, 1.0, 100)
X, Y = np.meshgrid(AXIS, AXIS)
CENTRES = (np.arange(SIDE) + 0.5) / SIDE * 2.0 - 1.0
PIXEL_X, PIXEL_Y = np.meshgrid(CENTRES, -CENTRES)

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def inked(values: NDArray[np.float64], kind: BoundaryKind, theme: Theme = LIGHT) -> NDArray[np.bool_]:
    """Where a line was drawn: the picture of the same field lifted off its zero has no line there."""
    picture = boundary_rgba(values, kind, theme, SIDE).astype(int)
    plain = boundary_rgba(values, "regression", theme, SIDE).astype(int)
    return np.abs(picture - plain).max(axis=-1) > 12


def test_that_a_picture_is_opaque_and_of_the_size_asked_for() -> None:
    picture = boundary_rgba(X[np.newaxis], "signed", LIGHT, 123)
    assert picture.shape == (123, 123, 4)
    assert picture.dtype == np.uint8
    assert (picture[..., 3] == 255).all()


def test_that_the_highest_y_is_the_top_of_the_picture() -> None:
    picture = boundary_rgba(Y[np.newaxis], "regression", LIGHT, SIDE)
    near_ends = diverging_rgba([1.0, -1.0], LIGHT).astype(int)
    assert np.abs(picture[0, 0].astype(int) - near_ends[0]).max() <= 2
    assert np.abs(picture[-1, 0].astype(int) - near_ends[1]).max() <= 2


def test_that_the_contour_lies_on_the_circle_within_a_pixel() -> None:
    radius = 0.6
    line = inked((X**2 + Y**2 - radius**2)[np.newaxis], "signed")
    off = np.abs(np.hypot(PIXEL_X, PIXEL_Y) - radius) * SIDE / 2
    assert off[line].max() < 1.2
    on_circle = off < 0.3
    assert line[on_circle].all()


@both_themes
def test_that_a_horizontal_contour_has_the_tokens_weight_of_ink(theme: Theme) -> None:
    # The edge between two pixel rows is the zero line: each row has half of the line, 0.625 px, at 55 %.
    values = np.broadcast_to((AXIS * 1e-7)[:, np.newaxis], (100, 100))[np.newaxis]
    picture = boundary_rgba(values, "signed", theme, SIDE)
    expected = mix(theme.neutral, theme.ink, 0.55 * 0.625)
    for row in (SIDE // 2 - 1, SIDE // 2):
        assert np.abs(picture[row, :, :3] - expected).max() <= 1.5
    assert (picture[: SIDE // 2 - 2, :, :3] == rgb_of_hex(theme.neutral)).all()


def test_that_a_probability_is_decided_at_one_half() -> None:
    signed = (X - 0.31)[np.newaxis] / 2.0
    probability = boundary_rgba((signed + 1.0) / 2.0, "probability", LIGHT, SIDE)
    difference = probability.astype(int) - boundary_rgba(signed, "signed", LIGHT, SIDE).astype(int)
    assert np.abs(difference).max() <= 2


def test_that_a_regression_has_no_line_and_follows_its_limit() -> None:
    picture = boundary_rgba(40.0 * X[np.newaxis], "regression", LIGHT, SIDE, limit=40.0)
    expected = diverging_rgba(PIXEL_X, LIGHT)
    assert np.abs(picture.astype(int) - expected.astype(int)).max() <= 2


def test_that_the_line_between_classes_lies_where_the_winner_changes() -> None:
    scores = np.stack([3.0 * X, np.zeros_like(X), -10.0 - X])
    picture = boundary_rgba(softmax(scores), "classes", LIGHT, SIDE).astype(int)
    # Straight over the line the ink is darker than both neighbours three pixels off.
    middle = SIDE // 2
    dark = picture[:, middle - 1 : middle + 1, :3].sum(axis=-1).max(axis=1)
    assert (dark < picture[:, middle - 4, :3].sum(axis=-1)).all()
    assert (dark < picture[:, middle + 4, :3].sum(axis=-1)).all()


def test_that_each_region_has_the_colour_of_its_winner() -> None:
    angle = np.arctan2(Y, X)
    scores = np.stack([80.0 * np.cos(angle - 2.0 * np.pi * k / 3.0) * np.hypot(X, Y) for k in range(3)])
    picture = boundary_rgba(scores, "classes", LIGHT, SIDE)
    for k in range(3):
        x, y = 0.8 * np.cos(2.0 * np.pi * k / 3.0), 0.8 * np.sin(2.0 * np.pi * k / 3.0)
        pixel = picture[int((1.0 - y) / 2.0 * SIDE), int((x + 1.0) / 2.0 * SIDE), :3]
        assert np.abs(pixel - mix(LIGHT.neutral, LIGHT.classes[k], 0.5)).max() <= 2.0


def test_that_scores_look_like_their_softmax() -> None:
    scores = np.stack([2.0 * X, Y, X * Y])
    of_scores = boundary_rgba(scores, "classes", LIGHT, SIDE).astype(int)
    of_probabilities = boundary_rgba(softmax(scores), "classes", LIGHT, SIDE).astype(int)
    # The lines are set by different functions and may differ by a fraction of a pixel.
    assert np.quantile(np.abs(of_scores - of_probabilities), 0.95) <= 2


def test_that_huge_scores_do_not_overflow() -> None:
    scores = np.stack([1e4 * X, -1e4 * X])
    picture = boundary_rgba(scores, "classes", LIGHT, SIDE)
    assert np.abs(picture[50, -1, :3] - mix(LIGHT.neutral, LIGHT.classes[0], 0.5)).max() <= 1.0


def test_that_an_undecided_field_has_no_line() -> None:
    assert not inked(np.zeros((1, 100, 100)), "signed").any()


def test_that_nan_and_infinity_are_painted_without_a_warning() -> None:
    values = np.zeros((1, 100, 100))
    values[0, 3, 4], values[0, 50, 50] = np.nan, np.inf
    assert boundary_rgba(values, "signed", LIGHT, SIDE).shape == (SIDE, SIDE, 4)


def test_that_probabilities_are_told_from_scores() -> None:
    assert are_probabilities(np.full((4, 2, 2), 0.25))
    assert not are_probabilities(np.full((4, 2, 2), 0.5))
    assert not are_probabilities(np.array([[[1.5]], [[-0.5]]]))


def test_that_a_kind_with_the_wrong_number_of_outputs_is_refused() -> None:
    with pytest.raises(ValueError, match="two outputs"):
        boundary_rgba(X[np.newaxis], "classes", LIGHT, SIDE)
    with pytest.raises(ValueError, match="one output"):
        boundary_rgba(np.stack([X, Y]), "signed", LIGHT, SIDE)

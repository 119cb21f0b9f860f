from __future__ import annotations

import numpy as np
import pytest

from playground.rendering.colour_maps import rgb_of_hex
from playground.rendering.contour import draw_winner_contours, draw_zero_contour
from playground.style.palette import DARK, LIGHT, Theme

ROWS, COLUMNS = np.mgrid[0:60, 0:60] + 0.5


def ink_share(picture: np.ndarray, theme: Theme) -> np.ndarray:
    """How far each pixel went from mid-grey towards the ink."""
    ink = np.array(rgb_of_hex(theme.ink), dtype=float)
    return ((picture[..., :3] - 128.0) / (ink - 128.0)).mean(axis=-1)


def grey() -> np.ndarray:
    return np.full((60, 60, 4), 128, dtype=np.uint8)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("angle", [0.0, 0.4, 0.785, 1.5])
@pytest.mark.parametrize("width", [1.25, 2.5])
def test_that_a_straight_line_has_its_width_at_any_angle(theme: Theme, angle: float, width: float) -> None:
    across = (COLUMNS - 29.7) * np.cos(angle) + (ROWS - 30.2) * np.sin(angle)
    picture = grey()
    draw_zero_contour(picture, across.astype(np.float32), theme, width)
    share = ink_share(picture, theme) / 0.55
    inner = np.hypot(COLUMNS - 29.7, ROWS - 30.2) < 25.0
    assert share[inner].sum() / 50.0 == pytest.approx(width, rel=0.04)
    assert np.abs(across[(share > 0.02) & inner]).max() <= width / 2 + 0.5


def test_that_a_line_does_not_depend_on_the_steepness_of_the_field() -> None:
    flat, steep = grey(), grey()
    field = (COLUMNS - 29.7).astype(np.float32)
    draw_zero_contour(flat, field * np.float32(1e-6), LIGHT, 1.25)
    draw_zero_contour(steep, field * np.float32(1e6), LIGHT, 1.25)
    assert (flat == steep).all()


def test_that_lines_part_three_winners_and_meet() -> None:
    angles = np.arctan2(ROWS - 30.0, COLUMNS - 30.0)
    radius = np.hypot(ROWS - 30.0, COLUMNS - 30.0)
    scores = np.stack([radius * np.cos(angles - k * 2.0 * np.pi / 3.0) for k in range(3)]).astype(np.float32)
    picture = grey()
    draw_winner_contours(picture, scores, scores.argmax(axis=0), LIGHT, 1.25)
    inked = ink_share(picture, LIGHT) > 0.05
    # The lines run midway between the three directions.
    turned = (angles - np.pi / 3.0) % (2.0 * np.pi / 3.0)
    off = radius * np.minimum(np.sin(turned), np.sin(2.0 * np.pi / 3.0 - turned)).clip(0.0)
    assert off[inked & (radius > 4.0)].max() <= 1.25
    assert inked[(off < 0.4) & (radius > 4.0)].all()


def test_that_alpha_is_left_alone() -> None:
    picture = grey()
    draw_zero_contour(picture, (COLUMNS - 29.7).astype(np.float32), LIGHT, 1.25)
    assert (picture[..., 3] == 128).all()

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.rendering.colour_maps import rgb_of_hex
from playground.rendering.node_shape import cut_to_nodes
from playground.style.palette import DARK, LIGHT, Theme

GREEN = (10, 200, 30)


def cut(pixels: int, side: float, theme: Theme = LIGHT, n: int = 2) -> NDArray[np.uint8]:
    picture = np.full((n, pixels, pixels, 4), 255, dtype=np.uint8)
    picture[..., :3] = GREEN
    return cut_to_nodes(picture, side, theme)


@pytest.mark.parametrize(("pixels", "side"), [(44, 44.0), (66, 44.0), (34, 34.0), (128, 64.0)])
def test_that_a_node_covers_the_area_of_a_square_with_round_corners(pixels: int, side: float) -> None:
    alpha = cut(pixels, side)[0, ..., 3] / 255.0
    scale = pixels / side
    # The picture ends at the middle of the border, and the border's outer half adds its 28 %.
    inner, radius = pixels - scale, 8.0 * scale
    area = inner**2 - (4 - np.pi) * radius**2
    length = 4 * (inner - 2 * radius) + 2 * np.pi * radius
    assert alpha.sum() == pytest.approx(area + 0.28 * length * scale / 2, rel=0.003)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_border_is_the_ink_at_28_percent(theme: Theme) -> None:
    # At twice the size the border is two pixels wide and its inner one covers the picture.
    pixel = cut(88, 44.0, theme)[0, 1, 44].astype(float)
    expected = 0.28 * np.array(rgb_of_hex(theme.ink)) + 0.72 * np.array(GREEN)
    assert np.abs(pixel[:3] - expected).max() <= 1.0
    assert pixel[3] == 255


def test_that_the_inside_stays_and_the_corners_are_clear() -> None:
    nodes = cut(44, 44.0)
    assert (nodes[:, 2:-2, 8:-8] == [*GREEN, 255]).all()
    assert (nodes[:, [0, 0, -1, -1], [0, -1, 0, -1]] == 0).all()


def test_that_nodes_are_symmetric_and_premultiplied() -> None:
    nodes = cut(44, 44.0)
    assert (nodes[0] == nodes[0][::-1]).all()
    assert (nodes[0] == nodes[0].transpose(1, 0, 2)).all()
    assert (nodes[..., :3] <= nodes[..., 3:]).all()
    assert (nodes[0] == nodes[1]).all()


def test_that_tiny_nodes_have_smaller_corners() -> None:
    nodes = cut(8, 8.0)
    assert nodes[0, 0, 0, 3] < 60
    assert (nodes[0, 2:-2, 2:-2] == [*GREEN, 255]).all()

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.rendering.link_footprint import link_footprint

heights = st.floats(-20.0, 120.0)


@given(heights, heights, st.floats(5.0, 90.0))
def test_that_each_pixel_comes_once_inside_the_picture_nearer_bands_first(
    y0: float, y1: float, x1: float
) -> None:
    footprint = link_footprint((2.0, y0), (2.0 + x1, y1), (100, 100), 3.75)
    assert (np.diff(np.floor(footprint.distance * 2.0)) >= 0.0).all()
    assert len(np.unique(footprint.pixels)) == len(footprint.pixels)
    assert ((footprint.pixels >= 0) & (footprint.pixels < 100 * 100)).all()


def test_that_a_level_link_has_the_distances_of_pixel_centres() -> None:
    footprint = link_footprint((10.0, 50.0), (90.0, 50.0), (100, 100), 2.0)
    rows, columns = np.divmod(footprint.pixels, 100)
    assert footprint.distance == pytest.approx(np.abs(rows + 0.5 - 50.0))
    # A reach of 2 takes two rows at either side, and a pixel runs on under each node.
    assert sorted(set(rows.tolist())) == [48, 49, 50, 51]
    assert (columns.min(), columns.max()) == (9, 90)


def test_that_every_pixel_near_a_steep_link_is_found() -> None:
    footprint = link_footprint((40.0, 5.0), (60.0, 95.0), (100, 100), 3.0)
    t = np.linspace(0.0, 1.0, 2001)
    curve_x, curve_y = 40.0 + 20.0 * (1.5 * t - 1.5 * t**2 + t**3), 5.0 + 90.0 * (3 * t**2 - 2 * t**3)
    rows, columns = np.mgrid[10:90, 42:58]
    distances = np.hypot(columns[..., np.newaxis] + 0.5 - curve_x, rows[..., np.newaxis] + 0.5 - curve_y).min(
        axis=-1
    )
    near = distances < 2.9
    found = dict(zip(footprint.pixels.tolist(), footprint.distance.tolist(), strict=True))
    measured = [found.get(pixel, np.inf) for pixel in (rows * 100 + columns)[near].tolist()]
    assert measured == pytest.approx(distances[near], abs=0.25)


@given(heights, heights, st.floats(0.1, 3.75))
def test_that_the_leading_pixels_hold_all_nearer_than_a_distance(
    y0: float, y1: float, distance: float
) -> None:
    footprint = link_footprint((5.0, y0), (95.0, y1), (100, 100), 3.75)
    count = footprint.up_to(distance)
    assert (footprint.distance[count:] >= distance).all()
    assert (footprint.distance[:count] <= distance + 0.5).all()


def test_that_a_link_outside_the_picture_has_no_pixels() -> None:
    assert link_footprint((0.0, 500.0), (90.0, 600.0), (100, 100), 3.0).pixels.size == 0

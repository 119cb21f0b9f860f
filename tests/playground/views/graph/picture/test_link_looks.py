from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.rendering.link_style import LARGEST_OPACITY, LARGEST_WIDTH, SMALLEST_WIDTH
from playground.views.graph.picture.link_looks import (
    MOST_LINKS,
    SHADES,
    link_looks,
    opacity_of,
    width_of,
)
from tests.playground.views.graph.graphs import network_walk, view_of


@pytest.fixture(scope="module")
def shown():
    drawing, walk = network_walk(hidden=(4, 3))
    return drawing.layout, view_of(walk)


def test_that_the_largest_link_between_two_columns_is_widest_there(shown) -> None:
    layout, view = shown
    flow = np.linspace(-2.0, 1.0, len(layout.edges))
    looks = link_looks(layout, replace(view, flow=flow))
    for gap in np.unique(layout.gaps):
        inside = layout.gaps == gap
        assert looks.shades[inside].max() == SHADES
        assert looks.shades[inside][np.abs(flow[inside]).argmax()] == SHADES
    assert looks.is_positive.tolist() == (flow >= 0.0).tolist()


def test_that_links_not_walked_yet_have_no_size(shown) -> None:
    layout, view = shown
    reached = np.zeros(len(layout.edges), bool)
    looks = link_looks(layout, replace(view, flow=np.ones(len(reached)), reached=reached))
    assert (looks.shades == -1).all()
    assert looks.is_drawn.all()


def test_that_widths_are_those_of_the_train_screen() -> None:
    assert width_of(0) == SMALLEST_WIDTH
    assert width_of(SHADES) == LARGEST_WIDTH
    assert opacity_of(SHADES, is_faded=False) == LARGEST_OPACITY
    assert opacity_of(SHADES, is_faded=True) < LARGEST_OPACITY


def test_that_a_change_too_small_to_see_looks_the_same(shown) -> None:
    layout, view = shown
    flow = np.linspace(0.5, 1.0, len(layout.edges))
    keys = [link_looks(layout, replace(view, flow=numbers)).key for numbers in (flow, flow * 1.0001, -flow)]
    assert keys[0] == keys[1] != keys[2]


def test_that_the_weakest_of_very_many_links_are_left_out() -> None:
    drawing, walk = network_walk(hidden=(24, 24))
    layout = drawing.layout
    flow = np.random.default_rng(5).normal(size=len(layout.edges))
    looks = link_looks(layout, replace(view_of(walk), flow=flow))
    assert looks.is_drawn.sum() <= MOST_LINKS
    assert len(looks.is_drawn) == len(layout.edges)
    for gap in np.unique(layout.gaps):
        assert looks.is_drawn[(layout.gaps == gap) & (looks.shades == SHADES)].all()

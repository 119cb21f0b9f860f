from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.models.picture.network_layout import LinkGap, NetworkLayout, lay_out_network
from playground.rendering.colour_maps import rgb_of_hex
from playground.rendering.link_code import link_code
from playground.rendering.links import LinkRaster
from playground.style.palette import DARK, LIGHT

ONE_TO_ONE = lay_out_network((1, 1), 300, 300)
STRUCTURE = (3, 4, 2)
LAYOUT = lay_out_network(STRUCTURE, 400, 420)


def some_weights(structure: tuple[int, ...] = STRUCTURE, seed: int = 0) -> list[NDArray[np.float64]]:
    generator = np.random.default_rng(seed)
    return [generator.normal(size=(b, a)) for a, b in pairwise(structure)]


def one_link(width: float, drop: float) -> NetworkLayout:
    """A canvas of 120 x 220 with a single link, `width` pixels long and falling by `drop`."""
    middle = 110.0
    gap = LinkGap(20.0, 20.0 + width, (middle - drop / 2,), (middle + drop / 2,))
    return replace(ONE_TO_ONE, width=120.0, height=220.0, gaps=(gap,))


def true_coverage(gap: LinkGap, width: float, scale: float, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Share of each pixel within half a width of the Bezier curve, by 8 x 8 points a pixel."""
    fine = 8
    t = np.linspace(0.0, 1.0, 4000)
    middle = (gap.x0 + gap.x1) / 2
    y0, y1 = gap.source_y[0], gap.target_y[0]
    curve_x = (1 - t) ** 3 * gap.x0 + 3 * t * (1 - t) * middle + t**3 * gap.x1
    curve_y = (1 - t) ** 3 * y0 + 3 * t * (1 - t) ** 2 * y0 + 3 * t**2 * (1 - t) * y1 + t**3 * y1
    inside = np.zeros((shape[0] * fine, shape[1] * fine))
    radius = width * scale * fine / 2
    for x, y in zip(curve_x * scale * fine, curve_y * scale * fine, strict=True):
        top, left = max(int(y - radius) - 1, 0), max(int(x - radius) - 1, 0)
        window = inside[top : int(y + radius) + 2, left : int(x + radius) + 2]
        v, u = np.ogrid[top : top + window.shape[0], left : left + window.shape[1]]
        window[(u + 0.5 - x) ** 2 + (v + 0.5 - y) ** 2 <= radius**2] = 1.0
    covered: NDArray[np.float64] = inside.reshape(shape[0], fine, shape[1], fine).mean(axis=(1, 3))
    return covered


@pytest.mark.parametrize(("weight", "width"), [(1.0, 5.0), (0.2, 0.75 + 4.25 * 0.2**0.75), (0.0, 0.75)])
@pytest.mark.parametrize(
    ("length", "drop", "scale"), [(80.0, 3.3, 1.0), (80.0, -150.0, 1.5), (30.0, 150.0, 1.0)]
)
def test_that_a_link_covers_what_the_true_bezier_curve_covers(
    weight: float, width: float, length: float, drop: float, scale: float
) -> None:
    layout = one_link(length, drop)
    pixels = LinkRaster(layout, scale).render([np.array([[weight]])], LIGHT, limit=1.0)
    painted = pixels[..., 3] / 255.0 / (0.28 + 0.62 * weight)
    truth = true_coverage(layout.gaps[0], width, scale, painted.shape)
    # The ends are left out: there the link runs on under its nodes.
    inner = slice(int(23.0 * scale), int((17.0 + length) * scale))
    assert np.abs(painted - truth)[:, inner].max() < 0.2
    assert painted[:, inner].sum() == pytest.approx(truth[:, inner].sum(), rel=0.03)


def test_that_the_middle_of_the_strongest_link_has_full_width_and_opacity() -> None:
    layout = ONE_TO_ONE
    pixels = LinkRaster(layout).render([np.array([[2.0]])], LIGHT, limit=2.0)
    column = pixels[:, int(layout.gaps[0].x0) + 30]
    colour = np.array([*rgb_of_hex(LIGHT.positive), 255]) * 0.9
    y = round(layout.gaps[0].source_y[0])
    assert np.abs(column[y] - colour).max() <= 1.0
    assert column[:, 3].sum() / 255.0 / 0.9 == pytest.approx(5.0, abs=0.05)


@pytest.mark.parametrize("structure", [(3, 4, 2), (1, 1), (2, 30, 25, 3)])
@pytest.mark.parametrize("scale", [0.5, 1.0, 1.5])
def test_that_machine_code_paints_what_arrays_paint_to_the_last_bit(
    monkeypatch: pytest.MonkeyPatch, structure: tuple[int, ...], scale: float
) -> None:
    layout = lay_out_network(structure, 500, 420)
    weights = some_weights(structure)
    weights[0][0, 0] = np.nan
    looks: list[dict[str, Any]] = [{}, {"limit": 0.3, "highlight": (0, 0), "hovered_link": (0, 0, 0)}]
    raster = LinkRaster(layout, scale)
    compiled = [raster.render(weights, DARK, **look) for look in looks]
    assert link_code() is not None
    monkeypatch.setattr("playground.rendering.links.link_code", lambda: None)
    for picture, look in zip(compiled, looks, strict=True):
        np.testing.assert_array_equal(picture, LinkRaster(layout, scale).render(weights, DARK, **look))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_that_colour_follows_the_sign_and_the_theme(theme: object, sign: float) -> None:
    palette = LIGHT if theme is LIGHT else DARK
    pixels = LinkRaster(ONE_TO_ONE).render([np.array([[sign]])], palette)
    strongest = pixels.reshape(-1, 4)[pixels[..., 3].argmax()].astype(float)
    expected = rgb_of_hex(palette.positive if sign > 0 else palette.negative)
    assert np.abs(strongest[:3] / strongest[3] * 255.0 - expected).max() <= 2.0


def test_that_the_stronger_link_lies_on_top() -> None:
    # Two links into one neuron meet at its left edge.
    layout = lay_out_network((2, 1), 400, 420)
    raster = LinkRaster(layout)
    y, x = round(layout.gaps[0].target_y[0]), int(layout.gaps[0].x1) - 1
    for weights, colour in (([[-1.0, 0.5]], LIGHT.negative), ([[-0.5, 1.0]], LIGHT.positive)):
        pixel = raster.render([np.array(weights)], LIGHT, limit=1.0)[y, x].astype(float)
        under = LIGHT.positive if colour == LIGHT.negative else LIGHT.negative
        expected = 0.9 * np.array(rgb_of_hex(colour)) + 0.1 * (0.28 + 0.31) * np.array(rgb_of_hex(under))
        assert np.abs(pixel[:3] - expected).max() <= 3.0


def test_that_colours_are_premultiplied() -> None:
    pixels = LinkRaster(LAYOUT).render(some_weights(), LIGHT)
    assert (pixels[..., :3] <= pixels[..., 3:]).all()
    assert pixels[..., 3].any()


def test_that_the_picture_is_as_large_as_the_canvas_in_device_pixels() -> None:
    assert LinkRaster(LAYOUT, 1.5).render(some_weights(), LIGHT).shape == (630, 600, 4)


def test_that_a_frame_leaves_no_trace_in_the_next() -> None:
    raster = LinkRaster(LAYOUT)
    first = raster.render(some_weights(seed=0), LIGHT)
    raster.render(some_weights(seed=1), LIGHT)
    assert (raster.render(some_weights(seed=0), LIGHT) == first).all()


def test_that_links_of_other_neurons_fade_when_one_is_highlighted() -> None:
    raster = LinkRaster(ONE_TO_ONE)
    peaks = {
        node: int(raster.render([np.array([[1.0]])], LIGHT, highlight=node)[..., 3].max())
        for node in [None, (0, 0), (1, 0), (0, 1), (2, 0)]
    }
    full, faded = round(0.9 * 255), round(0.9 * 0.58 * 255)
    assert peaks == {None: full, (0, 0): full, (1, 0): full, (0, 1): faded, (2, 0): faded}


def test_that_a_hovered_link_is_opaque_and_wider() -> None:
    raster = LinkRaster(ONE_TO_ONE)
    column = raster.render([np.array([[1.0]])], LIGHT, hovered_link=(0, 0, 0))[:, 150, 3]
    assert column.max() == 255
    assert column.sum() / 255.0 == pytest.approx(6.5, abs=0.05)


def test_that_weights_that_are_not_finite_do_no_harm() -> None:
    weights = some_weights()
    weights[0][0, 0], weights[1][1, 1] = np.nan, -np.inf
    assert LinkRaster(LAYOUT).render(weights, LIGHT)[..., 3].any()


def test_that_zero_weights_are_hairlines() -> None:
    pixels = LinkRaster(ONE_TO_ONE).render([np.zeros((1, 1))], LIGHT)
    column = pixels[:, 150, 3]
    assert column.sum() / 255.0 == pytest.approx(0.75 * 0.28, abs=0.02)


def test_that_only_the_strongest_links_of_a_huge_network_are_drawn() -> None:
    structure = (40, 40, 40, 40)
    layout = lay_out_network(structure, 700, 1600)
    assert sum(len(gap.source_y) * len(gap.target_y) for gap in layout.gaps) > 600
    weights = [np.zeros((40, 40)) for _ in range(3)]
    # The first gap alone holds enough strong links: the others stay empty.
    weights[0][:] = 1.0
    pixels = LinkRaster(layout).render(weights, LIGHT, limit=1.0)
    assert pixels[:, : int(layout.gaps[0].x1), 3].any()
    assert not pixels[:, int(layout.gaps[1].x0) + 2 :, 3].any()


def test_that_links_of_folded_neurons_are_left_out() -> None:
    layout = lay_out_network((64, 2), 560, 420)
    shown = len(layout.columns[0].nodes)
    weights = np.full((2, 64), 0.5)
    raster = LinkRaster(layout)
    plain = raster.render([weights], LIGHT, limit=1.0)
    weights[:, shown:] = -3.0
    assert (raster.render([weights], LIGHT, limit=1.0) == plain).all()


def test_that_weights_of_another_network_are_refused() -> None:
    with pytest.raises(ValueError, match="layout"):
        LinkRaster(LAYOUT).render(some_weights((2, 2, 2)), LIGHT)


def test_that_a_redraw_is_needed_first_and_after_a_visible_change_only() -> None:
    raster = LinkRaster(LAYOUT)
    weights = some_weights()
    assert raster.needs_redraw(weights, LIGHT, limit=2.0)
    raster.render(weights, LIGHT, limit=2.0)
    assert not raster.needs_redraw([matrix * 1.0001 for matrix in weights], LIGHT, limit=2.0)
    assert raster.needs_redraw([matrix * 1.5 for matrix in weights], LIGHT, limit=2.0)
    assert raster.needs_redraw(weights, LIGHT, limit=3.0)
    assert raster.needs_redraw(weights, DARK, limit=2.0)
    assert raster.needs_redraw(weights, LIGHT, limit=2.0, highlight=(1, 0))

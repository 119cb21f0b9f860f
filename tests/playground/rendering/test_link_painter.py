from __future__ import annotations

import numpy as np

from playground.models.picture.frame import FrameRequest
from playground.models.picture.network_layout import lay_out_network
from playground.rendering.link_painter import LinkPainter
from playground.style.palette import DARK, LIGHT

STRUCTURE = (2, 3, 1)


def request(width: float = 400.0, **values) -> FrameRequest:
    layout = lay_out_network(
        values.pop("structure", STRUCTURE), width, 300.0, compact=False, spacious=False,
        input_label_width=40.0, output_label_width=40.0,
    )  # fmt: skip
    theme = values.pop("theme", LIGHT)
    return FrameRequest(generation=0, theme=theme, boundary_side=10, layout=layout, **values)


def weights(factor: float = 1.0) -> tuple[np.ndarray, ...]:
    return np.linspace(-1, 1, 6).reshape(3, 2) * factor, np.linspace(-1, 1, 3).reshape(1, 3)


def painted(painter: LinkPainter, matrices: tuple[np.ndarray, ...], wanted: FrameRequest) -> np.ndarray:
    picture = painter.paint(matrices, STRUCTURE, wanted)
    assert picture is not None
    return picture


def test_that_the_same_weights_give_the_same_picture_back():
    painter = LinkPainter()
    first = painted(painter, weights(), request())
    assert first.shape == (300, 400, 4)
    assert first[..., 3].any()
    assert painted(painter, weights(1.0 + 1e-9), request()) is first


def test_that_other_weights_theme_pointer_or_size_are_painted_anew():
    painter = LinkPainter()
    before = painted(painter, weights(), request())
    for changed in (request(theme=DARK), request(hovered=(1, 0)), request(width=500.0), request(scale=2.0)):
        after = painted(painter, weights(), changed)
        assert after.shape != before.shape or (after != before).any()
        before = after
    again = painted(painter, weights(), request())
    opposite = painted(painter, weights(-1.0), request())
    assert (again != opposite).any()


def test_that_a_layout_of_another_network_gives_no_links():
    painter = LinkPainter()
    assert painter.paint(weights(), STRUCTURE, request(structure=(2, 4, 1))) is None
    assert painter.paint(weights(), STRUCTURE, FrameRequest(0, LIGHT, 10)) is None
    assert painter.paint(weights(), STRUCTURE, request()) is not None

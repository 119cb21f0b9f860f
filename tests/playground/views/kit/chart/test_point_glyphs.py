from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from playground.views.kit.chart.point_glyphs import glyph, uses_shapes

INDICES = range(10)
NAMES = (
    "circle",
    "square",
    "triangle",
    "diamond",
    "plus",
    "falling triangle",
    "star",
    "cross",
    "bar",
    "post",
)
SCALE = 40.0


def corners(path: QPainterPath) -> np.ndarray:
    """Corners of the outline, drawn large so that curves become fine polygons."""
    path.setFillRule(Qt.FillRule.WindingFill)
    [polygon] = path.toSubpathPolygons()
    return np.array([(point.x(), point.y()) for point in polygon.toList()])


def area_and_centroid(path: QPainterPath) -> tuple[float, np.ndarray]:
    """By Gauss's formula for polygons."""
    points = corners(path)
    after = np.roll(points, -1, axis=0)
    cross = points[:, 0] * after[:, 1] - after[:, 0] * points[:, 1]
    area = cross.sum() / 2
    centroid = ((points + after) * cross[:, None]).sum(axis=0) / (6 * area)
    return abs(area), centroid


def mask(index: int, radius: float) -> np.ndarray:
    """Which pixels a mark covers."""
    side = round(4 * radius)
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.fillPath(glyph(index, radius).translated(side / 2, side / 2), Qt.GlobalColor.white)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(side, image.bytesPerLine())
    return rows[:, :side] > 0


@pytest.mark.parametrize(
    ("n_classes", "expected"), [(1, False), (2, False), (4, False), (5, True), (10, True)]
)
def test_that_shapes_help_where_there_are_too_many_colours(n_classes, expected):
    assert uses_shapes(n_classes) is expected


def test_that_the_first_class_is_a_circle_of_the_radius(qapp):
    area, centroid = area_and_centroid(glyph(0, SCALE))
    assert area == pytest.approx(math.pi * SCALE**2, rel=0.01)
    np.testing.assert_allclose(centroid, 0.0, atol=1e-6)
    assert glyph(0, SCALE).boundingRect() == QRectF(-SCALE, -SCALE, 2 * SCALE, 2 * SCALE)


def test_that_the_second_class_is_a_square_of_the_area_of_the_circle(qapp):
    box = glyph(1, SCALE).boundingRect()
    assert box.width() == pytest.approx(box.height())
    assert box.width() == pytest.approx(SCALE * math.sqrt(math.pi), rel=0.01)


@pytest.mark.parametrize("index", INDICES, ids=NAMES)
def test_that_no_mark_looks_much_larger_than_another(qapp, index):
    area, _ = area_and_centroid(glyph(index, SCALE))
    assert 0.7 <= area / (math.pi * SCALE**2) <= 1.3


@pytest.mark.parametrize("index", INDICES, ids=NAMES)
def test_that_a_mark_lies_around_its_point(qapp, index):
    path = glyph(index, SCALE)
    _, centroid = area_and_centroid(path)
    assert float(np.hypot(*centroid)) < 0.25 * SCALE
    assert path.contains(QPointF(0.0, 0.0))
    assert max(np.hypot(*corners(path).T)) < 1.7 * SCALE


@pytest.mark.parametrize("index", INDICES, ids=NAMES)
def test_that_a_mark_is_the_same_seen_in_the_mirror(qapp, index):
    found = mask(index, 16.0)
    assert (found != found[:, ::-1]).mean() < 0.02


@pytest.mark.parametrize("radius", [4.0, 8.0])
def test_that_any_two_marks_differ_clearly_at_the_size_they_are_drawn(qapp, radius):
    for one, other in combinations(INDICES, 2):
        a, b = mask(one, radius), mask(other, radius)
        apart = (a != b).sum() / (a | b).sum()
        assert apart > 0.1, f"{NAMES[one]} and {NAMES[other]}"


@pytest.mark.parametrize(("index", "other", "turn"), [(2, 5, "flip"), (8, 9, "transpose")])
def test_that_pairs_are_one_shape_turned_over(qapp, index, other, turn):
    one = mask(index, 16.0)
    turned = one[::-1] if turn == "flip" else one.T
    assert (turned != mask(other, 16.0)).mean() < 0.02


@given(index=st.integers(0, 9), radius=st.floats(2.0, 30.0))
def test_that_a_mark_grows_with_its_radius(index, radius):
    small, large = glyph(index, radius).boundingRect(), glyph(index, 2 * radius).boundingRect()
    for one, other in ((small.width(), large.width()), (small.top(), large.top())):
        assert other == pytest.approx(2 * one, rel=1e-6)


@given(index=st.integers(0, 9), rounds=st.integers(1, 3))
def test_that_marks_come_round_again_after_ten_classes(index, rounds):
    assert glyph(index + 10 * rounds, 5.0) == glyph(index, 5.0)


@given(index=st.integers(0, 9), radius=st.floats(2.0, 30.0))
def test_that_outlines_are_closed(index, radius):
    points = corners(QPainterPath(glyph(index, radius)))
    np.testing.assert_allclose(points[0], points[-1])

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.views.kit.chart.point_glyphs import glyph
from playground.views.kit.chart.stamps import PointStamp, draw_stamps

STAMPS = [PointStamp(shape, 3.9, "#3366CC", "#102030", 1.25) for shape in range(10)]


def picture(ratio: float = 1.0) -> QImage:
    image = QImage(round(60 * ratio), round(60 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#FFFFFF"))
    return image


def pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


def stamped(places: np.ndarray, kinds: np.ndarray, ratio: float = 1.0) -> np.ndarray:
    image = picture(ratio)
    painter = QPainter(image)
    draw_stamps(painter, places, STAMPS, kinds)
    painter.end()
    return pixels(image)


def drawn(x: float, y: float, shape: int, ratio: float = 1.0) -> np.ndarray:
    image = picture(ratio)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor("#3366CC"))
    painter.setPen(QPen(QColor("#102030"), 1.25))
    painter.drawPath(glyph(shape, 3.9).translated(QPointF(x, y)))
    painter.end()
    return pixels(image)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("shape", range(10))
def test_that_a_stamp_is_the_mark_that_qt_draws_there(qapp, shape, ratio) -> None:
    found = stamped(np.array([[30.0, 20.5]]), np.array([shape]), ratio)
    wanted = drawn(30.0, 20.5, shape, ratio)
    assert np.abs(found - wanted).max() <= 2


def test_that_a_mark_stands_within_a_quarter_of_a_pixel_of_its_place(qapp) -> None:
    for offset in np.linspace(0.0, 1.0, 11):
        ink = 255 - stamped(np.array([[30.0 + offset, 30.0 - offset]]), np.array([0]))[..., 0]
        rows, columns = np.mgrid[:60, :60] + 0.5
        assert abs((ink * columns).sum() / ink.sum() - (30.0 + offset)) < 0.26
        assert abs((ink * rows).sum() / ink.sum() - (30.0 - offset)) < 0.26


def test_that_later_marks_lie_over_earlier_ones_and_none_is_drawn_of_none(qapp) -> None:
    places = np.array([[30.0, 30.0], [30.0, 30.0]])
    assert (stamped(places, np.array([3, 1])) == stamped(places[:1], np.array([1]))).mean() > 0.95
    assert (stamped(places[:0], np.zeros(0, np.intp)) == 255).all()


def test_that_an_opacity_and_no_rim_are_kept(qapp) -> None:
    image = picture()
    painter = QPainter(image)
    draw_stamps(
        painter, np.array([[30.0, 30.0]]), [PointStamp(0, 5.0, "#000000", "", 0.0, 0.5)], np.array([0])
    )
    painter.end()
    assert abs(image.pixelColor(30, 30).red() - 127) <= 1
    assert image.pixelColor(30, 37) == QColor(Qt.GlobalColor.white)

from __future__ import annotations

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from playground.exporters.graph.image import SHARPNESS, drawn_image, too_large_for_png
from playground.exporters.png import png_of


def draw(painter: QPainter) -> None:
    painter.fillRect(10, 10, 20, 5, QColor("#FF0000"))


def test_that_the_picture_is_drawn_at_twice_its_size_on_its_ground() -> None:
    image = QImage.fromData(png_of(drawn_image(QSizeF(60.0, 40.0), "#00FF00", draw)))
    assert (image.width(), image.height()) == (60 * SHARPNESS, 40 * SHARPNESS)
    assert image.pixelColor(2, 2) == QColor("#00FF00")
    assert image.pixelColor(20, 20) == image.pixelColor(59, 29) == QColor("#FF0000")
    assert image.pixelColor(60, 30) == QColor("#00FF00")


def test_that_a_large_picture_is_less_sharp_and_a_huge_one_refused() -> None:
    large = QSizeF(20_000.0, 200.0)
    assert not too_large_for_png(large)
    assert drawn_image(large, "#FFFFFF", draw).width() == 32_000
    assert "3,000 × 90,000 pixels" in too_large_for_png(QSizeF(3_000.0, 90_000.0))

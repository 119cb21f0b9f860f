from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage

from playground.exporters.png import png_of


def test_that_an_image_comes_back_from_its_file() -> None:
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("#123456"))
    image.setPixelColor(2, 1, QColor("#FEDCBA"))
    found = QImage.fromData(png_of(image)).convertToFormat(QImage.Format.Format_RGB32)
    assert found == image


def test_that_an_image_that_cannot_be_written_is_refused() -> None:
    with pytest.raises(OSError, match="the picture cannot be made"):
        png_of(QImage())

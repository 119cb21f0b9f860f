"""What is drawn with a painter as an image, for a PNG file or the clipboard."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

SHARPNESS = 2.0
"""Pixels for each of the screen, so that it is sharp in print."""
LEAST_SHARPNESS = 0.8
"""Texts are 11 pixels high at least, and hardly to be read below 9."""
MOST_PIXELS, LONGEST_SIDE = 40_000_000, 32_000


def too_large_for_png(size: QSizeF) -> str:
    """Return why a picture cannot be read as an image, nothing where it can."""
    if _sharpness(size) >= LEAST_SHARPNESS:
        return ""
    return (
        f"{size.width():,.0f} × {size.height():,.0f} pixels are too many for a PNG that can be read: "
        "save it as SVG, or close some nodes"
    )


def _sharpness(size: QSizeF) -> float:
    width, height = size.width(), size.height()
    return min(SHARPNESS, math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / max(width, height))


def drawn_image(size: QSizeF, ground: str, draw: Callable[[QPainter], None]) -> QImage:
    """Return as an image what a function draws, less sharp where it is very large."""
    scale = _sharpness(size)
    sides = math.ceil(size.width() * scale), math.ceil(size.height() * scale)
    image = QImage(*sides, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    draw(painter)
    painter.end()
    return image

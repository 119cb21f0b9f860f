"""NumPy pixels as Qt images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

OWNER = "pixels"


def image_from_pixels(
    pixels: NDArray[np.uint8], *, premultiplied: bool = False, scale: float = 1.0
) -> QImage:
    """Return RGBA pixels of shape (height, width, 4) as an image; the pixels are shared, not copied."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_RGBA8888_Premultiplied if premultiplied else QImage.Format.Format_RGBA8888
    image = QImage(pixels.data, width, height, 4 * width, kind)
    image.setDevicePixelRatio(scale)
    setattr(image, OWNER, pixels)  # keeps the memory alive as long as the image
    return image


def image_in_ink(grey: NDArray[np.float64], ink: str) -> QImage:
    """Return a picture in one colour, the stronger the larger its numbers; its largest one covers."""
    colour = QColor(ink)
    pixels = np.zeros((*grey.shape, 4), np.uint8)
    pixels[..., :3] = (colour.red(), colour.green(), colour.blue())
    pixels[..., 3] = np.round(255 * np.clip(grey / max(float(grey.max()), 1e-9), 0.0, 1.0))
    return image_from_pixels(pixels)

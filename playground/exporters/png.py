"""Images as PNG."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageWriter


def png_of(image: QImage) -> bytes:
    """Return the content of a PNG file.

    Raises
    ------
    OSError
        It cannot be made.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(buffer, b"png")
    if not writer.write(image):
        raise OSError(f"the picture cannot be made: {writer.errorString()}")
    return bytes(buffer.data().data())

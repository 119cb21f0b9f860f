"""A chart on screen as a PNG or SVG file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QPoint, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from playground.exporters.png import png_of
from playground.models.experiment.atomic_file import write_whole

SCALE = 2
RESOLUTION = 96


def write_chart(widget: QWidget, path: Path) -> None:
    """Write the picture of a widget, in the format of the file's extension.

    Raises
    ------
    OSError
        The file cannot be written; an existing one stays as it was.
    ValueError
        The extension is neither .png nor .svg.
    """
    makers = {".png": _png, ".svg": _svg}
    make = makers.get(path.suffix.lower())
    if make is None:
        raise ValueError(f"{path.name} must end in .png or .svg")
    write_whole(path, make(widget))


def _png(widget: QWidget) -> bytes:
    image = QImage(widget.size() * SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(widget.palette().window().color())
    widget.render(image)
    return png_of(image)


def _svg(widget: QWidget) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(RESOLUTION)
    generator.setSize(QSize(widget.width(), widget.height()))
    generator.setViewBox(widget.rect())
    generator.setTitle(widget.accessibleName())
    painter = QPainter(generator)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return bytes(data.data())

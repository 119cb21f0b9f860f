"""A chart on screen, with tables below it, as a PNG or SVG file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from playground.exporters.png import png_of
from playground.models.experiment.atomic_file import write_whole
from playground.style.theme import font

SCALE = 2
RESOLUTION = 96
MARGIN, GAP, TITLE = 12, 24, 30


def write_chart(chart: QWidget, path: Path, tables: Sequence[tuple[str, QWidget]] = ()) -> None:
    """Write the picture of a chart, in the format of the file's extension.

    Parameters
    ----------
    tables
        Shown side by side below the chart, each with a title above it.

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
    write_whole(path, make(_Sheet(chart, tables)))


class _Sheet:
    """A chart with tables below it."""

    def __init__(self, chart: QWidget, tables: Sequence[tuple[str, QWidget]]) -> None:
        self.chart, self._tables = chart, tables
        widths = [table.width() for _, table in tables]
        below = [GAP + TITLE + table.height() for _, table in tables]
        width = max(chart.width(), sum(widths) + GAP * max(len(tables) - 1, 0))
        height = chart.height() + max(below, default=0)
        self.size = QSize(width + 2 * MARGIN, height + 2 * MARGIN)

    def paint(self, painter: QPainter) -> None:
        """Paint it, each part as on screen."""
        self.chart.render(painter, QPoint(MARGIN, MARGIN))
        left, top = MARGIN, MARGIN + self.chart.height() + GAP
        for title, table in self._tables:
            painter.setFont(font("section_title"))
            painter.setPen(self.chart.palette().windowText().color())
            painter.drawText(QRect(left, top, table.width(), TITLE), Qt.AlignmentFlag.AlignVCenter, title)
            table.render(painter, QPoint(left, top + TITLE))
            left += table.width() + GAP


def _png(sheet: _Sheet) -> bytes:
    image = QImage(sheet.size * SCALE, QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(sheet.chart.palette().window().color())
    painter = QPainter(image)
    sheet.paint(painter)
    painter.end()
    return png_of(image)


def _svg(sheet: _Sheet) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(RESOLUTION)
    generator.setSize(sheet.size)
    generator.setViewBox(QRect(QPoint(0, 0), sheet.size))
    generator.setTitle(sheet.chart.accessibleName())
    painter = QPainter(generator)
    sheet.paint(painter)
    painter.end()
    return bytes(data.data())

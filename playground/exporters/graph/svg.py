"""What is drawn with a painter as SVG, in the writer that notebooks have their pictures from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
)

from engine.drawing.svg import SvgWriter, line_through, number_in

_ANCHORS = (
    (Qt.AlignmentFlag.AlignHCenter, "middle", 0.5),
    (Qt.AlignmentFlag.AlignRight, "end", 1.0),
)
_FALLBACKS = {True: "ui-monospace, monospace", False: "system-ui, sans-serif"}
"""Fonts where the one on screen is not there: monospaced ones, and others."""


def drawn_svg(size: QSizeF, title: str, ground: str, draw: Callable[[QPainter], None]) -> str:
    """Return as SVG what a function draws; text stays text.

    Parameters
    ----------
    size
        Of the picture.
    title
        What it shows, in words.
    ground
        Colour of the background.
    """
    painter = SvgPainter(SvgWriter(size.width(), size.height(), title, ground))
    draw(painter)
    return painter.writer.finished()


class SvgPainter(QPainter):
    """A painter without a device that writes SVG.

    It knows what the painters of graphs use; Qt warns of an inactive painter where they call anything else.
    """

    def __init__(self, writer: SvgWriter) -> None:
        super().__init__()
        self.writer = writer
        self._line, self._fill, self._face = QPen(Qt.PenStyle.NoPen), QBrush(), QFont()

    def setRenderHint(self, *_: Any, **__: Any) -> None:
        pass  # those who show the file choose

    def setPen(self, pen: Any) -> None:
        self._line = QPen(pen)

    def setBrush(self, brush: Any) -> None:
        self._fill = QBrush(brush)

    def setFont(self, font: Any) -> None:
        self._face = QFont(font)

    def fillRect(self, rect: Any, colour: Any) -> None:  # type: ignore[override] # one form of ten
        box = QRectF(rect)
        self.writer.rect(
            box.left(), box.top(), box.width(), box.height(), fill=_colour(colour), opacity=colour.alphaF()
        )

    def drawPath(self, path: QPainterPath) -> None:
        ink, opacity = _ink(self._line)
        fill = "none" if self._fill.style() == Qt.BrushStyle.NoBrush else _colour(self._fill.color())
        if ink == "none":
            opacity = self._fill.color().alphaF()
        width = self._line.widthF()
        self.writer.path(_way(path), line=ink, width=width, opacity=opacity, fill=fill)

    def drawLine(self, start: Any, end: Any) -> None:  # type: ignore[override] # one form of five
        ink, opacity = _ink(self._line)
        way = line_through([(start.x(), start.y()), (end.x(), end.y())])
        self.writer.path(way, line=ink, width=self._line.widthF(), opacity=opacity)

    def drawRect(self, rect: Any) -> None:  # type: ignore[override] # one form of three
        self.drawRoundedRect(rect, 0.0, 0.0)

    def drawRoundedRect(self, rect: Any, radius: float, _: float) -> None:  # type: ignore[override] # one form
        ink, opacity = _ink(self._line)
        is_empty = self._fill.style() == Qt.BrushStyle.NoBrush
        self.writer.rect(
            rect.left(), rect.top(), rect.width(), rect.height(),
            fill="none" if is_empty else _colour(self._fill.color()), radius=radius,
            line=ink, line_width=self._line.widthF(),
            opacity=opacity if ink != "none" else self._fill.color().alphaF(),
        )  # fmt: skip

    def drawText(self, place: Any, *rest: Any) -> None:  # type: ignore[override] # two forms of eight
        """Write a text with its baseline at a point, or aligned in a box."""
        x, y, anchor = 0.0, 0.0, "start"
        if isinstance(place, QPointF):
            x, y, text = place.x(), place.y(), str(rest[0])
        else:
            flags, text = rest
            metrics = QFontMetricsF(self._face)
            y = place.center().y() + (metrics.ascent() - metrics.descent()) / 2
            found = next(((name, share) for flag, name, share in _ANCHORS if flags & flag), ("start", 0.0))
            anchor, x = found[0], place.left() + found[1] * place.width()
        self.writer.text(
            x, y, text, fill=_colour(self._line.color()), size=self._face.pixelSize(),
            family=_families(self._face), weight=int(self._face.weight()), anchor=anchor,
        )  # fmt: skip

    def drawImage(self, place: Any, image: QImage) -> None:  # type: ignore[override] # one form of nine
        """Draw a table of cells, a pixel each."""
        width, height = place.width() / image.width(), place.height() / image.height()
        self.writer.cells(place.left(), place.top(), width, height, _pixels(image))


def _colour(colour: QColor) -> str:
    return colour.name(QColor.NameFormat.HexRgb)


def _ink(pen: QPen) -> tuple[str, float]:
    if pen.style() == Qt.PenStyle.NoPen:
        return "none", 1.0
    return _colour(pen.color()), pen.color().alphaF()


def _families(font: QFont) -> str:
    fallback = _FALLBACKS[QFontInfo(font).fixedPitch()]
    family = font.family().replace("'", "")
    return f"'{family}', {fallback}" if family else fallback


def _pixels(image: QImage) -> Sequence[Sequence[str]]:
    return [
        [
            _colour(found) if (found := image.pixelColor(x, y)).alpha() else ""
            for x in range(image.width())
        ]
        for y in range(image.height())
    ]  # fmt: skip


def _way(path: QPainterPath) -> str:
    """Return the way of a path: its elements are points to go to, and three for each curve."""
    kinds = {
        QPainterPath.ElementType.MoveToElement: "M",
        QPainterPath.ElementType.LineToElement: "L",
        QPainterPath.ElementType.CurveToElement: "C",
        QPainterPath.ElementType.CurveToDataElement: " ",
    }
    elements = [path.elementAt(number) for number in range(path.elementCount())]
    return "".join(f"{kinds[one.type]}{number_in(one.x)} {number_in(one.y)}" for one in elements)

"""What is drawn with a painter as SVG, in the writer that notebooks have their pictures from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, cast

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
from playground.models.ticket import UNWATCHED, Ticket

_ANCHORS = (
    (Qt.AlignmentFlag.AlignHCenter, "middle", 0.5),
    (Qt.AlignmentFlag.AlignRight, "end", 1.0),
)
_FALLBACKS = {True: "ui-monospace, monospace", False: "system-ui, sans-serif"}
"""Fonts where the one on screen is not there: monospaced ones, and others."""


def drawn_svg(
    size: QSizeF, title: str, ground: str, draw: Callable[[QPainter], None], ticket: Ticket = UNWATCHED
) -> str:
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
    writer = SvgWriter(size.width(), size.height(), title, ground)
    draw(cast(QPainter, SvgPainter(writer, ticket)))
    return writer.finished()


class SvgPainter:
    """In place of a painter: it knows those of its methods that graphs are drawn with, and writes SVG."""

    def __init__(self, writer: SvgWriter, ticket: Ticket = UNWATCHED) -> None:
        self._writer, self._ticket = writer, ticket
        self._line, self._fill, self._face = QPen(Qt.PenStyle.NoPen), QBrush(), QFont()

    def setRenderHint(self, *_: object, **__: object) -> None:
        pass  # those who show the file choose

    def setPen(self, pen: QPen | QColor | Qt.PenStyle) -> None:
        self._ticket.check()  # all that is drawn needs a pen
        self._line = QPen(pen)

    def setBrush(self, brush: QBrush | QColor | Qt.BrushStyle) -> None:
        self._fill = QBrush(brush)

    def setFont(self, font: QFont) -> None:
        self._face = QFont(font)

    def fillRect(self, rect: QRectF, colour: QColor) -> None:
        box = QRectF(rect)
        self._writer.rect(
            box.left(), box.top(), box.width(), box.height(), fill=_colour(colour), opacity=colour.alphaF()
        )

    def drawPath(self, path: QPainterPath) -> None:
        line, width, fill, opacity = self._look()
        self._writer.path(_way(path), line=line, width=width, opacity=opacity, fill=fill)

    def drawLine(self, start: QPointF, end: QPointF) -> None:
        line, width, _, opacity = self._look()
        way = line_through([(start.x(), start.y()), (end.x(), end.y())])
        self._writer.path(way, line=line, width=width, opacity=opacity)

    def drawRect(self, rect: QRectF) -> None:
        self.drawRoundedRect(rect, 0.0, 0.0)

    def drawRoundedRect(self, rect: QRectF, radius: float, _: float) -> None:
        line, width, fill, opacity = self._look()
        self._writer.rect(
            rect.left(), rect.top(), rect.width(), rect.height(),
            fill=fill, radius=radius, line=line, line_width=width, opacity=opacity,
        )  # fmt: skip

    def drawText(self, place: QPointF | QRectF, *rest: Any) -> None:
        """Write a text with its baseline at a point, or aligned in a box."""
        x, y, anchor, metrics = 0.0, 0.0, "start", QFontMetricsF(self._face)
        if isinstance(place, QPointF):
            x, y, text = place.x(), place.y(), str(rest[0])
        else:
            flags, text = rest
            y = place.center().y() + (metrics.ascent() - metrics.descent()) / 2
            found = next(((name, share) for flag, name, share in _ANCHORS if flags & flag), ("start", 0.0))
            anchor, x = found[0], place.left() + found[1] * place.width()
        self._writer.text(
            x, y, text, fill=_colour(self._line.color()), size=self._face.pixelSize(),
            family=_families(self._face.family()), weight=int(self._face.weight()), anchor=anchor,
            width=metrics.horizontalAdvance(text),
        )  # fmt: skip

    def drawImage(self, place: QRectF, image: QImage) -> None:
        """Draw a table of cells, a pixel each."""
        width, height = place.width() / image.width(), place.height() / image.height()
        self._writer.cells(place.left(), place.top(), width, height, _pixels(image))

    def _look(self) -> tuple[str, float, str, float]:
        """Return the colour and width of lines, the colour of areas, and the opacity of both."""
        has_line = self._line.style() != Qt.PenStyle.NoPen
        is_filled = self._fill.style() != Qt.BrushStyle.NoBrush
        ink = self._line.color() if has_line else self._fill.color()
        line = _colour(ink) if has_line else "none"
        fill = _colour(self._fill.color()) if is_filled else "none"
        return line, self._line.widthF(), fill, ink.alphaF()


def _colour(colour: QColor) -> str:
    return colour.name(QColor.NameFormat.HexRgb)


@lru_cache(maxsize=16)
def _families(family: str) -> str:
    """Return a font's family, and what stands in for it where it is not installed."""
    fallback = _FALLBACKS[QFontInfo(QFont(family)).fixedPitch()]
    plain = family.replace("'", "")
    return f"'{plain}', {fallback}" if plain else fallback


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

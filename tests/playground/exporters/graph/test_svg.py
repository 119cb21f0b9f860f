from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from playground.exporters.graph.svg import drawn_svg
from playground.models.ticket import CancelledError, Ticket
from playground.style.theme import font
from tests.engine.drawing.pictures import SVG, boxes_of, read, texts_of

SIZE = QSizeF(120.0, 80.0)


def drawn(draw: Callable[[QPainter], None]):
    return read(drawn_svg(SIZE, "A picture", "#FFFFFF", draw))


def test_that_text_stays_text_in_its_font_and_place(qapp) -> None:
    def draw(painter: QPainter) -> None:
        painter.setPen(QColor("#112233"))
        painter.setFont(font("selected"))
        painter.drawText(QPointF(10.0, 20.0), "w₁ & w₂")
        painter.setFont(font("code"))
        painter.drawText(QRectF(0.0, 40.0, 100.0, 20.0), Qt.AlignmentFlag.AlignHCenter, "0.5")

    root = drawn(draw)
    assert texts_of(root) == ["w₁ & w₂", "0.5"]
    first, second = root.iter(f"{SVG}text")
    assert (first.get("x"), first.get("y"), first.get("fill")) == ("10", "20", "#112233")
    assert (first.get("font-weight"), first.get("font-size")) == ("600", "13")
    assert (second.get("x"), second.get("text-anchor")) == ("50", "middle")
    assert float(first.get("textLength", "0")) == pytest.approx(
        QFontMetricsF(font("selected")).horizontalAdvance("w₁ & w₂"), abs=0.01
    )
    # The middle of the line is that of the box; letters stand a little below.
    assert 50.0 < float(second.get("y", "0")) < 56.0
    assert (second.get("font-family") or "").endswith("ui-monospace, monospace")


def test_that_lines_and_curves_keep_way_colour_width_and_opacity() -> None:
    def draw(painter: QPainter) -> None:
        pen = QPen(QColor(255, 0, 0, 128), 2.5)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath(QPointF(1.0, 2.0))
        path.lineTo(3.0, 4.0)
        path.cubicTo(5.0, 6.0, 7.0, 8.0, 9.5, 10.0)
        painter.drawPath(path)
        painter.drawLine(QPointF(0.0, 0.0), QPointF(1.0, 1.0))

    curve, line = drawn(draw).iter(f"{SVG}path")
    assert curve.get("d") == "M1 2L3 4C5 6 7 8 9.5 10"
    assert (curve.get("stroke"), curve.get("stroke-width"), curve.get("fill")) == ("#ff0000", "2.5", "none")
    assert float(curve.get("opacity", "1")) == pytest.approx(0.5, abs=0.01)
    assert line.get("d") == "M0 0L1 1"


def test_that_boxes_have_fill_line_and_corners() -> None:
    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#00FF00"))
        painter.drawRoundedRect(QRectF(1.0, 2.0, 30.0, 40.0), 8.0, 8.0)
        painter.setPen(QColor("#0000FF"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(5.0, 6.0, 7.0, 8.0))
        painter.fillRect(QRectF(0.0, 0.0, 2.0, 3.0), QColor("#123456"))

    root = drawn(draw)
    assert boxes_of(root, "#00ff00") == [(1.0, 2.0, 31.0, 42.0)]
    assert boxes_of(root, "none") == [(5.0, 6.0, 12.0, 14.0)]
    assert boxes_of(root, "#123456") == [(0.0, 0.0, 2.0, 3.0)]
    _, rounded, framed, _ = root.iter(f"{SVG}rect")
    assert (rounded.get("rx"), rounded.get("stroke")) == ("8", None)
    assert (framed.get("rx"), framed.get("stroke")) == (None, "#0000ff")


def test_that_the_pixels_of_an_image_are_cells_and_empty_ones_are_left_out() -> None:
    image = QImage(2, 1, QImage.Format.Format_RGBA8888)
    image.fill(QColor("#FF0000"))
    image.setPixelColor(1, 0, QColor(0, 0, 0, 0))
    root = drawn(lambda painter: painter.drawImage(QRectF(10.0, 20.0, 24.0, 12.0), image))
    assert boxes_of(root, "#ff0000") == [(10.0, 20.0, 22.0, 32.0)]
    assert not boxes_of(root, "#000000")


def test_that_drawing_can_be_given_up() -> None:
    ticket = Ticket()
    ticket.cancel()
    with pytest.raises(CancelledError):
        drawn_svg(SIZE, "A picture", "#FFFFFF", lambda painter: painter.setPen(QColor("#000000")), ticket)

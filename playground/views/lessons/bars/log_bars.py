"""Bars on a logarithmic scale, with the number beside each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.models.lessons.bar_chart import Bar, BarChart, value_text
from playground.style.theme import Theme, font
from playground.style.words import tick_texts
from playground.views.kit.drawing import draw_box, draw_text, text_width

TITLE, AXIS = 22.0, 18.0
ROW, LEAST_ROW = 44.0, 14.0
BAR = 14.0
GAP = 10.0
DOT, DOT_GAP = 6.0, 3.0
"""Neurons of a layer under its bar."""
ROOM_FOR_TROUBLE, ROOM_FOR_DOTS = 30.0, 34.0
TICK = 46.0
WIDEST = "0.00088"
"""Room for the numbers: charts side by side have tracks of one length."""
_MIDDLE = Qt.AlignmentFlag.AlignHCenter


def log_bars_height(count: int) -> float:
    """Return how high a chart of so many bars is at most."""
    return TITLE + count * ROW + AXIS


def bar_rows(place: QRectF, count: int) -> list[QRectF]:
    """Return where the rows of a chart are, from top to bottom."""
    height = min(max((place.height() - TITLE - AXIS) / max(count, 1), LEAST_ROW), ROW)
    top = place.top() + TITLE
    return [QRectF(place.left(), top + row * height, place.width(), height) for row in range(count)]


def paint_log_bars(
    painter: QPainter,
    place: QRectF,
    theme: Theme,
    chart: BarChart,
    ink: str,
    tags: Mapping[int, str] | None = None,
) -> None:
    """Paint a chart.

    Parameters
    ----------
    ink
        Colour of the bars.
    tags
        Words at the end of some rows, by their numbers; "Your guess" and the like.
    """
    tags = tags or {}
    rows = bar_rows(place, len(chart.bars))
    texts = [value_text(bar.value) for bar in chart.bars]
    name = max((text_width(bar.name, font("body")) for bar in chart.bars), default=0.0) + GAP
    name = max(name, *(text_width(bar.trouble, font("tick")) + GAP for bar in chart.bars if bar.trouble), 0.0)
    number = max(text_width(text, font("selected")) for text in (WIDEST, *texts)) + GAP
    tag = max((text_width(words, font("caption_strong")) for words in tags.values()), default=-GAP) + GAP
    draw_text(
        painter,
        QRectF(place.left(), place.top(), place.width(), TITLE - 4),
        chart.what,
        font("caption"),
        theme.ink3,
    )
    track = QRectF(place.left() + name, 0.0, place.width() - name - number - tag, BAR)
    if rows:
        _paint_axis(
            painter,
            QRectF(track.left(), rows[0].top(), track.width(), rows[-1].bottom() - rows[0].top()),
            theme,
            chart,
        )
    for row, bar, text in zip(rows, chart.bars, texts, strict=True):
        _paint_bar(painter, row, track, theme, chart, bar, ink)
        box = QRectF(track.right() + GAP, row.top(), number, _bar_height(row, bar))
        draw_text(painter, box, text, font("selected"), theme.ink)
    for place_of, words in tags.items():
        row = rows[place_of]
        box = QRectF(track.right() + number + GAP, row.top(), tag, row.height())
        draw_text(painter, box, words, font("caption_strong"), theme.ink)


def _bar_height(row: QRectF, bar: Bar) -> float:
    """Return how much of a row its bar has; the neurons have the rest."""
    return row.height() - (DOT + 4.0 if bar.troubled and row.height() >= ROOM_FOR_DOTS else 0.0)


def _paint_axis(painter: QPainter, place: QRectF, theme: Theme, chart: BarChart) -> None:
    scale = chart.scale
    painter.setPen(QPen(QColor(theme.grid), 1.0))
    for decade in range(scale.low, scale.high + 1):
        x = place.left() + scale.share(10.0**decade) * place.width()
        painter.drawLine(QLineF(x, place.top(), x, place.bottom()))
    decades = scale.ticks(int(place.width() / TICK) + 1)
    for decade, text in zip(decades, tick_texts([10.0**decade for decade in decades]), strict=True):
        x = place.left() + scale.share(10.0**decade) * place.width()
        draw_text(
            painter, QRectF(x - 30, place.bottom() + 1, 60, AXIS - 2), text, font("tick"), theme.ink3, _MIDDLE
        )


def _paint_bar(
    painter: QPainter, row: QRectF, track: QRectF, theme: Theme, chart: BarChart, bar: Bar, ink: str
) -> None:
    height = _bar_height(row, bar)
    has_words = bool(bar.trouble) and row.height() >= ROOM_FOR_TROUBLE
    name = QRectF(
        row.left(), row.top(), track.left() - row.left() - GAP / 2, row.height() / 2 if has_words else height
    )
    draw_text(painter, name, bar.name, font("body"), theme.ink2)
    if has_words:
        box = QRectF(row.left(), row.center().y(), name.width(), row.height() / 2 - 2)
        draw_text(painter, box, bar.trouble, font("tick"), theme.danger)
    thick = min(BAR, height - 4.0)
    box = QRectF(track.left(), row.top() + (height - thick) / 2, track.width(), thick)
    if bar.value is None:
        painter.setPen(QPen(QColor(theme.ctl2), 1.0, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3.0, 3.0)
    else:
        box.setWidth(max(chart.scale.share(bar.value) * track.width(), 2.0))
        draw_box(painter, box, 3.0, ink if bar.value > 0.0 else theme.ctl2)
    if bar.troubled and height < row.height():
        room = QRectF(track.left(), row.top() + height, row.right() - track.left(), DOT)
        _paint_neurons(painter, room, theme, bar.troubled)


def _paint_neurons(painter: QPainter, room: QRectF, theme: Theme, dead: tuple[bool, ...]) -> None:
    """Draw the neurons of a layer in a row, if all fit: dots, and crosses for those that are dead."""
    if len(dead) * (DOT + DOT_GAP) > room.width():
        return
    for number, is_dead in enumerate(dead):
        box = QRectF(room.left() + number * (DOT + DOT_GAP), room.top(), DOT, DOT)
        if is_dead:
            painter.setPen(QPen(QColor(theme.danger), 1.5))
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ctl2))
            painter.drawEllipse(box)

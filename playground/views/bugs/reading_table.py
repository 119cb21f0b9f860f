"""Readings as rows: a name, and for each run a number with a bar."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.bugs.finding import Reading
from playground.models.lessons.bar_chart import LogScale
from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.bugs.finding_look import FindingLook
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.hover_tip import HoverTip
from playground.views.kit.themed import Control

HEAD, ROW, LEAST_ROW = 24.0, 34.0, 18.0
BAR, GAP, ICON = 8.0, 10.0, 14.0
LEAST_BAR, LONGEST_BAR = 24.0, 360.0
_RIGHT = Qt.AlignmentFlag.AlignRight
Row = tuple[str, Sequence[Reading | None]]


class ReadingTable(Control, QWidget):
    """Numbers that differ from those of the first run are bold; the one that tells the bug has a mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._sign = ""
        self._scale, self._has_sizes = LogScale.over(()), False
        self.rows: list[Row] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.describe("Readings", "What the instrument reads")
        HoverTip(self, self._words_at)

    def set_look(self, look: FindingLook) -> None:
        """Show other readings."""
        self._names, self._sign, self.rows = tuple(one.name for one in look.columns), look.sign, look.rows
        sizes = [
            [one.value for one in row if one is not None and one.unit == "number"] for _, row in self.rows
        ]
        # Bars compare: a single one would say nothing.
        self._has_sizes = sum(map(bool, sizes)) > 1
        self._scale = LogScale.over(value for row in sizes for value in row)
        self.setAccessibleDescription(". ".join(self._words(row) for row in self.rows))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(420, round(HEAD + len(self.rows) * ROW))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, round(HEAD + len(self.rows) * LEAST_ROW))

    def _words(self, row: Row) -> str:
        name, readings = row
        if len(readings) == 1:
            return f"{name}: {_text(readings[0])}"
        each = (f"{run} {_text(one)}" for run, one in zip(self._names, readings, strict=True))
        return f"{name}: {', '.join(each)}"

    def _words_at(self, place: QPoint) -> str:
        number = int((place.y() - HEAD) // self._row_height)
        return self._words(self.rows[number]) if 0 <= number < len(self.rows) else ""

    @property
    def _row_height(self) -> float:
        return min(max((self.height() - HEAD) / max(len(self.rows), 1), LEAST_ROW), ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._names:
            return
        painter, theme = QPainter(self), self.theme
        columns = self._columns()
        # All of them have bars or none, or they would not compare.
        room = min(min(width - number - 8.0 for _, width, number in columns), LONGEST_BAR)
        if len(columns) > 1:
            for name, (left, width, _) in zip(self._names, columns, strict=True):
                draw_text(painter, QRectF(left, 0, width, HEAD), name, font("caption"), theme.ink3, _RIGHT)
        top, height = HEAD if len(columns) > 1 else 0.0, self._row_height
        for name, readings in self.rows:
            place, is_sign = QRectF(0, top, self.width(), height), name == self._sign
            if is_sign:
                draw_box(painter, place, 4.0, theme.soft)
                mark = QRectF(4, top + (height - ICON) / 2, ICON, ICON)
                draw_icon(painter, "check", theme.accent_text, mark)
            else:
                painter.fillRect(QRectF(0, top + height - 1, self.width(), 1), QColor(theme.line))
            box = QRectF(self._indent, top, columns[0][0] - GAP - self._indent, height)
            ink = theme.ink if is_sign else theme.ink2
            draw_text(painter, box, name, font("selected" if is_sign else "body"), ink)
            for one, (left, width, number) in zip(readings, columns, strict=True):
                self._paint_reading(painter, QRectF(left, top, width, height), one, readings[0], number, room)
            top += height

    @property
    def _indent(self) -> float:
        """Where names begin: behind the mark of the sign."""
        return ICON + 8.0 if self._sign else 0.0

    def _columns(self) -> list[tuple[float, float, float]]:
        """Return left end, width and width of the numbers of each run; names come before bars."""
        letters, count = font("selected"), len(self._names)
        numbers = [
            max((text_width(_text(row[place]), letters) for _, row in self.rows), default=0)
            for place in range(count)
        ]
        heads = [text_width(name, font("caption")) if count > 1 else 0 for name in self._names]
        least = [max(pair) + GAP for pair in zip(numbers, heads, strict=True)]
        names = max((text_width(name, letters) for name, _ in self.rows), default=0) + self._indent + GAP
        left = min(names, self.width() - sum(least))
        more = (self.width() - 4.0 - left - sum(least)) / max(count, 1)
        columns = []
        for number, width in zip(numbers, least, strict=True):
            columns.append((left, width + more - GAP, float(number)))
            left += width + more
        return columns

    def _paint_reading(
        self,
        painter: QPainter,
        place: QRectF,
        one: Reading | None,
        first: Reading | None,
        number: float,
        room: float,
    ) -> None:
        theme = self.theme
        differs = one is not None and first is not None and one.gap(first) >= 1.0
        draw_text(painter, place, _text(one), font("selected" if differs else "body"), theme.ink, _RIGHT)
        share = self._share(one)
        if share is None or room < LEAST_BAR:
            return
        track = QRectF(place.right() - number - 8.0 - room, place.center().y() - BAR / 2, room, BAR)
        draw_box(painter, track, 3.0, theme.inset2)
        if share > 0.0:
            track.setWidth(max(share * room, 2.0))
            draw_box(painter, track, 3.0, theme.accent if one is first else theme.ctl2)

    def _share(self, one: Reading | None) -> float | None:
        """Return how long the bar of a reading is, None for none."""
        if one is None or not math.isfinite(one.value):
            return None
        if one.unit == "share":
            return min(max(one.value, 0.0), 1.0)
        return self._scale.share(one.value) if one.unit == "number" and self._has_sizes else None


def _text(one: Reading | None) -> str:
    return "–" if one is None else one.text

"""A small drawing of a network, in which a layer or a neuron is pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.models.lessons.bar_chart import layer_titles
from playground.models.lessons.targets import TargetKind, layer_keys, neuron_keys
from playground.style.theme import color, font
from playground.views.kit.drawing import draw_text
from playground.views.lessons.pointing.point_pad import PointPad

TITLE = 22.0
COLUMN, PITCH, RADIUS = 92.0, 19.0, 6.5
NAMED_PITCH, NAMED_RADIUS = 40.0, 13.0
"""Of the neurons where one of them is pointed at."""
LINK_OPACITY = 0.5


class NetworkPad(PointPad):
    """Hidden layers from left to right, then the output layer, with the inputs before them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hidden: tuple[int, ...] = ()

    def set_network(self, kind: TargetKind, hidden: Sequence[int]) -> None:
        """Show a network of some hidden layers."""
        self._hidden = tuple(hidden)
        self.set_targets(kind, layer_keys(hidden) if kind == "layer" else neuron_keys(hidden))

    def shapes(self) -> Sequence[QRectF]:
        columns = self._columns()
        if self.kind == "neuron":
            radius = self._radius
            return [_circle(middle, radius) for column in columns[1:-1] for middle in column]
        frame = self.frame()
        width = min(self._step, COLUMN) - 14.0
        return [
            QRectF(column[0].x() - width / 2, frame.top() + 5, width, frame.height() - 10)
            for column in columns[1:]
        ]

    @property
    def _step(self) -> float:
        return min(self.width() / (len(self._hidden) + 2), 130.0)

    @property
    def _pitch(self) -> float:
        most = max((*self._hidden, 1))
        usual = NAMED_PITCH if self.kind == "neuron" else PITCH
        return min(usual, (self.frame().height() - TITLE - 10.0) / most)

    @property
    def _radius(self) -> float:
        usual = NAMED_RADIUS if self.kind == "neuron" else RADIUS
        return min(usual, 0.4 * self._pitch)

    def _columns(self) -> list[list[QPointF]]:
        """Return the middles of all circles: inputs, hidden layers, output."""
        frame, step, pitch = self.frame(), self._step, self._pitch
        middle = frame.top() + TITLE + (frame.height() - TITLE) / 2
        left = (self.width() - step * (len(self._hidden) + 1)) / 2
        return [
            [QPointF(left + place * step, middle + (row - (size - 1) / 2) * pitch) for row in range(size)]
            for place, size in enumerate((2, *self._hidden, 1))
        ]

    def paint_picture(self, painter: QPainter) -> None:
        theme, columns, radius = self.theme, self._columns(), self._radius
        painter.setPen(QPen(color(theme.ctl, LINK_OPACITY), 1.0))
        for before, after in pairwise(columns):
            painter.drawLines([QLineF(one, other) for one in before for other in after])
        titles = ("Inputs", *layer_titles(len(columns) - 1))
        middle = Qt.AlignmentFlag.AlignHCenter
        for number, (title, column) in enumerate(zip(titles, columns, strict=True)):
            box = QRectF(column[0].x() - self._step / 2, self.frame().top() + 6, self._step, TITLE)
            draw_text(painter, box, title, font("caption"), theme.ink2 if number else theme.ink3, middle)
            painter.setBrush(QColor(theme.surface if number else theme.inset2))
            painter.setPen(QPen(QColor(theme.ctl2), 1.4))
            for centre in column:
                painter.drawEllipse(_circle(centre, radius))


def _circle(centre: QPointF, radius: float) -> QRectF:
    return QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius)

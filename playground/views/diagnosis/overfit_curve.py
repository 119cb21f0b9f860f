"""The loss of a batch that is learned by heart, on its way down to the goal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.diagnosis.overfit import GOAL_SHARE, GOAL_SHARE_ALL_RIGHT
from playground.style.theme import font
from playground.style.words import number_text, percent_text
from playground.views.kit.drawing import draw_box, draw_text
from playground.views.kit.themed import Themed

HEIGHT = 190
LEFT, TOP, RIGHT, BOTTOM = 66.0, 14.0, 14.0, 28.0
LINE = 16.0
# The axis shows at least half the goal to twice the first loss, and this many updates.
LEAST_SHARE, LARGEST_SHARE, FEWEST_UPDATES = 0.5 * GOAL_SHARE, 2.0, 50
# Losses that left all bounds may not squeeze the rest into a line.
SMALLEST_SHOWN, LARGEST_SHOWN = 1e-4, 1e2
MOST_DECADES = 5

Point = tuple[int, float]


class OverfitCurve(Themed, QWidget):
    """Loss by update as a share of the first loss, on a logarithmic scale, with the goals as dashed lines.

    Parameters
    ----------
    has_classes
        Whether there is the easier goal for points that are all in their right classes.
    """

    def __init__(self, has_classes: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[Point] = []
        self._goals = [(GOAL_SHARE, "Goal")]
        if has_classes:
            self._goals.append((GOAL_SHARE_ALL_RIGHT, "Goal when all points are right"))
        self.describe(
            "Loss of the batch",
            "The loss after every update, as a share of the first loss. The test is passed below "
            + " or ".join(f"{percent_text(share, None)} ({words.lower()})" for share, words in self._goals),
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def sizeHint(self) -> QSize:
        """Low and wide."""
        return QSize(480, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As high as it should be."""
        return QSize(240, HEIGHT)

    @property
    def points(self) -> Sequence[Point]:
        """The updates and losses on screen."""
        return tuple(self._points)

    def add_point(self, update: int, loss: float) -> None:
        """Go on with the line."""
        self._points.append((update, loss))
        self._show()

    def set_losses(self, losses: Sequence[float]) -> None:
        """Show the loss after every update, the first weights' first."""
        self._points = list(enumerate(losses))
        self._show()

    def _show(self) -> None:
        if self._points:
            update, loss = self._points[-1]
            self.setAccessibleDescription(f"Loss {number_text(loss, 3)} after {update:,} updates")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, goal and line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), 8.0, self.theme.surface, self.theme.line)
        frame = QRectF(self.rect()).adjusted(LEFT, TOP, -RIGHT, -BOTTOM)
        line = self._shares()
        low = math.log10(min([LEAST_SHARE, *(share for _, share in line)]))
        high = math.log10(max([LARGEST_SHARE, *(share for _, share in line)]))
        last = max([FEWEST_UPDATES, *(update for update, _ in line)])

        def place(update: float, share: float) -> QPointF:
            down = (high - math.log10(share)) / (high - low)
            return QPointF(frame.left() + update / last * frame.width(), frame.top() + down * frame.height())

        for decade in _decades(low, high):
            self._paint_tick(painter, frame, place(0, 10.0**decade).y(), percent_text(10.0**decade, None))
        self._paint_updates(painter, frame, last)
        for share, words in self._goals:
            self._paint_goal(painter, frame, place(0, share).y(), words)
        painter.setPen(QPen(QColor(self.theme.test_curve), 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([place(update, share) for update, share in line]))

    def _shares(self) -> list[Point]:
        """Return the points as shares of the first loss, within what can be shown."""
        first = self._points[0][1] if self._points else 0.0
        if not first > 0.0 or not math.isfinite(first):
            return []
        return [
            (update, min(max(loss / first, SMALLEST_SHOWN), LARGEST_SHOWN)) for update, loss in self._points
        ]

    def _paint_tick(self, painter: QPainter, frame: QRectF, y: float, text: str) -> None:
        painter.setPen(QPen(QColor(self.theme.grid), 1.0))
        painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        words = QRectF(0, y - LINE / 2, LEFT - 8, LINE)
        draw_text(painter, words, text, font("tick"), self.theme.ink3, Qt.AlignmentFlag.AlignRight)

    def _paint_goal(self, painter: QPainter, frame: QRectF, y: float, words: str) -> None:
        painter.setPen(QPen(QColor(self.theme.ok), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y))
        # Below its line and left, where no curve comes before the goal is reached.
        box = QRectF(frame.left() + 4, y + 1, frame.width() - 4, LINE)
        draw_text(painter, box, words, font("tick_strong"), self.theme.ok)

    def _paint_updates(self, painter: QPainter, frame: QRectF, last: int) -> None:
        words = QRectF(frame.left(), frame.bottom() + 6, frame.width(), LINE)
        draw_text(painter, words, "0", font("tick"), self.theme.ink3)
        text = f"{last:,} updates"
        draw_text(painter, words, text, font("tick"), self.theme.ink3, Qt.AlignmentFlag.AlignRight)


def _decades(low: float, high: float) -> list[int]:
    """Return powers of ten between two logarithms, few enough to be read."""
    decades = range(math.ceil(low), math.floor(high) + 1)
    return list(decades[:: math.ceil(len(decades) / MOST_DECADES)])

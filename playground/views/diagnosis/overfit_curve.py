"""The loss curve of the overfitting test, with its goals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.diagnosis.overfit import GOAL_SHARE, GOAL_SHARE_ALL_RIGHT
from playground.style.theme import Theme
from playground.style.words import count_text, number_text, percent_text
from playground.views.kit.chart.curve import Curve, Level
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale
from playground.views.kit.drawing import draw_box

HEIGHT = 190
NAMED = 130
# The axis shows at least half the goal to twice the first loss, and this many updates.
LEAST_SHARE, LARGEST_SHARE, FEWEST_UPDATES = 0.5 * GOAL_SHARE, 2.0, 50
# Diverging losses must not flatten the rest of the curve.
SMALLEST_SHOWN, LARGEST_SHOWN = 1e-4, 1e2

Point = tuple[int, float]


class OverfitCurve(CurveChart):
    """Loss by update as a share of the first loss, on a logarithmic scale, with the goals as dashed lines.

    Parameters
    ----------
    has_classes
        Whether to show the easier goal for when every point is classified correctly.
    """

    padding = 8.0

    def __init__(self, has_classes: bool, parent: QWidget | None = None) -> None:
        super().__init__("Update", x_name="updates", parent=parent)
        self._points: list[Point] = []
        goals = [(GOAL_SHARE, "Goal")]
        if has_classes:
            goals.append((GOAL_SHARE_ALL_RIGHT, "Goal when all points are right"))
        self._goals = [Level(share, words, _ok, is_named_left=True) for share, words in goals]
        self.describe(
            "Loss of the batch",
            "The loss after every update, as a share of the first loss. The test is passed below "
            + " or ".join(f"{percent_text(share, None)} ({words.lower()})" for share, words in goals),
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low curve goals have no names: they would lie on each other."""
        super().resizeEvent(event)
        self._show()

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, HEIGHT)

    @property
    def points(self) -> Sequence[Point]:
        """The updates and losses on screen."""
        return tuple(self._points)

    def add_point(self, update: int, loss: float) -> None:
        """Extend the curve."""
        self._points.append((update, loss))
        self._show()

    def set_losses(self, losses: Sequence[float]) -> None:
        """Show the loss after every update, the first weights' first."""
        self._points = list(enumerate(losses))
        self._show()

    def _show(self) -> None:
        if self._points:
            update, loss = self._points[-1]
            self.setAccessibleDescription(f"Loss {number_text(loss, 3)} after {count_text(update)} updates")
        updates = np.array([update for update, _ in self._points], np.float64)
        self.show_curves(
            [Curve("Loss", updates, self._shares(), _line)],
            self._goals if self.height() >= NAMED else [replace(goal, name="") for goal in self._goals],
            scale=Scale(is_logarithmic=True, is_share=True),
            x_end=float(FEWEST_UPDATES),
            also=(LEAST_SHARE, LARGEST_SHARE),
        )

    def _shares(self) -> NDArray[np.float64]:
        """Return the losses as shares of the first, clipped to the visible range."""
        losses = np.array([loss for _, loss in self._points], np.float64)
        first = float(losses[0]) if len(losses) else 0.0
        if not first > 0.0 or not math.isfinite(first):
            return np.full(len(losses), np.nan)
        with np.errstate(over="ignore"):
            return np.clip(losses / first, SMALLEST_SHOWN, LARGEST_SHOWN)

    def _draw_ground(self, painter: QPainter) -> None:
        draw_box(painter, QRectF(self.rect()), 8.0, self.theme.surface, self.theme.line)


def _ok(theme: Theme) -> str:
    return theme.ok


def _line(theme: Theme) -> str:
    return theme.test_curve

"""How much of a difference is luck: the same run with other seeds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.style.theme import color, font
from playground.style.words import score_text
from playground.views.kit import Label, SelectField, TextButton
from playground.views.kit.drawing import draw_text
from playground.views.kit.painting.run_marks import run_ink
from playground.views.kit.themed import Control

DOT, LEVEL = 3.5, 9.0


class ScoreDots(Control, QWidget):
    """One dot per seed along the score axis, stacked where they meet, and their range."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scores: tuple[float, ...] = ()
        self._number, self._is_share = 1, True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.describe("Scores of the seeds", "")

    def set_scores(self, scores: Sequence[float], number: int, *, is_share: bool) -> None:
        """Show scores, accuracies or R squared, in the colour of a run."""
        self._scores, self._number, self._is_share = tuple(sorted(scores)), number, is_share
        texts = [score_text(score, is_share=is_share) for score in self._scores]
        self.describe("Scores of the seeds", "Score of each seed, from lowest to highest")
        self.setAccessibleDescription(", ".join(texts))
        self.setVisible(bool(scores))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 52)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._scores:
            return
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = _round_span(self._scores[0], self._scores[-1])
        left, right, base = 14.0, self.width() - 14.0, 28.0

        def x_of(score: float) -> float:
            return left + (score - low) / (high - low) * (right - left)

        ink = run_ink(self._number)(theme)
        painter.fillRect(QRectF(0, base, self.width(), 1), QColor(theme.line))
        span = QRectF(x_of(self._scores[0]) - 6, base - 6, 0, 12)
        span.setRight(x_of(self._scores[-1]) + 6)
        painter.fillRect(span, color(ink, 0.18 if theme.is_dark else 0.14))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        taken: dict[int, int] = {}
        for score in self._scores:
            place = round(x_of(score) / (2 * DOT))
            level = taken.get(place, 0)
            taken[place] = level + 1
            painter.drawEllipse(QPointF(x_of(score), base - level * LEVEL), DOT, DOT)
        for share in (0.0, 0.5, 1.0):
            score = low + share * (high - low)
            text = score_text(score, is_share=self._is_share)
            box = QRectF(min(max(x_of(score) - 30, 0), self.width() - 60), base + 8, 60, 16)
            draw_text(painter, box, text, font("tick"), theme.ink3, Qt.AlignmentFlag.AlignHCenter)


class SeedsPanel(QWidget):
    """Runs five more seeds of a run in the background, with progress and cancel.

    Signals
    -------
    seeds_wanted
        Key of the run.
    cancel_pressed
        Stop; finished seeds stay.
    run_selected
        Key of the run whose seeds are shown.
    """

    seeds_wanted = Signal(int)
    cancel_pressed = Signal()
    run_selected = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = SelectField([], "Run", "The run whose seeds are shown")
        self.words = Label("", "caption", "ink2")
        self.words.setWordWrap(True)
        self.dots = ScoreDots()
        self.button = TextButton(
            "Run 5 more seeds", "Run 5 more seeds",
            "Train this run again with other random numbers, in the background", icon="dice",
        )  # fmt: skip
        self._is_running = False
        self.button.clicked.connect(self._on_pressed)
        self.run.option_selected.connect(self._on_run_selected)
        head = QHBoxLayout()
        head.addWidget(Label("Seeds", "section_title"))
        head.addStretch(1)
        head.addWidget(self.run)
        self.run.setFixedWidth(176)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addWidget(self.dots)
        column.addWidget(self.button)

    def set_runs(self, runs: Sequence[tuple[int, str]], chosen: int) -> None:
        """Set the choice of runs, by key and name."""
        self.run.set_options([(str(key), name) for key, name in runs])
        self.run.set_value(str(chosen))

    def set_scores(self, scores: Sequence[float], number: int, *, is_share: bool) -> None:
        """Show the results of the seeds; the first is the run itself."""
        what = "accuracy" if is_share else "R²"
        if len(scores) < 2:
            self.words.set_text("How much of a difference is luck? The same run with other seeds shows it.")
        else:
            low, middle, high = min(scores), median(scores), max(scores)
            texts = [score_text(score, is_share=is_share) for score in (low, high, middle)]
            self.words.set_text(
                f"Test {what} of {len(scores)} seeds: {texts[0]} to {texts[1]}, median {texts[2]}. "
                "The band in the chart shows the same runs."
            )
        self.dots.set_scores(scores if len(scores) > 1 else (), number, is_share=is_share)

    def set_progress(self, done: int, wanted: int) -> None:
        """Show how many seeds are done; `wanted` is 0 if none are running."""
        self._is_running = wanted > 0
        self.button.set_text(f"{done} of {wanted}, Cancel" if wanted else "Run 5 more seeds")
        self.button.set_icon("" if wanted else "dice")
        self.button.setAccessibleName(
            f"Cancel, {done} of {wanted} seeds done" if wanted else "Run 5 more seeds"
        )

    def _on_pressed(self) -> None:
        if self._is_running:
            self.cancel_pressed.emit()
        elif self.run.value():
            self.seeds_wanted.emit(int(self.run.value() or 0))

    def _on_run_selected(self, key: str) -> None:
        self.run_selected.emit(int(key))


def _round_span(low: float, high: float) -> tuple[float, float]:
    """Return a range in whole hundredths around two scores, at least two hundredths wide."""
    bottom, top = math.floor(low * 100 - 0.5) / 100, math.ceil(high * 100 + 0.5) / 100
    return (bottom, top) if top - bottom >= 0.02 else (bottom - 0.01, top + 0.01)

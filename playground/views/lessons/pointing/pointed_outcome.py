"""What was pointed at, ringed, over what came out, in one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.models.lessons.bar_chart import BarChart
from playground.models.lessons.targets import TargetKind, target_name
from playground.style.pixels import image_from_pixels
from playground.style.theme import font
from playground.style.words import number_text
from playground.views.kit.drawing import draw_text
from playground.views.kit.painting.boundary_image import paint_boundary
from playground.views.kit.themed import Control
from playground.views.lessons.bars.log_bars import bar_rows, paint_log_bars
from playground.views.lessons.pointing.samples_pad import Samples

GUESS = "Your guess"
RING, MARK, LINE = 8.0, 7.0, 26.0


class PointedOutcome(Control, QWidget):
    """Bars of all layers or neurons, or all samples on the boundary."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: BarChart | None = None
        self._samples: Samples | None = None
        self._image: QImage | None = None
        self._keys: tuple[str, ...] = ()
        self._guess: str | None = None
        self._tags: Mapping[str, str] = {}
        self._values: Mapping[str, float] = {}

    @property
    def words(self) -> Sequence[str]:
        """What is marked, a line each."""
        kind: TargetKind = "sample" if self._samples is not None else "neuron"
        marked = [*self._tags.items(), *([] if self._guess is None else [(self._guess, GUESS)])]
        return [f"{word}: {target_name(kind, key)}{self._value_words(key)}" for key, word in marked]

    def _value_words(self, key: str) -> str:
        value = self._values.get(key)
        return "" if value is None else f", loss {number_text(value, 3)}"

    def set_bars(
        self, chart: BarChart, keys: Sequence[str], guess: str | None, tags: Mapping[str, str]
    ) -> None:
        """Show bars; `tags` has a word for each key that is right."""
        self._chart, self._samples, self._image = chart, None, None
        self._keys, self._guess, self._tags, self._values = tuple(keys), guess, tags, {}
        self._describe(chart.words)

    def set_samples(
        self, samples: Samples, guess: str | None, tags: Mapping[str, str], losses: Mapping[str, float]
    ) -> None:
        """Show samples, with the loss of each; their keys are their numbers from 1."""
        self._chart, self._samples, self._image = None, samples, image_from_pixels(samples.pixels)
        self._keys, self._guess, self._tags, self._values = (), guess, tags, losses
        self._describe("")

    def _describe(self, values: str) -> None:
        self.describe("Guess and outcome", "; ".join(self.words))
        self.setAccessibleDescription(". ".join([*self.words, *([values] if values else [])]))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(600, 220)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._chart is not None:
            self._paint_bars(painter, self._chart)
        elif self._samples is not None:
            self._paint_samples(painter, self._samples)

    def _paint_bars(self, painter: QPainter, chart: BarChart) -> None:
        theme, place = self.theme, QRectF(self.rect()).adjusted(RING, -8, -RING, 0)
        tags = {self._keys.index(key): word for key, word in self._tags.items() if key in self._keys}
        guessed = self._keys.index(self._guess) if self._guess in self._keys else None
        if guessed is not None:
            tags[guessed] = f"{tags[guessed]}, as you guessed" if guessed in tags else GUESS
        paint_log_bars(painter, place, theme, chart, theme.ctl2, tags)
        if guessed is not None:
            row = bar_rows(place, len(chart.bars))[guessed]
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2.0))
            painter.drawRoundedRect(row.adjusted(-RING + 1, 1, RING - 1, -1), 7.0, 7.0)

    def _paint_samples(self, painter: QPainter, samples: Samples) -> None:
        theme, side = self.theme, float(self.height())
        square = QRectF(0.0, 0.0, side, side)
        paint_boundary(painter, square, theme, self._image, samples.places, samples.y)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for key in self._tags:
            at = _place(square, samples, key)
            if at is not None:  # a square: told from the ring of the guess without its colour
                painter.setPen(QPen(QColor(theme.ink), 2.0))
                painter.drawRect(QRectF(at.x() - MARK, at.y() - MARK, 2 * MARK, 2 * MARK))
        at = None if self._guess is None else _place(square, samples, self._guess)
        if at is not None:
            painter.setPen(QPen(QColor(theme.accent), 2.5))
            painter.drawEllipse(at, RING + 3, RING + 3)
        for number, words in enumerate(self.words):
            is_guess = words.startswith(GUESS)
            line = QRectF(side + 40, number * LINE, self.width() - side - 40, LINE)
            mark = QRectF(side + 18, line.center().y() - MARK, 2 * MARK, 2 * MARK)
            painter.setPen(QPen(QColor(theme.accent if is_guess else theme.ink), 2.0))
            if is_guess:
                painter.drawEllipse(mark)
            else:
                painter.drawRect(mark)
            draw_text(painter, line, words, font("selected"), theme.ink)


def _place(square: QRectF, samples: Samples, key: str) -> QPointF | None:
    row = int(key) - 1 if key.isdigit() else -1
    if not 0 <= row < len(samples.places):
        return None
    x, y = samples.places[row].tolist()
    return QPointF(square.left() + x * square.width(), square.bottom() - y * square.height())

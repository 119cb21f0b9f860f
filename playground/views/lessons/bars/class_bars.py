"""Logits and probabilities of one sample as bars, with its loss written out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.models.lessons.logit_board import LARGEST_LOGIT
from playground.style.icons import draw_icon
from playground.style.theme import Theme, font
from playground.style.words import fixed_text, number_text, percent_text
from playground.views.kit.drawing import draw_box, draw_text, text_width

HEAD, FOOT = 20.0, 32.0
ROW, LEAST_ROW = 48.0, 15.0
BAR, GAP, HANDLE = 14.0, 12.0, 7.0
ICON = 14.0
LEAST_BARS = 70.0
"""Room for the bars of logits and probabilities together."""
_RIGHT = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class ClassScores:
    """What a network says about a sample.

    Attributes
    ----------
    title
        What the sample is called; empty for none.
    true
        Number of the true class, from 0.
    probabilities
        None where the outputs are none.
    loss
        None while it is to be predicted.
    gradient
        Of the loss by the logits, if it is shown.
    is_told
        Whether logits and probabilities are shown already.
    reach
        The largest logit that there is room for, the same in cards side by side.
    """

    title: str
    classes: tuple[str, ...]
    logits: tuple[float, ...]
    probabilities: tuple[float, ...] | None
    true: int
    loss: float | None
    gradient: tuple[float, ...] | None = None
    is_told: bool = True
    reach: float = LARGEST_LOGIT

    @property
    def loss_words(self) -> str:
        """The loss as a formula with its numbers."""
        if not self.is_told or self.loss is None:
            return "Loss = ?"
        loss = number_text(self.loss, 3)
        if self.probabilities is None:
            return f"Loss = {loss}"
        return f"Loss = −ln {_probability_text(self.probabilities[self.true])} = {loss}"

    @property
    def words(self) -> str:
        """All of it, for those who do not see it."""
        if not self.is_told:
            return f"True class {self.classes[self.true]}"
        rows = []
        for place, name in enumerate(self.classes):
            chance = (
                ""
                if self.probabilities is None
                else f", probability {percent_text(self.probabilities[place])}"
            )
            rows.append(f"{name}: logit {fixed_text(self.logits[place], 2, sign=True)}{chance}")
        name = f"{self.title}, true" if self.title else "True"
        return f"{name} class {self.classes[self.true]}. {'; '.join(rows)}. {self.loss_words}"


def _probability_text(chance: float) -> str:
    """Return a probability with so many digits that its logarithm can be seen."""
    missing = 1.0 - chance
    digits = 3 + max(math.floor(-math.log10(missing)), 0) if 0.0 < missing < 1.0 else 3
    return number_text(chance, digits)


@dataclass(frozen=True)
class Columns:
    """Where the columns of bars are: left end and width of each.

    Attributes
    ----------
    logit, probability
        A logit has no bar where its column has no width, and not even a number where there is none.
    rows
        By numbers of classes, from top to bottom; as many as there is room for.
    reach
        The logit at the end of its column.
    """

    name: float
    logit: tuple[float, float] | None
    probability: tuple[float, float]
    gradient: tuple[float, float] | None
    rows: Mapping[int, QRectF]
    reach: float = LARGEST_LOGIT

    def logit_at(self, x: float) -> float:
        """Return the logit at a position."""
        left, width = self.logit or (0.0, 0.0)
        return ((x - left) / max(width, 1.0) * 2.0 - 1.0) * self.reach

    def x_of(self, logit: float) -> float:
        """Return the position of a logit."""
        left, width = self.logit or (0.0, 0.0)
        share = min(max(logit / self.reach, -1.0), 1.0)
        return left + (share + 1.0) / 2.0 * width


def columns_of(place: QRectF, scores: ClassScores) -> Columns:
    """Return where the bars of some classes are; where room is short, logits give way."""
    name = max(text_width(one, font("selected")) for one in scores.classes) + ICON + GAP
    name = min(name, 0.28 * place.width())
    number, chance = text_width("+88.8", font("body")) + 6.0, text_width("100.0 %", font("body")) + 6.0
    change = text_width("+0.888", font("body")) + GAP if scores.gradient is not None else 0.0
    left, room = place.left() + name, place.width() - name - chance - change
    bars = room - number - GAP
    logit: tuple[float, float] | None = left, bars / 2 if bars >= LEAST_BARS else 0.0
    if bars < LEAST_BARS / 3:
        logit, second, width = None, left, max(room, 0.0)
    else:
        assert logit is not None
        second, width = left + logit[1] + number + GAP, bars - logit[1]
    third = (second + width + chance, change) if scores.gradient is not None else None
    return Columns(name, logit, (second, width), third, _rows(place, scores), scores.reach)


def _rows(place: QRectF, scores: ClassScores) -> dict[int, QRectF]:
    """Return the rows that fit: all, or the true class and the most probable ones."""
    room, count = place.height() - HEAD - FOOT, len(scores.classes)
    fitting = min(max(int(room / LEAST_ROW), 1), count)
    if fitting < count:
        fitting = max(fitting - 1, 1)  # a row says how many there are more
    order = sorted(range(count), key=lambda one: (one != scores.true, -scores.logits[one]))
    shown = sorted(order[:fitting])
    height = min(max(room / count, LEAST_ROW), ROW)
    return {
        one: QRectF(place.left(), place.top() + HEAD + at * height, place.width(), height)
        for at, one in enumerate(shown)
    }


def paint_class_bars(
    painter: QPainter,
    place: QRectF,
    theme: Theme,
    scores: ClassScores,
    *,
    handle: int | None = None,
    movable: bool = False,
) -> None:
    """Paint the bars of all classes, and the loss.

    Parameters
    ----------
    handle
        The class whose logit the keys move.
    movable
        Whether the logits have handles.
    """
    columns = columns_of(place, scores)
    _paint_heads(painter, place, theme, columns, scores.title)
    top, below = place.top() + HEAD, max(row.bottom() for row in columns.rows.values())
    if columns.logit is not None and columns.logit[1]:
        middle = columns.x_of(0.0)
        painter.setPen(QPen(QColor(theme.ctl2), 1.0))
        painter.drawLine(QLineF(middle, top, middle, below))
    for number, row in columns.rows.items():
        _paint_name(painter, row, theme, scores, number, columns.name)
        if not scores.is_told:
            continue
        ink = theme.classes[number % len(theme.classes)]
        _paint_logit(painter, row, theme, columns, scores.logits[number], ink)
        if movable:
            _paint_handle(painter, row, theme, columns.x_of(scores.logits[number]), is_on=handle == number)
        if scores.probabilities is not None:
            _paint_probability(painter, row, theme, columns, scores.probabilities[number], ink)
        if scores.gradient is not None and columns.gradient is not None:
            left, width = columns.gradient
            text, box = (
                fixed_text(scores.gradient[number], 3, sign=True),
                QRectF(left, row.top(), width, row.height()),
            )
            draw_text(painter, box, text, font("body"), theme.ink, _RIGHT)
    hidden = len(scores.classes) - len(columns.rows)
    if hidden:
        box = QRectF(place.left() + ICON + 4.0, below, place.width(), LEAST_ROW)
        draw_text(painter, box, f"+ {hidden} more", font("caption"), theme.ink3)
        below += LEAST_ROW
    words, role = _fitted(scores.loss_words, place.width())
    draw_text(painter, QRectF(place.left(), below + 6.0, place.width(), 24.0), words, font(role), theme.ink)


def _fitted(words: str, width: float) -> tuple[str, str]:
    """Return a loss and its font, both shorter where room is short: its digits are never lost."""
    for text in (words, words.removeprefix("Loss = ")):
        for role in ("section_title", "caption_strong"):
            if text_width(text, font(role)) <= width:
                return text, role
    return words.rpartition("= ")[2], "caption_strong"


def _paint_heads(painter: QPainter, place: QRectF, theme: Theme, columns: Columns, title: str) -> None:
    ink, room = theme.ink3, columns.probability[0] - place.left()
    if columns.logit is not None:
        left, width = columns.logit
        box = QRectF(left + width / 2 - 40.0 if width else left, place.top(), 80.0, HEAD - 4)
        align = Qt.AlignmentFlag.AlignHCenter if width else Qt.AlignmentFlag.AlignLeft
        draw_text(painter, box, "Logit", font("tick"), ink, align)
        room = left + width / 2 - 18.0 - place.left()
    if text_width(title, font("caption")) <= room:
        draw_text(painter, QRectF(place.left(), place.top(), room, HEAD - 4), title, font("caption"), ink)
    left, width = columns.probability
    box = QRectF(left, place.top(), width + 60.0, HEAD - 4)
    draw_text(painter, box, "Probability", font("tick"), ink)
    if columns.gradient is not None:
        box = QRectF(columns.gradient[0] - 40.0, place.top(), columns.gradient[1] + 40.0, HEAD - 4)
        draw_text(painter, box, "Gradient p − y", font("tick"), ink, _RIGHT)


def _paint_name(
    painter: QPainter, row: QRectF, theme: Theme, scores: ClassScores, number: int, width: float
) -> None:
    is_true = number == scores.true
    box = QRectF(row.left() + ICON + 4.0, row.top(), width - ICON - GAP + 4.0, row.height())
    if is_true:
        # A tick and bold letters: the true class is told without its colour too.
        draw_icon(painter, "check", theme.ok, QRectF(row.left(), row.center().y() - ICON / 2, ICON, ICON))
    name = scores.classes[number]
    draw_text(
        painter, box, name, font("selected" if is_true else "body"), theme.ink if is_true else theme.ink2
    )


def _paint_logit(
    painter: QPainter, row: QRectF, theme: Theme, columns: Columns, logit: float, ink: str
) -> None:
    if columns.logit is None:
        return
    left, width = columns.logit
    thick = min(BAR, row.height() - 5.0)
    if width:
        middle, end = columns.x_of(0.0), columns.x_of(logit)
        bar = QRectF(min(middle, end), row.center().y() - thick / 2, max(abs(end - middle), 1.0), thick)
        draw_box(painter, bar, 2.0, ink)
    text = fixed_text(logit, 1, sign=bool(round(logit, 1)))
    box = QRectF(left + width + 2.0, row.top(), text_width("+88.8", font("body")) + 4.0, row.height())
    draw_text(painter, box, text, font("body"), theme.ink, _RIGHT)


def _paint_handle(painter: QPainter, row: QRectF, theme: Theme, x: float, *, is_on: bool) -> None:
    painter.setBrush(QColor(theme.accent if is_on else theme.knob))
    painter.setPen(QPen(QColor(theme.accent), 2.0))
    painter.drawEllipse(QRectF(x - HANDLE, row.center().y() - HANDLE, 2 * HANDLE, 2 * HANDLE))


def _paint_probability(
    painter: QPainter, row: QRectF, theme: Theme, columns: Columns, chance: float, ink: str
) -> None:
    thick = min(BAR, row.height() - 5.0)
    left, width = columns.probability
    track = QRectF(left, row.center().y() - thick / 2, width, thick)
    draw_box(painter, track, 3.0, theme.inset2)
    draw_box(painter, QRectF(track.left(), track.top(), max(chance * width, 1.0), thick), 3.0, ink)
    box = QRectF(left + width + 2.0, row.top(), text_width("100.0 %", font("body")) + 4.0, row.height())
    draw_text(painter, box, percent_text(chance), font("body"), theme.ink, _RIGHT)

"""The answers of a question side by side, of which one is chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QSizePolicy, QWidget

from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.choice_question import ChoiceQuestion
from playground.style.theme import apply_to_tree, font
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Control, Themed
from playground.views.lessons.answers.answer_field import AnswerField, Ground

PADDING, RADIO, KEY = 14.0, 16.0, 20.0
TITLE_HEIGHT = 24.0
TALL, LEAST_TALL, LOW, LOWEST = 196, 152, 104, 52
WITHOUT_SKETCH = 108
"""What a tall tile needs below its sketch, which has the rest: three lines of reasons."""
LOCKED = 0.38
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class ChoiceTile(Control, QAbstractButton):
    """One answer: a sketch of the loss, if it has one, its title, and why somebody expects it."""

    def __init__(
        self,
        number: int,
        title: str,
        because: str = "",
        curve: tuple[float, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._number, self._title, self._because, self._curve = number, title, because, curve
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._hands: int | None = None
        self._share = 0.0
        set_plain_text(self, title)
        self.describe(title, f"{because or title} (key {number})")

    @property
    def has_sketch(self) -> bool:
        """Whether it has a sketch of the loss."""
        return bool(self._curve)

    def set_hands(self, count: int | None, share: float = 0.0) -> None:
        """Show how many hands were raised for it, with its share of all as a bar; None for no count."""
        self._hands, self._share = count, share
        self.setAccessibleDescription("" if count is None else _hands_text(count))
        self.update()

    def nextCheckState(self) -> None:
        """Stay as it is: the card says which one is chosen."""

    def sizeHint(self) -> QSize:
        return QSize(228, TALL if self._curve else LOW if self._because else LOWEST)

    def minimumSizeHint(self) -> QSize:
        return QSize(150 if self._because else 88, LEAST_TALL if self._curve else self.sizeHint().height())

    def ring_shape(self) -> tuple[QRect, float]:
        return self.rect(), 8.0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, is_on = QPainter(self), self.theme, self.isChecked()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled() and not is_on:
            painter.setOpacity(LOCKED)
        border = theme.accent if is_on else theme.ctl2 if self.hovered else theme.ctl
        fill = theme.inset if self.hovered and self.isEnabled() and not is_on else theme.surface
        draw_box(painter, QRectF(self.rect()), 8.0, fill, border, 2.0 if is_on else 1.0)
        if self._hands is not None:
            bar = QRectF(self.rect()).adjusted(2, 2, -2, -2)
            bar.setWidth(bar.width() * self._share)
            draw_box(painter, bar, 6.0, theme.soft)
        top = PADDING
        if self._curve:
            height = self.height() - WITHOUT_SKETCH
            self._paint_sketch(painter, QRectF(PADDING, PADDING, self.width() - 2 * PADDING, height))
            top += height + 10
        circle = QRectF(PADDING, top + (TITLE_HEIGHT - RADIO) / 2, RADIO, RADIO)
        painter.setBrush(QColor(theme.surface))
        painter.setPen(QPen(QColor(theme.accent if is_on else theme.ctl2), 5.0 if is_on else 1.4))
        inside = 2.5 if is_on else 0.7
        painter.drawEllipse(circle.adjusted(inside, inside, -inside, -inside))
        left = circle.right() + 10
        title = QRectF(left, top, self.width() - left - PADDING, TITLE_HEIGHT)
        draw_text(painter, title, self._title, font("selected"), theme.ink)
        if self._hands is not None:
            count = _hands_text(self._hands)
            place = title.adjusted(0, 0, -KEY, 0)
            draw_text(painter, place, count, font("selected"), theme.accent_text, Qt.AlignmentFlag.AlignRight)
        key = QRectF(self.width() - KEY - 8, self.height() - KEY - 8, KEY, KEY)
        words = QRectF(left, title.bottom() + 2, key.left() - left - 4, key.bottom() - title.bottom())
        painter.setFont(font("caption"))
        painter.setPen(QColor(theme.ink2))
        painter.drawText(words, int(_WRAPPED), self._fitted(words))
        draw_box(painter, key, 4.0, None, theme.ctl)
        draw_text(painter, key, str(self._number), font("tick"), theme.ink3, Qt.AlignmentFlag.AlignHCenter)

    def _fitted(self, place: QRectF) -> str:
        """Return as much of the reason as fits beside the key."""
        metrics, words = QFontMetrics(font("caption")), self._because.split()
        for count in range(len(words), 0, -1):
            text = " ".join(words[:count]) + ("…" if count < len(words) else "")
            box = metrics.boundingRect(place.toRect(), int(_WRAPPED), text)
            if box.height() <= place.height():
                return text
        return ""

    def _paint_sketch(self, painter: QPainter, place: QRectF) -> None:
        """Draw a loss without numbers between its axes."""
        theme = self.theme
        left = place.left() + text_width("Loss", font("tick")) + 6
        frame = QRectF(left, place.top(), place.right() - left, place.height() - 16)
        painter.setPen(QPen(QColor(theme.ctl), 1.0))
        painter.drawPolyline([frame.topLeft(), frame.bottomLeft(), frame.bottomRight()])
        draw_text(painter, QRectF(place.left(), place.top(), 40, 16), "Loss", font("tick"), theme.ink3)
        below = QRectF(frame.left(), frame.bottom() + 1, frame.width(), 15)
        draw_text(painter, below, "Epochs", font("tick"), theme.ink3, Qt.AlignmentFlag.AlignRight)
        heights = self._curve
        steps = frame.width() / max(len(heights) - 1, 1)
        points = [
            QPointF(frame.left() + n * steps, frame.bottom() - 4 - height * (frame.height() - 8))
            for n, height in enumerate(heights)
        ]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.accent if self.isChecked() else theme.ink2), 3.0,
                            j=Qt.PenJoinStyle.RoundJoin))  # fmt: skip
        painter.drawPolyline(points)


class ChoiceTiles(Themed, AnswerField):
    """All answers; a click or a number key chooses one."""

    prompt = "Choose what you expect, then run."

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: list[ChoiceTile] = []
        self._raised: list[int] = []
        self._is_counting = self._is_tie = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)

    def set_question(self, question: Question, ground: Ground) -> None:
        assert isinstance(question, ChoiceQuestion)
        self._set_tiles(
            [
                ChoiceTile(number, choice.title, choice.because, choice.curve)
                for number, choice in enumerate(question.choices, 1)
            ]
        )

    def _set_tiles(self, tiles: Sequence[ChoiceTile]) -> None:
        self._raised, self._is_counting, self._is_tie = [], False, False
        for tile in self.tiles:
            self._row.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = list(tiles)
        for tile in self.tiles:
            tile.clicked.connect(self._on_tile_clicked)
            self._row.addWidget(tile, 1)
            apply_to_tree(tile, self.theme)

    def guess_at(self, place: int) -> Guess:
        """Return the guess that a tile stands for."""
        return place

    def set_guess(self, guess: Guess | None) -> None:
        for place, tile in enumerate(self.tiles):
            tile.setChecked(self.guess_at(place) == guess)

    def set_open(self, is_open: bool) -> None:
        for tile in self.tiles:
            tile.setEnabled(is_open)

    @property
    def is_wide(self) -> bool:
        return any(tile.has_sketch for tile in self.tiles)

    @property
    def counts_hands(self) -> bool | None:
        is_open = bool(self.tiles) and self.tiles[0].isEnabled()
        return self._is_counting if is_open else None

    @property
    def hands_words(self) -> str:
        if not self._is_counting:
            return ""
        if self._is_tie:
            return "No answer has most hands: count on, or press H and choose one."
        return "A number key for each hand; Backspace takes one back, Return takes the answer of most."

    def set_stacked(self, on: bool) -> None:
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if on else direction.LeftToRight)

    def set_counting(self, on: bool) -> None:
        if on:
            self._raised = []
        self._is_counting, self._is_tie = on, False
        self._show_hands()

    def _raise(self, place: int | None) -> None:
        """Count another hand; None takes the last one back."""
        if place is not None:
            self._raised.append(place)
        elif self._raised:
            self._raised.pop()
        self._is_tie = False
        self._show_hands()

    def _take_most(self) -> None:
        """Answer as most hands do, and stop counting."""
        counts = [self._raised.count(place) for place in range(len(self.tiles))]
        most = max(counts)
        self._is_tie = counts.count(most) > 1
        if self._is_tie:
            self.counted.emit()
            return
        self.set_counting(False)
        self.guessed.emit(self.guess_at(counts.index(most)))

    def _show_hands(self) -> None:
        """Show the counts, and leave them on screen when the counting is over."""
        total = max(len(self._raised), 1)
        for place, tile in enumerate(self.tiles):
            count = self._raised.count(place)
            tile.set_hands(count if self._is_counting or self._raised else None, count / total)
        self.counted.emit()

    def keys(self) -> str:
        numbers = [str(number) for number in range(1, len(self.tiles) + 1)]
        return f"Press {', '.join(numbers[:-1])} or {numbers[-1]}."

    def takes_key(self, event: QKeyEvent) -> bool:
        place = event.key() - Qt.Key.Key_1
        if 0 <= place < len(self.tiles) and self.tiles[place].isEnabled():
            self._choose(place)
        elif self._is_counting and event.key() == Qt.Key.Key_Backspace:
            self._raise(None)
        elif self._is_counting and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take_most()
        else:
            return False
        return True

    def _choose(self, place: int) -> None:
        if self._is_counting:
            self._raise(place)
        else:
            self.guessed.emit(self.guess_at(place))

    def _on_tile_clicked(self) -> None:
        self._choose([tile is self.sender() for tile in self.tiles].index(True))


def _hands_text(count: int) -> str:
    return "1 hand" if count == 1 else f"{count} hands"

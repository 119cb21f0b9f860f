"""The steps of a lesson in a row, with the one on screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.icons import draw_icon
from playground.style.theme import font
from playground.views.kit.drawing import draw_text, text_width
from playground.views.kit.pick_row import PickRow

HEIGHT, CIRCLE = 32, 18.0
_GAP, _LINE = 7.0, 10.0


class Stepper(PickRow):
    """Circles with numbers; those that are done have a tick. Only steps already reached can be picked.

    Signals
    -------
    step_picked
        Number of a step, from 0.
    """

    step_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles: tuple[str, ...] = ()
        self._at = self._reached = 0
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.describe("Steps of the lesson", "The steps you have been to can be opened again")

    def set_steps(self, titles: Sequence[str], at: int, reached: int) -> None:
        """Show steps; the ones up to `reached` can be picked."""
        self._titles, self._at, self._reached = tuple(titles), at, reached
        if titles:
            self.setAccessibleDescription(f"Step {at + 1} of {len(titles)}: {titles[at]}")
        self.update()

    def rects(self) -> list[QRectF]:
        places, x = [], 0.0
        for place, title in enumerate(self._titles):
            width = CIRCLE + (_GAP + text_width(title, self._font(place)) if self._has_word(place) else 0.0)
            places.append(QRectF(x, 0.0, width, HEIGHT))
            x += width + 3 * _LINE
        # As near to one another as the room needs.
        over = x - 3 * _LINE - self.width()
        if over > 0 and len(places) > 1:
            closer = min(over / (len(places) - 1), 3 * _LINE - 2)
            places = [place.translated(-closer * number, 0.0) for number, place in enumerate(places)]
        return places

    def _has_word(self, place: int) -> bool:
        """Whether a step's word is written: all of them where they fit, else that of the one on screen."""
        if place == self._at:
            return True
        whole = sum(CIRCLE + _GAP + text_width(title, font("selected")) + 3 * _LINE for title in self._titles)
        return whole - 3 * _LINE <= self.width()

    def _font(self, place: int) -> QFont:
        return font("selected" if place == self._at else "body")

    def picked(self) -> int:
        return self._at

    def pick(self, index: int) -> None:
        if index <= self._reached and index != self._at:
            self.step_picked.emit(index)

    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self.rects()
        for place, (rect, title) in enumerate(zip(places, self._titles, strict=True)):
            circle = QRectF(rect.left(), (HEIGHT - CIRCLE) / 2, CIRCLE, CIRCLE)
            is_on, is_done = place == self._at, place < self._reached and place != self._at
            fill = theme.accent if is_on else theme.ink2 if is_done else theme.surface
            painter.setBrush(QColor(fill))
            painter.setPen(QPen(QColor(fill if is_on or is_done else theme.ctl2), 1.2))
            painter.drawEllipse(circle.adjusted(0.6, 0.6, -0.6, -0.6))
            if is_done:
                draw_icon(painter, "check", theme.surface, circle.adjusted(3, 3, -3, -3))
            else:
                ink = theme.on_accent if is_on else theme.ink3
                draw_text(painter, circle, str(place + 1), font("tick_strong"), ink,
                          Qt.AlignmentFlag.AlignHCenter)  # fmt: skip
            if self._has_word(place):
                words = QRectF(circle.right() + _GAP, 0, rect.right() - circle.right(), HEIGHT)
                ink = theme.ink if is_on or place == self.pointed else theme.ink2
                draw_text(painter, words, title, self._font(place), ink)
            if place + 1 < len(places):
                y = HEIGHT / 2
                painter.setPen(QPen(QColor(theme.ctl), 1.0))
                middle = (rect.right() + places[place + 1].left()) / 2
                half = min(_LINE / 2, (places[place + 1].left() - rect.right()) / 4)
                painter.drawLine(QPointF(middle - half, y), QPointF(middle + half, y))

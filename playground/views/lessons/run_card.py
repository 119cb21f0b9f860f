"""A run of a lesson: its boundary or bars, its figures, and in a word how it is getting on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.lessons.bar_chart import BarChart
from playground.models.lessons.given_pictures import GivenPictures
from playground.models.lessons.stage import Look
from playground.style.icons import draw_icon
from playground.style.pixels import image_from_pixels
from playground.style.theme import font
from playground.style.words import loss_text, score_text
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.painting.boundary_image import paint_boundary
from playground.views.kit.painting.run_marks import run_ink
from playground.views.kit.themed import Control
from playground.views.lessons.bars.class_bars import ClassScores, paint_class_bars
from playground.views.lessons.bars.log_bars import bar_rows, log_bars_height, paint_log_bars
from playground.views.lessons.bars.picture_grid import grid_height, paint_pictures
from playground.views.lessons.lesson_card import TAG_HEIGHT, draw_tag, tag_width

PADDING, TITLE, FIGURES = 16.0, 46.0, 56.0
# The accent is the guess's: the runs of a lesson have the colours after it.
FIRST_INK, DOT = 2, 10.0
LEAST_NAME = 90.0
# Room for figures beside the picture: all of them, or the first one where pictures would be small.
BESIDE, LEAST_BESIDE, SMALL_PICTURE = 120.0, 72.0, 100.0
CLASS_BARS = 420.0
LEAST_BARS_HEIGHT = 120.0
TEST_LOSS = "Test loss"
LEAST_FIGURE, NARROWEST_FIGURE, LIST_PITCH = 104.0, 92.0, 48.0
ROOMY_FIGURE = 88.0
"""A figure with less room than this has smaller letters."""
_ICONS: dict[Look, tuple[str, str] | None] = {
    "plain": None, "bad": ("warning", "danger"), "good": ("check", "ok"),
}  # fmt: skip


Shown = BarChart | ClassScores | GivenPictures
"""What a card can have in place of a boundary."""


@dataclass(frozen=True, eq=False)
class RunLook:
    """What a card shows of a run.

    Attributes
    ----------
    pixels
        RGBA, shape (side, side, 4).
    places
        Of samples as fractions of the picture, (0, 0) at its lower left, shape (n, 2).
    y
        Their classes or targets.
    bars
        What is shown in place of the boundary, if anything.
    is_share
        Whether the score is an accuracy, not an R squared.
    state, tone
        In a word, and whether that is good or bad.
    is_veiled
        Whether the boundary is hidden: it is what is to be predicted.
    """

    pixels: NDArray[np.uint8]
    places: NDArray[np.float64]
    y: NDArray[np.generic]
    train_loss: float | None
    test_score: float | None
    gradient_norm: float | None
    bars: Shown | None = None
    test_loss: float | None = None
    is_share: bool = True
    state: str = ""
    tone: Look = "plain"
    is_veiled: bool = False


class RunCard(Control, QWidget):
    """The picture is a square as large as fits, with the figures below, or beside it in a low card.

    Parameters
    ----------
    place
        Among the runs, from 0, which gives it its colour.

    Signals
    -------
    bar_pressed
        Number of a bar, from 0.
    """

    bar_pressed = Signal(int)

    def __init__(self, place: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = run_ink(place + FIRST_INK)
        self._name = ""
        self._style: Look = "plain"
        self._look: RunLook | None = None
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def figures(self) -> tuple[tuple[str, str], ...]:
        """Names and texts of the figures."""
        look = self._look
        is_share = look is None or look.is_share
        score = score_text(None if look is None else look.test_score, is_share=is_share)
        return (
            ("Train loss", loss_text(None if look is None else look.train_loss, 3)),
            (TEST_LOSS, loss_text(None if look is None else look.test_loss, 3)),
            ("Test accuracy" if is_share else "Test R²", score),
            ("Gradient norm", loss_text(None if look is None else look.gradient_norm, 3)),
        )

    def _figures_for(self, count: int) -> tuple[tuple[str, str], ...]:
        """Return the figures to paint where there is room for so many: the test loss gives way first."""
        return tuple(
            figure for figure in self.figures if figure[0] != TEST_LOSS or count >= len(self.figures)
        )

    @property
    def state(self) -> str:
        """How the run is getting on."""
        return "" if self._look is None else self._look.state

    def set_run(self, name: str, style: Look) -> None:
        """Show another run, without a picture yet."""
        self._name, self._style = name, style
        self._look = self._image = None
        self.describe(name, name)
        self.update()

    def set_look(self, look: RunLook) -> None:
        """Show the run at another epoch."""
        self._look, self._image = look, image_from_pixels(look.pixels)
        words = ", ".join(f"{name} {text}" for name, text in self.figures)
        words = f"{look.state}: {words}" if look.state else words
        self.setAccessibleDescription(f"{words}. {look.bars.words}" if look.bars is not None else words)
        self._limit_height()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._limit_height()

    def _limit_height(self) -> None:
        """Be no taller than picture and figures need."""
        bars = None if self._look is None else self._look.bars
        picture = self.width() - 2 * PADDING
        if isinstance(bars, BarChart):
            picture = log_bars_height(len(bars.bars))
        elif isinstance(bars, GivenPictures):
            picture = grid_height(len(bars.truth), picture)
        elif bars is not None:
            picture = CLASS_BARS  # whatever their number: cards side by side are equally high
        self.setMaximumHeight(round(TITLE + picture + FIGURES + PADDING))

    def sizeHint(self) -> QSize:
        return QSize(360, 430)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 190)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        bars = None if self._look is None else self._look.bars
        if isinstance(bars, BarChart) and event.button() == Qt.MouseButton.LeftButton:
            rows = bar_rows(self.bars_place(), len(bars.bars))
            row = next((n for n, row in enumerate(rows) if row.contains(event.position())), None)
            if row is not None:
                self.bar_pressed.emit(row)

    def bars_place(self) -> QRectF:
        """Return where bars are painted."""
        below = PADDING + (FIGURES if self._has_figures else 0.0)
        return QRectF(PADDING, TITLE, self.width() - 2 * PADDING, self.height() - TITLE - below)

    @property
    def _has_figures(self) -> bool:
        """Whether figures have room below bars: in a low card the bars come first."""
        return self.height() - TITLE - PADDING - FIGURES >= LEAST_BARS_HEIGHT

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), 8.0, theme.surface, theme.line)
        self._paint_head(painter)
        width, height = self.width() - 2 * PADDING, self.height() - TITLE - PADDING
        if self._look is not None and self._look.bars is not None:
            self._paint_bars(painter, self.bars_place(), self._look.bars)
            if self._has_figures:
                self._paint_row(painter, QRectF(PADDING, TITLE + height - FIGURES + 10, width, FIGURES - 10))
            return
        below = min(width, height - FIGURES)
        beside = min(height, width - (BESIDE if below >= SMALL_PICTURE else LEAST_BESIDE))
        side = max(below, beside, 40.0)
        left = PADDING if side == beside and beside > below else (self.width() - side) / 2
        self._paint_picture(painter, QRectF(left, TITLE, side, side))
        if beside > below:
            self._paint_list(painter, QRectF(left + side + 14, TITLE, self.width() - left - side - 20, side))
        else:
            self._paint_row(painter, QRectF(PADDING, TITLE + side + 10, width, FIGURES - 10))

    def _paint_head(self, painter: QPainter) -> None:
        theme, left, right = self.theme, PADDING, self.width() - PADDING
        icon = _ICONS[self._style]
        if icon is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._ink(theme)))
            painter.drawEllipse(QRectF(left, (TITLE - DOT) / 2, DOT, DOT))
            left += DOT + 8
        else:
            draw_icon(painter, icon[0], getattr(theme, icon[1]), QRectF(left, 14, 18, 18))
            left += 26
        if self._look is not None and self._look.state:
            width = tag_width(self._look.state, self._look.tone)
            # The name comes first: what has no room is in the description.
            if right - left - width - 8 >= min(text_width(self._name, font("section_title")), LEAST_NAME):
                right -= width
                tag = QRectF(right, (TITLE - TAG_HEIGHT) / 2, width, TAG_HEIGHT)
                draw_tag(painter, tag, self._look.state, self._look.tone, theme)
                right -= 8
        title = QRectF(left, 0, right - left, TITLE)
        draw_text(painter, title, self._name, font("section_title"), theme.ink)

    def _paint_bars(self, painter: QPainter, place: QRectF, bars: Shown) -> None:
        if isinstance(bars, BarChart):
            icon = _ICONS[self._style]
            ink = self._ink(self.theme) if icon is None else getattr(self.theme, icon[1])
            paint_log_bars(painter, place, self.theme, bars, ink)
        elif isinstance(bars, GivenPictures):
            paint_pictures(painter, place, self.theme, bars)
        else:
            paint_class_bars(painter, place, self.theme, bars)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        look = self._look
        if look is not None and look.is_veiled:
            draw_box(painter, place, 8.0, self.theme.inset, self.theme.line)
            draw_text(
                painter, place, "?", font("lesson_title"), self.theme.ink3, Qt.AlignmentFlag.AlignHCenter
            )
            return
        places = np.empty((0, 2)) if look is None else look.places
        y = np.empty(0, np.intp) if look is None else look.y
        radius = 2.1 if place.width() < 260 else 3.0
        paint_boundary(painter, place, self.theme, self._image, places, y, radius)

    def _paint_row(self, painter: QPainter, place: QRectF) -> None:
        theme, figures = self.theme, self._figures_for(int(place.width() / LEAST_FIGURE))
        figures = figures[: max(int(place.width() // NARROWEST_FIGURE), 1)]
        width = place.width() / len(figures)
        role = "metric" if width >= ROOMY_FIGURE else "section_title"
        for number, (name, text) in enumerate(figures):
            left = place.left() + number * width
            if number:
                painter.setPen(QPen(QColor(theme.line), 1.0))
                painter.drawLine(QLineF(left - 12, place.top(), left - 12, place.bottom()))
            draw_text(painter, QRectF(left, place.top(), width - 14, 18), name, font("caption"), theme.ink3)
            value = QRectF(left, place.top() + 18, width - 14, 26)
            draw_text(painter, value, text, font(role), theme.ink)

    def _paint_list(self, painter: QPainter, place: QRectF) -> None:
        theme, top = self.theme, place.top()
        figures = self._figures_for(int((place.height() + 12.0) / LIST_PITCH))
        for name, text in figures if place.width() >= ROOMY_FIGURE else figures[:1]:
            if top + 40 > place.bottom() + 4:
                break
            caption, value = (QRectF(place.left(), top + y, place.width(), h) for y, h in ((0, 16), (16, 24)))
            draw_text(painter, caption, name, font("caption"), theme.ink3)
            draw_text(painter, value, text, font("section_title"), theme.ink)
            top += LIST_PITCH

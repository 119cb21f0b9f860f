"""A run's decision boundary at one epoch, with its results."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.compare.comparison import UNKNOWN, ComparedRun, Figures
from playground.style.pixels import image_from_pixels
from playground.style.theme import font
from playground.style.words import loss_text, score_text
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.painting.boundary_image import paint_boundary
from playground.views.kit.painting.run_marks import BADGE, draw_badge
from playground.views.kit.themed import Control

_NOWHERE, _NOTHING = np.empty((0, 2)), np.empty(0, np.intp)
PADDING, TITLE = 10.0, 34.0
# The least width of figures beside the picture, and their height below it, whichever leaves it larger.
BESIDE, BELOW = 48.0, 50.0
# With less width they are listed; where they would leave less of the picture, it is shown alone.
LEAST_ROW, LEAST_PICTURE, LIST = 186.0, 90.0, 128.0
OWN_AXES = "own axes"


@dataclass(frozen=True, eq=False)
class RunPicture:
    """The boundary shown on a card.

    Attributes
    ----------
    pixels
        RGBA, shape (side, side, 4).
    places
        Of samples as fractions of the picture, (0, 0) at its lower left, shape (n, 2).
    y
        Their classes or targets.
    has_own_plane
        Whether it shows another plane than the pictures beside it.
    """

    key: int
    epoch: int
    pixels: NDArray[np.uint8]
    places: NDArray[np.float64]
    y: NDArray[np.generic]
    has_own_plane: bool = False


class BoundaryCard(Control, QWidget):
    """Return or a double click opens the run as the live one."""

    open_pressed = Signal(int)
    entered = Signal(int)
    left = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: ComparedRun | None = None
        self._figures = UNKNOWN
        self._note, self._is_best = "", False
        self._picture: RunPicture | None = None
        self._image: QImage | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def run(self) -> ComparedRun | None:
        """Key of the run."""
        return self._run

    @property
    def has_picture(self) -> bool:
        """Whether the boundary has arrived."""
        return self._image is not None

    @property
    def texts(self) -> tuple[str, ...]:
        """The text below the name: accuracy, losses, and a note."""
        return (*(text for _, text in self._lines()), *self._notes)

    @property
    def _notes(self) -> list[str]:
        """Where and of what its picture is, if it is not as the others are."""
        is_own = self._picture is not None and self._picture.has_own_plane
        return [*([OWN_AXES] if is_own else []), self._note]

    def set_run(self, run: ComparedRun, figures: Figures, *, note: str, is_best: bool) -> None:
        """Show a run with its results; `note` says if it ended before the epoch."""
        if self._run is None or self._run.key != run.key:
            self._picture = self._image = None
        self._run, self._figures, self._note, self._is_best = run, figures, note, is_best
        lines = ", ".join(f"{name} {text}" for name, text in self._lines())
        self.describe(f"Run {run.number}: {run.name}", f"{run.name}: {lines}")
        self.update()

    def set_picture(self, picture: RunPicture) -> None:
        """Show a boundary."""
        self._picture, self._image = picture, image_from_pixels(picture.pixels)
        self.update()

    def _lines(self) -> list[tuple[str, str]]:
        figures = self._figures
        is_share = self._run is None or self._run.experiment.task == "classification"
        return [
            ("Test acc." if is_share else "Test R²", score_text(figures.test_score, is_share=is_share)),
            ("Test loss", loss_text(figures.test_loss, 3)),
            ("Train loss", loss_text(figures.train_loss, 3)),
        ]

    def sizeHint(self) -> QSize:
        return QSize(257, 212)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be no taller than the picture and its figures need, which leaves the rest to the chart."""
        width = self.width() - 2 * PADDING
        figures = LIST if width < LEAST_ROW else BELOW
        self.setMaximumHeight(round(TITLE + width + PADDING + figures + PADDING))

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self._run is not None:
            self.entered.emit(self._run.key)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._run is not None:
            self.left.emit(self._run.key)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._run is not None:
            self.open_pressed.emit(self._run.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._run is not None:
            self.open_pressed.emit(self._run.key)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, run = QPainter(self), self.theme, self._run
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outer = QRectF(self.rect())
        is_live = run is not None and run.is_live
        draw_box(
            painter, outer, 8, theme.surface, theme.accent if is_live else theme.line, 2.0 if is_live else 1.0
        )
        if run is None:
            return
        draw_badge(painter, QRectF(PADDING, 10, BADGE, BADGE), run.number, theme)
        right = outer.right() - PADDING
        if is_live:
            box = QRectF(outer.right() - 46, 8, 36, 20)
            draw_text(painter, box, "Live", font("caption"), theme.ink3, Qt.AlignmentFlag.AlignRight)
            right = box.left()
        title = QRectF(PADDING + BADGE + 8, 8, right - PADDING - BADGE - 8, 20)
        draw_text(painter, title, run.name, font("selected"), theme.ink)
        width, height = outer.width() - 2 * PADDING, outer.height() - TITLE - PADDING
        beside = min(height, width - PADDING - BESIDE)
        below = min(width, height - PADDING - BELOW)
        side = max(beside, below)
        if side < LEAST_PICTURE:
            side = min(width, height)
        self._paint_picture(painter, QRectF(PADDING, TITLE, side, side))
        if side == beside:
            self._paint_figures(painter, QRectF(side + 2 * PADDING, TITLE, 200, side))
        elif side == below:
            rest = QRectF(PADDING, TITLE + side + PADDING, width, height - side - PADDING)
            if width < LEAST_ROW:
                self._paint_figures(painter, rest)
            else:
                self._paint_row_of_figures(painter, rest)

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        picture = self._picture
        places, y = (_NOWHERE, _NOTHING) if picture is None else (picture.places, picture.y)
        paint_boundary(painter, place, self.theme, self._image, places, y)

    def _paint_figures(self, painter: QPainter, place: QRectF) -> None:
        theme, top = self.theme, place.top()
        width = self.width() - place.left() - 6
        is_low = place.height() < 150
        name_height, text_height, gap = (15, 17, 0) if is_low else (17, 18, 4)

        def fits(height: float) -> bool:
            return top + height <= place.bottom() + 4

        def write(text: str, role: str, ink: str, height: float) -> None:
            nonlocal top
            if fits(height):
                draw_text(painter, QRectF(place.left(), top, width, height), text, font(role), ink)
            top += height

        lines = self._lines()
        if is_low and any(self._notes):
            del lines[-1]
        for index, (name, text) in enumerate(lines):
            if not fits(name_height + text_height):
                break
            write(name, "caption", theme.ink3, name_height)
            write(text, "selected" if index == 0 else "body", theme.ink, text_height)
            if index == 0 and self._is_best:
                write("Best", "caption", theme.ok, 15)
            top += gap
        for note in filter(None, self._notes):
            # Its number may be long.
            is_long = text_width(note, font("caption")) > width
            for part in note.rsplit(" ", 1) if is_long else (note,):
                write(part, "caption", theme.ink3, 15)

    def _paint_row_of_figures(self, painter: QPainter, place: QRectF) -> None:
        theme, lines = self.theme, self._lines()
        width = place.width() / len(lines)
        for index, (name, text) in enumerate(lines):
            left = place.left() + index * width
            name_place, value_place = (QRectF(left, place.top() + y, width, 18) for y in (0, 16))
            draw_text(painter, name_place, name, font("caption"), theme.ink3)
            draw_text(painter, value_place, text, font("body" if index else "selected"), theme.ink)
        last = QRectF(place.left(), place.top() + 34, place.width(), 16)
        if self._is_best:
            draw_text(painter, last, "Best", font("caption"), theme.ok)
            last.setLeft(last.left() + width)
        notes = ", ".join(note for note in self._notes if note)
        draw_text(painter, last, notes, font("caption"), theme.ink3)

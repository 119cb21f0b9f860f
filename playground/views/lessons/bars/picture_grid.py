"""Pictures as a network is given them, and its answer below each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from playground.models.lessons.given_pictures import GivenPictures
from playground.style.icons import draw_icon
from playground.style.pixels import image_in_ink
from playground.style.theme import Theme, font
from playground.views.kit.drawing import draw_text, text_width

COLUMNS, GAP, CAPTION, ICON = 6, 8.0, 18.0, 11.0
LARGEST = 52.0


def grid_height(count: int, width: float) -> float:
    """Return how high the pictures can become in some width."""
    rows = -(-count // COLUMNS)
    return rows * (min((width + GAP) / COLUMNS - GAP, LARGEST) + CAPTION + GAP)


def paint_pictures(painter: QPainter, place: QRectF, theme: Theme, pictures: GivenPictures) -> None:
    """Paint pictures in rows of six, as large as there is room."""
    count = len(pictures.truth)
    rows = -(-count // COLUMNS)
    side = min((place.width() + GAP) / COLUMNS - GAP, place.height() / rows - CAPTION - GAP, LARGEST)
    left = place.left() + (place.width() - COLUMNS * (side + GAP) + GAP) / 2
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    for number, (pixels, truth) in enumerate(zip(pictures.pixels, pictures.truth, strict=True)):
        row, column = divmod(number, COLUMNS)
        box = QRectF(left + column * (side + GAP), place.top() + row * (side + CAPTION + GAP), side, side)
        painter.fillRect(box, QColor(theme.inset))
        painter.drawImage(box, image_in_ink(pixels, theme.ink))
        below = QRectF(box.left(), box.bottom() + 1, side, CAPTION)
        if not pictures.answers:
            draw_text(painter, below, truth, font("tick"), theme.ink3, Qt.AlignmentFlag.AlignHCenter)
            continue
        answer = pictures.answers[number]
        icon, ink = ("check", theme.ok) if answer == truth else ("close", theme.danger)
        width = text_width(answer, font("tick_strong"))
        start = below.center().x() - (width + 3 + ICON) / 2
        draw_text(painter, QRectF(start, below.top(), width, CAPTION), answer, font("tick_strong"), ink)
        draw_icon(painter, icon, ink, QRectF(start + width + 3, below.center().y() - ICON / 2, ICON, ICON))

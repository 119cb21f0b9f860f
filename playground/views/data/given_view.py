"""What the network is given in place of the pictures of the data."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.picture.given_pictures import GivenPictures
from playground.style.pixels import image_in_ink
from playground.style.theme import font
from playground.views.kit.drawing import draw_text
from playground.views.kit.plain_text import set_tip
from playground.views.kit.themed import Themed

COUNT = 6
CAPTION, GAP, LARGEST = 18, 4, 40
TIP = (
    "Some training pictures, and below each the numbers that the network is given with its label.\n"
    "A view reads an array as it lies in memory: one pixel of many pictures comes before the next pixel."
)


class GivenView(Themed, QWidget):
    """Two rows of pictures; hidden where they are the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures: GivenPictures | None = None
        self.setAccessibleName("What the network is given")
        self.setAccessibleDescription(TIP)
        set_tip(self, TIP)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def set_pictures(self, pictures: GivenPictures | None) -> None:
        """Show others, or nothing."""
        self.pictures = pictures
        self.setVisible(pictures is not None)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(COUNT * LARGEST, self.heightForWidth(self.width()))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(2 * (CAPTION + self._side(width)) + GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.pictures is None:
            return
        painter, theme, side = QPainter(self), self.theme, self._side(self.width())
        top = 0.0
        for caption, ink, pictures in (
            ("In the data", theme.ink3, self.pictures.own),
            ("Given to the network", theme.danger, self.pictures.given),
        ):
            draw_text(painter, QRectF(0, top, self.width(), CAPTION), caption, font("caption"), ink)
            for place, pixels in enumerate(pictures):
                box = QRectF(place * (side + GAP), top + CAPTION, side, side)
                painter.drawImage(box, image_in_ink(pixels, theme.ink))
                painter.setPen(QPen(QColor(theme.line), 1.0))
                painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
            top += CAPTION + side + GAP

    def _side(self, width: int) -> float:
        return min(LARGEST, (width - (COUNT - 1) * GAP) / COUNT)

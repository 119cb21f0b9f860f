"""Pictures of the runs side by side: their networks, or their decision boundaries."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.pixels import image_from_pixels
from playground.style.theme import font
from playground.views.bugs.finding_look import FindingLook
from playground.views.bugs.network_sketch import TITLE, full_width, paint_network
from playground.views.kit.drawing import draw_text
from playground.views.kit.painting.boundary_image import paint_boundary
from playground.views.kit.themed import Control

GAP = 12.0
SMALL_POINT, LARGE_POINT, LARGE_FROM = 2.1, 3.0, 260.0


class RunPictures(Control, QWidget):
    """One picture a run, with its name above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: FindingLook | None = None
        self._images: list[QImage | None] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @staticmethod
    def can_show(look: FindingLook) -> bool:
        """Whether there is something to paint."""
        return any(one.boundary is not None or one.finding.weights for one in look.columns)

    def set_look(self, look: FindingLook) -> None:
        """Show other runs."""
        self._look = look
        self._images = [
            None if one.boundary is None else image_from_pixels(one.boundary.pixels) for one in look.columns
        ]
        what = "Networks" if look.columns[0].finding.weights else "Decision boundaries"
        self.describe(what, f"{what}: {', '.join(one.name for one in look.columns)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, theme = self._look, self.theme
        if look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = (self.width() - GAP * (len(look.columns) - 1)) / len(look.columns)
        limit = full_width([one.finding.weights for one in look.columns])
        for number, column in enumerate(look.columns):
            place = QRectF(number * (width + GAP), 0, width, self.height())
            if column.finding.weights:
                paint_network(painter, place, theme, column.name, column.finding.weights, limit)
            elif column.boundary is not None:
                draw_text(
                    painter, QRectF(place.left(), 0, width, TITLE), column.name, font("caption"), theme.ink3
                )
                side = min(width, self.height() - TITLE)
                square = QRectF(place.left(), TITLE, side, side)
                boundary = column.boundary
                radius = SMALL_POINT if side < LARGE_FROM else LARGE_POINT
                image = self._images[number]
                paint_boundary(painter, square, theme, image, boundary.places, boundary.y, radius)

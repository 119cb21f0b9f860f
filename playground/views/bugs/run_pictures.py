"""Pictures of the runs side by side: their networks, their data, or their decision boundaries."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.style.pixels import image_from_pixels
from playground.style.theme import font
from playground.views.bugs.finding_look import FindingLook, RunColumn
from playground.views.bugs.network_sketch import full_width, paint_network
from playground.views.bugs.sample_picture import LARGE_FROM, LARGE_POINT, POINT, paint_sample
from playground.views.kit.drawing import draw_text
from playground.views.kit.painting.boundary_image import paint_boundary
from playground.views.kit.themed import Control

GAP, TITLE = 12.0, 22.0
# A third one would make all of them too small.
MOST = 2


class RunPictures(Control, QWidget):
    """One picture of the run and one of its twin, with their names above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns: Sequence[RunColumn] = ()
        self._images: list[QImage | None] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @staticmethod
    def can_show(look: FindingLook) -> bool:
        """Whether there is something to paint."""
        return any(_kind(one) for one in look.columns)

    def set_look(self, look: FindingLook) -> None:
        """Show other runs."""
        self._columns = look.columns[:MOST]
        self._images = [
            None if one.boundary is None else image_from_pixels(one.boundary.pixels) for one in self._columns
        ]
        what = _kind(self._columns[0])
        self.describe(what, f"{what}: {', '.join(one.name for one in self._columns)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(300, 240)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        count = max(len(self._columns), 1)
        width = (self.width() - GAP * (count - 1)) / count
        limit = full_width([one.finding.weights for one in self._columns])
        for number, column in enumerate(self._columns):
            place = QRectF(number * (width + GAP), 0, width, self.height())
            head = QRectF(place.left(), 0, width, TITLE)
            draw_text(painter, head, column.name, font("caption"), theme.ink3)
            area = place.adjusted(0, TITLE, 0, 0)
            if column.finding.weights:
                paint_network(painter, area, theme, column.finding.weights, limit)
            elif column.finding.sample is not None:
                paint_sample(painter, area, theme, column.finding.sample)
            elif column.boundary is not None:
                side = min(area.width(), area.height())
                square = QRectF(area.left(), TITLE, side, side)
                radius = POINT if side < LARGE_FROM else LARGE_POINT
                image, boundary = self._images[number], column.boundary
                paint_boundary(painter, square, theme, image, boundary.places, boundary.y, radius)


def _kind(column: RunColumn) -> str:
    """Return what there is to paint of a run; empty for nothing."""
    if column.finding.weights:
        return "Networks"
    if column.finding.sample is not None:
        return "Training points" if column.finding.sample.pictures is None else "Training pictures"
    return "Decision boundaries" if column.boundary is not None else ""

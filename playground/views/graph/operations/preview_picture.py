"""An operation and its derivative as two curves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from playground.models.operations.operation_preview import REACH, SECOND, Array, OperationPreview
from playground.style.theme import font
from playground.style.words import number_text
from playground.views.kit.chart.curve import pieces_between_gaps
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.themed import Themed

WIDTH, HEIGHT, LEGEND, FOOT = 280, 236, 26, 20
MARK, GAP = 16.0, 6.0
DASHES = [4.0, 3.0]


class PreviewPicture(Themed, QWidget):
    """The value is a whole line, the derivative a dashed one: colour is not all that tells them apart."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: OperationPreview | None = None
        self.setFixedSize(QSize(WIDTH, HEIGHT))
        self.setToolTip("The operation and its derivative")
        self.set_preview(None)

    def set_preview(self, preview: OperationPreview | None) -> None:
        """Show other curves, or none."""
        self._preview = preview
        self.setAccessibleName("No curve" if preview is None else f"Curves{_along(preview)}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme, preview = QPainter(self), self.theme, self._preview
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()), 8.0, theme.bg, theme.line)
        if preview is None:
            return
        x = self._draw_mark(painter, 12.0, "value", theme.ink, is_dashed=False)
        self._draw_mark(painter, x + 16.0, f"derivative{' by x' * preview.has_second}", theme.accent, True)
        place = QRectF(self.rect()).adjusted(8, LEGEND, -8, -FOOT)
        painter.setPen(QPen(QColor(theme.ctl), 1.0))
        for first, last in (
            ((-REACH, 0.0), (REACH, 0.0)),
            ((0.0, preview.low), (0.0, preview.high)),
        ):
            painter.drawLine(_at(preview, place, *first), _at(preview, place, *last))
        painter.setClipRect(place)
        self._draw_curve(painter, place, preview.slope, QPen(QColor(theme.accent), 2.0), DASHES)
        self._draw_curve(painter, place, preview.value, QPen(QColor(theme.ink), 2.0), [])
        painter.setClipping(False)
        foot = QRectF(10, self.height() - FOOT, self.width() - 20, FOOT - 4)
        ink, centre = theme.ink3, Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, foot, number_text(-REACH), font("tick"), ink)
        draw_text(painter, foot, _along(preview).strip(), font("tick"), ink, centre)
        draw_text(painter, foot, number_text(REACH), font("tick"), ink, Qt.AlignmentFlag.AlignRight)

    def _draw_mark(self, painter: QPainter, x: float, text: str, colour: str, is_dashed: bool) -> float:
        """Draw a line of the legend with its text; return where it ends."""
        pen = QPen(QColor(colour), 2.0)
        if is_dashed:
            pen.setDashPattern(DASHES)
        painter.setPen(pen)
        painter.drawLine(QPointF(x, LEGEND / 2 + 2), QPointF(x + MARK, LEGEND / 2 + 2))
        width = text_width(text, font("caption"))
        box = QRectF(x + MARK + GAP, 4, width + 4, LEGEND - 4)
        draw_text(painter, box, text, font("caption"), self.theme.ink2)
        return box.right()

    def _draw_curve(
        self, painter: QPainter, place: QRectF, curve: Array, pen: QPen, dashes: list[float]
    ) -> None:
        preview = self._preview
        assert preview is not None
        if dashes:
            pen.setDashPattern(dashes)
        painter.setPen(pen)
        for piece in pieces_between_gaps(curve):
            xs, ys = preview.x[piece].tolist(), curve[piece].tolist()
            points = [_at(preview, place, x, y) for x, y in zip(xs, ys, strict=True)]
            painter.drawPolyline(QPolygonF(points))


def _at(preview: OperationPreview, place: QRectF, x: float, y: float) -> QPointF:
    across = (x + REACH) / (2.0 * REACH)
    up = (y - preview.low) / (preview.high - preview.low)
    return QPointF(place.left() + across * place.width(), place.bottom() - up * place.height())


def _along(preview: OperationPreview) -> str:
    return f" along x, y = {number_text(SECOND)}" if preview.has_second else " along x"

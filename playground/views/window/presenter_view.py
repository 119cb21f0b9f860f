"""The presenter mode: network, boundary and loss alone, large enough for the room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.diagnosis.mistakes import Mistake
from playground.views.diagnosis.mistake_strip import MistakeStrip
from playground.views.kit.notice_bar import NoticeBar
from playground.views.kit.themed import Themed
from playground.views.network.network_canvas import NetworkCanvas
from playground.views.output.boundary_plot import BoundaryPlot
from playground.views.output.loss_chart import LossChart
from playground.views.window.borrowed import Borrowed
from playground.views.window.presenter_header import PresenterHeader
from playground.views.window.presenter_legend import PresenterLegend
from playground.views.window.zoom_view import ZoomView

# The screen that the sizes are made for; everything grows and shrinks with the real one.
NATURAL_WIDTH, NATURAL_HEIGHT = 1280, 720
# At this zoom the smallest text of canvas and chart, 11 px, is 18 px high.
BODY_ZOOM = 18 / 11
# In pixels of the body, before the zoom.
COLUMN_WIDTH, BOUNDARY_SIDE, MARGIN, TOP_MARGIN = 288, 214, 13, 13
NOTICE_TOP = 6
MARK_SCALE = 0.8
SMALLEST_SCALE = 0.1  # the window is not laid out yet


class PresenterBody(Themed, QWidget):
    """Canvas at the left; boundary, figures and loss at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # It always fits: its zoom follows the screen.
        self.setMinimumSize(1, 1)
        self.legend = PresenterLegend()
        self.chart = LossChart()
        self.canvas_place = QHBoxLayout()
        self.plot_place = QVBoxLayout()
        right = QVBoxLayout()
        right.setContentsMargins(MARGIN, TOP_MARGIN, MARGIN, 6)
        right.setSpacing(7)
        right.addLayout(self.plot_place)
        right.addWidget(self.legend)
        right.addWidget(self.chart, 1)
        self._column = QWidget()
        self._column.setFixedWidth(COLUMN_WIDTH)
        self._column.setLayout(right)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(self.canvas_place, 1)
        row.addWidget(self._column)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.bg))
        column = self._column.geometry()
        painter.fillRect(column, QColor(self.theme.surface))
        painter.fillRect(column.left(), 0, 1, self.height(), QColor(self.theme.line))


class PresenterView(QWidget):
    """Borrows the window's own canvas and boundary, so that nothing is drawn twice.

    Parameters
    ----------
    canvas, plot
        Taken from their place with `borrow`, and put back with `give_back`.
    notice
        Where what happens is said; taken too, and left where it is.
    """

    play_pressed = Signal()
    step_pressed = Signal()
    close_pressed = Signal()

    def __init__(
        self, canvas: NetworkCanvas, plot: BoundaryPlot, notice: NoticeBar, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._canvas, self._plot, self._notice = canvas, plot, notice
        self._borrowed: tuple[Borrowed, Borrowed] | None = None
        self.header = PresenterHeader()
        self.mistakes = MistakeStrip()
        self.mistakes.twin_button.hide()
        self._body = PresenterBody()
        self._header_view, self._body_view = ZoomView(self.header), ZoomView(self._body)
        self._mistakes_view = ZoomView(self.mistakes)
        self._mistakes_view.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header_view)
        column.addWidget(self._mistakes_view)
        column.addWidget(self._body_view, 1)
        self.header.play_button.clicked.connect(self.play_pressed)
        self.header.step_button.clicked.connect(self.step_pressed)
        self.header.close_button.clicked.connect(self.close_pressed)

    @property
    def chart(self) -> LossChart:
        """The presenter's own loss chart."""
        return self._body.chart

    @property
    def legend(self) -> PresenterLegend:
        """The losses above the chart."""
        return self._body.legend

    def borrow(self) -> None:
        """Take canvas and boundary."""
        self._fit()
        self._borrowed = (Borrowed(self._canvas), Borrowed(self._plot))
        self._body.canvas_place.addWidget(self._canvas)
        self._body.plot_place.addWidget(self._plot, 0, Qt.AlignmentFlag.AlignHCenter)
        self._plot.set_mark_scale(MARK_SCALE)
        self._plot.set_side(BOUNDARY_SIDE)
        self._canvas.show()
        self._canvas.set_presenting(True)
        self._plot.show()
        self._notice.float_over(self._body, NOTICE_TOP)

    def give_back(self) -> None:
        """Put canvas and boundary back."""
        if self._borrowed is None:
            return
        self._body.canvas_place.removeWidget(self._canvas)
        self._body.plot_place.removeWidget(self._plot)
        self._plot.set_mark_scale(1.0)
        for borrowed in self._borrowed:
            borrowed.give_back()
        self._borrowed = None
        self._canvas.set_presenting(False)

    def set_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Mark what the run does wrong on purpose."""
        self.mistakes.set_mistakes(mistakes)
        self._mistakes_view.setVisible(bool(mistakes))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        scale = max(min(self.width() / NATURAL_WIDTH, self.height() / NATURAL_HEIGHT), SMALLEST_SCALE)
        self._header_view.setFixedHeight(round(self.header.minimumHeight() * scale))
        self._header_view.set_zoom(scale)
        self._mistakes_view.setFixedHeight(round(self.mistakes.height() * BODY_ZOOM * scale))
        self._mistakes_view.set_zoom(BODY_ZOOM * scale)
        self._body_view.set_zoom(BODY_ZOOM * scale)

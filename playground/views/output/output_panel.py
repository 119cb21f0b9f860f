"""The right column: boundary, legend, figures, loss."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.style.theme import Theme
from playground.views.kit import CheckBox, IconButton, Label, MetricCard, Panel, Switch
from playground.views.kit.chart.axes import BOTTOM, LEFT
from playground.views.kit.themed import Veil
from playground.views.output.axis_bar import AxisBar
from playground.views.output.boundary_plot import BoundaryPlot
from playground.views.output.chart_options import ChartOptions
from playground.views.output.drawing.draw_bar import DrawBar
from playground.views.output.loss_chart import LossChart
from playground.views.output.metrics_page import MetricsPage
from playground.views.output.output_legend import OutputLegend
from playground.views.output.output_tabs import OutputTabs
from playground.views.output.problem_card import ProblemCard
from playground.views.output.space_page import SpacePage

MARGIN = 16
HEAD_HEIGHT = 32
HEADING = "Output"
TRAIN_MODES = {
    "dropout": "Measured in train mode, with dropout: different neurons are left out for each point",
    "batch norm": "Measured in train mode: batch norm goes by the statistics of each batch",
    "both": "Measured in train mode: dropout leaves neurons out, and batch norm goes by each batch",
}
"""What the training loss is measured with, by what makes the modes differ."""
TRAIN_TITLES = {"dropout": "Train, dropout", "batch norm": "Train mode", "both": "Train mode"}
ACCURACY, R_SQUARED = "Test accuracy", "Test R²"
# Height of the column without the boundary, with the chart at a useful height.
OTHER_HEIGHT, OTHER_HEIGHT_COMPACT = 412, 348
# What of it goes with parts that are hidden, gaps included.
BOXES_ROOM, FIGURES_ROOM, PAGES_ROOM = 42, 66, 180
PAGES = {"loss": "loss chart", "metrics": "metrics", "space": "space"}
# The controls of drawing are higher than the line of check boxes and the legend.
DRAWING_HEIGHT_COMPACT = 20


class OutputPanel(Panel):
    """Shows the network's outputs and metrics."""

    shown_changed = Signal()
    discretise_toggled = Signal(bool)
    boundary_resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.LeftEdge, parent)
        self._compact = False
        self.axis_bar = AxisBar()
        self.plot = BoundaryPlot()
        self.problem = ProblemCard(self.plot, lambda: self.plot.picture_rect)
        self.legend = OutputLegend()
        self.show_test = CheckBox(
            "Show test data", "Show test data", "Draw the test points as rings", checked=True
        )
        self.discretise = CheckBox("Discretise")
        self.mark_mistakes = CheckBox(
            "Mark mistakes", "Mark mistakes", "Ring the points that are classified wrongly", checked=True
        )
        self.train_loss = MetricCard("Train loss", dash=_train_curve)
        self.test_loss = MetricCard("Test loss", dash=_test_curve)
        self.score = MetricCard(ACCURACY)
        self.log_scale = Switch("Log scale", text="Log scale", checked=True)
        self.chart = LossChart()
        self.chart_button = IconButton(
            "sliders",
            "Options of the chart",
            "Accuracy, smoothing, the loss of random guessing",
            size=32,
            flat=True,
        )
        self.chart_options = ChartOptions(self.chart_button)
        self.chart_button.clicked.connect(self._on_chart_clicked)
        self.chart_options.view_selected.connect(self._on_chart_view_selected)
        self.chart_options.all_wanted.connect(self.chart.show_all)
        self.metrics = MetricsPage()
        self.space = SpacePage()
        self.tabs = OutputTabs(
            [
                ("loss", "Loss", self.chart, self._chart_head()),
                ("metrics", "Metrics", self.metrics, self.metrics.head),
                ("space", "Space", self.space, self.space.head),
            ]
        )
        self._heading = Label(HEADING, "section_title")
        self._mode = Label("", "caption_strong", "accent_text")
        self._mode.setToolTip(
            "Train mode drops neurons at random, takes batch norm from each batch, and gives the training "
            "loss; eval mode uses all neurons and running statistics, and gives this picture and the test "
            "loss. Code that forgets eval() stays in train mode everywhere."
        )
        self._train_mode = ""
        self._boxes = _Row()
        self.draw_bar = DrawBar()
        self._build()
        self.discretise.toggled_by_user.connect(self.discretise_toggled)
        self.show_test.toggled_by_user.connect(self._on_shown_toggled)
        self.mark_mistakes.toggled_by_user.connect(self._on_shown_toggled)
        self.log_scale.toggled_by_user.connect(self._on_log_scale_toggled)

    def _chart_head(self) -> QWidget:
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.chart_button)
        row.addWidget(self.log_scale)
        return head

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN + 1, 12, MARGIN, 8)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._heading.setMinimumHeight(HEAD_HEIGHT)
        head.addWidget(self._heading)
        head.addWidget(self._mode)
        head.addWidget(self.axis_bar, 1)
        column.addLayout(head)
        column.addWidget(self.plot, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.legend)
        boxes = QHBoxLayout(self._boxes)
        boxes.setContentsMargins(0, 0, 0, 0)
        boxes.setSpacing(0)
        boxes.addWidget(self.show_test)
        boxes.addStretch(1)
        boxes.addWidget(self.discretise)
        boxes.addStretch(1)
        boxes.addWidget(self.mark_mistakes)
        column.addWidget(self._boxes)
        column.addWidget(self.draw_bar)
        self.draw_bar.hide()
        cards = QHBoxLayout()
        cards.setSpacing(8)
        for card in (self.train_loss, self.test_loss, self.score):
            cards.addWidget(card, 1)
        column.addLayout(cards)
        column.addWidget(self.tabs, 1)
        column.addStretch()  # in place of pages that are hidden
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_metrics(self, train_loss: str, test_loss: str, score_name: str, score: str) -> None:
        """Show the metrics."""
        self.train_loss.set_value(train_loss)
        self.test_loss.set_value(test_loss)
        self.score.set_text(score_name.removeprefix("Test ").capitalize() if self._compact else score_name)
        self.score.set_value(score)

    def clear_figures(self, score_name: str) -> None:
        """Show no numbers: there is no run they could belong to."""
        self.set_metrics("–", "–", score_name, "–")
        self.chart.clear()
        self.metrics.clear()
        self.space.clear()

    def set_heading(self, text: str, mode: str = "") -> None:
        """Set whose function the plot shows, and the mode of the network."""
        self._heading.set_text(text)
        self._mode.set_text(mode)
        self._mode.setVisible(bool(mode))
        self._make_room_for_axes()

    def _make_room_for_axes(self) -> None:
        """Hide the least telling word if the names of the axes would be cut."""
        says_little = self._heading.text() == HEADING
        self._heading.setVisible(not (self._compact and self.axis_bar.has_choice and says_little))

    def set_train_mode(self, words: str) -> None:
        """Set what the training loss is measured with, a key of `TRAIN_MODES`; empty for nothing special."""
        self._train_mode = words
        self.train_loss.describe("Train loss", TRAIN_MODES.get(words, ""))
        self._name_train_loss()

    def _name_train_loss(self) -> None:
        is_long = self._train_mode and not self._compact
        self.train_loss.set_text(TRAIN_TITLES[self._train_mode] if is_long else "Train loss")

    def set_classification(self, on: bool) -> None:
        """Mistakes exist for classes only."""
        self.mark_mistakes.setVisible(on)
        self.score.describe(ACCURACY if on else R_SQUARED, "")

    @property
    def is_drawing(self) -> bool:
        """Whether the controls of drawing are shown."""
        return not self.draw_bar.isHidden()

    def set_hidden(self, keys: Collection[str]) -> None:
        """Take controls, figures and pages off the screen; the plot gets their room."""
        self.axis_bar.set_veiled("axes" in keys)
        boxes = {"test data": self.show_test, "discretise": self.discretise, "marks": self.mark_mistakes}
        for key, box in boxes.items():
            box.set_veiled(key in keys)
        self._boxes.set_veiled(all(key in keys for key in boxes))
        for card in (self.train_loss, self.test_loss, self.score):
            card.set_veiled("figures" in keys)
        self.tabs.set_hidden([page for page, key in PAGES.items() if key in keys])
        self.fit_boundary()

    def set_drawing(self, on: bool) -> None:
        """Give the place of legend and check boxes to the controls of drawing."""
        self.draw_bar.setVisible(on)
        self.legend.setVisible(not on)
        self._boxes.setVisible(not on)
        self.fit_boundary()

    def set_log_scale(self, on: bool) -> None:
        """Change the scale of the losses."""
        self.log_scale.set_checked(on)
        self.chart.set_logarithmic(on)

    def set_compact(self, compact: bool) -> None:
        """Leave room for the chart in small windows."""
        self._compact = compact
        self._name_train_loss()
        self._make_room_for_axes()
        self.show_test.setText("Test data" if compact else "Show test data")
        self.draw_bar.set_compact(compact)
        self.fit_boundary()

    def fit_boundary(self) -> None:
        """Give the plot the room that there is, unless it is lent to the presenter mode."""
        if not self.isAncestorOf(self.plot):
            return
        other = OTHER_HEIGHT_COMPACT if self._compact else OTHER_HEIGHT
        if self._compact and self.is_drawing:
            other += DRAWING_HEIGHT_COMPACT
        parts = ((self._boxes, BOXES_ROOM), (self.score, FIGURES_ROOM), (self.tabs, PAGES_ROOM))
        other -= sum(room for part, room in parts if part.is_veiled)
        side = max(120, min(self.width() - 2 * MARGIN - 1 - LEFT, self.height() - other - BOTTOM))
        if side != self.plot.side:
            self.plot.set_side(side)
            self.boundary_resized.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_boundary()

    def _on_shown_toggled(self) -> None:
        self.plot.set_shown(test=self.show_test.isChecked(), mistakes=self.mark_mistakes.isChecked())
        self.shown_changed.emit()

    def _on_chart_clicked(self) -> None:
        self.chart_options.open_below()

    def _on_chart_view_selected(self, view: str) -> None:
        self.chart.set_view(view)
        self.log_scale.setEnabled(view == "loss")

    def _on_log_scale_toggled(self, on: bool) -> None:
        self.chart.set_logarithmic(on)


class _Row(Veil, QWidget):
    """The check boxes below the plot."""


def _train_curve(theme: Theme) -> str:
    return theme.train_curve


def _test_curve(theme: Theme) -> str:
    return theme.test_curve

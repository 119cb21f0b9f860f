"""Joins the workbench and the output panel, and says what frames should look like."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.output.focus_words import FocusWords
from playground.models.data.data_source import OWN
from playground.models.data.datasets import PLANE_NAMES, Dataset
from playground.models.data.drawn_data import DrawnData
from playground.models.diagnosis.inspection import Inspection
from playground.models.experiment.output_layer import guesser_loss
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.picture.answer import Answer
from playground.models.picture.frame import Frame, FrameRequest, Overlay
from playground.models.picture.plane import Plane
from playground.models.picture.projection import (
    AxesProjection,
    PrincipalProjection,
    Projection,
    opening_projection,
)
from playground.models.picture.reading_pace import ReadingPace
from playground.models.run.history import SMOOTHING
from playground.style.theme import ThemeManager
from playground.style.words import loss_text, number_text, score_text
from playground.views.kit.painting.device_ratio import device_ratio
from playground.views.network.network_canvas import NetworkCanvas
from playground.views.output.boundary_plot import Points
from playground.views.output.output_panel import OutputPanel
from playground.views.output.point_card import PointCard
from playground.workbench import Workbench

# Ways out of a problem with own data, by kind.
_WAYS_OUT = {"table": "Open another file…", "formula": "Change the formula…"}


class OutputController(QObject):
    """Shows frames, and tells the workbench which part of the data is visible and how closely.

    `way_out_wanted` names the kind of own data that cannot be trained on, `trace_wanted` the
    sample whose loss is to be shown as a graph.
    """

    way_out_wanted = Signal(str)
    trace_wanted = Signal(int)

    def __init__(
        self,
        workbench: Workbench,
        panel: OutputPanel,
        canvas: NetworkCanvas,
        themes: ThemeManager,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._panel, self._canvas, self._themes = workbench, panel, canvas, themes
        self._columns: tuple[str, ...] = ()
        self._dataset = ""
        self._picked: int | None = None
        self._figures = ReadingPace()
        panel.axis_bar.projection_changed.connect(self._on_view_projection_changed)
        panel.plot.plane_changed.connect(self._on_view_changed)
        panel.plot.point_picked.connect(self._on_view_point_picked)
        self._smoothing, self._wants_guesser = SMOOTHING, False
        panel.chart_options.smoothing_edited.connect(self._on_view_smoothing_edited)
        panel.chart_options.guesser_toggled.connect(self._on_view_guesser_toggled)
        panel.tabs.page_selected.connect(self._on_view_changed)
        panel.space.view_changed.connect(self._on_view_changed)
        self._card = PointCard(panel.parentWidget() or panel)
        self._card.closed.connect(self._on_view_card_closed)
        self._card.trace_wanted.connect(self.trace_wanted)
        panel.discretise_toggled.connect(self._on_view_changed)
        panel.boundary_resized.connect(self._on_view_changed)
        panel.problem.action_pressed.connect(self._on_view_action_pressed)
        canvas.layout_changed.connect(self._on_view_changed)
        canvas.look_changed.connect(self._on_view_changed)
        self._focus: FocusWords | None = None
        self._answer: Answer | None = None
        self._overlay: Overlay = "weights"
        # Side of the boundary of the Compare mode, in which nothing else of a frame is seen; 0 in the others.
        self._compared_side = 0
        self._wants_histograms = False
        themes.theme_changed.connect(self._on_view_changed)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        workbench.run_replaced.connect(self._on_workbench_run_replaced)
        workbench.blocked.connect(self._on_workbench_blocked)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)

    @property
    def picked(self) -> int | None:
        """The row of the point that is inspected."""
        return self._picked

    @Slot()
    @Slot(object)
    def _on_view_changed(self, _: object = None) -> None:
        panel = self._panel
        scale = device_ratio(panel.plot)
        request = FrameRequest(
            generation=0,
            theme=self._themes.theme,
            boundary_side=round(panel.plot.side * scale),
            plane=panel.plot.plane,
            layout=self._canvas.network_layout,
            scale=scale,
            hovered=self._canvas.hovered,
            hovered_link=self._canvas.shown_link,
            focus=self._canvas.hovered,
            overlay=self._overlay,
            wants_histograms=self._wants_histograms,
            discretise=panel.discretise.isChecked(),
            inspected=self._picked,
            smoothing=self._smoothing,
            wants_metrics=panel.tabs.page == "metrics",
            space=panel.space.view if panel.tabs.page == "space" else None,
        )
        if self._compared_side and (network := self._workbench.network) is not None:
            plane = Plane.of_axes(network.split, network.axes)
            request = FrameRequest(
                0, self._themes.theme, self._compared_side, plane, smoothing=self._smoothing
            )
        self._workbench.set_view(request)

    def set_compared_side(self, side: int) -> None:
        """Have frames show nothing but a boundary of this side, as it is compared; 0 for all that is seen."""
        if side != self._compared_side:
            self._compared_side = side
            self._on_view_changed()

    def set_network_view(self, overlay: Overlay, wants_histograms: bool) -> None:
        """Set what is shown of the network besides its weights."""
        self._overlay, self._wants_histograms = overlay, wants_histograms
        self._on_view_changed()

    @Slot()
    @Slot(float)
    def repaint(self, _: float = 1.0) -> None:
        """Have the pictures repainted at another scale."""
        self._on_view_changed()

    @Slot()
    def _on_view_projection_changed(self) -> None:
        network = self._workbench.network
        if network is not None and self._workbench.problem is None:
            self._show_points(network)
            self._on_view_changed()

    @Slot(float)
    def _on_view_smoothing_edited(self, smoothing: float) -> None:
        self._smoothing = smoothing
        self._on_view_changed()

    @Slot(bool)
    def _on_view_guesser_toggled(self, on: bool) -> None:
        self._wants_guesser = on
        self._show_guesser()

    def _show_guesser(self) -> None:
        network = self._workbench.network
        loss = None
        if network is not None:
            loss = guesser_loss(network.experiment.loss, network.dataset.n_classes)
        self._panel.chart_options.set_guesser_known(loss is not None)
        self._panel.chart.set_guesser(loss if self._wants_guesser else None)

    @Slot()
    def _on_view_card_closed(self) -> None:
        self._pick(None)
        self._on_view_changed()

    @Slot(int)
    def _on_view_point_picked(self, row: int) -> None:
        self._pick(row if row >= 0 else None)
        self._on_view_changed()

    @Slot()
    def _on_view_action_pressed(self) -> None:
        problem, source = self._workbench.problem, self._workbench.experiment.source
        if problem is not None and problem.changes:
            self._workbench.change(**dict(problem.changes))
        elif source is not None:
            self.way_out_wanted.emit(source.kind)

    def _pick(self, row: int | None) -> None:
        self._picked = row
        self._panel.plot.set_picked(row)
        if row is None:
            self._card.hide()

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        dataset, split = network.dataset, network.split
        self._panel.problem.clear()
        is_other = (dataset.name, dataset.feature_names) != (self._dataset, self._columns)
        if is_other:
            self._dataset, self._columns = dataset.name, dataset.feature_names
            axes = (network.axes[0], network.axes[1])
            opens = isinstance(opening_projection(split), PrincipalProjection)
            self._panel.axis_bar.set_features(
                dataset.feature_names, axes, dataset.X, split.column_means, is_principal=opens
            )
            self._pick(None)
        if self._picked is not None and self._picked >= dataset.n_samples:
            self._pick(None)
        self._panel.chart.set_score_name("Accuracy" if dataset.task == "classification" else "R²")
        self._show_guesser()
        self._panel.set_classification(dataset.task == "classification")
        self._focus = None
        self._answer = Answer(split, network.experiment.loss == "binary_cross_entropy")
        self._show_network_legend(network)
        outputs = dataset.class_names if network.output.size > 1 else ()
        self._panel.space.set_network(network.structure, network.split.input_names, outputs)
        self._figures.hurry()
        self._show_points(network, keep_view=not is_other)
        self._on_view_changed()

    @Slot()
    def _on_workbench_run_replaced(self) -> None:
        network = self._workbench.network
        is_regression = network is not None and network.dataset.task == "regression"
        self._panel.clear_figures(_score_name(is_regression=is_regression))

    @Slot(object)
    def _on_workbench_blocked(self, problem: Problem) -> None:
        panel, source = self._panel, self._workbench.experiment.source
        panel.plot.set_picture(None)
        is_regression = self._workbench.experiment.task == "regression"
        panel.set_classification(not is_regression)
        panel.clear_figures(_score_name(is_regression=is_regression))
        panel.legend.set_scale("–", "–")
        self._pick(None)
        if isinstance(source, DrawnData) and self._workbench.experiment.dataset == OWN:
            # The drawing controller shows the points, which make no run yet.
            self._dataset, self._columns = OWN, PLANE_NAMES
            panel.axis_bar.set_features(
                PLANE_NAMES, (0, 1), np.zeros((1, 2)), np.zeros(2), is_principal=False
            )
            panel.plot.set_axis_titles(PLANE_NAMES)
        action = problem.action
        if not problem.changes and source is not None:
            action = _WAYS_OUT.get(source.kind, action)
        if panel.is_drawing:
            panel.problem.clear()
        else:
            panel.problem.set_problem(problem.text, action)

    def _projection(self, network: Network) -> Projection:
        bar = self._panel.axis_bar
        if bar.is_principal and network.principal is not None:
            return network.principal
        centre = AxesProjection.through_mean(network.split, bar.axes)
        if network.dataset.n_features <= 2 or bar.held.are_means:
            return centre
        return AxesProjection(centre.axes, bar.held.values)

    def _show_points(self, network: Network, *, keep_view: bool = True) -> None:
        split = network.split
        plane = Plane.around(split, self._projection(network))
        points, y = plane.projection.project(split.dataset.X), split.dataset.y
        train, test = split.train_indices, split.test_indices
        shown = Points(
            points[train], y[train], points[test], y[test], train, test, n_classes=split.dataset.n_classes
        )
        self._panel.plot.set_axis_titles(plane.titles(split.dataset.feature_names))
        self._panel.plot.set_data(plane, shown, keep_view=keep_view)

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        panel = self._panel
        panel.plot.set_picture(frame.boundary, frame.plane)
        self._show_focus(frame)
        words = self._focus or self._answer
        if words is not None:
            panel.plot.set_values(frame.values, frame.plane, words)
        panel.plot.set_mistakes(frame.mistakes_train, frame.mistakes_test)
        panel.chart.set_curves(frame.curves)
        panel.chart.set_ghosts(frame.timeline.ghosts)
        cursor = frame.timeline.cursor
        panel.chart.hold(None if cursor is None else float(cursor))
        self._show_pages(frame)
        if self._figures.is_due(is_playing=self._workbench.is_in_motion):
            self._show_figures(frame)

    def _show_focus(self, frame: Frame) -> None:
        """Name what the plot shows, and its colours: the network's answer or a neuron's."""
        was_focused = self._focus is not None
        self._focus = None if frame.focus is None else FocusWords(frame)
        if self._focus is not None:
            self._panel.set_heading(self._focus.title)
            self._panel.legend.set_scale(*self._focus.ends)
        elif was_focused:
            self._show_network_legend(frame.network)
            self._figures.hurry()

    def _show_network_legend(self, network: Network) -> None:
        dataset, experiment = network.dataset, network.experiment
        mode, drops = "", experiment.drops_neurons
        if drops or experiment.normalises:
            mode = "eval() forgotten" if experiment.forgets_eval else "eval mode"
        self._panel.set_heading("Output", mode)
        with_dropout = "both" if experiment.normalises else "dropout"
        self._panel.set_train_mode(with_dropout if drops else "batch norm" if mode else "")
        if network.output.size > 1:
            self._panel.legend.set_classes(dataset.class_names)
        elif dataset.task == "classification":
            self._panel.legend.set_scale(dataset.class_names[0], dataset.class_names[1])

    def _show_pages(self, frame: Frame) -> None:
        dataset = frame.network.dataset
        if frame.metrics is not None:
            self._panel.metrics.set_metrics(frame.metrics)
        if frame.space is not None:
            self._panel.space.set_picture(frame.space, dataset.y, dataset.n_classes)
        if frame.inspection is not None and frame.inspection.row == self._picked:
            self._show_card(frame.inspection, dataset)

    def _show_card(self, inspection: Inspection, dataset: Dataset) -> None:
        self._card.set_inspection(inspection, dataset.class_names)
        self._card.open_beside(self._panel.plot)

    def _show_figures(self, frame: Frame) -> None:
        panel = self._panel
        is_regression = frame.network.dataset.task == "regression"
        if is_regression and self._focus is None:
            ends = frame.network.split.target_to_data(np.array([-frame.limit, frame.limit]))
            panel.legend.set_scale(number_text(float(ends[0]), 3), number_text(float(ends[1]), 3))
        panel.set_metrics(
            loss_text(frame.train_loss),
            loss_text(frame.test_loss),
            _score_name(is_regression=is_regression),
            score_text(frame.test_score, is_share=not is_regression),
        )


def _score_name(*, is_regression: bool) -> str:
    return "Test R²" if is_regression else "Test accuracy"

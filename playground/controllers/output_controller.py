"""Joins the workbench and the output panel, and says what frames shall look like."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject, Slot

from playground.models.frame import Frame, FrameRequest
from playground.models.plane import Plane
from playground.models.reading_pace import ReadingPace
from playground.models.run import RunInfo
from playground.theme import ThemeManager
from playground.views.boundary_plot import Points
from playground.views.network_canvas import NetworkCanvas
from playground.views.output_panel import OutputPanel
from playground.workbench import Workbench

# Losses below this would show fewer than two digits after four decimals.
SMALLEST_FIXED = 0.001


class OutputController(QObject):
    """Frames one way, choice of axes the other."""

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
        self._dataset = ""
        self._task = "classification"
        self._figures = ReadingPace()
        panel.axes_selected.connect(self._on_view_axes_selected)
        panel.boundary_resized.connect(self._on_view_changed)
        canvas.layout_changed.connect(self._on_view_changed)
        canvas.neuron_hovered.connect(self._on_view_changed)
        themes.theme_changed.connect(self._on_view_changed)
        workbench.run_changed.connect(self._on_workbench_run_changed)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)

    @Slot()
    @Slot(object)
    def _on_view_changed(self, _: object = None) -> None:
        panel = self._panel
        scale = panel.devicePixelRatioF()
        info = self._workbench.info
        request = FrameRequest(
            generation=0,
            theme=self._themes.theme,
            boundary_side=round(panel.plot.width() * scale),
            plane=None if info is None else Plane.of_axes(info.split, panel.axes),
            layout=self._canvas.network_layout,
            scale=scale,
            hovered=self._canvas.hovered,
        )
        self._workbench.set_view(request)

    @Slot(int, int)
    def _on_view_axes_selected(self, _x: int, _y: int) -> None:
        if self._workbench.info is not None:
            self._show_points(self._workbench.info)
            self._on_view_changed()

    @Slot(object)
    def _on_workbench_run_changed(self, info: RunInfo) -> None:
        dataset = info.dataset
        self._task = dataset.task
        if dataset.name != self._dataset:
            self._dataset = dataset.name
            self._panel.set_features(dataset.feature_names, info.axes)
        self._panel.set_classification(dataset.task == "classification")
        if info.output.size > 1:
            self._panel.legend.set_classes(dataset.class_names)
        elif dataset.task == "classification":
            self._panel.legend.set_scale(dataset.class_names[0], dataset.class_names[1])
        self._figures.hurry()
        self._show_points(info)
        self._on_view_changed()

    def _show_points(self, info: RunInfo) -> None:
        split, axes = info.split, self._panel.axes
        plane = Plane.of_axes(split, axes)
        points, y = plane.projection.project(split.dataset.X), split.dataset.y
        train, test = split.train_indices, split.test_indices
        self._panel.plot.set_data(plane, Points(points[train], y[train], points[test], y[test]))

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        panel = self._panel
        panel.plot.set_picture(frame.boundary)
        panel.plot.set_mistakes(frame.mistakes_train, frame.mistakes_test)
        panel.chart.set_curves(frame.curves)
        if self._figures.is_due(is_playing=self._workbench.is_playing):
            self._show_figures(frame)

    def _show_figures(self, frame: Frame) -> None:
        panel = self._panel
        is_regression = self._task == "regression"
        if is_regression and self._workbench.info is not None:
            ends = self._workbench.info.split.target_to_data(np.array([-frame.limit, frame.limit]))
            panel.legend.set_scale(f"{ends[0]:.3g}", f"{ends[1]:.3g}")
        panel.set_metrics(
            _number(frame.train_loss),
            _number(frame.test_loss),
            "Test R²" if is_regression else "Test accuracy",
            _score(frame.test_score, is_regression),
        )


def _number(value: float | None) -> str:
    if value is None or math.isnan(value):
        return "–"
    if value < SMALLEST_FIXED:
        return f"{value:.1e}" if value > 0.0 else "0"
    return f"{value:.4f}" if value < 100 else f"{value:.4g}"


def _score(value: float | None, is_regression: bool) -> str:
    if value is None:
        return "–"
    if is_regression:
        return f"{value:.3f}" if value > -100 else f"{value:.4g}"
    return f"{100 * value:.1f} %"

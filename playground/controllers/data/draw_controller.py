"""Joins the workbench with brush and bar: points are drawn while the network trains on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut

from playground.models.data.data_source import OWN
from playground.models.data.drawn_data import MOST_POINTS, DrawnData
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.picture.frame import Frame
from playground.models.picture.plane import Plane
from playground.models.picture.projection import AxesProjection
from playground.views.data.data_panel import DataPanel
from playground.views.output.boundary_plot import Points
from playground.views.output.drawing.draw_tool import DrawTool
from playground.views.output.output_panel import OutputPanel
from playground.workbench import Workbench

# A stroke goes on when a frame has shown what it changed; where frames take longer, it waits no longer.
LONGEST_WAIT_MS = 250
FULL = f"The drawing is full: it holds {MOST_POINTS:,} points."


class DrawController(QObject):
    """Starts and ends drawing; every stroke is one step that can be undone.

    Every change of the data makes a new run, and frames of the run before are dropped: without pauses between
    the portions of a stroke the boundary would stand still until its end.

    It must be made after the controller of the output, whose card for problems would lie over the paper.
    """

    def __init__(
        self, workbench: Workbench, panel: DataPanel, output: OutputPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._panel, self._output = workbench, panel, output
        self._bar = output.draw_bar
        self._tool = DrawTool(output.plot)
        self._is_drawing = False
        self._stroke = 0
        self._waiting: DrawnData | None = None
        self._n_shown = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(LONGEST_WAIT_MS)
        self._pause.timeout.connect(self._hand_over)
        self._leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), output.plot)
        self._leave.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._leave.setEnabled(False)
        self._leave.activated.connect(self._on_view_done_pressed)
        panel.draw_wanted.connect(self._on_view_draw_wanted)
        output.problem.action_pressed.connect(self._on_view_problem_action_pressed)
        self._bar.done_pressed.connect(self._on_view_done_pressed)
        self._bar.clear_pressed.connect(self._on_view_clear_pressed)
        self._bar.tool_changed.connect(self._on_view_tool_changed)
        self._tool.stroke_started.connect(self._on_view_stroke_started)
        self._tool.points_added.connect(self._on_view_points_added)
        self._tool.erased.connect(self._on_view_erased)
        self._tool.point_moved.connect(self._on_view_point_moved)
        self._tool.stroke_ended.connect(self._hand_over)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        workbench.blocked.connect(self._on_workbench_blocked)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)

    @property
    def _drawing(self) -> DrawnData | None:
        """The drawing on screen, if there is one."""
        if self._waiting is not None:
            return self._waiting
        experiment = self._workbench.experiment
        source = experiment.source
        return source if experiment.dataset == OWN and isinstance(source, DrawnData) else None

    def _start(self) -> None:
        workbench = self._workbench
        self._set_drawing(True)
        drawing = self._drawing
        if drawing is None:
            drawing, goes_on = self._paper()
            features = workbench.experiment.features if goes_on else None
            workbench.change(dataset=OWN, source=drawing, features=features)
        else:
            self._show(drawing)
            if workbench.problem is not None:
                self._show_problem(workbench.problem)
        self._output.plot.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_drawing(self, on: bool) -> None:
        self._is_drawing = on
        self._panel.set_drawing(on)
        self._output.set_drawing(on)
        self._leave.setEnabled(on)
        self._output.plot.set_tool(self._tool if on else None)

    def _stop(self) -> None:
        self._tool.finish()
        self._tool.set_hint("")
        self._set_drawing(False)
        problem = self._workbench.problem
        if problem is not None:
            self._output.problem.set_problem(problem.text, problem.action)

    def _paper(self) -> tuple[DrawnData, bool]:
        """Return what is drawn on, and whether these are the points on screen."""
        workbench, experiment = self._workbench, self._workbench.experiment
        network, source = workbench.network, experiment.source
        try:
            if experiment.dataset == OWN and source is not None and workbench.problem is not None:
                # Points that cannot be trained on are on no screen yet.
                samples = source.load(experiment.noise, experiment.data_seed, experiment.n_samples)
                return DrawnData.of(samples), True
            if network is not None and _are_same_data(network.wanted, experiment):
                return DrawnData.of(network.split.clean), True
        except ValueError:
            pass  # not classes in two dimensions
        return (source if isinstance(source, DrawnData) else DrawnData.empty()), False

    def _change(self, drawing: DrawnData) -> None:
        """Change the drawing by what a stroke has done, now or after the pause."""
        self._waiting = drawing
        self._show_fresh(drawing)
        if not self._pause.isActive():
            self._hand_over()

    def _show_fresh(self, drawing: DrawnData) -> None:
        """Let the tool show the points that have joined since the plot's."""
        n = self._n_shown
        self._tool.set_fresh(drawing.points[n:], drawing.labels[n:], drawing.n_classes)

    @Slot()
    def _hand_over(self) -> None:
        """Apply pending points to the experiment."""
        self._pause.stop()
        drawing, self._waiting = self._waiting, None
        if drawing is not None:
            self._pause.start()
            self._workbench.change(source=drawing, merge=f"stroke {self._stroke}")

    def _show(self, drawing: DrawnData) -> None:
        self._bar.set_used(drawing.n_used)
        self._bar.set_clearable(len(drawing) > 0)
        self._tool.set_points(drawing.points)
        self._tool.set_unit(drawing.unit)
        self._on_view_tool_changed()

    def _show_problem(self, problem: Problem) -> None:
        self._output.problem.clear()
        self._tool.set_hint(problem.text)

    # User actions.

    @Slot()
    def _on_view_draw_wanted(self) -> None:
        if self._is_drawing:
            self._stop()
        else:
            self._start()

    @Slot()
    def _on_view_problem_action_pressed(self) -> None:
        problem = self._workbench.problem
        if problem is not None and not problem.changes and not self._is_drawing:
            self._start()

    @Slot()
    def _on_view_done_pressed(self) -> None:
        if self._is_drawing:
            self._stop()

    @Slot()
    def _on_view_clear_pressed(self) -> None:
        drawing = self._drawing
        if drawing is not None and len(drawing):
            self._workbench.change(source=DrawnData.empty(drawing.area))

    @Slot()
    def _on_view_tool_changed(self) -> None:
        bar = self._bar
        self._tool.set_brush(bar.tool, bar.label, bar.radius, bar.density)
        if self._is_drawing:
            self._output.plot.set_tool(self._tool)  # with another pointer

    @Slot()
    def _on_view_stroke_started(self) -> None:
        self._stroke += 1

    @Slot(object, int)
    def _on_view_points_added(self, points: NDArray[np.float64], label: int) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        if drawing.room:
            self._change(drawing.added(points[: drawing.room], label))
        else:
            self._tool.set_hint(FULL)

    @Slot(object, float)
    def _on_view_erased(self, centres: NDArray[np.float64], radius: float) -> None:
        drawing = self._drawing
        left = None if drawing is None else drawing.erased(centres, radius)
        if left is not None and left is not drawing:
            self._change(left)

    @Slot(int, float, float)
    def _on_view_point_moved(self, index: int, x: float, y: float) -> None:
        drawing = self._drawing
        # Undo in the middle of a stroke may have taken the point away.
        if drawing is not None and index < len(drawing):
            self._change(drawing.moved_to(index, x, y))

    # Results.

    @Slot(object)
    def _on_workbench_experiment_changed(self, _: Experiment) -> None:
        self._waiting = None  # not part of the experiment that undo has brought back
        drawing = self._drawing
        if drawing is not None:
            self._show(drawing)
            if self._workbench.problem is not None:
                self._show_points(drawing)
        elif self._is_drawing:
            self._stop()

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        drawing = self._drawing
        if drawing is not None:
            self._n_shown = network.dataset.n_samples
            self._show_fresh(drawing)
            if drawing.room:
                self._tool.set_hint("")

    @Slot(object)
    def _on_workbench_blocked(self, problem: Problem) -> None:
        drawing = self._drawing
        if drawing is None:
            return
        if self._is_drawing:
            self._show_problem(problem)
        self._show_points(drawing)
        self._hand_over()

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        is_newest = frame.network.wanted.source is self._workbench.experiment.source
        if self._pause.isActive() and is_newest:
            self._hand_over()

    def _show_points(self, drawing: DrawnData) -> None:
        """Show points that make no run yet."""
        self._n_shown = len(drawing)
        self._show_fresh(drawing)
        nothing = np.zeros((0, 2)), np.zeros(0, np.int64)
        plane = Plane(AxesProjection((0, 1), (0.0, 0.0)), *drawing.extent)
        self._output.plot.set_data(
            plane,
            Points(
                drawing.points,
                drawing.labels,
                *nothing,
                train_rows=np.arange(len(drawing)),
                n_classes=drawing.n_classes,
            ),
        )


def _are_same_data(first: Experiment, second: Experiment) -> bool:
    return first.dataset == second.dataset and first.source is second.source

"""Checks the gradients on screen against finite differences, away from the window's thread."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.checking.gradient_check import GradientCheck, check_gradients
from playground.models.graph.steps import Walk
from playground.style.words import sentence
from playground.views.graph.graph_screen import GraphScreen
from playground.workers.background import Job

MOST_FOLLOWED = 300
"""Scalars of a graph whose check follows the training: it takes about 30 ms."""
NO_GRAPH = "There is no graph whose gradients could be checked."


class GradientCheckController(QObject):
    """Keeps the panel up to date while it is open."""

    def __init__(self, screen: GraphScreen, graph: GraphController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen, self._panel, self._graph = screen, screen.check_panel, graph
        self._is_open = False
        # What is being checked, and what the rows on screen are of.
        self._walk: Walk | None = None
        self._shown: Walk | None = None
        self._is_old = False
        self._job = Job("gradient check", self)
        self._job.progressed.connect(self._on_job_progressed)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self._on_job_refused)
        screen.check_wanted.connect(self._on_view_check_wanted)
        screen.room.closed.connect(self._on_view_panel_closed)
        self._panel.closed.connect(self._on_view_closed)
        self._panel.again_wanted.connect(self._on_view_again_wanted)
        self._panel.scalar_selected.connect(self._on_view_scalar_selected)
        graph.steps.walk_changed.connect(self._on_graph_walk_changed)

    @Slot()
    def _on_view_check_wanted(self) -> None:
        if self._is_open:
            self._screen.room.close_panel(self._panel)
        else:
            self._is_open = True
            self._screen.room.open(self._panel)
            self._check()
            self._panel.table.setFocus()

    @Slot()
    def _on_view_closed(self) -> None:
        self._screen.room.close_panel(self._panel)

    @Slot(QWidget)
    def _on_view_panel_closed(self, panel: QWidget) -> None:
        if panel is self._panel:
            self._is_open = False
            self._job.cancel()

    @Slot()
    def _on_view_again_wanted(self) -> None:
        self._check()

    @Slot(int)
    def _on_view_scalar_selected(self, scalar: int) -> None:
        walk = self._graph.walk
        shown = self._shown
        if walk is not None and shown is not None and walk.graph.scalars is shown.graph.scalars:
            self._graph.show_scalar(scalar)

    @Slot()
    def _on_graph_walk_changed(self) -> None:
        if not self._is_open or not self._screen.isVisible():
            return
        walk, before = self._graph.walk, self._walk
        is_other = walk is None or before is None or walk.route is not before.route
        if is_other:
            self._check()
        elif self._job.is_busy:
            self._is_old = True
        else:
            self._follow()

    def _follow(self) -> None:
        """Check other numbers of the same graph, or say that they are others if that takes long."""
        walk = self._graph.walk
        if walk is not None and len(walk.values) <= MOST_FOLLOWED:
            self._check()
        else:
            self._panel.set_old()

    def _check(self) -> None:
        walk = self._walk = self._graph.walk
        self._is_old = False
        if walk is None:
            self._job.cancel()
            self._panel.set_refusal(NO_GRAPH)
            return
        self._panel.set_waiting()
        self._job.order(partial(check_gradients, walk))

    @Slot(object)
    def _on_job_progressed(self, share: float) -> None:
        self._panel.set_progress(share)

    @Slot(object)
    def _on_job_done(self, check: GradientCheck) -> None:
        self._shown = self._walk
        self._panel.set_check(check)
        if self._is_old:
            self._follow()

    @Slot(str)
    def _on_job_refused(self, reason: str) -> None:
        self._panel.set_refusal(sentence(reason))

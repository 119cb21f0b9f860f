"""Shows what the optimizer of the run makes of the gradients on screen, and makes that update."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.steps import Walk
from playground.models.graph.update.network_update import network_update
from playground.models.graph.update.update_table import UpdateTable
from playground.models.picture.frame import Frame
from playground.models.picture.reading_pace import ReadingPace
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.update.update_panel import NEEDS_BATCH, NO_TABLE
from playground.workbench import Workbench

PLAYING = "Pause the training first: the update belongs to the weights on screen"
LOOKING_BACK = "Branch here (B) or go live (End) first: this is a moment of the past"


class UpdateController(QObject):
    """Keeps the table up to date while the third act is on."""

    def __init__(
        self, workbench: Workbench, screen: GraphScreen, graph: GraphController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._graph = workbench, screen, graph
        self._way, self._is_on = "", False
        self._pace = ReadingPace()
        screen.steps.way_selected.connect(self._on_view_way_selected)
        screen.room.closed.connect(self._on_view_panel_closed)
        screen.update_panel.apply_wanted.connect(self._on_view_apply_wanted)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        workbench.playing_changed.connect(self._on_workbench_playing_changed)
        graph.source_changed.connect(self._on_graph_source_changed)
        graph.redrawn.connect(self._on_graph_redrawn)

    @Slot(str)
    def _on_view_way_selected(self, way: str) -> None:
        self._way = way
        self._open()

    @Slot()
    def _on_graph_source_changed(self) -> None:
        self._open()

    @property
    def _is_of_network(self) -> bool:
        return self._graph.source != "formulas"

    def _open(self) -> None:
        """Show the panel in the third act of a network."""
        self._is_on = self._way == "update" and self._is_of_network
        if self._is_on:
            self._screen.room.open(self._screen.update_panel)
        else:
            self._screen.room.close_panel(self._screen.update_panel)
        self._workbench.want_optimizer(self._is_on)
        self._show_obstacle()
        self._show(self._workbench.frame)

    @Slot(QWidget)
    def _on_view_panel_closed(self, panel: QWidget) -> None:
        """Leave the third act where another panel took its room."""
        if panel is self._screen.update_panel and self._is_on and self._is_of_network:
            self._screen.steps.way_selected.emit("backward")

    @Slot()
    def _on_view_apply_wanted(self) -> None:
        table = self._screen.update_panel.table
        if table is not None:
            self._workbench.apply_update(table.report, table.raw)

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        self._show_obstacle()
        is_seen = self._is_on and self._screen.isVisible()
        if is_seen and self._pace.is_due(is_playing=self._workbench.is_playing):
            self._show(frame)

    @Slot(bool)
    def _on_workbench_playing_changed(self, _: bool) -> None:
        self._show_obstacle()

    def _show_obstacle(self) -> None:
        """Say why the update cannot be made now, if so."""
        is_back = self._workbench.cursor is not None
        text = PLAYING if self._workbench.is_playing else LOOKING_BACK if is_back else ""
        self._screen.update_panel.set_obstacle(text)

    @Slot()
    def _on_graph_redrawn(self) -> None:
        if self._is_on:
            self._show(self._workbench.frame)

    def _show(self, frame: Frame | None) -> None:
        if self._is_on:
            of_one = (
                self._graph.source == "loss" and frame is not None and frame.network.experiment.normalises
            )
            self._screen.update_panel.set_table(self._table(frame), NEEDS_BATCH if of_one else NO_TABLE)

    def _table(self, frame: Frame | None) -> UpdateTable | None:
        drawing = self._graph.drawing
        network = drawing.network if drawing is not None else None
        if drawing is None or network is None or frame is None or frame.optimizer is None:
            return None
        if network.source is not frame.network:
            return None  # the graph of this network is still being drawn
        try:
            leaves = {**network.graph.start, **network.leaves(frame.parameters)}
            return network_update(network, Walk(drawing.route, leaves).gradients, frame.optimizer)
        except (ArithmeticError, ValueError):
            # One neuron has no loss; weights that ran away have no value.
            return None

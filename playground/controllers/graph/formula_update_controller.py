"""Makes updates of a formula by its own gradients: gradient descent by hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from playground.controllers.graph.formula_controller import FormulaState
from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.descent.descent import MANY, Descent, Position, descend, next_update
from playground.models.graph.descent.descent_words import (
    BEGIN,
    NO_FORMULA,
    NO_PARAMETER,
    say_descent,
    say_rule,
)
from playground.models.graph.descent.formula_lab import FormulaLab
from playground.models.graph.descent.parameters import likely_parameters
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.models.graph.update.update_table import UpdateTable
from playground.style.words import sentence
from playground.undo import FormulaCommand
from playground.views.graph.descent.descent_panel import FIRST_RATE
from playground.views.graph.graph_screen import GraphScreen
from playground.workbench import Workbench
from playground.workers.background import Job

Losses = tuple[float, ...]


class FormulaUpdateController(QObject):
    """Keeps which leaves are parameters, the rate, and the losses so far."""

    def __init__(
        self, workbench: Workbench, screen: GraphScreen, graph: GraphController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen, self._graph = workbench, screen, graph
        self._panel = screen.descent_panel
        self._way, self._is_on = "", False
        self._rate = FIRST_RATE
        # By name of the leaf, where a person has chosen; other leaves are as their names tell.
        self._ticks: dict[str, bool] = {}
        self._losses: Losses = ()
        self._words, self._is_stopped = BEGIN, False
        self._ordered: Route | None = None
        self._job = Job("descent", self)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self._on_job_refused)
        screen.steps.way_selected.connect(self._on_view_way_selected)
        screen.room.closed.connect(self._on_view_panel_closed)
        screen.source.leaves.parameter_toggled.connect(self._on_view_parameter_toggled)
        self._panel.rate_edited.connect(self._on_view_rate_edited)
        self._panel.apply_wanted.connect(self._on_view_apply_wanted)
        self._panel.many_wanted.connect(self._on_view_many_wanted)
        self._panel.parameter_selected.connect(self._on_view_parameter_selected)
        graph.source_changed.connect(self._on_graph_source_changed)
        graph.steps.walk_changed.connect(self._on_graph_walk_changed)
        graph.steps.parameter_changed.connect(self._panel.set_parameter)
        graph.formulas.touched.connect(self._on_formulas_touched)
        graph.formulas.edited.connect(self._on_formulas_edited)

    # The third act comes and goes.

    @Slot(str)
    def _on_view_way_selected(self, way: str) -> None:
        self._way = way
        self._open()

    @Slot()
    def _on_graph_source_changed(self) -> None:
        self._open()

    def _open(self) -> None:
        """Show the panel in the third act of a formula."""
        self._is_on = self._way == "update" and self._graph.source == "formulas"
        if self._is_on:
            self._screen.room.open(self._panel)
            self._show()
        else:
            self._screen.room.close_panel(self._panel)
            self._screen.source.leaves.set_parameters(None)
            self._graph.steps.set_update(None, ())
            self._job.cancel()

    @Slot(QWidget)
    def _on_view_panel_closed(self, panel: QWidget) -> None:
        """Leave the third act where another panel took its room."""
        if panel is self._panel and self._is_on and self._graph.source == "formulas":
            self._screen.steps.way_selected.emit("backward")

    # What is chosen.

    @Slot(int, bool)
    def _on_view_parameter_toggled(self, leaf: int, on: bool) -> None:
        walk = self._graph.formula_walk
        if walk is not None:
            self._job.cancel()
            self._ticks[walk.graph.scalars.nodes[leaf].name] = on
            self._show()

    @Slot(object)
    def _on_view_rate_edited(self, rate: float) -> None:
        self._job.cancel()
        self._rate = rate
        self._show()

    @Slot(int)
    def _on_view_parameter_selected(self, parameter: int) -> None:
        self._screen.steps.step_wanted.emit(parameter + 1)

    @Slot()
    def _on_formulas_touched(self) -> None:
        """Begin anew: the losses so far are those of other numbers."""
        self._job.cancel()
        self._losses, self._words, self._is_stopped = (), BEGIN, False

    @Slot()
    def _on_formulas_edited(self) -> None:
        self._show()

    # Updates.

    @Slot()
    def _on_view_apply_wanted(self) -> None:
        self._descend(1)

    @Slot()
    def _on_view_many_wanted(self) -> None:
        self._descend(MANY)

    def _descend(self, count: int) -> None:
        walk = self._graph.formula_walk
        parameters = [] if walk is None else self._parameters(walk)
        if walk is None or not parameters:
            return
        start, first = Position(walk.leaves, walk.carried), max(len(self._losses), 1)
        work = partial(descend, walk.route, start, parameters, self._rate, count, first)
        if count > 1:
            self._ordered = walk.route
            self._job.order(work)
            self._panel.set_busy()
        else:
            self._on_job_done(work())

    @Slot(object)
    def _on_job_done(self, descent: Descent) -> None:
        walk = self._graph.formula_walk
        if walk is None:
            return
        before = self._state
        self._losses = (*(self._losses or descent.losses[:1]), *descent.losses[1:])
        self._words = say_descent(descent, walk.graph.nodes[walk.graph.output].label)
        self._is_stopped = bool(descent.failure)
        if descent.updates:
            moved = {
                leaf: value
                for leaf, value in descent.position.leaves.items()
                if value != walk.leaves.get(leaf)
            }
            self._graph.formulas.move(moved, descent.position.carried)
            many = "the update" if descent.updates == 1 else f"{descent.updates} updates"
            self._workbench.undo_stack.push(FormulaCommand(f"{many} of the formula", self._swap, before))
        self._show()

    @Slot(str)
    def _on_job_refused(self, reason: str) -> None:
        self._words, self._is_stopped = sentence(reason), True
        self._show()

    def take(self, text: str) -> None:
        """Show other formulas, as one step that can be undone."""
        before = self._state
        self._losses = ()
        self._graph.show_formulas(FormulaState(text, {}, "", {}))
        self._workbench.undo_stack.push(FormulaCommand("the formula of a lesson", self._swap, before))
        self._show()

    @property
    def _state(self) -> tuple[FormulaState, Losses]:
        return self._graph.formulas.state, self._losses

    def _swap(self, state: object) -> object:
        """Go back to a formula and its losses; return what was there."""
        assert isinstance(state, tuple)
        before = self._state
        formula, losses = state
        self._graph.formulas.restore(formula)
        self._losses = losses
        self._show()
        return before

    # What is shown.

    @Slot()
    def _on_graph_walk_changed(self) -> None:
        walk = self._graph.formula_walk
        if walk is None or walk.route is not self._ordered:
            self._job.cancel()
        self._show()

    def _show(self) -> None:
        if not self._is_on:
            return
        walk = self._graph.formula_walk
        if walk is None:
            self._panel.set_table(None, NO_FORMULA)
            self._panel.set_result(NO_FORMULA, (), "")
            self._screen.source.leaves.set_parameters(None)
            self._graph.steps.set_update(None, ())
            return
        parameters = self._parameters(walk)
        self._screen.source.leaves.set_parameters(parameters)
        table: UpdateTable | None = None
        settings, words = NO_PARAMETER, NO_PARAMETER
        if parameters:
            table = next_update(walk, parameters, self._rate, max(len(self._losses), 1))
            settings, words = say_rule(table, walk.route.mistake), self._words
        self._panel.set_table(table, settings)
        loss = walk.graph.nodes[walk.graph.output].label
        self._panel.set_result(words, self._losses, loss, is_problem=self._is_stopped)
        self._graph.steps.set_update(table, parameters)

    def laboratory(self) -> FormulaLab | None:
        """Return where mistakes are tried on the formula on screen, with its leaf values."""
        walk = self._graph.formula_walk
        if walk is None:
            return None
        return FormulaLab(walk.graph, Position(walk.leaves, {}), self._parameters(walk), self._rate)

    def _parameters(self, walk: Walk) -> list[int]:
        """Return the leaves that updates move."""
        leaves = [leaf for leaf in walk.graph.scalars.leaves if not leaf.is_constant]
        likely = likely_parameters([leaf.name for leaf in leaves])
        return [leaf.index for leaf in leaves if self._ticks.get(leaf.name, leaf.name in likely)]

"""Joins the workbench with the Graph mode: which graph is on screen, and its present numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.graph.formula_controller import FormulaController, FormulaState
from playground.controllers.graph.graph_steps_controller import GraphStepsController
from playground.models.graph.drawing import Drawing, draw_formulas, draw_network
from playground.models.graph.fault.story import FaultStory
from playground.models.graph.graph_subject import GraphSubject
from playground.models.graph.mistakes.mistakes import DRAWN_MISTAKES, NO_ZERO_GRAD, STEP_MISTAKES
from playground.models.graph.network_graph import NetworkGraph, network_graph
from playground.models.graph.steps import Walk
from playground.models.network.network import Network
from playground.models.picture.frame import Frame
from playground.models.picture.reading_pace import ReadingPace
from playground.models.ticket import Ticket
from playground.style.words import counted, sentence
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.source_panel import FAULT, LEVELS
from playground.workbench import Workbench
from playground.workers.background import Job

# Frames come about every 25 ms: every third one makes 13 refreshes a second.
REFRESH_SECONDS = 0.06
MOST_AT_ONCE = 60
"""Scalars of a formula that are drawn without a thread: typing answers at once."""
LEVEL_OF = {key: number for number, (key, _) in enumerate(LEVELS)}


class GraphController(QObject):
    """Keeps the source of the graph, what of it is open, and its numbers.

    Parameters
    ----------
    chosen_sample, chosen_neuron
        Tell which point is inspected, and which neuron is pinned, in the Train screen.

    Signals
    -------
    redrawn
        Another graph is on screen.
    source_changed
        Another source was chosen.
    """

    redrawn = Signal()
    source_changed = Signal()

    def __init__(
        self,
        workbench: Workbench,
        screen: GraphScreen,
        chosen_sample: Callable[[], int | None],
        chosen_neuron: Callable[[], tuple[int, int] | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._screen = workbench, screen
        self._chosen_sample, self._chosen_neuron = chosen_sample, chosen_neuron
        self._source, self._level = "formulas", "neurons"
        self._subject = GraphSubject()
        self._taken: tuple[int | None, tuple[int, int] | None] = (None, None)
        self._folds, self._mistake = True, ""
        self._drawing: Drawing | None = None
        # What the graph was last asked for of.
        self._network: Network | None = None
        self._opened: frozenset[str] | None = None
        self._anchor: int | None = None
        # Opened to be shown as soon as it is drawn.
        self._sought: int | None = None
        self._is_waiting = False
        self._leaves: dict[int, float] = {}
        self._pace = ReadingPace(seconds=REFRESH_SECONDS)
        self.steps = GraphStepsController(screen, self)
        self.formulas = FormulaController(screen, workbench.experiment.own_functions, self)
        self.formulas.edited.connect(self._on_formulas_edited)
        self.formulas.leaves_edited.connect(self._on_formulas_leaves_edited)
        self._job = Job("graph", self)
        self._job.done.connect(self._on_job_done)
        self._job.refused.connect(self._on_job_refused)
        source, canvas = screen.source, screen.canvas
        source.source_selected.connect(self._on_view_source_selected)
        source.sample_stepped.connect(self._on_view_sample_stepped)
        source.neuron_stepped.connect(self._on_view_neuron_stepped)
        source.batch_size_edited.connect(self._on_view_batch_size_edited)
        source.shown_edited.connect(self._on_view_shown_edited)
        source.level_selected.connect(self._on_view_level_selected)
        source.fold_toggled.connect(self._on_view_fold_toggled)
        canvas.node_opened.connect(self._on_view_node_opened)
        canvas.node_closed.connect(self._on_view_node_closed)
        canvas.offer.chosen.connect(self._on_view_offer_chosen)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        source.set_source(self._source)

    @property
    def source(self) -> str:
        """Where the graph comes from, as a key of `SOURCES`."""
        return self._source

    @property
    def walk(self) -> Walk | None:
        """The graph on screen with its numbers."""
        return self.steps.walk

    @property
    def formula_walk(self) -> Walk | None:
        """The graph on screen if it is that of the text; text that is refused leaves another on screen."""
        is_of_text = self._drawing is not None and self._drawing.network is None
        return self.walk if is_of_text and not self.formulas.is_refused else None

    @property
    def drawing(self) -> Drawing | None:
        """The graph on screen."""
        return self._drawing

    @property
    def _drawn_network(self) -> NetworkGraph | None:
        """The graph on screen, if it is that of a network."""
        return self._drawing.network if self._drawing is not None else None

    def show(self) -> None:
        """Update what follows training when the mode is chosen."""
        self._take_choice()
        if self._source != "formulas" or self._drawing is None:
            self._rebuild()

    @property
    def shows_fault(self) -> bool:
        """Whether the graph is that of a run that failed."""
        return self._source == FAULT

    def show_fault(self, drawing: Drawing, story: FaultStory) -> None:
        """Show a graph up to the operation without a finite result."""
        self._screen.steps.way_selected.emit(story.way)  # an update or an exercise ends here
        self._job.cancel()
        self._is_waiting, self._opened, self._anchor = False, None, None
        self._source = FAULT
        self._screen.source.set_source(FAULT)
        self.steps.tell(story)
        self._take(drawing, dict(drawing.scalars.start))

    def _take_choice(self) -> None:
        """Take the point and the neuron that were chosen in Train since the last time."""
        chosen = self._chosen_sample(), self._chosen_neuron()
        if chosen != self._taken:
            self._taken = chosen
            row, neuron = chosen
            self._subject = replace(
                self._subject,
                row=self._subject.row if row is None else row,
                neuron=neuron or self._subject.neuron,
            )

    def trace(self, row: int) -> None:
        """Show the loss of a sample."""
        self._subject = replace(self._subject, row=row)
        self._taken = self._chosen_sample(), self._chosen_neuron()
        self._choose_source("loss")

    def go_to_point(self, row: int) -> None:
        """Show another point in the same way."""
        self._subject = replace(self._subject, row=row)
        self._rebuild()

    def show_neuron(self, neuron: tuple[int, int]) -> None:
        """Show a neuron at the chosen sample."""
        self._subject = replace(self._subject, neuron=neuron)
        self._taken = self._chosen_sample(), self._chosen_neuron()
        self._choose_source("neuron")

    def show_formulas(self, state: FormulaState) -> None:
        """Show formulas, whatever is on screen now."""
        self._choose_source("formulas")
        self.formulas.restore(state)

    def _choose_source(self, source: str) -> None:
        self._source, self._opened = source, None
        self._screen.source.set_source(source)
        self._rebuild()
        self.source_changed.emit()

    @Slot(str)
    def _on_view_source_selected(self, source: str) -> None:
        self._take_choice()
        self._choose_source(source)

    @Slot()
    def _on_formulas_edited(self) -> None:
        if self._source == "formulas":
            self._rebuild()

    @Slot(object)
    def _on_formulas_leaves_edited(self, values: dict[int, float]) -> None:
        if self._drawing is not None and self._drawing.network is None:
            self._leaves |= values
            self._walk_again()

    @Slot(int)
    def _on_view_sample_stepped(self, step: int) -> None:
        frame = self._workbench.frame
        if frame is not None:
            subject, is_batch = self._subject.fitted_to(frame.network), self._source == "batch"
            self._subject = subject.with_next_row(frame.network, step, is_batch=is_batch)
            self._rebuild()

    @Slot(int)
    def _on_view_neuron_stepped(self, step: int) -> None:
        frame = self._workbench.frame
        if frame is not None:
            self._subject = self._subject.fitted_to(frame.network).with_next_neuron(frame.network, step)
            self._opened = None
            self._rebuild()

    @Slot(int)
    def _on_view_batch_size_edited(self, count: int) -> None:
        self._subject = replace(self._subject, count=count)
        self._rebuild()

    @Slot(int)
    def _on_view_shown_edited(self, shown: int) -> None:
        self._subject = replace(self._subject, shown=shown)
        self._rebuild()

    @Slot(str)
    def _on_view_level_selected(self, level: str) -> None:
        self._level, self._opened, self._anchor = level, None, None
        if self._goes_to_a_point and level == "scalars":
            self._subject = replace(self._subject, shown=1)
            self._rebuild()
        else:
            self._regroup()

    @property
    def _goes_to_a_point(self) -> bool:
        """Whether one point of all those of a batch is drawn where a neuron is opened."""
        return self._source == "batch" and not self._subject.shown and not self._is_coupled

    @property
    def _is_coupled(self) -> bool:
        """Whether the points of a batch depend on each other."""
        network = self._network
        return self._source == "batch" and network is not None and network.experiment.normalises

    @Slot(bool)
    def _on_view_fold_toggled(self, on: bool) -> None:
        self._folds = on
        self._rebuild()

    def set_mistake(self, mistake: str) -> None:
        """Show a mistake, or none, in the backward pass where the graph can show it."""
        before, self._mistake = self.drawn_mistake, mistake
        if self.drawn_mistake != before:
            self._rebuild()

    @property
    def drawn_mistake(self) -> str:
        """The mistake that the backward pass of this source shows, empty for none."""
        shown = DRAWN_MISTAKES if self._source == "formulas" else STEP_MISTAKES
        return self._mistake if self._mistake in shown else ""

    @Slot(int)
    def _on_view_node_opened(self, node: int) -> None:
        """Open a group; a scalar closes the group it is part of."""
        if self._drawing is None:
            return
        block = self._drawing.blocks.nodes[node]
        if block.group is None:
            self._on_view_node_closed(node)
        else:
            blocks, scalar = self._drawing.blocks, block.outputs[0]
            opened = blocks.grouping.opened_with(blocks.opened, scalar, block.group.key)
            if self._goes_to_a_point and block.group is not blocks.grouping.paths[scalar][0]:
                # A neuron is opened at one point: the others have the same scalars with other numbers.
                self._subject, self._opened = replace(self._subject, shown=1), opened
                self._rebuild()
            else:
                self._set_opened(opened, scalar)

    @Slot(int)
    def _on_view_node_closed(self, node: int) -> None:
        if self._drawing is None:
            return
        blocks = self._drawing.blocks
        scalar = blocks.nodes[node].outputs[0]
        around = blocks.grouping.opened_around(scalar, blocks.opened)
        if around is not None:
            self._set_opened(blocks.opened - {around.key}, scalar)

    def _set_opened(self, opened: frozenset[str], anchor: int) -> None:
        self._opened, self._anchor = opened, anchor
        self._regroup()

    def show_scalar(self, scalar: int) -> None:
        """Make a scalar legible in the middle; closed nodes around it are opened."""
        if self._drawing is None:
            return
        blocks = self._drawing.blocks
        place = int(blocks.block_of[scalar])
        if place >= 0 and scalar in blocks.nodes[place].outputs:
            self._screen.canvas.show_node(place, closely=True)
            return
        # A parameter is drawn as soon as one of those that use it is.
        inside = scalar if scalar in blocks.grouping.paths else blocks.scalars.uses[scalar][0]
        keys = {group.key for group in blocks.grouping.paths.get(inside, ())}
        self._sought = scalar
        self._set_opened(blocks.opened | keys, scalar)

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        if self._source in ("formulas", FAULT) or not self._screen.isVisible():
            return
        if frame.network is not self._network:
            self._rebuild()
            return
        if self.steps.is_practising:
            return  # who computes by hand needs numbers that stand still
        graph = self._drawn_network
        is_due = self._pace.is_due(is_playing=self._workbench.is_playing)
        # While another graph is being drawn, the one on screen keeps its numbers.
        if is_due and graph is not None and graph.source is frame.network:
            self._leaves |= graph.leaves(frame.parameters)
            self._walk_again()

    def _rebuild(self) -> None:
        """Rebuild the graph of the source; if that fails, the last one stays on screen."""
        self._anchor = None
        if self._source == "formulas":
            self._rebuild_formulas()
            return
        if self._source == FAULT:
            return  # what failed stays as it was
        source, frame = self._screen.source, self._workbench.frame
        if frame is None:
            self._network = None
            source.set_state("The network is not ready yet.", is_problem=True)
            return
        shown = frame.network
        if self._network is not None and self._network.structure != shown.structure:
            self._opened = None  # what was opened belongs to its network
        self._network = shown
        subject = self._subject = self._subject.fitted_to(shown)
        is_batch, neuron = self._source == "batch", subject.neuron if self._source == "neuron" else None
        source.sample.set_item(subject.name_of_row(shown, is_batch=is_batch))
        source.neuron.set_item(subject.name_of_neuron(shown))
        rows = subject.rows_on_screen(shown) if is_batch else (subject.row,)
        if is_batch:
            source.set_batch(subject.rows(shown), min(subject.shown, len(subject.rows(shown))))
            source.shown.setVisible(not self._is_coupled)
        folds, mistake = self._folds, self.drawn_mistake
        opened, level = self._opened, LEVEL_OF[self._level]

        def draw(ticket: Ticket) -> Drawing:
            network = network_graph(shown, rows, neuron, fold_sums=folds, ticket=ticket)
            groups = _opened(network, opened, level, neuron)
            return draw_network(network, groups, mistake=mistake, ticket=ticket)

        self._job.order(draw)
        self._is_waiting = True

    def _regroup(self) -> None:
        """Draw the same graph with other nodes open."""
        if self._is_waiting:
            # The graph on the screen is not the one that was asked for last.
            self._rebuild()
            return
        network = self._drawn_network
        if network is None:
            return
        opened, level, mistake = self._opened, LEVEL_OF[self._level], self.drawn_mistake
        self._job.order(
            lambda ticket: draw_network(
                network, _opened(network, opened, level, None), mistake=mistake, ticket=ticket
            )
        )

    def _rebuild_formulas(self) -> None:
        self._job.cancel()
        self._is_waiting = False
        graph = self.formulas.read(fold_sums=self._folds)
        if graph is None:
            return
        mistake = self.drawn_mistake
        if len(graph.nodes) > MOST_AT_ONCE:
            self._job.order(lambda ticket: draw_formulas(graph, mistake=mistake, ticket=ticket))
            self._is_waiting = True
        else:
            self._take(draw_formulas(graph, mistake=mistake), dict(graph.start))

    @Slot(object)
    def _on_job_done(self, drawing: Drawing) -> None:
        self._is_waiting = False
        network, frame = drawing.network, self._workbench.frame
        if network is None or not network.follows:
            self._take(drawing, dict(drawing.scalars.start))
            return
        if frame is None or frame.network is not network.source:
            return  # the graph of the network that is there now follows
        self._take(drawing, {**drawing.scalars.start, **network.leaves(frame.parameters)})
        if self._sought is not None and self._sought == self._anchor:
            self._screen.canvas.show_node(int(drawing.blocks.block_of[self._sought]), closely=True)
        self._sought = None

    @Slot(str)
    def _on_job_refused(self, reason: str) -> None:
        self._is_waiting = False
        self._drawing, self._leaves = None, {}
        self._screen.source.set_state(sentence(reason), is_problem=True)
        self._screen.canvas.clear()
        self.steps.clear()
        self._screen.canvas.offer.offer(sentence(reason), self._offers())
        self.redrawn.emit()

    def _offers(self) -> list[tuple[str, str, str]]:
        """Return what can be shown in place of a graph that is too large."""
        offers = [("formulas", "A formula", "A graph of formulas of your own")]
        if self._source != "neuron" or self._subject.neuron[0] > 1:
            offers.insert(0, ("neuron", "A neuron of the first layer", "One neuron and what feeds it"))
        if self._source == "batch":
            offers.insert(0, ("loss", "One point", "The loss of one point"))
        return offers

    @Slot(str)
    def _on_view_offer_chosen(self, key: str) -> None:
        if key == "neuron":
            self._subject = replace(self._subject, neuron=(1, 0))
        if key in ("formulas", "neuron", "loss"):
            self._choose_source(key)

    def _take(self, drawing: Drawing, leaves: dict[int, float]) -> None:
        """Put a graph on the screen."""
        self._drawing, self._leaves = drawing, leaves
        scalars, shown = drawing.scalars, len(drawing.blocks.nodes)
        values = sum(1 for node in scalars.nodes if not node.is_constant)
        closed = "" if drawing.network is None else f", drawn as {counted(shown, 'node')}"
        text = f"✓ {counted(values, 'value')}, {counted(scalars.n_operations, 'operation')}{closed}"
        if self._is_coupled:
            text += ". Batch norm makes the points depend on each other: they are drawn together"
        self._screen.source.set_state(text, is_problem=False)
        self._screen.canvas.offer.offer("", ())
        self._screen.canvas.set_graph(drawing.blocks, drawing.layout, self._anchor)
        self._walk_again()
        self.redrawn.emit()

    def _walk_again(self) -> None:
        """Update the numbers."""
        if self._drawing is None:
            return
        try:
            walk = Walk(self._drawing.route, self._leaves, self._carried(self._drawing))
        except (ArithmeticError, ValueError) as error:
            self._screen.source.set_state(sentence(str(error)), is_problem=True)
            return
        if self._source == "formulas":
            self.formulas.show_leaves(self._drawing.scalars, self._leaves)
        self.steps.set_walk(walk, follows=self._drawing.network is not None)

    def _carried(self, drawing: Drawing) -> dict[int, float]:
        """Return what nobody cleared in the gradients of leaves."""
        is_kept = drawing.route.mistake == NO_ZERO_GRAD
        return self.formulas.carried_in(drawing.scalars) if is_kept else {}


def _opened(
    network: NetworkGraph, opened: frozenset[str] | None, level: int, neuron: tuple[int, int] | None
) -> frozenset[str]:
    """Return the groups to open: those that were, or those of a level and the neuron that is looked at."""
    if opened is not None:
        return opened
    found = network.grouping.first_opened(level, len(network.graph.nodes))
    if neuron is None:
        return found
    own = network.grouping.paths.get(network.graph.output, ())
    return found | {group.key for group in own if level > 0}

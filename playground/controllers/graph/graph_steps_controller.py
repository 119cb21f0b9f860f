"""Steps through the graph on screen: what is known so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.graph.practise_view import practise_view
from playground.controllers.graph.step_teller import StepTeller
from playground.controllers.graph.step_view import StepLooks, backward_view, forward_view
from playground.models.graph.fault.story import FaultStory
from playground.models.graph.paths import PathSum, path_sum
from playground.models.graph.route import Step
from playground.models.graph.step_groups import StepGroup, step_groups
from playground.models.graph.steps import Walk
from playground.models.graph.update.update_table import UpdateTable
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.picture.graph_view import GraphView

_NONE = frozenset[int]()


class GraphStepsController(QObject):
    """Keeps the direction, the step, and the paths on screen.

    Attributes
    ----------
    hides
        Returns the nodes whose gradients are to be found while someone practises, and all that are not shown.

    Signals
    -------
    walk_changed
        There are other numbers, another graph, or none.
    parameter_changed
        The number of the parameter whose update is shown.
    """

    walk_changed = Signal()
    parameter_changed = Signal(int)

    def __init__(self, screen: GraphScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen, self._teller = screen, StepTeller(screen.chain)
        self.walk: Walk | None = None
        self._story: FaultStory | None = None
        self.hides: Callable[[Walk], tuple[frozenset[int], frozenset[int]]] = lambda walk: (_NONE, _NONE)
        self._way, self._at = "forward", 0
        self._shows_derivatives, self._fades, self._width = True, True, "flow"
        self._paths_of: int | None = None
        self._pointed: int | None = None
        self._table: UpdateTable | None = None
        self._updates: tuple[Step, ...] = ()
        self._grouped: tuple[tuple[Step, ...], tuple[StepGroup, ...]] = ((), ())
        steps, canvas = screen.steps, screen.canvas
        steps.way_selected.connect(self._on_view_way_selected)
        steps.step_wanted.connect(self._on_view_step_wanted)
        canvas.node_pressed.connect(self._on_view_node_pressed)
        canvas.link_pressed.connect(self._on_view_link_pressed)
        canvas.paths_wanted.connect(self._on_view_paths_wanted)
        screen.chain.paths.path_pointed.connect(self._on_view_path_pointed)
        screen.source.derivatives_toggled.connect(self._on_view_derivatives_toggled)
        screen.source.width_selected.connect(self._on_view_width_selected)
        screen.source.fade_toggled.connect(self._on_view_fade_toggled)

    def set_walk(self, walk: Walk, *, follows: bool) -> None:
        """Show other numbers, or another graph.

        Parameters
        ----------
        follows
            Whether the graph is that of a network: all its gradients are shown at first.
        """
        before, self.walk = self.walk, walk
        is_other = before is None or before.graph is not walk.graph
        if is_other and (
            before is None or self._story_of(walk) is not None or not walk.graph.is_like(before.graph)
        ):
            # Steps of two graphs do not correspond but for the ends.
            self._paths_of = None
            self._at = len(self._steps(walk)) if follows else 0
        self._show()
        self.walk_changed.emit()

    def tell(self, story: FaultStory) -> None:
        """Tell of a fault, at the step it happened in, once its graph is on screen."""
        self._story, self._way = story, story.way

    def _story_of(self, walk: Walk) -> FaultStory | None:
        """Return what is told of the graph on screen, if it is that of a fault."""
        story = self._story
        return story if story is not None and story.scalars is walk.graph.scalars else None

    def clear(self) -> None:
        """Show that there is no graph."""
        self.walk, self._at, self._paths_of = None, 0, None
        self._screen.steps.set_steps(0, 0, self._way)
        self._teller.tell_nothing()
        self.walk_changed.emit()

    @property
    def is_practising(self) -> bool:
        """Whether gradients are hidden, to be found."""
        return self._way == "practise"

    def refresh(self) -> None:
        """Show the same numbers again: others of them are hidden now."""
        self._show()

    def _steps(self, walk: Walk) -> tuple[Step, ...]:
        story = self._story_of(walk)
        if story is not None and story.backward_edge is not None:
            # Beyond the fault no gradient is known.
            return walk.backward[: int(walk.route.ranks[walk.graph.edge_of[story.backward_edge]]) + 1]
        ways = {"forward": walk.forward, "backward": walk.backward, "update": self._updates}
        return ways.get(self._way, ())

    def set_update(self, table: UpdateTable | None, parameters: Sequence[int]) -> None:
        """Step through an update of some leaves, one a step; None for one that is shown as a whole."""
        self._table, walk = table, self.walk
        block_of = walk.graph.block_of if walk is not None and table is not None else ()
        self._updates = tuple(Step(int(block_of[leaf])) for leaf in parameters) if len(block_of) else ()
        if self._way == "update":
            self._show()

    @Slot(bool)
    def _on_view_derivatives_toggled(self, on: bool) -> None:
        self._shows_derivatives = on
        self._show()

    @Slot(str)
    def _on_view_width_selected(self, width: str) -> None:
        self._width = width
        self._show()

    @Slot(bool)
    def _on_view_fade_toggled(self, on: bool) -> None:
        self._fades = on
        self._show()

    @Slot(str)
    def _on_view_way_selected(self, way: str) -> None:
        if self.walk is not None and self._story_of(self.walk) is not None:
            return
        self._way, self._at, self._paths_of = way, 0, None
        self._show()

    @Slot(int)
    def _on_view_step_wanted(self, step: int) -> None:
        self._at, self._paths_of, self._pointed = step, None, None
        self._show()
        if self.walk is not None and step:
            self._screen.canvas.show_node(self._steps(self.walk)[step - 1].node)

    @Slot(int)
    def _on_view_node_pressed(self, node: int) -> None:
        """Go to the step at which a node is computed, or at which its gradient is complete."""
        walk = self.walk
        if walk is None or self.is_practising:
            return
        if self._way != "backward":
            found = [index for index, step in enumerate(self._steps(walk), 1) if step.node == node]
        else:
            found = [index for index, step in enumerate(walk.backward, 1) if walk.child_of(step) == node]
        self._on_view_step_wanted(found[-1] if found else 0)

    @Slot(int)
    def _on_view_link_pressed(self, edge: int) -> None:
        """Go to the step along a link: the last one where the wrong order takes it several times."""
        walk = self.walk
        if walk is None or self.is_practising:
            return
        if self._way == "update":
            self._screen.steps.way_selected.emit("backward")
        node, operand = walk.graph.end_of(edge)
        found = [
            index
            for index, step in enumerate(self._steps(walk), 1)
            if step.node == node and step.operand in (None, operand)
        ]
        if found:
            self._on_view_step_wanted(found[-1])

    @Slot(int)
    def _on_view_paths_wanted(self, node: int) -> None:
        if self.is_practising:
            return  # the sum over paths is the answer
        self._paths_of, self._pointed = None if self._paths_of == node else node, None
        self._show()

    @Slot(int)
    def _on_view_path_pointed(self, number: int) -> None:
        """Light one path alone, or all of them again."""
        self._pointed = number if number >= 0 else None
        walk = self.walk
        if walk is not None and self._paths_of is not None:
            self._screen.canvas.set_view(self._view(walk, path_sum(walk, self._paths_of)))

    def _show(self) -> None:
        walk = self.walk
        if walk is None:
            return
        steps = self._steps(walk)
        self._at = min(self._at, len(steps))
        self._screen.steps.set_steps(len(steps), self._at, self._way)
        self._screen.steps.track.set_groups(
            [(group.title, group.count) for group in self._groups(walk, steps)]
        )
        story = self._story_of(walk)
        self._screen.steps.way.setEnabled(story is None)
        paths = path_sum(walk, self._paths_of) if self._paths_of is not None else None
        self._explain_links(walk)
        self._screen.canvas.set_view(self._view(walk, paths))
        if self._way == "forward":
            self._screen.hint.set_text("Values flow left to right")
            self._teller.tell_forward(walk, self._at)
        elif self.is_practising:
            self._screen.hint.set_text("Find the gradients that are hidden")
            self._teller.tell_practise()
        elif self._way == "update":
            self._screen.hint.set_text("Weights move against their gradients")
            self._teller.tell_update(walk, self._at, self._table)
            if self._table is not None and self._at:
                self.parameter_changed.emit(self._at - 1)
        else:
            self._screen.hint.set_text("Gradients flow right to left")
            self._teller.tell_backward(walk, self._at)
        if story is not None and self._at == len(steps):
            self._teller.tell_story(story)
        if self._paths_of is not None:
            self._teller.tell_paths(walk, self._paths_of, paths)

    def _groups(self, walk: Walk, steps: tuple[Step, ...]) -> tuple[StepGroup, ...]:
        """Return the stretches of steps, found once for each graph and way."""
        if self._grouped[0] is not steps:
            self._grouped = steps, step_groups(walk.graph, steps)
        return self._grouped[1]

    def _view(self, walk: Walk, paths: PathSum | None) -> GraphView:
        if self.is_practising:
            return practise_view(walk, *self.hides(walk))
        now: tuple[int, int | None] | None = None
        if self._at and paths is None:
            step = self._steps(walk)[self._at - 1]
            now = step.node, step.operand
        looks = StepLooks(self._shows_derivatives, self._fades, self._width, self._lit(walk, paths), now)
        if self._way == "forward":
            return forward_view(walk, self._at, looks)
        return backward_view(walk, self._at if self._way == "backward" else len(walk.backward), looks)

    def _explain_links(self, walk: Walk) -> None:
        if not walk.graph.has_groups:
            self._screen.legend.set_links("", "")
        elif self._width == "weight":
            self._screen.legend.set_links("weight", "Width: size of the weight")
        elif self._way == "forward":
            self._screen.legend.set_links("share", "Width: weight times input")
        else:
            self._screen.legend.set_links("gradient", "Width: how much passes through")

    def _lit(self, walk: Walk, paths: PathSum | None) -> frozenset[int]:
        """Return the edges of the path that is pointed at, else of all; without paths, those of a fault."""
        if paths is None:
            story = self._story_of(walk)
            is_there = story is not None and self._at == len(self._steps(walk))
            return story.edges(walk.graph) if story is not None and is_there else frozenset()
        shown = paths.paths if self._pointed is None else paths.paths[self._pointed : self._pointed + 1]
        return frozenset(edge for path in shown for edge in path.edges)

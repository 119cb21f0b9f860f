"""Tasks on a formula, a slice or logits: judged at every move, without a run."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from playground.controllers.lessons.formulas.formula_player import FormulaPlayer
from playground.controllers.lessons.lesson_place import LessonPlace
from playground.controllers.lessons.part_controller import PartController
from playground.models.graph.route import waits_for
from playground.models.lessons.lesson import Step
from playground.models.lessons.parts.formula_task import MoveTask, OrderTask
from playground.models.lessons.parts.logit_task import LogitTask
from playground.models.lessons.parts.next_question import open_nodes, why_not
from playground.views.lessons.break_card import IN_GRAPH, IN_TRAIN
from playground.views.lessons.lesson_screen import LessonScreen

FIRST, THEN = "Which node passes its gradient on first?", "Which one goes next?"
GONE = "has passed its gradient on already."
A_LEAF = "passes nothing on: nothing flows into it."
SEE_WRONG = "Beside it you see what comes of sending it off now."


class FormulaTaskController(PartController):
    """The card of such a task.

    Signals
    -------
    changed
        The task was reached.
    """

    changed = Signal()

    def __init__(
        self,
        place: LessonPlace,
        screen: LessonScreen,
        player: FormulaPlayer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(place, screen, parent)
        self.card = self._card = screen.formula_task
        self._player = player
        self._gone: list[int] = []
        self._card.node_chosen.connect(self.choose_node)

    def show(self, step: Step) -> None:
        self._gone = []
        part, on_screen = step.part, self._place.stages.stage
        self._card.set_way(IN_GRAPH if on_screen is not None and on_screen.formula else IN_TRAIN)
        if isinstance(part, MoveTask | LogitTask):
            self._card.set_task(part.goal, part.hint)
        elif isinstance(part, OrderTask):
            stage = self._player.stage
            nodes = () if stage is None else open_nodes(stage)
            labels = {} if stage is None else {node: stage.drawing.blocks.nodes[node].label for node in nodes}
            self._card.set_task(part.goal, f"{FIRST} {part.hint}".strip(), labels)
            self._player.begin_order()
        if self._place.at in self._place.known.reached:
            self._card.tag.set_state("Reached", "good")

    def follow(self, step: Step) -> None:
        if isinstance(step.part, MoveTask | LogitTask) and step.part.until.holds(self._place.numbers):
            self._reach()

    def _reach(self) -> None:
        place = self._place
        self._card.tag.set_state("Reached", "good")
        if place.lesson is not None and place.at not in place.known.reached:
            place.keep(place.progress.with_reached(place.lesson.key, place.at))
            self.changed.emit()

    @Slot(int)
    def choose_node(self, node: int) -> None:
        """Send a node off in the backward pass, or say why it may not go yet."""
        step, stage = self._place.step, self._player.stage
        if step is None or stage is None or not isinstance(step.part, OrderTask):
            return
        label, nodes = stage.drawing.blocks.nodes[node].label, open_nodes(stage)
        if node not in nodes:
            self._card.set_note(f"{label} {A_LEAF}", is_problem=False)
        elif node in self._gone:
            self._card.set_note(f"{label} {GONE}", is_problem=False)
        elif waits_for(stage.drawing.blocks, node, self._gone):
            self._card.set_note(f"{why_not(stage, node, self._gone)} {SEE_WRONG}", is_problem=True)
            self._player.show_order(tuple(self._gone), node)
        else:
            self._gone.append(node)
            self._card.set_gone(self._gone)
            is_done = len(self._gone) == len(nodes)
            names = ", ".join(stage.drawing.blocks.nodes[gone].label for gone in self._gone)
            note = f"All have gone: {names}." if is_done else f"So far: {names}. {THEN}"
            self._card.set_note(note, is_problem=False)
            self._player.show_order(tuple(self._gone), None)
            if is_done:
                self._reach()

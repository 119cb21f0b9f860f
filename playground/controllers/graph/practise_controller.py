"""Hides gradients for the learner to find, checks the answers, and gives hints."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from engine.random_numbers import random_bits
from playground.controllers.graph.formula_controller import FormulaState
from playground.controllers.graph.graph_controller import GraphController
from playground.models.graph.practise.exercise import ALL, Exercise, asked_nodes
from playground.models.graph.practise.expressions import STREAM, Task, expression_for
from playground.models.graph.practise.shares import derivative_name
from playground.models.graph.steps import Walk
from playground.style.words import number_text, sentence
from playground.undo import FormulaCommand
from playground.views.graph.graph_screen import GraphScreen
from playground.views.graph.practise.task_form import LARGEST_NUMBER
from playground.views.graph.practise.verdict_card import RIGHT, UNREAD, WRONG
from playground.views.kit.access.focus_ring import has_ring
from playground.workbench import Workbench

PRACTISE = "practise"


class PractiseController(QObject):
    """Keeps the exercise of the graph on screen while the fourth way is on."""

    def __init__(
        self, workbench: Workbench, screen: GraphScreen, graph: GraphController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench = workbench
        self._screen, self._panel, self._graph = screen, screen.practise, graph
        self._is_on = False
        self._scope = ALL
        self._task: Task | None = None
        self._task_text = ""
        self._exercise: Exercise | None = None
        self._node: int | None = None
        graph.steps.hides = self._hidden
        graph.steps.walk_changed.connect(self._on_graph_walk_changed)
        screen.steps.way_selected.connect(self._on_view_way_selected)
        screen.canvas.node_pressed.connect(self._on_view_node_pressed)
        screen.room.opened.connect(self._on_view_panel_opened)
        panel = self._panel
        panel.scope_selected.connect(self._on_view_scope_selected)
        panel.answer_given.connect(self._on_view_answer_given)
        panel.hint_wanted.connect(self._on_view_hint_wanted)
        panel.next_wanted.connect(self._on_view_next_wanted)
        panel.again_wanted.connect(self._on_view_again_wanted)
        panel.form.task_wanted.connect(self._on_view_task_wanted)
        panel.form.another_wanted.connect(self._on_view_another_wanted)

    def _hidden(self, walk: Walk) -> tuple[frozenset[int], frozenset[int]]:
        exercise = self._exercise_for(walk)
        return exercise.hidden, exercise.withheld

    def _exercise_for(self, walk: Walk) -> Exercise:
        """Return the exercise on a walk: with other numbers it begins anew."""
        exercise = self._exercise
        if exercise is None or not exercise.fits(walk):
            exercise = self._exercise = Exercise(walk, asked_nodes(walk, self._scope, self._node))
            self._node = exercise.after(None)
            self._panel.verdict.say(UNREAD, "")
            self._panel.clear_answer()
        exercise.walk = walk
        return exercise

    @Slot(str)
    def _on_view_way_selected(self, way: str) -> None:
        was_on, self._is_on = self._is_on, way == PRACTISE
        self._screen.chain.setVisible(not self._is_on)
        self._screen.source.set_follows(not self._is_on)
        self._panel.setVisible(self._is_on)
        if self._is_on:
            self._screen.room.clear()
            self._show()
            self._screen.canvas.select(self._node)
            if not has_ring(self._screen.steps.way):
                self._panel.answer.setFocus()
        elif was_on:
            self._graph.show()  # numbers stood still meanwhile

    @Slot(QWidget)
    def _on_view_panel_opened(self, panel: QWidget) -> None:
        """Leave when a panel is opened that may show gradients, and not by another way that was chosen."""
        if self._is_on and self._graph.steps.is_practising:
            self._screen.steps.way_selected.emit("backward")

    @Slot()
    def _on_graph_walk_changed(self) -> None:
        if self._is_on:
            self._show()

    @Slot(int)
    def _on_view_node_pressed(self, node: int) -> None:
        walk = self._graph.walk
        if not self._is_on or walk is None:
            return
        if self._scope != ALL and node not in self._exercise_for(walk).asked:
            self._exercise = None
        self._node = node
        self._panel.verdict.say(UNREAD, "")
        self._refresh()
        self._panel.answer.setFocus()

    @Slot(str)
    def _on_view_scope_selected(self, scope: str) -> None:
        self._scope, self._exercise = scope, None
        self._refresh()

    @Slot()
    def _on_view_again_wanted(self) -> None:
        self._exercise = None
        self._refresh()

    @Slot(str)
    def _on_view_answer_given(self, text: str) -> None:
        walk, node = self._graph.walk, self._node
        exercise = None if walk is None else self._exercise_for(walk)
        if exercise is None or node is None or node not in exercise.hidden:
            return
        try:
            outcome = exercise.answer(node, text)
        except ValueError as error:
            self._panel.verdict.say(UNREAD, sentence(str(error)))
            return
        self._panel.verdict.say(RIGHT if outcome.is_right else WRONG, outcome.words)
        if outcome.is_right:
            self._go_on(exercise)
        else:
            self._panel.answer.selectAll()

    @Slot()
    def _on_view_hint_wanted(self) -> None:
        walk, node = self._graph.walk, self._node
        exercise = None if walk is None else self._exercise_for(walk)
        if exercise is None or node is None or node not in exercise.hidden:
            return
        words = exercise.next_hint(node)
        if node in exercise.hidden:
            self._show()
        else:
            self._panel.verdict.say(UNREAD, f"Shown: {words}")
            self._go_on(exercise)

    @Slot()
    def _on_view_next_wanted(self) -> None:
        walk = self._graph.walk
        if walk is not None:
            self._panel.verdict.say(UNREAD, "")
            self._go_on(self._exercise_for(walk))

    def _go_on(self, exercise: Exercise) -> None:
        self._node = exercise.after(self._node)
        self._panel.clear_answer()
        self._refresh()
        self._screen.canvas.select(self._node)

    @Slot(object)
    def _on_view_task_wanted(self, task: Task) -> None:
        source, before = self._screen.source, self._graph.formulas.state
        self._task, self._task_text = task, expression_for(task)
        self._exercise = self._node = None
        source.editor.set_text(self._task_text)
        source.formulas_edited.emit(self._task_text)
        if not source.buttons["formulas"].isChecked():
            source.source_selected.emit("formulas")
        self._workbench.undo_stack.push(FormulaCommand("new exercise", self._swap, before))
        self._panel.answer.setFocus()

    def _swap(self, state: object) -> object:
        """Go back to other formulas; return what was there."""
        assert isinstance(state, FormulaState)
        before = self._graph.formulas.state
        self._graph.formulas.restore(state)
        return before

    @Slot(object)
    def _on_view_another_wanted(self, task: Task) -> None:
        number = 1 + int(random_bits(1, task.number, STREAM)[0] >> 33) % LARGEST_NUMBER
        self._panel.form.number.set_value(number)
        self._on_view_task_wanted(self._panel.form.task)

    def _refresh(self) -> None:
        """Show the graph with what is hidden by now, and the panel."""
        self._graph.steps.refresh()
        self._show()

    def _show(self) -> None:
        walk, panel = self._graph.walk, self._panel
        if walk is None:
            panel.set_progress("", 0.0)
            panel.set_done("No graph", "Choose a source, or start a new exercise.")
            return
        exercise, node = self._exercise_for(walk), self._node
        is_task = self._task is not None and self._screen.source.editor.toPlainText() == self._task_text
        panel.title.set_text(self._task.title if self._task is not None and is_task else "Practise")
        panel.set_progress(exercise.progress, exercise.share_done)
        if not exercise.asked:
            panel.set_done("Nothing to find here", "Open a node, or choose Neurons or Scalars.")
        elif exercise.is_done:
            panel.set_done(exercise.verdict, "Hide them again, choose others, or start a new exercise.")
        elif node is None or node not in exercise.hidden:
            self._show_known(walk, exercise, node)
        else:
            name = walk.graph.nodes[node].label
            panel.set_question(
                derivative_name(walk, node),
                f"How fast {walk.graph.nodes[walk.graph.output].label} changes with {name}. "
                "Click another card to choose it.",
                exercise.hints(node),
                exercise.hints_left(node),
            )

    def _show_known(self, walk: Walk, exercise: Exercise, node: int | None) -> None:
        """Say what the gradient of a chosen card is that is not, or no longer, asked."""
        words = "Choose a card"
        if node is not None and walk.graph.nodes[node].is_single and node not in exercise.withheld:
            gradient = float(walk.gradients[walk.graph.nodes[node].outputs[0]])
            words = f"{derivative_name(walk, node)} = {number_text(gradient)}"
        hints = exercise.hints(node) if node is not None else ()
        self._panel.set_done(words, "This one is not asked. Click a card without a gradient.", hints)

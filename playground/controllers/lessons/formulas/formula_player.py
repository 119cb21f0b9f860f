"""The formula of a lesson on screen: gone through step by step, its leaves moved, its nodes pointed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.controllers.lessons.formulas.pass_picture import pass_view, say_ways, say_wrong_gradients
from playground.controllers.lessons.stage_controller import StageController
from playground.models.graph.paths import PathSum, path_sum
from playground.models.graph.step_words import say_backward, say_forward
from playground.models.graph.steps import Walk
from playground.models.lessons.lesson import Step
from playground.models.lessons.outcome import Valued
from playground.models.lessons.part import Guess, Question
from playground.models.lessons.parts.formula_task import MoveTask
from playground.models.lessons.parts.next_question import NextQuestion
from playground.models.lessons.parts.number_question import NumberQuestion
from playground.models.lessons.parts.verdict import Verdict
from playground.models.lessons.progress import Answer
from playground.models.lessons.stage import Stage
from playground.models.lessons.stages.formula_stage import FormulaStage, Passes
from playground.style.theme import apply_to_tree
from playground.views.lessons.formulas.formula_view import FormulaView
from playground.views.lessons.lesson_screen import LessonScreen

STEP_MS = 650
RIGHT_ORDER, BOTH_SHARES = "Right order", "With +="
TITLES = {"wrong_order": (RIGHT_ORDER, "Wrong order"), "overwriting": (BOTH_SHARES, "With =")}
CHOSEN = (RIGHT_ORDER, "As you chose")
LOCKED = "Gradients are hidden until you have said what you expect."
LOCKED_NEXT = "What comes next is hidden until you have chosen a node."
STEP_ON = "Left and Right step through it."


class FormulaPlayer(StageController):
    """Forward steps come first, then backward ones; until something is predicted it stops between them.

    Signals
    -------
    node_pressed
        Number of a node that was clicked.
    """

    node_pressed = Signal(int)

    def __init__(self, screen: LessonScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._screen, self.view = screen, FormulaView()
        self._stage: FormulaStage | None = None
        self._passes: Passes | None = None
        self._at = self._start = 0
        self._is_locked = self._has_ended = False
        self._leaves: dict[str, float] = {}
        self._order: tuple[int, ...] = ()
        self._movable: tuple[str, ...] = ()
        self._step_number = 0
        self._kept: dict[tuple[FormulaStage, int], dict[str, float]] = {}
        self._paths_of = ""
        self._note = ""
        self._limit: int | None = None
        self._shows_end = False
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._on_tick)
        self.view.step_wanted.connect(self._on_view_step_wanted)
        self.view.leaf_edited.connect(self._on_view_leaf_edited)
        self.view.node_pressed.connect(self._on_view_node_pressed)

    @property
    def has_ended(self) -> bool:
        return self._has_ended

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    @property
    def stage(self) -> FormulaStage | None:
        return self._stage

    @property
    def counts(self) -> str:
        return "Step"

    @property
    def epoch(self) -> int:
        return max(self._at - self._start, 0)

    @property
    def epochs(self) -> int:
        return 0 if self._passes is None else self._passes.length - self._start

    @property
    def run_text(self) -> str:
        return "Go backward"

    @property
    def outcomes(self) -> Mapping[str, Valued]:
        if self._passes is None:
            return {}
        return self._passes.outcomes(self._passes.length if self._has_ended else self._at)

    def show(self, stage: Stage | None) -> None:
        if stage == self._stage and self._passes is not None:
            return
        assert stage is None or isinstance(stage, FormulaStage)
        self.pause()
        self._stage, self._passes, self._has_ended = stage, None, False
        self._screen.show_board(None if stage is None else self.view)
        if stage is not None:
            apply_to_tree(self.view, self._screen.theme)
            self.view.set_graph(stage.drawing.blocks, stage.drawing.layout)
            self._begin()

    def _begin(self) -> None:
        """Show the values, and no gradients yet."""
        assert self._stage is not None
        self._leaves, self._order, self._paths_of, self._note = {}, (), "", ""
        self._movable, self._has_ended, self._limit, self._shows_end = (), False, None, False
        self._passes = self._stage.passes()
        self._start = self._at = self._passes.n_forward if self._passes is not None else 0

    def prepare(self, step: Step, at: int, question: Question | None, answer: Answer | None) -> None:
        stage, part = self._stage, step.part
        if stage is None:
            return
        self._timer.stop()
        guess = None if answer is None else answer.guess
        self._step_number, self._is_locked = at, step.question is not None and answer is None
        if self._is_locked or step.question is None or not self._has_ended:
            self._begin()
        if isinstance(question, NextQuestion):
            self._take_order(question.done if guess is None else question.order(guess))
            self._start = self._at = self._passed_on(question.done)
        if isinstance(part, MoveTask):
            self._movable, self._leaves = part.leaves, dict(self._kept.get((stage, at), {}))
            self._passes = stage.passes(self._leaves)
        if step.question is None and self._passes is not None:
            self._at, self._has_ended = self._passes.length, True
        if self._movable:
            self._paths_of = self._movable[0]
        elif isinstance(part, Verdict):
            self._paths_of = part.paths
        self._mark(question, guess)
        self._show()

    def _passed_on(self, done: Sequence[int]) -> int:
        """Return the position at which some nodes have passed their gradients on."""
        assert self._passes is not None
        passed = [step for step in self._passes.right.backward if step.node in done]
        return self._passes.n_forward + len(passed)

    def begin_order(self) -> None:
        """Show the values and no gradient but the output's, for nodes to be sent off one by one."""
        self.show_order((), None)

    def show_order(self, gone: tuple[int, ...], wrong: int | None) -> None:
        """Show what nodes that have gone have passed on, and beside it what comes of a wrong one."""
        if self._stage is None:
            return
        self._take_order((*gone, wrong) if wrong is not None else ())
        self._start = self._at = self._limit = self._passed_on(gone)
        self._shows_end = wrong is not None
        self._show()

    def take_guess(self, guess: Guess | None, question: Question) -> None:
        """Open what was locked; a node that was pointed at goes next."""
        self._is_locked = guess is None
        if isinstance(question, NextQuestion) and guess is not None:
            self._take_order(question.order(guess))
        self._mark(question, guess)
        self._show()

    def _take_order(self, order: tuple[int, ...]) -> None:
        assert self._stage is not None
        self._order = order
        self._passes = self._stage.passes(self._leaves, order)

    def run(self, *, hurried: bool = False) -> None:
        if self._passes is None:
            return
        self._is_locked = False
        if hurried:
            self._at, self._has_ended = self._passes.length, True
            self._show()
            return
        if self._at >= self._passes.length:
            self._at = self._start
        self._timer.start()
        self.moved.emit()

    def pause(self) -> None:
        was_running = self.is_running
        self._timer.stop()
        self.view.steps.pause()
        if was_running:
            self.moved.emit()

    @Slot()
    def _on_tick(self) -> None:
        self._go_to(self._at + 1)

    @Slot(int)
    def _on_view_step_wanted(self, position: int) -> None:
        if self.is_running:
            self.pause()
        self._go_to(position)

    def _go_to(self, position: int) -> None:
        passes = self._passes
        if passes is None:
            return
        self._at = min(max(position, 0), self._last)
        self._show()
        is_new = self._at == passes.length and not self._has_ended
        if self._at == passes.length:
            self._has_ended = True
            self._timer.stop()
        self.moved.emit()
        if is_new:
            self.ended.emit()

    @property
    def _last(self) -> int:
        """The last position that can be seen."""
        assert self._passes is not None
        if self._limit is not None:
            return self._limit
        return self._start if self._is_locked else self._passes.length

    @Slot(int, float)
    def _on_view_leaf_edited(self, leaf: int, value: float) -> None:
        stage, passes = self._stage, self._passes
        if stage is None or passes is None:
            return
        name = stage.graph.nodes[leaf].name
        if name not in self._movable:
            return
        leaves = {**self._leaves, name: value}
        try:
            found = stage.passes(leaves, self._order)
        except ArithmeticError as error:
            self._note = f"{name} stays as it was: {error}."
            self._show()
            return
        self._note, self._leaves = "", leaves
        self._kept[stage, self._step_number] = leaves
        self._passes = found
        self._show()
        self.moved.emit()

    @Slot(int)
    def _on_view_node_pressed(self, node: int) -> None:
        self.node_pressed.emit(node)

    # The picture.

    def _mark(self, question: Question | None, guess: Guess | None) -> None:
        """Give a border to the card that is asked about, or to the one that was chosen."""
        stage, nodes = self._stage, tuple[int, ...]()
        if isinstance(question, NextQuestion) and isinstance(guess, int | float):
            nodes = (int(guess),)
        elif isinstance(question, NumberQuestion) and stage is not None:
            name = question.truth.single_run
            nodes = (stage.index_of(name),) if name in stage.names else ()
        for pane in (self.view.right, self.view.wrong):
            pane.canvas.mark(nodes)

    def _show(self) -> None:
        stage, passes = self._stage, self._passes
        if stage is None or passes is None:
            return
        view, last = self.view, self._last
        view.steps.set_steps(last, self._at, "backward" if self._at > passes.n_forward else "forward")
        backward = last - passes.n_forward
        groups = [("values forward", passes.n_forward)]
        view.steps.track.set_groups([*groups, ("gradients backward", backward)] if backward else groups)
        paths = self._paths_on_screen
        lit = frozenset() if paths is None else frozenset(edge for path in paths.paths for edge in path.edges)
        wrong = self._wrong_on_screen
        right_title, wrong_title = CHOSEN if self._order else TITLES.get(stage.mistake, CHOSEN)
        view.right.set_title("" if wrong is None else right_title)
        view.wrong.set_title(wrong_title)
        view.set_views(
            pass_view(passes, passes.right, self._at, lit),
            None if wrong is None else pass_view(passes, wrong, self._wrong_at, frozenset()),
        )
        if wrong is not None:
            words, is_bad = say_wrong_gradients(wrong)
            is_over = self._wrong_at >= passes.length
            view.wrong.tag.set_state(words if is_over else "", "bad" if is_bad else "good")
        leaves = [node for node in stage.graph.leaves if node.name in self._movable]
        view.set_leaves([(leaf.index, leaf.label, float(passes.right.values[leaf.index])) for leaf in leaves])
        view.words.set_text(self._note or self._words())

    @property
    def _wrong_on_screen(self) -> Walk | None:
        """The pass beside the right one; what somebody chose is there once it has begun."""
        assert self._passes is not None
        if self._limit is not None:  # nodes are sent off one by one
            return self._passes.wrong if self._shows_end else None
        is_waiting = self._order and self._at == self._start
        return None if self._is_locked or is_waiting else self._passes.wrong

    @property
    def _wrong_at(self) -> int:
        """How far the wrong pass is on screen."""
        assert self._passes is not None
        return self._passes.length if self._shows_end else self._at

    @property
    def _paths_on_screen(self) -> PathSum | None:
        """The ways from a node to the output, at the end of the pass."""
        passes = self._passes
        if passes is None or not self._paths_of or self._at < passes.length:
            return None
        return path_sum(passes.right, passes.stage.index_of(self._paths_of))

    def _words(self) -> str:
        passes = self._passes
        assert passes is not None
        paths = self._paths_on_screen
        if paths is not None:
            return say_ways(passes.right, paths)
        if self._is_locked and self._at == self._start:
            return LOCKED if self._at == passes.n_forward else LOCKED_NEXT
        if self._at > passes.n_forward:
            # Where two passes run, the wrong one has more to say.
            walk = (None if self._shows_end else self._wrong_on_screen) or passes.right
            number = passes.backward_at(walk, self._at) - 1
            return say_backward(walk, number, walk.move(number))
        return say_forward(passes.right, self._at - 1) if self._at else STEP_ON

"""The Lessons mode: the list, the text, and beside them what the step is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from playground.models.lessons.stage import LessonRun
from playground.style.theme import apply_to_tree
from playground.views.kit import Label
from playground.views.kit.access.keyboard import make_home
from playground.views.kit.themed import Themed
from playground.views.lessons.break_card import BreakCard
from playground.views.lessons.formulas.formula_task_card import FormulaTaskCard
from playground.views.lessons.lesson_card import LessonCard
from playground.views.lessons.lesson_list import LessonList
from playground.views.lessons.lesson_page import LessonPage
from playground.views.lessons.outcome_card import OutcomeCard
from playground.views.lessons.question_card import QuestionCard
from playground.views.lessons.room_view import RoomView
from playground.views.lessons.run_card import RunCard
from playground.views.lessons.task_card import TaskCard
from playground.views.lessons.verdict_card import VerdictCard

LIST, TEXT, COMPACT_TEXT = 260, 392, 340
COMPACT_BELOW = 1320
MARGIN, GAP = 20, 16
CHART, COMPACT_CHART = 238, 148
_BOARD_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_T)


class LessonScreen(Themed, QWidget):
    """Arranges the parts.

    Signals
    -------
    left
        Escape: back to what was on screen before.
    run_wanted
        The key for running and pausing.
    bar_pressed
        Key of a run, and number of a bar in its card.
    runs_changed
        There are other runs, or none.
    """

    left = Signal()
    run_wanted = Signal()
    bar_pressed = Signal(str, int)
    runs_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.list = LessonList()
        self.list.setFixedWidth(LIST)
        self.page = LessonPage()
        self.question = QuestionCard()
        self.outcome = OutcomeCard()
        self.task = TaskCard()
        self.break_card = BreakCard()
        self.verdict = VerdictCard()
        self.formula_task = FormulaTaskCard()
        self.problem = LessonCard()
        self._problem = Label("", "body", "danger")
        self._problem.setWordWrap(True)
        inside = QVBoxLayout(self.problem)
        inside.setContentsMargins(16, 14, 16, 14)
        inside.addWidget(self._problem)
        self.cards: dict[str, RunCard] = {}
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self._stage = QVBoxLayout()
        self._stage.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._stage.setSpacing(GAP)
        self._cards = (
            self.question, self.outcome, self.task, self.break_card, self.verdict, self.formula_task,
        )  # fmt: skip
        for card in (self.problem, *self._cards):
            self._stage.addWidget(card)
            # As high as its words: all other room belongs to the runs.
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            card.hide()
        self._stage.addLayout(self._grid, 1)
        self._board: QWidget | None = None
        self._stage.addStretch()  # below runs that are as high as they can be
        self._lesson = QWidget()
        inside_lesson = QHBoxLayout(self._lesson)
        inside_lesson.setContentsMargins(0, 0, 0, 0)
        inside_lesson.setSpacing(0)
        inside_lesson.addWidget(self.page)
        inside_lesson.addLayout(self._stage, 1)
        self._views: list[RoomView] = []
        self._rooms = QStackedLayout()
        self._rooms.addWidget(self._lesson)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addLayout(self._rooms, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = event.size().width() < COMPACT_BELOW
        self.list.setVisible(not compact)
        for view in self._views:
            view.set_compact(compact)
        self.page.setFixedWidth(COMPACT_TEXT if compact else TEXT)
        self.page.set_compact(compact)
        self.outcome.set_chart_height(COMPACT_CHART if event.size().height() < 700 else CHART)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(self.theme.bg))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; number keys and Return answer, arrows step, wherever the focus is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _BOARD_KEYS and self._board is not None:
            self._board.keyPressEvent(event)
        elif self.question.isVisible() and not event.modifiers():
            self.question.keyPressEvent(event)
        elif self.formula_task.isVisible() and self.formula_task.nodes.takes_key(event):
            pass
        else:
            super().keyPressEvent(event)

    @property
    def home(self) -> QWidget:
        """What has the keyboard when nothing else has it."""
        room = self._rooms.currentWidget()
        return room.home if isinstance(room, RoomView) else self.page.text

    def add_room(self, view: RoomView) -> None:
        """Take something that can be shown in place of a lesson."""
        self._views.append(view)
        self._rooms.addWidget(view)
        apply_to_tree(view, self.theme)

    def show_room(self, view: RoomView | None) -> None:
        """Show it; None shows the lesson again."""
        self._rooms.setCurrentWidget(view or self._lesson)
        make_home(self, self.home)

    def show_card(self, card: LessonCard | None) -> None:
        """Show one of the cards above the runs."""
        for each in self._cards:
            each.setVisible(each is card)

    def set_runs(self, runs: Sequence[LessonRun]) -> None:
        """Make a card for each run: side by side, four in two rows."""
        for old in self.cards.values():
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = {}
        columns = 2 if len(runs) == 4 else max(len(runs), 1)
        for place, run in enumerate(runs):
            card = self.cards[run.key] = RunCard(place)
            card.set_run(run.name, run.look)
            card.bar_pressed.connect(self._on_bar_pressed)
            self._grid.addWidget(card, place // columns, place % columns)
            apply_to_tree(card, self.theme)
        self.runs_changed.emit()

    def _on_bar_pressed(self, number: int) -> None:
        key = next((key for key, card in self.cards.items() if card is self.sender()), None)
        if key is not None:
            self.bar_pressed.emit(key, number)

    def show_board(self, board: QWidget | None) -> None:
        """Show something else in the place of the runs; None for nothing."""
        if self._board is not None:
            self._board.hide()
            self._stage.removeWidget(self._board)
        self._board = board
        if board is not None:
            self._stage.insertWidget(self._stage.indexOf(self._grid), board, 1)
            board.show()

    @property
    def problem_text(self) -> str:
        """What is wrong."""
        return self._problem.text()

    def set_problem(self, text: str) -> None:
        """Say what is wrong with a lesson; nothing hides it."""
        self._problem.set_text(text)
        self.problem.setVisible(bool(text))

"""The Lessons mode: the list, the text, and beside them what the step is about."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from playground.models.lessons.stage import LessonRun
from playground.style.theme import apply_to_tree
from playground.views.kit import Label
from playground.views.kit.access.keyboard import make_home
from playground.views.kit.themed import Themed, Veil
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
# For the room; the text has this share of the width.
PRESENTED_MARGIN, PRESENTED_TEXT = 12, 0.38
LEAST_CHART = 100


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
    arranged
        Other parts are on screen, for the room or in place of the lesson.
    """

    left = Signal()
    run_wanted = Signal()
    bar_pressed = Signal(str, int)
    runs_changed = Signal()
    arranged = Signal()

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
        self._stage = QBoxLayout(QBoxLayout.Direction.TopToBottom)
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
        self._runs = _Runs()
        self._runs_column = QVBoxLayout(self._runs)
        self._runs_column.setContentsMargins(0, 0, 0, 0)
        self._runs_column.addLayout(self._grid, 1)
        self._board: QWidget | None = None
        self._runs_column.addStretch()  # below runs that are as high as they can be
        self._stage.addWidget(self._runs, 1)
        self._lesson = QWidget()
        inside_lesson = QHBoxLayout(self._lesson)
        inside_lesson.setContentsMargins(0, 0, 0, 0)
        inside_lesson.setSpacing(0)
        inside_lesson.addWidget(self.page)
        inside_lesson.addLayout(self._stage, 1)
        self._views: list[RoomView] = []
        self._rooms = QStackedLayout()
        self._rooms.addWidget(self._lesson)
        self.is_presenting = False
        self._text_choice: bool | None = None
        self._card: LessonCard | None = None
        self.question.changed.connect(self._arrange)
        for widget in (
            self.page.text, self.page.previous_button, self.page.next_button, self.page.main_next_button,
            self.verdict.again_button, self.formula_task.open_button, self.break_card.open_button,
        ):  # fmt: skip
            widget.installEventFilter(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addLayout(self._rooms, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.is_presenting:
            self._arrange()
        else:
            self._fit()

    def _fit(self) -> None:
        """Leave out what a small window has no room for."""
        compact = self.width() < COMPACT_BELOW
        self.list.setVisible(not compact)
        for view in self._views:
            view.set_compact(compact)
        self.page.setFixedWidth(COMPACT_TEXT if compact else TEXT)
        self.page.set_compact(compact)
        self.outcome.set_chart_height(COMPACT_CHART if self.height() < 700 else CHART)

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
        if isinstance(room, RoomView):
            return room.home
        return self if self.is_presenting else self.page.text

    @property
    def shows_lesson(self) -> bool:
        """Whether a lesson is on screen, and nothing in its place."""
        return self._rooms.currentWidget() is self._lesson

    @property
    def room_title(self) -> str:
        """What the room is called that is shown in place of a lesson."""
        room = self._rooms.currentWidget()
        return room.title if isinstance(room, RoomView) else ""

    def add_room(self, view: RoomView) -> None:
        """Take something that can be shown in place of a lesson."""
        self._views.append(view)
        self._rooms.addWidget(view)
        apply_to_tree(view, self.theme)

    def show_room(self, view: RoomView | None) -> None:
        """Show it; None shows the lesson again."""
        self._rooms.setCurrentWidget(view or self._lesson)
        make_home(self, self.home)
        self.arranged.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the board its keys where the text or a button has the focus, which would take the arrows."""
        board, is_press = self._board, event.type() == QEvent.Type.KeyPress
        if board is not None and is_press and isinstance(event, QKeyEvent) and event.key() in _BOARD_KEYS:
            event.accept()
            board.keyPressEvent(event)
            return event.isAccepted()
        return super().eventFilter(watched, event)

    def show_card(self, card: LessonCard | None) -> None:
        """Show one of the cards above the runs."""
        for each in self._cards:
            each.setVisible(each is card)
        self._card = card
        self._arrange()

    def set_runs(self, runs: Sequence[LessonRun]) -> None:
        """Make a card for each run: side by side, four in two rows."""
        for old in self.cards.values():
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = {}
        for place, run in enumerate(runs):
            card = self.cards[run.key] = RunCard(place)
            card.set_run(run.name, run.look)
            card.bar_pressed.connect(self._on_bar_pressed)
            apply_to_tree(card, self.theme)
        self._lay_out_runs(2 if len(runs) == 4 else max(len(runs), 1))
        self.runs_changed.emit()
        self._arrange()

    def _lay_out_runs(self, columns: int) -> None:
        for place, card in enumerate(self.cards.values()):
            self._grid.addWidget(card, place // columns, place % columns)

    def _on_bar_pressed(self, number: int) -> None:
        key = next((key for key, card in self.cards.items() if card is self.sender()), None)
        if key is not None:
            self.bar_pressed.emit(key, number)

    def show_board(self, board: QWidget | None) -> None:
        """Show something else in the place of the runs; None for nothing."""
        if self._board is not None:
            self._board.hide()
            self._runs_column.removeWidget(self._board)
        self._board = board
        if board is not None:
            self._runs_column.insertWidget(0, board, 1)
            board.show()
        self._arrange()

    # For the room.

    @property
    def shows_text(self) -> bool:
        """Whether the text is on screen: as the teacher chose, or else where there is nothing but it."""
        if not self.is_presenting or self._text_choice is None:
            return not self.is_presenting or self._card in (None, self.break_card)
        return self._text_choice

    def set_presenting(self, on: bool) -> None:
        """Arrange everything for the room: no list, and what the step is about as large as it can be."""
        self.is_presenting, self._text_choice = on, None
        self.list.set_veiled(on)
        self.page.set_presenting(on)
        for button in (self.outcome.again_button, self.verdict.again_button, self.question.skip_button):
            button.set_veiled(on)
        self.page.setVisible(True)
        make_home(self, self.home)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.NoFocus)
        direction = QBoxLayout.Direction
        if not on:
            self._stage.setDirection(direction.TopToBottom)
            self.question.set_stacked(False)
            self.question.set_collapsed(False)
            self._runs.set_veiled(False)
            self._stage.setStretchFactor(self._runs, 1)
            for card in self._cards:
                self._stage.setStretchFactor(card, 0)
                self._stage.setAlignment(card, Qt.AlignmentFlag(0))
            self._set_margins(MARGIN, GAP)
            count = len(self.cards)
            self._lay_out_runs(2 if count == 4 else max(count, 1))
            self._fit()
            return
        self._set_margins(PRESENTED_MARGIN, PRESENTED_MARGIN)
        self._arrange()

    def toggle_text(self) -> None:
        """Show the text of the lesson to the room, or hide it."""
        if self.is_presenting:
            self._text_choice = not self.shows_text
            self._arrange()

    def toggle_hands(self) -> None:
        """Count the hands of a class, or stop it."""
        if self.is_presenting and self._card is self.question:
            self.question.toggle_hands()

    def _set_margins(self, margin: int, gap: int) -> None:
        self._stage.setContentsMargins(margin, margin, margin, margin)
        for layout in (self._stage, self._grid):
            layout.setSpacing(gap)

    def _arrange(self) -> None:
        """Choose what the room sees: the card, the runs or both, as there is room for them."""
        if not self.is_presenting:
            return
        card, has_runs = self._card, bool(self.cards) or self._board is not None
        text, asks = self.shows_text, card is self.question
        is_wide = asks and self.question.is_wide
        is_low = has_runs and (
            (is_wide and self.question.has_begun) or (card is self.outcome and not self.outcome.has_picture)
        )
        # A card that needs the room has all of it; a low one stands above the runs, others beside them.
        is_above = is_low or (card is self.outcome and self.outcome.is_plain and has_runs)
        alone = card is not None and not is_above and (is_wide or (text and card is not self.break_card))
        is_beside = card is not None and has_runs and not alone and not is_above and not text
        self.question.set_collapsed(asks and is_low)
        self.question.set_stacked(asks and not is_wide)
        self._runs.set_veiled(alone or not has_runs)
        direction = QBoxLayout.Direction
        self._stage.setDirection(direction.LeftToRight if is_beside else direction.TopToBottom)
        for each in self._cards:
            self._stage.setStretchFactor(each, 4 if is_beside else 0)
            fills = each is self.outcome or not is_beside
            self._stage.setAlignment(each, Qt.AlignmentFlag(0) if fills else Qt.AlignmentFlag.AlignTop)
        self._stage.setStretchFactor(self._runs, 4 if asks else 5)
        self.page.setVisible(text)
        is_shared = card is not None or has_runs
        self.page.setFixedWidth(round(self.width() * (PRESENTED_TEXT if is_shared else 1.0)))
        self.outcome.fill(LEAST_CHART)
        self._lay_out_runs(max(min(len(self.cards), 2 if is_beside or text else 4), 1))
        self.arranged.emit()

    @property
    def problem_text(self) -> str:
        """What is wrong."""
        return self._problem.text()

    def set_problem(self, text: str) -> None:
        """Say what is wrong with a lesson; nothing hides it."""
        self._problem.set_text(text)
        self.problem.setVisible(bool(text))


class _Runs(Veil, QWidget):
    """The place of the runs, or of what is there in place of them."""

"""The right column while gradients are hidden: the question, the answer, why it is wrong, and hints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.models.graph.practise.answers import TOLERANCE_WORDS
from playground.models.graph.practise.exercise import ALL, LAYER, NODE, PATH
from playground.models.graph.practise.hints import COUNT
from playground.views.graph.practise.answer_field import AnswerField
from playground.views.graph.practise.task_form import TaskForm
from playground.views.graph.practise.verdict_card import VerdictCard
from playground.views.kit import Label, ProgressBar, SegmentedControl, TextButton, labeled
from playground.views.kit.scroll_panel import ScrollPanel

SCOPES = ((ALL, "All"), (LAYER, "Layer"), (NODE, "Node"), (PATH, "Path"))


class PractisePanel(ScrollPanel):
    """Emits what is to be hidden, answers, and wishes for hints."""

    scope_selected = Signal(str)
    answer_given = Signal(str)
    hint_wanted = Signal()
    next_wanted = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.LeftEdge, parent)
        self.title = Label("Practise", "section_title")
        self.title.setWordWrap(True)
        self.scope = SegmentedControl(
            SCOPES, "Hidden gradients",
            "All of them, those of one layer, of one node, or along one path; click a card to choose which",
        )  # fmt: skip
        self.progress = Label("", "body", "ink2")
        self.bar = ProgressBar("Gradients found")
        self.question = Label("", "metric")
        self.about = Label("", "caption", "ink3")
        self.answer = AnswerField()
        self.check_button = TextButton("Check", "Check the answer", "Return does the same", height=32)
        self.tolerance = Label(f"{TOLERANCE_WORDS}. Products such as 2*0.5 can be typed.", "caption", "ink3")
        self.verdict = VerdictCard()
        self.hint_button = TextButton("", "", "", icon="info", height=32)
        self.next_button = TextButton("Next", "Next gradient", "Leave this one for later", height=32)
        self.again = TextButton(
            "Hide again", "Hide all again", "Forget what was found, and begin anew", icon="reset", height=32
        )
        self.hints = Label("", "body", "ink2")
        self.form = TaskForm()
        for label in (self.about, self.tolerance, self.hints):
            label.setWordWrap(True)
        self._asked: tuple[QWidget, ...] = (
            self.answer, self.check_button, self.tolerance, self.hint_button, self.next_button,
        )  # fmt: skip
        typed, helped = QHBoxLayout(), QHBoxLayout()
        for row, widgets in (
            (typed, (self.answer, self.check_button)),
            (helped, (self.hint_button, self.next_button, self.again)),
        ):
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget)
        helped.addStretch(1)
        typed.setStretch(0, 1)
        column = self.column
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(labeled("Hide", self.scope))
        column.addWidget(self.progress)
        column.addWidget(self.bar)
        column.addSpacing(8)
        column.addWidget(self.question)
        column.addWidget(self.about)
        column.addLayout(typed)
        column.addWidget(self.tolerance)
        column.addWidget(self.verdict)
        column.addLayout(helped)
        column.addWidget(self.hints)
        column.addSpacing(12)
        column.addWidget(self.form)
        column.addStretch(1)
        self.scope.option_selected.connect(self.scope_selected)
        self.answer.answer_given.connect(self.answer_given)
        self.check_button.clicked.connect(self.answer.take)
        self.hint_button.clicked.connect(self.hint_wanted)
        self.next_button.clicked.connect(self.next_wanted)
        self.again.clicked.connect(self.again_wanted)

    def set_progress(self, words: str, share: float) -> None:
        """Show how many gradients are found."""
        self.progress.set_text(words)
        self.bar.setValue(round(100 * share))

    def set_question(self, name: str, about: str, hints: Sequence[str], hints_left: int) -> None:
        """Ask for a gradient, with the hints given so far."""
        self._show_asked(True)
        self.question.set_text(f"{name} = ?")
        self.about.set_text(about)
        self.answer.setAccessibleName(name)
        number = COUNT - hints_left + 1
        text = f"Hint {number} of {COUNT}" if hints_left > 1 else "Show the answer"
        self.hint_button.set_text(text)
        self.hint_button.describe(text, "Which rule, the rule with names, with numbers, the answer")
        self._set_hints(hints)

    def set_done(self, words: str, about: str, hints: Sequence[str] = ()) -> None:
        """Show that there is nothing to answer."""
        self._show_asked(False)
        self.question.set_text(words)
        self.about.set_text(about)
        self._set_hints(hints)

    def clear_answer(self) -> None:
        """Make room for another answer."""
        self.answer.set_text("")

    def _set_hints(self, hints: Sequence[str]) -> None:
        self.hints.set_text("\n\n".join(f"{number}. {text}" for number, text in enumerate(hints, 1)))
        self.hints.setVisible(bool(hints))

    def _show_asked(self, on: bool) -> None:
        for widget in self._asked:
            widget.setVisible(on)
        self.again.setVisible(not on)

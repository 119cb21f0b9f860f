"""The right column of the Graph mode: this step as a formula with its numbers, its code, and in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.views.graph.code_area import CodeArea
from playground.views.graph.gathering_view import GatheringView
from playground.views.graph.path_list import PathList
from playground.views.graph.rule_card import RuleCard
from playground.views.kit import Label
from playground.views.kit.figure_rows import Figure, FigureRows
from playground.views.kit.scroll_panel import ScrollPanel

WORDS_LAST_FROM = 740


class ChainPanel(ScrollPanel):
    """Explains a step, or lists the paths whose sum is a derivative.

    Signals
    -------
    check_wanted
        The line of the finite difference was pressed.
    """

    check_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.LeftEdge, parent)
        self.title = Label("Chain rule", "section_title")
        self.rule = RuleCard()
        self.figures = FigureRows(roomy=True)
        self.figures.pressed.connect(self.check_wanted)
        self.gathered = GatheringView()
        self.paths = PathList()
        self.code_title = Label("Code that ran", "selected")
        self.code = CodeArea()
        self.code_place = Label("", "caption", "ink3")
        self.code_place.setWordWrap(True)
        self.words_title = Label("In words", "selected")
        self.words = Label("", "body", "ink2")
        self.words.setWordWrap(True)
        self.note = Label("", "body", "danger")
        self.note.setWordWrap(True)
        column = self.column
        column.setSpacing(10)
        above: tuple[QWidget, ...] = (self.title, self.rule, self.figures, self.gathered, self.paths)
        below: tuple[QWidget, ...] = (
            self.code_title,
            self.code,
            self.code_place,
            self.words_title,
            self.words,
            self.note,
        )
        for widget in above:
            column.addWidget(widget)
        column.addSpacing(4)
        for widget in below:
            column.addWidget(widget)
        column.addStretch(1)
        self._words = (self.words_title, self.words, self.note)
        self._are_words_last = True
        self.paths.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the words above the code if both do not fit, so that they stay visible."""
        super().resizeEvent(event)
        are_words_last = event.size().height() >= WORDS_LAST_FROM
        if are_words_last != self._are_words_last:
            self._are_words_last = are_words_last
            for widget in self._words:
                self.column.removeWidget(widget)
            after = self.code_place if are_words_last else self.paths
            place = self.column.indexOf(after) + 1
            for widget in reversed(self._words):
                self.column.insertWidget(place, widget)

    def set_step(
        self,
        title: str,
        names: Sequence[str],
        numbers: Sequence[str],
        figures: Sequence[Figure],
        words: str,
        note: str = "",
    ) -> None:
        """Show a step; without a rule, its frame is hidden."""
        self._set_words(title, words)
        self.paths.hide()
        self.gathered.set_gathering(None)
        self.rule.setVisible(bool(names))
        self.rule.set_rule(names, numbers)
        self.figures.setVisible(bool(figures))
        self.figures.set_figures(figures)
        self.note.set_text(note)
        self.note.setVisible(bool(note))

    def set_paths(self, title: str, summary: str, lines: Sequence[tuple[str, str]]) -> None:
        """Show a derivative as a sum over paths: the total, then each path with its numbers."""
        self._set_words(title, "")
        for widget in (self.rule, self.figures, self.gathered, self.note):
            widget.hide()
        self.set_code((), None)
        self.paths.set_paths(summary, lines)
        self.paths.show()

    def _set_words(self, title: str, words: str) -> None:
        self.title.set_text(title)
        self.words.set_text(words)
        for widget in (self.words_title, self.words):
            widget.setVisible(bool(words))

    def set_code(self, lines: Sequence[str], marked: int | None, place: str = "") -> None:
        """Show the code behind the step, and its location."""
        for widget in (self.code_title, self.code, self.code_place):
            widget.setVisible(bool(lines))
        if lines:
            self.code.set_code(lines, marked)
            self.code_place.set_text(place)

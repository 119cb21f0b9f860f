"""The right column of the Graph mode: this step as a formula with its numbers, its code, and in words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from playground.theme import LIGHT, Theme, font
from playground.views.controls import Label
from playground.views.controls.drawing import draw_box, draw_text
from playground.views.controls.scroll_style import dress_scroll_area
from playground.views.figure_rows import Figure, FigureRows
from playground.views.graph.code_view import CodeView


class RuleCard(QWidget):
    """Two lines in a frame: the rule with names, the rule with numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._names: Sequence[str] = ()
        self._numbers: Sequence[str] = ()
        self.setFixedHeight(84)

    def set_rule(self, names: Sequence[str], numbers: Sequence[str]) -> None:
        """Show a rule: terms and signs in turn, both lines of one length."""
        self._names, self._numbers = names, numbers
        self.setAccessibleName(f"{' '.join(names)}; {' '.join(numbers)}")
        self.setToolTip(f"{' '.join(names)}\n{' '.join(numbers)}")
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw both lines, terms below each other."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_box(painter, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8.0, theme.surface, theme.line)
        count = len(self._names)
        if not count:
            return
        # Signs take a third of the room of a term.
        shares = [3.0 if index % 2 == 0 else 0.8 for index in range(count)]
        unit, x = (self.width() - 16) / sum(shares), 8.0
        centre = Qt.AlignmentFlag.AlignHCenter
        for index, (name, number) in enumerate(zip(self._names, self._numbers, strict=True)):
            width = unit * shares[index]
            draw_text(painter, QRectF(x, 12, width, 30), name, font("body"), theme.ink, centre)
            ink = theme.ink3
            if index % 2 == 0:
                ink = theme.negative_text if number.startswith("−") else theme.positive_text
            draw_text(painter, QRectF(x, 46, width, 24), number, font("graph_value"), ink, centre)
            x += width


class ChainPanel(QWidget):
    """Says what a step does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self.title = Label("Chain rule", "section_title")
        self.rule = RuleCard()
        self.figures = FigureRows()
        self.code_title = Label("Code that ran", "selected")
        self.code = CodeView()
        self.words = Label("", "body", "ink2")
        self.words.setWordWrap(True)
        self.note = Label("", "caption", "accent_text")
        self.note.setWordWrap(True)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 14, 16, 16)
        column.setSpacing(10)
        for widget in (self.title, self.rule, self.figures):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(Label("In words", "selected"))
        column.addWidget(self.words)
        column.addWidget(self.note)
        column.addSpacing(4)
        column.addWidget(self.code_title)
        column.addWidget(self.code)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(content)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(self._area)

    def set_step(
        self,
        title: str,
        names: Sequence[str],
        numbers: Sequence[str],
        figures: Sequence[Figure],
        words: str,
        note: str = "",
    ) -> None:
        """Show a step; without a rule its frame is left out."""
        self.title.set_text(title)
        self.rule.setVisible(bool(names))
        self.rule.set_rule(names, numbers)
        self.figures.set_figures(figures)
        self.words.set_text(words)
        self.note.set_text(note)

    def set_code(self, lines: Sequence[str], marked: int | None) -> None:
        """Show the code behind the step."""
        self.code.setVisible(bool(lines))
        self.code_title.setVisible(bool(lines))
        if lines:
            self.code.set_code(lines, marked)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        dress_scroll_area(self._area, theme)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the line at the left."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        painter.fillRect(0, 0, 1, self.height(), QColor(self._theme.line))

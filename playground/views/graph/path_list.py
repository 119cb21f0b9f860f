"""A derivative as a sum over paths, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.style.theme import apply_to_tree
from playground.views.kit import Label
from playground.views.kit.access import focus_ring
from playground.views.kit.themed import Themed


class PathRow(Themed, QWidget):
    """The nodes of a path above its factors; tells whether it is pointed at, or has the keyboard."""

    pointed = Signal(bool)

    def __init__(self, way: str, numbers: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_lit = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(f"{way}: {numbers}")
        self.setToolTip("Lights this path in the graph")
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(2)
        # The product never stands without its sign of equality.
        numbers = numbers.replace("= ", "=\N{NO-BREAK SPACE}")
        for text, role, ink in ((way, "body", "ink"), (numbers, "graph_gradient", "ink2")):
            label = Label(text, role, ink)
            label.setWordWrap(True)
            column.addWidget(label)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._light(True)

    def leaveEvent(self, event: QEvent) -> None:
        self._light(self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        focus_ring.focus_came(self, event.reason())
        self._light(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        focus_ring.focus_left(self, event.reason())
        self._light(self.underMouse())

    def _light(self, on: bool) -> None:
        if on != self._is_lit:
            self._is_lit = on
            self.update()
            self.pointed.emit(on)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._is_lit:
            QPainter(self).fillRect(self.rect(), QColor(self.theme.soft))


class PathList(Themed, QWidget):
    """The total, then each path with its nodes, factors and product; emits the path pointed at, or -1."""

    path_pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.lines: list[tuple[str, str]] = []
        self.rows: list[PathRow] = []
        self._summary = ""

    def set_paths(self, summary: str, lines: Sequence[tuple[str, str]]) -> None:
        """Show a sentence, then pairs of a way and its numbers."""
        if (summary, list(lines)) == (self._summary, self.lines):
            return
        self._summary, self.lines, self.rows = summary, list(lines), []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        head = Label(summary, "body", "ink2")
        head.setWordWrap(True)
        self._column.addWidget(head)
        self._column.addSpacing(10)
        for number, (way, numbers) in enumerate(lines):
            row = PathRow(way, numbers)
            row.setProperty("path", number)
            row.pointed.connect(self._on_pointed)
            self._column.addWidget(row)
            self.rows.append(row)
        apply_to_tree(self, self.theme)

    def _on_pointed(self, on: bool) -> None:
        self.path_pointed.emit(int(self.sender().property("path")) if on else -1)

"""A derivative as a sum over paths, one below the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.style.theme import LIGHT, Theme, apply_to_tree
from playground.views.kit import Label


class PathList(QWidget):
    """The total, then each path with its nodes, factors and product."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.lines: list[tuple[str, str]] = []

    def set_paths(self, summary: str, lines: Sequence[tuple[str, str]]) -> None:
        """Show a sentence, then pairs of a way and its numbers."""
        self.lines = list(lines)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        head = Label(summary, "body", "ink2")
        head.setWordWrap(True)
        self._column.addWidget(head)
        self._column.addSpacing(10)
        for way, numbers in lines:
            for text, role, ink in ((way, "body", "ink"), (numbers, "graph_gradient", "ink2")):
                label = Label(text, role, ink)
                label.setWordWrap(True)
                self._column.addWidget(label)
            self._column.addSpacing(8)
        apply_to_tree(self, self._theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

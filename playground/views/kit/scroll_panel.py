"""A side column that scrolls if its content does not fit."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.style.theme import Theme
from playground.views.kit.panel import Panel
from playground.views.kit.scroll_style import dress_scroll_area, quiet_scroll_area


class ScrollPanel(Panel):
    """Subclasses fill `column`."""

    def __init__(self, line: Qt.Edge, parent: QWidget | None = None) -> None:
        super().__init__(line, parent)
        content = QWidget()
        self.column = QVBoxLayout(content)
        self.column.setContentsMargins(16, 14, 16, 16)
        self._area = quiet_scroll_area(content)
        outer = QVBoxLayout(self)
        left = line == Qt.Edge.LeftEdge
        outer.setContentsMargins(int(left), 0, int(not left), 0)
        outer.addWidget(self._area)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        dress_scroll_area(self._area, theme)

"""Pages under the boundary plot: one at a time, each with its own controls beside the tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.views.kit import SegmentedControl

Page = tuple[str, str, QWidget, QWidget]


class OutputTabs(QWidget):
    """Starts with the first page.

    Parameters
    ----------
    pages
        (key, title, page, controls shown beside the tabs with it) of each.
    """

    page_selected = Signal(str)

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = [key for key, _, _, _ in pages]
        self.tabs = SegmentedControl(
            [(key, title) for key, title, _, _ in pages], "Pages", "What is shown below the plot"
        )
        self._heads, self._pages = QStackedWidget(), QStackedWidget()
        for _, _, page, head in pages:
            self._pages.addWidget(page)
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(head, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._heads.addWidget(holder)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addWidget(self._heads, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._pages, 1)
        self.tabs.option_selected.connect(self._on_option_selected)

    @property
    def page(self) -> str:
        """Key of the page that is shown."""
        return self._keys[self._pages.currentIndex()]

    def show_page(self, key: str) -> None:
        """Show a page."""
        index = self._keys.index(key)
        self._pages.setCurrentIndex(index)
        self._heads.setCurrentIndex(index)
        self.tabs.set_value(key)

    def _on_option_selected(self, key: str) -> None:
        self.show_page(key)
        self.page_selected.emit(key)

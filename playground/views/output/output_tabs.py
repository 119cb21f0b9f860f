"""Pages under the boundary plot: one at a time, each with its own controls beside the tabs."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.views.kit import SegmentedControl
from playground.views.kit.themed import Veil

Page = tuple[str, str, QWidget, QWidget]


class OutputTabs(Veil, QWidget):
    """Starts with the first page.

    Parameters
    ----------
    pages
        (key, title, page, controls shown beside the tabs with it) of each.
    """

    page_selected = Signal(str)

    def __init__(self, pages: Sequence[Page], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._titles = [(key, title) for key, title, _, _ in pages]
        self._keys = [key for key, _ in self._titles]
        self.tabs = SegmentedControl(self._titles, "Pages", "What is shown below the plot")
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

    def set_hidden(self, keys: Collection[str]) -> None:
        """Offer all pages but these; with none left nothing is shown, and a single one needs no tab."""
        left = [(key, title) for key, title in self._titles if key not in keys]
        self.set_veiled(not left)
        if not left:
            return
        on_screen = self.page
        self.tabs.set_options(left)
        self.tabs.set_veiled(len(left) == 1)
        if on_screen in keys:
            self._on_option_selected(left[0][0])

    def show_page(self, key: str) -> None:
        """Show a page."""
        index = self._keys.index(key)
        self._pages.setCurrentIndex(index)
        self._heads.setCurrentIndex(index)
        self.tabs.set_value(key)

    def _on_option_selected(self, key: str) -> None:
        self.show_page(key)
        self.page_selected.emit(key)

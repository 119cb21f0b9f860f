"""The room below the graph, for one panel at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget


class PanelRoom(QWidget):
    """Shows one of its panels, or none.

    Signals
    -------
    opened
        A panel that was not open.
    closed
        The panel that was closed, by its own button or because another one was opened.
    """

    opened = Signal(QWidget)
    closed = Signal(QWidget)

    def __init__(self, *panels: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for panel in panels:
            panel.hide()
            column.addWidget(panel)
        self.hide()

    def open(self, panel: QWidget) -> None:
        """Show a panel in place of the one that is open."""
        before, self._open = self._open, panel
        if before is panel:
            return
        if before is not None:
            before.hide()
            self.closed.emit(before)
        if self._open is panel:  # who heard of it may have opened another one
            panel.show()
            self.show()
            self.opened.emit(panel)

    @property
    def is_free(self) -> bool:
        """Whether no panel is open, or about to be."""
        return self._open is None

    def clear(self) -> None:
        """Close the panel that is open."""
        if self._open is not None:
            self.close_panel(self._open)

    def close_panel(self, panel: QWidget) -> None:
        """Close a panel if it is the one that is open."""
        if self._open is panel:
            self._open = None
            panel.hide()
            self.hide()
            self.closed.emit(panel)

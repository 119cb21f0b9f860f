"""Shows one of many items, with buttons for the previous and the next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.views.kit import IconButton, Label
from playground.views.kit.plain_text import set_tip


class ItemPicker(QWidget):
    """Emits -1 or 1 for the previous or next item."""

    stepped = Signal(int)

    def __init__(self, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before = IconButton("chevron-left", f"{noun} before", f"The {noun.lower()} before", size=32)
        self.after = IconButton("chevron-right", f"{noun} after", f"The {noun.lower()} after", size=32)
        self.text = Label("", "body")
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # A long text must not push the arrows out of the column.
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.before)
        row.addWidget(self.text, 1)
        row.addWidget(self.after)
        self.before.clicked.connect(self._on_before)
        self.after.clicked.connect(self._on_after)

    def set_item(self, text: str) -> None:
        """Show which one is chosen."""
        self.text.set_text(text)
        set_tip(self.text, text)

    def _on_before(self) -> None:
        self.stepped.emit(-1)

    def _on_after(self) -> None:
        self.stepped.emit(1)

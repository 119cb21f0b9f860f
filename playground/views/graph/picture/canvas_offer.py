"""A sentence on the canvas with buttons: what else can be shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from playground.style.theme import apply_to_tree
from playground.views.kit import Label, TextButton
from playground.views.kit.drawing import draw_box
from playground.views.kit.themed import Themed

WIDEST = 440


class CanvasOffer(Themed, QWidget):
    """Emits the key of the button that was pressed."""

    chosen = Signal(str)

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._offers: tuple[tuple[str, str], ...] = ()
        self.text = Label("", "body", "ink2")
        self.text.setWordWrap(True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons: dict[str, TextButton] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.text)
        column.addLayout(self._row)
        self.setAccessibleName("What can be shown")
        self.hide()

    def offer(self, text: str, offers: Sequence[tuple[str, str, str]]) -> None:
        """Show a sentence, if any, and a button for each key, text and tooltip; hide without buttons."""
        self.text.set_text(text)
        self.text.setVisible(bool(text))
        keys = tuple((key, title) for key, title, _ in offers)
        if keys != self._offers:
            self._offers = keys
            self._rebuild(offers)
        self.setVisible(bool(offers))
        self.place()

    def _rebuild(self, offers: Sequence[tuple[str, str, str]]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        self._row.addStretch(1)
        for key, title, tip in offers:
            button = TextButton(title, title, tip, height=32)
            button.setProperty("offer", key)
            button.clicked.connect(self._on_clicked)
            self._row.addWidget(button)
            self.buttons[key] = button
        self._row.addStretch(1)
        apply_to_tree(self, self.theme)

    def place(self) -> None:
        """Stand at the lower edge of the canvas, in the middle; buttons without room stand in a column."""
        canvas = self._canvas
        self._row.setDirection(QBoxLayout.Direction.LeftToRight)
        if self._row.sizeHint().width() > canvas.width() - 24 - 32:
            self._row.setDirection(QBoxLayout.Direction.TopToBottom)
        self._column.invalidate()
        narrow = self._column.sizeHint().width() if self.text.isHidden() else WIDEST
        width = min(narrow, canvas.width() - 24)
        self.text.setFixedWidth(width - 32)
        height = max(self._column.heightForWidth(width), self._column.sizeHint().height())
        self.setGeometry((canvas.width() - width) // 2, canvas.height() - height - 12, width, height)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        draw_box(painter, QRectF(self.rect()), 8.0, theme.surface, theme.ctl)

    def _on_clicked(self) -> None:
        self.chosen.emit(str(self.sender().property("offer")))

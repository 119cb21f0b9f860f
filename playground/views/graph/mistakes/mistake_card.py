"""A running mistake: correct and wrong numbers, the loop's code, and both losses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.views.graph.code_view import CodeView
from playground.views.graph.mistakes.twin_curve import TwinCurve
from playground.views.graph.mistakes.twin_table import TwinTable
from playground.views.kit import IconButton, Label, TextButton
from playground.views.kit.panel import Panel

HEIGHT = 262
NARROWEST, CODE_FROM = 580, 930
"""The card shows the code from this width on."""


class MistakeCard(Panel):
    """Shown below the graph while a mistake is on."""

    closed = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self.title = Label("", "section_title")
        self.progress = Label("", "caption", "ink3")
        self.words = Label("", "body", "ink2")
        self.words.setWordWrap(True)
        self.table = TwinTable()
        self.code = CodeView()
        self.curve = TwinCurve()
        self.again = TextButton(
            "Run again", "Run again", "Train both networks from the start", icon="reset", height=32
        )
        self.close_button = IconButton("close", "Close", "Leave the mistake", size=32, flat=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.progress, 1)
        head.addWidget(self.again)
        head.addWidget(self.close_button)
        self._body = QHBoxLayout()
        self._body.setSpacing(20)
        self._body.addWidget(self.table, 0, Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        self._body.addWidget(self.curve, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addLayout(self._body, 1)
        self.code.setFixedWidth(290)
        self.setFixedHeight(HEIGHT)
        # The code may be hidden; otherwise the card would force a wide window.
        self.setMinimumWidth(NARROWEST)
        self.again.clicked.connect(self.again_wanted)
        self.close_button.clicked.connect(self.closed)

    def set_mistake(self, title: str, lines: Sequence[str], marked: int | None) -> None:
        """Start a mistake, without results yet."""
        self.title.set_text(title)
        self.setAccessibleName(f"Mistake: {title}")
        self.code.set_code(lines, marked)
        self.words.set_text("Two networks with the same first weights and the same batches begin to learn …")
        self.table.set_rows(())
        self.curve.set_losses((), (), 1)
        self._set_content_visible(True)

    def set_result(
        self,
        words: str,
        rows: Sequence[tuple[str, str, str]],
        losses: tuple[Sequence[float], Sequence[float]],
        update: int,
        most: int,
    ) -> None:
        """Show the progress of both networks."""
        self.progress.set_text(f"update {update} of {most}")
        self.words.set_text(words)
        self.table.set_rows(rows)
        self.curve.set_losses(*losses, most)

    def set_refusal(self, reason: str) -> None:
        """Say why this network cannot make the mistake."""
        self.progress.set_text("")
        self.words.set_text(reason)
        self._set_content_visible(False)

    def _set_content_visible(self, visible: bool) -> None:
        self.table.setVisible(visible)
        self.curve.setVisible(visible)
        self.again.setVisible(visible)
        self.code.setVisible(visible and self.width() >= CODE_FROM)
        self.setFixedHeight(HEIGHT if visible else 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.code.setVisible(not self.table.isHidden() and event.size().width() >= CODE_FROM)

"""A running mistake: correct and wrong numbers, the loop's code, and both losses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.mistakes.twin_run import NEAR_LIMIT, OWN_RATE, TwinReport
from playground.models.graph.mistakes.twin_words import comparison
from playground.style.words import number_text
from playground.views.graph.code_view import CodeView
from playground.views.graph.mistakes.twin_curve import TwinCurve
from playground.views.graph.mistakes.twin_table import TwinTable
from playground.views.kit import IconButton, Label, SegmentedControl, TextButton
from playground.views.kit.one_line import OneLine
from playground.views.kit.panel import Panel

HEIGHT = 280
RATES = ((NEAR_LIMIT, "Near the limit"), (OWN_RATE, "Your rate"))
BEGIN = "Looking for the highest learning rate that works, then training side by side …"
NARROWEST, ROOMY_FROM, CODE_FROM = 440, 560, 930
"""Widths of the card: the smallest, and those from which its table is wide, and its code shown."""
TABLE, NARROW_TABLE = 316, 272


class MistakeCard(Panel):
    """Shown below the graph while a mistake is on."""

    closed = Signal()
    again_wanted = Signal()
    rate_selected = Signal(str)
    optimizer_toggled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self.title = Label("", "section_title")
        self.progress = OneLine()
        self.rate = SegmentedControl(
            RATES,
            "Learning rate of the experiment",
            "The highest rate that works, where harm shows, or the rate that you have chosen",
            value=NEAR_LIMIT,
        )
        self.optimizer_button = TextButton("", height=32)
        self.words = Label("", "body", "ink2")
        self.words.setWordWrap(True)
        self.table = TwinTable()
        self.code = CodeView()
        self.curve = TwinCurve()
        self.again = IconButton("reset", "Run again", "Run again from the start", size=32)
        self.close_button = IconButton("close", "Close", "Leave the mistake", size=32, flat=True)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.progress, 1)
        head.addWidget(self.optimizer_button)
        head.addWidget(self.rate)
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
        self.rate.option_selected.connect(self.rate_selected)
        self.optimizer_button.clicked.connect(self.optimizer_toggled)
        self.set_other_optimizer("")
        self.close_button.clicked.connect(self.closed)

    def set_mistake(self, title: str, lines: Sequence[str], marked: int | None) -> None:
        """Start a mistake, without results yet."""
        self.title.set_text(title)
        self.setAccessibleName(f"Mistake: {title}")
        self.code.set_code(lines, marked)
        self.progress.set_text("")
        self.words.set_text(BEGIN)
        self.table.set_rows(())
        self.curve.set_losses((), (), 1)
        self._set_content_visible(True)

    def set_rates(self, *, offered: bool) -> None:
        """Offer the rate near the limit and the user's own, where that makes a difference."""
        self.rate.setVisible(offered)

    def set_other_optimizer(self, title: str) -> None:
        """Offer another optimizer, with which the mistake shows, or the way back; nothing otherwise."""
        self.optimizer_button.setVisible(bool(title))
        self.optimizer_button.set_text(f"Show with {title}")
        self.optimizer_button.describe(
            f"Show with {title}", f"The same experiment, with {title} in place of the other optimizer"
        )

    def set_result(self, report: TwinReport, words: str) -> None:
        """Show the progress of an experiment."""
        rate = number_text(report.healthy.rate, 3)
        self.progress.set_text(f"Update {report.healthy.updates} of {report.most}, rate {rate}")
        self.words.set_text(words)
        self.table.set_rows(comparison(report))
        larger = report.larger
        self.curve.set_losses(
            report.healthy.losses,
            report.mistaken.losses,
            report.most,
            None if larger is None else (larger.losses, larger.rate),
        )

    def set_refusal(self, reason: str) -> None:
        """Say why this network cannot make the mistake."""
        self.progress.set_text("")
        self.set_other_optimizer("")
        self.words.set_text(reason)
        self._set_content_visible(False)

    def _set_content_visible(self, visible: bool) -> None:
        self.table.setVisible(visible)
        self.curve.setVisible(visible)
        self.again.setVisible(visible)
        if not visible:
            self.rate.hide()
        self.code.setVisible(visible and self.width() >= CODE_FROM)
        self.setFixedHeight(HEIGHT if visible else 96)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self.code.setVisible(not self.table.isHidden() and width >= CODE_FROM)
        self.table.setMinimumWidth(TABLE if width >= ROOMY_FROM else NARROW_TABLE)

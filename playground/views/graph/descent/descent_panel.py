"""Updates of a formula: all parameters in a table, the rate, and the loss after each update."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.descent.descent import MANY
from playground.models.graph.update.update_table import UpdateTable
from playground.models.graph.update.update_words import say_problem
from playground.views.graph.descent.descent_curve import DescentCurve
from playground.views.graph.update.update_view import UpdateView
from playground.views.kit import Label, NumberField, Panel, TextButton
from playground.views.kit.one_line import OneLine

HEIGHT, RATE_WIDTH = 248, 88
FIRST_RATE, LEAST_RATE, LARGEST_RATE = 0.1, 1e-9, 1e6
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
ONE_TIP = "Make this update: every ticked leaf gets its new value (Ctrl+Z takes it back)"
MANY_TIP = f"Forward, backward and update, {MANY} times (Ctrl+Z takes all of them back)"


class DescentPanel(Panel):
    """Shown below the graph of a formula in the third act.

    Signals
    -------
    parameter_selected
        Number of a parameter, when a person goes to its row.
    rate_edited
        Another learning rate.
    apply_wanted, many_wanted
        One update, or many.
    """

    parameter_selected = Signal(int)
    rate_edited = Signal(object)
    apply_wanted = Signal()
    many_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Update of the formula")
        self.table: UpdateTable | None = None
        self.settings_line = OneLine()
        self.rate = NumberField(
            "Learning rate", "", value=FIRST_RATE, minimum=LEAST_RATE, maximum=LARGEST_RATE,
            suggestions=RATES,
        )  # fmt: skip
        self.rate.setFixedWidth(RATE_WIDTH)
        self.apply_button = TextButton("Apply update", tip=ONE_TIP, height=32)
        self.many_button = TextButton(f"{MANY} updates", tip=MANY_TIP, height=32)
        self.words = Label("", "body", "ink2")
        self.words.setWordWrap(True)
        self.view, self.curve = UpdateView(), DescentCurve()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label("Update", "section_title"))
        head.addWidget(self.settings_line, 1)
        head.addWidget(Label("Rate", "caption", "ink2"))
        head.addWidget(self.rate)
        head.addWidget(self.apply_button)
        head.addWidget(self.many_button)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.view, 3)
        body.addWidget(self.curve, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.words)
        column.addLayout(body, 1)
        self.rate.value_edited.connect(self.rate_edited)
        self.apply_button.clicked.connect(self.apply_wanted)
        self.many_button.clicked.connect(self.many_wanted)
        self.view.item_selected.connect(self.parameter_selected)
        self.set_table(None, "")

    def set_table(self, table: UpdateTable | None, settings: str) -> None:
        """Show the next update and what it is made with; None where there is none, and why."""
        self.table = table
        self.view.set_table(table)
        problem = "" if table is None else say_problem(table)
        shown = "" if table is None else settings
        self.settings_line.set_text(problem or shown, "danger" if problem else "ink3")
        self.view.setVisible(table is not None)
        for button, tip in ((self.apply_button, ONE_TIP), (self.many_button, MANY_TIP)):
            button.setEnabled(table is not None and not problem)
            button.set_tip(settings if table is None else problem or tip)

    def set_busy(self) -> None:
        """Wait for updates that are under way; `set_table` ends it."""
        for button in (self.apply_button, self.many_button):
            button.setEnabled(False)

    def set_parameter(self, parameter: int) -> None:
        """Go to the row of a parameter."""
        if self.table is not None and 0 <= parameter < len(self.table):
            self.view.set_item(parameter)

    def set_result(self, words: str, losses: Sequence[float], loss: str, *, is_problem: bool = False) -> None:
        """Show the losses so far, and in words what became of them."""
        self.words.set_text(words)
        self.words.set_ink("danger" if is_problem else "ink2")
        self.curve.set_losses(losses, loss)

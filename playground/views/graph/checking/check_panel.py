"""The gradient check: a sentence, and a table of all nodes of the graph."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.graph.checking.check_words import say_result
from playground.models.graph.checking.differences import TOO_SMALL
from playground.models.graph.checking.gradient_check import GradientCheck, say_check
from playground.views.graph.checking.check_model import RESULT, CheckModel
from playground.views.kit import IconButton, Label, Panel, ProgressBar, TextButton
from playground.views.kit.table.sorted_table import SortedTable

HEIGHT = 300
PROGRESS_WIDTH = 160
WAITING = "Each node is moved a little, and the output computed again …"
OLD = "The numbers have changed since"


class CheckPanel(Panel):
    """Shown below the graph.

    Signals
    -------
    scalar_selected
        The scalar of the row a person goes to.
    closed, again_wanted
        A button was pressed.
    """

    scalar_selected = Signal(int)
    closed = Signal()
    again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName("Gradient check")
        self._model = CheckModel()
        self.table = SortedTable(self._model, "The gradient of every node", "Columns of the gradient check")
        self.table.horizontalHeader().setSortIndicator(RESULT, Qt.SortOrder.AscendingOrder)
        self.summary = Label("", "body", "ink2")
        self.summary.setWordWrap(True)
        self.progress = ProgressBar("Progress of the gradient check")
        self.progress.setFixedWidth(PROGRESS_WIDTH)
        self.note = Label(OLD, "caption", "ink3")
        self.again = TextButton(
            "Check again",
            "Check again",
            "Check the gradients that are on screen now",
            icon="reset",
            height=32,
        )
        self.close_button = IconButton("close", "Close", "Close the gradient check (G)", size=32, flat=True)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Label("Gradient check", "section_title"))
        head.addWidget(self.progress)
        head.addStretch(1)
        head.addWidget(self.note)
        head.addWidget(self.again)
        head.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        self.table.item_selected.connect(self._on_item_selected)
        self.again.clicked.connect(self.again_wanted)
        self.close_button.clicked.connect(self.closed)
        self.set_waiting()

    def set_waiting(self) -> None:
        """Show that a check is under way, over what the one before has found."""
        self._show_no_doubt()
        if not self._model.gradients:
            self._show_text(WAITING)

    def _show_no_doubt(self) -> None:
        for widget in (self.progress, self.note, self.again):
            widget.hide()

    def set_progress(self, share: float) -> None:
        """Show how much is checked of what takes long."""
        self.progress.setValue(round(100 * share))
        self.progress.show()

    def set_check(self, check: GradientCheck) -> None:
        """Show what was found."""
        self._show_no_doubt()
        self._model.set_check(check)
        names = [found.name for found in check.gradients]
        self.table.fit_to(names, (say_result(TOO_SMALL),))
        self._show_text(say_check(check, names=False), is_problem=bool(check.wrong))
        self.table.show()

    def set_refusal(self, reason: str) -> None:
        """Say why there is nothing to check."""
        self._show_no_doubt()
        self._model.set_check(None)
        self.table.hide()
        self._show_text(reason)

    def set_old(self) -> None:
        """Say that the numbers on screen are others by now."""
        self.note.show()
        self.again.show()

    def _show_text(self, text: str, *, is_problem: bool = False) -> None:
        self.summary.set_text(text)
        self.summary.set_ink("danger" if is_problem else "ink2")

    def _on_item_selected(self, item: int) -> None:
        self.scalar_selected.emit(self._model.gradients[item].scalar)

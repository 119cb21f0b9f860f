"""The left column of the Compare mode: all runs, and the button to keep the current one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.compare.comparison import ComparedRun
from playground.style.theme import apply_to_tree
from playground.views.compare.run_row import RunRow
from playground.views.kit import Label, Switch, TextButton
from playground.views.kit.scroll_panel import ScrollPanel

MOST_SHOWN = 6


class RunList(ScrollPanel):
    """Rows of runs, the live one on top.

    Signals
    -------
    keep_wanted
        Keep a copy of the current run.
    same_scale_toggled
        Whether all boundaries share one colour scale and one plane.
    shown_toggled, renamed, train_pressed, pin_pressed, delete_pressed, open_pressed, entered, left
        As in `RunRow`.
    """

    keep_wanted = Signal()
    same_scale_toggled = Signal(bool)
    shown_toggled = Signal(int, bool)
    renamed = Signal(int, str)
    train_pressed = Signal(int)
    pin_pressed = Signal(int)
    delete_pressed = Signal(int)
    open_pressed = Signal(int)
    entered = Signal(int)
    left = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.RightEdge, parent)
        self.rows: dict[int, RunRow] = {}
        self._count = Label("", "caption", "ink3")
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(Label("Runs", "section_title"))
        head.addStretch(1)
        head.addWidget(self._count)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.keep_button = TextButton(
            "Keep this run", "Keep this run", "Keep the run with its settings, weights and history (Ctrl+K)",
            icon="plus",
        )  # fmt: skip
        note = Label("Stores its settings, weights and history under a name (Ctrl+K).", "caption", "ink3")
        note.setWordWrap(True)
        self.same_scale = Switch(
            "Same colours, same axes",
            "One colour scale and one plane for all boundaries, or one each", checked=True,
        )  # fmt: skip
        scale_row = QHBoxLayout()
        scale_row.addWidget(Label("Same colours, same axes"))
        scale_row.addStretch(1)
        scale_row.addWidget(self.same_scale)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 0)
        foot.setSpacing(8)
        foot.addWidget(self.keep_button)
        foot.addWidget(note)
        foot.addSpacing(12)
        foot.addLayout(scale_row)
        self.column.setContentsMargins(0, 14, 0, 16)
        self.column.setSpacing(12)
        self.column.addLayout(head)
        self.column.addLayout(self._list)
        self.column.addLayout(foot)
        self.column.addStretch(1)
        self.keep_button.clicked.connect(self.keep_wanted)
        self.same_scale.toggled_by_user.connect(self.same_scale_toggled)

    def set_runs(self, runs: Sequence[ComparedRun]) -> None:
        """Show runs in this order."""
        wanted = [run.key for run in runs]
        for key in [key for key in self.rows if key not in wanted]:
            row = self.rows.pop(key)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, run in enumerate(runs):
            known = self.rows.get(run.key)
            if known is None:
                known = self._new_row(run)
            else:
                known.set_run(run)
            if self._list.indexOf(known) != place:
                self._list.removeWidget(known)
                self._list.insertWidget(place, known)
        shown = sum(run.is_shown for run in runs)
        self._count.set_text(f"{shown} of {len(runs)} shown")

    def _new_row(self, run: ComparedRun) -> RunRow:
        row = self.rows[run.key] = RunRow(run)
        row.shown_toggled.connect(self.shown_toggled)
        row.renamed.connect(self.renamed)
        row.train_pressed.connect(self.train_pressed)
        row.pin_pressed.connect(self.pin_pressed)
        row.delete_pressed.connect(self.delete_pressed)
        row.open_pressed.connect(self.open_pressed)
        row.entered.connect(self.entered)
        row.left.connect(self.left)
        apply_to_tree(row, self.theme)
        return row

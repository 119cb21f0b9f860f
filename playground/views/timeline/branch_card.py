"""The card that names a branch before it is made."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.models.experiment.choices import LONGEST_NAME
from playground.views.kit import Label, TextButton
from playground.views.kit.cards.popover import Popover
from playground.views.kit.fields.text_field import TextField

FIELD = 210
ABOVE = 100


class _NameField(TextField):
    """Return takes the name, changed or not; leaving it takes nothing."""

    def take(self) -> bool:
        self.text_entered.emit(self.text())
        return True

    def drop(self) -> bool:
        return False

    def finish(self) -> None:
        pass


class BranchCard(Popover):
    """Return branches, Escape closes.

    Signals
    -------
    branch_wanted
        The name of the new branch, perhaps empty.
    """

    branch_wanted = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self.name = _NameField("Name of the branch", "What the new branch is called; Return branches")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setFixedWidth(FIELD)
        self.branch_button = TextButton("Branch", "Branch", "Go on from here under this name (Return)")
        self.cancel_button = TextButton("Cancel", "Cancel", "Stay with the run (Escape)")
        self.note = Label("", "caption", "ink3")
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.name, self.branch_button, self.cancel_button):
            row.addWidget(widget)
        self.column.addLayout(row)
        self.column.addWidget(self.note)
        self.name.text_entered.connect(self._on_accepted)
        self.branch_button.clicked.connect(self._on_branch_pressed)
        self.cancel_button.clicked.connect(self.hide)

    def ask(self, name: str, last_epoch: int) -> None:
        """Suggest a name, to be typed over."""
        self.name.set_text(name)
        self.note.set_text(f"The old run stays until {last_epoch:,} as a pale line.")
        self.open_below(QPoint(0, -ABOVE))
        self.name.setFocus(Qt.FocusReason.PopupFocusReason)
        self.name.selectAll()

    def _on_branch_pressed(self) -> None:
        self._on_accepted(self.name.text())

    def _on_accepted(self, name: str) -> None:
        if self.isVisible():
            self.hide()
            self.branch_wanted.emit(" ".join(name.split()))

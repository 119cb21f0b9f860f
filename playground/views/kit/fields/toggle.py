"""What a switch and a check box have in common."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from playground.views.kit.plain_text import set_plain_text
from playground.views.kit.themed import Themed


class Toggle(Themed, QAbstractButton):
    """On or off; the whole of it is the target."""

    toggled_by_user = Signal(bool)

    def __init__(self, text: str, name: str, tip: str, *, checked: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        set_plain_text(self, text)
        self.setCheckable(True)
        self.describe(name, tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setChecked(checked)
        self.clicked.connect(self.toggled_by_user)

    def set_checked(self, checked: bool) -> None:
        """Turn on or off without ``toggled_by_user``."""
        self.setChecked(checked)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

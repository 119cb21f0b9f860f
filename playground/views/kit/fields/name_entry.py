"""The line in which a name is typed over, hidden until then."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.views.kit.access.keyboard import give_back
from playground.views.kit.fields.field_frame import draw_field_frame
from playground.views.kit.fields.text_entry import TextEntry


class NameEntry(TextEntry):
    """Return or leaving takes the name, unless it is empty; Escape keeps the old one.

    Parameters
    ----------
    host
        Shows the name; it gets the focus where nothing had it before.

    Signals
    -------
    name_entered
        Another name, without needless spaces.
    """

    name_entered = Signal(str)

    def __init__(self, host: QWidget, name: str, longest: int) -> None:
        super().__init__(host)
        self._host, self._name = host, ""
        self.setMaxLength(longest)
        self.setAccessibleName(name)
        self.setToolTip("Return takes the name over, Escape keeps the old one")
        self.hide()

    def start(self, name: str) -> None:
        """Have a name typed over."""
        self._name = name
        self.setText(name)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def take(self) -> bool:
        name, is_typed = " ".join(self.text().split()), self.isModified()
        self.setModified(False)
        if is_typed and name and name != self._name:
            self.name_entered.emit(name)
        return True

    def drop(self) -> bool:
        self.setText(self._name)
        return True

    def finish(self) -> None:
        super().finish()
        self.hide()

    def leave(self) -> bool:
        if not give_back(self):
            self._host.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_field_frame(painter, QRectF(self.rect()), self.theme, enabled=True, hovered=False, editing=True)
        painter.end()
        super().paintEvent(event)

"""The line in which a number is typed, without any frame round it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.style.glossary import explained
from playground.style.theme import font
from playground.style.words import fitted_text
from playground.views.kit.access import focus_ring
from playground.views.kit.fields.field_note import say_below
from playground.views.kit.fields.text_entry import TextEntry
from playground.views.kit.plain_text import set_tip

Number = int | float
_MARGINS = 6  # Qt's margins left and right of a line's text


class NumberEntry(TextEntry):
    """Edits one number; Return or leaving takes the text, Escape brings the last good value back.

    Text that ``parse`` refuses (with a ``ValueError`` whose message is meant for the user) is marked and kept
    for correction after Return, and dropped on leaving, so that what is shown is never a value not in use.
    Away from the keyboard, a number that is too long for the line is shown with as many digits as fit.

    Parameters
    ----------
    host
        The widget that draws the frame; it gets the focus ring.
    """

    value_edited = Signal(object)
    look_changed = Signal()
    step_requested = Signal(int)

    def __init__(
        self,
        host: QWidget,
        value: Number,
        parse: Callable[[str], Number],
        formatter: Callable[[Number], str],
        role: str = "body",
    ) -> None:
        super().__init__(host)
        self._host = host
        self._value = value
        self._parse = parse
        self._format = formatter
        self._problem = ""
        self._editing = False
        self._tip = ""
        self.setFont(font(role))
        self._show_value()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setMinimumSize(0, 0)
        self.textEdited.connect(self._on_text_edited)

    @property
    def is_editing(self) -> bool:
        """Whether the user is editing: has clicked into the text or typed."""
        return self._editing and self.hasFocus()

    @property
    def problem(self) -> str:
        """Why the text was refused; empty if it was not."""
        return self._problem

    def value(self) -> Number:
        """The last good value."""
        return self._value

    def set_value(self, value: Number) -> None:
        """Show a value without a signal; a text being typed is kept until accepted or discarded."""
        self._value = value
        if not (self.is_editing and self.isModified()):
            self._show_value()

    def take_value(self, value: Number) -> None:
        """Accept a value chosen by other means than typing; emits a signal if it differs."""
        changed = value != self._value
        self._value = value
        self._show_value()
        if changed:
            self.value_edited.emit(value)

    def describe(self, name: str, tip: str) -> None:
        self._tip = explained(tip, name) or name
        self.setAccessibleName(name)
        self._show_tip()

    def take(self) -> bool:
        if not self.isModified():
            return not self._problem
        try:
            value = self._parse(self.text().strip())
        except ValueError as error:
            kept = self._format(self._value)
            self._set_problem(f"{error}; {kept} is kept" if kept else str(error))
            say_below(self._host, self._problem)
            return False
        say_below(self._host, "")
        self.take_value(value)
        return True

    def drop(self) -> bool:
        was_typed = self.isModified()
        say_below(self._host, "")
        self._show_value()
        return was_typed

    def finish(self) -> None:
        super().finish()
        self._show_value()  # the note below still says why another text was dropped
        self._editing = False
        self.deselect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            # Counting goes on from what has been typed.
            if self.take():
                self.step_requested.emit(1 if event.key() == Qt.Key.Key_Up else -1)
                self.selectAll()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._begin_editing()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._editing = event.reason() == Qt.FocusReason.MouseFocusReason
        if not self.isModified():
            self._show_value()
            if not self._editing:
                self.selectAll()
        focus_ring.focus_came(self._host, event.reason())
        self.look_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus_ring.focus_left(self._host, event.reason())
        self.look_changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._show_value()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.hasFocus():
            self._show_value()

    def _on_text_edited(self) -> None:
        self._begin_editing()
        self._set_problem("")
        say_below(self._host, "")

    def _begin_editing(self) -> None:
        self._editing = True
        focus_ring.drop_ring(self._host)
        self.look_changed.emit()

    def _show_value(self) -> None:
        text = self._format(self._value)
        if not self.hasFocus():
            room, metrics = self.width() - _MARGINS, self.fontMetrics()
            text = fitted_text(text, lambda shorter: metrics.horizontalAdvance(shorter) <= room)
        self.setText(text)
        self.setModified(False)
        if not self.hasFocus():
            self.setCursorPosition(0)
        self._set_problem("")

    def _set_problem(self, problem: str) -> None:
        if problem != self._problem:
            self._problem = problem
            self._show_tip()
            self.look_changed.emit()

    def _show_tip(self) -> None:
        tip = self._problem or self._tip
        set_tip(self, tip)
        set_tip(self._host, tip)
        self.setAccessibleDescription(self._problem)

"""The line that everything is typed into; it returns the keyboard focus when editing ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from playground.style.theme import Theme
from playground.views.kit.access.keyboard import give_back
from playground.views.kit.themed import Themed

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OF_THE_WINDOW = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class TextEntry(Themed, QLineEdit):
    """Return accepts the text, Escape discards it; both return the focus to where it was before.

    No shortcut takes these keys away; while nothing has been typed, undo and redo are those of the window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrame(False)
        # Handled first, since the line edit would claim undo and redo.
        self.installEventFilter(self)

    def take(self) -> bool:
        """Accept the typed text; False keeps the focus here."""
        raise NotImplementedError

    def drop(self) -> bool:
        """Show the accepted text again; False if that changes nothing: Escape then closes what it is in."""
        raise NotImplementedError

    def finish(self) -> None:
        """The focus has gone, and not to a list or another window: take what was typed."""
        self.take()

    def leave(self) -> bool:
        """Return the focus; False if it stays, so that what the line is in answers the key too."""
        return give_back(self)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours; the background is drawn with the frame."""
        super().set_theme(theme)
        palette = QPalette(self.palette())
        group, role = QPalette.ColorGroup, QPalette.ColorRole
        palette.setColor(role.Base, QColor(0, 0, 0, 0))
        palette.setColor(role.Text, QColor(theme.ink))
        palette.setColor(role.PlaceholderText, QColor(theme.ink3))
        palette.setColor(role.Highlight, QColor(theme.soft_line))
        palette.setColor(role.HighlightedText, QColor(theme.ink))
        for name in (role.Base, role.Window):
            palette.setColor(group.Disabled, name, QColor(0, 0, 0, 0))
        palette.setColor(group.Disabled, role.Text, QColor(theme.disabled))
        self.setPalette(palette)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (*ENTER, Qt.Key.Key_Escape):
            event.accept()
            return True
        if self.isModified() or not any(event.matches(key) for key in _OF_THE_WINDOW):
            return False
        event.ignore()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            if not self.take() or self.leave():
                event.accept()
                return
            self.selectAll()
            event.ignore()  # a dialog's button answers it
        elif event.key() == Qt.Key.Key_Escape:
            was_typed = self.drop()
            if not self.leave() and not was_typed:
                event.ignore()
                return
            if self.hasFocus():
                self.selectAll()
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.finish()

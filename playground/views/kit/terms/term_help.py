"""F1 in a window: the terms of a control in a card, or all terms in a list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from playground.views.kit.terms.read_at import asked_of, focused, terms_of
from playground.views.kit.terms.term_card import TermCard
from playground.views.kit.terms.term_list import TermList
from playground.views.kit.themed import Themed

KEY = "F1"


class TermHelp(QObject):
    """Explains what is read on the control with the keyboard, or under the pointer.

    Parameters
    ----------
    window
        A window, a dialog or a popover.
    has_key
        Whether the key is made here; the main window has it in its table of keys.
    """

    def __init__(self, window: Themed, *, has_key: bool = True) -> None:
        super().__init__(window)
        if has_key:
            key = QShortcut(QKeySequence(KEY), window)
            key.activated.connect(self.explain)
            # In a scene, a popover and its window both have the key.
            key.activatedAmbiguously.connect(self.explain)

    @property
    def _window(self) -> Themed:
        """Asked each time: a reference would keep a closed dialog alive."""
        window = self.parent()
        assert isinstance(window, Themed)
        return window

    @Slot()
    def explain(self) -> None:
        """Open the card of the control in question, or the list."""
        found = next(filter(None, map(terms_of, asked_of(self._window))), None)
        if found is None:
            self.show_list()
            return
        card = TermCard(*found, focused())
        card.list_wanted.connect(self.show_list)
        card.open(self._window.theme)

    @Slot()
    def show_list(self) -> None:
        """Open the list of all terms; a popover makes room for it."""
        window: QWidget = self._window
        if window.windowType() == Qt.WindowType.Popup:
            window.hide()
            parent = window.parentWidget()
            window = window if parent is None else parent.window()
        dialog = TermList(self._window.theme, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

"""Keyboard focus: the tab order, and where the focus goes when a field is done: back to where it was before.

A screen or a canvas that shortcuts belong to is marked with `make_home`; it gets the focus if nothing
else had it. Dialogs and popovers have no home: their fields keep it, and Return and Escape reach them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

_REMEMBERED = 8
_HOME = "_keyboard_home"


class _Memory(QObject):
    """The focus history of a window, newest last; a child of the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.owners: list[QWidget] = []

    def add(self, owner: QWidget) -> None:
        self.owners = [known for known in self.owners if isValid(known) and known is not owner]
        self.owners = [*self.owners[1 - _REMEMBERED :], owner]


def make_home(parent: QWidget, home: QWidget) -> None:
    """Let ``home`` have the focus once fields and notices inside ``parent`` are done with it."""
    setattr(parent, _HOME, home)


def home_of(widget: QWidget) -> QWidget | None:
    """The widget that gets the focus after ``widget``; None in dialogs and popovers, which keep it."""
    walker: QWidget | None = widget
    while walker is not None:
        home = getattr(walker, _HOME, None)
        if home is not None and isValid(home):
            found: QWidget = home
            return found
        walker = None if walker.isWindow() and walker.parentWidget() is not None else walker.parentWidget()
    return None


def note_owner(owner: QWidget) -> None:
    """Record that a control has the focus now; text fields are ignored."""
    window = owner.window()
    memory = window.findChild(_Memory, options=Qt.FindChildOption.FindDirectChildrenOnly)
    (memory or _Memory(window)).add(owner)


def give_back(leaving: QWidget) -> bool:
    """Return the focus to the widget that had it before ``leaving``; does nothing without a home."""
    home = home_of(leaving)
    if home is None:
        return False
    memory = leaving.window().findChild(_Memory, options=Qt.FindChildOption.FindDirectChildrenOnly)
    known = [] if memory is None else memory.owners
    owners = (owner for owner in reversed(known) if isValid(owner) and not _is_part(owner, leaving))
    heir = next((owner for owner in owners if _can_have_it(owner)), home)
    heir.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


def rescue(screen: QWidget) -> bool:
    """Return the focus if the widget that has it was hidden or disabled; for ``focusNextPrevChild``.

    Otherwise Qt moves on to the next control, and if that is a field the next key overwrites its text.
    """
    owner = screen.focusWidget()
    if owner is None or (owner.isVisibleTo(screen) and owner.isEnabled()):
        return False
    return give_back(owner)


def order_tabs(widgets: Sequence[QWidget]) -> None:
    """Set the tab order of some widgets.

    Only within one window: a widget shown in another one, such as a canvas lent to the presenter, keeps its
    place there.
    """
    for before, after in pairwise(widgets):
        if before.window() is after.window():
            QWidget.setTabOrder(before, after)


def _is_part(widget: QWidget, whole: QWidget) -> bool:
    return widget is whole or whole.isAncestorOf(widget)


def _can_have_it(widget: QWidget) -> bool:
    types = isinstance(widget.focusProxy() or widget, QLineEdit | QPlainTextEdit)
    takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return takes and not types and widget.isVisible() and widget.isEnabled()

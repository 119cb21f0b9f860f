"""The bases of what is painted in the colours of the theme, of what can be hidden, and of every control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect
from PySide6.QtGui import QEnterEvent, QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from playground.style.glossary import explained
from playground.style.theme import LIGHT, Theme
from playground.views.kit.access import focus_ring
from playground.views.kit.access.keyboard import note_owner
from playground.views.kit.plain_text import set_tip

if TYPE_CHECKING:
    # Qt allows only one Qt base class; for type checkers the mixin is a widget anyway.
    _Base = QWidget
else:
    _Base = object


class Themed(_Base):
    """Mixin in front of a Qt widget class: the colours it is painted in."""

    theme: Theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()


class Veil(_Base):
    """Mixin in front of a Qt widget class: taken off the screen, it stays so whatever its owner shows."""

    is_veiled = False
    _is_wanted = True

    def set_veiled(self, on: bool) -> None:
        """Take it away, or leave it to its owner again."""
        if on != self.is_veiled:
            self.is_veiled = on
            super().setVisible(self._is_wanted and not on)

    def setVisible(self, visible: bool) -> None:
        self._is_wanted = visible
        super().setVisible(visible and not self.is_veiled)


class Control(Veil, Themed):
    """Mixin in front of a Qt widget class: what answers pointer and keyboard."""

    hovered = False

    def describe(self, name: str, tip: str) -> None:
        """Set the accessible name and the tooltip, which explains the terms that are read on the control."""
        self.setAccessibleName(name)
        shown = self.text() if isinstance(self, QAbstractButton) else name
        set_tip(self, explained(tip, shown) or name)

    def ring_shape(self) -> tuple[QRect, float]:
        """The rectangle and corner radius that the focus ring surrounds."""
        return self.rect(), 8.0

    def enterEvent(self, event: QEnterEvent) -> None:
        self.hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.hovered = False
        self.update()
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus_ring.focus_came(self, event.reason())
        note_owner(self)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus_ring.focus_left(self, event.reason())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        focus_ring.drop_ring(self)
        super().mousePressEvent(event)

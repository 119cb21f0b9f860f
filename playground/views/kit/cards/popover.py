"""A floating card with controls, below whatever opened it."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from playground.style.theme import apply_to_tree
from playground.views.kit.cards.floating_card import FloatingCard
from playground.views.kit.cards.placing import place_card
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.kit.terms.term_help import TermHelp

_PADDING = 12


class Popover(FloatingCard):
    """Shown with `open_below`; a click beside it or Escape closes it. Fill `column`."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        TermHelp(self)
        margin = SHADOW_MARGIN + _PADDING
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(margin, margin, margin, margin)
        self.column.setSpacing(8)

    def open_below(self, at: QPoint | None = None) -> None:
        """Show the card below its owner, or at a point of it, moved to stay on the screen."""
        apply_to_tree(self, self.theme)
        self.adjustSize()
        margin = SHADOW_MARGIN
        card = self.size().shrunkBy(QMargins(margin, margin, margin, margin))
        self.move(place_card(self._owner, card, margin, at))
        self.show()
        first = self._first_control()
        if first is not None:
            first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _first_control(self) -> QWidget | None:
        """Return the topmost widget that accepts the focus, except scroll areas."""
        controls = [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and not isinstance(widget, QScrollArea)
            and widget.isVisible()
            and widget.isEnabled()
        ]
        places = {widget: widget.mapTo(self, QPoint(0, 0)) for widget in controls}
        return min(controls, key=lambda widget: (places[widget].y(), places[widget].x()), default=None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

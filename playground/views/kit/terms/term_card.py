"""A small card that says what terms mean."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMargins, QPoint, Qt, Signal
from PySide6.QtGui import QCursor, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from playground.style.glossary import Term
from playground.style.theme import Theme, apply_to_tree
from playground.views.kit.buttons import TextButton
from playground.views.kit.cards.floating_card import FloatingCard
from playground.views.kit.cards.placing import place_card
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.kit.labels import Label

MOST_TERMS, WIDTH, PADDING = 4, 340, 14
# The card stands below a control, and at the pointer in what is larger than one.
LARGEST_CONTROL, AWAY = 120, 16


class TermCard(FloatingCard):
    """Each term over its sentence; Escape, F1 or a click beside it closes the card.

    Parameters
    ----------
    heir
        Gets the keyboard back: in a scene nobody would.
    """

    list_wanted = Signal()

    def __init__(self, owner: QWidget, terms: Sequence[Term], heir: QWidget | None = None) -> None:
        super().__init__(owner)
        self._heir = heir
        self.terms = tuple(terms[:MOST_TERMS])
        self.all_button = TextButton("All terms", "All terms", "The glossary, with a search", height=32)
        margin = SHADOW_MARGIN + PADDING
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(2)
        for term in self.terms:
            sentence = Label(term.sentence, "body", "ink2")
            sentence.setWordWrap(True)
            sentence.setFixedWidth(WIDTH - 2 * PADDING)
            column.addWidget(Label(term.name, "section_title"))
            column.addWidget(sentence)
            column.addSpacing(10)
        column.addWidget(self.all_button, 0, Qt.AlignmentFlag.AlignRight)
        self.setAccessibleName(", ".join(term.name for term in self.terms))
        self.setAccessibleDescription(" ".join(term.sentence for term in self.terms))
        self.all_button.clicked.connect(self._on_all_clicked)

    def open(self, theme: Theme) -> None:
        """Show the card at its owner."""
        apply_to_tree(self, theme)
        self.adjustSize()
        margin = SHADOW_MARGIN
        card = self.size().shrunkBy(QMargins(margin, margin, margin, margin))
        self.move(place_card(self._owner, card, margin, self._place()))
        self.show()
        self.all_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._heir is not None and isValid(self._heir) and self._heir.isVisible():
            self._heir.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def _place(self) -> QPoint | None:
        owner = self._owner
        if owner.height() <= LARGEST_CONTROL:
            return None
        pointer = owner.mapFromGlobal(QCursor.pos())
        at = pointer if owner.rect().contains(pointer) else owner.rect().center()
        return at + QPoint(AWAY, AWAY)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Escape):
            self.hide()
            return
        super().keyPressEvent(event)

    def _on_all_clicked(self) -> None:
        self.hide()
        self.list_wanted.emit()

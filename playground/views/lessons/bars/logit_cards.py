"""Answers with movable logits, one below the other: their bars need the whole width."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.models.lessons.logit_board import LogitBoard
from playground.models.lessons.stages.logit_stage import LogitStage
from playground.style.theme import apply_to_tree
from playground.views.kit.themed import Themed
from playground.views.lessons.bars.logit_card import LogitCard

GAP = 16


class LogitCards(Themed, QWidget):
    """A card for each answer of a stage.

    Signals
    -------
    moved
        Key of an answer, number of a class, and its new logit.
    """

    moved = Signal(str, int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, LogitCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addStretch(1)

    def set_stage(self, stage: LogitStage) -> None:
        """Make the cards of another stage."""
        for old in self.cards.values():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.cards = {}
        for named in stage.boards:
            card = self.cards[named.key] = LogitCard(named.name)
            card.moved.connect(self._on_moved)
            self._column.insertWidget(len(self.cards) - 1, card)
            apply_to_tree(card, self.theme)

    def set_boards(self, boards: Mapping[str, LogitBoard], *, movable: bool, told: bool) -> None:
        """Show the logits as they are now."""
        for key, board in boards.items():
            self.cards[key].set_board(board, movable=movable, told=told)

    def _on_moved(self, place: int, logit: float) -> None:
        key = next(key for key, card in self.cards.items() if card is self.sender())
        self.moved.emit(key, place, logit)

"""A round on screen: the text column, and beside it instruments, readings and the guess."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.models.bugs.kept import TITLE
from playground.views.bugs.bug_page import BugPage
from playground.views.bugs.finding_card import FindingCard
from playground.views.bugs.guess_card import GuessCard
from playground.views.bugs.instrument_tiles import InstrumentTiles
from playground.views.lessons.lesson_screen import COMPACT_TEXT, GAP, MARGIN, TEXT
from playground.views.lessons.room_view import RoomView

COMPACT_GAP = 10


class BugRoom(RoomView):
    """Arranges the parts."""

    title = TITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = BugPage()
        self.instruments = InstrumentTiles()
        self.finding = FindingCard()
        self.guess = GuessCard()
        self._stage = QVBoxLayout()
        for card in (self.instruments, self.guess):
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._stage.addWidget(self.instruments)
        self._stage.addWidget(self.finding, 1)
        self._stage.addWidget(self.guess)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.page)
        row.addLayout(self._stage, 1)
        self.set_compact(False)

    @property
    def home(self) -> QWidget:
        return self.page.text

    def set_compact(self, compact: bool) -> None:
        self.page.setFixedWidth(COMPACT_TEXT if compact else TEXT)
        self.page.set_compact(compact)
        gap, margin = (COMPACT_GAP, COMPACT_GAP) if compact else (GAP, MARGIN)
        self._stage.setContentsMargins(margin, margin, margin, margin)
        self._stage.setSpacing(gap)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at an instrument with its number wherever the focus is."""
        number = event.key() - Qt.Key.Key_0
        if event.modifiers() or not self.instruments.press(number):
            super().keyPressEvent(event)

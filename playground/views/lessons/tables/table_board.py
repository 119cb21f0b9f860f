"""Tables of the same numbers side by side, read in the order of memory."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.models.lessons.stages.table_stage import TableStage
from playground.models.lessons.tables import as_rows
from playground.style.theme import apply_to_tree
from playground.views.kit import Label, TextButton
from playground.views.kit.themed import Themed
from playground.views.lessons.tables.table_card import TableCard

STEP_MS = 450
GUESS = "Your guess"


class TableBoard(Themed, QWidget):
    """A card for each table; a button leads through their cells, in all of them at once.

    Attributes
    ----------
    cards
        By the keys of the tables.
    guess_card
        The cells that were typed, None without any.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, TableCard] = {}
        self.guess_card: TableCard | None = None
        self._stride, self._at, self._count = 1, 0, 0
        self.read_button = TextButton(
            "Read in order", "Read in order",
            "Go through memory from its beginning, and see where each number stands in every table",
            icon="play", height=32,
        )  # fmt: skip
        self.state = Label("", "caption", "ink3")
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.read_button)
        foot.addWidget(self.state)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._row, 1)
        column.addLayout(foot)
        column.addStretch()
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._on_timer)
        self.read_button.clicked.connect(self.read)

    def set_tables(
        self, tables: TableStage, shown: Sequence[str], guess: Sequence[float] = (), of: str = ""
    ) -> None:
        """Show some of the tables.

        Parameters
        ----------
        guess, of
            The cells that were guessed, row by row, and the key of the table they were to be.
        """
        self._clear()
        first = tables.tables[0]
        self._stride = first.shape[1] if tables.is_picture else 1
        self._count = len(first.numbers) // self._stride
        asked = tables.table(of)
        rows, columns = zip(*(table.shape for table in tables.tables), strict=True)
        room = max(rows), max(columns)
        if guess and asked is not None:
            cells = as_rows(guess, asked.shape[1])
            wrong = [
                (row, column)
                for row, numbers in enumerate(asked.cells)
                for column, number in enumerate(numbers)
                if cells[row][column] != number
            ]
            self.guess_card = TableCard(GUESS, cells, wrong=wrong, room=room)
        for table in tables.tables:
            if table.key in shown:
                self.cards[table.key] = TableCard(
                    table.code, table.cells, table.way, is_picture=tables.is_picture, room=room
                )
        for card in self._all():
            self._row.addWidget(card, 1)
            apply_to_tree(card, self.theme)
        self._rest()

    def _all(self) -> list[TableCard]:
        guess = [] if self.guess_card is None else [self.guess_card]
        return [*self.cards.values(), *guess]

    def _clear(self) -> None:
        for card in self._all():
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards, self.guess_card = {}, None

    @Slot()
    def read(self) -> None:
        """Begin at the first cell."""
        self._at = 0
        self._timer.start()
        self._show_place()

    @Slot()
    def _on_timer(self) -> None:
        self._at += 1
        if self._at < self._count:
            self._show_place()
        else:
            self._rest()

    def _show_place(self) -> None:
        for card in self.cards.values():
            card.light(range(self._at * self._stride, (self._at + 1) * self._stride))
        what = "Row" if self._stride > 1 else "Place"
        self.state.set_text(f"{what} {self._at + 1} of {self._count} in memory")

    def _rest(self) -> None:
        """Stop; in pictures the second row stays pointed out: the first begins a line in any shape."""
        self._timer.stop()
        for card in self.cards.values():
            card.light(range(self._stride, 2 * self._stride) if self._stride > 1 else range(0))
        self.state.set_text("Framed: where one row of x went" if self._stride > 1 else "")

"""Tables side by side."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt

from playground.models.lessons.stages.table_stage import TableStage
from playground.models.lessons.tables import counted_cells, digit_cells, make_table
from playground.style.theme import DARK, LIGHT, apply_to_tree
from playground.views.lessons.tables import table_board
from playground.views.lessons.tables.table_board import GUESS, TableBoard
from playground.views.lessons.tables.table_card import TableCard
from tests.playground.views.painted import painted_texts

NUMBERS = counted_cells("2 x 3")
CODE = {"x": "x", "v": "x.view(3, 2)", "p": "x.permute(1, 0)"}
TABLES = TableStage(tables=tuple(make_table(key, code, NUMBERS) for key, code in CODE.items()))
PICTURE = TableStage(
    tables=tuple(
        make_table(key, code.replace("3, 2", "6, 8"), digit_cells("7")) for key, code in CODE.items()
    ),
    is_picture=True,
)


@pytest.fixture
def board(qtbot, monkeypatch):
    monkeypatch.setattr(table_board, "STEP_MS", 1)
    board = TableBoard()
    qtbot.addWidget(board)
    apply_to_tree(board, LIGHT)
    board.resize(760, 420)
    board.show()
    return board


def test_that_the_first_table_is_shown_alone(board):
    board.set_tables(TABLES, ["x"])
    assert [*board.cards] == ["x"]
    texts = [text.text for text in painted_texts(board.cards["x"])]
    assert texts == ["x", *"123456", "2 rows, 3 columns"]
    assert board.cards["x"].accessibleDescription() == "2 rows, 3 columns: 1 2 3; 4 5 6"


def test_that_the_guess_stands_beside_with_its_mistakes_marked(board):
    board.set_tables(TABLES, [*CODE], (1.0, 4.0, 2.0, 5.0, 3.0, 6.0), "v")
    guess = board.guess_card
    assert guess is not None
    assert guess.title == GUESS
    assert guess.wrong == {(0, 1), (1, 0), (1, 1), (2, 0)}
    assert "4 of them wrong" in guess.accessibleDescription()
    board.set_tables(TABLES, [*CODE])
    assert board.guess_card is None


def test_that_reading_leads_through_the_same_numbers_in_all_tables(board, qtbot):
    board.set_tables(TABLES, [*CODE])
    seen: list[set[float]] = []

    def note(card, places) -> None:
        TableCard.light(card, places)
        seen.append({card.cells[row][column] for row, column in card.lit})

    for card in board.cards.values():
        card.light = partial(note, card)
    qtbot.mouseClick(board.read_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not board._timer.isActive())
    for place in range(6):
        # Whatever the shape, at one place in memory lies one number.
        assert seen[3 * place : 3 * place + 3] == [{place + 1.0}] * 3
    assert not any(card.lit for card in board.cards.values())


def test_that_a_row_of_a_picture_stays_framed(board):
    board.set_tables(PICTURE, [*CODE])
    places = {key: sorted(card.lit) for key, card in board.cards.items()}
    assert places["x"] == [(1, column) for column in range(6)]
    assert places["p"] == [(row, 1) for row in range(6)]
    assert places["v"] == [(0, 6), (0, 7), (1, 0), (1, 1), (1, 2), (1, 3)]
    apply_to_tree(board, DARK)
    assert not board.grab().isNull()


def test_that_cells_of_all_tables_are_equally_large(board, qtbot):
    board.set_tables(TABLES, [*CODE], (0.0,) * 6, "v")
    board.layout().activate()
    cards = [*board.cards.values(), board.guess_card]
    assert len({card.cell_rects()[0, 0].width() for card in cards}) == 1
    for card in cards:
        assert all(card.rect().contains(rect.toRect()) for rect in card.cell_rects().values())

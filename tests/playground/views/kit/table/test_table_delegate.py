from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.style.theme import LIGHT, font
from playground.style.words import number_text, read_number
from playground.views.kit.drawing import text_width
from playground.views.kit.table.sorted_model import Cell, number_cell
from playground.views.kit.table.sorted_table import SortedTable
from playground.views.kit.table.table_header import PADDING
from tests.playground.views.kit.table.test_sorted_model import Planets
from tests.playground.views.painted import painted_texts, settle

NUMBERS = [-6.185e105, -4.123e-105, -0.0007024, 7.0]


class Written(Planets):
    def cell(self, item: int, column: int) -> Cell:
        number = self.numbers[item]
        return number_cell(number_text(number), number) if column else super().cell(item, column)


def test_that_a_number_too_long_for_its_column_loses_digits_but_not_sign_or_exponent(qtbot: QtBot) -> None:
    table = SortedTable(Written(NUMBERS), "Planets", "Columns of the planets")
    qtbot.addWidget(table)
    table.set_theme(LIGHT)
    table.fit_to(["0"])
    table.resize(60, 200)  # no room to share: each column is as wide as it has to be
    table.show()
    settle()
    room = table.columnWidth(1) - 2 * PADDING
    table.resize(400, 200)
    settle()
    table.setColumnWidth(1, room + 2 * PADDING)
    shown = [text.text for text in painted_texts(table.viewport()) if len(text.text) > 1 or text.text == "7"]
    assert [read_number(text) for text in shown] == [pytest.approx(number, rel=0.1) for number in NUMBERS]
    assert [text for text in shown if text_width(text, font("inspector_code")) > room] == []

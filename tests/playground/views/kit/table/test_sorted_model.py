from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester

from playground.views.kit.table.sorted_model import (
    CELL,
    Cell,
    SortedModel,
    TableColumn,
    name_cell,
    number_cell,
)

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class Planets(SortedModel):
    """Names, and a number of each."""

    def __init__(self, numbers: list[float]) -> None:
        super().__init__()
        self.show_numbers(numbers, are_same=False)

    def show_numbers(self, numbers: list[float], *, are_same: bool) -> None:
        self.numbers = numbers
        columns = [
            TableColumn("Planet", "As they were found", np.arange(len(numbers), dtype=float), rises=True),
            TableColumn("Moons", "How many are known", np.array(numbers, float)),
        ]
        self.set_columns(columns, are_same_items=are_same)

    def cell(self, item: int, column: int) -> Cell:
        return number_cell(f"{self.numbers[item]:g}", self.numbers[item]) if column else name_cell(str(item))

    def tip(self, item: int, column: int) -> str:
        return f"{item}, {column}"


def items(model: SortedModel) -> list[int]:
    return [model.item_at(row) for row in range(model.rowCount())]


def test_that_it_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = Planets([3.0, 1.0, 2.0])
    qtmodeltester.check(model)
    model.sort(1, DOWN)
    model.show_numbers([1.0], are_same=False)
    qtmodeltester.check(model)


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=12), st.sampled_from([UP, DOWN]))
def test_that_rows_are_sorted_and_equal_ones_keep_their_order(numbers: list[int], order: Any) -> None:
    model = Planets([float(number) for number in numbers])
    model.sort(1, order)
    assert items(model) == sorted(
        range(len(numbers)), key=lambda item: numbers[item] * (1 if order == UP else -1)
    )
    assert [model.row_of(item) for item in items(model)] == list(range(len(numbers)))


def test_that_a_held_row_follows_its_item_through_sorting_and_newer_numbers() -> None:
    model = Planets([3.0, 1.0, 2.0])
    held = QPersistentModelIndex(model.index(0, 0))
    model.sort(1, UP)
    assert (held.row(), held.data()) == (2, "0")
    model.show_numbers([0.0, 1.0, 2.0], are_same=True)
    assert (held.row(), held.data()) == (0, "0")


def test_that_numbers_that_are_none_stand_last_in_both_orders() -> None:
    model = Planets([np.nan, 1.0, 2.0])
    for order in (UP, DOWN):
        model.sort(1, order)
        assert items(model)[-1] == 0


@pytest.mark.parametrize(("number", "ink"), [(2.0, "positive_text"), (-2.0, "negative_text"), (0.0, "ink3")])
def test_that_a_number_has_the_colour_of_its_sign(number: float, ink: str) -> None:
    model = Planets([number])
    cell = model.index(0, 1).data(CELL)
    assert (cell.text, cell.ink) == (f"{number:g}", ink)


def test_that_titles_say_what_their_columns_mean_and_which_end_comes_first() -> None:
    model, way = Planets([1.0]), Qt.Orientation.Horizontal
    assert [model.headerData(column, way) for column in (0, 1)] == ["Planet", "Moons"]
    assert "known" in model.headerData(1, way, Qt.ItemDataRole.ToolTipRole)
    first = Qt.ItemDataRole.InitialSortOrderRole
    assert [model.headerData(column, way, first) for column in (0, 1)] == [UP, DOWN]

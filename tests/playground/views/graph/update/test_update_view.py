from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.graph.update.update_view import UpdateView
from playground.views.kit.table.table_header import TableHeader
from tests.playground.actions import show_active
from tests.playground.views.graph.update.updates import Training, an_update
from tests.playground.views.painted import painted_lines, painted_texts, settle

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def view(qtbot: QtBot) -> UpdateView:
    """In an active window, between buttons."""
    window = QWidget()
    qtbot.addWidget(window)
    layout, view = QVBoxLayout(window), UpdateView()
    for widget in (QPushButton("above"), view, QPushButton("below")):
        layout.addWidget(widget)
    view.set_theme(LIGHT)
    view.set_table(an_update(optimizer="adam", frozen=((1, 0),)))
    window.resize(640, 420)
    show_active(qtbot, window)
    view.window_of_test = window  # type: ignore[attr-defined] # nothing else keeps it alive
    settle()
    return view


@pytest.fixture
def told(view: UpdateView) -> list[int]:
    told: list[int] = []
    view.item_selected.connect(told.append)
    return told


def click_title(qtbot: QtBot, view: UpdateView, column: int) -> None:
    header = view.horizontalHeader()
    middle = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) // 2, 12)
    qtbot.mouseClick(header.viewport(), LEFT, pos=middle)


def click_row(qtbot: QtBot, view: UpdateView, row: int, column: int = 1) -> None:
    place = view.visualRect(view.update_model.index(row, column)).center()
    qtbot.mouseClick(view.viewport(), LEFT, pos=place)


def sizes(view: UpdateView) -> np.ndarray:
    table = view.update_model.table
    assert table is not None
    return np.abs(table.changes[[view.update_model.item_at(row) for row in range(len(table))]])


def test_that_a_click_on_a_title_sorts_by_size_and_another_turns_it_round(
    qtbot: QtBot, view: UpdateView
) -> None:
    change = view.update_model.columnCount() - 2
    click_title(qtbot, view, change)
    assert (np.diff(sizes(view)) <= 0).all()
    click_title(qtbot, view, change)
    assert (np.diff(sizes(view)) >= 0).all()
    click_title(qtbot, view, 0)
    assert view.update_model.item_at(0) == 0


def test_that_sorting_begins_to_read_at_the_top(qtbot: QtBot, view: UpdateView) -> None:
    view.scrollToBottom()
    assert view.rowAt(0) > 0
    click_title(qtbot, view, 1)
    assert view.rowAt(0) == 0


def test_that_a_click_selects_a_parameter_once(qtbot: QtBot, view: UpdateView, told: list[int]) -> None:
    click_row(qtbot, view, 2)
    click_row(qtbot, view, 2, column=3)  # another cell of the same row
    assert told == [2]
    assert view.item == 2


def test_that_a_selected_parameter_stays_so_in_another_order(
    qtbot: QtBot, view: UpdateView, told: list[int]
) -> None:
    click_row(qtbot, view, 3)
    click_title(qtbot, view, 1)
    assert view.item == 3
    assert view.currentIndex().row() == view.update_model.row_of(3)
    assert told == [3]
    click_row(qtbot, view, 0)
    assert told == [3, view.update_model.item_at(0)]


def test_that_keys_move_and_sort(qtbot: QtBot, view: UpdateView, told: list[int]) -> None:
    above = view.window().findChildren(QPushButton)[0]
    above.setFocus()
    qtbot.keyClick(above, KEY.Key_Tab)
    assert view.hasFocus()
    assert view.item == 0
    qtbot.keyClick(view, KEY.Key_Down)
    qtbot.keyClick(view, KEY.Key_Down)
    qtbot.keyClick(view, KEY.Key_Up)
    assert told == [0, 1, 2, 1]
    for _ in range(view.update_model.columnCount() - 2):
        qtbot.keyClick(view, KEY.Key_Right)
    assert told == [0, 1, 2, 1]
    qtbot.keyClick(view, KEY.Key_Enter)
    assert (np.diff(sizes(view)) <= 0).all()
    qtbot.keyClick(view, KEY.Key_Return)
    assert (np.diff(sizes(view)) >= 0).all()
    assert view.item == 1
    assert view.visualRect(view.currentIndex()).top() >= 0
    qtbot.keyClick(view, KEY.Key_Tab)
    assert not view.hasFocus()


def test_that_what_is_set_is_not_told(view: UpdateView, told: list[int]) -> None:
    view.set_item(4)
    view.set_table(an_update(optimizer="sgd"))
    assert view.item == 4  # the network has the same parameters
    view.set_table(None)
    assert view.item is None
    assert told == []


def test_that_a_running_training_keeps_the_selection(qtbot: QtBot, view: UpdateView, told: list[int]) -> None:
    training = Training(optimizer="adam")
    view.set_table(training.table())
    click_title(qtbot, view, view.update_model.columnCount() - 2)
    click_row(qtbot, view, 1)
    chosen = view.item
    for _ in range(5):
        training.session.train_steps(3)
        view.set_table(training.table())
        assert view.item == chosen
    assert told == [chosen]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_numbers_have_the_colour_of_their_sign_and_a_true_minus(view: UpdateView, theme: Theme) -> None:
    view.set_theme(theme)
    view.set_item(0)
    texts = painted_texts(view.viewport())
    numbers = [text for text in texts if text.text.lstrip("−")[:1].isdigit()]
    assert len(numbers) > 30
    for text in numbers:
        value = float(text.text.replace("−", "-"))
        ink = theme.ink3 if value == 0 else theme.negative_text if value < 0 else theme.positive_text
        assert text.ink == ink.lower(), text
    frozen = [text for text in texts if text.text == "frozen"]
    assert frozen
    assert {text.ink for text in frozen} == {theme.ink3.lower()}


def test_that_numbers_end_below_each_other_and_none_is_shortened(view: UpdateView) -> None:
    view.resize(520, 300)
    settle()
    assert view.horizontalScrollBar().maximum() == 0
    lines = painted_lines(view.viewport())
    assert all(len(line) == view.update_model.columnCount() for line in lines)
    assert not any("…" in text for line in lines for text in line)


def test_that_titles_fit_and_the_sorted_one_is_in_full_ink(qtbot: QtBot, view: UpdateView) -> None:
    header = view.horizontalHeader()
    assert isinstance(header, TableHeader)
    click_title(qtbot, view, 2)
    texts = {text.text: text.ink for text in painted_texts(header.viewport())}
    assert list(texts) == ["Parameter", "Value", "Gradient", "New m", "New v", "Change", "New value"]
    assert [title for title, ink in texts.items() if ink == LIGHT.ink.lower()] == ["Gradient"]


def test_that_the_row_under_the_pointer_is_tinted(qtbot: QtBot, view: UpdateView) -> None:
    def ground(row: int) -> str:
        place = view.visualRect(view.update_model.index(row, 0)).topLeft() + QPoint(1, 2)
        return view.viewport().grab().toImage().pixelColor(place).name()

    assert ground(2) == LIGHT.surface.lower()
    qtbot.mouseMove(view.viewport(), view.visualRect(view.update_model.index(1, 2)).center())
    qtbot.mouseMove(view.viewport(), view.visualRect(view.update_model.index(2, 2)).center())
    qtbot.waitUntil(lambda: ground(2) == LIGHT.inset.lower())
    assert ground(1) == LIGHT.surface.lower()
    window = view.window()
    qtbot.mouseMove(window, window.rect().bottomRight())
    qtbot.waitUntil(lambda: ground(2) == LIGHT.surface.lower())


def test_that_the_table_has_a_name(view: UpdateView) -> None:
    assert view.accessibleName() == "The update of every parameter"

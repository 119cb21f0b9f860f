from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.graph.path_list import PathList
from tests.playground.actions import show_active
from tests.playground.views.graph.graphs import pixels_of
from tests.playground.views.painted import painted_lines, painted_texts, settle

SUMMARY = "2 paths from a to L: 2.5."
LINES = [("a → L", "0.5 = 0.5"), ("a → b → L", "1 × 2 = 2")]


@pytest.fixture
def paths(qtbot):
    paths = PathList()
    qtbot.addWidget(paths)
    paths.resize(280, 300)
    paths.set_paths(SUMMARY, LINES)
    paths.show()
    return paths


def lines_of(paths: PathList) -> list[str]:
    """What is written, where a product never stands apart from its sign of equality."""
    return [" ".join(line).replace("\N{NO-BREAK SPACE}", " ") for line in painted_lines(paths)]


def test_that_the_sum_comes_first_then_each_way_above_its_numbers(paths):
    assert lines_of(paths) == [SUMMARY, "a → L", "0.5 = 0.5", "a → b → L", "1 × 2 = 2"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_old_and_new_lines_have_the_colours_of_the_theme(paths, theme: Theme):
    apply_to_tree(paths, theme)
    for lines in (LINES, LINES[:1]):
        paths.set_paths(SUMMARY, lines)
        settle()
        inks = {text.ink for text in painted_texts(paths)}
        assert inks == {theme.ink.lower(), theme.ink2.lower()}


def test_that_other_paths_take_the_place_of_the_former(paths):
    paths.set_paths("1 path", [("c → L", "3 = 3")])
    settle()
    assert lines_of(paths) == ["1 path", "c → L", "3 = 3"]
    assert paths.lines == [("c → L", "3 = 3")]


def test_that_without_paths_the_sentence_stands_alone(paths):
    paths.set_paths("This node holds many numbers: open it.", ())
    settle()
    assert len(painted_lines(paths)) == 1


def test_that_a_long_way_goes_on_in_the_next_line(paths):
    way = " → ".join(f"h{index}" for index in range(30))
    paths.set_paths(SUMMARY, [(way, "1 = 1")])
    settle()
    lines = painted_lines(paths)
    assert len(lines) > 3
    assert " ".join(" ".join(line) for line in lines[1:-1]).replace(" ", "") == way.replace(" ", "")


def test_that_the_path_pointed_at_is_told_and_lit(paths, qtbot):
    told: list[int] = []
    paths.path_pointed.connect(told.append)
    show_active(qtbot, paths)
    row = paths.rows[1]
    QTest.mouseMove(row, row.rect().center())
    qtbot.waitUntil(lambda: told == [1])
    assert pixels_of(row.grab().toImage(), LIGHT.soft) > 500
    QTest.mouseMove(paths, QPoint(2, 2))
    qtbot.waitUntil(lambda: told == [1, -1])


def test_that_the_keyboard_goes_from_path_to_path(paths, qtbot):
    told: list[int] = []
    paths.path_pointed.connect(told.append)
    show_active(qtbot, paths)
    paths.rows[0].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(paths.rows[0], Qt.Key.Key_Tab)
    assert paths.rows[1].hasFocus()
    assert told[-1] == 1


def test_that_the_same_paths_stay_as_they_are_while_numbers_come_again(paths):
    rows = paths.rows
    paths.set_paths(SUMMARY, LINES)
    assert paths.rows is rows

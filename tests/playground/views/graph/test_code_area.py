from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.views.graph.code_area import FEWEST_ROWS, CodeArea
from playground.views.graph.code_view import LINE, PADDING
from tests.playground.actions import LEFT

LINES = tuple(f"line_{number} = {number}" for number in range(12))


@pytest.fixture
def area(qtbot):
    area = CodeArea()
    qtbot.addWidget(area)
    area.setFixedWidth(300)
    area.set_code(LINES, 10)
    area.show()
    return area


def rows_of(area: CodeArea) -> int:
    return (area.view.visibleRegion().boundingRect().height() - 2 * PADDING) // LINE


def drag(qtbot, area: CodeArea, rows: int) -> None:
    at = QPoint(40, 8)
    qtbot.mousePress(area.handle, LEFT, pos=at)
    QTest.mouseMove(area.handle, at + QPoint(0, rows * LINE))
    qtbot.mouseRelease(area.handle, LEFT, pos=at)


def test_that_at_first_all_lines_are_seen(qtbot, area):
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES))
    assert area.handle.accessible_value() == "12 of 12 rows"


def test_that_dragging_the_handle_shows_fewer_rows_and_the_marked_one_with_them(qtbot, area):
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES))
    drag(qtbot, area, -5)
    qtbot.waitUntil(lambda: rows_of(area) == 7)
    seen = area.view.visibleRegion().boundingRect()
    assert seen.contains(area.view.marked_place())
    assert area.handle.accessible_value() == "7 of 12 rows"


def test_that_a_chosen_height_is_kept_for_other_code(qtbot, area):
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES))
    drag(qtbot, area, -7)
    qtbot.waitUntil(lambda: rows_of(area) == 5)
    area.set_code(LINES[:4], 0)
    qtbot.waitUntil(lambda: rows_of(area) == 4)
    area.set_code(LINES, 0)
    qtbot.waitUntil(lambda: rows_of(area) == 5)


def test_that_the_handle_is_moved_by_keys_within_bounds(qtbot, area):
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES))
    qtbot.keyClick(area.handle, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: rows_of(area) == 11)
    for _ in range(4):
        qtbot.keyClick(area.handle, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: rows_of(area) == FEWEST_ROWS)
    qtbot.keyClick(area.handle, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES))
    qtbot.keyClick(area.handle, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES))


def test_that_a_double_click_shows_all_of_any_code_again(qtbot, area):
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES))
    drag(qtbot, area, -6)
    qtbot.waitUntil(lambda: rows_of(area) == 6)
    qtbot.mouseDClick(area.handle, LEFT)
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES))
    area.set_code((*LINES, "last = 1"), 0)
    qtbot.waitUntil(lambda: rows_of(area) == len(LINES) + 1)


def test_that_lines_wrap_in_full_inside_it(qtbot, area):
    area.set_code(("total = " + " + ".join(f"term_{index}" for index in range(20)),), None)
    qtbot.waitUntil(lambda: rows_of(area) == len(area.view.rows) > 3)
    assert " ".join(row.strip() for row in area.view.rows).endswith("term_18 + term_19")

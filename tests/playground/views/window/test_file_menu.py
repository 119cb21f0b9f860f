from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from playground.views.kit.access.shortcuts import shown_key
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.window.file_menu import FileMenu

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def menu(qtbot):
    owner = QPushButton("file")
    qtbot.addWidget(owner)
    owner.move(300, 100)
    owner.show()
    menu = FileMenu(owner)
    menu.owner = owner  # type: ignore[attr-defined]
    chosen: list[str] = []
    menu.action_chosen.connect(chosen.append)
    menu.chosen = chosen  # type: ignore[attr-defined]
    menu.open_at_button()
    yield menu
    menu.hide()
    owner.close()


@pytest.mark.parametrize("action", ["new", "open", "save", "save_as", "export_data", "shortcuts"])
def test_that_a_click_chooses_and_closes(menu, qtbot, action):
    qtbot.mouseClick(menu.rows[action], LEFT)
    assert menu.chosen == [action]
    assert not menu.isVisible()


def focused(menu) -> str:
    return next(action for action, row in menu.rows.items() if row.hasFocus())


def test_that_arrows_go_round_the_rows_that_can_be_chosen(menu, qtbot):
    assert focused(menu) == "new"
    seen = []
    for _ in range(12):
        qtbot.keyClick(menu.rows[focused(menu)], Qt.Key.Key_Down)
        seen.append(focused(menu))
    rows = "open examples save save_as export_data notes pick_hidden memory shortcuts glossary new open"
    assert seen == rows.split()
    qtbot.keyClick(menu.rows["open"], Qt.Key.Key_Up)
    qtbot.keyClick(menu.rows["new"], Qt.Key.Key_Up)
    assert focused(menu) == "glossary"
    qtbot.keyClick(menu.rows["shortcuts"], Qt.Key.Key_Home)
    assert focused(menu) == "new"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_that_keys_choose(menu, qtbot, key):
    qtbot.keyClick(menu.rows["new"], Qt.Key.Key_Down)
    qtbot.keyClick(menu.rows["open"], key)
    assert menu.chosen == ["open"]


def test_that_escape_closes_without_a_choice(menu, qtbot):
    qtbot.keyClick(menu.rows["new"], Qt.Key.Key_Escape)
    assert not menu.isVisible()
    assert menu.chosen == []


def test_that_undo_and_redo_say_what_they_do_and_whether_they_can(menu, qtbot):
    undo, redo = menu.rows["undo"], menu.rows["redo"]
    qtbot.mouseClick(undo, LEFT)
    assert menu.chosen == []
    menu.set_undo("noise", True)
    menu.set_redo("", False)
    assert (undo.text(), undo.isEnabled()) == ("Undo noise", True)
    assert (redo.text(), redo.isEnabled()) == ("Redo", False)
    qtbot.mouseClick(undo, LEFT)
    assert menu.chosen == ["undo"]


def test_that_rows_show_the_keys_that_do_the_same(menu):
    assert shown_key("save_as") in menu.rows["save_as"].toolTip()
    assert "(" not in menu.rows["export_data"].toolTip()


def test_that_the_card_hangs_below_its_button_with_the_right_edges_in_line(menu):
    owner = menu.owner
    card = menu.geometry().adjusted(SHADOW_MARGIN, SHADOW_MARGIN, -SHADOW_MARGIN, -SHADOW_MARGIN)
    corner = owner.mapToGlobal(QPoint(owner.width(), owner.height()))
    assert abs(card.right() + 1 - corner.x()) <= 1
    assert 0 <= card.top() - corner.y() <= 8


ENGINES = [("compiled", "Compiled", "machine code"), ("array", "Array", "whole layers at once")]


@pytest.fixture
def engines(menu):
    chosen: list[str] = []
    menu.engine_chosen.connect(chosen.append)
    menu.set_engines(ENGINES)
    menu.set_engine("array")
    menu.show_engines(True)
    return chosen


def test_that_engines_stand_here_only_where_the_header_has_no_room(menu):
    menu.set_engines(ENGINES)
    assert all(row.isHidden() for row in menu.engines.values())
    menu.show_engines(True)
    assert not any(row.isHidden() for row in menu.engines.values())


def test_that_the_engine_in_use_is_marked_in_words_and_explained(menu, engines):
    rows = menu.engines
    assert [row.accessibleDescription() for row in rows.values()] == ["", "in use"]
    assert rows["array"].accessibleName() == "Engine: Array"
    assert rows["array"].toolTip() == "whole layers at once"
    menu.set_engines([("array", "Array", "not here")])
    assert rows["array"].toolTip() == "not here"


def test_that_an_engine_is_chosen_by_click_and_by_keys(menu, qtbot, engines):
    qtbot.mouseClick(menu.engines["compiled"], LEFT)
    menu.open_at_button()
    qtbot.keyClick(menu.rows["new"], Qt.Key.Key_End)
    assert menu.engines["array"].hasFocus()
    qtbot.keyClick(menu.engines["array"], Qt.Key.Key_Return)
    assert engines == ["compiled", "array"]
    assert menu.chosen == []

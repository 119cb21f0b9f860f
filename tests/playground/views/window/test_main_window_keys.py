"""Keys, menu and zoom of the real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.views.window.main_window import ZOOMS
from tests.playground.actions import LEFT, PATIENCE_MS, show_active, train_until

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
WANTED = {
    "undo_wanted": (Qt.Key.Key_Z, CTRL),
    "redo_wanted": (Qt.Key.Key_Z, CTRL | SHIFT),
    "new_wanted": (Qt.Key.Key_N, CTRL),
    "open_wanted": (Qt.Key.Key_O, CTRL),
    "save_wanted": (Qt.Key.Key_S, CTRL),
    "save_as_wanted": (Qt.Key.Key_S, CTRL | SHIFT),
}


@pytest.fixture
def window(qtbot):
    """The window alone, in an application that does nothing."""
    from playground.views.window.main_window import MainWindow

    window = MainWindow({"classification": [("a", "A")], "regression": [("b", "B")]})
    qtbot.addWidget(window)
    show_active(qtbot, window)
    return window


@pytest.mark.parametrize("zoom", [1.0, 1.5])
def test_that_each_key_says_what_is_wanted(window, qtbot, zoom):
    window.set_zoom(zoom)
    told: list[str] = []
    for name in WANTED:
        getattr(window, name).connect(lambda name=name: told.append(name))
    for signal, (key, modifiers) in WANTED.items():
        qtbot.keyClick(window, key, modifiers)
        assert told == [signal]
        told.clear()


def test_that_each_row_of_the_menu_says_what_is_wanted(window, qtbot):
    window.set_undo("noise", True)
    window.set_redo("seed", True)
    menu = window.header.menu
    for action in ("new", "open", "save", "save_as", "export_data", "undo", "redo"):
        qtbot.mouseClick(window.header.file_button, LEFT)
        assert menu.isVisible()
        with qtbot.waitSignal(getattr(window, f"{action}_wanted"), timeout=PATIENCE_MS):
            qtbot.mouseClick(menu.rows[action], LEFT)


def test_that_the_question_mark_lists_the_keys(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_Question)
    sheet = window._sheet
    assert sheet is not None
    assert sheet.isVisible()
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window._sheet is None)
    qtbot.mouseClick(window.header.file_button, LEFT)
    qtbot.mouseClick(window.header.menu.rows["shortcuts"], LEFT)
    assert window._sheet is not None
    window._sheet.close()


def test_that_f2_lets_the_name_be_typed(window, qtbot):
    window.set_title("Spiral")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    entry = window.header.title.entry
    assert entry.hasFocus()
    for key in (Qt.Key.Key_S, Qt.Key.Key_R, Qt.Key.Key_Question):
        qtbot.keyClick(window.windowHandle(), key)
    assert entry.text() == "sr?"
    assert window._sheet is None
    with qtbot.waitSignal(window.header.title_edited) as told:
        qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert told.args == ["sr?"]


def test_that_ctrl_z_in_a_field_takes_back_what_was_typed(window, qtbot):
    undone: list[bool] = []
    window.undo_wanted.connect(lambda: undone.append(True))
    window.set_title("Spiral")
    qtbot.keyClick(window, Qt.Key.Key_F2)
    entry = window.header.title.entry
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_X)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Z, CTRL)
    assert entry.text() == "Spiral"
    assert undone == []


def test_that_the_window_is_titled_with_name_and_unsaved_changes(window):
    assert window.windowTitle() == "Scalar Playground"
    window.set_title("Spiral")
    assert window.windowTitle() == "Spiral, Scalar Playground"
    window.set_unsaved(True)
    assert window.windowTitle() == "● Spiral, Scalar Playground"
    window.set_title("Circle")
    assert window.windowTitle() == "● Circle, Scalar Playground"
    window.set_unsaved(False)
    assert window.windowTitle() == "Circle, Scalar Playground"


def test_that_ctrl_plus_and_minus_go_through_all_steps_and_ctrl_0_back(window, qtbot):
    window.resize(2048, 1280)
    chosen: list[float] = []
    for _ in ZOOMS:
        qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
        chosen.append(window.zoom)
    larger = [zoom for zoom in ZOOMS if zoom > 1.0]
    assert chosen == larger + [ZOOMS[-1]] * (len(ZOOMS) - len(larger))
    for _ in ZOOMS:
        qtbot.keyClick(window, Qt.Key.Key_Minus, CTRL)
    assert window.zoom == ZOOMS[0]
    qtbot.keyClick(window, Qt.Key.Key_0, CTRL)
    assert window.zoom == 1.0
    assert window.content_scale == window.devicePixelRatioF()


def test_that_a_remembered_zoom_is_taken_without_a_word(window):
    scales: list[float] = []
    window.content_scale_changed.connect(scales.append)
    window.set_zoom(1.3)
    assert window.zoom == 1.25
    assert not window.network.notice.isVisible()
    assert scales == [pytest.approx(1.25 * window.devicePixelRatioF())]


def test_that_no_zoom_moves_play_out_of_sight_and_the_limit_is_said(window, qtbot):
    window.resize(1440, 900)
    for _ in ZOOMS:
        qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
        seen = window.header.play_button.mapToGlobal(window.header.play_button.rect().center())
        assert window.geometry().contains(seen)
    assert window.zoom == 1.25
    assert "125 % is all that fits" in window.network.notice.text


def test_that_a_smaller_window_shows_less_zoom_and_a_larger_one_more_again(window, qtbot):
    window.resize(2048, 1280)
    window.set_zoom(2.0)
    assert window.zoom == 2.0
    window.resize(1200, 760)
    qtbot.waitUntil(lambda: window.zoom == 1.1)
    assert window.wanted_zoom == 2.0
    window.resize(1600, 1000)
    qtbot.waitUntil(lambda: window.zoom == 1.5)


@pytest.mark.parametrize("key", [Qt.Key.Key_Q, Qt.Key.Key_W])
@pytest.mark.parametrize("zoom", [1.0, 1.25])
def test_that_ctrl_q_and_ctrl_w_close_the_window(window, qtbot, key, zoom):
    window.set_zoom(zoom)
    with qtbot.waitSignal(window.closing, timeout=1000):
        qtbot.keyClick(window, key, CTRL)
    assert not window.isVisible()


def test_that_the_columns_follow_the_pixels_that_the_zoom_leaves(window):
    window.resize(1440, 900)
    regular = window.output.width()
    window.set_zoom(1.25)
    assert window.output.width() < regular
    window.set_zoom(0.8)
    assert window.output.width() == regular


def test_that_training_goes_on_and_the_window_answers_at_any_zoom(playground, qtbot):
    window = playground.window
    train_until(qtbot, playground, 1)
    qtbot.keyClick(window, Qt.Key.Key_Plus, CTRL)
    zoom = window.zoom
    assert zoom > 1.0
    for _ in range(3):
        with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
            pass
    viewport = window._zoom_view._view.viewport()
    button = window.header.play_button
    place = button.mapTo(window._screen, button.rect().center())
    qtbot.mouseClick(viewport, LEFT, NONE, QPoint(round(place.x() * zoom), round(place.y() * zoom)))
    assert not playground.workbench.is_playing
    box = window.output.mark_mistakes
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Space)
    assert window._screen.focusWidget() is box
    assert not box.isChecked()
    assert not playground.workbench.is_playing


def test_that_letters_typed_into_a_field_start_nothing_at_any_zoom(playground, qtbot):
    window = playground.window
    window.set_zoom(1.25)
    window.network.structure.setFocus()
    for key in (Qt.Key.Key_S, Qt.Key.Key_R, Qt.Key.Key_Space):
        qtbot.keyClick(window.windowHandle(), key)
    assert window.network.structure.text().startswith("sr ")
    assert playground.workbench.is_playing


def test_that_a_theme_reaches_a_zoomed_window(open_playground, qtbot):
    playground = open_playground(theme="light")
    window = playground.window
    window.set_zoom(1.25)
    before = window.grab().toImage().pixelColor(700, 4)
    playground.themes.toggle()
    assert window.header.title.theme.is_dark
    qtbot.waitUntil(lambda: window.grab().toImage().pixelColor(700, 4).lightness() < 80)
    assert before.lightness() > 200


@pytest.mark.parametrize("zoom", [1.0, 1.25])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_that_after_a_number_space_plays_and_undo_is_the_experiments(window, qtbot, zoom, key):
    window.set_zoom(zoom)
    told: list[str] = []
    window.header.play_pressed.connect(lambda: told.append("play"))
    window.undo_wanted.connect(lambda: told.append("undo"))
    window.network.set_network((2, 3, 1), 13, ("x1", "x2"), (), (0, 1))
    fields = (
        window.hyper.settings["learning_rate"].entry,
        window.data.settings["seed"].entry,
        window.network.structure,
    )
    for field in fields:
        told.clear()
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        field.selectAll()
        for digit in (Qt.Key.Key_2, key, Qt.Key.Key_Space):
            qtbot.keyClick(window.windowHandle(), digit)
        assert told == ["play"]
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Z, CTRL)
        assert told == ["play", "undo"]
        assert " " not in field.text().replace(" → ", "")


def test_that_a_closed_notice_leaves_the_next_letter_to_the_shortcuts(window, qtbot):
    window.network.set_network((2, 3, 1), 13, ("x1", "x2"), (), (0, 1))
    window.network.notice.set_problem("The numbers left their range.")
    window.network.notice.close_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(window.network.notice.close_button, Qt.Key.Key_Space)
    with qtbot.waitSignal(window.header.new_weights_pressed):
        qtbot.keyClick(window.windowHandle(), Qt.Key.Key_N)
    assert window.network.structure.text() == "2 → 3 → 1"

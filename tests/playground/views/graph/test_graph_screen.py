from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.models.graph.formulas import EXAMPLES
from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.graph.graph_legend import GraphLegend
from playground.views.graph.graph_screen import GraphScreen
from tests.playground.actions import LEFT, show_active
from tests.playground.views.graph.graphs import controls_of, formula_walk, tab_stops, view_of
from tests.playground.views.painted import painted_texts, settle

Key, Modifier = Qt.Key, Qt.KeyboardModifier
COUNT, AT = 10, 4


def make_screen(qtbot: QtBot, width: int = 1440, height: int = 900) -> GraphScreen:
    screen = GraphScreen([(example.key, example.title) for example in EXAMPLES])
    qtbot.addWidget(screen)
    apply_to_tree(screen, LIGHT)
    screen.source.set_source("formulas")
    screen.source.leaves.set_leaves([(0, "w₁", 0.8), (1, "x₁", 0.5)])
    drawing, walk = formula_walk()
    screen.resize(width, height)
    screen.canvas.set_graph(drawing.blocks, drawing.layout)
    screen.canvas.set_view(view_of(walk, AT))
    screen.chain.set_step("Chain rule", ("∂L/∂y", "=", "1"), ("1", "=", "1"), (), "Words.")
    screen.steps.set_steps(COUNT, AT, "backward")
    screen.hint.set_text("Gradients flow right to left")
    show_active(qtbot, screen)
    settle()
    return screen


@pytest.fixture
def screen(qtbot):
    return make_screen(qtbot)


@pytest.fixture
def told(screen):
    told: list[int] = []
    screen.steps.step_wanted.connect(told.append)
    return told


KEYS = pytest.mark.parametrize(
    ("key", "step"),
    [(Key.Key_Left, AT - 1), (Key.Key_Right, AT + 1), (Key.Key_Home, 0), (Key.Key_End, COUNT)],
)


@KEYS
def test_that_keys_step_wherever_the_canvas_has_the_focus(screen, told, qtbot, key, step):
    screen.canvas.setFocus()
    qtbot.keyClick(screen.canvas, key)
    assert told == [step]


@pytest.mark.parametrize(("key", "step"), [(Key.Key_Home, 0), (Key.Key_End, COUNT)])
def test_that_keys_go_to_the_ends_from_a_button_too(screen, told, qtbot, key, step):
    qtbot.mouseClick(screen.fit_button, LEFT)
    qtbot.keyClick(QApplication.focusWidget(), key)
    assert told == [step]


@pytest.mark.parametrize("name", ["following", "play_button"])
@pytest.mark.parametrize(("key", "step"), [(Key.Key_Left, AT - 1), (Key.Key_Right, AT + 1)])
def test_that_keys_step_after_a_click_on_a_button_of_the_steps(screen, qtbot, name, key, step):
    button = getattr(screen.steps, name)
    qtbot.mouseClick(button, LEFT)
    screen.steps.pause()
    with qtbot.waitSignal(screen.steps.step_wanted, timeout=100) as told:
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert told.args == [step]


@pytest.mark.parametrize(("key", "step"), [(Key.Key_Left, AT - 1), (Key.Key_Right, AT + 1)])
@pytest.mark.parametrize("name", ["way", "speed"])
def test_that_arrow_keys_step_whatever_has_the_focus_in_the_step_bar(screen, told, qtbot, name, key, step):
    control = screen.steps.way if name == "way" else screen.steps.speed.slider
    control.setFocus()
    qtbot.keyClick(control, key)
    assert told == [step]
    assert screen.steps.way.value() == "backward"


@KEYS
def test_that_keys_on_the_number_pad_step_too(screen, told, qtbot, key, step):
    screen.canvas.setFocus()
    qtbot.keyClick(screen.canvas, key, Modifier.KeypadModifier)
    assert told == [step]


@pytest.mark.parametrize("modifier", [Modifier.ControlModifier, Modifier.AltModifier])
def test_that_keys_with_others_held_do_not_step(screen, told, qtbot, modifier):
    screen.canvas.setFocus()
    qtbot.keyClick(screen.canvas, Key.Key_Right, modifier)
    assert told == []


@pytest.mark.parametrize("name", ["finder", "editor"])
def test_that_keys_move_in_a_text_that_is_being_typed(screen, told, qtbot, name):
    field = screen.finder if name == "finder" else screen.source.editor
    field.setFocus()
    qtbot.keyClicks(field, "ab")
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End):
        qtbot.keyClick(field, key)
    assert told == []


@pytest.mark.parametrize("key", [Key.Key_Left, Key.Key_Right])
def test_that_keys_step_after_a_click_on_the_words_of_a_step(screen, told, qtbot, key):
    screen.canvas.setFocus()
    qtbot.mouseClick(screen.chain.words, LEFT)
    qtbot.keyClick(QApplication.focusWidget(), key)
    assert len(told) == 1


def test_that_keys_do_nothing_at_the_ends(screen, told, qtbot):
    screen.canvas.setFocus()
    screen.steps.set_steps(COUNT, 0, "forward")
    qtbot.keyClick(screen.canvas, Key.Key_Left)
    qtbot.keyClick(screen.canvas, Key.Key_Home)
    screen.steps.set_steps(COUNT, COUNT, "forward")
    qtbot.keyClick(screen.canvas, Key.Key_Right)
    qtbot.keyClick(screen.canvas, Key.Key_End)
    assert told == []


def test_that_ctrl_f_goes_to_the_find_field_and_chooses_its_text(screen, qtbot):
    screen.finder.setText("w1")
    button = screen.steps.following
    button.setFocus()
    qtbot.keyClick(button, Key.Key_F, Modifier.ControlModifier)
    assert screen.finder.hasFocus()
    assert screen.finder.selectedText() == "w1"


def test_that_ctrl_f_goes_to_the_find_field_from_the_canvas(screen, qtbot):
    screen.canvas.setFocus()
    screen.canvas.zoom_by(2.0)
    zoom = screen.canvas.zoom
    qtbot.keyClick(screen.canvas, Key.Key_F, Modifier.ControlModifier)
    assert screen.finder.hasFocus()
    assert screen.canvas.zoom == zoom


def test_that_buttons_zoom_and_show_all_and_the_zoom_is_told(screen, qtbot):
    def shown() -> str:
        return next(text.text for text in painted_texts(screen) if text.text.endswith(" %"))

    fitted = screen.canvas.zoom
    qtbot.mouseClick(screen.zoom_in, LEFT)
    assert screen.canvas.zoom == pytest.approx(1.25 * fitted)
    assert shown() == f"{125 * fitted:.0f} %"
    qtbot.mouseClick(screen.zoom_out, LEFT)
    qtbot.keyClick(screen.zoom_out, Key.Key_Space)
    assert screen.canvas.zoom == pytest.approx(0.8 * fitted)
    qtbot.mouseClick(screen.fit_button, LEFT)
    assert screen.canvas.zoom == fitted
    assert shown() == f"{100 * fitted:.0f} %"


@pytest.mark.parametrize(("width", "left", "right"), [(1440, 280, 332), (1180, 248, 288)])
def test_that_columns_have_their_widths_and_the_graph_the_rest(qtbot, width, left, right):
    screen = make_screen(qtbot, width, 720)
    assert screen.width() == width
    assert (screen.source.width(), screen.chain.width()) == (left, right)
    assert screen.canvas.width() == width - left - right
    assert screen.canvas.height() > 400
    assert screen.hint.isVisible() == (width == 1440)
    assert screen.steps.width() == width


@pytest.mark.parametrize("width", [1440, 1180, 1024])
def test_that_nothing_lies_above_anything_else(qtbot, width):
    screen = make_screen(qtbot, width, 720)
    screen.steps.set_steps(4000, 3999, "backward")
    settle()
    steps = screen.steps
    (legend,) = screen.findChildren(GraphLegend)
    groups: list[list[QWidget]] = [
        [screen.hint, screen.finder, screen.zoom_out, screen.zoom_in, screen.fit_button],
        [screen.source, screen.canvas, screen.chain, screen.steps], [screen.canvas, legend, screen.steps],
        [steps.way, steps.first, steps.previous, steps.play_button, steps.following, steps.last, steps.speed,
         steps.track],
    ]  # fmt: skip
    for group in groups:
        places = [
            QRect(widget.mapTo(screen, QPoint()), widget.size()) for widget in group if widget.isVisible()
        ]
        assert all(screen.rect().contains(place) for place in places)
        for index, place in enumerate(places):
            assert not any(place.intersects(other) for other in places[index + 1 :])


def test_that_columns_become_narrow_and_wide_again_with_the_window(screen):
    for width, left in ((1180, 248), (1440, 280), (1024, 248)):
        screen.setMinimumSize(0, 0)  # the window has the say, as in the application
        screen.resize(width, 700)
        settle()
        assert (screen.width(), screen.source.width()) == (width, left)
        assert screen.steps.width() == width


def test_that_every_control_has_a_name_and_a_tooltip(screen):
    found = controls_of(screen)
    assert len(found) > 20
    assert [control for control in found if not control.accessibleName()] == []
    assert [control.accessibleName() for control in found if not control.toolTip()] == []


def test_that_the_keyboard_reaches_every_control_that_can_be_used(screen, qtbot):
    """But for sources that are not on, which the arrow keys choose."""
    stops = tab_stops(qtbot, screen.source.buttons["formulas"])
    others = [button for button in screen.source.buttons.values() if not button.isChecked()]
    wanted = [control for control in controls_of(screen) if control.isEnabled() and control not in others]
    assert [control.accessibleName() for control in wanted if control not in stops] == []
    assert screen.canvas in stops


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_ground_and_texts_follow_the_theme(screen, theme: Theme):
    apply_to_tree(screen, theme)
    picture = screen.grab().toImage()
    assert picture.pixelColor(screen.source.width() + 4, 4).name().upper() == theme.bg
    inks = {text.text: text.ink for text in painted_texts(screen)}
    assert inks["Computation graph"] == theme.ink.lower()
    assert inks["Gradients flow right to left"] == theme.ink3.lower()


@pytest.mark.parametrize("name", ["", "update_panel", "mistake", "check_panel", "descent_panel", "lens"])
def test_that_everything_stands_inside_the_smallest_window(qtbot, name: str) -> None:
    # 1024 x 640 less the header of the window.
    screen = make_screen(qtbot, 1024, 584)
    screen.source.level.hide()
    if name == "lens":
        screen.lens.show()
    elif name:
        screen.room.open(getattr(screen, name))
    settle()
    assert screen.size().toTuple() == (1024, 584)
    for part in (screen.canvas, screen.lens, screen.legend, screen.room, screen.steps, screen.chain):
        if part.isVisible():
            assert screen.rect().contains(QRect(part.mapTo(screen, QPoint(0, 0)), part.size()))
    middle = screen.chain.x() - screen.source.geometry().right() - 1
    assert screen.canvas.width() + screen.lens.isVisible() * screen.lens.width() == middle
    assert screen.room.geometry().bottom() < screen.steps.y()

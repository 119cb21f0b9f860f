from __future__ import annotations

import gc

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QSlider, QVBoxLayout, QWidget

from playground.style.theme import DARK, LIGHT
from playground.views.kit import CheckBox, Popover, SelectField
from playground.views.kit.access.focus_ring import has_ring
from playground.views.kit.painting.device_ratio import device_ratio
from playground.views.kit.terms.term_card import TermCard
from playground.views.kit.terms.term_help import TermHelp
from playground.views.window.zoom_view import ZoomView
from tests.playground.actions import show_active

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


class Stage(QWidget):
    """What is zoomed: a box, a line and a list."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(200, 100)
        self.box = CheckBox("Box")
        self.line = QLineEdit()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.field = SelectField((("a", "Apple"), ("b", "Banana")), "Fruit")
        column = QVBoxLayout(self)
        for widget in (self.box, self.line, self.slider, self.field):
            column.addWidget(widget)
        self.theme = None

    def set_theme(self, theme):
        self.theme = theme


@pytest.fixture
def terms():
    """Names of the terms on cards, which are closed."""

    def close() -> list[str]:
        cards = [it for it in QApplication.allWidgets() if isinstance(it, TermCard) and it.isVisible()]
        names = [term.name for card in cards for term in card.terms]
        for card in cards:
            card.hide()
        return names

    return close


@pytest.fixture
def stage():
    return Stage()


@pytest.fixture
def view(stage, qtbot):
    view = ZoomView(stage)
    qtbot.addWidget(view)
    view.resize(600, 400)
    show_active(qtbot, view)
    return view


def target(view: ZoomView) -> QWidget:
    """What receives the events of the platform."""
    scene_view = view._view
    return view if scene_view is None else scene_view.viewport()


def place(view: ZoomView, stage: Stage, widget: QWidget, point: QPoint | None = None) -> QPoint:
    """Where a widget of the content is seen."""
    inner = widget.mapTo(stage, point or widget.rect().center())
    return QPoint(round(inner.x() * view.zoom), round(inner.y() * view.zoom))


@pytest.mark.parametrize("zoom", [0.8, 1.25, 1.5, 2.0])
def test_that_the_content_has_as_many_pixels_as_fit(view, stage, zoom):
    view.set_zoom(zoom)
    assert stage.width() == int(600 / zoom)
    assert stage.height() == int(400 / zoom)
    assert device_ratio(stage.box) == pytest.approx(zoom * view.devicePixelRatioF())


def test_that_content_that_asks_for_its_scale_while_it_enters_the_scene_stays_whole(qtbot):
    asked: list[float] = []

    class Asking(Stage):
        def resizeEvent(self, event):
            super().resizeEvent(event)
            asked.append(device_ratio(self.line))
            gc.collect()

    stage = Asking()
    view = ZoomView(stage)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.set_zoom(1.5)  # before it was ever shown, as at the start of the application
    view.show()
    assert asked
    assert stage.line.isVisible()
    assert device_ratio(stage.line) == 1.5 * view.devicePixelRatioF()


def test_that_going_back_leaves_an_ordinary_child(view, stage):
    before = view.grab().toImage()
    view.set_zoom(1.5)
    view.set_zoom(1.0)
    assert stage.parentWidget() is view
    assert stage.size() == view.size()
    assert device_ratio(stage) == view.devicePixelRatioF()
    assert view.grab().toImage() == before


def test_that_clicks_reach_what_is_seen_under_the_pointer(view, stage, qtbot):
    view.set_zoom(1.5)
    qtbot.mouseClick(target(view), LEFT, NONE, place(view, stage, stage.box, QPoint(10, 10)))
    assert stage.box.isChecked()


def test_that_a_drag_moves_a_slider(view, stage, qtbot):
    view.set_zoom(2.0)
    viewport = target(view)
    start = place(view, stage, stage.slider, QPoint(4, stage.slider.height() // 2))
    qtbot.mousePress(viewport, LEFT, NONE, start)
    qtbot.mouseMove(viewport, start + QPoint(stage.slider.width(), 0))
    qtbot.mouseRelease(viewport, LEFT, NONE, start + QPoint(stage.slider.width(), 0))
    assert 35 <= stage.slider.value() <= 65


def test_that_typing_goes_on_while_the_zoom_changes(view, stage, qtbot):
    stage.line.setFocus()
    for zoom in (1.5, 0.8, 1.0, 2.0):
        view.set_zoom(zoom)
        assert stage.focusWidget() is stage.line
        qtbot.keyClick(view.windowHandle(), Qt.Key.Key_X)
    assert stage.line.text() == "xxxx"


def test_that_tab_moves_on_with_the_ring(view, stage, qtbot):
    view.set_zoom(1.5)
    qtbot.mouseClick(target(view), LEFT, NONE, place(view, stage, stage.line))
    assert stage.focusWidget() is stage.line
    qtbot.keyClick(view.windowHandle(), Qt.Key.Key_Tab)
    qtbot.keyClick(view.windowHandle(), Qt.Key.Key_Tab)
    assert stage.focusWidget() is stage.field
    assert has_ring(stage.field)
    view.set_zoom(1.0)
    assert has_ring(stage.field)


def test_that_no_ring_comes_from_nowhere(view, stage):
    view.set_zoom(1.5)
    for widget in (stage.box, stage.field):
        assert not has_ring(widget)


def test_that_a_list_opens_and_chooses_at_any_zoom(view, stage, qtbot):
    view.set_zoom(1.5)
    qtbot.mouseClick(target(view), LEFT, NONE, place(view, stage, stage.field))
    assert stage.field.popup.isVisible()
    chosen: list[str] = []
    stage.field.option_selected.connect(chosen.append)
    options = stage.field.popup.list
    qtbot.mouseClick(options.viewport(), LEFT, NONE, options.visualItemRect(options.item(1)).center())
    assert chosen == ["b"]
    assert not stage.field.popup.isVisible()


def test_that_content_without_room_keeps_its_smallest_size_and_can_be_scrolled(view, stage, qtbot):
    view.resize(300, 150)
    view.set_zoom(2.0)
    assert (stage.width(), stage.height()) == (200, 100)
    bars = view._view.horizontalScrollBar(), view._view.verticalScrollBar()
    qtbot.waitUntil(lambda: all(bar.isVisible() and bar.maximum() > 0 for bar in bars))
    view.resize(600, 400)
    qtbot.waitUntil(lambda: not any(bar.isVisible() for bar in bars))


def test_that_text_is_drawn_at_the_new_size_and_not_stretched(view, stage, qtbot):
    stage.box.set_theme(LIGHT)
    view.set_zoom(2.0)
    qtbot.wait(50)
    image = view.grab().toImage()
    part = image.copy(0, 0, image.width(), 2 * stage.box.geometry().bottom())
    # a stretched picture would have two alike wherever it has one
    odd = sum(
        part.pixelColor(x, y) != part.pixelColor(x + 1, y)
        for x in range(0, part.width() - 1, 2)
        for y in range(part.height())
    )
    assert odd > 50


def test_that_a_theme_reaches_content_in_the_scene(view, stage):
    view.set_zoom(1.5)
    view.set_theme(DARK)
    assert stage.theme is DARK


@pytest.mark.parametrize("zoom", [0.0, -1.0])
def test_that_a_zoom_that_shows_nothing_is_refused(view, zoom):
    with pytest.raises(ValueError, match="nothing"):
        view.set_zoom(zoom)
    assert view.zoom == 1.0


@pytest.mark.parametrize("zoom", [1.0, 1.5])
def test_that_f1_explains_controls_and_popovers_at_any_zoom(view, stage, terms, qtbot, zoom):
    TermHelp(view)
    stage.box.describe("Noise", "")
    view.set_zoom(zoom)
    stage.box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
    assert terms() == ["Noise"]
    popover = Popover(stage.box)
    seed = CheckBox("Seed")
    popover.column.addWidget(seed)
    popover.open_below()
    seed.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):  # of two windows with one key, Qt asks one after the other
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F1)
        assert terms() == ["Seed"]
        seed.setFocus(Qt.FocusReason.TabFocusReason)
    popover.hide()

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton, QScrollArea
from sklearn.datasets import load_iris

from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.output.held_values import HeldValues
from tests.playground.views.painted import painted_lines, painted_texts, settle

LEFT = Qt.MouseButton.LeftButton
NAMES = ("Sepal length", "Sepal width", "Petal length", "Petal width")
X = load_iris().data
MEANS = X.mean(axis=0)


@pytest.fixture
def held(owner: QPushButton) -> HeldValues:
    held = HeldValues(owner)
    held.set_features(NAMES, X, MEANS)
    held.set_axes((2, 3))
    held.open_below()
    return held


@pytest.fixture
def told(held: HeldValues) -> list[tuple[float, ...]]:
    """The values at each time that a change was told."""
    told: list[tuple[float, ...]] = []
    held.values_changed.connect(lambda: told.append(held.values))
    return told


def test_that_every_feature_is_held_at_its_mean_at_first(held):
    assert held.values == pytest.approx(tuple(np.mean(X, axis=0)), rel=1e-12)
    assert held.are_means


def test_that_features_on_an_axis_have_no_slider(held):
    def offered() -> list[str]:
        settle()
        return [name for name, slider in zip(NAMES, held.sliders, strict=True) if slider.isVisible()]

    assert offered() == ["Sepal length", "Sepal width"]
    held.set_axes((0, 3))
    assert offered() == ["Sepal width", "Petal length"]
    held.set_axes((1, 1))
    assert offered() == ["Sepal length", "Petal length", "Petal width"]


@pytest.mark.parametrize("index", [0, 1])
def test_that_home_and_end_go_to_the_smallest_and_the_largest_value_of_the_data(held, told, qtbot, index):
    slider = held.sliders[index].slider
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert held.values[index] == pytest.approx(X[:, index].max())
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    assert held.values[index] == pytest.approx(X[:, index].min())
    assert [values[index] for values in told] == pytest.approx([X[:, index].max(), X[:, index].min()])


def test_that_an_arrow_moves_by_a_fortieth_of_the_range(held, told, qtbot):
    slider = held.sliders[1].slider
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    reached = [values[1] for values in told]
    low, high = X[:, 1].min(), X[:, 1].max()
    np.testing.assert_allclose(reached, low + (high - low) / 40 * np.arange(4))


def test_that_a_press_in_the_middle_goes_halfway_and_a_drag_goes_along(held, told, qtbot):
    slider = held.sliders[0].slider
    low, high = X[:, 0].min(), X[:, 0].max()
    y = slider.height() // 2
    qtbot.mousePress(slider, LEFT, pos=QPoint(slider.width() // 2, y))
    assert held.values[0] == pytest.approx((low + high) / 2)
    qtbot.mouseMove(slider, QPoint(slider.width() - 1, y))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 1, y))
    assert held.values[0] == pytest.approx(high)
    assert told[-1][0] == pytest.approx(high)


def test_that_moving_one_feature_leaves_the_others_exactly_at_their_means(held, told, qtbot):
    qtbot.keyClick(held.sliders[0].slider, Qt.Key.Key_End)
    assert len(told) == 1
    assert held.values[1:] == tuple(MEANS[1:].tolist())
    assert not held.are_means


def test_that_the_button_brings_all_back_to_their_means_and_says_so_once(held, told, qtbot):
    knobs = [slider.value() for slider in held.sliders]
    before = painted_lines(held)
    for slider in held.sliders[:2]:
        qtbot.keyClick(slider.slider, Qt.Key.Key_Home)
    assert painted_lines(held) != before
    told.clear()
    qtbot.mouseClick(held.mean_button, LEFT)
    assert told == [tuple(MEANS.tolist())]
    assert held.are_means
    assert [slider.value() for slider in held.sliders] == knobs
    assert painted_lines(held) == before


def test_that_the_button_is_worked_by_the_space_bar(held, told, qtbot):
    qtbot.keyClick(held.sliders[0].slider, Qt.Key.Key_Home)
    qtbot.keyClick(held.mean_button, Qt.Key.Key_Space)
    assert told[-1] == tuple(MEANS.tolist())


def test_that_a_value_stands_beside_the_name_of_its_feature_and_is_read_out(held, qtbot):
    qtbot.keyClick(held.sliders[0].slider, Qt.Key.Key_End)
    qtbot.keyClick(held.sliders[1].slider, Qt.Key.Key_Home)
    lines = painted_lines(held)
    assert ["Sepal length", f"{X[:, 0].max():.3g}"] in lines
    assert ["Sepal width", "2"] in lines
    assert held.sliders[0].slider.accessibleName() == "Sepal length"
    assert held.sliders[0].slider.accessibleDescription() == "7.9"


def test_that_the_mean_is_what_stands_beside_a_feature_held_at_its_mean(held):
    skewed = np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 2.0], [12.0, 3.0], [1000.0, 4.0]])
    held.set_features(("income", "rooms"), skewed, np.array([7.0, 2.0]))
    held.set_axes((1, 1))
    assert held.values[0] == 7.0
    assert ["income", "7"] in painted_lines(held)


def test_that_a_feature_that_never_varies_stays_where_it_is(held, told, qtbot):
    same = np.column_stack([X[:, 0], np.full(len(X), 2.5), X[:, 2]])
    held.set_features(("a", "b", "c"), same, same.mean(axis=0))
    held.set_axes((0, 2))
    settle()
    slider = held.sliders[1].slider
    for key in (Qt.Key.Key_End, Qt.Key.Key_Home, Qt.Key.Key_Right):
        qtbot.keyClick(slider, key)
    qtbot.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 2, slider.height() // 2))
    assert told == []
    assert held.values[1] == 2.5
    assert ["b", "2.5"] in painted_lines(held)


def test_that_other_data_bring_their_own_features_and_forget_what_was_held(held, told, qtbot):
    qtbot.keyClick(held.sliders[0].slider, Qt.Key.Key_End)
    other = X[:60, 1:]
    held.set_features(("p", "q", "r"), other, other.mean(axis=0))
    held.set_axes((0, 1))
    assert held.are_means
    assert held.values == pytest.approx(tuple(other.mean(axis=0)))
    names = [line[0] for line in painted_lines(held)]
    assert "r" in names
    assert not {"p", "q", *NAMES} & set(names)
    told.clear()
    qtbot.keyClick(held.sliders[2].slider, Qt.Key.Key_End)
    assert told[0][2] == pytest.approx(other[:, 2].max())


def test_that_setting_says_nothing(held, told):
    held.set_axes((0, 1))
    held.set_features(NAMES, X, MEANS)
    assert told == []


def test_that_escape_closes_and_keeps_what_was_held(held, qtbot):
    qtbot.keyClick(held.sliders[0].slider, Qt.Key.Key_End)
    with qtbot.waitSignal(held.closed):
        qtbot.keyClick(held.sliders[0].slider, Qt.Key.Key_Escape)
    assert not held.isVisible()
    assert held.values[0] == pytest.approx(X[:, 0].max())


def test_that_tab_goes_through_the_sliders_to_the_button(held, qtbot):
    held.sliders[0].setFocus()
    reached = []
    for _ in range(3):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(reached[-1], Qt.Key.Key_Tab)
    assert reached == [held.sliders[0].slider, held.sliders[1].slider, held.mean_button]


def test_that_keys_move_the_first_slider_as_soon_as_the_card_is_open(held, told, qtbot):
    settle()
    qtbot.keyClick(QApplication.focusWidget() or held, Qt.Key.Key_End)
    assert [values[0] for values in told] == pytest.approx([X[:, 0].max()])


def test_that_many_features_scroll_and_tab_brings_the_last_one_into_sight(held, qtbot):
    many = np.random.default_rng(0).normal(size=(20, 30))
    held.set_features(tuple(f"feature {n}" for n in range(30)), many, many.mean(axis=0))
    held.set_axes((0, 1))
    held.open_below()
    settle()
    scroll = held.findChild(QScrollArea)
    assert scroll is not None
    assert scroll.height() <= 420
    last = held.sliders[-1].slider
    assert last.visibleRegion().isEmpty()
    held.sliders[2].setFocus()
    for _ in range(27):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert last.hasFocus()
    assert last.visibleRegion().boundingRect() == last.rect()


def test_that_few_features_need_no_scrolling(held):
    settle()
    scroll = held.findChild(QScrollArea)
    assert scroll is not None
    assert scroll.verticalScrollBar().maximum() == 0
    for slider in held.sliders[:2]:
        assert slider.visibleRegion().boundingRect() == slider.rect()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_sliders_that_come_later_wear_the_theme_too(held, theme: Theme):
    apply_to_tree(held, theme)
    held.set_features(("a", "b", "c"), X[:, :3], MEANS[:3])
    held.set_axes((0, 1))
    inks = {text.text: QColor(text.ink) for text in painted_texts(held)}
    assert inks["c"] == QColor(theme.ink2)
    assert inks["Other features are held at"] == QColor(theme.ink3)


def test_that_it_opens_without_any_features(owner):
    held = HeldValues(owner)
    held.set_axes((0, 0))
    held.open_below()
    assert held.sliders == ()


def test_that_sliders_are_made_when_they_are_to_be_shown(held):
    held.set_features(NAMES[:3], X[:, :3], MEANS[:3])
    assert held.isHidden()
    assert held.sliders == ()
    assert held.values == tuple(MEANS[:3])
    held.set_axes((0, 1))
    held.open_below()
    assert [slider.isVisible() for slider in held.sliders] == [False, False, True]

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sklearn.datasets import load_iris

from playground.views.kit import SelectField
from playground.views.output.axis_bar import COMPONENTS, HINT, AxisBar, without_shared_words
from tests.playground.actions import choose, show_active
from tests.playground.views.painted import painted_lines, settle

LEFT = Qt.MouseButton.LeftButton
NAMES = ("Sepal length", "Sepal width", "Petal length", "Petal width")
X = load_iris().data
MEANS = X.mean(axis=0)


@pytest.fixture
def bar(qtbot: QtBot) -> AxisBar:
    bar = AxisBar()
    # The card is closed first, so that no control has the focus when it is destroyed.
    qtbot.addWidget(bar, before_close_func=lambda bar: bar.held.hide())
    bar.resize(360, 34)
    bar.set_features(NAMES, (2, 3), X, MEANS)
    show_active(qtbot, bar)
    return bar


def test_that_nothing_is_to_be_chosen_before_there_are_data(qtbot):
    bar = AxisBar()
    qtbot.addWidget(bar)
    bar.show()
    assert [control.isVisible() for control in (bar.x_axis, bar.y_axis, bar.held_button)] == [False] * 3


@pytest.fixture
def told(bar: AxisBar) -> list[tuple[int, int] | str]:
    """What was chosen at each time that a change was told."""
    told: list[tuple[int, int] | str] = []
    bar.projection_changed.connect(lambda: told.append("principal" if bar.is_principal else bar.axes))
    return told


def offered(field: SelectField) -> list[str]:
    return [field.itemText(index) for index in range(field.count())]


def sliders_shown(bar: AxisBar) -> list[str]:
    settle()
    return [slider.slider.accessibleName() for slider in bar.held.sliders if slider.isVisible()]


def test_that_both_axes_offer_every_feature_and_one_the_principal_components(bar):
    assert offered(bar.x_axis) == [*NAMES, "Principal components"]
    assert offered(bar.y_axis) == list(NAMES)
    assert (bar.x_axis.currentText(), bar.y_axis.currentText()) == ("Petal length", "Petal width")
    assert bar.axes == (2, 3)


def test_that_two_features_leave_nothing_to_choose_and_a_hint_in_its_place(bar):
    assert HINT not in [text for line in painted_lines(bar) for text in line]
    bar.set_features(("x₁", "x₂"), (0, 1), X[:, :2], MEANS[:2])
    assert painted_lines(bar) == [[HINT]]
    assert not any(w.isVisible() for w in (bar.x_axis, bar.y_axis, bar.held_button))
    assert bar.axes == (0, 1)
    assert not bar.is_principal


def test_that_a_chosen_feature_is_told_once_with_the_axes_it_makes(bar, told, qtbot):
    choose(qtbot, bar.x_axis, "0")
    choose(qtbot, bar.y_axis, "1")
    assert told == [(0, 3), (0, 1)]
    assert (bar.x_axis.currentText(), bar.y_axis.currentText()) == ("Sepal length", "Sepal width")


def test_that_the_feature_that_is_chosen_already_is_not_told_again(bar, told, qtbot):
    choose(qtbot, bar.x_axis, "2")
    assert told == []


def test_that_a_feature_may_lie_on_both_axes(bar, told, qtbot):
    choose(qtbot, bar.x_axis, "3")
    assert told == [(3, 3)]
    qtbot.mouseClick(bar.held_button, LEFT)
    assert sliders_shown(bar) == ["Sepal length", "Sepal width", "Petal length"]


def test_that_keys_go_to_the_principal_components_and_back(bar, told, qtbot):
    qtbot.keyClick(bar.x_axis, Qt.Key.Key_End)
    assert told == ["principal"]
    assert not bar.y_axis.isVisible()
    assert not bar.held_button.isVisible()
    qtbot.keyClick(bar.x_axis, Qt.Key.Key_Home)
    assert told == ["principal", (0, 3)]
    assert bar.y_axis.isVisible()
    assert bar.held_button.isVisible()


def test_that_the_field_has_the_whole_row_for_the_principal_components_which_are_no_x(bar, qtbot):
    settle()
    narrow = bar.x_axis.width()
    choose(qtbot, bar.x_axis, "principal")
    settle()
    assert bar.x_axis.width() > 1.8 * narrow
    assert [COMPONENTS] in painted_lines(bar)


def test_that_other_data_end_the_view_of_the_principal_components(bar, told, qtbot):
    choose(qtbot, bar.x_axis, "principal")
    told.clear()
    bar.set_features(("a", "b", "c"), (1, 2), X[:, :3], MEANS[:3])
    assert not bar.is_principal
    assert bar.axes == (1, 2)
    assert offered(bar.x_axis) == ["a", "b", "c", "Principal components"]
    assert bar.y_axis.isVisible()
    assert told == []


def test_that_many_features_open_on_the_principal_components(bar, told):
    bar.set_features(NAMES, (2, 3), X, MEANS, is_principal=True)
    assert bar.is_principal
    assert not bar.y_axis.isVisible()
    assert told == []


def test_that_words_that_all_names_begin_with_are_left_out(bar):
    assert without_shared_words(("Pixel 1, 1", "Pixel 1, 2", "Pixel 8, 8")) == ["1, 1", "1, 2", "8, 8"]
    assert without_shared_words(("Mean radius", "Worst radius")) == ["Mean radius", "Worst radius"]
    assert without_shared_words(("a b", "a b c")) == ["b", "b c"]
    assert without_shared_words(("Alone at last",)) == ["Alone at last"]
    assert without_shared_words(("same", "same")) == ["same", "same"]


def test_that_the_whole_name_is_told_to_who_rests_on_a_narrow_field(bar, qtbot):
    bar.set_features([f"Pixel {name}" for name in NAMES], (2, 3), X, MEANS)
    assert bar.x_axis.currentText() == "Petal length"
    assert bar.x_axis.toolTip() == "Horizontal axis: Pixel Petal length"
    choose(qtbot, bar.x_axis, "principal")
    assert bar.x_axis.toolTip() == "Horizontal axis: Principal components"


def test_that_setting_axes_says_nothing_and_ends_the_principal_components(bar, told, qtbot):
    choose(qtbot, bar.x_axis, "principal")
    told.clear()
    bar.set_axes((1, 0))
    assert (bar.axes, bar.is_principal) == ((1, 0), False)
    assert bar.y_axis.isVisible()
    assert bar.y_axis.currentText() == "Sepal length"
    assert told == []


def test_that_the_button_offers_the_features_on_no_axis(bar, qtbot):
    qtbot.mouseClick(bar.held_button, LEFT)
    assert sliders_shown(bar) == ["Sepal length", "Sepal width"]
    qtbot.keyClick(bar.held, Qt.Key.Key_Escape)
    assert not bar.held.isVisible()
    choose(qtbot, bar.y_axis, "0")
    qtbot.keyClick(bar.held_button, Qt.Key.Key_Space)
    assert sliders_shown(bar) == ["Sepal width", "Petal width"]


def test_that_holding_a_feature_elsewhere_is_told_and_lasts_over_other_axes(bar, told, qtbot):
    qtbot.mouseClick(bar.held_button, LEFT)
    qtbot.keyClick(bar.held.sliders[1].slider, Qt.Key.Key_End)
    qtbot.keyClick(bar.held, Qt.Key.Key_Escape)
    assert told == [(2, 3)]
    choose(qtbot, bar.x_axis, "0")
    assert bar.held.values[1] == pytest.approx(X[:, 1].max())
    assert not bar.held.are_means


def test_that_other_data_are_held_at_their_own_means(bar, qtbot):
    qtbot.mouseClick(bar.held_button, LEFT)
    qtbot.keyClick(bar.held.sliders[1].slider, Qt.Key.Key_End)
    qtbot.keyClick(bar.held, Qt.Key.Key_Escape)
    bar.set_features(("a", "b", "c"), (0, 1), X[:50, :3], X[:50, :3].mean(axis=0))
    assert bar.held.values == pytest.approx(tuple(X[:50, :3].mean(axis=0)))
    assert bar.held.are_means


def test_that_tab_goes_from_axis_to_axis_to_the_button(bar, qtbot):
    bar.x_axis.setFocus()
    reached = []
    for _ in range(3):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(reached[-1], Qt.Key.Key_Tab)
    assert reached == [bar.x_axis, bar.y_axis, bar.held_button]


def test_that_both_axes_have_the_same_room_whatever_the_names(bar):
    settle()
    assert bar.x_axis.width() == pytest.approx(bar.y_axis.width(), abs=1)
    before = bar.minimumSizeHint().width()
    names = tuple(f"{name} of a flower that was measured with great care" for name in NAMES)
    bar.set_features(names, (0, 1), X, MEANS)
    settle()
    assert bar.minimumSizeHint().width() == before
    assert bar.x_axis.width() == pytest.approx(bar.y_axis.width(), abs=1)
    assert bar.rect().contains(bar.held_button.geometry())

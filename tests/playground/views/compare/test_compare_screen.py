from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.models.compare.alignment import Alignment
from playground.models.compare.comparison import Difference
from playground.models.compare.seeds import Spread
from playground.style.theme import DARK, LIGHT, apply_to_tree
from playground.views.compare.boundary_card import OWN_AXES, RunPicture
from playground.views.compare.compare_screen import (
    INVITATION,
    TICK_ANOTHER,
    TICK_FIRST,
    TICK_SOME,
    CompareScreen,
    SeedBand,
)
from tests.playground.models.compare.runs import compared
from tests.playground.views.compare.runs import shown
from tests.playground.views.painted import painted_texts, settle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def screen(qtbot) -> CompareScreen:
    screen = CompareScreen()
    qtbot.addWidget(screen)
    screen.set_theme(LIGHT)
    apply_to_tree(screen, LIGHT)
    screen.resize(1440, 800)
    with qtbot.waitExposed(screen):
        screen.show()
    return screen


def at(epoch: int) -> Alignment:
    return Alignment({}, f"at epoch {epoch}", "epochs", True)


def show(screen: CompareScreen, count: int, epoch: int = 120, bands: Sequence[SeedBand] = ()) -> None:
    runs = [compared(key, 0.1 * (key + 1)) for key in range(count)]
    screen.set_runs(runs, [shown(run, epoch) for run in runs], at(epoch), epoch, bands)


def words(widget) -> list[str]:
    return [text.text for text in painted_texts(widget)]


def test_that_one_run_alone_invites_to_keep_it(screen, qtbot):
    show(screen, 1)
    assert INVITATION in words(screen)
    with qtbot.waitSignal(screen.runs.keep_wanted):
        qtbot.mouseClick(screen.invitation, LEFT)
    show(screen, 2)
    assert INVITATION not in words(screen)


def test_that_the_invitation_takes_on_the_theme_that_came_while_it_was_away(screen):
    show(screen, 2)
    apply_to_tree(screen, DARK)
    show(screen, 1)
    assert next(text.ink for text in painted_texts(screen) if text.text == INVITATION) == DARK.ink2.lower()


def test_that_with_all_runs_hidden_the_screen_says_where_to_tick_one_and_exports_nothing(screen):
    runs = [compared(key) for key in range(3)]
    screen.set_runs(runs, [], at(120), 120)
    assert TICK_SOME in words(screen)
    assert screen.invitation.isHidden()
    for button in screen.exports.values():
        assert not button.isEnabled()
        assert button.toolTip().startswith(TICK_FIRST)
    screen.set_runs(runs, [shown(runs[0], 120)], at(120), 120)
    assert TICK_ANOTHER in words(screen)
    assert all(button.isEnabled() for button in screen.exports.values())


@pytest.mark.parametrize("size", [(1440, 800), (1180, 620)])
@pytest.mark.parametrize("count", [2, 3, 6])
def test_that_up_to_six_cards_lie_beside_each_other_inside_the_window(screen, size, count):
    screen.resize(*size)
    show(screen, count)
    settle()
    places = [card.geometry() for card in screen.cards.values()]
    assert len(places) == count
    assert all(screen.rect().contains(place) for place in places)
    for index, place in enumerate(places):
        assert not any(place.intersects(other) for other in places[:index])
        assert place.height() > 100


def test_that_a_hidden_run_keeps_its_row_and_loses_its_card(screen):
    show(screen, 3)
    runs = [compared(0), compared(1, is_shown=False), compared(2)]
    screen.set_runs(runs, [shown(runs[0]), shown(runs[2])], at(120), 120)
    assert list(screen.cards) == [0, 2]
    assert list(screen.runs.rows) == [0, 1, 2]
    assert "2 of 3 shown" in words(screen)


def test_that_a_deleted_run_goes_from_list_cards_and_chart(screen):
    show(screen, 3)
    show(screen, 2)
    settle()
    assert list(screen.runs.rows) == list(screen.cards) == [0, 1]
    assert {curve.name for curve in screen.chart.curves if curve.name} == {"1 Run 0", "2 Run 1"}


def test_that_names_of_curves_stand_at_the_edge_sixteen_apart(screen):
    show(screen, 6)
    labels = [text for text in painted_texts(screen.chart) if "Run" in text.text]
    assert len(labels) == 6
    assert len({text.x for text in labels}) == 1
    heights = sorted(text.y for text in labels)
    assert min(np.diff(heights)) >= 15.9
    assert labels[0].x > screen.chart.viewport.frame.right()


def test_that_the_cursor_of_all_runs_stands_on_the_chart_unless_each_has_a_place_of_its_own(screen):
    show(screen, 2, 120)
    assert screen.chart.held == 120.0
    assert {"Decision boundaries at epoch 120", "At epoch 120"} <= set(words(screen))
    runs = [compared(0), compared(1)]
    best = Alignment({0: 10, 1: 20}, "each at its best", "epochs", False)
    screen.set_runs(runs, [shown(run) for run in runs], best, None)
    assert screen.chart.held is None
    assert {"Decision boundaries, each at its best", "Each at its best"} <= set(words(screen))


def test_that_the_best_figures_stand_out_and_deltas_have_a_sign(screen):
    show(screen, 3)
    rows = {row.label: row for row in screen.figures.rows}
    assert rows["Test loss"].marked == (True, False, False)
    assert rows["Test acc., %"].cells == ("90.0", "80.0", "70.0")
    assert rows["To the first"].cells == ("0", "+0.100", "+0.200")
    assert rows["Parameters"].cells == ("101",) * 3


def test_that_what_differs_is_a_table_that_can_be_heard(screen):
    show(screen, 2)
    screen.set_differences(
        [Difference("Optimizer", ("SGD", "Adam"), (False, True))],
        "All else is the same.",
        "B is better.",
        "fair",
    )
    assert {"Optimizer", "SGD", "Adam", "All else is the same.", "B is better.", "fair"} <= set(words(screen))
    assert screen.differs.accessibleDescription() == "Optimizer: SGD, Adam"
    screen.set_differences([], "", "", "")
    assert not screen.differs.isVisible()
    assert not screen.verdict.isVisible()


def test_that_the_run_under_the_pointer_stands_out_and_the_others_step_back(screen):
    show(screen, 3)
    card = screen.cards[1]
    place = QPointF(5, 5)
    QApplication.sendEvent(card, QEnterEvent(place, place, QPointF(card.mapToGlobal(place))))
    named = {curve.name: curve.opacity for curve in screen.chart.curves if curve.name}
    assert named == {"1 Run 0": 0.25, "2 Run 1": 1.0, "3 Run 2": 0.25}
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert {curve.opacity for curve in screen.chart.curves if curve.name} == {1.0}


def test_that_the_line_under_the_pointer_stands_out(screen):
    show(screen, 3)
    chart = screen.chart
    curve = next(curve for curve in chart.curves if curve.name == "2 Run 1")
    x = float(chart._x(curve.x[100]))
    y = float(chart._y(chart._scale.places(curve.y[100:101])[0]))
    place, none = QPointF(x, y), Qt.MouseButton.NoButton
    moved = QMouseEvent(
        QEvent.Type.MouseMove, place, chart.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(chart, moved)
    named = {curve.name: curve.opacity for curve in chart.curves if curve.name}
    assert named == {"1 Run 0": 0.25, "2 Run 1": 1.0, "3 Run 2": 0.25}
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert {curve.opacity for curve in chart.curves if curve.name} == {1.0}


def test_that_a_picture_on_another_plane_says_so(screen):
    show(screen, 2)
    pixels, places = np.zeros((8, 8, 4), np.uint8), np.full((1, 2), 0.5)
    for key, is_own in ((0, False), (1, True)):
        screen.set_pictures({key: RunPicture(key, 120, pixels, places, np.array([1]), is_own)})
    assert OWN_AXES in screen.cards[1].texts
    assert OWN_AXES not in screen.cards[0].texts


def test_that_seeds_are_a_band_with_their_median(screen):
    epochs = np.array([1.0, 10.0, 300.0])
    show(screen, 2, bands=[SeedBand(2, Spread(epochs, epochs, 2 * epochs, 3 * epochs))])
    median = next(curve for curve in screen.chart.curves if "median" in curve.name)
    np.testing.assert_array_equal(median.y, 2 * epochs)
    assert median.is_dashed


@pytest.mark.parametrize(("index", "kind"), [(0, "csv"), (1, "png"), (2, "svg")])
def test_that_each_export_is_asked_for_by_its_kind(screen, qtbot, index, kind):
    show(screen, 2)
    with qtbot.waitSignal(screen.export_wanted) as wanted:
        qtbot.mouseClick(list(screen.exports.values())[index], LEFT)
    assert wanted.args == [kind]


def test_that_a_small_window_leaves_the_training_losses_out(screen):
    show(screen, 2)
    assert sum(not curve.name for curve in screen.chart.curves) == 2
    screen.resize(1180, 620)
    assert all(curve.name for curve in screen.chart.curves)


def test_that_a_card_made_later_has_the_theme_of_the_window(screen):
    screen.set_theme(DARK)
    show(screen, 2)
    assert screen.cards[1].theme is DARK

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QPushButton

from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.output.chart_options import ChartOptions
from tests.playground.views.painted import painted_lines, settle

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def options(owner: QPushButton) -> ChartOptions:
    options = ChartOptions(owner)
    options.open_below()
    return options


@pytest.fixture
def told(options: ChartOptions) -> list[tuple[str, object]]:
    """All that was told, in order."""
    told: list[tuple[str, object]] = []
    options.view_selected.connect(lambda view: told.append(("view", view)))
    options.smoothing_edited.connect(lambda share: told.append(("smoothing", share)))
    options.guesser_toggled.connect(lambda on: told.append(("guesser", on)))
    options.all_wanted.connect(lambda: told.append(("all", None)))
    return told


def test_that_a_click_changes_between_losses_and_scores(options, told, qtbot):
    for view in ("score", "score", "loss"):
        qtbot.mouseClick(options.view, LEFT, pos=options.view.segment_rect(view).center())
    assert told == [("view", "score"), ("view", "loss")]
    assert options.view.value() == "loss"


def test_that_arrows_change_between_losses_and_scores(options, told, qtbot):
    qtbot.keyClick(options.view, Qt.Key.Key_Right)
    qtbot.keyClick(options.view, Qt.Key.Key_Left)
    assert told == [("view", "score"), ("view", "loss")]


def test_that_smoothing_is_shown_in_percent_and_told_as_a_share(options, told, qtbot):
    seen = []
    qtbot.keyClick(options.smoothing.slider, Qt.Key.Key_Home)
    for _ in range(6):  # once more than there are steps above
        seen.append(next(line[1] for line in painted_lines(options) if line[0] == "Smoothing"))
        qtbot.keyClick(options.smoothing.slider, Qt.Key.Key_Right)
    assert seen == ["0 %", "0.5 %", "1 %", "2 %", "5 %", "10 %"]
    assert [name for name, _ in told] == ["smoothing"] * 6
    assert [100 * share for _, share in told] == pytest.approx([float(text[:-2]) for text in seen])


def test_that_smoothing_starts_at_one_percent_and_is_read_out(options, qtbot):
    slider = options.smoothing.slider
    assert (slider.accessibleName(), slider.accessibleDescription()) == ("Smoothing", "1 %")
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert slider.accessibleDescription() == "10 %"


def test_that_a_press_at_the_end_of_the_slider_smooths_most(options, told, qtbot):
    slider = options.smoothing.slider
    qtbot.mouseClick(slider, LEFT, pos=QPoint(slider.width() - 2, slider.height() // 2))
    assert told == [("smoothing", pytest.approx(0.1))]


def test_that_the_line_of_a_guesser_comes_and_goes_by_click_and_by_key(options, told, qtbot):
    assert not options.guesser.isChecked()
    qtbot.mouseClick(options.guesser, LEFT)
    qtbot.keyClick(options.guesser, Qt.Key.Key_Space)
    assert told == [("guesser", True), ("guesser", False)]


def test_that_a_guesser_without_a_known_loss_cannot_be_asked_for(options, told, qtbot):
    options.set_guesser_known(False)
    qtbot.mouseClick(options.guesser, LEFT)
    qtbot.keyClick(options.guesser, Qt.Key.Key_Space)
    assert told == []
    assert not options.guesser.isChecked()
    options.set_guesser_known(True)
    qtbot.mouseClick(options.guesser, LEFT)
    assert told == [("guesser", True)]


def test_that_a_wish_for_the_guesser_outlasts_data_that_have_none(options, told, qtbot):
    qtbot.mouseClick(options.guesser, LEFT)
    options.set_guesser_known(False)
    options.set_guesser_known(True)
    assert options.guesser.isChecked()
    assert told == [("guesser", True)]


def test_that_all_epochs_are_asked_for_by_click_and_by_key(options, told, qtbot):
    qtbot.mouseClick(options.all_button, LEFT)
    qtbot.keyClick(options.all_button, Qt.Key.Key_Space)
    assert told == [("all", None), ("all", None)]


def test_that_every_choice_leaves_the_card_open_and_escape_closes_it(options, told, qtbot):
    qtbot.mouseClick(options.view, LEFT, pos=options.view.segment_rect("score").center())
    qtbot.mouseClick(options.guesser, LEFT)
    qtbot.mouseClick(options.all_button, LEFT)
    assert options.isVisible()
    with qtbot.waitSignal(options.closed):
        qtbot.keyClick(options.guesser, Qt.Key.Key_Escape)
    assert not options.isVisible()


def test_that_what_was_chosen_is_still_there_when_the_card_opens_again(options, qtbot):
    qtbot.mouseClick(options.view, LEFT, pos=options.view.segment_rect("score").center())
    qtbot.keyClick(options.smoothing.slider, Qt.Key.Key_End)
    qtbot.mouseClick(options.guesser, LEFT)
    qtbot.keyClick(options, Qt.Key.Key_Escape)
    options.open_below()
    assert options.view.value() == "score"
    assert options.smoothing.value() == 10.0
    assert options.guesser.isChecked()


def test_that_a_click_beside_the_card_closes_it(options, qtbot):
    qtbot.mouseClick(options, LEFT, pos=QPoint(-40, -40))
    assert not options.isVisible()


def test_that_the_card_hangs_below_its_button(options, owner):
    card = options.geometry().adjusted(SHADOW_MARGIN, SHADOW_MARGIN, -SHADOW_MARGIN, -SHADOW_MARGIN)
    button = owner.geometry()
    assert button.bottom() < card.top() < button.bottom() + 20


def test_that_tab_goes_through_everything_there_is_to_choose(options, qtbot):
    options.view.setFocus()
    reached = []
    for _ in range(4):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(reached[-1], Qt.Key.Key_Tab)
    assert reached == [options.view, options.smoothing.slider, options.guesser, options.all_button]


def test_that_keys_change_the_view_as_soon_as_the_card_is_open(options, told, qtbot):
    settle()
    qtbot.keyClick(QApplication.focusWidget() or options, Qt.Key.Key_Right)
    assert told == [("view", "score")]

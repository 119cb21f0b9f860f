from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.graph.mistakes.mistakes import TWIN_MISTAKES, code_of
from playground.models.graph.mistakes.twin_run import TwinCourse, TwinReport
from playground.views.graph.mistakes.mistake_card import CODE_FROM, HEIGHT, MistakeCard
from tests.playground.actions import LEFT
from tests.playground.views.painted import painted_lines, painted_texts, settle

LONGEST = (
    "Without zero_grad() each update takes the sum of all gradients so far: in update 100 it is 18.5 times "
    "as long as the healthy one. That acts as a larger step, 50.5 times on average; at such a rate (0.505) "
    "the healthy code is at 0.22. It is ahead, 0.348 against 0.692, because this rate is small: a higher "
    "rate does the same without the mistake. “Near the limit” shows what it does there. Inner nodes need no "
    "zero_grad(): every forward pass makes them anew."
)


def report_of(
    right: tuple[float, ...] = (1.0, 0.8, 0.7),
    wrong: tuple[float, ...] = (1.0, 0.9, 0.95),
    larger: TwinCourse | None = None,
) -> TwinReport:
    count = len(right) - 1
    courses = [
        TwinCourse(0.1, losses, (0.0,) * count, gradients)
        for losses, gradients in ((right, (0.5, 0.4)[:count]), (wrong, (1.0, 0.8)[:count]))
    ]
    return TwinReport("backward_twice", "sgd", 60, courses[0], courses[1], larger)


@pytest.fixture
def card(qtbot):
    card = MistakeCard()
    qtbot.addWidget(card)
    card.resize(1000, 262)
    card.set_mistake(TWIN_MISTAKES["backward_twice"].title, *code_of("backward_twice"))
    card.show()
    return card


def test_that_right_and_wrong_numbers_stand_side_by_side(card):
    card.set_result(report_of(), "Why.")
    lines = painted_lines(card.table)
    assert lines[0] == ["Right", "Mistake"]
    assert lines[1] == ["Gradient of update 1", "0.5", "1"]
    assert card.progress.text == "Update 2 of 60, rate 0.1"
    inks = {text.text: text.ink for text in painted_texts(card.table)}
    assert inks["1"] != inks["0.5"]


def test_that_both_losses_are_named_at_their_ends(card):
    card.set_result(report_of(), "Why.")
    texts = {text.text: text for text in painted_texts(card.curve)}
    assert texts["Healthy"].y > texts["Mistake"].y  # the lower loss
    assert "0.7 healthy, 0.95 with the mistake" in card.curve.accessibleName()


def test_that_names_of_lines_that_end_together_do_not_overlap(card):
    card.set_result(report_of((1.0, 0.8), (1.0, 0.8)), "Why.")
    texts = {text.text: text for text in painted_texts(card.curve)}
    assert abs(texts["Healthy"].y - texts["Mistake"].y) >= 12


def test_that_losses_far_apart_share_a_logarithmic_axis(card):
    card.set_result(report_of((1.0, 0.1), (1.0, 1e6)), "Why.")
    ticks = [text.text for text in painted_texts(card.curve)]
    assert "1e6" in ticks
    assert "1e0" in ticks


def test_that_the_code_is_shown_where_there_is_room(card):
    assert card.code.isVisible()
    assert card.code.accessibleDescription() == "loss.backward()  # again"
    card.resize(CODE_FROM - 1, 262)
    assert not card.code.isVisible()


def test_that_a_refusal_is_a_sentence_and_nothing_else(card):
    card.set_refusal("Choose cross-entropy.")
    for widget in (card.table, card.curve, card.code, card.again, card.rate, card.optimizer_button):
        assert not widget.isVisible()
    assert card.words.text() == "Choose cross-entropy."
    card.set_mistake(TWIN_MISTAKES["backward_twice"].title, *code_of("backward_twice"))
    assert card.table.isVisible()


def test_that_it_is_closed_and_run_again_by_its_buttons(card, qtbot):
    with qtbot.waitSignal(card.closed):
        qtbot.mouseClick(card.close_button, LEFT)
    with qtbot.waitSignal(card.again_wanted):
        qtbot.mouseClick(card.again, LEFT)


def test_that_the_right_code_at_a_higher_rate_is_a_third_line(card):
    larger = TwinCourse(0.2, (1.0, 0.6, 0.5), (0.0, 0.0), (0.5, 0.4))
    card.set_result(report_of(larger=larger), "Why.")
    texts = {text.text for text in painted_texts(card.curve)}
    assert {"Healthy", "Mistake", "Rate 0.2"} <= texts
    assert card.curve.accessibleName().endswith("0.5 healthy at rate 0.2")


def test_that_rate_and_optimizer_are_chosen_where_they_are_offered(card, qtbot):
    assert not card.optimizer_button.isVisible()
    card.set_rates(offered=True)
    card.set_other_optimizer("SGD")
    assert card.optimizer_button.accessibleName() == "Show with SGD"
    with qtbot.waitSignal(card.optimizer_toggled):
        qtbot.mouseClick(card.optimizer_button, LEFT)
    chosen: list[str] = []
    card.rate_selected.connect(chosen.append)
    qtbot.keyClick(card.rate, Qt.Key.Key_Right)
    assert chosen == ["own"]
    card.set_rates(offered=False)
    assert not card.rate.isVisible()


@pytest.mark.parametrize("width", [644, 828])
def test_that_a_long_explanation_leaves_room_for_the_table(card, width):
    card.resize(width, HEIGHT)
    card.set_rates(offered=True)
    card.set_result(report_of(), LONGEST)
    settle()
    assert card.table.geometry().bottom() <= card.height()
    assert card.words.geometry().bottom() < card.table.geometry().top()
    assert card.words.height() >= card.words.heightForWidth(card.words.width())

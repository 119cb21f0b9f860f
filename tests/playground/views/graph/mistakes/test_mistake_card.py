from __future__ import annotations

import pytest

from playground.models.graph.mistakes.mistakes import TWIN_MISTAKES, code_of
from playground.views.graph.mistakes.mistake_card import CODE_FROM, MistakeCard
from tests.playground.actions import LEFT
from tests.playground.views.painted import painted_lines, painted_texts

ROWS = (("Gradient of update 1", "0.5", "1"), ("Loss after 2 updates", "0.7", "0.7"))
LOSSES = ((1.0, 0.8, 0.7), (1.0, 0.9, 0.95))


@pytest.fixture
def card(qtbot):
    card = MistakeCard()
    qtbot.addWidget(card)
    card.resize(1000, 262)
    card.set_mistake(TWIN_MISTAKES["backward_twice"].title, *code_of("backward_twice"))
    card.show()
    return card


def test_that_right_and_wrong_numbers_stand_side_by_side(card):
    card.set_result("Why.", ROWS, LOSSES, 2, 60)
    lines = painted_lines(card.table)
    assert lines[0] == ["Right", "Mistake"]
    assert lines[1] == ["Gradient of update 1", "0.5", "1"]
    assert card.progress.text() == "update 2 of 60"
    inks = {text.text: text.ink for text in painted_texts(card.table)}
    assert inks["1"] != inks["0.5"]


def test_that_both_losses_are_named_at_their_ends(card):
    card.set_result("Why.", ROWS, LOSSES, 2, 60)
    texts = {text.text: text for text in painted_texts(card.curve)}
    assert texts["Healthy"].y > texts["Mistake"].y  # the lower loss
    assert "0.7 healthy, 0.95 with the mistake" in card.curve.accessibleName()


def test_that_names_of_lines_that_end_together_do_not_overlap(card):
    card.set_result("Why.", ROWS, ((1.0, 0.8), (1.0, 0.8)), 1, 60)
    texts = {text.text: text for text in painted_texts(card.curve)}
    assert abs(texts["Healthy"].y - texts["Mistake"].y) >= 12


def test_that_losses_far_apart_share_a_logarithmic_axis(card):
    card.set_result("Why.", ROWS, ((1.0, 0.1), (1.0, 1e6)), 1, 60)
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
    for widget in (card.table, card.curve, card.code, card.again):
        assert not widget.isVisible()
    assert card.words.text() == "Choose cross-entropy."
    card.set_mistake(TWIN_MISTAKES["backward_twice"].title, *code_of("backward_twice"))
    assert card.table.isVisible()


def test_that_it_is_closed_and_run_again_by_its_buttons(card, qtbot):
    with qtbot.waitSignal(card.closed):
        qtbot.mouseClick(card.close_button, LEFT)
    with qtbot.waitSignal(card.again_wanted):
        qtbot.mouseClick(card.again, LEFT)

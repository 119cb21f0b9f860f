"""The list of what can be wrong."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.bugs.catalogue import BUGS
from playground.models.bugs.rounds import DIFFICULTIES, Round
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.bugs.guess_card import GuessCard
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton
ALL = [BUGS[key] for key in DIFFICULTIES["hard"].bugs]


@pytest.fixture
def card(qtbot):
    card = GuessCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.resize(748, 200)
    card.set_bugs(ALL)
    card.set_state("", (), "", can_name=False, is_ready=True)
    card.show()
    return card


def test_that_every_title_has_room(card):
    for difficulty in DIFFICULTIES.values():
        bugs = [BUGS[key] for key in difficulty.bugs]
        card.set_bugs(bugs)
        card.set_state("", (), "", can_name=False, is_ready=True)
        shown = {text.text for text in painted_texts(card)}
        assert {bug.title for bug in bugs} <= shown


def test_that_a_click_and_the_keyboard_choose(card, qtbot):
    row = card.rows["leaked"]
    for press in (lambda: qtbot.mouseClick(row, LEFT), lambda: qtbot.keyClick(row, Qt.Key.Key_Return)):
        with qtbot.waitSignal(card.chosen) as told:
            press()
        assert told.args == ["leaked"]
    card.set_state("leaked", (), "", can_name=True, is_ready=True)
    assert row.isChecked()
    with qtbot.waitSignal(card.name_wanted):
        qtbot.mouseClick(card.name_button, LEFT)


def test_that_what_was_wrongly_named_cannot_be_named_again(card):
    card.set_state("", ("frozen",), "", can_name=False, is_ready=True)
    row = card.rows["frozen"]
    assert not row.isEnabled()
    assert row.accessibleDescription() == "not this one"
    assert card.rows["leaked"].isEnabled()
    assert not card.name_button.isEnabled()


def test_that_the_end_shows_what_it_is(card):
    card.set_state("", ("frozen",), "leaked", can_name=False, is_ready=True)
    assert card.rows["leaked"].accessibleDescription() == "this is it"
    assert card.again_button.isVisible()
    assert not card.give_up_button.isVisible()
    assert not card.name_button.isVisible()
    assert not any(row.isEnabled() for row in card.rows.values())


def test_that_another_round_has_its_own_list(card):
    bugs = Round(1, DIFFICULTIES["easy"]).bugs
    card.set_bugs(bugs)
    assert [*card.rows] == [bug.key for bug in bugs]

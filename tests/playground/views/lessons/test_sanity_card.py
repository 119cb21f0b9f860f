"""The card of a sanity test in a lesson."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.sanity_card import HIGH, WHOLE, SanityCard


@pytest.fixture
def card(qtbot):
    card = SanityCard("Six layers", QWidget(), QWidget())
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.resize(360, WHOLE)
    card.show()
    return card


def test_that_the_verdict_comes_with_the_result(card):
    card.set_state("Running", has_passed=None)
    assert not card._verdict.isVisible()
    assert card.tag.isVisible()
    card.set_state("Failed", has_passed=False)
    assert card._verdict.isVisible()
    assert not card.tag.isVisible()


def test_that_a_low_card_has_a_word_in_place_of_the_verdict(card):
    card.set_state("Failed", has_passed=False)
    card.resize(360, HIGH - 1)
    assert not card._verdict.isVisible()
    assert card.tag.isVisible()
    assert card.tag.text == "Failed"


def test_that_a_card_in_between_asks_for_the_reason_only(card, qtbot):
    with qtbot.waitSignal(card.brief_wanted) as told:
        card.resize(360, WHOLE - 1)
    assert told.args == [True]
    with qtbot.waitSignal(card.brief_wanted) as told:
        card.resize(360, WHOLE)
    assert told.args == [False]


def test_that_cards_of_one_row_are_equally_high_whatever_they_say(card):
    assert not card.hasHeightForWidth()

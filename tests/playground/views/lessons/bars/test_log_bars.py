"""Bars on a logarithmic scale in a card."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from playground.models.lessons.bar_chart import Bar, BarChart, LogScale
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.run_card import RunCard, RunLook
from tests.playground.views.painted import painted_texts

SCALE = LogScale(-4, 0)


@pytest.fixture
def card(qtbot) -> RunCard:
    card = RunCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.set_run("Sigmoid", "bad")
    card.resize(360, 420)
    card.show()
    return card


def show(card: RunCard, *bars: Bar) -> list[str]:
    look = RunLook(
        np.zeros((4, 4, 4), np.uint8), np.empty((0, 2)), np.empty(0, int), 0.5, 0.9, 1.0,
        BarChart("Gradient norm by layer", bars, SCALE),
    )  # fmt: skip
    card.set_look(look)
    return [text.text for text in painted_texts(card)]


def length(card: RunCard) -> int:
    """Return how many pixels wide the bars are, all together."""
    image, ink = card.grab().toImage(), QColor(LIGHT.danger)
    return max(
        sum(image.pixelColor(x, y) == ink for x in range(60, image.width()))
        for y in range(60, image.height() - 60, 3)
    )


def test_that_each_bar_has_its_name_and_its_number(card):
    shown = show(card, Bar("Hidden 1", 0.00024), Bar("Output", 0.64))
    assert {"Gradient norm by layer", "Hidden 1", "0.00024", "Output", "0.64", "Train loss"} <= {*shown}
    assert "0.0001" in shown  # the axis
    assert "1" in shown


def test_that_lengths_are_logarithms(card):
    lengths = []
    for value in (0.01, 0.1, 1.0):
        show(card, Bar("Hidden 1", value))
        lengths.append(length(card))
    first, second, third = lengths
    assert second - first == pytest.approx(third - second, abs=3)
    assert third == pytest.approx(2 * first, abs=6)


def test_that_values_to_be_predicted_are_not_told(card):
    shown = show(card, Bar("Hidden 1", None), Bar("Output", None))
    assert shown.count("?") == 2
    assert length(card) == 0
    assert "Hidden 1 ?" in card.accessibleDescription()


def test_that_dead_neurons_are_told_in_words_and_crosses(card):
    shown = show(card, Bar("Hidden 1", 0.0, (True, False, True)), Bar("Output", 0.5))
    assert "2 of 3 dead" in shown
    assert "0" in shown
    assert "2 of 3 dead" in card.accessibleDescription()


def test_that_a_number_beyond_the_range_is_a_dash(card):
    assert "–" in show(card, Bar("Hidden 1", float("nan")))

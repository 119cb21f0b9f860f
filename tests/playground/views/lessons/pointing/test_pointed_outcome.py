"""What was pointed at over what came out."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor

from playground.models.lessons.bar_chart import Bar, BarChart, LogScale
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.outcome_card import OutcomeCard
from playground.views.lessons.pointing.samples_pad import Samples
from tests.playground.views.painted import painted_texts

CHART = BarChart("", (Bar("Hidden 1", 0.001), Bar("Output", 0.4)), LogScale(-3, 0))


@pytest.fixture
def card(qtbot) -> OutcomeCard:
    card = OutcomeCard()
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    card.resize(760, 300)
    card.show()
    return card


def texts(card: OutcomeCard) -> list[str]:
    return [text.text for text in painted_texts(card.pointed)]


def accent_pixels(card: OutcomeCard) -> int:
    image = card.pointed.grab().toImage()
    accent = QColor(LIGHT.accent)
    columns = range(0, image.width(), 2)
    return sum(image.pixelColor(x, y) == accent for x in columns for y in range(image.height()))


def test_that_guess_and_outcome_are_marked_in_words_and_the_guess_is_ringed(card):
    card.set_bars("Gradient norm", CHART, ("1", "output"), "output", {"1": "Lowest"})
    assert card.pointed.isVisible()
    assert not card.chart.isVisible()
    shown = texts(card)
    assert {"Hidden 1", "Output", "0.001", "0.4", "Lowest", "Your guess"} <= {*shown}
    assert accent_pixels(card) > 200
    assert card.pointed.accessibleDescription() == (
        "Lowest: Hidden 1. Your guess: Output. : Hidden 1 0.001, Output 0.4"
    )


def test_that_a_right_guess_says_so_at_its_bar(card):
    card.set_bars("Gradient norm", CHART, ("1", "output"), "1", {"1": "Lowest"})
    assert "Lowest, as you guessed" in texts(card)


def test_that_without_a_guess_nothing_is_ringed(card):
    card.set_bars("Gradient norm", CHART, ("1", "output"), None, {"1": "Lowest"})
    assert accent_pixels(card) == 0


def test_that_samples_are_marked_where_they_are(card):
    places = np.array([[0.5, 0.5], [0.2, 0.2]])
    samples = Samples(np.full((8, 8, 4), 255, np.uint8), places, np.array([0, 1]))
    card.set_samples("Loss of each point", samples, "2", {"1": "Highest"}, {"1": 2.5, "2": 0.25})
    assert {"Highest: Point 1, loss 2.5", "Your guess: Point 2, loss 0.25"} <= {*texts(card)}
    assert accent_pixels(card) > 20
    card.set_outcome("Loss", [], None, "", 10)
    assert card.chart.isVisible()
    assert not card.pointed.isVisible()

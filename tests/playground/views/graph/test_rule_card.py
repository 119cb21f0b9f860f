from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from playground.style.theme import DARK, LIGHT, Theme
from playground.views.graph.rule_card import HEIGHT, PLAIN_HEIGHT, RuleCard
from tests.playground.views.painted import painted_texts

NAMES = ("∂L/∂w₁", "+=", "∂L/∂m₁", "×", "∂m₁/∂w₁")
NUMBERS = ("−0.12", "=", "−0.24", "×", "0.5")
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def card(qtbot):
    card = RuleCard()
    qtbot.addWidget(card)
    card.resize(300, HEIGHT)
    card.set_rule(NAMES, NUMBERS)
    card.show()
    return card


def strokes(card: RuleCard) -> list[tuple[int, int]]:
    """Return first and last x of the horizontal lines in the middle of the names."""
    picture, ground = card.grab().toImage(), QColor(LIGHT.surface)
    middle = round(8 + (card.height() - 34 - 10) / 2)
    inked = [
        x
        for x in range(4, picture.width() - 4)
        if any(
            abs(picture.pixelColor(x, y).lightness() - ground.lightness()) > 60 for y in (middle - 1, middle)
        )
    ]
    found: list[list[int]] = []
    for x in inked:
        if found and x - found[-1][1] <= 2:
            found[-1][1] = x
        else:
            found.append([x, x])
    return [(first, last) for first, last in found if last - first >= 18]


def test_that_every_fraction_has_its_stroke_between_its_two_lines(card):
    found = strokes(card)
    assert len(found) == 3
    texts = painted_texts(card)
    for name in ("∂w₁", "∂m₁"):
        (first, last) = next(
            (first, last)
            for text in texts
            if text.text == name
            for first, last in found
            if first <= text.x <= last
        )
        assert last - first < card.width() / 3
    tops = {text.y for text in texts if text.text == "∂L"}
    assert len(tops) == 1


def test_that_each_number_stands_below_its_term(card):
    texts = painted_texts(card)
    columns = {text.text: text.x for text in texts if text.text in ("∂L", "−0.24", "0.5")}
    below = {text.text: text.y for text in texts}
    assert below["−0.12"] == below["−0.24"] == below["0.5"] > below["∂w₁"]
    assert columns["−0.24"] < columns["0.5"]


@THEMES
def test_that_numbers_have_the_colour_of_their_sign_and_signs_are_quiet(card, theme: Theme):
    card.set_theme(theme)
    inks = {text.text: text.ink for text in painted_texts(card)}
    assert inks["−0.24"] == theme.negative_text.lower()
    assert inks["0.5"] == theme.positive_text.lower()
    assert inks["×"] == inks["="] == inks["+="] == theme.ink3.lower()
    assert inks["∂L"] == theme.ink.lower()


def test_that_zero_has_no_sign(card):
    card.set_rule(NAMES, ("0", "=", "−0.24", "×", "0"))
    assert {text.ink for text in painted_texts(card) if text.text == "0"} == {LIGHT.ink.lower()}


def test_that_it_is_lower_without_fractions(card):
    assert card.height() == HEIGHT
    card.set_rule(("y", "=", "a + b"), ("3", "=", "1 + 2"))
    assert card.height() == PLAIN_HEIGHT < HEIGHT
    assert strokes(card) == []
    card.set_rule(NAMES, NUMBERS)
    assert card.height() == HEIGHT


def test_that_it_is_read_out_and_told_in_full(card):
    assert card.accessibleName() == "∂L/∂w₁ += ∂L/∂m₁ × ∂m₁/∂w₁; −0.12 = −0.24 × 0.5"
    assert card.toolTip().splitlines() == ["∂L/∂w₁ += ∂L/∂m₁ × ∂m₁/∂w₁", "−0.12 = −0.24 × 0.5"]


def test_that_what_does_not_fit_is_shortened_and_stands_in_the_tooltip(card):
    long = " + ".join(f"w{index} × x{index}" for index in range(9))
    card.set_rule(("s", "=", long), ("3", "=", "1 + 2"))
    shown = next(text.text for text in painted_texts(card) if text.text.startswith("w0"))
    assert shown.endswith("…")
    assert long in card.toolTip()


def test_that_nothing_but_the_frame_is_drawn_without_a_rule(card):
    card.set_rule((), ())
    assert painted_texts(card) == []
    picture = card.grab(QRect(3, 3, card.width() - 6, card.height() - 6)).toImage()
    assert {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())} == {
        QColor(LIGHT.surface).rgb()
    }

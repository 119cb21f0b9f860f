from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.models.run.slow_motion import PHASES, Phase, PhaseName
from playground.style.theme import DARK, LIGHT, Theme
from playground.views.network.phase_bar import PhaseBar
from tests.playground.views.painted import painted_lines, painted_texts

WORDS = ["1 Forward", "2 Loss", "3 Backward", "4 Update"]
SENTENCE = "Batch 3 of 14: 16 points go in."


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[PhaseBar]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(640, 120)
    bar = PhaseBar(parent)
    bar.resize(620, bar.height())
    parent.show()
    yield bar
    parent.hide()


def filled(bar: PhaseBar, theme: Theme = LIGHT) -> list[str]:
    """The words that stand on the accent, by looking just above their baselines at their left."""
    picture = bar.grab().toImage()
    return [
        text.text
        for text in painted_texts(bar)
        if text.text in WORDS
        and picture.pixelColor(round(text.x) - 3, round(text.y) - 4) == QColor(theme.accent)
    ]


def test_that_the_bar_is_hidden_until_a_step_is_slow(bar):
    assert not bar.isVisible()
    assert bar.text == ""
    bar.set_phase(Phase("forward", 0.0, SENTENCE))
    assert bar.isVisible()
    assert bar.text == SENTENCE


@pytest.mark.parametrize("name", PHASES)
def test_that_all_four_phases_are_named_in_order_above_the_sentence(bar, name: PhaseName):
    bar.set_phase(Phase(name, 0.5, SENTENCE))
    assert painted_lines(bar) == [WORDS, [SENTENCE]]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize(("name", "word"), list(zip(PHASES, WORDS, strict=True)))
def test_that_only_the_present_phase_is_filled(bar, name: PhaseName, word, theme):
    bar.set_theme(theme)
    bar.set_phase(Phase(name, 0.5, SENTENCE))
    assert filled(bar, theme) == [word]
    inks = {text.text: text.ink for text in painted_texts(bar)}
    assert inks.pop(SENTENCE) == theme.ink.lower()
    assert inks.pop(word) == theme.on_accent.lower()
    assert set(inks.values()) == {theme.ink2.lower()}


def test_that_one_phase_follows_the_other(bar):
    for name, word in zip(PHASES, WORDS, strict=True):
        bar.set_phase(Phase(name, 0.2, f"About {name}."))
        assert filled(bar) == [word]
        assert bar.text == f"About {name}."
        assert bar.accessibleName() == f"{word}: About {name}."


def test_that_another_sentence_of_the_same_phase_is_shown(bar):
    bar.set_phase(Phase("loss", 0.2, "The loss is 3."))
    bar.set_phase(Phase("loss", 0.4, "The loss is 2."))
    assert painted_lines(bar)[1] == ["The loss is 2."]


def test_that_the_bar_goes_with_the_last_slow_step_and_comes_back(bar):
    bar.set_phase(Phase("update", 1.0, SENTENCE))
    bar.set_phase(None)
    assert not bar.isVisible()
    assert bar.text == ""
    bar.set_phase(Phase("update", 1.0, SENTENCE))
    assert bar.isVisible()
    assert painted_lines(bar)[1] == [SENTENCE]


def test_that_a_long_sentence_is_shortened_and_read_out_in_full(bar):
    long = "Gradient norm 0.3; from back to front: " + ", ".join(f"hidden {n} 0.123" for n in range(7, 0, -1))
    bar.set_phase(Phase("backward", 0.5, long))
    lines = [line[0] for line in painted_lines(bar)[1:]]
    assert len(lines) == 2
    assert " ".join(" ".join(lines).split()) == long
    bar.resize(360, bar.height())
    lines = [line[0] for line in painted_lines(bar)[1:]]
    assert len(lines) == 2
    shown = " ".join(" ".join(lines).split())
    assert shown.endswith(" …")
    assert long.startswith(shown.removesuffix(" …"))
    assert long in bar.accessibleName()


def test_that_a_click_asks_for_the_next_phase(qtbot, bar):
    bar.set_phase(Phase("loss", 0.5, SENTENCE))
    with qtbot.waitSignal(bar.next_pressed):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton)
    assert "Shift+S" in bar.toolTip()


def test_that_the_words_stand_still_from_phase_to_phase(bar):
    places = []
    for name in PHASES:
        bar.set_phase(Phase(name, 0.5, SENTENCE))
        places.append([text.x for text in painted_texts(bar) if text.text in WORDS][1:])
    assert all(abs(x - first) <= 1.0 for place in places for x, first in zip(place, places[0], strict=True))

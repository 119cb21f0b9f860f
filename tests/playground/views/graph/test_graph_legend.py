from __future__ import annotations

import pytest
from PySide6.QtCore import QRect

from playground.style.theme import DARK, LIGHT, Theme, font
from playground.views.graph.graph_legend import GraphLegend
from playground.views.kit.drawing import text_width
from tests.playground.views.graph.graphs import pixels_of
from tests.playground.views.painted import painted_lines, painted_texts

WORDS = ["This step", "Done", "Not reached yet", "Cards: name, value, gradient"]
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


@pytest.fixture
def legend(qtbot):
    legend = GraphLegend()
    qtbot.addWidget(legend)
    legend.resize(828, legend.height())
    legend.show()
    return legend


@pytest.mark.parametrize("width", [644, 828])
def test_that_all_words_stand_in_one_line_and_are_whole(legend, width):
    legend.resize(width, legend.height())
    assert painted_lines(legend) == [WORDS]


@THEMES
def test_that_each_line_has_the_colour_it_has_in_the_graph(legend, theme: Theme):
    legend.set_theme(theme)
    picture = legend.grab().toImage()
    starts = {text.text: round(text.x) for text in painted_texts(legend)}
    for word, ink in (
        ("This step", theme.accent), ("Done", theme.train_curve), ("Not reached yet", theme.ctl),
    ):  # fmt: skip
        before = QRect(starts[word] - 38, 0, 36, legend.height())
        assert pixels_of(picture, ink, before) >= 20


@THEMES
def test_that_words_and_ground_follow_the_theme(legend, theme: Theme):
    legend.set_theme(theme)
    inks = [text.ink for text in painted_texts(legend)]
    assert inks == [theme.ink2.lower()] * 3 + [theme.ink3.lower()]
    assert legend.grab().toImage().pixelColor(2, 2).name().upper() == theme.bg


def test_that_it_says_what_it_is(legend):
    assert legend.accessibleName() == "Legend"


@THEMES
def test_that_the_links_of_a_network_are_explained_by_their_signs(legend, theme: Theme):
    legend.set_theme(theme)
    legend.set_links("gradient", "Width: how much passes through")
    assert painted_lines(legend) == [
        [
            "This step",
            "Negative gradient",
            "Positive gradient",
            "Not reached yet",
            "Width: how much passes through",
        ]
    ]
    picture = legend.grab().toImage()
    starts = {text.text: round(text.x) for text in painted_texts(legend)}
    for word, ink in (("Negative gradient", theme.negative), ("Positive gradient", theme.positive)):
        assert pixels_of(picture, ink, QRect(starts[word] - 38, 0, 36, legend.height())) >= 20
    legend.set_links("", "")
    assert painted_lines(legend) == [WORDS]


def test_that_the_links_are_explained_in_whole_words_where_there_is_little_room(legend):
    legend.set_links("gradient", "Width: how much passes through")
    legend.resize(488, legend.height())
    last = painted_texts(legend)[-1]
    assert painted_lines(legend) == [
        ["This step", "Negative gradient", "Positive gradient", "Not reached yet"]
    ]
    assert last.x + text_width(last.text, font("caption")) <= legend.width()

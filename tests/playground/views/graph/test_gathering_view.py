from __future__ import annotations

import pytest

from playground.models.graph.gathering import Gathering, Share
from playground.style.theme import DARK, LIGHT, Theme
from playground.views.graph.gathering_view import MOST_ROWS, GatheringView
from tests.playground.views.graph.graphs import pixels_of
from tests.playground.views.painted import painted_lines

FOUND = Gathering("h₁,₂", (Share("h₂,₂", -0.02), Share("h₂,₁", 0.05, is_now=True), Share("h₂,₃", None)), 0.03)


@pytest.fixture
def view(qtbot):
    view = GatheringView()
    qtbot.addWidget(view)
    view.setFixedWidth(300)
    view.show()
    view.set_gathering(FOUND)
    return view


def test_that_every_share_has_a_row_and_the_sum_is_below(view):
    assert painted_lines(view) == [
        ["Gathered by h₁,₂", "2 of 3 so far"], ["h₂,₂", "−0.02"], ["h₂,₁", "0.05"], ["h₂,₃", "to come"],
        ["Sum", "0.03"],
    ]  # fmt: skip


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_bars_are_as_long_as_the_shares_and_have_the_colour_of_their_sign(view, theme: Theme):
    view.set_theme(theme)
    picture = view.grab().toImage()
    negative, positive = (pixels_of(picture, ink) for ink in (theme.negative, theme.positive))
    assert negative / positive == pytest.approx(0.4, abs=0.05)


def test_that_of_very_many_shares_those_around_this_step_are_shown(view):
    many = tuple(Share(f"n{n}", float(n), is_now=n == 30) for n in range(40))
    view.set_gathering(Gathering("x", many, 1.0))
    names = [line[0] for line in painted_lines(view)][1:-2]
    assert len(names) == MOST_ROWS
    assert "n30" in names
    assert painted_lines(view)[-2] == ["and 30 more"]


def test_that_nothing_is_shown_without_shares(view):
    view.set_gathering(None)
    assert not view.isVisible()

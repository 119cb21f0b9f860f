from __future__ import annotations

import math

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT
from playground.views.diagnosis.overfit_curve import OverfitCurve
from tests.playground.views.painted import painted_texts


@pytest.fixture
def curve(qtbot: QtBot) -> OverfitCurve:
    curve = OverfitCurve(has_classes=True)
    qtbot.addWidget(curve)
    curve.resize(480, 190)
    return curve


def texts(curve: OverfitCurve) -> list[str]:
    return [text.text for text in painted_texts(curve)]


def lowest_of(curve: OverfitCurve, ink: str) -> int:
    """The lowest row that holds a colour."""
    picture, wanted = curve.grab().toImage(), QColor(ink)
    columns = range(picture.width())
    rows = [y for y in range(picture.height()) if any(picture.pixelColor(x, y) == wanted for x in columns)]
    return max(rows, default=-1)


def test_that_an_empty_curve_shows_its_goals(curve):
    assert {"100 %", "10 %", "1 %", "Goal", "Goal when all points are right"} <= set(texts(curve))
    assert lowest_of(curve, LIGHT.test_curve) == -1


def test_that_numbers_have_one_goal_only(qtbot):
    curve = OverfitCurve(has_classes=False)
    qtbot.addWidget(curve)
    assert [text for text in texts(curve) if text.startswith("Goal")] == ["Goal"]


def test_that_a_lower_loss_is_drawn_lower(curve):
    curve.add_point(0, 2.0)
    curve.add_point(40, 1.0)
    before = lowest_of(curve, LIGHT.test_curve)
    curve.add_point(80, 0.02)
    assert lowest_of(curve, LIGHT.test_curve) > before > 0
    assert {"0", "80", "updates"} <= set(texts(curve))
    assert curve.accessibleDescription() == "Loss 0.02 after 80 updates"


def test_that_all_losses_take_the_place_of_the_first_points(curve):
    curve.add_point(0, 1.0)
    curve.set_losses([1.0, 0.5, 0.25])
    assert curve.points == ((0, 1.0), (1, 0.5), (2, 0.25))


@pytest.mark.parametrize("losses", [[], [0.0], [1.0], [1.0, 1e300], [1.0, 0.0], [1e-300, 1e300], [math.nan]])
def test_that_any_losses_can_be_drawn(curve, losses):
    curve.set_losses(losses)
    assert len([text for text in texts(curve) if text.endswith(" %")]) <= 6


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_it_takes_the_colours_of_the_theme(curve, theme):
    curve.set_theme(theme)
    curve.set_losses([1.0, 0.1])
    assert lowest_of(curve, theme.test_curve) > 0


def test_that_the_widest_numbers_fit_beside_the_axis(curve):
    curve.set_losses([1e-300, 1e300, 0.0])
    assert not [text for text in texts(curve) if "…" in text]
    assert "10,000 %" in texts(curve)

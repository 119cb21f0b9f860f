from __future__ import annotations

from playground.style.theme import DARK, LIGHT
from playground.views.kit import MetricCard


def test_that_a_value_is_shown_and_read_out(stage) -> None:
    card = MetricCard("Train loss", value="0.0103")
    stage(card)
    before = card.grab().toImage()
    card.set_value("0.0104")
    assert card.grab().toImage() != before
    assert (card.accessibleName(), card.accessible_value()) == ("Train loss", "0.0104")


def test_that_the_dash_has_the_colour_of_its_curve(stage) -> None:
    card = MetricCard("Test loss", dash=lambda theme: theme.test_curve)
    stage(card)
    for theme in (LIGHT, DARK):
        card.set_theme(theme)
        assert card.grab().toImage().pixelColor(18, 16).name().upper() == theme.test_curve

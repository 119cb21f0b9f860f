from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.views.kit.chart.scale import Scale

LOG = Scale(is_logarithmic=True)


def texts(scale: Scale, low: float, high: float, most: int = 6) -> list[str]:
    return [text for _, text in scale.ticks(low, high, most)]


def test_that_two_powers_of_ten_are_marked_at_one_and_three():
    assert texts(LOG, math.log10(0.008), math.log10(0.5)) == ["0.01", "0.03", "0.1", "0.3"]


def test_that_one_power_of_ten_is_marked_at_one_two_and_five():
    assert texts(LOG, math.log10(0.09), math.log10(1.1)) == ["0.1", "0.2", "0.5", "1"]


def test_that_a_stretch_between_two_marks_is_marked_evenly():
    assert texts(LOG, math.log10(0.301), math.log10(0.349)) == ["0.31", "0.32", "0.33", "0.34"]


def test_that_many_powers_of_ten_are_written_in_one_style():
    assert texts(LOG, -9.5, 0.5) == ["1e−8", "1e−6", "1e−4", "1e−2", "1e0"]


def test_that_a_low_axis_has_as_many_marks_as_fit():
    assert texts(LOG, -4.2, -0.5, 2) == ["0.0001", "0.01"]
    assert texts(LOG, -3.9, -0.5, 2) == ["0.001", "0.1"]


def test_that_losses_of_nothing_have_a_place():
    assert LOG.places([0.0, 1.0]).tolist() == [-16.0, 0.0]


def test_that_even_numbers_have_round_steps_and_true_minus_signs():
    assert texts(Scale(), -1.05, 1.05, 5) == ["−1", "−0.5", "0", "0.5", "1"]
    assert texts(Scale(), 0.0, 2_600.0, 6) == ["0", "500", "1,000", "1,500", "2,000", "2,500"]


def test_that_whole_numbers_have_nothing_between():
    assert texts(Scale(is_whole=True), 0.0, 2.0, 9) == ["0", "1", "2"]


def test_that_no_share_is_above_all():
    assert texts(Scale(is_share=True, largest=1.0), 0.79, 1.06, 6) == [
        "80 %",
        "85 %",
        "90 %",
        "95 %",
        "100 %",
    ]


def test_that_shares_of_a_loss_may_be_above_all():
    shares = texts(Scale(is_logarithmic=True, is_share=True), -2.2, 2.2)
    assert shares == ["1 %", "10 %", "100 %", "1,000 %", "10,000 %"]


@given(
    st.floats(-6, 6), st.floats(1e-3, 12), st.integers(2, 12), st.booleans(),
)  # fmt: skip
def test_that_ticks_are_few_in_range_in_order_and_say_where_they_are(low, span, most, is_logarithmic):
    scale = Scale(is_logarithmic=is_logarithmic)
    ticks = scale.ticks(low, low + span, most)
    places = [place for place, _ in ticks]
    assert len(ticks) <= most
    assert places == sorted(places)
    assert all(low - 1e-9 * span <= place <= low + span * (1 + 1e-9) for place in places)
    labels = [text for _, text in ticks]
    assert len(set(labels)) == len(labels)
    for place, text in ticks:
        value = float(text.replace(",", "").replace("−", "-"))
        assert scale.places([value])[0] == pytest.approx(place, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.0), (math.nan, 1.0), (0.0, math.inf), (2.0, 1.0)])
def test_that_no_range_has_no_ticks(low, high):
    assert Scale().ticks(low, high, 5) == []


def test_that_numbers_are_read_off_with_their_unit():
    assert Scale().say(0.123456) == "0.1235"
    assert Scale(is_share=True).say(0.9049) == "90.5 %"
    assert Scale().say(np.nan) == "–"

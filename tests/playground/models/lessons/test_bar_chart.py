"""Bars on a logarithmic scale."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.lessons.bar_chart import Bar, BarChart, LogScale, layer_titles, neuron_titles

NORMS = st.floats(1e-11, 1e9)


@settings(max_examples=40)
@given(st.lists(NORMS, min_size=1, max_size=8))
def test_that_all_values_lie_on_the_scale_in_their_order(values):
    scale = LogScale.over(values)
    shares = [scale.share(value) for value in sorted(values)]
    assert shares == sorted(shares)
    assert all(0.0 <= share <= 1.0 for share in shares)
    assert 10.0**scale.low <= min(values) * 1.001
    assert max(values) <= 10.0**scale.high * 1.001
    assert scale.high - scale.low >= 2


def test_that_ten_times_as_much_is_one_decade_more():
    scale = LogScale(-4, 0)
    assert [scale.share(10.0**decade) for decade in range(-4, 1)] == pytest.approx(
        [0.0, 0.25, 0.5, 0.75, 1.0]
    )
    assert scale.share(0.0) == scale.share(math.nan) == 0.0
    assert scale.share(math.inf) == 1.0


def test_that_a_scale_only_grows():
    before = LogScale(-3, 0)
    assert LogScale.over([0.1], before) == before
    assert LogScale.over([1e-5, 20.0], before) == LogScale(-5, 2)
    assert LogScale.over([None, 0.0, math.nan, math.inf], before) == before
    assert LogScale.over([]).high == 0


def test_that_ticks_are_even_and_fit():
    assert LogScale(-4, 0).ticks(5) == [-4, -3, -2, -1, 0]
    assert LogScale(-4, 0).ticks(3) == [-4, -2, 0]
    assert LogScale(-9, 0).ticks(1) == [-9, 0]


def test_that_layers_and_neurons_are_called_as_in_train():
    assert layer_titles(3) == ("Hidden 1", "Hidden 2", "Output")
    assert neuron_titles((2,)) == ("Neuron 1", "Neuron 2")
    assert neuron_titles((1, 2)) == ("Hidden 1, 1", "Hidden 2, 1", "Hidden 2, 2")


def test_that_a_chart_is_told_in_words():
    chart = BarChart("Norm", (Bar("Hidden 1", 0.00024, (True, False)), Bar("Output", None)), LogScale(-4, 0))
    assert chart.words == "Norm: Hidden 1 0.00024 (1 of 2 dead), Output ?"

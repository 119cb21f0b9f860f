"""Readings: how far apart two of them are."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.bugs.finding import Finding, Reading, Unit

NUMBERS = st.floats(0.0, 1e12)


@settings(max_examples=30)
@given(NUMBERS, NUMBERS, st.sampled_from(["loss", "number", "share", "count"]))
def test_that_the_gap_of_two_readings_is_the_same_both_ways(first: float, second: float, unit: Unit):
    one, other = Reading("it", first, unit), Reading("it", second, unit)
    assert one.gap(other) == pytest.approx(other.gap(one))
    assert one.gap(one) == 0.0


@pytest.mark.parametrize(
    ("unit", "first", "second"),
    [
        ("loss", 0.3, 0.64),
        ("number", 1e-3, 2.1e-3),
        ("share", 0.5, 0.61),
        ("count", 100, 126),
        ("truth", 0, 1),
    ],
)
def test_that_a_gap_from_1_on_is_what_one_sees(unit: Unit, first: float, second: float):
    assert 1.0 < Reading("it", first, unit).gap(Reading("it", second, unit)) < 2.5


@pytest.mark.parametrize("unit", ["loss", "number"])
def test_that_numbers_next_to_0_are_alike(unit: Unit):
    assert Reading("it", 0.0, unit).gap(Reading("it", 1e-9, unit)) < 0.1


def test_that_an_unknown_number_is_far_from_a_known_one_only():
    known, unknown = Reading("it", 1.0), Reading("it", math.nan)
    assert known.gap(unknown) == unknown.gap(known) >= 1.0
    assert unknown.gap(unknown) == 0.0
    assert unknown.text == "–"


def test_that_the_widest_gap_is_among_readings_of_one_name():
    one = Finding("x", (Reading("a", 1.0), Reading("b", 1.0), Reading("c", 1.0)))
    other = Finding("x", (Reading("b", 1.1), Reading("a", 64.0), Reading("d", 1e9)))
    first, second, gap = one.widest(other)
    assert (first.name, second.value) == ("a", 64.0)
    assert gap == pytest.approx(6.0, abs=1e-3)

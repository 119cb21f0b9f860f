from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import SGD, Adam, Momentum
from playground.models.graph.update.update_table import UpdateTable, update_table
from playground.models.graph.update.update_words import (
    MOST_LETTERS,
    figure_text,
    say_change,
    say_problem,
    say_settings,
    say_update,
)
from tests.playground.models.graph.update.test_update_table import report, table


def test_that_all_formulas_of_a_parameter_are_said_in_order() -> None:
    made = table([0.5], [0.2], Adam(0.01), number=1)
    assert say_update(made, 0) == (
        "m ← 0.9 × 0 + 0.1 × 0.2 = 0.02; v ← 0.999 × 0 + 0.001 × 0.2² = 4e−5; m̂ = 0.02 ÷ 0.1 = 0.2; "
        "v̂ = 4e−5 ÷ 0.001 = 0.04; p0 ← 0.5 − 0.01 × 0.2 ÷ 0.2 = 0.49."
    )


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (table([0.5], [0.12], SGD(0.01)), "p0 falls by 0.0012 to 0.4988."),
        (table([-0.5], [-0.12], SGD(0.01)), "p0 rises by 0.0012 to −0.4988."),
        (table([0.5], [0.0], SGD(0.01)), "p0 stays at 0.5."),
        (
            table([-0.5], [9.0], SGD(0.01), frozen=(0,)),
            "p0 is frozen: it keeps −0.5.",
        ),
    ],
)
def test_that_the_change_is_said(made: UpdateTable, text: str) -> None:
    assert say_change(made, 0) == text


def test_that_a_frozen_parameter_is_said_to_be_frozen_in_place_of_a_formula() -> None:
    made = table([0.5], [9.0], SGD(0.01), frozen=(0,))
    assert say_update(made, 0) == say_change(made, 0)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (table([1.0], [1.0], SGD(0.01)), "Update 1 by SGD, rate 0.01"),
        (table([1.0], [1.0], Momentum(0.5), number=1234), "Update 1,234 by Momentum, rate 0.5"),
        (
            table([1.0, 1.0], [3.0, 4.0], SGD(0.01), clip=0.5),
            "Update 1 by SGD, rate 0.01, gradient clipped from 5 to 0.5",
        ),
    ],
)
def test_that_the_settings_are_said(made: UpdateTable, text: str) -> None:
    assert say_settings(made) == text


def test_that_gradients_that_were_not_cleared_are_said_to_be_in_the_update() -> None:
    made = table([1.0], [1.0], SGD(0.01))
    uncleared = replace(made, report=replace(made.report, left_gradients=np.array([0.5])))
    assert say_settings(uncleared).startswith("Update 1 by SGD, rate 0.01, gradients not cleared")


def test_that_an_update_out_of_range_is_said_to_be_none() -> None:
    assert say_problem(table([1.0], [1.0], SGD(0.01))) == ""
    broken = update_table(["w", "b"], report([1.0, 1.0], SGD(0.01)), table([1, 1], [1, math.nan]).raw)
    assert say_problem(broken) == "b leaves the range of numbers: this update would not be made."


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"), (-0.0, "0"), (0.5, "0.5000"), (-0.12345678, "−0.1235"), (0.001, "0.0010"),
        (99.5, "99.5000"), (0.00099, "0.00099"), (-123.4, "−123.4"), (1e-12, "1e−12"), (math.inf, "∞"),
        (-0.0002865, "−2.87e−4"), (-1.2345e-50, "−1.2e−50"), (0.0001234, "1.234e−4"),
    ],
)  # fmt: skip
def test_that_numbers_of_a_column_have_four_decimals_or_a_power(value: float, text: str) -> None:
    assert figure_text(value) == text


@given(st.floats(-1e300, 1e300))
def test_that_numbers_of_a_column_keep_their_sign_and_size(value: float) -> None:
    text = figure_text(value).replace("−", "-").replace(",", "")
    assert float(text) == pytest.approx(value, rel=0.051, abs=0.0)
    assert len(text) <= len("-1.234e-308")


@given(st.floats(-1e6, 1e6).filter(lambda value: value == 0.0 or abs(value) > 1e-90))
def test_that_no_number_of_a_column_is_longer_than_the_column(value: float) -> None:
    assert len(figure_text(value)) <= MOST_LETTERS

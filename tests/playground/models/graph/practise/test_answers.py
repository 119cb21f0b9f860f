from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.graph.practise.answers import read_answer
from playground.style.words import number_text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", 2.0), ("−0.5", -0.5), ("0,25", 0.25), ("2*0.5 + 1", 2.0), ("-(3)^2", -9.0), ("1/4", 0.25),
        (" 1e-3 ", 0.001),
    ],
)  # fmt: skip
def test_that_numbers_and_products_of_numbers_are_read(text: str, value: float) -> None:
    assert read_answer(text).value == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "a", "2*a", "2 +", "1/0", "x > 1", "1e999", "1__0"])
def test_that_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="number"):
        read_answer(text)


@pytest.mark.parametrize(
    ("text", "number", "is_right"),
    [
        ("0.14", 0.1446, True), ("0.145", 0.1446, True), ("0.15", 0.1446, False), ("0.1", 0.1446, False),
        ("12", 12.4, True), ("13", 12.4, False), ("6", 6.05, True), ("6", 6.4, False),  ("-6", 6.0, False),
        ("1", 1.04, True), ("1", 1.06, False), ("1.5e-4", 0.0001467, True), ("0", 0.0, True),
        ("0", 1e-14, True), ("0", 0.01, False),
        ("0.00", 0.003, False), ("1e-14", 0.0, True), ("0.001", 0.0, False), ("1/3", 0.3333333, True),
    ],
)  # fmt: skip
def test_that_one_per_cent_or_two_digits_are_enough(text: str, number: float, is_right: bool) -> None:
    assert read_answer(text).is_for(number, 1.0) is is_right


@given(st.floats(1e-8, 1e8), st.sampled_from((1, -1)), st.integers(2, 17))
def test_that_a_number_rounded_as_it_is_shown_is_never_wrong(size: float, sign: int, digits: int) -> None:
    number = sign * size
    assert read_answer(number_text(number, digits)).is_for(number, max(1.0, size))
    assert read_answer(repr(number)).is_for(number, max(1.0, size))


@given(st.floats(1e-3, 1e6), st.floats(0.06, 10.0), st.integers(1, 12))
def test_that_a_number_off_by_six_per_cent_or_more_is_wrong(size: float, off: float, digits: int) -> None:
    typed = read_answer(number_text(size, digits))
    assert not typed.is_for(typed.value * (1.0 + off) * 1.001, 1.0)
    assert not typed.is_for(-typed.value, 1.0)

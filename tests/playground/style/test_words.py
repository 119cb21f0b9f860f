from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.style.words import counted, number_text, shortened, with_minus


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 points"), (1, "1 point"), (2, "2 points"), (1200, "1,200 points")]
)
def test_that_nouns_follow_their_numbers(number: int, text: str) -> None:
    assert counted(number, "point") == text


def test_that_minus_signs_are_true_ones_in_front_and_in_exponents() -> None:
    assert with_minus("-1.5e-05") == "−1.5e−05"


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(1, 8))
def test_that_numbers_are_written_in_so_many_digits(value: float, digits: int) -> None:
    text = number_text(value, digits)
    assert "-" not in text
    assert text.replace("−", "-") == f"{value:.{digits}g}"


@given(st.text(), st.integers(1, 30))
def test_that_a_long_text_ends_in_an_ellipsis_and_a_short_one_stays(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == text or (short[-1] == "…" and text.startswith(short[:-1]))

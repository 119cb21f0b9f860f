from __future__ import annotations

import ast
import math
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.style.words import (
    capitalized,
    count_text,
    counted,
    exact_text,
    fitted_text,
    fixed_text,
    loss_text,
    number_text,
    percent_text,
    quoted,
    read_number,
    rounded,
    score_text,
    sentence,
    shortened,
    steady_text,
    tick_texts,
    with_minus,
    within_text,
)
from tests.sources import sources

finite = st.floats(allow_nan=False, allow_infinity=False)


def read(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 points"), (1, "1 point"), (2, "2 points"), (1200, "1,200 points")]
)
def test_that_nouns_follow_their_numbers(number: int, text: str) -> None:
    assert counted(number, "point") == text


def test_that_minus_signs_are_true_ones_in_front_and_in_exponents() -> None:
    assert with_minus("-1.5e-05") == "−1.5e−05"


@given(finite, st.integers(1, 8))
def test_that_a_number_is_right_to_half_of_its_last_digit(value: float, digits: int) -> None:
    text = number_text(value, digits)
    assert not set("-+") & set(text)
    if value == 0.0:
        assert text == "0"
        return
    size = Decimal(10) ** (Decimal(value).adjusted() - digits + 1)
    assert abs(Decimal(text.replace("−", "-").replace(",", "")) - Decimal(value)) <= size / 2


@given(finite, st.integers(1, 8))
def test_that_a_number_has_no_digits_that_say_nothing(value: float, digits: int) -> None:
    mantissa, _, exponent = number_text(value, digits).partition("e")
    assert not ("." in mantissa and mantissa.endswith("0"))
    assert not exponent.lstrip("−").startswith("0")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.069, "0.069"), (1234.4, "1,234"), (123456.7, "123,457"), (1e6, "1e6"), (-0.0, "0"),
        (-1.2e-5, "−1.2e−5"), (3.0441234567890123e17, "3.044e17"), (math.inf, "∞"), (-math.inf, "−∞"),
        (math.nan, "nan"), (0.00009999999, "0.0001"), (999999.9, "1e6"),
    ],
)  # fmt: skip
def test_that_numbers_read_as_people_write_them(value: float, text: str) -> None:
    assert number_text(value) == text


@given(finite)
def test_that_what_stands_in_a_field_reads_back_as_the_same_number(value: float) -> None:
    assert read_number(exact_text(value)) == value
    assert len(exact_text(value)) <= len(repr(value))


@given(st.one_of(st.floats(-150.0, 150.0), st.floats(-1e300, 1e300, allow_subnormal=False)))
def test_that_a_steady_number_is_read_back_to_half_of_its_last_figure(value: float) -> None:
    said, size = read(steady_text(value, sign=True)), abs(value)
    if 0.01 <= size < 100:
        assert said == pytest.approx(value, rel=0.0, abs=0.00051)
    else:
        assert said == pytest.approx(value, rel=0.0051, abs=0.0)


@given(finite)
def test_that_a_wanted_sign_is_always_written_and_a_minus_is_a_minus(value: float) -> None:
    text = steady_text(value, sign=True)
    assert text[0] == ("−" if value < 0 else "+")
    assert text[1] not in "+-−"


@given(st.floats(1e-3, 1e12))
def test_that_numbers_of_either_sign_are_written_alike(value: float) -> None:
    assert steady_text(-value, sign=True)[1:] == steady_text(value, sign=True)[1:]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0691, "+0.069"), (-0.3161, "−0.316"), (0.0, "+0.000"), (-0.0, "+0.000"), (12.34567, "+12.346"),
        (123.456, "+123"), (-0.00012345, "−0.000123"), (0.001, "+0.001"), (1e-9, "+1e−9"),
        (0.00163, "+0.00163"), (-1234567.0, "−1.23e6"), (1e100, "+1e100"), (math.inf, "+∞"),
    ],
)  # fmt: skip
def test_that_small_and_large_steady_numbers_keep_their_leading_figures(value: float, text: str) -> None:
    assert steady_text(value, sign=True) == text


@pytest.mark.parametrize(
    ("text", "decimals", "sign", "value"),
    [
        ("0.50", 2, False, 0.5), ("−0.50", 2, False, -0.5), ("+0.50", 2, True, 0.5),
        ("0.00", 2, False, -0.001), ("+0.00", 2, True, -0.001), ("1,234.5", 1, False, 1234.5),
        ("∞", 1, True, math.inf),
    ],
)  # fmt: skip
def test_that_decimals_can_be_fixed(text: str, decimals: int, sign: bool, value: float) -> None:
    assert fixed_text(value, decimals, sign=sign) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"),
    [(0.934, 1, "93.4 %"), (0.93, 0, "93 %"), (0.005, None, "0.5 %"),
     (100.0, None, "10,000 %"), (1.0, 1, "100.0 %")],
)  # fmt: skip
def test_that_there_is_one_way_to_write_per_cent(share: float, decimals: int | None, text: str) -> None:
    assert percent_text(share, decimals) == text


@pytest.mark.parametrize(
    ("loss", "text"),
    [(None, "–"), (math.nan, "–"), (0.0, "0"), (1e-7, "1e−7"), (0.0552, "0.055"), (123.4, "123")],
)
def test_that_losses_are_short_and_unknown_ones_a_dash(loss: float | None, text: str) -> None:
    assert loss_text(loss, 3) == text


def test_that_scores_are_shares_or_plain_numbers() -> None:
    assert score_text(0.5, is_share=True) == "50.0 %"
    assert score_text(-0.25, is_share=False) == "−0.250"
    assert score_text(None, is_share=True) == score_text(math.nan, is_share=False) == "–"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (0.0, 1000.0, "from 0 to 1,000"), (1e-9, 1e3, "from 1e−9 to 1,000"), (1.0, math.inf, "1 or more"),
        (-math.inf, -0.5, "−0.5 or less"), (-math.inf, math.inf, "finite"), (-1e6, 1e6, "from −1e6 to 1e6"),
        (0, 2**31 - 1, "from 0 to 2,147,483,647"),
    ],
)  # fmt: skip
def test_that_limits_are_said_with_both_ends(low: float, high: float, text: str) -> None:
    assert within_text(low, high) == text


@pytest.mark.parametrize("text", ["", "1_0", "two", "1,5,2", "1,50,000", "1.000,5", "1 00", ",", "−", "0x10"])
def test_that_what_is_no_number_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="Nothing" if not text else re.escape(f"“{text}”")):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,000", 1000.0), ("−1,234,567.5", -1234567.5), ("1 000", 1000.0), ("1\u202f000", 1000.0),
        ("0,05", 0.05), ("−1,5", -1.5), (",5", 0.5), ("0,125", 0.125), ("1,5e-3", 0.0015),
    ],
)  # fmt: skip
def test_that_thousands_and_a_decimal_comma_are_read(text: str, value: float) -> None:
    assert read_number(text) == value


@given(st.integers(-(10**15), 10**15))
def test_that_a_whole_number_can_be_typed_as_it_is_written(value: int) -> None:
    assert read_number(count_text(value)) == value


def test_that_either_minus_is_read() -> None:
    assert read_number(" −1.5e−3 ") == read_number("-1.5e-3") == -0.0015


@given(st.floats(-1e300, 1e300), st.integers(7, 30))
def test_that_a_number_in_little_room_keeps_its_size(value: float, room: int) -> None:
    text = fitted_text(exact_text(value), lambda shorter: len(shorter) <= room)
    assert len(text) <= room
    assert read(text) == pytest.approx(value, rel=0.5, abs=0.0)


@given(st.floats(1e-12, 1e12), st.integers(6, 30), st.integers(6, 30))
def test_that_more_room_never_shows_less_of_a_number(value: float, one: int, other: int) -> None:
    narrow, wide = sorted((one, other))
    less = fitted_text(exact_text(value), lambda shorter: len(shorter) <= narrow)
    more = fitted_text(exact_text(value), lambda shorter: len(shorter) <= wide)
    assert abs(read(more) - value) <= abs(read(less) - value)


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("3.0441234e17", 6, "3e17"), ("0.000123", 5, "1e−4"), ("93.4 %", 4, "93 %"), ("+12.345", 5, "+12.3"),
        ("Moons, 500 points", 5, "Moons, 500 points"), ("1.5", 3, "1.5"),
    ],
)  # fmt: skip
def test_that_only_numbers_lose_digits(text: str, room: int, shown: str) -> None:
    assert fitted_text(text, lambda shorter: len(shorter) <= room) == shown


def test_that_counts_have_their_thousands_apart() -> None:
    assert (count_text(1200), count_text(-1200.0), count_text(0)) == ("1,200", "−1,200", "0")


@pytest.mark.parametrize(
    ("value", "digits", "short"), [(0.1 + 0.2, 6, 0.3), (123456.7, 6, 123457.0), (-1.23456e-9, 3, -1.23e-9)]
)
def test_that_a_number_is_rounded_to_significant_digits(value: float, digits: int, short: float) -> None:
    assert rounded(value, digits) == short


def test_that_a_quotation_is_short() -> None:
    assert quoted("  1x ") == "“1x”"
    assert len(quoted("9" * 1000)) <= 26


@given(st.text(), st.integers(1, 30))
def test_that_a_long_text_ends_in_an_ellipsis_and_a_short_one_stays(text: str, longest: int) -> None:
    short = shortened(text, longest)
    assert len(short) <= longest
    assert short == text or (short[-1] == "…" and text.startswith(short[:-1]))


# Files in a format of their own, where numbers are not for people.
NOT_FOR_PEOPLE = {"settings.py", "words.py"}
FLOAT_FORMAT = re.compile(r"[+]?,?(\.\d+)?[fgGeE%]|,\.\d+.*")


def test_that_no_other_place_formats_numbers_with_decimals() -> None:
    found = []
    for path, nodes in sources():
        if path.name in NOT_FOR_PEOPLE or "exporters" in path.parts:
            continue
        for node in nodes:
            if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
                spec = ast.unparse(node.format_spec).removeprefix("f'").removesuffix("'")
                if FLOAT_FORMAT.fullmatch(spec):
                    found.append(f"{path}:{node.lineno} :{spec}")
    assert found == []


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([0.3, 0.1, 0.03, 0.01], ["0.3", "0.1", "0.03", "0.01"]),
        ([-1.0, -0.5, 0.0, 3 * 0.5], ["−1", "−0.5", "0", "1.5"]),
        ([1000.0, 20_000.0], ["1,000", "20,000"]),
        ([1.0, 1e-3, 3e-6], ["1e0", "1e−3", "3e−6"]),
        ([0.0, -2e6, 1e6], ["0", "−2e6", "1e6"]),
        ([0.0], ["0"]),
    ],
)
def test_that_the_numbers_of_an_axis_have_one_style(values: list[float], texts: list[str]) -> None:
    assert tick_texts(values) == texts


@pytest.mark.parametrize(
    ("text", "shown"), [("", ""), ("a", "A"), ("two Words", "Two Words"), ("élan", "Élan")]
)
def test_that_only_the_first_letter_becomes_a_capital(text: str, shown: str) -> None:
    assert capitalized(text) == shown


def test_that_a_message_becomes_a_sentence() -> None:
    assert sentence("no such file") == "No such file."

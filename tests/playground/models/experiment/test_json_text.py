from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.experiment.json_text import MOST_LISTS, is_number, is_whole, read_json

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | texts
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda parts: st.lists(parts) | st.dictionaries(texts, parts),
    max_leaves=20,
)  # fmt: skip


@given(values, st.booleans())
def test_that_what_json_writes_is_read_as_python_reads_it(value, ascii_only):
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert read_json(text) == json.loads(text) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "it is empty"), (" \n", "it is empty"), ('{"a": 1,}', "no sense from line 1, column 9 on"),
        ("[1] 2", "no sense from line 1, column 5 on"),
        ("[NaN]", "NaN, which is no number"), ("[-Infinity]", "-Infinity, which is no number"),
        ('{"a": 1, "b": 2, "a": 3}', "'a' twice"), ("[" * 5000 + "]" * 5000, "nested too deeply"),
        (r'["\ud800"]', "half a character"), (r'{"\udfff": 1}', "half a character"),
        ("[]," * (MOST_LISTS + 1), "more values than any experiment"),
        ("0," * 30_000_001, "more values than any experiment"),
    ],
)  # fmt: skip
def test_that_anything_else_is_refused_in_a_few_words(text, words):
    with pytest.raises(ValueError, match=words) as caught:
        read_json(text)
    assert len(str(caught.value)) < 200


def test_that_whole_characters_outside_the_first_plane_are_text():
    assert read_json(r'["\ud83d\ude00"]') == ["😀"]


@pytest.mark.parametrize("digits", [19, 400, 5000])
def test_that_numbers_of_many_digits_become_floats(digits):
    number = read_json("-" + "9" * digits)
    assert isinstance(number, float)
    assert number == -float("9" * digits)


@pytest.mark.parametrize(
    ("value", "number", "whole"),
    [
        (3, True, True), (-(10**30), True, True), (0.5, True, False), (3.0, True, False),
        (float("nan"), True, False), (True, False, False), (False, False, False), ("3", False, False),
        (None, False, False), ([3], False, False),
    ],
)  # fmt: skip
def test_that_true_and_false_are_no_numbers(value: object, number: bool, whole: bool) -> None:
    assert is_number(value) is number
    assert is_whole(value) is whole

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.models.experiment.layer_sizes import LayerSizesError, read_hidden, read_sizes

sizes = st.lists(st.integers(1, 64), min_size=1, max_size=8)
separators = st.sampled_from([",", ", ", " → ", "→", ";", " , ", "-", " - ", " ", "  ", " -> ", "–"])


@given(sizes, separators)
def test_that_sizes_are_read_however_they_are_separated(wanted: list[int], separator: str) -> None:
    assert read_sizes(separator.join(map(str, wanted))) == tuple(wanted)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("4, 6, 6, 3", (6, 6)), ("4→6→3", (6,)), ("4-6-3", (6,)), ("4 3", ()), ("8 8 8", (8, 8, 8)),
        ("8,8", (8, 8)), ("8x3", (8, 8, 8)), ("8 × 3", (8, 8, 8)), ("10x64", (64,) * 10),
        ("4-8x6-3", (8,) * 6),
        (" 5 ", (5,)), ("4", (4,)), ("3, 4", (3, 4)),
    ],
)  # fmt: skip
def test_that_hidden_sizes_are_read_alone_or_between_inputs_and_outputs(
    text: str, hidden: tuple[int, ...]
) -> None:
    assert read_hidden(text, 4, 3) == hidden


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("four", "four"), ("4, six, 3", "six"), ("4.5", "4.5"), ("-1", "-1"), ("0", "0"), ("4, 65, 3", "65"),
        ("4 six 3", "six"), ("٤", "٤"), ("²", "²"), ("1e1", "1e1"), ("12x11", "12x11"),
        ("8xx3", "8xx3"),
        ("9" * 40, "9" * 40),
    ],
)  # fmt: skip
def test_that_a_bad_size_is_quoted_with_its_place(text: str, wrong: str) -> None:
    with pytest.raises(LayerSizesError, match="from 1 to") as caught:
        read_sizes(text)
    assert text[caught.value.start : caught.value.end] == wrong


@pytest.mark.parametrize(("text", "place"), [("", 0), (",", 0), ("4,,3", 2), ("4,", 2), ("4 → → 3", 4)])
def test_that_a_missing_size_is_pointed_at(text: str, place: int) -> None:
    with pytest.raises(LayerSizesError, match="missing") as caught:
        read_sizes(text)
    assert caught.value.start == place


def test_that_there_are_at_most_as_many_layers_as_an_experiment_has() -> None:
    assert read_hidden("2 " * 10, 4, 3) == (2,) * 10
    with pytest.raises(LayerSizesError, match="11 hidden layers are too many, 10 at most"):
        read_hidden("4 " + "2 " * 11 + "3", 4, 3)


@given(st.text(alphabet="0123456789x,→ -;>.a\t", max_size=30))
def test_that_any_text_is_read_or_refused_with_a_place_in_it(text: str) -> None:
    try:
        hidden, place = read_hidden(text, 4, 3), (0, 0)
    except LayerSizesError as error:
        hidden, place = (), (error.start, error.end)
    assert 0 <= place[0] <= place[1] <= len(text)
    assert all(1 <= size <= 64 for size in hidden)
    assert len(hidden) <= 10

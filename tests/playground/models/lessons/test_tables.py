"""Tables of numbers: what view and permute make of them is what NumPy makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.data.bundled import digits
from playground.models.lessons.tables import (
    as_rows,
    counted_cells,
    digit_cells,
    is_to_type,
    make_table,
)

SIZES = st.integers(1, 6)


@settings(max_examples=25)
@given(SIZES, SIZES, st.data())
def test_that_view_keeps_the_order_of_memory_and_permute_keeps_neighbours(rows, columns, data):
    source = counted_cells(f"{rows} x {columns}")
    shape = data.draw(st.sampled_from([n for n in range(1, source.size + 1) if source.size % n == 0]))
    viewed = make_table("v", f"x.view({shape}, {source.size // shape})", source)
    assert viewed.numbers == tuple(range(1, source.size + 1))
    assert viewed.way == tuple((n // viewed.shape[1], n % viewed.shape[1]) for n in range(source.size))
    turned = make_table("p", "x.permute(1, 0)", source)
    assert turned.cells == tuple(zip(*make_table("x", "x", source).cells, strict=True))
    # Whatever the table, the cells in the order of memory are the numbers as they were written there.
    for table in (viewed, turned):
        assert [table.cells[row][column] for row, column in table.way] == list(range(1, source.size + 1))


def test_that_a_table_is_written_as_python_writes_it():
    source = counted_cells("2 x 3")
    assert make_table("v", "x.view(3, 2)", source).text == "[[1, 2], [3, 4], [5, 6]]"
    assert make_table("p", "x.permute(1, 0)", source).text == "[[1, 4], [2, 5], [3, 6]]"
    assert make_table("x", "x.permute(0, 1)", source).text == "[[1, 2, 3], [4, 5, 6]]"


def test_that_it_is_what_pytorch_does():
    torch = pytest.importorskip("torch")
    source = counted_cells("2 x 3")
    x = torch.tensor(source)
    expected = {
        "x": x, "x.view(3, 2)": x.view(3, 2), "x.view(1, 6)": x.view(1, 6),
        "x.permute(1, 0)": x.permute(1, 0),
    }  # fmt: skip
    for code, tensor in expected.items():
        assert [list(row) for row in make_table("t", code, source).cells] == tensor.tolist()


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("x.view(4, 2)", "makes 4 x 2 cells of 6"),
        ("x.permute(1, 1)", "names the same axis twice"),
        ("x.reshape(3, 2)", "is x, x.view(rows, columns) or x.permute(1, 0)"),
        ("__import__('os')", "is x, x.view(rows, columns) or x.permute(1, 0)"),
        ("", "is x, x.view(rows, columns) or x.permute(1, 0)"),
    ],
)
def test_that_other_code_is_refused_in_words(code, reason):
    with pytest.raises(ValueError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        make_table("t", code, counted_cells("2 x 3"))


@pytest.mark.parametrize("text", ["", "2", "0 x 3", "9 x 1", "2 by 3", "999 x 999", "-1 x 3"])
def test_that_other_shapes_are_refused_in_words(text):
    with pytest.raises(ValueError, match="is rows x columns"):
        counted_cells(text)


def test_that_a_digit_is_a_picture_without_its_sides():
    X, y, _, _ = digits()
    first = X[list(y).index(7)].reshape(8, 8)
    np.testing.assert_array_equal(digit_cells("7"), first[:, 1:7] / 16)
    for text in ("", "10", "x", "-1"):
        with pytest.raises(ValueError, match="is a digit from 0 to 9"):
            digit_cells(text)


def test_that_only_few_whole_numbers_can_be_asked_for():
    assert is_to_type(make_table("x", "x", counted_cells("3 x 4")))
    assert not is_to_type(make_table("x", "x", counted_cells("4 x 4")))
    assert not is_to_type(make_table("x", "x", digit_cells("7")[:2]))
    assert as_rows((1.0, 2.0, 3.0, 4.0), 2) == ((1.0, 2.0), (3.0, 4.0))

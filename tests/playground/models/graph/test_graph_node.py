from __future__ import annotations

import pytest

from playground.models.graph.graph_node import GraphNode, in_print, symbol_of


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("w1", "w₁"), ("h1,12", "h₁,₁₂"), ("h1,3 #10", "h₁,₃ #10"), ("log p2", "log p₂"),
        ("Pixel 2, 7", "Pixel 2, 7"), ("y", "y"), ("2.5", "2.5"),
    ],
)  # fmt: skip
def test_that_indices_stand_below_the_line_and_other_numbers_do_not(name: str, printed: str) -> None:
    assert in_print(name) == printed


def test_that_constants_are_written_as_they_are() -> None:
    assert GraphNode(0, "e5", is_constant=True).label == "e5"
    assert GraphNode(0, "w5").label == "w₅"


def test_that_leaves_have_no_symbol() -> None:
    assert symbol_of("") == ""
    assert symbol_of("sum") == "Σ"
    assert symbol_of("*") == "×"
    assert symbol_of("**2") == "x²"
    assert symbol_of("**") == "xʸ"

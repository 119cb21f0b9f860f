from __future__ import annotations

import pytest

from playground.models.graph.descent.parameters import likely_parameters
from playground.models.graph.formulas import EXAMPLES


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("w1 x1 w2 x2 b t", "w1 w2 b"),
        ("weight bias x target", "weight bias"),
        ("m x b t", "m b"),
        ("a b c f", "a b c f"),  # the expression everybody knows: b is one leaf among others
        ("x", "x"),
        ("x t", "x t"),
        ("", ""),
    ],
)
def test_that_names_tell_which_leaves_are_parameters(names: str, expected: str) -> None:
    assert likely_parameters(names.split()) == set(expected.split())


def test_that_every_example_has_a_parameter() -> None:
    assert all(likely_parameters(list(example.leaves)) for example in EXAMPLES)

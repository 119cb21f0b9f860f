from __future__ import annotations

import pytest

from playground.controllers.graph.engine_code import backward_loop, line_for


def test_that_the_code_on_screen_is_the_engines_own_loop() -> None:
    lines = backward_loop()
    assert lines[0] == "for node in inner:"
    assert lines[-1].strip() == "child.grad += derivative * grad"


@pytest.mark.parametrize(("operands", "position"), [(1, 0), (2, 0), (2, 1), (3, 2)])
def test_that_the_marked_line_adds_to_a_gradient(operands: int, position: int) -> None:
    assert ".grad +=" in backward_loop()[line_for(operands, position)]


def test_that_both_operands_have_lines_of_their_own() -> None:
    assert line_for(2, 0) != line_for(2, 1)

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from engine.operation_table import make_operation
from engine.operations import OPERATIONS
from tests.playground.actions import LEFT, choose

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def screen(open_graph):
    return open_graph(dataset="circle", hidden=(2,), n_samples=40).window.graph


def test_that_one_key_lists_the_functions_and_return_puts_one_into_the_formula(screen, qtbot):
    choose(qtbot, screen.source.example, "square")
    editor = screen.source.editor
    editor.setFocus()
    qtbot.keyClick(editor, Qt.Key.Key_End, CTRL)
    qtbot.keyClick(editor, Qt.Key.Key_I, CTRL)
    qtbot.keyClicks(screen.functions.search, "tanh")
    qtbot.keyClick(screen.functions.search, Qt.Key.Key_Return)
    assert editor.toPlainText() == "y = x*x tanh(x)"
    assert editor.hasFocus()
    qtbot.keyClicks(editor, "2x")
    assert editor.toPlainText() == "y = x*x tanh(2x)"
    assert [block.operation for block in screen.canvas._graph.nodes if block.is_computed][-2:] == [
        "tanh",
        "*",
    ]


def test_that_the_chosen_node_shows_its_function_at_its_own_value(screen, qtbot):
    canvas, card = screen.canvas, screen.functions
    node = next(block for block in canvas._graph.nodes if block.operation == "sigmoid")
    qtbot.mouseClick(canvas, LEFT, pos=canvas.place_of(node.index).toPoint())
    qtbot.mouseClick(screen.functions_button, LEFT)
    assert card.slope.text() == "Slope of sigmoid at x = 0.07: 0.2497"
    assert card.at_node.text() == "The point of y in the graph: s₁ = 0.07"
    card.hide()
    total = next(block for block in canvas._graph.nodes if block.operation == "sum")
    qtbot.mouseClick(canvas, LEFT, pos=canvas.place_of(total.index).toPoint())
    qtbot.mouseClick(screen.functions_button, LEFT)
    assert card.at_node.text() == "The point of s₁ in the graph: m₁ = 0.4, all others = −0.33"


def test_that_a_function_is_put_into_the_formulas_from_a_network_too(screen, qtbot):
    screen.source.source_selected.emit("neuron")
    assert not screen.source.editor.isVisible()
    OPERATIONS.add(make_operation("cubed", lambda x: (x * x * x, (3.0 * x * x,)), "x³", "x * x * x"))
    try:
        qtbot.mouseClick(screen.functions_button, LEFT)
        qtbot.keyClicks(screen.functions.search, "cubed")
        qtbot.mouseClick(screen.functions.insert, LEFT)
        assert screen.source.editor.isVisible()
        assert "cubed(x)" in screen.source.editor.toPlainText()
    finally:
        screen.source.editor.set_text("y = x*x")
        screen.source.editor.formulas_edited.emit("y = x*x")
        OPERATIONS.remove("cubed")

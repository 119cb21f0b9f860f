from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint

from playground.models.graph.formulas import EXAMPLES
from playground.views.graph.source_panel import OWN
from tests.playground.actions import LEFT, PATIENCE_MS, choose, type_into


@pytest.fixture
def playground(open_graph):
    return open_graph(dataset="circle", hidden=(2,), n_samples=40)


def test_that_typing_makes_another_graph_and_nonsense_is_underlined(playground, qtbot):
    source = playground.window.graph.source
    source.editor.selectAll()
    qtbot.keyClicks(source.editor, "y = u*v +")
    assert source.editor.wrong is not None
    assert "6 operations" not in source.state.text()
    before = playground.graph.walk
    assert before is not None
    qtbot.keyClicks(source.editor, " 1")
    assert source.editor.wrong is None
    assert [block.name for block in playground.graph.walk.graph.nodes if not block.is_computed] == [
        "u",
        "v",
        "1",
    ]


def test_that_a_long_formula_is_drawn_by_the_thread(playground, qtbot):
    source = playground.window.graph.source
    source.editor.setPlainText("y = " + " + ".join(["a*b"] * 200))
    qtbot.waitUntil(lambda: len(playground.graph.walk.graph.nodes) == 203, timeout=PATIENCE_MS)
    assert source.state.text().startswith("✓ 203 values")
    walk = playground.graph.walk
    names = {block.name: block.outputs[0] for block in walk.graph.nodes}
    assert walk.gradients[names["a"]] == pytest.approx(200 * walk.values[names["b"]])


def test_that_dragging_a_leaf_changes_the_numbers_at_once(playground, qtbot):
    source = playground.window.graph.source
    before = playground.graph.walk.values[-1]
    editor = next(iter(source.leaves.editors.values()))
    slider = editor.slider
    qtbot.mousePress(slider, LEFT, pos=QPoint(8, 16))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(8, 16))
    assert playground.graph.walk.values[0] == pytest.approx(-editor._reach, abs=0.05)
    assert playground.graph.walk.values[-1] != before


def test_that_starting_points_are_chosen(playground, qtbot):
    source = playground.window.graph.source
    choose(qtbot, source.example, "reuse")
    assert source.editor.toPlainText() == next(e.text for e in EXAMPLES if e.key == "reuse")
    assert playground.graph.walk.gradients.tolist() == [4.0, 2.0, 1.0]


def test_that_a_picture_of_other_text_is_dimmed_and_says_so(playground, qtbot):
    screen = playground.window.graph
    plain = screen.canvas.grab().toImage()
    screen.source.editor.setPlainText("y = w1*x1 +")
    assert "typed before" in screen.canvas.accessibleDescription()
    assert screen.canvas.grab().toImage() != plain
    screen.source.editor.setPlainText("y = w1*x1")
    assert screen.canvas.accessibleDescription() == ""


def test_that_a_leaf_that_a_line_gives_a_value_changes_in_the_text(playground, qtbot):
    source = playground.window.graph.source
    source.editor.setPlainText("a = 2\nb = a*a  # its square")
    leaf = next(node.index for node in playground.graph.walk.graph.scalars.nodes if node.name == "a")
    type_into(qtbot, source.leaves.editors[leaf].field.entry, "-1.5")
    assert source.editor.toPlainText() == "a = -1.5\nb = a*a  # its square"
    assert playground.graph.walk.values[-1] == 2.25


def test_that_the_starting_point_follows_the_text(playground, qtbot):
    source = playground.window.graph.source
    assert source.example.value() == "neuron"
    source.editor.setPlainText("y = a*b")
    assert source.example.value() == OWN
    source.editor.setPlainText(next(example.text for example in EXAMPLES if example.key == "reuse"))
    assert source.example.value() == "reuse"
    choose(qtbot, source.example, OWN)
    assert source.example.value() == "reuse"


def test_that_the_graph_ends_at_the_loss_that_is_chosen(playground, qtbot):
    source = playground.window.graph.source
    assert source.loss.value() == "L"
    choose(qtbot, source.loss, "y")
    assert playground.graph.walk.graph.nodes[-1].name == "y"
    source.editor.setPlainText("z = a*b")
    assert not source.loss.isVisible()
    assert playground.graph.walk.graph.nodes[-1].name == "z"
    source.editor.setPlainText("y = a*b\nL = y**2")
    choose(qtbot, source.loss, "L")
    assert playground.graph.walk.graph.nodes[-1].name == "L"

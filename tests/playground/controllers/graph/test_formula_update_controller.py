from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.playground.actions import LEFT, PATIENCE_MS, choose, type_into


@pytest.fixture
def playground(open_graph, qtbot):
    playground = open_graph(dataset="circle", hidden=(2,), n_samples=40)
    update(qtbot, playground)
    return playground


def update(qtbot, playground) -> None:
    playground.window.graph.steps.way.option_selected.emit("update")


def panel_of(playground):
    return playground.window.graph.descent_panel


def values(playground) -> dict[str, float]:
    walk = playground.graph.walk
    return {node.name: float(walk.values[node.index]) for node in walk.graph.scalars.nodes}


def write(playground, text: str) -> None:
    playground.window.graph.source.editor.setPlainText(text)


def until_many(qtbot, playground) -> None:
    qtbot.mouseClick(panel_of(playground).many_button, LEFT)
    qtbot.waitUntil(panel_of(playground).many_button.isEnabled, timeout=PATIENCE_MS)


def test_that_the_third_act_of_a_formula_moves_its_weights_by_a_click(playground, qtbot):
    screen, panel = playground.window.graph, panel_of(playground)
    assert panel.isVisible()
    assert not screen.update_panel.isVisible()
    boxes = screen.source.leaves.boxes
    ticked = [leaf for leaf, box in boxes.items() if box.isChecked()]
    names = {leaf: playground.graph.walk.graph.scalars.nodes[leaf].name for leaf in boxes}
    assert [names[leaf] for leaf in ticked] == ["w1", "w2", "b"]
    before, gradients = values(playground), playground.graph.walk.gradients
    qtbot.mouseClick(panel.apply_button, LEFT)
    after = values(playground)
    for leaf, name in names.items():
        moved = -0.1 * gradients[leaf] if leaf in ticked else 0.0
        assert after[name] - before[name] == pytest.approx(moved)
    assert panel.words.text().startswith("1 update: L fell from 0.2328 to ")
    assert panel.settings_line.text == "Update 2, rate 0.1"
    assert screen.source.leaves.editors[ticked[0]].field.value() == pytest.approx(after["w1"])


def test_that_a_step_is_a_parameter_with_its_numbers(playground, qtbot):
    screen = playground.window.graph
    qtbot.mouseClick(screen.steps.following, LEFT)
    assert screen.steps.track.accessibleDescription() == "1 of 3"
    words = screen.chain.words.text()
    assert words == "w₁ ← 0.8 − 0.1 × (−0.1205) = 0.812. L falls where w₁ grows, so w₁ goes up."
    assert any("w - rate * g" in line for line in screen.chain.code.view.rows)
    qtbot.mouseClick(screen.steps.last, LEFT)
    assert panel_of(playground).view.item == 2
    panel_of(playground).view.setFocus()
    qtbot.keyClick(panel_of(playground).view, Qt.Key.Key_Up)
    assert screen.steps.track.accessibleDescription() == "2 of 3"


def test_that_fifty_updates_show_their_curve_and_undo_takes_them_back(open_playground, qtbot):
    application = open_playground(dataset="circle", hidden=(2,), n_samples=40)
    application.window.header.mode_selected.emit("graph")
    update(qtbot, application)
    panel, bench = panel_of(application), application.workbench
    assert not bench.is_changed
    type_into(qtbot, panel.rate, "1")
    before = values(application)
    until_many(qtbot, application)
    after = values(application)
    assert after["L"] < 0.02 * before["L"]
    assert panel.curve.accessibleName().endswith("in 50 updates")
    qtbot.mouseClick(panel.apply_button, LEFT)
    assert panel.curve.accessibleName().endswith("in 51 updates")
    bench.undo_stack.undo()
    assert values(application) == after
    bench.undo_stack.undo()
    assert values(application) == before
    assert panel.curve.accessibleName() == "No update yet"
    bench.undo_stack.redo()
    assert values(application) == after
    assert bench.undo_stack.redoText() == "the update of the formula"
    # No file holds a formula: there is nothing to save.
    assert not bench.is_changed


def test_that_undo_loses_nothing_that_was_typed_since(playground, qtbot):
    editor, stack = playground.window.graph.source.editor, playground.workbench.undo_stack
    first = editor.toPlainText()
    qtbot.mouseClick(panel_of(playground).apply_button, LEFT)
    write(playground, "L = w*w + 7")
    stack.undo()
    assert editor.toPlainText() == first
    stack.redo()
    assert editor.toPlainText() == "L = w*w + 7"


def test_that_lines_with_values_say_the_new_ones(playground, qtbot):
    write(playground, "a = 2\nb = -3  # a leaf\nc = 10\ne = a*b\nd = e + c\nf = -2\nL = d*f")
    boxes = playground.window.graph.source.leaves.boxes
    assert all(box.isChecked() for box in boxes.values())
    qtbot.mouseClick(panel_of(playground).apply_button, LEFT)
    # By hand: dL/da = f*b = 6, dL/db = f*a = -4, dL/dc = f = -2, dL/df = d = 4; the rate is 0.1.
    assert playground.window.graph.source.editor.toPlainText() == (
        "a = 1.4\nb = -2.6  # a leaf\nc = 10.2\ne = a*b\nd = e + c\nf = -2.4\nL = d*f"
    )
    assert values(playground)["L"] == pytest.approx((1.4 * -2.6 + 10.2) * -2.4)


def test_that_leaves_are_ticked_and_without_any_it_is_said(playground, qtbot):
    write(playground, "L = (w*x - t)**2")
    boxes = playground.window.graph.source.leaves.boxes
    box = next(box for box in boxes.values() if box.isChecked())
    qtbot.mouseClick(box, LEFT)
    assert "Tick at least one leaf" in panel_of(playground).words.text()
    assert not panel_of(playground).apply_button.isEnabled()
    other = next(found for found in boxes.values() if found is not box)
    qtbot.mouseClick(other, LEFT)
    before = values(playground)
    qtbot.mouseClick(panel_of(playground).apply_button, LEFT)
    after = values(playground)
    assert [name for name in ("w", "x", "t") if after[name] != before[name]] == ["x"]


def test_that_a_loss_of_choice_is_made_smaller(playground, qtbot):
    screen = playground.window.graph
    choose(qtbot, screen.source.loss, "y")
    before = values(playground)
    qtbot.mouseClick(panel_of(playground).apply_button, LEFT)
    assert values(playground)["y"] < before["y"]
    assert "1 update: y fell from" in panel_of(playground).words.text()


def test_that_overflow_stops_at_the_last_good_update_and_says_where(playground, qtbot):
    write(playground, "w = 1.5\np = w**4\nL = exp(p)")
    type_into(qtbot, panel_of(playground).rate, "0.5")
    until_many(qtbot, playground)
    words = panel_of(playground).words.text()
    assert "Update " in words
    assert "was not made" in words
    assert "L has no value: exp of p" in words
    assert playground.window.graph.source.state.text().startswith("✓")


def test_that_the_panel_follows_the_source_and_the_act(playground, qtbot):
    screen = playground.window.graph
    qtbot.mouseClick(screen.source.buttons["loss"], LEFT)
    assert screen.update_panel.isVisible()
    assert not screen.descent_panel.isVisible()
    assert screen.steps.way.value() == "update"
    qtbot.mouseClick(screen.source.buttons["formulas"], LEFT)
    assert screen.descent_panel.isVisible()
    assert not screen.update_panel.isVisible()
    screen.steps.way.option_selected.emit("forward")
    assert not screen.descent_panel.isVisible()
    assert not any(box.isVisible() for box in screen.source.leaves.boxes.values())


def test_that_an_edited_leaf_begins_a_new_curve(playground, qtbot):
    qtbot.mouseClick(panel_of(playground).apply_button, LEFT)
    editor = next(iter(playground.window.graph.source.leaves.editors.values()))
    type_into(qtbot, editor.field.entry, "0.25")
    assert panel_of(playground).curve.accessibleName() == "No update yet"
    assert panel_of(playground).settings_line.text == "Update 1, rate 0.1"


def test_that_text_that_is_not_understood_cannot_be_updated(playground, qtbot):
    screen, panel = playground.window.graph, panel_of(playground)
    write(playground, "L = w*")
    assert not panel.apply_button.isEnabled()
    assert "write one at the left" in panel.words.text()
    write(playground, "L = w*w")
    assert panel.apply_button.isEnabled()
    write(playground, "L = w*")
    # The picture is that of a network now, and stays when its place is asked for again.
    qtbot.mouseClick(screen.source.buttons["loss"], LEFT)
    qtbot.waitUntil(lambda: playground.graph.drawing.network is not None, timeout=PATIENCE_MS)
    qtbot.mouseClick(screen.source.buttons["formulas"], LEFT)
    assert panel.isVisible()
    assert not panel.apply_button.isEnabled()

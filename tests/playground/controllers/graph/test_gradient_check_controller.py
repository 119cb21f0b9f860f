from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from engine.operation_table import make_operation
from engine.operations import OPERATIONS
from tests.playground.actions import LEFT, PATIENCE_MS

CIRCLE = {"dataset": "circle", "hidden": (3,), "n_samples": 40}


@pytest.fixture
def playground(open_graph):
    return open_graph(**CIRCLE)


def summary_with(qtbot, playground, text: str) -> str:
    """Wait until the summary says something, and return it whole."""
    summary = playground.window.graph.check_panel.summary
    qtbot.waitUntil(lambda: text in summary.text(), timeout=PATIENCE_MS)
    return str(summary.text())


def open_check(qtbot, playground) -> None:
    canvas = playground.window.graph.canvas
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_G)


def row_named(panel, name: str) -> QPoint:
    model = panel.table.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)
    panel.table.scrollTo(model.index(row, 0))
    return panel.table.visualRect(model.index(row, 0)).center()


def test_that_the_line_of_the_finite_difference_opens_it_and_a_row_shows_its_node(playground, qtbot):
    screen = playground.window.graph
    screen.steps.way_selected.emit("backward")
    screen.steps.step_wanted.emit(9)
    figures = screen.chain.figures
    link = next(row for row, figure in enumerate(figures.figures) if figure.leads_to)
    qtbot.mouseClick(figures, LEFT, pos=figures.place_of(link).center())
    summary_with(qtbot, playground, "all 12 gradients agree")
    panel = screen.check_panel
    assert panel.isVisible()
    qtbot.mouseClick(panel.table.viewport(), LEFT, pos=row_named(panel, "t"))
    chosen = screen.canvas.selected
    assert playground.graph.drawing.blocks.nodes[chosen].name == "t"
    assert screen.canvas.rect().contains(screen.canvas.place_of(chosen).toPoint())


def test_that_g_opens_and_closes_it_and_it_follows_the_formula(playground, qtbot):
    open_check(qtbot, playground)
    summary_with(qtbot, playground, "all 12 gradients agree")
    editor = playground.window.graph.source.editor
    editor.setPlainText("y = a*a")
    summary_with(qtbot, playground, "all 2 gradients agree")
    playground.window.graph.check_panel.table.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_G)
    assert not playground.window.graph.check_panel.isVisible()


def test_that_an_operation_with_a_wrong_derivative_is_named(playground, qtbot):
    OPERATIONS.add(make_operation("cubed", lambda x: (x * x * x, (2.0 * x * x,)), "x³", "x³"))
    try:
        playground.window.graph.source.editor.setPlainText("y = tanh(cubed(a))")
        open_check(qtbot, playground)
        text = summary_with(qtbot, playground, "differs")
    finally:
        OPERATIONS.remove("cubed")
    assert "The operation cubed has a wrong derivative: at x = 0.8" in text


def test_that_a_scalar_inside_a_closed_neuron_is_opened_for_its_row(playground, qtbot):
    screen = playground.window.graph
    qtbot.mouseClick(screen.source.buttons["loss"], LEFT)
    qtbot.waitUntil(lambda: playground.graph.drawing.network is not None, timeout=PATIENCE_MS)
    open_check(qtbot, playground)
    summary_with(qtbot, playground, "gradients agree")
    drawing = playground.graph.drawing
    inside = next(
        node.index
        for node in drawing.scalars.nodes
        if node.operation == "*" and int(drawing.blocks.block_of[node.index]) >= 0
        and node.index not in drawing.blocks.nodes[int(drawing.blocks.block_of[node.index])].outputs
    )  # fmt: skip
    name = drawing.scalars.nodes[inside].label
    qtbot.mouseClick(screen.check_panel.table.viewport(), LEFT, pos=row_named(screen.check_panel, name))

    def is_drawn() -> bool:
        blocks = playground.graph.drawing.blocks
        return inside in blocks.nodes[int(blocks.block_of[inside])].outputs

    qtbot.waitUntil(is_drawn, timeout=PATIENCE_MS)
    assert screen.canvas.selected == int(playground.graph.drawing.blocks.block_of[inside])


def test_that_mistake_and_check_take_the_room_from_each_other(playground, qtbot):
    screen = playground.window.graph
    open_check(qtbot, playground)
    qtbot.mouseClick(screen.source.mistakes["no_zero_grad"], LEFT)
    assert screen.mistake.isVisible()
    assert not screen.check_panel.isVisible()
    open_check(qtbot, playground)
    assert not screen.mistake.isVisible()
    assert not screen.source.mistakes["no_zero_grad"].isChecked()
    qtbot.mouseClick(screen.check_panel.close_button, LEFT)
    assert not screen.check_panel.isVisible()


def test_that_a_large_graph_says_when_its_numbers_are_old_instead_of_checking_all_the_time(
    playground, qtbot, monkeypatch
):
    monkeypatch.setattr("playground.controllers.graph.gradient_check_controller.MOST_FOLLOWED", 3)
    screen = playground.window.graph
    open_check(qtbot, playground)
    summary_with(qtbot, playground, "all 12 gradients agree")
    playground.graph.formulas.move({0: 0.25}, {})
    assert screen.check_panel.again.isVisible()
    qtbot.mouseClick(screen.check_panel.again, LEFT)
    assert not screen.check_panel.again.isVisible()
    summary_with(qtbot, playground, "all 12 gradients agree")


def test_that_the_window_closes_in_the_middle_of_a_check(open_playground, qtbot):
    application = open_playground(**CIRCLE)
    application.window.header.mode_selected.emit("graph")
    open_check(qtbot, application)
    application.window.close()
    assert not any(job.isRunning() for job in application.jobs)


def test_that_a_row_of_the_check_before_leads_nowhere_in_another_graph(playground, qtbot):
    screen = playground.window.graph
    open_check(qtbot, playground)
    summary_with(qtbot, playground, "all 12 gradients agree")
    open_check(qtbot, playground)
    screen.source.editor.setPlainText("y = x*x")
    open_check(qtbot, playground)
    chosen = screen.canvas.selected
    screen.check_panel.scalar_selected.emit(11)  # the rows are still those of before
    assert screen.canvas.selected == chosen
    summary_with(qtbot, playground, "all 2 gradients agree")

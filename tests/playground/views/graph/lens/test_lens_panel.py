from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from playground.models.graph.blocks import Group
from playground.models.graph.lens.neuron_scalars import Line, LineNumbers, NeuronScalars
from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.graph.lens.lens_panel import LensPanel
from playground.views.graph.lens.lens_rows import GAP, NUMBER_WIDTH, ROW, SIDE
from playground.views.kit import Label
from tests.playground.actions import LEFT
from tests.playground.views.graph.graphs import pixels_of
from tests.playground.views.painted import painted_texts

NEURON = NeuronScalars(
    Group("h2,1", "h2,1", "tanh", "tanh(w · h1 + b)"),
    9,
    (
        Line(9, 0, "tanh", "h₂,₁"), Line(8, 1, "Σ", "s₁"), Line(7, 2, "×", "m₁"), Line(1, 3, "", "w₂,₁,₁"),
        Line(0, 3, "", "h₁,₁"), *(Line(20 + n, 2, "", f"b{n}") for n in range(30)),
    ),
)  # fmt: skip


def numbers(now: int | None = None) -> LineNumbers:
    count = len(NEURON.lines)
    gradients = np.full(count, np.nan)
    gradients[:3] = 0.5, -0.25, 0.0
    lit = np.zeros(count, bool)
    if now is not None:
        lit[now] = True
    return LineNumbers(np.linspace(-1.0, 1.0, count), gradients, lit)


@pytest.fixture
def panel(qtbot):
    panel = LensPanel()
    qtbot.addWidget(panel)
    panel.resize(332, 400)
    apply_to_tree(panel, LIGHT)
    panel.set_neuron(NEURON, numbers())
    panel.show()
    return panel


def test_that_each_scalar_is_a_line_of_name_value_and_gradient(panel):
    texts = [text.text for text in painted_texts(panel.rows)]
    assert texts[:8] == ["tanh", "h₂,₁", "−1", "0.5", "Σ", "s₁", "−0.9412", "−0.25"]
    assert panel.title.text() == "Scalars of h₂,₁"
    assert panel.formula.text() == "h₂,₁ = tanh(w · h1 + b)"
    assert texts[texts.index("w₂,₁,₁") + 2] == "–"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_lines_of_this_step_are_lit_and_in_sight(panel, qtbot, theme: Theme):
    apply_to_tree(panel, theme)
    assert pixels_of(panel.rows.grab().toImage(), theme.soft) == 0
    last = len(NEURON.lines) - 1
    panel.set_neuron(NEURON, numbers(last))
    qtbot.waitUntil(
        lambda: panel.rows.visibleRegion().boundingRect().contains(panel.rows.place_of(last).center())
    )
    assert pixels_of(panel.rows.grab().toImage(), theme.soft) > 500


def test_that_a_click_tells_the_scalar(panel, qtbot):
    with qtbot.waitSignal(panel.scalar_pressed) as told:
        qtbot.mouseClick(panel.rows, LEFT, pos=QPoint(60, 3 * ROW + 5))
    assert told.args == [1]


def test_that_keys_go_through_the_lines_and_return_tells_the_scalar(panel, qtbot):
    panel.rows.setFocus()
    for _ in range(2):
        qtbot.keyClick(panel.rows, Qt.Key.Key_Down)
    assert panel.rows.accessibleDescription().startswith("m₁, value")
    with qtbot.waitSignal(panel.scalar_pressed) as told:
        qtbot.keyClick(panel.rows, Qt.Key.Key_Return)
    assert told.args == [7]
    for _ in range(40):
        qtbot.keyClick(panel.rows, Qt.Key.Key_Down)
    assert panel.rows.accessibleDescription().startswith("b29")
    seen = panel.rows.visibleRegion().boundingRect()
    assert seen.contains(panel.rows.place_of(len(NEURON.lines) - 1).center())


def test_that_it_can_be_closed(panel, qtbot):
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.close_button, LEFT)
    QTest.mouseMove(panel.rows, QPoint(20, 20))


def test_that_heads_end_where_their_numbers_do_beside_a_scroll_bar(panel):
    head = next(label for label in panel.findChildren(Label) if label.text() == "Value")
    place = head.mapTo(panel, QPoint(head.width(), 0)).x()
    rows = panel.rows
    end = rows.mapTo(panel, QPoint(rows.width(), 0)).x() - SIDE - NUMBER_WIDTH - GAP
    assert panel.height() < rows.height()
    assert place == end

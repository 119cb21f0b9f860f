from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot
from sklearn.datasets import load_iris

from playground.style.theme import LIGHT, apply_to_tree
from playground.views.kit.chart.axes import BOTTOM, LEFT
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.output.output_panel import MARGIN, OutputPanel
from tests.playground.views.painted import painted_texts, settle

NAMES = ("Sepal length", "Sepal width", "Petal length", "Petal width")
X = load_iris().data


@pytest.fixture
def panel(qtbot: QtBot) -> OutputPanel:
    panel = OutputPanel()
    qtbot.addWidget(panel)
    apply_to_tree(panel, LIGHT)
    panel.setFixedWidth(420)
    panel.resize(420, 844)
    panel.show()
    settle()
    return panel


def compact(panel: OutputPanel) -> None:
    panel.set_compact(True)
    panel.setFixedWidth(348)
    panel.resize(348, 664)
    settle()


def test_that_the_plot_with_its_axes_fills_the_column(panel):
    assert panel.plot.side + LEFT == 420 - 2 * MARGIN - 1
    assert panel.plot.height() == panel.plot.side + BOTTOM
    assert panel.plot.geometry().right() == panel.legend.geometry().right()


@pytest.mark.parametrize("is_compact", [False, True])
def test_that_the_names_of_both_axes_are_whole_in_every_column(panel, is_compact):
    panel.axis_bar.set_features(NAMES, (2, 3), X, X.mean(axis=0))
    panel.set_heading("Output")
    if is_compact:
        compact(panel)
    settle()
    texts = [text.text for text in painted_texts(panel.axis_bar)]
    assert {"Petal length", "Petal width"} <= set(texts)


def test_that_the_heading_gives_way_only_where_it_says_nothing(panel):
    compact(panel)
    assert panel._heading.isVisible()
    panel.axis_bar.set_features(NAMES, (2, 3), X, X.mean(axis=0))
    panel.set_heading("Output")
    assert not panel._heading.isVisible()
    settle()
    left = panel.axis_bar.x_axis.mapTo(panel, panel.axis_bar.x_axis.rect().topLeft()).x()
    assert left == panel.legend.geometry().left()
    panel.set_heading("Neuron 1 in hidden 2")
    assert panel._heading.isVisible()
    panel.set_heading("Output")
    panel.set_compact(False)
    assert panel._heading.isVisible()


def test_that_a_problem_is_said_in_the_middle_of_the_picture_not_over_its_axes(panel):
    panel.problem.set_problem("No feature is chosen: the network has no inputs.", "Use x₁ and x₂")
    card, picture = panel.problem.geometry(), panel.plot.picture_rect
    assert (card.center() - picture.center()).manhattanLength() <= 2
    assert picture.contains(card.adjusted(SHADOW_MARGIN, SHADOW_MARGIN, -SHADOW_MARGIN, -SHADOW_MARGIN))

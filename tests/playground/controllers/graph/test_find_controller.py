from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.playground.actions import LEFT, PATIENCE_MS


@pytest.fixture
def playground(open_graph):
    return open_graph(dataset="circle", hidden=(3,), n_samples=40)


def test_that_nonsense_is_found_nowhere(playground, qtbot):
    finder = playground.window.graph.finder
    qtbot.keyClicks(finder, "nothing")
    assert finder.accessibleDescription() == "none"


def test_that_enter_goes_from_match_to_match_and_another_graph_is_searched_anew(playground, qtbot):
    screen = playground.window.graph
    screen.source.editor.setPlainText("w1 = 2\nw2 = 3\ny = w1*w2")
    qtbot.waitUntil(lambda: len(playground.graph.walk.graph.nodes) == 3, timeout=PATIENCE_MS)
    qtbot.keyClicks(screen.finder, "w")
    first = screen.canvas.selected
    assert screen.finder.accessibleDescription() == "1/2"
    qtbot.keyClick(screen.finder, Qt.Key.Key_Return)
    assert screen.finder.accessibleDescription() == "2/2"
    assert screen.canvas.selected != first
    qtbot.mouseClick(screen.source.buttons["loss"], LEFT)
    qtbot.waitUntil(lambda: playground.graph.drawing.network is not None, timeout=PATIENCE_MS)
    assert not screen.finder.text()
    assert not screen.finder.accessibleDescription()

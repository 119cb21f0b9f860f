"""Whatever the data were before: while they are replaced, everything can be painted at any moment."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from playground.application import PlaygroundApplication
from tests.playground.actions import PATIENCE_MS, train_until, wait_for_experiment
from tests.playground.conftest import Opener


def paint_everything(playground: PlaygroundApplication, qtbot: QtBot) -> None:
    """Paint the window with the pointer over the boundary and between the first two columns."""
    window = playground.window
    plot, canvas = window.output.plot, window.network.canvas
    qtbot.mouseMove(plot, QPoint(plot.width() // 3, plot.height() // 2))
    window.grab()
    assert canvas.network_layout is not None
    gap = canvas.network_layout.gaps[0]
    for share in (0.25, 0.5, 0.75):
        at = QPoint(round(gap.x0 + share * (gap.x1 - gap.x0)), round(share * canvas.height()))
        qtbot.mouseMove(canvas, at)
        canvas.grab()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"dataset": "circle"}, {"dataset": "iris"}),
        ({"dataset": "wine"}, {"dataset": "plane"}),
        ({"dataset": "plane"}, {"dataset": "iris"}),
        ({"dataset": "iris", "hidden": (5, 5)}, {"dataset": "circle", "hidden": (2,), "features": ()}),
    ],
)  # fmt: skip
def test_that_the_window_is_painted_while_other_data_come_and_go(
    open_playground: Opener, qtbot: QtBot, first: dict[str, Any], second: dict[str, Any]
) -> None:
    playground = open_playground(size=(1024, 640), **first)
    train_until(qtbot, playground, 2)
    paint_everything(playground, qtbot)
    playground.workbench.change(**second)
    paint_everything(playground, qtbot)
    if "features" not in second:
        wait_for_experiment(qtbot, playground, **second)
    else:
        qtbot.waitUntil(lambda: playground.workbench.problem is not None, timeout=PATIENCE_MS)
    paint_everything(playground, qtbot)
    qtbot.keyClick(playground.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    paint_everything(playground, qtbot)
    wait_for_experiment(qtbot, playground, **first)
    for _ in range(3):
        with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
            pass
        paint_everything(playground, qtbot)

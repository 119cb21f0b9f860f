from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QGraphicsView

from playground.models.history import Curves
from playground.theme import LIGHT
from playground.views.loss_chart import LossChart


class Paints(QObject):
    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def curves(n_epochs: int) -> Curves:
    epochs = np.linspace(1.0, n_epochs, 300)
    loss = 1.0 / epochs
    return Curves(epochs, loss, 1.2 * loss, loss, 1.2 * loss)


@pytest.fixture
def chart(qtbot) -> LossChart:
    made = LossChart()
    qtbot.addWidget(made)
    made.set_theme(LIGHT)
    made.resize(388, 220)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_that_new_curves_are_painted_once(chart, qtbot):
    chart.set_curves(curves(100))
    qtbot.wait(400)
    paints = Paints()
    view = chart.findChild(QGraphicsView)
    assert view is not None
    view.viewport().installEventFilter(paints)
    chart.set_curves(curves(200))
    qtbot.waitUntil(lambda: paints.count > 0)
    qtbot.wait(100)
    assert paints.count == 1


def test_that_many_frames_are_drawn_together(chart, qtbot):
    before = chart.grab().toImage()
    for epoch in range(100, 130):
        chart.set_curves(curves(epoch))
    assert chart.grab().toImage() == before
    qtbot.waitUntil(lambda: chart.grab().toImage() != before)

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from playground.views.graph.picture.canvas_offer import CanvasOffer
from tests.playground.views.painted import settle

OFFERS = (("read", "Read at the output", "Larger"), ("layers", "Show layers", "Fewer cards"))


@pytest.mark.parametrize("width", [204, 600])
def test_that_all_buttons_are_whole_on_the_canvas(qtbot, width: int) -> None:
    canvas = QWidget()
    qtbot.addWidget(canvas)
    canvas.resize(width, 400)
    canvas.show()
    offer = CanvasOffer(canvas)
    offer.offer("", OFFERS)
    settle()
    for button in offer.buttons.values():
        assert canvas.rect().contains(QRect(button.mapTo(canvas, QPoint(0, 0)), button.sizeHint()))
        assert button.width() >= button.sizeHint().width()
        assert button.height() == button.sizeHint().height()

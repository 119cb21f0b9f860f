from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground import views
from playground.style.theme import LIGHT
from playground.views.data.dataset_tile import DatasetTile
from playground.views.window.zoom_view import ZoomView
from tests.playground.actions import show_active
from tests.playground.views.painted import settle


class Stage(QWidget):
    def set_theme(self, theme) -> None:
        self.tile.set_theme(theme)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[float] = []
        self.tile = DatasetTile(
            "circle", "Circle", lambda painter, *_: self.asked.append(painter.device().devicePixelRatio())
        )
        QVBoxLayout(self).addWidget(self.tile)


def test_that_pictures_on_tiles_are_sharp_at_any_zoom(qtbot) -> None:
    stage = Stage()
    view = ZoomView(stage)
    qtbot.addWidget(view)
    view.resize(300, 300)
    stage.set_theme(LIGHT)
    show_active(qtbot, view)
    for zoom in (1.5, 2.0, 1.0):
        view.set_zoom(zoom)
        settle()
        view.grab()
        assert stage.asked[-1] == pytest.approx(zoom * view.devicePixelRatioF())


def test_that_no_view_asks_for_a_ratio_that_leaves_out_the_zoom() -> None:
    asking = {
        path.name
        for path in Path(views.__file__).parent.rglob("*.py")
        if "devicePixelRatioF()" in path.read_text(encoding="utf-8")
    }
    assert asking == {"device_ratio.py"}

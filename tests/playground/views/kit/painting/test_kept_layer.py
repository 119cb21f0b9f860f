from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from playground import views
from playground.views.kit.painting import kept_layer
from playground.views.kit.painting.kept_layer import KeptLayer

SIZE = QSize(60, 40)


@pytest.fixture
def widget(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(SIZE)
    return widget


class Shown:
    """A widget with a layer; notes the device ratio of every picture that is painted."""

    def __init__(self, widget: QWidget) -> None:
        self.widget, self.layer = widget, KeptLayer()
        self.painted: list[float] = []

    def size(self) -> QSize:
        """Size of the picture, in device pixels."""
        return self.layer.picture(self.widget, self._paint).size()

    def _paint(self, painter: QPainter) -> None:
        self.painted.append(painter.device().devicePixelRatio())


@pytest.fixture
def shown(widget) -> Shown:
    return Shown(widget)


def put_on_screen(monkeypatch, ratio: float) -> None:
    monkeypatch.setattr(kept_layer, "device_ratio", lambda _widget: ratio)


def test_that_it_is_painted_once_until_it_is_forgotten(shown):
    assert shown.size() == shown.size() == SIZE
    assert shown.painted == [1.0]
    shown.layer.forget()
    shown.size()
    assert shown.painted == [1.0, 1.0]


def test_that_another_screen_and_another_size_paint_it_anew(shown, monkeypatch):
    shown.size()
    put_on_screen(monkeypatch, 2.0)
    assert shown.size() == shown.size() == SIZE * 2
    assert shown.painted == [1.0, 2.0]
    shown.widget.resize(30, 20)
    assert shown.size() == SIZE
    put_on_screen(monkeypatch, 1.0)
    assert shown.size() == QSize(30, 20)
    assert shown.painted == [1.0, 2.0, 2.0, 1.0]


def test_that_it_has_a_ground_and_a_size_of_its_own(widget):
    layer, size = KeptLayer(), QSize(10, 10)
    picture = layer.picture(widget, lambda _: None, size, QColor("#336699"))
    assert picture.size() == size
    assert picture.toImage().pixelColor(5, 5).name() == "#336699"
    assert KeptLayer().picture(widget, lambda _: None).toImage().pixelColor(5, 5).alpha() == 0


def test_that_no_view_keeps_a_picture_without_asking_for_the_screen_it_is_on():
    keeping = {
        path.name
        for path in Path(views.__file__).parent.rglob("*.py")
        if "empty_layer(" in path.read_text(encoding="utf-8")
    }
    # The picture of the graph's links asks for it with all that it depends on.
    assert keeping == {"drawing.py", "kept_layer.py", "ways_picture.py"}

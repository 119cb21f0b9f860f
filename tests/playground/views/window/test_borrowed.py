from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.views.window.borrowed import Borrowed


@pytest.fixture
def home(qtbot):
    home = QWidget()
    column = QVBoxLayout(home)
    for text in ("first", "second", "third"):
        column.addWidget(QPushButton(text))
    column.setStretch(1, 3)
    qtbot.addWidget(home)
    home.resize(300, 400)
    home.show()
    return home


def texts(home: QWidget) -> list[str]:
    layout = home.layout()
    assert layout is not None
    items = [layout.itemAt(index) for index in range(layout.count())]
    widgets = [item.widget() for item in items if item is not None]
    return [widget.text() for widget in widgets if isinstance(widget, QPushButton)]


def test_that_a_borrowed_widget_comes_back_to_its_place_and_size(home, qtbot):
    widget = home.layout().itemAt(1).widget()
    widget.setFixedSize(120, 50)
    home.layout().activate()
    places = [home.layout().itemAt(i).geometry() for i in range(3)]
    borrowed = Borrowed(widget)
    away = QWidget()
    qtbot.addWidget(away)
    row = QHBoxLayout(away)
    row.addWidget(widget)
    widget.setFixedSize(40, 40)
    away.show()
    assert widget.window() is away
    row.removeWidget(widget)
    borrowed.give_back()
    assert texts(home) == ["first", "second", "third"]
    assert home.layout().stretch(1) == 3
    assert widget.isVisible()
    assert widget.minimumSize() == widget.maximumSize() == QSize(120, 50)
    home.layout().activate()
    assert [home.layout().itemAt(i).geometry() for i in range(3)] == places


def test_that_a_widget_without_a_layout_cannot_be_borrowed(home):
    with pytest.raises(ValueError, match="layout"):
        Borrowed(QLabel("alone"))
    with pytest.raises(ValueError, match="layout"):
        Borrowed(QLabel("not laid out", home))

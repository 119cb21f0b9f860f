from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from playground.views.window.screen_fit import FRAME, fit_to_screen, fitted

RECTS = st.builds(
    QRect, st.integers(-5000, 5000), st.integers(-5000, 5000), st.integers(1, 4000), st.integers(1, 4000)
)
SMALLEST = QSize(1024, 640)


@given(RECTS, RECTS)
def test_that_a_window_lies_in_its_room_where_it_can(place, room):
    result = fitted(place, room, SMALLEST)
    assert room.contains(result.topLeft())
    if room.width() >= SMALLEST.width() and room.height() >= SMALLEST.height():
        assert room.contains(result)
    if room.contains(place) and place.width() >= SMALLEST.width() and place.height() >= SMALLEST.height():
        assert result == place


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1440, 900), (1280, 720), (1920, 1080)])
def test_that_the_first_window_fits_on_common_screens(width, height):
    free = QRect(0, 0, width, height - 40).marginsRemoved(FRAME)
    result = fitted(QRect(0, 0, 1440, 900), free, SMALLEST)
    assert free.contains(result)
    assert result.width() == min(1440, free.width())


def test_that_a_window_of_a_screen_that_is_gone_comes_into_sight(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(9000, -3000, 300, 200)
    fit_to_screen(window)
    assert QGuiApplication.primaryScreen().availableGeometry().contains(window.geometry())
    assert window.size() == QSize(300, 200)

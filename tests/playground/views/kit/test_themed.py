from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from playground.views.kit import CheckBox


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def box(window):
    box = CheckBox("Box", parent=window)
    window.show()
    return box


def test_that_a_veiled_widget_stays_away_when_its_owner_shows_it(box):
    box.set_veiled(True)
    for show in (box.show, lambda: box.setVisible(True)):
        show()
        assert not box.isVisible()
    box.set_veiled(False)
    assert box.isVisible()


def test_that_an_unveiled_widget_is_as_its_owner_wants_it(box):
    box.set_veiled(True)
    box.hide()
    box.set_veiled(False)
    assert not box.isVisible()


def test_that_a_veil_before_the_window_opens_holds(window):
    box = CheckBox("Box", parent=window)
    box.set_veiled(True)
    window.show()
    assert not box.isVisible()

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from playground.style.theme import DARK, LIGHT
from playground.views.kit.access.shortcuts import SHORTCUTS
from playground.views.window.shortcut_sheet import KeyCaps, ShortcutSheet


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def sheet(request, qtbot):
    sheet = ShortcutSheet(request.param)
    qtbot.addWidget(sheet)
    sheet.show()
    return sheet


def test_that_every_entry_of_the_table_is_listed_with_all_its_keys(sheet):
    labels = [label.text() for label in sheet.findChildren(QLabel)]
    for entry in SHORTCUTS:
        assert entry.text in labels
        assert entry.group in labels
    caps = sorted(caps.accessibleName() for caps in sheet.findChildren(KeyCaps))
    assert caps == sorted(" or ".join(entry.keys) for entry in SHORTCUTS)


def test_that_nothing_is_cut_off(sheet):
    for label in sheet.findChildren(QLabel):
        assert label.width() >= label.sizeHint().width() - 1, label.text()
    for caps in sheet.findChildren(KeyCaps):
        assert caps.width() >= caps.sizeHint().width()


def test_that_it_fits_the_smallest_window(sheet):
    assert sheet.sizeHint().width() <= 1024
    assert sheet.sizeHint().height() <= 720


def test_that_escape_closes_it(sheet, qtbot):
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()

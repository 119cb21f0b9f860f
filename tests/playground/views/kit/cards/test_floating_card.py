from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from playground.views.kit import Popover, SelectField
from playground.views.kit.cards import compositing, floating_card
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.kit.fields.option_popup import OptionPopup


def opened(owner: QPushButton, kind: type) -> QWidget:
    if kind is OptionPopup:
        card = OptionPopup(owner)
        card.open(["one", "two"], 0)
        return card
    popover = Popover(owner)
    popover.column.addWidget(SelectField([("a", "A")], "Choice"))
    popover.open_below()
    return popover


@pytest.mark.parametrize("kind", [Popover, OptionPopup])
def test_that_a_card_has_its_shadow_where_windows_can_be_seen_through(owner, kind) -> None:
    card = opened(owner, kind)
    assert card.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    assert card.mask().isEmpty()
    assert card.grab().toImage().pixelColor(0, 0).alpha() == 0
    card.hide()


# Offscreen there are no masks, and Qt says so.
@pytest.mark.qt_log_ignore("This plugin does not support setting window masks", extend=True)
@pytest.mark.parametrize("kind", [Popover, OptionPopup])
def test_that_a_card_is_cut_out_where_its_shadow_would_be_black(owner, kind, monkeypatch) -> None:
    monkeypatch.setattr(floating_card, "is_composited", lambda: False)
    card = opened(owner, kind)
    assert not card.testAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    shape, inside = card.mask(), card.rect().adjusted(*(2 * [SHADOW_MARGIN]), *(2 * [-SHADOW_MARGIN]))
    assert shape.boundingRect() == inside
    assert shape.contains(inside.center())
    assert not shape.contains(inside.topLeft())  # a round corner
    assert not shape.contains(QPoint(0, 0))
    card.hide()


def test_that_only_x11_is_asked(monkeypatch) -> None:
    monkeypatch.setattr(compositing, "_x11_is_composited", lambda: False)
    assert compositing.is_composited()
    monkeypatch.setattr(compositing.QGuiApplication, "platformName", lambda: "xcb")
    assert not compositing.is_composited()


def test_that_without_a_display_nothing_is_composited(monkeypatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    assert not compositing._x11_is_composited.__wrapped__()
    monkeypatch.setattr(compositing, "_LIBRARY", "libnothing.so.0")
    assert not compositing._x11_is_composited.__wrapped__()

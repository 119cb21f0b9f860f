from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QPushButton, QWidget

from playground.views.kit.cards.placing import place_card
from playground.views.window.zoom_view import ZoomView

MARGIN = 32
CARD = QSize(120, 90)


@pytest.fixture
def owner(qtbot):
    button = QPushButton("open")
    button.resize(80, 30)
    qtbot.addWidget(button)
    button.show()
    return button


def card_at(owner: QWidget, at: QPoint | None = None) -> QRect:
    return QRect(place_card(owner, CARD, MARGIN, at) + QPoint(MARGIN, MARGIN), CARD)


def test_that_a_card_opens_below_its_owner(owner):
    owner.move(200, 200)
    corner = owner.mapToGlobal(QPoint(0, 0))
    assert card_at(owner) == QRect(corner + QPoint(0, 34), CARD)


def test_that_a_card_opens_at_a_wanted_point(owner):
    owner.move(200, 200)
    assert card_at(owner, QPoint(-40, 34)).left() == owner.mapToGlobal(QPoint(-40, 0)).x()


def test_that_a_card_opens_above_where_there_is_no_room_below(owner):
    screen = owner.screen().availableGeometry()
    owner.move(200, screen.bottom() - 60)
    assert card_at(owner).bottom() < owner.mapToGlobal(QPoint(0, 0)).y()


@pytest.mark.parametrize("x", [-60, 10_000])
def test_that_a_card_stays_on_the_screen_sideways(owner, x):
    screen = owner.screen().availableGeometry()
    owner.move(min(x, screen.right() - 20), 200)
    card = card_at(owner)
    assert screen.left() <= card.left()
    assert card.right() <= screen.right()


def test_that_a_card_hangs_on_its_owner_at_any_zoom(qtbot):
    content = QWidget()
    content.setMinimumSize(100, 100)
    button = QPushButton("open", content)
    button.setGeometry(60, 50, 80, 30)
    view = ZoomView(content)
    qtbot.addWidget(view)
    view.resize(600, 450)
    view.show()
    view.set_zoom(1.5)
    corner = view.mapToGlobal(QPoint(round(1.5 * 60), round(1.5 * (50 + 30 + 4))))
    window = place_card(button, CARD, MARGIN)
    shadow = round(1.5 * MARGIN)
    assert abs(window.x() + shadow - corner.x()) <= 1
    assert abs(window.y() + shadow - corner.y()) <= 1
    # the content ends 300 of its own pixels below its top: below this one there is no room for 90
    button.move(320, 230)
    window = place_card(button, CARD, MARGIN)
    assert window.y() + shadow < button.mapToGlobal(QPoint(0, 0)).y()
    right = window.x() + shadow + round(1.5 * CARD.width())
    assert right <= view.mapToGlobal(QPoint(view.width(), 0)).x() + 1

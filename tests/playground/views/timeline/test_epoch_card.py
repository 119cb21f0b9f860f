from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from playground.style.theme import LIGHT
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.timeline.epoch_card import FROM_EDGE, EpochCard
from tests.playground.views.painted import painted_texts


@pytest.fixture
def card(qtbot) -> Iterator[EpochCard]:
    room = QWidget()
    qtbot.addWidget(room)
    room.resize(800, 600)
    card = EpochCard(room)
    card.set_theme(LIGHT)
    with qtbot.waitExposed(room):
        room.show()
    yield card
    del room


def body(card: EpochCard) -> QRect:
    return card.geometry().adjusted(SHADOW_MARGIN, SHADOW_MARGIN, -SHADOW_MARGIN, -SHADOW_MARGIN)


@pytest.mark.parametrize("x", [-50, 0, 400, 799, 900])
def test_that_it_stands_above_its_place_and_inside_the_window(card, x):
    card.show_epoch("Epoch 61", ("Train 0.49",), None, QPoint(x, 550))
    box = body(card)
    assert box.bottom() < 550
    assert box.left() >= FROM_EDGE
    assert box.right() < 800 - FROM_EDGE + 1
    if x == 400:
        assert abs(box.center().x() - 400) <= 1


def test_that_it_says_what_it_was_given_and_nothing_once_it_is_hidden(card):
    card.show_words("Learning rate 0.1 → 0.2", ["at epoch 900"], QPoint(400, 550))
    assert [text.text for text in painted_texts(card)] == ["Learning rate 0.1 → 0.2", "at epoch 900"]
    card.hide()
    assert card.texts == ()


def test_that_the_picture_may_come_later_in_the_room_that_is_kept_for_it(card):
    card.show_epoch("Epoch 61", (), None, QPoint(400, 550))
    before = card.size()
    assert not card.has_picture
    image = QImage(94, 94, QImage.Format.Format_RGBA8888)
    image.fill(QColor("#FF0000"))
    card.show_epoch("Epoch 61", ("Train 0.49",), image, QPoint(400, 550))
    assert card.size() == before
    shot = card.grab().toImage()
    assert shot.pixelColor(SHADOW_MARGIN + 50, SHADOW_MARGIN + 50) == QColor("#FF0000")

"""Pictures with the answers of a network."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.models.lessons.given_pictures import GivenPictures
from playground.style.theme import DARK, LIGHT
from playground.views.lessons.bars.picture_grid import COLUMNS, grid_height, paint_pictures
from playground.views.lessons.run_card import RunCard, RunLook
from tests.playground.views.painted import painted_texts

PIXELS = np.zeros((8, 2, 2))
PIXELS[:, 0, 0] = 1.0
PICTURES = GivenPictures(PIXELS, tuple("01234567"), tuple("01239567"))


def test_that_each_answer_stands_below_its_picture(qtbot):
    card = RunCard()
    qtbot.addWidget(card)
    card.resize(360, 400)
    empty = np.zeros((1, 1, 4), np.uint8)
    card.set_look(RunLook(empty, np.empty((0, 2)), np.empty(0), None, None, None, PICTURES))
    card.show()
    digits = [text.text for text in painted_texts(card) if text.text.isdigit()]
    assert digits == [*"01239567"]
    assert "7 of them named rightly" in card.accessibleDescription()


def test_that_pictures_have_room_for_all_their_rows():
    for theme in (LIGHT, DARK):
        height = grid_height(8, 300.0)
        image = QImage(300, round(height), QImage.Format.Format_RGB32)
        image.fill(theme.surface)
        painter = QPainter(image)
        paint_pictures(painter, QRectF(0, 0, 300, height), theme, PICTURES)
        painter.end()
        # The ink of the last picture: its upper left pixel.
        side = (300 + 8.0) / COLUMNS - 8.0
        at = round(1 * (side + 8.0) + side / 4), round(side + 18.0 + 8.0 + side / 4)
        assert image.pixelColor(*at).name().upper() == theme.ink.upper()


def test_that_an_unasked_network_shows_the_truth(qtbot):
    card = RunCard()
    qtbot.addWidget(card)
    card.resize(360, 400)
    empty = np.zeros((1, 1, 4), np.uint8)
    unasked = GivenPictures(PIXELS, PICTURES.truth)
    card.set_look(RunLook(empty, np.empty((0, 2)), np.empty(0), None, None, None, unasked))
    card.show()
    assert set("01234567") <= {text.text for text in painted_texts(card)}

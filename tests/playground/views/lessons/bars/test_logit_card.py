"""Logits moved by hand, and the bars of classes."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from playground.models.lessons.logit_board import LogitBoard
from playground.style.theme import LIGHT, apply_to_tree
from playground.views.lessons.bars.class_bars import ClassScores, columns_of
from playground.views.lessons.bars.logit_card import LogitCard
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton
BOARD = LogitBoard(("cat", "dog"), (0.0, 2.0), 0)


@pytest.fixture
def card(qtbot) -> LogitCard:
    """A card whose logits really move."""
    card = LogitCard("Sure")
    qtbot.addWidget(card)
    apply_to_tree(card, LIGHT)
    boards = [BOARD]

    def move(place: int, logit: float) -> None:
        boards.append(boards[-1].moved(place, logit))
        card.set_board(boards[-1], movable=True, told=True)

    card.set_board(BOARD, movable=True, told=True)
    card.moved.connect(move)
    card.resize(720, 240)
    card.show()
    return card


def logits(card: LogitCard) -> tuple[float, ...]:
    assert card.scores is not None
    return card.scores.logits


def texts(card: LogitCard) -> list[str]:
    return [text.text for text in painted_texts(card)]


def test_that_logits_probabilities_loss_and_gradient_are_shown(card):
    p = 1 / (1 + math.exp(2))
    shown = texts(card)
    assert {"0.0", "+2.0", f"{100 * p:.1f} %", f"{100 * (1 - p):.1f} %", f"+{1 - p:.3f}"} <= {*shown}
    assert f"Loss = −ln 0.119 = {-math.log(p):.2f}" in shown
    assert "True class cat" in card.accessibleDescription()


def test_that_a_logit_is_dragged(card, qtbot):
    columns = columns_of(card.inside(), card.scores)
    y = columns.rows[1].center().y()
    qtbot.mousePress(card, LEFT, pos=QPointF(columns.x_of(2.0), y).toPoint())
    qtbot.mouseMove(card, QPointF(columns.x_of(-3.0), y).toPoint())
    assert logits(card)[1] == pytest.approx(-3.0, abs=0.1)
    qtbot.mouseRelease(card, LEFT, pos=QPointF(columns.x_of(-3.0), y).toPoint())
    before = logits(card)
    qtbot.mouseMove(card, QPointF(columns.x_of(5.0), y).toPoint())
    assert logits(card) == before


def test_that_keys_choose_a_class_and_move_its_logit(card, qtbot):
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(card, key)
    assert logits(card) == (0.2, 1.9)
    qtbot.keyClick(card, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert logits(card) == (0.2, 0.9)
    for _ in range(20):
        qtbot.keyClick(card, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert logits(card) == (0.2, 8.0)


def test_that_nothing_moves_where_nothing_is_to_be_moved(card, qtbot):
    card.set_board(BOARD, movable=False, told=True)
    with qtbot.assertNotEmitted(card.moved):
        qtbot.keyClick(card, Qt.Key.Key_Right)
        qtbot.mouseClick(card, LEFT, pos=QPointF(card.width() / 3, 80).toPoint())


def test_that_loss_and_gradient_are_hidden_until_they_are_predicted(card):
    card.set_board(BOARD, movable=True, told=False)
    shown = texts(card)
    assert "Loss = ?" in shown
    assert "+2.0" in shown
    assert not any("−ln" in text or "p − y" in text for text in shown)
    assert "−ln" not in card.accessibleDescription()


@pytest.mark.parametrize(("chance", "words"), [(0.25, "0.25"), (0.99953, "0.99953"), (1.0, "1")])
def test_that_a_probability_near_1_has_digits_enough_for_its_logarithm(chance, words):
    scores = ClassScores("", ("a", "b"), (1.0, 0.0), (chance, 1 - chance), 0, -math.log(chance))
    assert scores.loss_words.startswith(f"Loss = −ln {words} = ")


def test_that_the_true_class_is_told_without_its_colour(card):
    # A tick stands before it, and before no other one.
    image, columns = card.grab().toImage(), columns_of(card.inside(), card.scores)
    blank = QColor(LIGHT.surface)

    def is_marked(row: int) -> bool:
        y = round(columns.rows[row].center().y())
        return any(image.pixelColor(x, at) != blank for x in range(17, 29) for at in range(y - 5, y + 6))

    assert is_marked(0)
    assert not is_marked(1)


SCORES = ClassScores(
    "Point 1",
    tuple("abcdefghij"),
    tuple(float(n) for n in range(10)),
    tuple(n / 45 for n in range(10)),
    0,
    3.0,
)


@pytest.mark.parametrize(
    ("width", "has_logit", "has_bar"), [(400, True, True), (215, True, False), (170, False, False)]
)
def test_that_logits_give_way_where_room_is_short(qapp, width, has_logit, has_bar):
    columns = columns_of(QRectF(0, 0, width, 400), SCORES)
    assert (columns.logit is not None) is has_logit
    assert bool(columns.logit and columns.logit[1]) is has_bar
    assert columns.probability[1] > 15.0


def test_that_the_true_class_and_the_most_probable_ones_stay_where_rows_are_few(qapp):
    assert [*columns_of(QRectF(0, 0, 400, 400), SCORES).rows] == [*range(10)]
    place = QRectF(0, 0, 400, 130)
    rows = columns_of(place, SCORES).rows
    assert [*rows] == [0, 7, 8, 9]
    assert max(row.bottom() for row in rows.values()) < place.bottom() - 40

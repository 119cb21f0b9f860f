from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QPushButton

from playground.models.graph.functions.function_list import function_list
from playground.views.graph.functions.function_card import FunctionAtNode, FunctionCard
from tests.playground.actions import LEFT, type_into

TANH = FunctionAtNode("tanh", "h", ("s",), (0.55,))


@pytest.fixture
def card(owner: QPushButton) -> FunctionCard:
    card = FunctionCard(owner)
    card.open(function_list(), TANH)
    return card


def current(card: FunctionCard) -> str:
    entry = card.rows.current
    return "" if entry is None else entry.operation


def test_that_the_function_of_the_chosen_node_is_shown_at_its_value(card: FunctionCard) -> None:
    assert card.name.text() == "tanh(x)"
    assert card.slope.text() == f"Slope of tanh at x = 0.55: {1 - math.tanh(0.55) ** 2:.4f}"
    assert card.at_node.text() == "The point of h in the graph: s = 0.55"


def test_that_another_point_is_typed_or_clicked(card: FunctionCard, qtbot) -> None:
    type_into(qtbot, card.fields[0], "0")
    assert card.slope.text() == "Slope of tanh at x = 0: 1"
    assert not card.at_node.isVisible()
    qtbot.mouseClick(card.picture, LEFT, pos=QPoint(card.picture.width() - 1, 40))
    assert card.slope.text().startswith("Slope of tanh at x = 3")
    assert card.picture.accessibleName() == card.slope.text()


def test_that_typing_finds_arrows_walk_and_return_takes(card: FunctionCard, qtbot) -> None:
    qtbot.keyClicks(card.search, "x *")
    assert current(card) == "*"
    qtbot.keyClick(card.search, Qt.Key.Key_Down)
    assert current(card) == "**"
    qtbot.keyClick(card.search, Qt.Key.Key_Up)
    with qtbot.waitSignal(card.function_chosen) as chosen:
        qtbot.keyClick(card.search, Qt.Key.Key_Return)
    assert chosen.args[0].operation == "*"
    assert not card.isVisible()


def test_that_a_click_takes_a_row_and_a_moving_pointer_shows_it(card: FunctionCard, qtbot) -> None:
    viewport = card.rows.viewport()
    card.rows.scrollToTop()
    rects = [card.rows.visualItemRect(card.rows.item(row)).center() for row in (1, 2)]
    qtbot.mouseMove(viewport, rects[0])
    qtbot.mouseMove(viewport, rects[1])
    assert current(card) == card.rows.item(2).data(Qt.ItemDataRole.UserRole).operation
    with qtbot.waitSignal(card.function_chosen) as chosen:
        qtbot.mouseClick(viewport, LEFT, pos=rects[1])
    assert chosen.args[0].operation == function_list()[2].operation


def test_that_a_pointer_at_rest_where_the_list_opens_chooses_nothing(card: FunctionCard, qtbot) -> None:
    before = card.rows.current
    place = card.rows.visualItemRect(card.rows.item(card.rows.currentRow() - 1)).center()
    qtbot.mouseMove(card.rows.viewport(), place)
    assert card.rows.current == before


def test_that_each_operand_has_its_value_and_the_curve_runs_along_the_last_one_typed(
    card: FunctionCard, qtbot
) -> None:
    qtbot.keyClicks(card.search, "x /")
    assert [field.isVisible() for field in card.fields] == [True, True, False, False]
    type_into(qtbot, card.fields[1], "2")
    assert card.slope.text() == "Slope of x / y along y at y = 2: −0.125"
    type_into(qtbot, card.fields[1], "0")
    assert card.slope.text() == "No value at y = 0: x / y needs a divisor other than 0"


def test_that_nothing_found_is_said_and_nothing_can_be_taken(card: FunctionCard, qtbot) -> None:
    qtbot.keyClicks(card.search, "qqq")
    assert card.name.text() == "No function has that in its name or formula"
    assert not card.insert.isEnabled()
    with qtbot.assertNotEmitted(card.function_chosen):
        qtbot.keyClick(card.search, Qt.Key.Key_Return)
    assert card.isVisible()
    qtbot.keyClick(card.search, Qt.Key.Key_Escape)
    qtbot.keyClick(card.search, Qt.Key.Key_Escape)
    assert not card.isVisible()


def test_that_the_tangent_is_drawn_through_the_point(card: FunctionCard) -> None:
    curve = card.picture._curve
    assert curve is not None
    assert curve.value is not None
    up = (curve.value - curve.low) / (curve.high - curve.low)
    across = (curve.at - curve.x[0]) / (curve.x[-1] - curve.x[0])
    place = QPointF(across * card.picture.width(), (1.0 - up) * card.picture.height()).toPoint()
    colour = card.picture.grab().toImage().pixelColor(place)
    assert colour.name().upper() == card.theme.accent

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.output.problem_card import ProblemCard
from tests.playground.views.painted import painted_texts, settle

LEFT = Qt.MouseButton.LeftButton
SHORT = "No feature is chosen."
LONG = "All points belong to one class, so that there is nothing to tell apart from anything else. " * 3


@pytest.fixture
def plot(qtbot: QtBot) -> QWidget:
    plot = QWidget()
    qtbot.addWidget(plot)
    plot.resize(420, 400)
    plot.show()
    return plot


@pytest.fixture
def card(plot: QWidget) -> ProblemCard:
    return ProblemCard(plot)


def action(card: ProblemCard) -> QAbstractButton:
    [found] = card.findChildren(QAbstractButton)
    return found


def sentence(card: ProblemCard) -> str:
    """What is painted above the button."""
    return " ".join(text.text.strip() for text in painted_texts(card) if text.text != action(card).text())


def inner(card: ProblemCard) -> QRect:
    """The card without its shadow."""
    margin = SHADOW_MARGIN
    return card.rect().adjusted(margin, margin, -margin, -margin)


def place(card: ProblemCard, child: QWidget) -> QRect:
    return QRect(child.mapTo(card, QPoint()), child.size())


def test_that_there_is_no_card_before_a_problem(card):
    assert not card.isVisible()
    assert card.text == ""


def test_that_a_problem_is_shown_with_its_way_out(card):
    card.set_problem(SHORT, "Choose columns")
    assert card.isVisible()
    assert sentence(card) == SHORT == card.text
    assert "Choose columns" in [text.text for text in painted_texts(card)]


def test_that_a_solved_problem_leaves_nothing(card):
    card.set_problem(SHORT, "Choose columns")
    card.clear()
    assert not card.isVisible()
    assert card.text == ""


def test_that_a_problem_before_the_window_is_shown_appears_with_it(qtbot):
    plot = QWidget()
    qtbot.addWidget(plot)
    plot.resize(420, 400)
    card = ProblemCard(plot)
    card.set_problem(SHORT, "")
    assert card.text == SHORT
    plot.show()
    assert card.isVisible()


def test_that_a_click_on_the_button_is_told_once(card, qtbot):
    told: list[bool] = []
    card.action_pressed.connect(lambda: told.append(True))
    card.set_problem(SHORT, "Choose columns")
    card.set_problem(LONG, "Draw points")
    settle()
    qtbot.mouseClick(action(card), LEFT)
    assert len(told) == 1
    qtbot.keyClick(action(card), Qt.Key.Key_Space)
    assert len(told) == 2


def test_that_a_click_beside_the_button_is_no_press(card, qtbot):
    card.set_problem(SHORT, "Choose columns")
    settle()
    with qtbot.assertNotEmitted(card.action_pressed):
        qtbot.mouseClick(card, LEFT, pos=inner(card).topLeft() + QPoint(4, 4))


def test_that_there_is_no_button_where_nothing_can_be_done(card):
    card.set_problem(SHORT, "Choose columns")
    card.set_problem(LONG, "")
    assert not action(card).isVisible()
    card.set_problem(SHORT, "Choose columns")
    assert action(card).isVisible()


def test_that_card_and_button_are_read_out_as_what_they_say_now(card):
    for text, way_out in ((SHORT, "Choose columns"), (LONG, "Draw points")):
        card.set_problem(text, way_out)
        assert card.accessibleName() == text
        assert action(card).accessibleName() == way_out


def test_that_signs_of_markup_stand_as_they_were_typed(card):
    card.set_problem("“<b>a</b> & b” holds one class.", "")
    assert sentence(card) == "“<b>a</b> & b” holds one class."


@pytest.mark.parametrize("size", [(420, 400), (900, 600), (360, 320), (240, 500)])
@pytest.mark.parametrize("text", [SHORT, LONG], ids=["short", "long"])
def test_that_the_card_stands_in_the_middle_of_the_plot(card, plot, size, text):
    plot.resize(*size)
    card.set_problem(text, "Choose columns")
    left, right = card.x(), plot.width() - card.x() - card.width()
    top, bottom = card.y(), plot.height() - card.y() - card.height()
    assert abs(left - right) <= 1
    assert abs(top - bottom) <= 1
    assert plot.rect().contains(inner(card).translated(card.pos()))


def test_that_the_card_moves_to_the_middle_of_a_plot_of_other_size(card, plot):
    card.set_problem(SHORT, "Choose columns")
    plot.resize(800, 500)
    card.place()
    assert (card.geometry().center() - plot.rect().center()).manhattanLength() <= 2


@pytest.mark.parametrize("width", [240, 420])
def test_that_a_long_sentence_is_wrapped_and_none_of_it_cut_off(card, plot, width):
    plot.resize(width, 700)
    # A shorter one before must not leave its height behind.
    for text in (SHORT, LONG, SHORT, LONG):
        card.set_problem(text, "Choose columns")
        settle()
        assert sentence(card).split() == text.split()
        [label] = card.findChildren(QLabel)
        assert label.height() >= label.heightForWidth(label.width())
        assert inner(card).contains(place(card, label))
        assert inner(card).contains(place(card, action(card)))
        assert not place(card, label).intersects(place(card, action(card)))


def test_that_the_card_is_no_higher_than_what_it_says(card):
    heights = []
    for text, way_out in ((SHORT, ""), (SHORT, "Choose columns"), (LONG, "Choose columns"), (SHORT, "")):
        card.set_problem(text, way_out)
        heights.append(card.height())
    assert heights[0] < heights[1] < heights[2]
    assert heights[3] == heights[0]


def test_that_the_card_lies_above_what_came_later(card, plot):
    later = QWidget(plot)
    later.resize(plot.size())
    later.show()
    card.set_problem(SHORT, "Choose columns")
    settle()
    on_top = plot.childAt(plot.rect().center())
    assert on_top is card or card.isAncestorOf(on_top)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_card_wears_the_theme(card, plot, theme: Theme):
    apply_to_tree(plot, theme)
    card.set_problem(SHORT, "Choose columns")
    inks = {text.text: QColor(text.ink) for text in painted_texts(card)}
    assert inks[SHORT] == QColor(theme.ink)
    assert inks["Choose columns"] == QColor(theme.ink2)
    ground = plot.grab().toImage().pixelColor(card.pos() + inner(card).bottomLeft() + QPoint(20, -6))
    assert ground == QColor(theme.surface)


def test_that_a_sign_above_the_sentence_is_painted_in_the_accent(card, plot):
    apply_to_tree(plot, LIGHT)
    card.set_problem(SHORT, "")
    settle()
    [label] = card.findChildren(QLabel)
    picture = card.grab().toImage()
    above = range(inner(card).top() + 2, place(card, label).top())
    accent = QColor(LIGHT.accent_text)
    columns = [
        x for y in above for x in range(picture.width()) if picture.pixelColor(x, y).rgb() == accent.rgb()
    ]
    assert columns
    assert abs((min(columns) + max(columns)) / 2 - card.width() / 2) <= 2


def test_that_it_stays_in_the_middle_of_a_parent_that_is_resized(plot: QWidget, card: ProblemCard) -> None:
    card.set_problem(SHORT, "Use all")
    plot.resize(230, 220)
    settle()
    assert plot.rect().contains(card.geometry())
    assert (card.geometry().center() - plot.rect().center()).manhattanLength() <= 2

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.controllers.network.neuron_words import DEAD
from playground.style.theme import DARK, LIGHT, Theme, apply_to_tree
from playground.views.kit.drawing import SHADOW_MARGIN
from playground.views.kit.figure_rows import Figure
from playground.views.network.insight_card import GAP, Insight, InsightCard
from tests.playground.actions import LEFT, show_active, type_into
from tests.playground.views.painted import painted_lines, settle

ROOM = 700, 560
FIGURES = (
    Figure("Bias", "−0.316", -0.316, has_mark=True), Figure("Mean activation", "+0.069"),
    Figure("Spread", "0.420"), Figure("Gradient norm", "0.006"),
)  # fmt: skip
NEURON = Insight(
    title="Neuron 5 in hidden 2",
    subtitle="tanh, 8 weights in",
    figures=FIGURES,
    parameter="Bias",
    value=-0.316,
    is_off=False,
)
WEIGHT = Insight(
    title="x₁ → neuron 3",
    subtitle="A weight into hidden 1",
    figures=(Figure("Weight", "+0.500", 0.5, has_mark=True),),
    parameter="Weight",
    value=0.5,
)
INSIGHTS = {
    "neuron": NEURON, "weight": WEIGHT, "trouble": replace(NEURON, trouble=DEAD),
    "output": replace(NEURON, is_off=None, is_frozen=True),
}  # fmt: skip
REUSED = settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Ground(QWidget):
    """What lies below the card, and counts the presses that reach it."""

    presses = 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.presses += 1


@pytest.fixture
def ground(qtbot: QtBot) -> Iterator[Ground]:
    ground = Ground()
    qtbot.addWidget(ground)
    ground.resize(*ROOM)
    show_active(qtbot, ground)
    yield ground
    ground.hide()  # and lives until here


@pytest.fixture
def card(ground: Ground) -> InsightCard:
    card = InsightCard(ground)
    card.set_insight(NEURON, is_pinned=False)
    card.place(QRectF(100, 200, 44, 44))
    card.show()
    return card


@pytest.fixture
def told(card: InsightCard) -> list[tuple[str, object]]:
    """All that was told, in order."""
    told: list[tuple[str, object]] = []
    card.value_edited.connect(lambda value: told.append(("value", value)))
    card.frozen_toggled.connect(lambda on: told.append(("frozen", on)))
    card.off_toggled.connect(lambda on: told.append(("off", on)))
    card.closed.connect(lambda: told.append(("closed", None)))
    return told


def drawn(card: InsightCard) -> QRect:
    """The card without its shadow, in its own pixels."""
    return card.rect().adjusted(SHADOW_MARGIN, SHADOW_MARGIN, -SHADOW_MARGIN, -SHADOW_MARGIN)


def body(card: InsightCard) -> QRect:
    """The card without its shadow, in its parent."""
    return drawn(card).translated(card.pos())


def parts(card: InsightCard) -> list[tuple[QWidget, QRect]]:
    """Everything visible on the card, and where."""
    settle()
    return [
        (part, QRect(part.mapTo(card, QPoint()), part.size()))
        for part in card.findChildren(QWidget)
        if part.isVisible()
    ]


@pytest.mark.parametrize("is_pinned", [False, True])
@pytest.mark.parametrize("name", INSIGHTS)
def test_that_nothing_on_the_card_reaches_beyond_it(card, name, is_pinned):
    card.set_insight(INSIGHTS[name], is_pinned=is_pinned)
    for part, place in parts(card):
        assert drawn(card).contains(place), (type(part).__name__, place)


@pytest.mark.parametrize("is_pinned", [False, True])
@pytest.mark.parametrize("name", INSIGHTS)
def test_that_the_rows_of_the_card_do_not_overlap(card, name, is_pinned):
    card.set_insight(INSIGHTS[name], is_pinned=is_pinned)
    rows = [
        (part, place) for part, place in parts(card) if part in card.children() and part != card.close_button
    ]
    for index, (part, place) in enumerate(rows):
        for other, other_place in rows[index + 1 :]:
            assert not place.intersects(other_place), (part, other)


@pytest.mark.parametrize("is_pinned", [False, True])
@pytest.mark.parametrize("first", INSIGHTS)
@pytest.mark.parametrize("second", INSIGHTS)
def test_that_the_height_fits_what_is_on_it_whatever_was_there_before(card, first, second, is_pinned):
    card.set_insight(INSIGHTS[first], is_pinned=not is_pinned)
    settle()
    card.set_insight(INSIGHTS[second], is_pinned=is_pinned)
    lowest = max(place.bottom() for _, place in parts(card))
    assert 8 <= drawn(card).bottom() - lowest <= 16


def test_that_the_whole_sentence_on_what_is_wrong_has_room(card):
    for is_pinned in (False, True):
        card.set_insight(replace(NEURON, trouble=DEAD), is_pinned=is_pinned)
        settle()
        assert card.trouble.height() >= card.trouble.heightForWidth(card.trouble.width())
        shown = " ".join(text for line in painted_lines(card) for text in line)
        assert all(word in shown for word in DEAD.split())


def test_that_the_card_grows_with_trouble_and_shrinks_when_it_is_over(card):
    before = card.height()
    card.set_insight(replace(NEURON, trouble=DEAD), is_pinned=False)
    assert card.height() > before + 30
    card.set_insight(NEURON, is_pinned=False)
    assert card.height() == before
    assert not card.trouble.isVisible()


def test_that_new_numbers_leave_the_card_as_large_as_it_is(card):
    card.set_insight(NEURON, is_pinned=True)
    before = card.size()
    figures = (Figure("Bias", "+12.5", 12.5, has_mark=True), *FIGURES[1:])
    card.set_insight(replace(NEURON, figures=figures, value=12.5), is_pinned=True)
    assert card.size() == before
    assert ["Bias", "+12.5"] in painted_lines(card)
    assert card.editor.field.value() == 12.5


@pytest.mark.parametrize("is_pinned", [False, True])
@pytest.mark.parametrize("name", INSIGHTS)
@REUSED
@given(st.floats(0, ROOM[0] - 44), st.floats(0, ROOM[1] - 44), st.integers(8, 64))
def test_that_the_card_stays_inside_its_parent(ground, card, name, is_pinned, x, y, side):
    card.set_insight(INSIGHTS[name], is_pinned=is_pinned)
    card.place(QRectF(x, y, side, side))
    assert ground.rect().contains(body(card))


@REUSED
@given(st.floats(0, ROOM[0] - 44), st.floats(0, ROOM[1] - 44))
def test_that_the_card_leaves_the_neuron_uncovered_at_a_gap(card, x, y):
    node = QRectF(x, y, 44, 44)
    card.place(node)
    place = QRectF(body(card))
    if x + 44 + GAP + place.width() + 8 <= ROOM[0]:
        assert place.left() == pytest.approx(node.right() + GAP, abs=1.0)
    elif x - GAP - place.width() >= 8:
        assert place.right() == pytest.approx(node.left() - GAP, abs=1.0)


@REUSED
@given(st.floats(0, 448 - 34), st.floats(0, ROOM[1] - 34))
def test_that_no_neuron_is_covered_where_the_canvas_is_small_and_stands_between_others(ground, x, y):
    canvas = Ground(ground)
    canvas.setGeometry(228, 40, 448, 361)
    ground.resize(1024, 640)
    card = InsightCard(canvas)
    card.setParent(ground)
    card.set_insight(NEURON, is_pinned=True)
    card.place(QRectF(x, y, 34, 34))
    assert ground.rect().contains(body(card))
    assert not QRectF(body(card)).intersects(QRectF(x + 228, y + 40, 34, 34))
    canvas.deleteLater()
    card.deleteLater()


def test_that_a_parent_smaller_than_the_card_shows_its_upper_left_corner(card, ground):
    ground.resize(150, 90)
    card.place(QRectF(80, 40, 44, 44))
    assert (body(card).left(), body(card).top()) == (8, 8)


def test_that_presses_go_through_the_card_until_it_is_pinned(card, ground, qtbot):
    handle, at = ground.windowHandle(), body(card).center()
    qtbot.mouseClick(handle, LEFT, pos=at)
    assert ground.presses == 1
    assert ground.childAt(at) is None
    card.set_insight(NEURON, is_pinned=True)
    qtbot.mouseClick(handle, LEFT, pos=body(card).topLeft() + QPoint(6, 6))
    assert ground.presses == 1
    card.set_insight(NEURON, is_pinned=False)
    qtbot.mouseClick(handle, LEFT, pos=at)
    assert ground.presses == 2


def test_that_only_a_pinned_card_has_controls(card):
    controls = (card.editor, card.frozen, card.off, card.close_button)
    assert not any(control.isVisible() for control in controls)
    assert card.hint.isVisible()
    card.set_insight(NEURON, is_pinned=True)
    assert all(control.isVisible() for control in controls)
    assert not card.hint.isVisible()
    assert card.is_pinned


@pytest.mark.parametrize("name", ["weight", "output"])
def test_that_only_what_can_be_switched_off_has_the_switch(card, name):
    card.set_insight(INSIGHTS[name], is_pinned=True)
    assert card.frozen.isVisible()
    assert not card.off.isVisible()


def test_that_the_card_says_what_it_is_told(card):
    card.set_insight(NEURON, is_pinned=True)
    lines = painted_lines(card)
    assert lines[:2] == [["Neuron 5 in hidden 2"], ["tanh, 8 weights in"]]
    assert lines[2:6] == [[figure.name, figure.value] for figure in FIGURES]
    assert lines[6:] == [["Bias"], ["−0.316"], ["Freeze"], ["Switch off"]]
    assert card.accessibleName() == "Neuron 5 in hidden 2"
    assert card.editor.field.accessibleName() == "Bias, Neuron 5 in hidden 2"


def test_that_a_typed_value_and_both_switches_are_told(card, told, qtbot):
    card.set_insight(NEURON, is_pinned=True)
    settle()
    type_into(qtbot, card.editor.field, "0.75")
    qtbot.mouseClick(card.frozen, LEFT)
    qtbot.mouseClick(card.off, LEFT)
    qtbot.keyClick(card.frozen, Qt.Key.Key_Space)
    assert told == [("value", 0.75), ("frozen", True), ("off", True), ("frozen", False)]


def test_that_showing_a_neuron_tells_nothing(card, told):
    for insight in INSIGHTS.values():
        card.set_insight(replace(insight, is_frozen=True), is_pinned=True)
        assert card.frozen.isChecked()
    card.set_insight(replace(NEURON, is_off=True), is_pinned=True)
    assert card.off.isChecked()
    assert not card.frozen.isChecked()
    assert told == []


def test_that_the_button_and_escape_let_go(card, told, qtbot):
    card.set_insight(NEURON, is_pinned=True)
    settle()
    qtbot.mouseClick(card.close_button, LEFT)
    qtbot.keyClick(card.frozen, Qt.Key.Key_Escape)
    qtbot.keyClick(card.editor.slider, Qt.Key.Key_Escape)
    assert told == [("closed", None)] * 3


def test_that_escape_in_a_changed_number_brings_it_back_before_it_lets_go(card, told, qtbot):
    card.set_insight(NEURON, is_pinned=True)
    settle()
    entry = card.editor.field.entry
    qtbot.mouseClick(entry, LEFT)
    qtbot.keyClicks(entry, "7")
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    assert told == []
    assert entry.text() == "−0.316"
    qtbot.keyClick(entry, Qt.Key.Key_Escape)
    assert told == [("closed", None)]


def test_that_tab_goes_through_all_controls_of_a_pinned_card(card, qtbot):
    card.set_insight(NEURON, is_pinned=True)
    settle()
    card.editor.field.entry.setFocus()
    reached = []
    for _ in range(5):
        reached.append(QApplication.focusWidget())
        qtbot.keyClick(reached[-1], Qt.Key.Key_Tab)
    assert set(reached) == {
        card.editor.field.entry, card.editor.slider, card.frozen, card.off, card.close_button
    }  # fmt: skip


def test_that_another_neuron_is_shown_at_once_though_a_number_is_being_typed(card, told, qtbot):
    card.set_insight(NEURON, is_pinned=True)
    settle()
    qtbot.mouseClick(card.editor.field.entry, LEFT)
    card.set_insight(replace(NEURON, title="Neuron 1 in hidden 1", value=0.25), is_pinned=True)
    assert card.editor.field.entry.text() == "+0.250"
    assert told == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_that_the_card_follows_the_theme(card, theme: Theme):
    apply_to_tree(card, theme)
    card.set_insight(replace(NEURON, trouble=DEAD), is_pinned=True)
    settle()
    picture = card.grab().toImage()
    assert picture.pixelColor(drawn(card).topLeft() + QPoint(8, 6)) == QColor(theme.surface)
    assert card.trouble.palette().color(card.trouble.foregroundRole()) == QColor(theme.danger)


def test_that_a_line_parts_the_head_from_the_numbers(card):
    picture = card.grab().toImage()
    x = drawn(card).center().x()
    line = QColor(LIGHT.line)
    found = [
        y for y in range(drawn(card).top() + 2, drawn(card).bottom() - 2) if picture.pixelColor(x, y) == line
    ]
    assert len(found) == 1
    assert card.subtitle.geometry().bottom() < found[0] < card.figures.geometry().top()


@pytest.mark.parametrize(
    "title",
    [
        "Neuron 64 in hidden 10",
        "Nonflavanoid phenols → neuron 3",
    ],
)  # fmt: skip
def test_that_the_title_leaves_the_button_alone(card, title):
    card.set_insight(replace(WEIGHT, title=title), is_pinned=True)
    settle()
    wide = card.title.fontMetrics().horizontalAdvance(card.title.text())
    left = card.title.geometry().left()
    icon = card.close_button.geometry().center().x() - 8
    assert left + min(wide, card.title.width()) <= icon


@pytest.mark.parametrize(
    "is_pinned",
    [False, True],
)  # fmt: skip
def test_that_a_title_too_long_for_the_card_is_shortened_with_an_ellipsis(card, is_pinned):
    card.set_insight(replace(WEIGHT, title="Od280/od315 of diluted wines → neuron 12"), is_pinned=is_pinned)
    assert painted_lines(card)[0][0].endswith("…")

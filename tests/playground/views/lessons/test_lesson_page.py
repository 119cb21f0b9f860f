"""The text of a lesson, its steps, and the list of lessons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument

from playground.style.theme import DARK, LIGHT, apply_to_tree
from playground.views.lessons.lesson_html import code_html, lesson_html
from playground.views.lessons.lesson_list import LessonList, ListedLesson
from playground.views.lessons.lesson_page import LessonPage
from playground.views.lessons.lesson_screen import COMPACT_BELOW, LessonScreen
from playground.views.lessons.stepper import Stepper
from tests.playground.views.painted import painted_texts

LEFT = Qt.MouseButton.LeftButton
LESSONS = [
    ListedLesson("a", "One", "What?", "First", "done"),
    ListedLesson("b", "Two", "Why?", "First", "begun"),
    ListedLesson("c", "Three", "How?", "Later", "new"),
]


def shown(html: str) -> str:
    document = QTextDocument()
    document.setHtml(html)
    return document.toPlainText().replace("\xa0", " ").replace("\ufffc", "")


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Some **bold** and *slanted*.", "Some bold and slanted."),
        ("<b>x</b> & <img src='y'>", "<b>x</b> & <img src='y'>"),
        ("![a](b.png)", "![a](b.png)"),
        ("[a](http://b)", "[a](http://b)"),
        ("<http://b>", "<http://b>"),
        ("`a < b`", "a < b"),
    ],
)
def test_that_markdown_is_rendered_and_nothing_leads_out(qapp, markdown, expected):
    html = lesson_html(markdown, LIGHT)
    assert shown(html).strip() == expected
    assert "<img" not in html
    assert "<a " not in html


def test_that_code_is_told_right_from_wrong_by_sign_and_colour(qapp):
    html = code_html("- wrong\n+ right\n  same", LIGHT)
    assert LIGHT.danger_soft in html
    assert LIGHT.ok_soft in html
    assert [line.strip() for line in shown(html).split("\n") if line.strip()] == [
        "- wrong",
        "+ right",
        "same",
    ]
    assert LIGHT.ok_soft not in code_html("- wrong", LIGHT)


def test_that_tables_have_their_cells(qapp):
    html = lesson_html("| a | b |\n|---|---|\n| 1 | <2> |", DARK)
    assert {"a", "b", "1", "<2>"} <= {*shown(html).split()}


@given(st.text(alphabet="ab<>&`*_[]()!#|-\n \"'", max_size=60))
def test_that_no_text_becomes_a_tag_of_its_own(qapp, markdown):
    html = lesson_html(markdown, LIGHT)
    for tag in ("<img", "<a ", "<script", "<b>", "<iframe"):
        assert tag not in html


# Stepper.


@pytest.fixture
def stepper(qtbot):
    stepper = Stepper()
    qtbot.addWidget(stepper)
    apply_to_tree(stepper, LIGHT)
    stepper.resize(336, 32)
    stepper.set_steps(("Predict", "Explain", "Try"), 1, 1)
    stepper.show()
    return stepper


def test_that_steps_are_picked_up_to_the_furthest(stepper, qtbot):
    picked: list[int] = []
    stepper.step_picked.connect(picked.append)
    for place in (0, 1, 2):
        qtbot.mouseClick(stepper, LEFT, pos=stepper.rects()[place].center().toPoint())
    assert picked == [0]
    stepper.setFocus()
    qtbot.keyClick(stepper, Qt.Key.Key_Left)
    assert picked == [0, 0]
    assert stepper.accessibleDescription() == "Step 2 of 3: Explain"


def test_that_words_that_do_not_fit_are_left_out_but_for_the_step_on_screen(stepper):
    assert "Try" in [text.text for text in painted_texts(stepper)]
    stepper.resize(150, 32)
    words = [text.text for text in painted_texts(stepper)]
    assert "Explain" in words
    assert "Try" not in words


# List.


def test_that_lessons_are_listed_by_group_with_their_progress(qtbot):
    column = LessonList()
    qtbot.addWidget(column)
    apply_to_tree(column, LIGHT)
    column.resize(260, 600)
    column.set_lessons(LESSONS, "b")
    column.show()
    words = [text.text for text in painted_texts(column)]
    assert words.count("First") == 1
    assert "1 of 3 done" in words
    assert [row.isChecked() for row in column.rows.values()] == [False, True, False]
    assert "Why?" in column.rows["b"].toolTip()
    with qtbot.waitSignal(column.lesson_picked) as told:
        qtbot.mouseClick(column.rows["c"], LEFT)
    assert told.args == ["c"]
    assert not column.rows["c"].isChecked()  # who listens says which one is on screen
    first = column.rows["a"]
    column.set_lessons(LESSONS, "c")
    assert column.rows["a"] is first
    column.set_lessons(LESSONS[:1], "a")
    assert [*column.rows] == ["a"]


# Page and screen.


def test_that_the_way_on_is_said_once(qtbot):
    page = LessonPage()
    qtbot.addWidget(page)
    apply_to_tree(page, LIGHT)
    page.resize(392, 700)
    page.show()
    page.set_ways("Go on without", can_go_back=True, can_go_on=True, is_main=False)
    assert page.next_button.isVisible()
    assert not page.main_next_button.isVisible()
    page.set_ways("Next", can_go_back=False, can_go_on=True, is_main=True)
    assert page.main_next_button.isVisible()
    assert not page.previous_button.isEnabled()
    page.set_text("Some **text**", "- x")
    assert "Some text" in page.text.toPlainText()
    apply_to_tree(page, DARK)
    assert "Some text" in page.text.toPlainText()
    assert DARK.danger_soft in page.text.toHtml().upper() or DARK.danger_soft.lower() in page.text.toHtml()


def test_that_a_narrow_screen_has_a_menu_in_place_of_the_list(qtbot):
    screen = LessonScreen()
    qtbot.addWidget(screen)
    apply_to_tree(screen, LIGHT)
    screen.resize(COMPACT_BELOW + 10, 700)
    screen.show()
    assert screen.list.isVisible()
    assert not screen.page.menu.isVisible()
    screen.resize(1024, 560)
    assert not screen.list.isVisible()
    assert screen.page.menu.isVisible()
    screen.page.set_lessons([("a", "One"), ("b", "Two")], "b")
    assert screen.page.menu.value() == "b"


def test_that_the_lessons_of_a_workshop_carry_their_number(qtbot):
    lessons = LessonList()
    qtbot.addWidget(lessons)
    lessons.resize(260, 700)
    lessons.show()
    lessons.set_lessons([*LESSONS, ListedLesson("d", "Four", "Who?", "Later", "new", workshop=2)], "a")
    shown_now = [text.text for text in painted_texts(lessons)]
    assert shown_now[shown_now.index("Four") - 1] == "2"
    assert "Short of time? Take 1 to 2 in order." in shown_now
    assert lessons.rows["d"].accessibleDescription() == "not begun, number 2 of a short workshop"
    lessons.set_lessons(LESSONS, "a")
    assert not any(text.text.startswith("Short of time?") for text in painted_texts(lessons))

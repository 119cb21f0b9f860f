from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from playground.style.theme import DARK, LIGHT, Theme, font
from playground.views.window.question_dialog import QuestionDialog
from tests.playground.views.painted import painted_texts, settle

LEFT = Qt.MouseButton.LeftButton
SENTENCE = "“Iris” has changes that no file holds."


def ask(qtbot: QtBot, sentence: str = SENTENCE, theme: Theme = LIGHT) -> QuestionDialog:
    question = QuestionDialog("Save the changes?", sentence, theme)
    qtbot.addWidget(question)
    question.open()
    question.activateWindow()
    qtbot.waitUntil(question.isActiveWindow)
    return question


@pytest.fixture
def question(qtbot: QtBot) -> QuestionDialog:
    return ask(qtbot)


@pytest.fixture
def answers(question: QuestionDialog) -> list[tuple[str, bool]]:
    """What was answered, and whether the question was still open by then."""
    answers: list[tuple[str, bool]] = []
    question.save_wanted.connect(lambda: answers.append(("save", question.isVisible())))
    question.discard_wanted.connect(lambda: answers.append(("discard", question.isVisible())))
    return answers


def button(question: QuestionDialog, name: str) -> QAbstractButton:
    [found] = [b for b in question.findChildren(QAbstractButton) if b.accessibleName() == name]
    return found


def test_that_the_question_and_its_three_answers_can_be_read(question):
    assert question.windowTitle() == "Save the changes?"
    assert {text.text for text in painted_texts(question)} == {
        "Save the changes?", SENTENCE, "Save", "Don't save", "Cancel",
    }  # fmt: skip


@pytest.mark.parametrize(("name", "answer"), [("Save", "save"), ("Don't save", "discard")])
def test_that_a_click_answers_once_after_the_question_is_gone(question, answers, qtbot, name, answer):
    qtbot.mouseClick(button(question, name), LEFT)
    # What follows may open a dialog of its own.
    assert answers == [(answer, False)]


def test_that_cancel_closes_the_question_and_answers_nothing(question, answers, qtbot):
    with qtbot.waitSignal(question.rejected):
        qtbot.mouseClick(button(question, "Cancel"), LEFT)
    assert not question.isVisible()
    assert answers == []


def test_that_escape_answers_nothing_wherever_the_keyboard_is(question, answers, qtbot):
    button(question, "Don't save").setFocus()
    with qtbot.waitSignal(question.rejected):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not question.isVisible()
    assert answers == []


def test_that_closing_the_window_of_the_question_answers_nothing(question, answers, qtbot):
    with qtbot.waitSignal(question.rejected):
        question.close()
    assert answers == []


def test_that_a_button_left_before_the_release_is_not_pressed(question, answers, qtbot):
    discard = button(question, "Don't save")
    qtbot.mousePress(discard, LEFT)
    qtbot.mouseRelease(discard, LEFT, pos=discard.rect().bottomRight() * 3)
    assert question.isVisible()
    assert answers == []


def test_that_the_keyboard_is_on_save_and_space_saves(question, answers, qtbot):
    focus = QApplication.focusWidget()
    assert focus is button(question, "Save")
    qtbot.keyClick(focus, Qt.Key.Key_Space)
    assert answers == [("save", False)]


def test_that_enter_on_save_saves(question, answers, qtbot):
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert answers == [("save", False)]


@pytest.mark.parametrize(
    ("n_tabs", "answer"), [(1, [("discard", False)]), (2, []), (3, [("save", False)])]
)  # fmt: skip
def test_that_tab_and_space_reach_every_answer(question, answers, qtbot, n_tabs, answer):
    for _ in range(n_tabs):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert not question.isVisible()
    assert answers == answer


def test_that_a_long_sentence_is_wrapped_and_none_of_it_cut_off(qtbot):
    name = "the flowers that grew behind the house of my grandmother, " * 4
    question = ask(qtbot, f"“{name}” has changes that no file holds.")
    settle()
    words = [word for text in painted_texts(question) for word in text.text.split()]
    for word in (*name.split(), "changes", "holds."):
        assert word in "".join(words)
    assert " ".join(words).count("grandmother") == 4
    widths = [QFontMetrics(font("body")).horizontalAdvance(text.text) for text in painted_texts(question)]
    assert max(widths) <= question.width() - 40
    assert question.rect().contains(button(question, "Save").geometry())


def test_that_signs_of_markup_in_a_name_stand_as_they_were_typed(qtbot):
    question = ask(qtbot, "“<b>a</b> & b” has changes.")
    assert "“<b>a</b> & b” has changes." in [text.text for text in painted_texts(question)]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_that_the_question_wears_the_theme(qtbot, theme):
    inks = {text.text: QColor(text.ink) for text in painted_texts(ask(qtbot, theme=theme))}
    assert inks["Save the changes?"] == QColor(theme.ink)
    assert inks[SENTENCE] == QColor(theme.ink2)
    assert inks["Save"] == QColor(theme.on_accent)
    assert inks["Cancel"] == QColor(theme.ink2)

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from playground.models.graph.practise.expressions import Task
from playground.style.theme import DARK, LIGHT, apply_to_tree
from playground.views.graph.practise.practise_panel import PractisePanel
from playground.views.graph.practise.verdict_card import RIGHT, UNREAD, WRONG
from tests.playground.actions import LEFT


@pytest.fixture
def panel(stage) -> PractisePanel:
    panel = PractisePanel()
    window = stage(panel)
    window.resize(332, 800)
    panel.set_question("∂L/∂a", "How fast L changes with a.", (), 4)
    return panel


def test_that_return_gives_an_answer_every_time_and_keeps_the_focus(panel, qtbot):
    answers: list[str] = []
    panel.answer_given.connect(answers.append)
    panel.answer.setFocus()
    qtbot.keyClicks(panel.answer, "2*3")
    qtbot.keyClick(panel.answer, Qt.Key.Key_Return)
    qtbot.keyClick(panel.answer, Qt.Key.Key_Return)
    qtbot.mouseClick(panel.check_button, LEFT)
    assert answers == ["2*3"] * 3


def test_that_leaving_the_field_and_an_empty_one_give_no_answer(panel, qtbot):
    panel.answer.setFocus()
    with qtbot.assertNotEmitted(panel.answer_given):
        qtbot.keyClick(panel.answer, Qt.Key.Key_Return)
        qtbot.keyClicks(panel.answer, "7")
        qtbot.mouseClick(panel.hint_button, LEFT)
        panel.scope.setFocus()


def test_that_hints_are_numbered_and_the_last_one_is_announced(panel):
    assert panel.hint_button.text() == "Hint 1 of 4"
    panel.set_question("∂L/∂a", "", ("one", "two", "three"), 1)
    assert panel.hint_button.text() == "Show the answer"
    assert panel.hints.text() == "1. one\n\n2. two\n\n3. three"


def test_that_nothing_can_be_answered_when_all_is_found(panel):
    panel.set_done("All found", "Hide them again")
    assert not panel.answer.isVisible()
    assert not panel.hint_button.isVisible()
    assert panel.again.isVisible()


@pytest.mark.parametrize(("kind", "name"), [(RIGHT, "Right"), (WRONG, "Wrong"), (UNREAD, "Not read")])
def test_that_a_verdict_says_what_it_is_without_colour_too(panel, kind, name):
    panel.verdict.say(kind, "because")
    assert panel.verdict.isVisible()
    assert (panel.verdict.accessibleName(), panel.verdict.accessibleDescription()) == (name, "because")
    for theme in (LIGHT, DARK):
        apply_to_tree(panel, theme)
        ink = {RIGHT: theme.ok, WRONG: theme.danger, UNREAD: theme.ink2}[kind]
        assert panel.verdict.words.palette().windowText().color().name().upper() == ink
    panel.verdict.say(UNREAD, "")
    assert not panel.verdict.isVisible()


def test_that_a_new_exercise_is_put_together(panel, qtbot):
    form = panel.form
    form.operations.set_value("4")
    form.number.set_value(4711)
    qtbot.mouseClick(form.functions, LEFT)
    with qtbot.waitSignal(form.task_wanted) as wanted:
        qtbot.mouseClick(form.make, LEFT)
    assert wanted.args == [Task(4711, 4, is_used_twice=True, has_functions=True)]
    with qtbot.waitSignal(form.another_wanted) as another:
        qtbot.mouseClick(form.another, LEFT)
    assert another.args == wanted.args

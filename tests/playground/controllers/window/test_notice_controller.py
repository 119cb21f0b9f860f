from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from playground.controllers.window.notice_controller import NoticeController
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.run.failure import Failure
from playground.models.run.training import Training
from playground.views.kit.notice_bar import NoticeBar
from playground.workbench import Workbench


@pytest.fixture
def workbench(qapp):
    workbench = Workbench(Experiment())
    yield workbench
    workbench.close()


@pytest.fixture
def controller(workbench, bar):
    return bar.parent().findChild(NoticeController)


@pytest.fixture
def bar(workbench, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(600, 200)
    bar = NoticeBar(parent)
    parent.show()
    NoticeController(workbench, bar, parent)
    yield bar
    parent.hide()


@pytest.mark.parametrize("kind", ["news", "advice", "problem"])
def test_that_what_is_said_stands_there_until_the_next_act(workbench, bar, kind):
    workbench.say(Notice("It ran away.", kind))
    assert bar.text == "It ran away."
    workbench.change(learning_rate=0.1)
    assert bar.text == ""


def test_that_a_refused_act_is_said_and_a_good_one_ends_that(workbench, bar):
    workbench.change(learning_rate=-3.0)
    assert bar.text.startswith("The settings stay as they were")
    workbench.change(learning_rate=0.3)
    assert bar.text == ""


def test_that_news_of_an_act_replace_a_problem_from_before_it(workbench, bar):
    workbench.say(Notice("It ran away.", "problem"))
    workbench.change(dataset="circle")
    workbench.say(Notice("Circle is another data set."))
    assert bar.text == "Circle is another data set."


def test_that_the_button_makes_the_change_that_is_offered(workbench, bar, qtbot):
    workbench.say(Notice("It takes long.", "advice", "Use arrays", {"backend": "array"}))
    qtbot.mouseClick(bar.action_button, Qt.MouseButton.LeftButton)
    assert workbench.experiment.backend == "array"
    assert bar.text == ""


def test_that_a_problem_offers_to_show_what_failed(workbench, bar, controller, qtbot):
    run = Training.of(Experiment())
    failure = Failure(run.network, run.trainer.parameters)
    workbench.say(Notice("It ran away.", "problem", "Show me", failure=failure))
    assert bar.action_button.text() == "Show me"
    with qtbot.waitSignal(controller.failure_wanted) as told:
        qtbot.mouseClick(bar.action_button, Qt.MouseButton.LeftButton)
    assert told.args == [failure]
    workbench.say(Notice("It cannot be written.", "problem"))
    assert not bar.action_button.isVisible()

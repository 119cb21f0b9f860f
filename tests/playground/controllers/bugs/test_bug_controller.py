"""A round: looks are counted, a bug is named, and the evidence is that of this very run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt

from playground.controllers.bugs.bug_controller import KEY, UNMEASURED, BugController
from playground.models.bugs.catalogue import BUGS, NOTHING
from playground.models.bugs.kept import key_of
from playground.models.bugs.rounds import DIFFICULTIES, Round
from playground.models.lessons.progress import Progress
from playground.style.theme import LIGHT, ThemeManager, apply_to_tree
from playground.views.bugs.bug_room import BugRoom
from playground.views.bugs.instrument_tiles import TWIN
from playground.workers.background import Job
from tests.playground.actions import LEFT, PATIENCE_MS
from tests.playground.controllers.fakes import FakeWorkbench

EASY = DIFFICULTIES["easy"]
NUMBER = next(
    number
    for number in range(1, 99)
    if Round(number, EASY).bug.key == "no_hidden" and Round(number, EASY).problem.experiment.is_generated
)


class Game:
    """The controller with its view, at a round that lacks a hidden layer."""

    def __init__(self, qtbot, qapp) -> None:
        self.qtbot, self.room = qtbot, BugRoom()
        qtbot.addWidget(self.room)
        apply_to_tree(self.room, LIGHT)
        self.room.resize(1180, 800)
        self.place = SimpleNamespace(progress=Progress())
        self.place.keep = lambda progress: setattr(self.place, "progress", progress)
        self.parent = FakeWorkbench()
        self.themes = ThemeManager(qapp, "light", self.parent)
        self.numbers = iter([NUMBER, NUMBER + 1])
        self.controller = BugController(
            cast(Any, self.place), self.room, self.themes,
            now=lambda: datetime(2026, 1, 2, 3, 4, 5), draw=lambda: next(self.numbers),
        )  # fmt: skip
        self.room.show()

    @property
    def state(self):
        assert self.controller.state is not None
        return self.controller.state

    @property
    def text(self) -> str:
        return self.room.page.text.toPlainText()

    @property
    def columns(self) -> list[str]:
        look = self.room.finding.look
        return [] if look is None else [column.name for column in look.columns]

    def wait(self) -> None:
        jobs = self.controller.findChildren(Job)
        self.qtbot.waitUntil(lambda: not any(job.is_busy for job in jobs), timeout=PATIENCE_MS)

    def look(self, key: str) -> None:
        self.qtbot.mouseClick(self.room.instruments.tiles[key], LEFT)
        self.wait()

    def name(self, key: str) -> None:
        self.qtbot.mouseClick(self.room.guess.rows[key], LEFT)
        self.qtbot.mouseClick(self.room.guess.name_button, LEFT)
        self.wait()

    @property
    def answers(self) -> list[tuple[str, str, bool | None]]:
        known = self.place.progress.of(key_of(self.state.round)).answers
        return [(one.words, one.outcome, one.is_right) for one in known.values()]


@pytest.fixture
def game(qtbot, qapp) -> Iterator[Game]:
    game = Game(qtbot, qapp)
    game.controller.show()
    game.wait()
    yield game
    for job in game.controller.findChildren(Job):
        job.close()


def test_that_a_look_is_counted_once(game):
    assert game.room.instruments.looks.text() == "6 looks left"
    assert game.columns == []
    game.look("graph")
    game.look("losses")
    game.look("graph")
    assert game.room.instruments.looks.text() == "4 looks left"
    assert game.room.finding.title.text() == "Network graph"
    assert game.columns == ["This run"]
    game.look(TWIN)
    assert game.room.instruments.looks.text() == "3 looks left"
    assert game.columns == ["This run", "Healthy twin"]
    game.look("losses")
    assert game.columns == ["This run", "Healthy twin"]
    assert game.state.looks == 3


def test_that_nothing_more_is_shown_when_no_look_is_left(game, qtbot):
    game.state.looks = game.state.round.difficulty.looks
    game.controller._show_state()
    game.look("graph")
    qtbot.keyClick(game.room, Qt.Key.Key_1)
    game.wait()
    assert game.columns == []
    assert game.room.instruments.looks.text() == "0 looks left"
    assert game.room.guess.give_up_button.isEnabled()


def test_that_the_right_name_ends_the_round_with_what_told_it(game):
    game.look("graph")
    game.name("no_hidden")
    assert game.room.guess.tag.text == "That is it"
    assert game.text.startswith("Yes: no hidden layer.")
    assert "“hidden layers” is 0 here, and 2 in the healthy twin" in game.text
    assert game.room.finding.look.sign == "Hidden layers"
    assert game.columns == ["This run", "Healthy twin"]
    assert game.answers == [("No hidden layer", "No hidden layer", True)]
    # Now everything can be looked at, and costs nothing.
    game.look("losses")
    assert game.state.looks == 1
    assert game.columns == ["This run", "Healthy twin"]


def test_that_a_wrong_name_does_not_tell_and_can_be_followed_by_another(game):
    game.name("few_points")
    assert game.room.guess.tag.text == "Not that"
    assert game.text.startswith("Something may be wrong")
    assert game.answers == [("Most of the data was left out", "", False)]
    assert not game.room.guess.name_button.isEnabled()
    game.name("no_hidden")
    assert game.text.startswith("Yes: no hidden layer.")
    assert [right for *_, right in game.answers] == [False, True]


def test_that_giving_up_tells_what_spoke_against_the_guess(game, qtbot):
    game.name("few_points")
    qtbot.mouseClick(game.room.guess.give_up_button, LEFT)
    game.wait()
    assert game.text.startswith("It was: no hidden layer.")
    assert "“training points” would be 20; here it is 140" in game.text
    assert game.columns == ["This run", "Healthy twin", "Wrong guess"]
    assert game.answers[-1] == ("gave up", "No hidden layer", None)
    qtbot.mouseClick(game.room.guess.again_button, LEFT)
    game.wait()
    assert (game.state.looks, game.state.round.number, game.columns) == (0, NUMBER, [])
    assert game.room.guess.rows["few_points"].isEnabled()


def test_that_work_can_be_cancelled_and_costs_nothing(game, qtbot):
    qtbot.mouseClick(game.room.page.new_button, LEFT)
    qtbot.mouseClick(game.room.finding.cancel_button, LEFT)
    assert game.state.round.number == NUMBER + 1
    assert not game.room.guess.give_up_button.isEnabled()
    qtbot.mouseClick(game.room.finding.train_button, LEFT)
    game.wait()
    qtbot.mouseClick(game.room.instruments.tiles["sanity"], LEFT)
    qtbot.mouseClick(game.room.finding.cancel_button, LEFT)
    game.wait()
    assert game.state.looks == 0
    assert game.room.instruments.tiles["sanity"].isEnabled()


def test_that_an_evidence_that_was_not_measured_to_its_end_is_said_and_can_be_had(game, qtbot):
    qtbot.mouseClick(game.room.guess.give_up_button, LEFT)
    qtbot.mouseClick(game.room.finding.cancel_button, LEFT)
    assert game.room.finding.tip.text() == UNMEASURED
    qtbot.mouseClick(game.room.finding.train_button, LEFT)
    game.wait()
    assert game.state.verdict is not None


def test_that_a_round_is_opened_by_its_number_and_difficulty(game, qtbot):
    game.room.page.number.value_edited.emit(77)
    game.wait()
    assert (game.state.round.number, game.state.round.difficulty.key) == (77, "easy")
    game.room.page.difficulty.option_selected.emit("hard")
    game.wait()
    assert game.state.round.difficulty.key == "hard"
    assert [*game.room.guess.rows] == [bug.key for bug in game.state.round.bugs]


def test_that_the_room_is_left_and_comes_back_as_it_was(game, qtbot):
    game.look("graph")
    game.controller.hide()
    game.wait()
    assert game.controller._desk._bench is None
    game.controller.show()
    qtbot.waitUntil(
        lambda: game.columns == ["This run"] and not game.controller._job.is_busy, timeout=PATIENCE_MS
    )
    assert game.state.looks == 1


def test_that_a_theme_chosen_while_a_run_is_looked_at_is_that_of_the_picture(game, qtbot):
    qtbot.mouseClick(game.room.instruments.tiles["answers"], LEFT)
    game.themes.set_theme("dark")
    game.wait()
    dark = game.room.finding.look.columns[0].boundary.pixels
    game.themes.set_theme("light")
    game.wait()
    light = game.room.finding.look.columns[0].boundary.pixels
    assert (dark != light).any()
    game.themes.set_theme("dark")
    game.wait()
    assert (game.room.finding.look.columns[0].boundary.pixels == dark).all()
    assert game.state.looks == 1


def test_that_another_theme_leaves_a_run_that_is_not_trained(game, qtbot):
    game.look("graph")
    game.controller.hide()
    game.wait()
    game.controller.show()
    qtbot.mouseClick(game.room.finding.cancel_button, LEFT)
    game.themes.set_theme("dark")
    game.wait()
    assert game.room.finding.train_button.isVisible()
    assert game.columns == []


def test_that_a_healthy_run_is_told_by_being_the_same_as_its_twin(game, qtbot):
    number = next(n for n in range(1, 99) if Round(n, DIFFICULTIES["easy"]).bug.key == NOTHING)
    game.controller.open(number, "easy")
    game.wait()
    game.name(NOTHING)
    assert game.text.startswith("Yes: nothing is wrong.")
    assert game.columns == ["This run", "Healthy twin"]


def test_that_an_error_is_told_where_the_readings_would_be(game):
    game.controller._job.refused.emit("the memory is too small for it")
    assert game.room.finding.title.text() == "Choose an instrument"
    assert game.room.finding.tip.text() == "It cannot be done: the memory is too small for it"
    game.look("graph")
    game.controller._job.crashed.emit("Traceback:\nRuntimeError")
    assert game.columns == ["This run"]
    assert game.room.finding.tip.text() == "It cannot be done: RuntimeError"
    game.controller._job.refused.emit("")
    game.state.is_trained = False
    game.controller._job.refused.emit("the memory is too small for it")
    assert "the memory is too small for it" in game.room.finding.tip.text()
    assert game.room.finding.train_button.isVisible()


def test_that_its_row_in_the_list_says_whether_it_was_played(game):
    assert (game.controller.entry.key, game.controller.entry.state) == (KEY, "new")
    assert not game.controller.entry.is_counted
    with game.qtbot.waitSignal(game.controller.changed):
        game.name("no_hidden")
    assert game.controller.entry.state == "begun"
    assert set(game.controller.titles) == {key_of(game.state.round)}
    assert BUGS["no_hidden"].title in game.answers[0]

"""The training worker without its thread: what commands do, what is told, and that no error ends it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.models.data.data_source import OWN
from playground.models.data.drawn_data import DrawnData
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.picture.frame import FrameRequest
from playground.models.run.moment import Moment
from playground.models.run.run_file import Cover
from playground.models.run.session import Session
from playground.style.palette import LIGHT
from playground.workers import events, training_desk
from playground.workers.training_desk import TrainingDesk
from playground.workers.work_files import Opening
from tests.playground.actions import PATIENCE_MS

IRIS = Experiment(backend="array", hidden=(3,))
ONE_CLASS = IRIS.with_(dataset=OWN, source=DrawnData(np.eye(3, 2), np.zeros(3, np.int64)))


def fail(*_: object, **__: object) -> None:
    """Fail as the interpreter does, not by a `raise` statement."""
    [][3]


class FakePainter:
    def __init__(self) -> None:
        self.last_cost = 0.0
        self.ordered: list[tuple[Moment, FrameRequest]] = []

    def wait_until_idle(self, _: float) -> bool:
        return True

    def order(self, moment: Moment, request: FrameRequest) -> None:
        self.ordered.append((moment, request))


class Worker:
    """A desk and all that it told."""

    def __init__(self, experiment: Experiment = IRIS) -> None:
        self.told: list[events.Event] = []
        self.painter = FakePainter()
        self.desk = TrainingDesk(self.told.append, self.painter)
        self.do(TrainingDesk.begin, experiment)

    def do(self, verb: Callable[..., None], *arguments: Any) -> list[events.Event]:
        """Carry a command out as the thread does, and return what was told of it."""
        self.told.clear()
        self.desk.carry_out(lambda: verb(self.desk, *arguments))
        return list(self.told)

    def work(self, portions: int = 3) -> list[events.Event]:
        self.told.clear()
        for _ in range(portions):
            self.desk.carry_out(self.desk.work)
        return list(self.told)

    def train_on(self) -> None:
        """Work until an epoch more is made: a run eases in, so that it may have to wait for the next one."""
        reached, until = self.epoch, time.monotonic() + PATIENCE_MS / 1000
        while self.epoch == reached and time.monotonic() < until:
            self.work()
        assert self.epoch > reached

    @property
    def session(self) -> Session:
        assert self.desk._session is not None
        return self.desk._session

    @property
    def epoch(self) -> int:
        return self.session.training.trainer.epoch


def test_that_a_change_is_answered_with_its_number_and_the_network_it_led_to():
    worker = Worker()
    (told,) = worker.do(TrainingDesk.apply, IRIS.with_(hidden=(5,)), 7, 0)
    assert isinstance(told, events.NetworkChanged)
    assert (told.revision, told.network.structure) == (7, (4, 5, 3))
    assert told.network is worker.session.network


def test_that_another_run_is_told_with_where_it_stands_and_a_run_that_goes_on_is_none(tmp_path):
    def beginning(verb: Callable[..., None], *arguments: Any) -> int | None:
        [told] = [one for one in worker.do(verb, *arguments) if isinstance(one, events.NetworkChanged)]
        return told.begins_at

    worker = Worker()
    (told,) = worker.told
    assert isinstance(told, events.NetworkChanged)
    assert told.begins_at == 0
    worker.session.train_for(60.0, 6)
    assert beginning(TrainingDesk.apply, IRIS.with_(learning_rate=0.1), 1, 0) is None
    assert beginning(TrainingDesk.apply, IRIS.with_(learning_rate=0.1, hidden=(4,)), 2, 0) is None
    path = tmp_path / "six.playground"
    worker.do(TrainingDesk.save_file, path, Cover(IRIS))
    before = worker.session.network.wanted
    assert beginning(TrainingDesk.apply, IRIS.with_(dataset="circle"), 3, 0, 9) == 0
    assert beginning(TrainingDesk.swap, 9, before, 3, 0) == 6
    worker.do(TrainingDesk.apply, ONE_CLASS, 4, 0)
    assert beginning(TrainingDesk.apply, IRIS, 5, 0) is not None
    assert beginning(TrainingDesk.open_file, Opening(path), 1) == 6


def test_that_what_cannot_be_trained_is_told_and_what_was_there_goes_on_afterwards():
    worker = Worker()
    worker.do(TrainingDesk.play)
    worker.train_on()
    reached = worker.epoch
    (told,) = worker.do(TrainingDesk.apply, ONE_CLASS, 1, 0)
    assert isinstance(told, events.Blocked)
    assert "one class" in told.problem.text
    worker.work()
    assert worker.epoch == reached
    (told,) = worker.do(TrainingDesk.apply, IRIS, 2, 0)
    assert isinstance(told, events.NetworkChanged)
    worker.train_on()


def test_that_a_session_may_begin_with_what_cannot_be_trained():
    worker = Worker(ONE_CLASS)
    assert isinstance(worker.told[0], events.Blocked)
    assert not worker.work()
    assert isinstance(worker.do(TrainingDesk.apply, IRIS, 1, 0)[0], events.NetworkChanged)


@pytest.mark.parametrize(
    ("verb", "arguments", "broken"),
    [
        (TrainingDesk.apply, (IRIS.with_(hidden=(4,)), 3, 0), "apply"),
        (TrainingDesk.reset, (3, 1), "reset"),
        (TrainingDesk.step, (), "train_epoch"),
        (TrainingDesk.go_to_next_phase, (), "go_to_next_phase"),
        (TrainingDesk.set_parameters, ({(1, 0, 0): 1.0}, "weight", 1), "set_parameters"),
        (TrainingDesk.play, (), "resume"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_that_an_unforeseen_error_is_told_once_and_all_goes_on(
    monkeypatch, tmp_path, verb, arguments, broken
):
    worker = Worker()
    worker.work()
    network = worker.session.network
    with monkeypatch.context() as patch:
        patch.setattr(Session, broken, fail)
        crashed, answer = worker.do(verb, *arguments)
    assert isinstance(crashed, events.Crashed)
    assert "IndexError" in crashed.text
    assert isinstance(answer, events.NetworkChanged)
    assert answer.network is network
    if verb in (TrainingDesk.apply, TrainingDesk.reset):
        assert answer.revision == 3
    # Play and Save go on working.
    worker.do(TrainingDesk.play)
    worker.train_on()
    path = tmp_path / "after.playground"
    (saved,) = worker.do(TrainingDesk.save_file, path, Cover(IRIS))
    assert isinstance(saved, events.Saved)
    assert saved.step == worker.session.training.trainer.step_count > 0


def test_that_an_error_while_training_pauses_and_leaves_the_rest_at_work(monkeypatch):
    worker = Worker()
    worker.do(TrainingDesk.play)
    with monkeypatch.context() as patch:
        patch.setattr(Session, "train_for", fail)
        told = worker.work()
    assert [type(event) for event in told] == [events.Crashed, events.NetworkChanged]
    worker.do(TrainingDesk.play)
    assert not worker.work()
    worker.train_on()


def test_that_a_change_which_fails_half_way_is_taken_back(monkeypatch):
    worker = Worker()
    trainer, calls = worker.session.training.trainer, []

    def freeze(*_: object) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("half-way")

    with monkeypatch.context() as patch:
        patch.setattr(type(trainer), "freeze", freeze)
        worker.do(TrainingDesk.apply, IRIS.with_(batch_size=3, learning_rate=0.5), 1, 0)
    assert worker.session.network.wanted == IRIS
    assert (trainer.batch_size, trainer.optimizer.learning_rate) == (IRIS.batch_size, IRIS.learning_rate)


@pytest.mark.parametrize("text", ["{", '{"format": "something else"}', "[1]"])
def test_that_a_file_that_cannot_be_opened_changes_nothing(tmp_path, text):
    worker = Worker()
    worker.do(TrainingDesk.play)
    session = worker.session
    path = tmp_path / "damaged.playground"
    path.write_text(text)
    (told,) = worker.do(TrainingDesk.open_file, Opening(path), 1)
    assert isinstance(told, events.FileRefused)
    assert "damaged.playground" in told.text
    assert worker.session is session
    worker.train_on()


def test_that_a_name_that_cannot_be_written_is_refused_and_training_goes_on(tmp_path):
    worker = Worker()
    worker.session.network.__dict__["wanted"] = IRIS
    object.__setattr__(worker.session.network.wanted, "name", "\ud800")
    (told,) = worker.do(TrainingDesk.save_file, tmp_path / "x.playground", Cover(IRIS))
    object.__setattr__(IRIS, "name", "")
    assert isinstance(told, events.FileRefused)
    worker.do(TrainingDesk.play)
    assert not worker.work()
    worker.train_on()


def test_that_an_edit_from_before_a_file_was_seen_does_not_reach_it(tmp_path):
    path = tmp_path / "circle.playground"
    other = Worker(IRIS.with_(dataset="circle"))
    other.do(TrainingDesk.save_file, path, Cover(IRIS))
    worker = Worker()
    opened, told = worker.do(TrainingDesk.open_file, Opening(path), 1)
    assert isinstance(opened, events.Opened)
    assert isinstance(told, events.NetworkChanged)
    (told,) = worker.do(TrainingDesk.apply, IRIS.with_(hidden=(7,)), 5, 0)
    assert isinstance(told, events.NetworkChanged)
    assert (told.revision, told.network.wanted.dataset, told.network.structure) == (5, "circle", (2, 3, 2))
    (told,) = worker.do(TrainingDesk.apply, told.network.wanted.with_(hidden=(7,)), 6, 1)
    assert isinstance(told, events.NetworkChanged)
    assert told.network.structure == (2, 7, 2)


def test_that_settings_that_make_no_run_are_told_and_answered(monkeypatch):
    worker = Worker()
    monkeypatch.setattr(Session, "apply", lambda *_, **__: (_ for _ in ()).throw(ValueError("no points")))
    wanted = IRIS.with_(noise=0.5)
    refused, answer = worker.do(TrainingDesk.apply, wanted, 4, 0)
    assert refused == events.SettingsRefused(wanted, "no points")
    assert isinstance(answer, events.NetworkChanged)
    assert (answer.revision, answer.network.wanted) == (4, IRIS)


def test_that_a_run_away_is_said_for_people():
    worker = Worker(
        Experiment(
            dataset="plane", hidden=(4, 4), activation="relu", optimizer="sgd", learning_rate=900.0,
            backend="array",
        )
    )  # fmt: skip
    worker.do(TrainingDesk.play)
    paused = [event for event in worker.work(50) if isinstance(event, events.Paused)]
    assert len(paused) == 1
    assert paused[0].notice.kind == "problem"
    assert paused[0].notice.text.startswith("Training paused: a number became too large")
    failure = paused[0].notice.failure
    assert failure is not None
    assert (failure.parameters == worker.session.training.trainer.parameters).all()
    assert failure.network is worker.session.network
    assert paused[0].notice.text.endswith("Rewind (R) goes back to epoch 0.")
    assert np.isfinite(worker.session.training.trainer.parameters).all()


def test_that_frames_of_another_network_are_not_painted():
    worker = Worker()
    request = FrameRequest(generation=1, theme=LIGHT, boundary_side=64)
    worker.do(TrainingDesk.request_frame, request)
    worker.work(1)
    assert [ordered.network for ordered, _ in worker.painter.ordered] == [worker.session.network]
    worker.do(TrainingDesk.apply, IRIS.with_(hidden=(4,)), 1, 0)
    worker.do(TrainingDesk.request_frame, request)
    worker.work(1)
    assert len(worker.painter.ordered) == 1


def test_that_nothing_begins_once_it_is_to_stop():
    worker = Worker()
    worker.do(TrainingDesk.play)
    worker.desk.stop()
    worker.work()
    assert worker.epoch == 0
    worker.do(TrainingDesk.step)
    assert worker.epoch == 0


def test_that_a_late_update_by_hand_is_refused_in_words():
    worker = Worker()
    moment = worker.session.moment(FrameRequest(1, LIGHT, 64, wants_optimizer=True))
    assert moment.optimizer is not None
    worker.do(TrainingDesk.step)
    said, moved = worker.do(TrainingDesk.apply_update, moment.optimizer, np.ones(len(moment.parameters)), 1)
    assert isinstance(said, events.Said)
    assert said.notice.text == training_desk.LATE_UPDATE
    assert moved == events.WeightsMoved()


def test_that_a_file_of_what_cannot_be_trained_holds_its_settings(tmp_path: Path):
    worker = Worker()
    worker.do(TrainingDesk.apply, ONE_CLASS, 1, 0)
    path = tmp_path / "blocked.playground"
    assert worker.do(TrainingDesk.save_file, path, Cover(ONE_CLASS)) == [events.Saved(path)]
    opened, told = Worker().do(TrainingDesk.open_file, Opening(path), 1)
    assert isinstance(opened, events.Opened)
    assert opened.experiment.dataset == OWN
    assert isinstance(told, events.Blocked)


def test_that_an_undo_within_one_network_asks_for_no_other():
    worker = Worker()
    worker.do(TrainingDesk.play)
    worker.train_on()
    worker.do(TrainingDesk.set_parameters, {(1, 0, -1): 2.0}, "bias", 1)
    told = worker.do(TrainingDesk.swap, 1, IRIS, 2, 0)
    assert not any(isinstance(event, events.NetworkChanged) for event in told)
    assert any(isinstance(event, events.WeightsMoved) for event in told)


def passed(worker: Worker, epoch: int, cost: float) -> bool:
    """Look at an epoch, and return whether its picture is coarser after one that took so long."""
    worker.painter.last_cost = cost
    worker.do(TrainingDesk.look_at, epoch, 0)
    ask_in_passing(worker)
    return worker.painter.ordered[-1][1].is_passing


def ask_in_passing(worker: Worker) -> None:
    generation = worker.desk._orders.generation
    worker.do(TrainingDesk.request_frame, FrameRequest(generation, LIGHT, 64, is_passing=True))
    worker.work()


def test_that_only_costly_pictures_are_coarser_while_the_cursor_moves():
    worker = Worker()
    worker.session.train_for(60.0, 6)
    assert not passed(worker, 1, cost=0.001)
    assert not passed(worker, 2, cost=0.001)
    assert passed(worker, 3, cost=1.0)
    # What a coarser picture took says nothing about the next sharp one.
    assert passed(worker, 4, cost=0.001)
    for _ in range(100):  # on a busy machine a moment on the way comes first, and the window asks again
        if worker.painter.ordered[-1][0].epoch == 4:
            break
        ask_in_passing(worker)
    assert worker.painter.ordered[-1][0].epoch == 4


def test_that_a_moment_that_is_reached_is_not_shown_twice():
    worker = Worker()
    worker.session.train_for(60.0, 6)
    passed(worker, 3, cost=0.001)
    assert not any(isinstance(told, events.WeightsMoved) for told in worker.work())
    assert len(worker.painter.ordered) == 1


def test_that_a_moment_on_the_way_is_followed_by_the_one_that_was_wanted(monkeypatch):
    worker = Worker()
    worker.session.train_for(60.0, 6)
    del worker.session.run.log.present.keyframes[1:]  # a slow machine keeps more of them
    monkeypatch.setattr(training_desk, "PASSING_SECONDS", 0.0)
    monkeypatch.setattr(training_desk, "LOOK_SECONDS", 0.0)
    worker.do(TrainingDesk.look_at, 5, 0)
    worker.do(TrainingDesk.request_frame, FrameRequest(worker.desk._orders.generation, LIGHT, 64))
    worker.work(1)
    ((ordered, _),) = worker.painter.ordered
    assert (ordered.timeline.cursor, ordered.epoch < 5) == (5, True)
    told: list[events.Event] = []
    while not worker.desk.is_idle:
        told += worker.work(1)
    assert [type(event) for event in told] == [events.WeightsMoved]
    assert not worker.session.past.is_on_the_way


def test_that_a_full_history_is_told_once_with_a_way_to_keep_more() -> None:
    worker = Worker()
    worker.session.run.log.most_bytes = 12_000
    worker.session.run.log.seconds_apart = 0.0

    def told_while_training() -> list[Notice]:
        told: list[events.Event] = []
        worker.do(TrainingDesk.play)
        for _ in range(40):
            told += worker.work(1)
        worker.do(TrainingDesk.pause)
        return [event.notice for event in told if isinstance(event, events.Said) and event.notice.asks_memory]

    (notice,) = told_while_training()
    assert (notice.kind, notice.action) == ("advice", "Keep more…")
    assert told_while_training() == []
    (moved,) = worker.do(TrainingDesk.keep_within, 30_000)
    assert isinstance(moved, events.WeightsMoved)
    assert worker.session.run.log.most_bytes == 30_000
    worker.do(TrainingDesk.reset, 1, 1)
    assert worker.session.run.log.most_bytes == 30_000  # for the next run, too


def test_that_a_twin_stands_at_epoch_0_and_leaves_the_run_where_it_is():
    worker = Worker(IRIS.with_(forgets_zero_grad=True))
    worker.do(TrainingDesk.step)
    (kept,) = worker.do(TrainingDesk.keep_beside, IRIS, "Healthy")
    assert isinstance(kept, events.RunKept)
    assert (kept.name, kept.experiment, kept.last_epoch) == ("Healthy", IRIS, 0)
    assert worker.session.training.trainer.epoch == 1
    (lent,) = worker.do(TrainingDesk.lend, kept.key)
    assert isinstance(lent, events.RunLent)
    first = Session(IRIS).training.trainer.parameters
    np.testing.assert_array_equal(lent.run.end.parameters, first)


def test_that_there_is_no_twin_of_what_cannot_be_trained():
    worker = Worker()
    worker.do(TrainingDesk.apply, ONE_CLASS, 1, 0)
    assert worker.do(TrainingDesk.keep_beside, IRIS, "Healthy") == []

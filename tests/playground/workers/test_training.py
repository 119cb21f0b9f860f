"""The training thread: in order, the newest wins, and an end that does not wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from playground.models.experiment.choices import FULL_BATCH
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import FrameRequest
from playground.models.run.run_file import Cover, read_work
from playground.models.run.session import Session
from playground.rendering.frame_painter import FramePainter
from playground.style.palette import LIGHT
from playground.workers import events
from playground.workers.training import TrainingThread
from playground.workers.training_desk import TrainingDesk
from playground.workers.work_files import Opening
from tests.playground.actions import PATIENCE_MS

IRIS = Experiment(backend="array", hidden=(3,))


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[events.Event] = []

    @Slot(object)
    def on_told(self, event: events.Event) -> None:
        self.told.append(event)

    def of(self, kind: type) -> list:
        return [event for event in self.told if isinstance(event, kind)]


@pytest.fixture
def listener(qapp) -> Listener:
    return Listener()


@pytest.fixture
def thread(listener: Listener) -> Iterator[TrainingThread]:
    thread = TrainingThread(IRIS)
    thread.told.connect(listener.on_told)
    yield thread
    thread.close()


def hidden_sizes(listener: Listener) -> list[int]:
    return [event.network.structure[1] for event in listener.of(events.NetworkChanged)]


def test_that_of_changes_that_wait_only_the_newest_is_made(thread, listener, qtbot: QtBot):
    for size in range(4, 30):
        thread.post(TrainingDesk.apply, IRIS.with_(hidden=(size,)), size, 0)
        thread.post(TrainingDesk.request_frame, FrameRequest(0, LIGHT, 64))
    thread.start()
    qtbot.waitUntil(lambda: 29 in hidden_sizes(listener), timeout=PATIENCE_MS)
    assert hidden_sizes(listener) == [3, 29]
    assert listener.of(events.NetworkChanged)[-1].revision == 29


def test_that_a_fresh_run_is_not_left_out_for_the_changes_after_it(thread, listener, qtbot: QtBot):
    thread.post(TrainingDesk.apply, IRIS.with_(hidden=(4,)), 4, 0)
    thread.post(TrainingDesk.apply_anew, IRIS.with_(hidden=(5,)), 5, 0, 1)
    thread.post(TrainingDesk.apply, IRIS.with_(hidden=(6,)), 6, 0)
    thread.start()
    qtbot.waitUntil(lambda: 6 in hidden_sizes(listener), timeout=PATIENCE_MS)
    assert hidden_sizes(listener) == [3, 4, 5, 6]


def test_that_a_change_before_a_save_is_not_left_out(thread, listener, qtbot: QtBot, tmp_path: Path):
    paths = [tmp_path / f"{size}.playground" for size in (4, 5)]
    for size, path in zip((4, 5), paths, strict=True):
        wanted = IRIS.with_(hidden=(size,))
        thread.post(TrainingDesk.apply, wanted, size, 0)
        thread.post(TrainingDesk.save_file, path, Cover(wanted))
    thread.start()
    qtbot.waitUntil(lambda: len(listener.of(events.Saved)) == 2, timeout=PATIENCE_MS)
    assert hidden_sizes(listener) == [3, 4, 5]
    assert read_work(paths[0]).experiment.hidden == (4,)


def test_that_of_files_that_wait_only_the_last_is_opened(thread, listener, qtbot: QtBot, tmp_path: Path):
    paths = [tmp_path / f"{name}.playground" for name in "ab"]
    thread.post(TrainingDesk.save_file, paths[0], Cover(IRIS))
    thread.post(TrainingDesk.save_file, paths[1], Cover(IRIS))
    for number, path in enumerate(paths, 1):
        thread.post(TrainingDesk.open_file, Opening(path), number)
    thread.start()
    qtbot.waitUntil(lambda: len(listener.of(events.Opened)) == 1, timeout=PATIENCE_MS)
    assert listener.of(events.Opened)[0].path == paths[1]


def test_that_an_end_leaves_undone_what_waits(thread, listener, qtbot: QtBot, monkeypatch):
    begun, let_go = threading.Event(), threading.Event()

    def slowly(*_: object) -> None:
        begun.set()
        let_go.wait(PATIENCE_MS / 1000)

    monkeypatch.setattr(Session, "reset", slowly)
    thread.post(TrainingDesk.reset, 1, 1)
    for number in range(2, 100):
        thread.post(TrainingDesk.reset, number, number)
    thread.start()
    assert begun.wait(PATIENCE_MS / 1000)
    thread._closing.set()
    let_go.set()
    thread.close()
    qtbot.wait(1)
    assert [event.revision for event in listener.of(events.NetworkChanged)] == [0, 1]


def test_that_the_end_comes_in_the_middle_of_a_batch_that_takes_a_minute(qapp, listener):
    experiment = Experiment(dataset="digits", backend="interpreted", batch_size=FULL_BATCH, hidden=(64, 64))
    thread = TrainingThread(experiment)
    thread.post(TrainingDesk.play)
    thread.start()
    while thread._desk._session is None:
        time.sleep(0.005)
    time.sleep(0.2)  # well inside of the first batch
    session = thread._desk._session
    for number in range(1, 20):
        thread.post(TrainingDesk.apply, experiment.with_(learning_rate=0.01 * number), number, 0)
    thread.close()
    assert thread.isFinished()
    assert session.training.trainer.step_count == 0


def test_that_a_frame_that_cannot_be_painted_is_told_and_others_follow(thread, listener, qtbot, monkeypatch):
    request = FrameRequest(1, LIGHT, 64)
    with monkeypatch.context() as patch:
        patch.setattr(FramePainter, "paint", lambda *_: [][3])
        thread.post(TrainingDesk.request_frame, request)
        thread.start()
        qtbot.waitUntil(lambda: len(listener.of(events.NetworkChanged)) == 2, timeout=PATIENCE_MS)
    assert "IndexError" in listener.of(events.Crashed)[0].text
    thread.post(TrainingDesk.request_frame, FrameRequest(2, LIGHT, 64))
    qtbot.waitUntil(lambda: bool(listener.of(events.FramePainted)), timeout=PATIENCE_MS)
    frame = listener.of(events.FramePainted)[0].frame
    assert frame.network is listener.of(events.NetworkChanged)[-1].network


def test_that_a_thread_that_never_started_can_be_closed(qapp):
    thread = TrainingThread(IRIS)
    thread.close()
    assert not thread.isRunning()

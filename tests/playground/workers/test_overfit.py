from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from playground.models.diagnosis.overfit import OverfitResult
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training
from playground.workers.overfit import OverfitThread
from tests.playground.actions import PATIENCE_MS


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.progress: list[tuple[int, float]] = []
        self.results: list[OverfitResult] = []

    @Slot(int, float)
    def on_progressed(self, update: int, loss: float) -> None:
        assert not self.results
        self.progress.append((update, loss))

    @Slot(object)
    def on_judged(self, result: OverfitResult) -> None:
        self.results.append(result)


@pytest.fixture
def make_thread():
    threads: list[OverfitThread] = []

    def make(**values) -> OverfitThread:
        run = Training.of(Experiment(**{"backend": "array", "dataset": "xor", "hidden": (4,), **values}))
        threads.append(OverfitThread(run.network))
        return threads[-1]

    yield make
    for thread in threads:
        thread.close()


# Far from an end: as many updates as there may be, of a network that learns next to nothing.
LONG = {"hidden": (16,) * 4, "learning_rate": 1e-9}


def test_that_the_first_loss_comes_first_and_the_result_last(make_thread, qtbot):
    thread = make_thread(learning_rate=0.03)
    listener = Listener()
    thread.progressed.connect(listener.on_progressed)
    thread.judged.connect(listener.on_judged)
    with qtbot.waitSignal(thread.finished, timeout=PATIENCE_MS):
        thread.start()
    qtbot.waitUntil(lambda: bool(listener.results), timeout=PATIENCE_MS)
    progress, (result,) = listener.progress, listener.results
    assert result.passed
    assert progress[0] == (0, result.losses[0])
    assert all(result.losses[update] == loss for update, loss in progress)


def test_that_a_cancelled_test_is_not_judged(make_thread, qtbot):
    thread = make_thread(**LONG)
    listener = Listener()
    thread.judged.connect(listener.on_judged)
    with qtbot.waitSignal(thread.progressed, timeout=PATIENCE_MS):
        thread.start()
    with qtbot.waitSignal(thread.finished, timeout=PATIENCE_MS):
        thread.cancel()
    QApplication.processEvents()
    assert listener.results == []


def test_that_closing_waits_for_the_thread(make_thread, qtbot):
    thread = make_thread(**LONG)
    thread.start()
    thread.close()
    assert thread.isFinished()


def test_that_an_unforeseen_error_is_told(make_thread, qtbot, monkeypatch):
    def broken(*_: object) -> None:
        raise RuntimeError("the cat sat on the keyboard")

    monkeypatch.setattr("playground.workers.overfit.OverfitTest", broken)
    thread = make_thread()
    with qtbot.waitSignal(thread.crashed, timeout=PATIENCE_MS) as crashed:
        thread.start()
    assert "the cat sat on the keyboard" in crashed.args[0]

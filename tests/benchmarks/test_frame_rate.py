"""How smoothly the real window shows a training at full speed, and how much of the speed that leaves."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from playground.application import PlaygroundApplication
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import Frame
from playground.models.run.session import Session
from playground.rendering.network_renderer import NetworkPictures, NetworkRenderer
from playground.workers.frame_orders import PORTION_SECONDS
from playground.workers.run_gallery import LIVE

pytestmark = pytest.mark.benchmark

EXPERIMENT = Experiment(dataset="circle", hidden=(8, 8, 8), loss="binary_cross_entropy")
ROUNDS = 4
SECONDS = 3.0
PAUSE = 0.3
LEAST_FRAMES, OLDEST, LEAST_SPEED = 30.0, 0.1, 0.8


@pytest.fixture
def playground(open_window: Callable[[Experiment], PlaygroundApplication]) -> PlaygroundApplication:
    return open_window(EXPERIMENT)


@pytest.fixture
def painted_at(monkeypatch: pytest.MonkeyPatch) -> dict[int, tuple[float, NetworkPictures]]:
    """When the parameters of maps and links were read, by the identity of the maps."""
    times: dict[int, tuple[float, NetworkPictures]] = {}
    paint = NetworkRenderer.paint

    def timed(self: NetworkRenderer, *arguments: Any) -> NetworkPictures:
        started = time.perf_counter()
        pictures = paint(self, *arguments)
        times[id(pictures.neuron_maps)] = (started, pictures)
        return pictures

    monkeypatch.setattr(NetworkRenderer, "paint", timed)
    return times


@dataclass
class Watch(QObject):
    """Notes when boundary and canvas are blitted, and how old the canvas has become by then."""

    playground: PlaygroundApplication
    painted_at: dict[int, tuple[float, NetworkPictures]]
    blits: list[float] = field(default_factory=list)
    ages: list[float] = field(default_factory=list)
    is_on: bool = False
    _shown: float | None = None
    _last: Frame | None = None

    def __post_init__(self) -> None:
        super().__init__()
        window = self.playground.window
        window.output.plot.installEventFilter(self)
        window.network.canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the clock at every paint event that brings something new."""
        frame = self.playground.workbench.frame
        if event.type() != QEvent.Type.Paint or frame is None or not self.is_on:
            return False
        now = time.perf_counter()
        if watched is self.playground.window.output.plot:
            if frame is not self._last:
                self.blits.append(now)
                self._last = frame
        elif id(frame.neuron_maps) in self.painted_at:
            if self._shown is not None:
                self.ages.append(now - self._shown)  # what is replaced now is as old as it ever gets
            self._shown = self.painted_at[id(frame.neuron_maps)][0]
        return False

    def start(self) -> None:
        """Begin a round: what stood there during a pause has not got old."""
        self._shown = None
        self.blits.clear()
        self.is_on = True


def test_that_training_at_full_speed_is_shown_smoothly_and_keeps_its_speed(playground, painted_at, qtbot):
    workbench = playground.workbench
    headless = Session(EXPERIMENT)
    workbench.set_playing(True)
    qtbot.wait(5000)  # until the pictures of the gallery and the first layout are painted
    watch = Watch(playground, painted_at)
    rates: list[float] = []
    with_window: list[float] = []
    alone: list[float] = []
    gaps: list[float] = []
    for _ in range(ROUNDS):
        workbench.set_playing(True)
        qtbot.wait(100)
        watch.start()
        first, started = workbench.frame, time.perf_counter()
        qtbot.wait(round(1000 * SECONDS))
        last, ended = workbench.frame, time.perf_counter()
        watch.is_on = False
        workbench.set_playing(False)
        rates.append(len(watch.blits) / (ended - started))
        gaps += np.diff(watch.blits).tolist()
        with_window.append((last.epoch - first.epoch) / (ended - started))
        qtbot.wait(round(1000 * PAUSE))
        alone.append(_epochs_a_second(headless))
    watch.playground.window.output.plot.removeEventFilter(watch)
    watch.playground.window.network.canvas.removeEventFilter(watch)
    share = statistics.median(a / b for a, b in zip(with_window, alone, strict=True))
    ages = np.array(watch.ages)
    maps_a_second = len(ages) / (ROUNDS * SECONDS)
    print(
        f"\n{headless.network.structure}, {playground.window.width()} x {playground.window.height()}, "
        f"{ROUNDS} x {SECONDS:.0f} s: "
        f"{statistics.median(rates):.1f} frames/s blitted (lowest {min(rates):.1f}; "
        f"longest gap {1000 * max(gaps):.0f} ms); "
        f"links and maps at most {1000 * ages.max():.0f} ms old "
        f"(99 % under {1000 * np.quantile(ages, 0.99):.0f} ms, {maps_a_second:.0f} a second); "
        f"{statistics.median(with_window):,.0f} epochs/s of {statistics.median(alone):,.0f} headless: "
        f"{100 * share:.0f} %"
    )
    assert statistics.median(rates) >= LEAST_FRAMES
    assert np.quantile(ages, 0.99) <= OLDEST
    assert share >= LEAST_SPEED


def _epochs_a_second(session: Session) -> float:
    """Train as the window's thread does, in portions, without any pictures."""
    first, started = session.training.trainer.epoch, time.perf_counter()
    while (passed := time.perf_counter() - started) < SECONDS:
        session.train_for(PORTION_SECONDS)
    return (session.training.trainer.epoch - first) / passed


@pytest.mark.parametrize("mode", ["train", "compare"])
def test_that_two_runs_that_train_at_once_leave_more_than_30_frames_a_second(open_window, qtbot, mode):
    playground = open_window(EXPERIMENT.with_(rests=False))
    workbench, compare, window = playground.workbench, playground.compare, playground.window
    workbench.set_playing(True)
    qtbot.wait(3000)
    compare.keep()
    qtbot.waitUntil(lambda: bool(compare.kept), timeout=10_000)
    key = compare.kept[0].key
    window.header.mode_selected.emit(mode)
    window.compare.runs.train_pressed.emit(key)
    qtbot.waitUntil(lambda: compare.kept[0].last_epoch > compare.kept[0].curves.epochs[0], timeout=10_000)
    qtbot.wait(1000)
    view = window.output.plot if mode == "train" else window.compare.cards[LIVE]
    watch = Blits(playground, view)
    first, beside = workbench.frame.epoch, compare.kept[0].last_epoch
    started = time.perf_counter()
    qtbot.wait(round(1000 * ROUNDS * SECONDS))
    passed = time.perf_counter() - started
    watch.close()
    rate = len(watch.times) / passed
    print(
        f"\n{mode}: {rate:.1f} frames/s (longest gap {1000 * np.diff(watch.times).max():.0f} ms); "
        f"{(workbench.frame.epoch - first) / passed:,.0f} epochs/s live and "
        f"{(compare.kept[0].last_epoch - beside) / passed:,.0f} epochs/s beside it"
    )
    workbench.set_playing(False)
    assert rate > LEAST_FRAMES


class Blits(QObject):
    """Notes when a view paints a frame that it has not painted before."""

    def __init__(self, playground: PlaygroundApplication, view: QWidget) -> None:
        super().__init__()
        self.times: list[float] = []
        self._playground, self._view = playground, view
        self._last: Frame | None = None
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the clock at every paint event that brings something new."""
        frame = self._playground.workbench.frame
        if event.type() == QEvent.Type.Paint and frame is not self._last:
            self._last = frame
            self.times.append(time.perf_counter())
        return False

    def close(self) -> None:
        """Watch no longer."""
        self._view.removeEventFilter(self)

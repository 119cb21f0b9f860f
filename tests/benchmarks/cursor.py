"""How long after the cursor was moved its moment is on screen, as a person meets it."""

from __future__ import annotations

import math
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.app import SWITCH_SECONDS
from playground.application import PlaygroundApplication
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import Frame
from playground.settings import Settings
from tests.benchmarks.tables import Table

SETTINGS = {
    "Iris, 4-6-6-3": Experiment(rests=False),
    "Spiral, 2-8-8-1": Experiment(dataset="spiral", hidden=(8, 8), rests=False),
    "Digits, 64-32-16-10": Experiment(dataset="digits", hidden=(32, 16), batch_size=32, rests=False),
}
TRAINED_SECONDS, DRAG_SECONDS, STEPS = 6.0, 5.0, 30
EVENTS_A_SECOND, STEP_SECONDS, SETTLED_SECONDS = 60, 0.25, 0.7
NOTE = (
    "Train, then drag the cursor over the strip to and fro, 60 moves a second, and then press Left. The time"
    " from a move to the end of painting network and boundary of that move or of a later one, at"
    " 1440x900, and to that of an epoch asked for where what came first was a moment on the way to it."
)


@dataclass(frozen=True)
class Latency:
    """Times in seconds, sorted."""

    first: Sequence[float]
    exact: Sequence[float]


@dataclass(frozen=True)
class CursorCost:
    """Figures of one run."""

    epochs: int
    drag: Latency
    step: Latency


@dataclass(eq=False)
class Screen(QObject):
    """Notes what both big views have painted, and when."""

    playground: PlaygroundApplication
    # When it was on screen, the cursor and the epoch.
    shown: list[tuple[float, int | None, int]] = field(default_factory=list)
    _painted: dict[int, Frame] = field(default_factory=dict)
    _told: Frame | None = None

    def __post_init__(self) -> None:
        super().__init__()
        window = self.playground.window
        self._views = (window.output.plot, window.network.canvas)
        for view in self._views:
            view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look what is about to be painted; a mark behind it tells when that is done."""
        frame = self.playground.workbench.frame
        if event.type() == QEvent.Type.Paint and frame is not None:
            self._painted[self._views.index(watched)] = frame
            is_all = len(self._painted) == len(self._views)
            if is_all and all(known is frame for known in self._painted.values()) and self._told is not frame:
                self._told = frame
                QCoreApplication.postEvent(
                    self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value
                )
        return False

    def event(self, event: QEvent) -> bool:
        """Read the clock once the views are painted."""
        if event.type() == QEvent.Type.User and self._told is not None:
            self.shown.append((time.perf_counter(), self._told.timeline.cursor, self._told.epoch))
            return True
        return super().event(event)

    def close(self) -> None:
        """Watch no longer."""
        for view in self._views:
            view.removeEventFilter(self)


class Hand(QObject):
    """Moves the cursor: a thread of its own keeps the time, the window's thread gets the events."""

    def __init__(self, moves: Sequence[Callable[[], int]], seconds: float) -> None:
        super().__init__()
        self._moves, self._seconds = moves, seconds
        self.moved: list[tuple[float, int]] = []
        self._posted: list[float] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        due = time.perf_counter()
        for _ in self._moves:
            due += self._seconds
            time.sleep(max(0.0, due - time.perf_counter()))
            self._posted.append(time.perf_counter())
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def event(self, event: QEvent) -> bool:
        """Make the next move; it counts from when it was posted."""
        if event.type() != QEvent.Type.User:
            return super().event(event)
        number = len(self.moved)
        self.moved.append((self._posted[number], self._moves[number]()))
        return True

    @property
    def is_done(self) -> bool:
        """Whether all moves are made."""
        return len(self.moved) == len(self._moves)


def measure_cursor(playground: PlaygroundApplication, wait: Callable[[float], object]) -> CursorCost:
    """Train, then look back by dragging and by keys.

    Parameters
    ----------
    wait
        Runs the window for so many seconds.
    """
    bench, axis = playground.workbench, playground.window.strip.axis
    bench.set_speed(None)
    bench.set_playing(True)
    wait(TRAINED_SECONDS)
    bench.set_playing(False)
    wait(SETTLED_SECONDS)
    assert bench.frame is not None
    last = bench.frame.timeline.last_epoch

    def drag_to(share: float, kind: QEvent.Type) -> int:
        place = QPointF(7.0 + share * (axis.width() - 14.0), 15.0)
        button = Qt.MouseButton.LeftButton if kind is not QEvent.Type.MouseMove else Qt.MouseButton.NoButton
        held = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, place, axis.mapToGlobal(place), button, held, Qt.KeyboardModifier.NoModifier
        )
        QCoreApplication.sendEvent(axis, event)
        return bench.cursor if bench.cursor is not None else last

    def press_left() -> int:
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier)
        QCoreApplication.sendEvent(axis, event)
        return bench.cursor if bench.cursor is not None else last

    number = round(DRAG_SECONDS * EVENTS_A_SECOND)
    shares = [0.5 - 0.45 * math.cos(4.0 * math.pi * turn / number) for turn in range(number)]
    kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (number - 1)]
    drags = [
        lambda share=share, kind=kind: drag_to(share, kind) for share, kind in zip(shares, kinds, strict=True)
    ]
    drag = _latency(playground, drags, 1.0 / EVENTS_A_SECOND, wait)
    drag_to(0.6, QEvent.Type.MouseMove)
    wait(SETTLED_SECONDS)
    return CursorCost(last, drag, _latency(playground, [press_left] * STEPS, STEP_SECONDS, wait))


def _latency(
    playground: PlaygroundApplication,
    moves: Sequence[Callable[[], int]],
    seconds: float,
    wait: Callable[[float], object],
) -> Latency:
    screen = Screen(playground)
    hand = Hand(moves, seconds)
    while not hand.is_done:
        wait(0.2)
    wait(SETTLED_SECONDS)
    screen.close()
    first = [_seconds_until(screen, hand, index, is_exact=False) for index in range(len(moves))]
    exact = [_seconds_until(screen, hand, index, is_exact=True) for index in range(len(moves))]
    return Latency(sorted(first), sorted(exact))


def _seconds_until(screen: Screen, hand: Hand, index: int, *, is_exact: bool) -> float:
    """Return how long it took until a picture of a move, or of one after it, was there."""
    moved, _ = hand.moved[index]
    for at, cursor, epoch in screen.shown:
        if at < moved:
            continue
        shown = epoch if is_exact else cursor
        if any(known == shown for when, known in hand.moved[index:] if when <= at):
            return at - moved
    return math.inf


def p95(times: Sequence[float]) -> float:
    """Return what 95 % of sorted times do not exceed."""
    return times[int(0.95 * (len(times) - 1))]


def cursor_table(results: dict[str, CursorCost]) -> Table:
    """Return the figures in milliseconds, a row a run."""
    rows = [
        (
            name, f"{cost.epochs:,}",
            *(
                f"{1000 * value:.0f}"
                for value in (
                    statistics.median(cost.drag.first), p95(cost.drag.first), p95(cost.drag.exact),
                    statistics.median(cost.step.first), p95(cost.step.first), p95(cost.step.exact),
                )
            ),
        )
        for name, cost in results.items()
    ]  # fmt: skip
    columns = (
        "run", "epochs", "drag: median, ms", "95 %", "exact, 95 %", "key: median, ms", "95 %", "exact, 95 %",
    )  # fmt: skip
    return Table("The cursor: from a move to its picture on screen", columns, rows, NOTE)


def measure_cursors() -> dict[str, CursorCost]:
    """Open a window for every run, one after the other, without a screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    sys.setswitchinterval(SWITCH_SECONDS)
    results = {}
    for name, experiment in SETTINGS.items():
        with TemporaryDirectory() as folder:
            settings = Settings(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
            settings.experiment = experiment
            playground = PlaygroundApplication(app, settings)
            playground.window.resize(1440, 900)
            playground.start()
            _run_window(SETTLED_SECONDS)
            results[name] = measure_cursor(playground, _run_window)
            playground.files.leave()
    return results


def _run_window(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()

"""The strip at the foot of the window: transport through the history, its axis, and where one stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from playground.models.compare.alignment import WAYS
from playground.models.picture.timeline import Ghost, Timeline
from playground.views.kit import IconButton, Label, Panel, Pill, TextButton
from playground.views.kit.fields.text_menu import TextMenu
from playground.views.timeline.timeline_axis import TimelineAxis

HEIGHT = 44
WAY_WORDS = {
    "epoch": "each as often through its data",
    "updates": "each after as many updates of its weights",
    "time": "each after as much time of training",
    "best": "where its test loss is lowest",
}
SPEEDS = (("0.25", "¼×"), ("0.5", "½×"), ("1", "1×"), ("2", "2×"), ("4", "4×"), ("8", "8×"), ("16", "16×"))


class TimelineStrip(Panel):
    """Where the run has been; the cursor is moved by buttons, axis and keys.

    Signals
    -------
    epoch_wanted
        An epoch to look at.
    live_wanted
        The newest moment, which is not looking back.
    play_wanted
        1 to play the history forward, -1 backward, 0 to pause.
    speed_selected
        How many times as fast as it was trained.
    branch_wanted, compare_wanted
        Go on from the moment on screen; see kept runs side by side.
    way_selected
        How the runs of a comparison are lined up, a key of `WAYS`.
    beyond_wanted
        An epoch after the end of the run that a compared one has.
    """

    epoch_wanted = Signal(int)
    live_wanted = Signal()
    play_wanted = Signal(int)
    speed_selected = Signal(float)
    branch_wanted = Signal()
    compare_wanted = Signal()
    way_selected = Signal(str)
    beyond_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Edge.TopEdge, parent)
        self._direction = 0
        self._compact: bool | None = None
        self._is_training = False
        self.setFixedHeight(HEIGHT)
        self.axis = TimelineAxis()
        self.start = _button("history", "First epoch", "Back to the first weights (Home)")
        self.previous = _button("first", "One epoch back", "One epoch back (Left)")
        self.backward = _button("play-back", "Play back", "Play the history backward ([)")
        self.forward = _button("play", "Play on", "Play the history forward (])")
        self.following = _button("step", "One epoch on", "One epoch on (Right)")
        self.speed = TextMenu(
            [(key, word, "as fast as it was shown" if key == "1" else "the speed it was shown at")
             for key, word in SPEEDS],
            "Speed of playback", "How fast the history is played",
        )  # fmt: skip
        self.speed.set_value("1")
        self.count = Label("0", "caption_strong")
        self.count.setAccessibleName("Epoch on screen")
        self._of = Label("", "caption", "ink3")
        self.branch_button = TextButton(
            "Branch here", "Branch here", "Go on from the moment on screen; the old run stays (B)",
            icon="branch", height=32,
        )  # fmt: skip
        self.compare_button = TextButton(
            "Compare", "Compare", "See kept runs side by side (Ctrl+3)", height=32
        )
        self.live_button = TextButton("Go live", "Go live", "Back to the newest moment (End)", height=32)
        self.live_pill = Pill("Live", "Live", "The newest moment is on screen", active=True)
        self.way = TextMenu(
            [(key, word, WAY_WORDS[key]) for key, word in WAYS.items()],
            "How runs are lined up", "Where the other runs are when the cursor is here",
        )  # fmt: skip
        self.way.hide()
        self._is_comparing = False
        self._left, self._right = QWidget(), QWidget()
        self._build()
        self._connect()
        self.set_timeline(Timeline.empty())

    def _build(self) -> None:
        left = QHBoxLayout(self._left)
        left.setContentsMargins(10, 0, 0, 0)
        left.setSpacing(2)
        for button in (self.start, self.previous, self.backward, self.forward, self.following):
            left.addWidget(button)
        left.addSpacing(4)
        left.addWidget(self.speed)
        left.addStretch(1)
        right = QHBoxLayout(self._right)
        right.setContentsMargins(0, 0, 16, 0)
        right.setSpacing(8)
        counts = QHBoxLayout()
        counts.setSpacing(4)
        counts.addWidget(self.count)
        counts.addWidget(self._of)
        right.addLayout(counts)
        right.addStretch(1)
        for widget in (self.way, self.branch_button, self.compare_button, self.live_button, self.live_pill):
            right.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 1, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left)
        row.addWidget(self.axis, 1)
        row.addSpacing(32)
        row.addWidget(self._right)

    def _connect(self) -> None:
        for button in self.findChildren(QAbstractButton):
            button.installEventFilter(self)
        self.start.clicked.connect(self._on_start)
        self.previous.clicked.connect(self._on_previous)
        self.following.clicked.connect(self._on_following)
        self.backward.clicked.connect(self._on_backward)
        self.forward.clicked.connect(self._on_forward)
        self.speed.option_selected.connect(self._on_speed_selected)
        self.branch_button.clicked.connect(self.branch_wanted)
        self.compare_button.clicked.connect(self.compare_wanted)
        self.live_button.clicked.connect(self.live_wanted)
        self.live_pill.clicked.connect(self.live_wanted)
        self.axis.epoch_wanted.connect(self.epoch_wanted)
        self.axis.live_wanted.connect(self.live_wanted)
        self.axis.play_wanted.connect(self._on_play_wanted)
        self.axis.beyond_wanted.connect(self.beyond_wanted)
        self.way.option_selected.connect(self.way_selected)

    @property
    def timeline(self) -> Timeline:
        """What is shown."""
        return self.axis.timeline

    def set_timeline(self, timeline: Timeline) -> None:
        """Show a run up to now, and which moment of it is on screen."""
        self.axis.set_timeline(timeline)
        is_back = timeline.cursor is not None or self.axis.shown_epoch > timeline.last_epoch
        controls: tuple[tuple[QWidget, bool], ...] = (
            (self.start, self.axis.shown_epoch > 0),
            (self.previous, self.axis.shown_epoch > 0),
            (self.backward, timeline.shown_epoch > 0 or self._direction != 0),
            (self.forward, is_back or self._direction != 0),
            (self.following, self._can_go_on),
            (self.branch_button, timeline.cursor is not None),
        )
        for control, enabled in controls:
            control.setEnabled(enabled)
        self._show_count()
        self.live_button.setVisible(is_back)
        self.live_pill.setVisible(not is_back)
        self.live_pill.set_state("Live" if self._is_training else "Paused", self._is_training)

    @property
    def _can_go_on(self) -> bool:
        return self.axis.shown_epoch < (self.axis.end if self._is_comparing else self.timeline.last_epoch)

    def set_comparing(self, on: bool) -> None:
        """Show how runs are lined up in place of the ways that lead to other modes."""
        self._is_comparing = on
        self.way.setVisible(on)
        self.branch_button.setVisible(not on)
        self.compare_button.setVisible(not on)
        if not on:
            self.set_compared(None)

    def set_for_lesson(self) -> None:
        """Follow the runs of a lesson, which are neither branched nor compared elsewhere."""
        self.set_comparing(True)
        self.way.hide()
        self.live_button.set_text("To the end")
        self.live_button.describe("To the end", "To the newest epoch (End)")

    def set_compared(self, runs: Sequence[Ghost] | None, beyond: int | None = None) -> None:
        """Show the runs of a comparison; see `TimelineAxis.set_compared`."""
        self.axis.set_compared(runs, beyond)
        self.set_timeline(self.timeline)

    def set_training(self, training: bool) -> None:
        """Say whether the run goes on: live, or paused at its end."""
        self._is_training = training
        self.live_pill.set_state("Live" if training else "Paused", training)

    def set_playback(self, direction: int) -> None:
        """Show which way the history is played: 1 forward, -1 backward, 0 not at all."""
        self._direction = direction
        self.axis.set_playback(direction)
        for button, way, icon, name in (
            (self.backward, -1, "play-back", "Play back"),
            (self.forward, 1, "play", "Play on"),
        ):
            button.set_icon("pause" if direction == way else icon)
            button.setAccessibleName("Pause playback" if direction == way else name)
        self.set_timeline(self.timeline)

    def set_widths(self, left: int, right: int, compact: bool) -> None:
        """Stand below the columns of the window; narrow ones have icons in place of words."""
        self._left.setFixedWidth(left + 9)
        self._right.setFixedWidth(right - 16)
        if compact != self._compact:
            self._compact = compact
            self.branch_button.set_text("" if compact else "Branch here")
            self.compare_button.set_text("" if compact else "Compare")
            self.compare_button.set_icon("compare" if compact else "")
            self._show_count()

    def _show_count(self) -> None:
        shown, end = self.axis.shown_epoch, self.timeline.last_epoch
        if self._is_comparing:
            end = self.axis.end
        self.count.set_text(f"{shown:,}")
        of = "" if shown == end or self._compact else f"of {end:,}"
        self._of.set_text(f"{of}, all runs".removeprefix(", ") if self._is_comparing else of)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the axis on every button of the strip, which would go to the next button."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_press = event.key() == Qt.Key.Key_Space  # of the button itself
            if not is_press and self.axis.take_key(event):
                return True
        return super().eventFilter(watched, event)

    def _on_start(self) -> None:
        self.epoch_wanted.emit(0)

    def _on_previous(self) -> None:
        self.axis.go_to(self.axis.shown_epoch - 1)

    def _on_following(self) -> None:
        self.axis.go_to(self.axis.shown_epoch + 1)

    def _on_backward(self) -> None:
        self._on_play_wanted(-1)

    def _on_forward(self) -> None:
        self._on_play_wanted(1)

    def _on_play_wanted(self, direction: int) -> None:
        """Play one way, or pause where that way is on already."""
        self.play_wanted.emit(0 if direction in (0, self._direction) else direction)

    def _on_speed_selected(self, key: str) -> None:
        self.speed_selected.emit(float(key))


def _button(icon: str, name: str, tip: str) -> IconButton:
    return IconButton(icon, name, tip, size=32, flat=True)

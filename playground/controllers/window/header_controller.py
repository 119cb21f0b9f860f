"""Joins the workbench and the header."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from engine.training.backends import BACKENDS
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.picture.frame import Frame
from playground.models.picture.reading_pace import ReadingPace
from playground.models.run.speed import Speed, speed_text
from playground.style.theme import ThemeManager
from playground.style.words import count_text, fixed_text
from playground.views.window.header_bar import HeaderBar
from playground.workbench import Workbench

# A machine that makes less than this share of the wanted speed shows what it makes.
SLOWER = 0.8


class HeaderController(QObject):
    """Passes on transport and theme, and shows progress."""

    def __init__(
        self, workbench: Workbench, header: HeaderBar, themes: ThemeManager, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._header, self._themes = workbench, header, themes
        self._progress = ReadingPace()
        header.play_pressed.connect(self._on_view_play_pressed)
        header.step_pressed.connect(self._on_view_step_pressed)
        header.reset_pressed.connect(self._on_view_reset_pressed)
        header.new_weights_pressed.connect(self._on_view_new_weights_pressed)
        header.theme_pressed.connect(self._on_view_theme_pressed)
        header.engine_selected.connect(self._on_view_engine_selected)
        header.speed_selected.connect(self._on_view_speed_selected)
        workbench.speed_changed.connect(self._on_workbench_speed_changed)
        workbench.playing_changed.connect(self._on_workbench_playing_changed)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        workbench.run_replaced.connect(self._on_workbench_run_replaced)
        workbench.blocked.connect(self._on_workbench_blocked)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        header.set_engines(engine_options())
        self._on_workbench_experiment_changed(workbench.experiment)

    @Slot()
    def _on_view_play_pressed(self) -> None:
        self._workbench.set_playing(not self._workbench.is_playing)

    @Slot()
    def _on_view_step_pressed(self) -> None:
        self._workbench.step()

    @Slot()
    def _on_view_reset_pressed(self) -> None:
        self._workbench.reset()

    @Slot()
    def _on_view_new_weights_pressed(self) -> None:
        self._workbench.draw_weights_anew()

    @Slot(object)
    def _on_view_speed_selected(self, speed: Speed | None) -> None:
        self._workbench.set_speed(speed)

    @Slot(object)
    def _on_workbench_speed_changed(self, speed: Speed | None) -> None:
        self._header.set_speed(speed)

    @Slot()
    def _on_view_theme_pressed(self) -> None:
        self._themes.toggle()

    @Slot(str)
    def _on_view_engine_selected(self, engine: str) -> None:
        self._workbench.change(backend=engine)
        # An engine this machine lacks changes nothing else: show the one used instead.
        if self._workbench.network is not None and self._workbench.network.compiler_problem:
            self._on_workbench_network_changed(self._workbench.network)

    @Slot(bool)
    def _on_workbench_playing_changed(self, playing: bool) -> None:
        self._header.set_playing(playing)
        self._progress.hurry()
        if self._workbench.frame is not None:
            self._on_workbench_frame_changed(self._workbench.frame)

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        if not self._progress.is_due(is_playing=self._workbench.is_playing):
            return
        rate, wanted = frame.epochs_per_second, self._workbench.speed
        speed = speed_text(wanted)
        if wanted is None or (wanted.unit == "epoch" and 0.0 < rate < SLOWER * wanted.count):
            speed = f"{count_text(rate) if rate >= 10 else fixed_text(rate, 1)} epochs/s"
        timeline = frame.timeline
        if timeline.cursor is not None:
            state = f"On the way to {timeline.cursor:,}" if frame.is_on_the_way else "Looking back"
            self._header.set_progress(frame.epoch, state, timeline.last_epoch)
            return
        state = speed if self._workbench.is_playing else "Paused"
        self._header.set_progress(frame.epoch, f"{state} · {duration_text(frame.seconds_played)}")

    @Slot(int)
    def _on_workbench_run_replaced(self, epoch: int) -> None:
        self._progress.hurry()
        is_playing = self._workbench.is_playing
        self._header.set_progress(epoch, speed_text(self._workbench.speed) if is_playing else "Paused")

    @Slot()
    def _on_workbench_blocked(self) -> None:
        self._progress.hurry()
        self._header.set_progress(0, "Nothing to train")

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        self._header.set_engine(experiment.backend)

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        self._progress.hurry()
        self._header.set_engines(engine_options(network.compiler_problem))
        self._header.set_engine(network.backend)


def duration_text(seconds: float) -> str:
    """Return a time as ``0:07`` or ``1:02:03``."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def engine_options(compiler_problem: str = "") -> list[tuple[str, str, str]]:
    """Return key, word and explanation of every engine, the fastest first."""
    options = []
    for name, info in BACKENDS.items():
        missing = name == "compiled" and compiler_problem
        options.append((name, info.title, f"not here, {compiler_problem}" if missing else info.description))
    return options

"""A workbench without threads, for tests of single controllers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.problem import NotTrainableError, Problem
from playground.models.network.network import Network
from playground.models.network.parameter_map import ParameterKey
from playground.models.picture.frame import Frame, FrameRequest
from playground.models.run.session import Session
from playground.models.run.speed import Speed
from playground.workbench import Workbench
from tests.playground.frames import frame_of


class FakeWorkbench(QObject):
    """Has the signals of the workbench, takes changes at once, and writes down what it is asked to do.

    Attributes
    ----------
    changes
        The settings of each change that was in order.
    calls
        Name and arguments of everything else that was asked for, in order.
    """

    experiment_changed = Signal(object)
    network_changed = Signal(object)
    run_replaced = Signal(int)
    frame_changed = Signal(object)
    playing_changed = Signal(bool)
    blocked = Signal(object)
    noticed = Signal(object)
    acted = Signal()
    speed_changed = Signal(object)
    notes_changed = Signal(str)
    kept_replaced = Signal(object)
    previewed = Signal(object)
    run_kept = Signal(object)
    run_lent = Signal(object)
    run_painted = Signal(object)
    moments_lent = Signal(object)
    crashed = Signal(str)

    def __init__(self, experiment: Experiment | None = None) -> None:
        super().__init__()
        self.experiment = experiment or Experiment()
        self.network: Network | None = None
        self.frame: Frame | None = None
        self.speed: Speed | None = None
        self.problem: Problem | None = None
        self.is_playing = False
        self.cursor: int | None = None
        self.undo_stack = QUndoStack(self)
        self.notes = ""
        self.changes: list[dict[str, Any]] = []
        self.calls: list[tuple[str, *tuple[object, ...]]] = []

    @property
    def as_workbench(self) -> Workbench:
        """Itself, for a controller."""
        return cast(Workbench, self)

    @property
    def is_in_motion(self) -> bool:
        """Whether one frame follows the other."""
        return self.is_playing or getattr(self.frame, "is_draft", False)

    def change(self, *, merge: str = "", **values: Any) -> bool:
        """Take settings, and make their network at once."""
        try:
            experiment = replace(self.experiment, **values)
        except ValueError:
            return False
        self.changes.append(values)
        if experiment != self.experiment:
            self.experiment = experiment
            self.experiment_changed.emit(experiment)
            if self.network is not None:
                self.make_network()
        return True

    def make_network(self) -> Network:
        """Answer with the network of the settings, as the training thread would."""
        self.network = Network.of(self.experiment, self.network)
        self.network_changed.emit(self.network)
        return self.network

    def show_frame(self, **values: object) -> Frame:
        """Put on screen a frame of the network of the settings that holds these values and no others."""
        self.frame = cast(Frame, SimpleNamespace(network=self.network or self.make_network(), **values))
        self.frame_changed.emit(self.frame)
        return self.frame

    def set_playing(self, playing: bool) -> None:
        """Train, or pause."""
        self.calls.append(("set_playing", playing))
        self.is_playing = playing
        self.playing_changed.emit(playing)

    def set_speed(self, speed: Speed | None) -> None:
        """Take a speed."""
        self.calls.append(("set_speed", speed))
        self.speed = speed
        self.speed_changed.emit(speed)

    def look_at(self, epoch: int | None) -> None:
        """Take a cursor."""
        self.calls.append(("look_at", epoch))
        self.cursor = epoch

    def __getattr__(self, name: str) -> Callable[..., None]:
        if not callable(getattr(Workbench, name, None)):
            raise AttributeError(f"the workbench has no method {name!r}")

        def write_down(*arguments: object, **named: object) -> None:
            given = (*arguments, *named.values())
            self.calls.append((name, *given))

        return write_down


class SessionBench(FakeWorkbench):
    """Trains only when it is told to; each frame is painted on the spot."""

    def __init__(self, experiment: Experiment) -> None:
        self.session = Session(experiment)
        super().__init__(experiment)
        self.network = self.session.network

    def make_network(self) -> Network:
        """Have the session take the settings; those that cannot be trained leave the network as it is."""
        try:
            self.session.apply(self.experiment)
        except NotTrainableError as error:
            self.frame, self.problem = None, error.problem
            self.blocked.emit(error.problem)
            return self.session.network
        self.network, self.problem = self.session.network, None
        self.network_changed.emit(self.network)
        return self.network

    def edit_parameters(
        self, before: Mapping[ParameterKey, float], after: Mapping[ParameterKey, float]
    ) -> None:
        """Set weights and biases."""
        self.calls.append(("edit_parameters", before, after))
        self.session.set_parameters(after)

    def look(self, request: FrameRequest, epochs: int = 0, **values: Any) -> Any:
        """Train, and put on screen what comes of it, with other values where they are given."""
        for _ in range(epochs):
            self.session.train_epoch()
        self.frame = replace(frame_of(self.session, request), **values)
        self.frame_changed.emit(self.frame)
        return self.frame

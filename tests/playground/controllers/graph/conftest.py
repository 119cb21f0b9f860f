"""The Graph mode without the window around it, and with a network that trains when it is told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.controllers.graph.export_controller import ExportController
from playground.controllers.graph.fault_controller import FaultController
from playground.controllers.graph.find_controller import FindController
from playground.controllers.graph.formula_update_controller import FormulaUpdateController
from playground.controllers.graph.functions_controller import FunctionsController
from playground.controllers.graph.gradient_check_controller import GradientCheckController
from playground.controllers.graph.graph_controller import GraphController
from playground.controllers.graph.learned_controller import LearnedController
from playground.controllers.graph.lens_controller import LensController
from playground.controllers.graph.mistake_controller import MistakeController
from playground.controllers.graph.own_operations_controller import OwnOperationsController
from playground.controllers.graph.practise_controller import PractiseController
from playground.controllers.graph.update_controller import UpdateController
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.graph.formulas import EXAMPLES
from playground.models.network.network import Network
from playground.models.picture.frame import FrameRequest
from playground.style.theme import LIGHT, ThemeManager, apply_to_tree
from playground.views.graph.graph_screen import GraphScreen
from playground.views.kit import motion
from playground.views.kit.access.keyboard import make_home
from playground.workers.background import Job
from tests.playground.actions import show_active
from tests.playground.controllers.fakes import SessionBench

BELOW_HEADER = 56
"""Height of the header, which the window has above the Graph mode."""
PICTURE_SIDE = 8
"""The boundary is not on screen."""


class GraphBench(SessionBench):
    """Has a frame at any time, as the workbench has once the first one came."""

    def __init__(self, experiment: Experiment) -> None:
        super().__init__(experiment)
        self._wants_optimizer = False

    def make_network(self) -> Network:
        """Have the session take the settings, and show what comes of them."""
        network = super().make_network()
        if self.problem is None:
            self.train(0)
        return network

    def train(self, epochs: int = 1) -> None:
        """Train, and show what comes of it."""
        request = FrameRequest(0, LIGHT, PICTURE_SIDE, wants_optimizer=self._wants_optimizer)
        self.look(request, epochs)

    def want_optimizer(self, wanted: bool) -> None:
        """Have frames with the optimizer's state, or without."""
        if wanted != self._wants_optimizer:
            self._wants_optimizer = wanted
            self.train(0)

    def say(self, notice: Notice) -> None:
        """Say something on screen."""
        self.noticed.emit(notice)


class GraphStage(QObject):
    """Joins the Graph mode as `PlaygroundApplication` does, which has the same attributes.

    The network has been trained for one epoch, and is paused.
    """

    def __init__(
        self, app: QApplication, qtbot: QtBot, experiment: Experiment, size: tuple[int, int]
    ) -> None:
        super().__init__()
        themes = ThemeManager(app, LIGHT.name, self)
        self.workbench = bench = GraphBench(experiment)
        bench.setParent(self)
        bench.train()
        screen = GraphScreen([(example.key, example.title) for example in EXAMPLES])
        make_home(screen, screen.canvas)
        self.window = SimpleNamespace(graph=screen)
        self.sample: int | None = None
        self.neuron: tuple[int, int] | None = None
        self.graph = graph = GraphController(
            bench.as_workbench, screen, lambda: self.sample, lambda: self.neuron, self
        )
        UpdateController(bench.as_workbench, screen, graph, self)
        self.formula_update = FormulaUpdateController(bench.as_workbench, screen, graph, self)
        self.mistakes = MistakeController(bench.as_workbench, screen, graph, self.formula_update, self)
        self.own_operations = OwnOperationsController(
            bench.as_workbench, screen, graph.formulas, themes, screen, self
        )
        GradientCheckController(screen, graph, self)
        LearnedController(bench.as_workbench, screen, graph, self)
        LensController(screen, graph, self)
        self.faults = FaultController(bench.as_workbench, screen, graph, self)
        FindController(screen, graph, self)
        FunctionsController(screen, graph, self)
        ExportController(bench.as_workbench, screen, graph, self)
        PractiseController(bench.as_workbench, screen, graph, self)
        self.jobs: list[Job] = self.findChildren(Job)
        self.crashes: list[str] = []
        for job in self.jobs:
            job.crashed.connect(self.crashes.append)
        apply_to_tree(screen, LIGHT)
        self.resize(*size)
        show_active(qtbot, screen)
        graph.show()

    def resize(self, width: int, height: int) -> None:
        """Give the mode the size that it has in a window of this size."""
        self.window.graph.resize(width, height - BELOW_HEADER)

    def close(self) -> None:
        """End all threads."""
        self.own_operations.close()
        self.window.graph.hide()
        for job in self.jobs:
            job.stop()
        for job in self.jobs:
            job.close()


StageOpener = Callable[..., GraphStage]


@pytest.fixture
def open_graph(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[StageOpener]:
    """Open Graph modes; keyword arguments are the experiment's, besides the `size` of the window."""
    style = qapp.style().objectName()
    monkeypatch.setattr(motion, "is_motion_reduced", lambda: True)
    opened: list[GraphStage] = []

    def open_one(*, size: tuple[int, int] = (1440, 900), **values: Any) -> GraphStage:
        stage = GraphStage(qapp, qtbot, Experiment(**values), size)
        opened.append(stage)
        return stage

    yield open_one
    for stage in opened:
        stage.close()
        stage.window.graph.deleteLater()
        stage.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qapp.setStyle(style)
    crashes = [text for stage in opened for text in stage.crashes]
    assert not crashes, "".join(crashes)

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.controllers.data import gallery_controller
from playground.controllers.data.gallery_controller import GalleryController
from playground.models.data.datasets import DATASETS
from playground.models.experiment.experiment import Experiment
from playground.models.picture.thumbnails import Look, PointsThumbnail, Thumbnail, thumbnail_of
from playground.views.data.data_panel import DataPanel
from tests.playground.actions import PATIENCE_MS
from tests.playground.controllers.fakes import FakeWorkbench

GALLERY = {"classification": [("circle", "Circle"), ("iris", "Iris")], "regression": [("plane", "Plane")]}


@pytest.fixture
def bench(qapp) -> FakeWorkbench:
    return FakeWorkbench(Experiment(dataset="circle", n_samples=50))


@pytest.fixture
def panel(qtbot: QtBot) -> DataPanel:
    panel = DataPanel(GALLERY)
    qtbot.addWidget(panel)
    return panel


class Made:
    """The controller, and the pictures it makes."""

    def __init__(self, bench: FakeWorkbench, panel: DataPanel, qtbot: QtBot) -> None:
        self.controller, self._qtbot = GalleryController(bench.as_workbench, panel), qtbot
        self._thumbnails: list[Thumbnail] = []
        self.controller.job.progressed.connect(self._thumbnails.append)

    def settled(self) -> list[Thumbnail]:
        """Wait until nothing is made any more; return what was, and forget it."""
        job, timer = self.controller.job, self.controller._settled
        self._qtbot.waitUntil(lambda: not job.is_busy and not timer.isActive(), timeout=PATIENCE_MS)
        thumbnails = list(self._thumbnails)
        self._thumbnails.clear()
        return thumbnails


@pytest.fixture
def made(bench, panel, qtbot, monkeypatch):
    monkeypatch.setattr(gallery_controller, "SETTLED_MS", 0)
    made = Made(bench, panel, qtbot)
    yield made
    made.controller.job.close()


def test_that_nothing_is_made_before_it_is_started(bench, made):
    bench.change(noise=0.4)
    assert made.settled() == []


def test_that_a_picture_of_every_data_set_reaches_its_tile(panel, made):
    made.controller.start()
    assert {thumbnail.name for thumbnail in made.settled()} == set(DATASETS)
    assert panel.tiles.tile("circle")._thumbnail is not None
    assert panel.tiles.tile("iris")._thumbnail is not None


def test_that_tiles_follow_the_noise_when_it_has_settled(bench, panel, made):
    made.controller.start()
    made.settled()
    before = panel.tiles.tile("circle").grab().toImage()
    for noise in (0.1, 0.2, 0.4):  # as a slider is pulled
        bench.change(noise=noise)
    thumbnails = made.settled()
    assert len(thumbnails) == len(DATASETS)
    circle = next(thumbnail for thumbnail in thumbnails if thumbnail.name == "circle")
    wanted = thumbnail_of("circle", Look.of(bench.experiment))
    assert isinstance(circle, PointsThumbnail)
    assert isinstance(wanted, PointsThumbnail)
    assert (circle.points == wanted.points).all()
    assert panel.tiles.tile("circle").grab().toImage() != before


def test_that_what_changes_no_picture_makes_none(bench, made):
    made.controller.start()
    made.settled()
    bench.change(hidden=(3,))
    assert made.settled() == []

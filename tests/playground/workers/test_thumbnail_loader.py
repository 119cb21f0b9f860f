from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QRectF, Slot
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from playground.models.data.datasets import DATASETS, load_dataset, thumbnail_points
from playground.models.experiment.experiment import Experiment
from playground.models.picture.projection import opening_projection
from playground.models.run.network import Network
from playground.style.theme import LIGHT
from playground.views.data.thumbnails import Painter, points_thumbnail
from playground.workers.thumbnail_loader import ThumbnailLoader, thumbnail_of
from tests.playground.actions import PATIENCE_MS


class Gallery(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.pictures: dict[str, list[QImage]] = {}

    @Slot(str, object)
    def on_ready(self, name: str, painter: Painter) -> None:
        self.pictures.setdefault(name, []).append(drawn(painter))

    def count(self, name: str = "diabetes") -> int:
        return len(self.pictures.get(name, ()))


def drawn(painter: Painter) -> QImage:
    image = QImage(80, 80, QImage.Format.Format_ARGB32)
    image.fill(0)
    pen = QPainter(image)
    painter(pen, QRectF(0, 0, 80, 80), LIGHT)
    pen.end()
    return image


@pytest.fixture
def gallery() -> Gallery:
    return Gallery()


@pytest.fixture
def loader(gallery: Gallery) -> Iterator[ThumbnailLoader]:
    loader = ThumbnailLoader()
    loader.thumbnail_ready.connect(gallery.on_ready)
    yield loader
    loader.close()


@pytest.mark.parametrize("name", ["circle", "spiral", "iris", "wine", "diabetes"])
@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_that_a_tile_shows_the_samples_and_the_plane_of_a_click(qapp, name, noise):
    experiment = Experiment(dataset=name, noise=noise, seed=5)
    split = Network.of(experiment).split
    places = opening_projection(split).project(split.dataset.X)
    clicked = points_thumbnail(*thumbnail_points(split.dataset, places=places))
    assert drawn(thumbnail_of(name, noise, 5, experiment.train_fraction)) == drawn(clicked)


def test_that_all_data_sets_get_a_picture_once(loader, gallery, qtbot: QtBot):
    loader.start()
    qtbot.waitUntil(lambda: len(gallery.pictures) == len(DATASETS), timeout=PATIENCE_MS)
    qtbot.waitUntil(loader.isFinished, timeout=PATIENCE_MS)
    loader.follow(Experiment(hidden=(2,)))
    qtbot.wait(500)
    assert all(len(pictures) == 1 for pictures in gallery.pictures.values())


def test_that_tiles_follow_the_noise(loader, gallery, qtbot: QtBot):
    loader.start()
    qtbot.waitUntil(lambda: gallery.count() == 1 and loader.isFinished(), timeout=PATIENCE_MS)
    experiment = Experiment()
    for noise in (0.1, 0.2, 0.4):  # as a slider is pulled
        loader.follow(replace(experiment, noise=noise))
    qtbot.waitUntil(lambda: gallery.count() == 2, timeout=PATIENCE_MS)
    first, second = gallery.pictures["circle"]
    assert first != second
    noisy = load_dataset("circle", noise=0.4, seed=experiment.seed)
    assert second == drawn(points_thumbnail(*thumbnail_points(noisy)))


def test_that_nothing_is_made_before_the_window_is_there(loader, gallery, qtbot: QtBot):
    loader.follow(Experiment(noise=0.4))
    qtbot.wait(500)
    assert gallery.pictures == {}
    assert not loader.isRunning()

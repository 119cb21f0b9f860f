from __future__ import annotations

import pytest

from playground.models.data.datasets import DATASETS
from playground.models.picture.thumbnails import Look, PointsThumbnail, Thumbnail, thumbnail_of
from tests.playground.actions import PATIENCE_MS


@pytest.fixture
def playground(open_playground):
    return open_playground(dataset="circle", hidden=(2,), n_samples=50)


def made(playground) -> list[Thumbnail]:
    thumbnails: list[Thumbnail] = []
    playground.gallery.job.progressed.connect(thumbnails.append)
    return thumbnails


def test_that_tiles_follow_the_noise_when_it_has_settled(playground, qtbot):
    tiles = playground.window.data.tiles
    gallery = playground.gallery
    qtbot.waitUntil(lambda: gallery._made is not None and not gallery.job.is_busy, timeout=PATIENCE_MS)
    before = tiles.tile("circle").grab().toImage()
    thumbnails = made(playground)
    for noise in (0.1, 0.2, 0.4):  # as a slider is pulled
        playground.workbench.change(noise=noise)
    qtbot.waitUntil(lambda: len(thumbnails) == len(DATASETS), timeout=PATIENCE_MS)
    assert len({thumbnail.name for thumbnail in thumbnails}) == len(DATASETS)
    circle = next(thumbnail for thumbnail in thumbnails if thumbnail.name == "circle")
    wanted = thumbnail_of("circle", Look.of(playground.workbench.experiment))
    assert isinstance(circle, PointsThumbnail)
    assert isinstance(wanted, PointsThumbnail)
    assert (circle.points == wanted.points).all()
    assert tiles.tile("circle").grab().toImage() != before


def test_that_what_changes_no_picture_makes_none(playground, qtbot):
    gallery = playground.gallery
    qtbot.waitUntil(lambda: gallery._made is not None and not gallery.job.is_busy, timeout=PATIENCE_MS)
    thumbnails = made(playground)
    playground.workbench.change(hidden=(3,))
    qtbot.waitUntil(lambda: not gallery._settled.isActive(), timeout=PATIENCE_MS)
    assert not gallery.job.is_busy
    assert thumbnails == []

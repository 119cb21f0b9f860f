from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from playground.models.data.datasets import DATASETS, thumbnail_points
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.picture.projection import opening_projection
from playground.models.picture.thumbnails import (
    NEEDS_LIBRARY,
    Look,
    PointsThumbnail,
    make_thumbnails,
    thumbnail_of,
)
from playground.models.ticket import CancelledError, Ticket
from tests.playground.tickets import Impatient


@pytest.mark.parametrize("name", ["circle", "spiral", "iris", "wine", "diabetes"])
@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_that_a_thumbnail_shows_the_samples_and_the_plane_of_a_click(name, noise) -> None:
    experiment = Experiment(dataset=name, noise=noise, seed=5)
    split = Network.of(experiment).split
    places = opening_projection(split).project(split.dataset.X)
    points, y = thumbnail_points(split.dataset, places=places)
    thumbnail = thumbnail_of(name, Look.of(experiment))
    assert isinstance(thumbnail, PointsThumbnail)
    np.testing.assert_array_equal(thumbnail.points, points)
    np.testing.assert_array_equal(thumbnail.y, y)


def test_that_all_data_sets_get_a_thumbnail_once_and_work_ends_after_the_one_in_hand() -> None:
    told: list[Any] = []
    look = Look.of(Experiment())
    assert make_thumbnails(look, Ticket(told.append)) is look
    names = [thumbnail.name for thumbnail in told]
    assert sorted(names) == sorted(DATASETS)
    assert tuple(names[-len(NEEDS_LIBRARY) :]) == NEEDS_LIBRARY
    with pytest.raises(CancelledError):
        make_thumbnails(look, Impatient(2))


def test_that_the_first_thumbnails_wait_for_no_library() -> None:
    script = """
import sys
from playground.models.data.datasets import DATASETS
from playground.models.picture.thumbnails import NEEDS_LIBRARY, Look, thumbnail_of
for name in DATASETS:
    if name not in NEEDS_LIBRARY:
        thumbnail_of(name, Look(0.1, 0, 0.7))
print([name for name in ("sklearn", "scipy") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

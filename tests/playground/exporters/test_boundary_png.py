from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from playground.exporters.boundary_png import draw_boundary, write_boundary
from playground.models.experiment.experiment import Experiment
from playground.models.picture.plane import Plane
from playground.models.run.training import Training
from playground.style.palette import DARK, LIGHT


def trained(**values) -> Training:
    run = Training.of(Experiment(**values))
    for _ in range(5):
        while not run.trainer.train_batch():
            pass
    return run


def color_at(image: QImage, run: Training, index: int) -> QColor:
    plane = Plane.of_axes(run.network.split, run.network.axes)
    x, y = run.network.split.dataset.X[index, list(run.network.axes)]
    side = image.width()
    column = (x - plane.left) / (plane.right - plane.left) * side
    row = (plane.top - y) / (plane.top - plane.bottom) * side
    return image.pixelColor(int(column), int(row))


def test_that_training_points_are_filled_and_test_points_are_rings():
    run = trained(dataset="gauss", hidden=(3,))
    image = draw_boundary(run, 400)
    split = run.network.split
    tested = split.test_indices.tolist()
    assert color_at(image, run, tested[-1]) == QColor("white")  # drawn last, so nothing covers it
    outermost = max(split.train_indices.tolist(), key=lambda i: np.abs(split.dataset.X[i]).sum())
    assert color_at(image, run, outermost) == QColor(LIGHT.classes[int(split.dataset.y[outermost])])


@pytest.mark.parametrize("dataset", ["iris", "moons", "plane", "digits"])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_every_kind_of_task_is_drawn_in_both_themes(dataset, theme):
    image = draw_boundary(Training.of(Experiment(dataset=dataset, hidden=(3,))), 120, theme)
    assert (image.width(), image.height()) == (120, 120)
    colors = {image.pixel(x, y) for x in range(0, 120, 7) for y in range(0, 120, 7)}
    assert len(colors) > 3


def test_that_the_file_is_a_png_of_the_size_asked_for(tmp_path):
    path = tmp_path / "boundary.png"
    write_boundary(trained(dataset="circle", hidden=(3,)), path, side=200)
    assert path.read_bytes().startswith(b"\x89PNG")
    assert QImage(str(path)).width() == 200


def test_that_a_file_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(OSError, match="missing"):
        write_boundary(Training.of(Experiment(dataset="circle")), tmp_path / "missing" / "boundary.png")


def test_that_a_picture_that_may_not_be_replaced_stays(tmp_path):
    path = tmp_path / "boundary.png"
    path.write_bytes(b"mine")
    path.chmod(0o444)
    with pytest.raises(OSError, match=r"boundary\.png cannot be written: it is read-only"):
        write_boundary(Training.of(Experiment(dataset="circle")), path, side=50)
    assert path.read_bytes() == b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["boundary.png"]

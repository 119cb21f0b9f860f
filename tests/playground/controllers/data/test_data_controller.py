from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt

from playground.controllers.data.data_controller import DataController
from playground.models.data.datasets import DATASETS
from playground.views.data.data_panel import DataPanel
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    assert_goes_on,
    assert_starts_again,
    epoch,
    show_active,
    train_until,
    type_into,
    wait_for_experiment,
)
from tests.playground.controllers.fakes import FakeWorkbench
from tests.playground.views.painted import painted_lines

TASKS = ("classification", "regression")


@pytest.mark.parametrize("task", TASKS)
def test_that_every_data_set_trains_after_a_click_on_its_tile(open_playground, qtbot, task):
    names = [info.name for info in DATASETS.values() if info.task == task]
    playground = open_playground(dataset=names[-1], hidden=(3,))
    panel = playground.window.data
    for name in names:
        qtbot.mouseClick(panel.tiles.tile(name), LEFT)
        wait_for_experiment(qtbot, playground, dataset=name)
        with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
            pass
        info = playground.workbench.network
        assert info.dataset.name == name
        assert panel.tiles.value() == name
        assert info.structure[0] == info.dataset.n_features
        assert f"{info.dataset.n_samples:,} points" in panel._count.text()
        train_until(qtbot, playground, epoch(playground) + 1)


def test_that_tiles_of_the_other_task_take_the_dark_theme(open_playground, qtbot):
    playground = open_playground(theme="dark")
    panel = playground.window.data
    qtbot.mouseClick(panel.task, LEFT, pos=panel.task.segment_rect("regression").center())
    qtbot.waitUntil(lambda: panel.tiles.tile("plane").isVisible(), timeout=PATIENCE_MS)
    assert panel.tiles.tile("plane").theme.is_dark


def test_that_another_seed_starts_again_while_it_trains(playground, qtbot):
    seed = playground.window.data.settings["seed"]
    assert_starts_again(qtbot, playground, lambda: type_into(qtbot, seed, "123"), seed=123)


def test_that_settings_of_the_data_change_by_keys_while_it_trains(playground, qtbot):
    slider = playground.window.data.settings["train_fraction"].slider
    right = Qt.Key.Key_Right
    assert_goes_on(qtbot, playground, lambda: qtbot.keyClick(slider, right), train_fraction=0.75)
    assert len(playground.workbench.network.split.train_indices) == 112


@pytest.fixture
def bench(qapp) -> FakeWorkbench:
    return FakeWorkbench()


@pytest.fixture
def panel(bench, qtbot) -> DataPanel:
    """Joined with a workbench that has no threads."""
    titles = {
        task: [(info.name, info.title) for info in DATASETS.values() if info.task == task] for task in TASKS
    }
    panel = DataPanel(titles)
    qtbot.addWidget(panel)
    panel.resize(260, 900)
    DataController(bench.as_workbench, panel, panel)
    bench.make_network()
    show_active(qtbot, panel)
    return panel


def test_that_the_task_switch_brings_back_the_last_data_set_of_each_task(bench, panel, qtbot):
    def select(task: str) -> None:
        qtbot.mouseClick(panel.task, LEFT, pos=panel.task.segment_rect(task).center())

    select("regression")
    assert (bench.experiment.dataset, bench.network.experiment.loss) == ("plane", "squared_error")
    assert panel.task.value() == "regression"
    qtbot.mouseClick(panel.tiles.tile("bumps"), LEFT)
    assert bench.experiment.dataset == "bumps"
    select("classification")
    assert bench.experiment.dataset == "iris"
    assert panel.task.value() == "classification"
    select("regression")
    assert bench.experiment.dataset == "bumps"


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("train_fraction", Qt.Key.Key_Right, 0.75), ("noise", Qt.Key.Key_Right, 0.05),
        ("batch_size", Qt.Key.Key_Left, 8),
    ],
)  # fmt: skip
def test_that_sliders_become_settings_by_keys(bench, panel, qtbot, name, key, value):
    qtbot.keyClick(panel.settings[name].slider, key)
    assert bench.changes == [{name: value}]


def test_that_many_quick_edits_end_with_the_last_one(bench, panel, qtbot):
    slider = panel.settings["noise"].slider
    for _ in range(12):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert bench.experiment.noise == 0.15
    assert panel.settings["noise"].value() == 0.15


def test_that_standardisation_is_switched(bench, panel, qtbot):
    qtbot.mouseClick(panel.more.toggle, LEFT)
    qtbot.mouseClick(panel.more.settings["standardize"], LEFT)
    assert bench.changes == [{"standardize": False}]


def test_that_a_seed_is_typed_and_nonsense_is_none(bench, panel, qtbot):
    seed = panel.settings["seed"]
    type_into(qtbot, seed, "seven")
    assert seed.problem
    assert bench.changes == []
    type_into(qtbot, seed, "123")
    assert bench.changes == [{"seed": 123}]


def test_that_the_dice_draws_another_seed(bench, panel, qtbot):
    before = bench.experiment.seed
    for _ in range(3):  # one draw in 9,999 is the same seed again
        qtbot.mouseClick(panel.dice, LEFT)
    assert len({before, *(change["seed"] for change in bench.changes)}) > 1
    assert panel.settings["seed"].value() == bench.experiment.seed


def test_that_blobs_offer_a_number_of_classes_and_iris_does_not(bench, panel, qtbot):
    classes = panel.settings["n_classes"]
    assert not classes.isVisible()
    qtbot.mouseClick(panel.tiles.tile("blobs"), LEFT)
    assert classes.isVisible()
    qtbot.keyClick(classes.slider, Qt.Key.Key_Right)
    assert bench.experiment.n_classes == 5
    assert bench.network.structure[-1] == 5


def test_that_pictures_stand_beside_what_the_network_is_given_while_that_is_something_else(bench, panel):
    bench.change(dataset="digits", views_for_permute=True)
    network = bench.make_network()
    assert panel.given.isVisibleTo(panel)
    shown, split = panel.given.pictures, network.split
    assert shown is not None
    known = {row.tobytes(): place for place, row in enumerate(split.dataset.X[split.train_indices])}
    own = split.clean.X[split.train_indices]
    for pixels, given in zip(shown.own, shown.given, strict=True):
        np.testing.assert_array_equal(pixels.ravel(), own[known[given.tobytes()]])
    assert painted_lines(panel.given) == [["In the data"], ["Given to the network"]]
    bench.change(views_for_permute=False)
    assert not panel.given.isVisibleTo(panel)

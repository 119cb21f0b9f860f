from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt

from playground.models.data.datasets import DATASETS
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    assert_goes_on,
    assert_starts_again,
    epoch,
    running,
    train_until,
    type_into,
    wait_for_experiment,
)

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


def test_that_the_task_switch_brings_back_the_last_data_set_of_each_task(playground, qtbot):
    panel = playground.window.data

    def select(task: str) -> None:
        qtbot.mouseClick(panel.task, LEFT, pos=panel.task.segment_rect(task).center())

    select("regression")
    wait_for_experiment(qtbot, playground, dataset="plane", loss="squared_error")
    assert panel.task.value() == "regression"
    qtbot.mouseClick(panel.tiles.tile("bumps"), LEFT)
    wait_for_experiment(qtbot, playground, dataset="bumps")
    select("classification")
    wait_for_experiment(qtbot, playground, dataset="iris")
    assert panel.task.value() == "classification"
    select("regression")
    wait_for_experiment(qtbot, playground, dataset="bumps")


def test_that_tiles_of_the_other_task_take_the_dark_theme(open_playground, qtbot):
    playground = open_playground(theme="dark")
    panel = playground.window.data
    qtbot.mouseClick(panel.task, LEFT, pos=panel.task.segment_rect("regression").center())
    qtbot.waitUntil(lambda: panel.tiles.tile("plane").isVisible(), timeout=PATIENCE_MS)
    assert panel.tiles.tile("plane").theme.is_dark


def test_that_the_split_noise_and_batch_size_change_by_keys_while_it_trains(playground, qtbot):
    panel = playground.window.data
    right, left = Qt.Key.Key_Right, Qt.Key.Key_Left
    for slider, key, name, value in (
        (panel.settings["train_fraction"].slider, right, "train_fraction", 0.75),
        (panel.settings["noise"].slider, right, "noise", 0.05),
        (panel.settings["batch_size"].slider, left, "batch_size", 8),
    ):
        assert_goes_on(qtbot, playground, partial(qtbot.keyClick, slider, key), **{name: value})
    assert len(playground.workbench.network.split.train_indices) == 112


def test_that_many_quick_edits_end_with_the_last_one(playground, qtbot):
    slider = playground.window.data.settings["noise"].slider
    for _ in range(12):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    qtbot.keyClick(slider, Qt.Key.Key_Home)
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    wait_for_experiment(qtbot, playground, noise=0.15)
    assert playground.workbench.experiment.noise == 0.15
    assert playground.window.data.settings["noise"].value() == 0.15


def test_that_standardisation_is_switched_while_it_trains(playground, qtbot):
    more = playground.window.data.more
    qtbot.mouseClick(more.toggle, LEFT)
    box = more.settings["standardize"]
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(box, LEFT), standardize=False)


def test_that_a_typed_seed_starts_again_and_nonsense_does_not(playground, qtbot):
    seed = playground.window.data.settings["seed"]
    before = running(playground)
    type_into(qtbot, seed, "seven")
    assert seed.problem
    assert playground.workbench.experiment == before
    assert_starts_again(qtbot, playground, lambda: type_into(qtbot, seed, "123"), seed=123)


def test_that_the_dice_draws_another_seed(playground, qtbot):
    before = running(playground).seed
    for _ in range(3):  # one draw in 9,999 is the same seed again
        qtbot.mouseClick(playground.window.data.dice, LEFT)
    qtbot.waitUntil(lambda: running(playground).seed != before, timeout=PATIENCE_MS)
    assert playground.window.data.settings["seed"].value() == playground.workbench.experiment.seed


def test_that_blobs_offer_a_number_of_classes_and_iris_does_not(open_playground, qtbot):
    playground = open_playground()
    panel = playground.window.data
    assert not panel.settings["n_classes"].isVisible()
    qtbot.mouseClick(panel.tiles.tile("blobs"), LEFT)
    wait_for_experiment(qtbot, playground, dataset="blobs")
    assert panel.settings["n_classes"].isVisible()
    assert_starts_again(
        qtbot,
        playground,
        lambda: qtbot.keyClick(panel.settings["n_classes"].slider, Qt.Key.Key_Right),
        n_classes=5,
    )
    assert playground.workbench.network.structure[-1] == 5

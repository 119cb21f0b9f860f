from __future__ import annotations

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import settings_in
from playground.views.settings.setting_group import SettingGroup


@pytest.fixture
def panel(qtbot) -> QWidget:
    panel = QWidget()
    qtbot.addWidget(panel)
    return panel


def laid_out(panel: QWidget, group) -> SettingGroup:
    settings, column = SettingGroup(group, panel), QVBoxLayout(panel)
    for block in settings.blocks.values():
        column.addWidget(block)
    panel.show()
    return settings


@pytest.mark.parametrize("group", ["data", "more data", "network", "training", "pause"])
def test_that_each_setting_of_a_group_has_one_control_in_its_order(panel, group):
    settings = laid_out(panel, group)
    assert list(settings) == list(settings_in(Experiment, group)) != []
    assert all(panel.isAncestorOf(settings[name]) for name in settings)
    assert [name for name in settings if not settings.control(name).declared.beside] == list(settings.blocks)


def test_that_making_a_group_opens_no_window(panel):
    settings = SettingGroup("data", panel)
    assert not any(block.isVisible() for block in settings.blocks.values())


@pytest.mark.parametrize(
    ("group", "name", "without", "having"),
    [
        ("network", "regularization_rate", {}, {"regularization": "l1"}),
        ("training", "schedule_epochs", {}, {"schedule": "step"}),
        ("training", "initial_range", {}, {"initializer": "custom"}),
        ("more data", "n_samples", {}, {"dataset": "spiral"}),
    ],
)
def test_that_only_a_setting_with_an_effect_can_be_changed(panel, group, name, without, having):
    settings = laid_out(panel, group)
    for values, expected in ((without, False), (having, True), (without, False)):
        settings.set_experiment(Experiment(**values))
        assert settings[name].isEnabled() is expected


def test_that_the_number_of_classes_is_shown_where_the_data_leave_it_open(panel):
    settings = laid_out(panel, "data")
    for dataset, expected in (("iris", False), ("blobs", True), ("plane", False)):
        settings.set_experiment(Experiment(dataset=dataset))
        assert settings["n_classes"].isVisible() is expected

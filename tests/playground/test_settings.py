from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QSettings

from playground.models.experiment.experiment import Experiment
from playground.settings import Settings


def test_that_an_empty_store_gives_the_defaults(store):
    settings = Settings(store)
    assert settings.experiment == Experiment()
    assert settings.theme == "system"
    assert settings.log_scale
    assert settings.geometry is None


def test_that_everything_survives_a_restart(store):
    settings = Settings(store)
    experiment = Experiment(dataset="blobs", hidden=(3, 1, 4), learning_rate=0.5, standardize=False)
    settings.experiment, settings.theme, settings.log_scale = experiment, "dark", False
    settings.geometry = QByteArray(b"\x00\x01geometry")
    settings.sync()
    again = Settings(QSettings(store.fileName(), QSettings.Format.IniFormat))
    assert again.experiment == experiment
    assert again.theme == "dark"
    assert not again.log_scale
    assert again.geometry == QByteArray(b"\x00\x01geometry")


@pytest.mark.parametrize("key", ["experiment", "theme", "log_scale", "geometry"])
@pytest.mark.parametrize("value", ["", "{", "[]", "nonsense", 17, ["a", "list"], {"a": "map"}, b"\xff\x00"])
def test_that_damaged_entries_fall_back(store, key, value):
    store.setValue(key, value)
    settings = Settings(store)
    assert settings.experiment == Experiment()
    assert settings.theme == "system"
    assert settings.log_scale in (True, False)
    assert settings.geometry is None or isinstance(settings.geometry, QByteArray)


def test_that_an_experiment_out_of_range_falls_back(store):
    store.setValue("experiment", '{"dataset": "iris", "learning_rate": 1' + "0" * 400 + "}")
    assert Settings(store).experiment == Experiment()

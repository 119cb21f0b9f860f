from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings

from playground.models.experiment.experiment import Experiment
from playground.settings import NAME, Settings


def test_that_an_empty_store_gives_the_defaults(store):
    settings = Settings(store)
    assert settings.experiment == Experiment()
    assert settings.theme == "system"
    assert settings.log_scale
    assert settings.geometry is None


@pytest.mark.skipif(sys.platform != "linux", reason="kept elsewhere")
def test_that_a_pipe_in_place_of_the_file_is_told_and_nothing_waits_for_it(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / NAME).mkdir()
    os.mkfifo(tmp_path / NAME / f"{NAME}.conf")
    settings = Settings()
    settings.theme = "dark"
    settings.sync()
    assert settings.theme == "dark"
    assert settings.problem == f"{NAME}.conf cannot be read: it is a pipe. So nothing is remembered."


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


NONSENSE = st.one_of(
    st.text(max_size=60),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(),
    st.binary(max_size=60),
    st.lists(st.text(max_size=5), max_size=3),
    st.dictionaries(st.text(max_size=5), st.integers(-9, 9), max_size=3),
    st.sampled_from(["[" * 100_000, '{"hidden": [1e999]}', '{"seed": "\\ud800"}', "1e400", "-0", "\x00"]),
)


@given_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["experiment", "theme", "log_scale", "zoom", "geometry"]), NONSENSE))
def test_that_no_nonsense_in_any_entry_is_more_than_a_default(store, entries):
    store.clear()
    for key, value in entries.items():
        store.setValue(key, value)
    settings = Settings(store)
    assert isinstance(settings.experiment, Experiment)
    assert settings.theme in ("system", "light", "dark")
    assert settings.log_scale in (True, False)
    assert 0.5 <= settings.zoom <= 4.0
    assert settings.geometry is None or isinstance(settings.geometry, QByteArray)
    assert settings.description


def test_that_what_cannot_be_read_is_told_once_and_forgotten(store):
    store.setValue("zoom", "huge")
    settings = Settings(store)
    assert (settings.zoom, settings.zoom) == (1.0, 1.0)
    assert settings.put_back == ["the zoom"]
    assert store.value("zoom") is None


def test_that_what_fails_while_it_is_used_is_told_and_forgotten(store):
    settings = Settings(store)
    settings.theme, settings.zoom = "dark", 2.0
    settings.take_over("zoom", lambda: 1 / 0)
    assert settings.put_back == ["the zoom"]
    assert Settings(store).zoom == 1.0
    assert Settings(store).theme == "dark"


def test_that_settings_set_aside_can_be_had_back(store):
    settings = Settings(store)
    settings.experiment, settings.zoom = Experiment(dataset="wine", hidden=(3,)), 1.5
    aside = settings.set_aside()
    assert (settings.experiment, settings.zoom) == (Experiment(), 1.0)
    assert (aside.experiment, aside.zoom) == (Experiment(dataset="wine", hidden=(3,)), 1.5)
    assert "Wine" in aside.description
    assert "150 %" in aside.description


def test_that_at_most_eight_recent_files_are_remembered_once_each_newest_first(store, tmp_path):
    settings = Settings(store)
    paths = [tmp_path / f"{number}.playground" for number in range(10)]
    for path in (*paths, paths[5]):
        path.touch()
        settings.add_recent_file(path)
    wanted = [paths[number] for number in (5, 9, 8, 7, 6, 4, 3, 2)]
    assert Settings(store).recent_files == wanted
    paths[9].unlink()
    assert Settings(store).recent_files == [wanted[0], *wanted[2:]]


@pytest.mark.parametrize("text", ["{", "3", '["a\\u0000b"]', "[1]"])
def test_that_a_damaged_list_of_recent_files_is_forgotten(store, text):
    store.setValue("recent_files", text)
    settings = Settings(store)
    assert settings.recent_files == []
    assert settings.put_back == ["the list of recent files"]

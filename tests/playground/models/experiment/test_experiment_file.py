from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.experiment_file import (
    FORMAT,
    SUFFIX,
    VERSION,
    SavedExperiment,
    read_experiment,
    write_experiment,
)
from playground.models.run.session import Session


def trained(**values) -> Session:
    session = Session(Experiment(hidden=(3,), backend="array", **values))
    for _ in range(3):
        session.train_epoch()
    session.training.trainer.train_batch()
    return session


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adam"])
def test_that_a_saved_run_goes_on_exactly_as_if_it_had_never_stopped(tmp_path, optimizer):
    session, path = trained(optimizer=optimizer), tmp_path / "run.playground.json"
    write_experiment(session.saved, path)
    again = Session.opened(read_experiment(path))
    for each in (session, again):
        each.train_epoch()
        each.train_epoch()
    assert again.training.trainer.epoch == session.training.trainer.epoch == 5
    np.testing.assert_array_equal(again.training.trainer.parameters, session.training.trainer.parameters)
    assert again.training.trainer.last_train_loss == session.training.trainer.last_train_loss


def test_that_settings_come_back(tmp_path):
    experiment = Experiment(dataset="circle", features=(2, 3), name="Ring ○", seed=9, redraws=2)
    path = tmp_path / "ring.json"
    write_experiment(SavedExperiment(experiment, None), path)
    assert read_experiment(path) == SavedExperiment(experiment, None)
    assert [entry.name for entry in tmp_path.iterdir()] == ["ring.json"]


def test_that_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "run.json"
    write_experiment(SavedExperiment(Experiment(seed=1), None), path)
    before = path.read_bytes()
    unwritable = SavedExperiment(Experiment(seed=2), {"parameters": [math.nan]})
    with pytest.raises(ValueError, match="JSON"):
        write_experiment(unwritable, path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["run.json"]


@pytest.mark.parametrize(
    ("training", "words"),
    [({"name": "half \ud800"}, "half a character"), ({"x": [[]] * 1_100_000}, "more values than")],
)
def test_that_what_no_file_can_hold_is_refused_in_words(tmp_path, training, words):
    with pytest.raises(ValueError, match=rf"^run\.json cannot be written: .*{words}"):
        write_experiment(SavedExperiment(Experiment(), training), tmp_path / "run.json")
    assert list(tmp_path.iterdir()) == []


def test_that_too_little_memory_is_said(tmp_path, monkeypatch):
    path = tmp_path / "run.json"
    write_experiment(SavedExperiment(Experiment(), None), path)
    before = path.read_bytes()

    def without_memory(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(json, "loads", without_memory)
    monkeypatch.setattr(json, "dumps", without_memory)
    with pytest.raises(ValueError, match=r"^run\.json cannot be read: the memory is too small"):
        read_experiment(path)
    with pytest.raises(ValueError, match=r"^run\.json cannot be written: the memory is too small"):
        write_experiment(SavedExperiment(Experiment(), None), path)
    assert path.read_bytes() == before


def test_that_a_folder_that_is_gone_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError, match="no folder gone"):
        write_experiment(SavedExperiment(Experiment(), None), tmp_path / "gone" / "run.json")


def valid(**changes) -> str:
    data = {"format": FORMAT, "version": VERSION, "experiment": Experiment().to_dict(), "training": None}
    return json.dumps({**data, **changes})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "damaged or not an experiment"),
        ('{"format"', "line 1, column 10"),
        ("[]", "not an experiment of Scalar Playground"),
        ('{"format": "other"}', "not an experiment of Scalar Playground"),
        ("[" * 100_000, "nested too deeply"),
        (valid(version=VERSION + 1), "saved by a newer Scalar Playground"),
        (valid(version="1"), "its version is '1'"),
        (valid(version=True), "its version is True"),
        (valid(training=[1]), "its training state"),
        (valid(experiment=None), "damaged"),
        (valid(experiment={"learning_rate": -1}), "learning_rate must be"),
        (valid(experiment={"colour": "red"}), "damaged"),
    ],
)  # fmt: skip
def test_that_a_damaged_or_foreign_file_is_refused_with_its_name(tmp_path, text, words):
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=words) as caught:
        read_experiment(path)
    assert "broken.json" in str(caught.value)


def test_that_a_picture_is_no_experiment(tmp_path):
    path = tmp_path / "picture.json"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    with pytest.raises(ValueError, match="holds no text"):
        read_experiment(path)


def test_that_weights_of_another_network_are_refused(tmp_path):
    path: Path = tmp_path / "run.json"
    saved = trained().saved
    write_experiment(SavedExperiment(saved.experiment.with_(hidden=(4,)), saved.training), path)
    with pytest.raises(ValueError, match="parameters must be"):
        Session.opened(read_experiment(path))


def test_that_a_file_of_version_1_opens_with_defaults_for_what_it_lacks(tmp_path):
    known = ("dataset", "hidden", "activation", "seed", "learning_rate", "backend")
    settings = {name: Experiment(hidden=(3,), seed=5).to_dict()[name] for name in known}
    path = tmp_path / f"old{SUFFIX}"
    data = {"format": FORMAT, "version": 1, "experiment": settings, "training": None}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read_experiment(path).experiment == Experiment(hidden=(3,), seed=5)


def test_that_all_that_was_done_to_the_network_is_in_the_file(tmp_path):
    experiment = Experiment(
        layer_activations=("relu",), frozen=((1,), (2, 0), (2, 1, -1)), switched_off=((1, 2),), dropout=0.3,
        schedule="cosine", clip_norm=0.5, stop_patience=40, weight_draws=2,
    )  # fmt: skip
    path = tmp_path / f"mine{SUFFIX}"
    write_experiment(SavedExperiment(experiment, None), path)
    assert read_experiment(path).experiment == experiment

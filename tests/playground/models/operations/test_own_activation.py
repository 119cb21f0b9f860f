"""Operations of one's own in experiments: as activations in every engine, and in files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QSettings

from engine.compiler import unavailable
from engine.operation_table import title_of
from engine.operations import OPERATIONS
from playground.models.compare.naming import change_words, differing
from playground.models.experiment.choices import activation_title
from playground.models.experiment.experiment import Experiment
from playground.models.operations import definition
from playground.models.operations.own_operation import OwnOperation
from playground.models.run.run_file import SavedWork, read_work, write_work
from playground.models.run.session import Session
from playground.models.run.training import Training
from playground.settings import Settings

SWISH = OwnOperation("swish", "x * sigmoid(x)")
AREA = OwnOperation("area", "x y")
CIRCLE: dict[str, Any] = {"dataset": "circle", "hidden": (4, 3), "n_samples": 40, "learning_rate": 0.03}
OWN = Experiment(**CIRCLE, operations=(SWISH, AREA), activation="swish")
BACKENDS = ["interpreted", "array", *([] if unavailable() else ["compiled"])]


def losses_of(experiment: Experiment, epochs: int = 12) -> list[float]:
    training = Training.of(experiment)
    return [snapshot.train_loss for snapshot in training.trainer.run(epochs)]


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_it_trains_like_the_same_function_of_the_engine(backend: str) -> None:
    built_in = losses_of(Experiment(**CIRCLE, activation="silu", backend=backend))
    assert losses_of(OWN.with_(backend=backend)) == pytest.approx(built_in, rel=1e-9)


@pytest.mark.parametrize("backend", BACKENDS)
def test_that_all_engines_train_alike_with_a_kink_and_a_typed_derivative(backend: str) -> None:
    operations = (
        OwnOperation("relu_six", "min(max(0, x), 6)"),
        OwnOperation("soft", "x / (1 + |x|)", ("1 / (1 + |x|)^2",)),
    )
    experiment = Experiment(
        **CIRCLE, operations=operations, activation="relu_six", layer_activations=("", "soft")
    )
    expected = losses_of(experiment.with_(backend="interpreted"))
    assert losses_of(experiment.with_(backend=backend)) == pytest.approx(expected, rel=1e-9)


def test_that_it_is_chosen_like_any_other_and_shown_by_its_name() -> None:
    assert OWN.activation_options["swish"] == "swish"
    assert "area" not in OWN.activation_options
    assert {title_of(name) for name in OWN.activations} == {"swish"}
    assert {activation_title(name) for name in OWN.activations} == {"swish"}
    assert OWN.title == "Circle, 4 + 3 swish"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"activation": "swish"}, "unknown activation 'swish': no function and no operation"),
        ({"operations": (AREA,), "activation": "area"}, "unknown activation 'area': an activation has one"),
        ({"operations": (SWISH, SWISH)}, "there is an operation “swish” already"),
        ({"operations": (OwnOperation("relu", "x"),)}, "“relu” means something already"),
        ({"operations": (OwnOperation("own_one", "swish(x)"), SWISH)}, "no function swish"),
        ({"operations": [None]}, "an operation must be"),
        ({"operations": "swish"}, "operations must be a list"),
        ({"operations": tuple(OwnOperation(f"own_{'a' * n}", "x^2") for n in range(21))}, "at most 20"),
    ],
)
def test_that_what_lacks_or_conflicts_is_refused_in_a_sentence(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Experiment(**values)


def test_that_settings_hold_operations_as_text_alone() -> None:
    data = OWN.to_dict()
    assert data["operations"][0] == {"name": "swish", "formula": "x * sigmoid(x)", "derivatives": []}
    assert Experiment.from_json(OWN.to_json()) == OWN


def test_that_an_edited_operation_goes_on_with_the_same_weights_and_is_told_as_a_change() -> None:
    session = Session(OWN)
    session.train_epoch()
    stood = session.training.trainer.parameters.copy()
    edited = OWN.with_(operations=(OwnOperation("swish", "x * sigmoid(2x)"), AREA))
    before = session.network
    applied = session.apply(edited)
    assert applied.notice == ""
    np.testing.assert_array_equal(session.training.trainer.parameters, stood)
    assert session.network.experiment.activations != before.experiment.activations
    X = before.split.X_test
    assert not np.allclose(session.network.outputs(X, stood), before.outputs(X, stood))
    assert "swish = x * sigmoid(2x)" in change_words(OWN, edited)
    assert differing([OWN, edited]) == ["operations"]


def test_that_an_operation_that_is_not_used_changes_nothing_in_the_run() -> None:
    session = Session(OWN)
    session.train_epoch()
    program = session.training.trainer
    session.apply(OWN.with_(operations=(SWISH, AREA, OwnOperation("bump", "exp(-x^2)"))))
    assert session.training.trainer is program


def forget_all() -> None:
    """Leave the engine's table as it is when the application starts."""
    for name in [name for name in OPERATIONS if "#" in name]:
        OPERATIONS.remove(name)
    definition._install.cache_clear()


def test_that_a_file_brings_its_operations_to_an_application_that_has_none(tmp_path: Path) -> None:
    session = Session(OWN)
    session.train_epoch()
    run, left = session.as_it_is()
    path = tmp_path / "own.playground"
    write_work(SavedWork(session.network.wanted, run, left), path)
    expected = session.network.outputs(session.network.split.X_test, run.end.parameters)
    forget_all()
    work = read_work(path)
    assert work.run is not None
    assert work.experiment.operations == (SWISH, AREA)
    network = work.run.network
    outputs = network.outputs(network.split.X_test, work.run.end.parameters)
    np.testing.assert_allclose(outputs, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("operations", "said"),
    [
        ([], "unknown activation 'swish': no function and no operation of the user goes by that name"),
        ([{"name": "swish", "formula": "x +", "derivatives": []}], "“swish” cannot be defined: something is"),
        ([{"name": "relu", "formula": "x", "derivatives": []}], "“relu” means something already"),
        ([{"name": "swish", "formula": "__import__('os').getpid()", "derivatives": []}], "cannot be defined"),
    ],
)
def test_that_a_file_that_lacks_its_operation_or_has_a_wrong_one_says_so(
    tmp_path: Path, operations: list[object], said: str
) -> None:
    settings = {**OWN.to_dict(), "operations": operations}
    content = {"format": "scalar-playground experiment", "version": 2, "experiment": settings}
    path = tmp_path / "own.playground.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ValueError, match=said) as refused:
        read_work(path)
    assert str(refused.value).startswith("own.playground.json is damaged")


def test_that_settings_of_the_application_bring_their_operations_too(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    Settings(store).experiment = OWN
    forget_all()
    again = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    assert again.experiment == OWN
    assert again.put_back == []

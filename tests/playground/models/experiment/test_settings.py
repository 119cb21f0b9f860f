"""A setting is declared once; everything that shows, checks, keeps or undoes it reads that."""

from __future__ import annotations

from dataclasses import dataclass, make_dataclass
from typing import Any, get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.arguments import experiment_from, parse_arguments
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import (
    Choice,
    Group,
    Kind,
    Number,
    Place,
    Remade,
    Switch,
    Text,
    Whole,
    differ,
    setting,
    settings_of,
)
from playground.undo import ExperimentCommand, changed_settings, describe_change
from playground.views.data.data_more import DataMore
from playground.views.data.data_panel import DataPanel
from playground.views.kit import CheckBox, LabeledSlider, SelectField, TextField
from playground.views.network.hyper_parameter_bar import HyperParameterBar
from playground.views.network.training_options import TrainingOptions
from playground.views.settings.setting_group import SettingGroup

GALLERY = {"classification": [("iris", "Iris")], "regression": [("plane", "Plane")]}


@dataclass(frozen=True)
class Longer(Experiment):
    """The table with one more line."""

    warm_up: int = setting(
        5,
        "Warm-up",
        Whole(0, 50),
        "Epochs of a growing rate",
        steps=(0, 5, 10, 50),
        place=Place("training", 9),
    )


def test_that_a_setting_added_to_the_table_is_checked() -> None:
    with pytest.raises(ValueError, match="warm_up must be a whole number from 0 to 50, not 51"):
        Longer(warm_up=51)


def test_that_it_is_undone_by_its_name() -> None:
    before, after = Longer(), Longer(warm_up=7)
    assert describe_change(changed_settings(before, after), Longer) == "warm-up"
    applied: list[Experiment] = []

    def take(_: int, experiment: Experiment) -> None:
        applied.append(experiment)

    command = ExperimentCommand(take, take, before, after)
    command.redo()
    command.undo()
    assert (command.text(), applied) == ("warm-up", [after, before])


def test_that_a_drag_of_it_is_one_step() -> None:
    first = ExperimentCommand(print, print, Longer(), Longer(warm_up=6))
    assert first.mergeWith(ExperimentCommand(print, print, Longer(warm_up=6), Longer(warm_up=7)))


def test_that_it_is_offered_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    options = parse_arguments(["train", "iris", "--warm-up", "9"], Longer)
    assert experiment_from(options, Longer).with_(loss="cross_entropy") == Longer(warm_up=9)
    with pytest.raises(SystemExit):
        parse_arguments(["train", "--help"], Longer)
    assert "--warm-up" in capsys.readouterr().out


def test_that_it_is_saved_and_read_back() -> None:
    assert Longer.from_json(Longer(warm_up=8).to_json()) == Longer(warm_up=8)


def test_that_two_experiments_differ_in_the_parts_that_the_changed_setting_remakes() -> None:
    remaking = {
        "seed": {"samples", "first weights", "program"}, "noise": {"samples"}, "train_fraction": {"split"},
        "features": {"inputs"}, "initial_range": {"first weights"}, "loss": {"program"}, "batch_size": set(),
    }  # fmt: skip
    before = Experiment()
    changed = {
        "seed": 3, "noise": 0.1, "train_fraction": 0.5, "features": (0,), "initial_range": 2.0,
        "loss": "squared_error", "batch_size": 5,
    }  # fmt: skip
    parts: tuple[Remade, ...] = get_args(Remade)
    for name, expected in remaking.items():
        after = before.with_(**{name: changed[name]})
        assert {part for part in parts if differ(before, after, part)} == expected, name


def view_of(group: Group, table: type[Experiment], owner: QWidget) -> tuple[Any, SettingGroup]:
    """Return the part of the window that has a group, and the group's controls."""
    if group == "data":
        panel = DataPanel(GALLERY, owner, table)
        return panel, panel.settings
    if group == "more data":
        more = DataMore(owner, table)
        return more, more.settings
    if group == "network":
        bar = HyperParameterBar(owner, table)
        return bar, bar.settings
    options = TrainingOptions(owner, table)
    return options, options.training if group == "training" else options.pause


MADE_UP: dict[str, tuple[Any, Kind, Any, str]] = {
    "slider": (5, Whole(0, 50), 10, "Warm-up"),
    "counter": (5, Whole(1, 50), 6, "Warm-up"),
    "goal": (0, Whole(0, 50, zero_is_off=True), 7, "Warm-up"),
    "number": (0.5, Number(0.0, 1.0), 0.25, "Warm-up"),
    "share": (0.5, Number(0.0, 1.0, is_share=True), 0.25, "Warm-up, %"),
    "choice": ("a", Choice({"a": "First", "b": "Second"}), "b", "Warm-up"),
    "switch": (False, Switch(), True, "Warm-up"),
    "text": ("", Text(9), "slowly", "Warm-up"),
}


@pytest.mark.parametrize("group", get_args(Group))
@pytest.mark.parametrize("kind", MADE_UP)
def test_that_it_has_a_control_in_its_place_that_shows_and_tells_its_value(
    qtbot: QtBot, group: Group, kind: str
) -> None:
    default, takes, value, title = MADE_UP[kind]
    more = {"steps": (0, 5, 10, 50)} if kind == "slider" else {}
    declared = setting(default, "Warm-up", takes, "Epochs of a growing rate", place=Place(group, 99), **more)
    table = make_dataclass("Table", [("warm_up", Any, declared)], bases=(Experiment,), frozen=True)
    owner = QWidget()
    qtbot.addWidget(owner)
    view, settings = view_of(group, table, owner)
    field = settings["warm_up"]
    assert view.isAncestorOf(field)
    assert field.accessibleName() == title
    assert field.toolTip().startswith("Epochs of a growing rate")
    told: list[tuple[str, object]] = []
    view.value_edited.connect(lambda name, value: told.append((name, value)))
    view.set_experiment(table(warm_up=value))
    shown = field.text() if kind == "text" else field.isChecked() if kind == "switch" else field.value()
    assert shown == (25 if kind == "share" else value)
    assert told == []
    edit(qtbot, field)
    assert [name for name, _ in told] == ["warm_up"]
    assert told[0][1] != value
    table(warm_up=told[0][1])


def edit(qtbot: QtBot, field: Any) -> None:
    """Choose another value as a person would."""
    if isinstance(field, CheckBox):
        qtbot.keyClick(field, Qt.Key.Key_Space)
    elif isinstance(field, SelectField):
        qtbot.keyClick(field, Qt.Key.Key_Home)
    elif isinstance(field, LabeledSlider):
        qtbot.keyClick(field.slider, Qt.Key.Key_Right)
    else:
        line = field if isinstance(field, TextField) else field.entry
        line.selectAll()
        qtbot.keyClicks(line, "1")
        qtbot.keyClick(line, Qt.Key.Key_Return)


def test_that_every_setting_has_words_and_those_with_controls_a_sentence() -> None:
    for name, declared in settings_of(Experiment).items():
        assert declared.words, name
        assert declared.words[0].islower() or declared.words.startswith("L"), name
        if declared.flag != "":
            assert declared.tip, name


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Whole(1, 3), [1, 3], [0, 4, 1.0, True, "2", None]),
        (Number(0.0, 1.0), [0, 0.5, 1.0], [-0.1, 1.5, float("nan"), float("inf"), True, "0.5", None]),
        (Choice({"a": "A"}), ["a"], ["b", "", None, 1, ["a"]]),
        (Switch(), [True, False], [0, 1, "true", None]),
        (Text(3), ["", "abc"], ["abcd", 3, None]),
    ],
)
def test_that_a_kind_takes_its_values_and_no_others(kind: Kind, good: list, bad: list) -> None:
    for value in good:
        kind.check("it", value)
    for value in bad:
        with pytest.raises(ValueError, match="it"):
            kind.check("it", value)

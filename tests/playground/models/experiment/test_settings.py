"""A setting is declared once; everything that shows, checks, keeps or undoes it reads that."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from playground.arguments import experiment_from, parse_arguments
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import (
    Choice,
    Kind,
    Number,
    Switch,
    Text,
    Whole,
    setting,
    settings_of,
)
from playground.undo import ExperimentCommand, changed_settings, describe_change


@dataclass(frozen=True)
class Longer(Experiment):
    """The table with one more line."""

    warm_up: int = setting(5, "Warm-up", Whole(0, 50), "Epochs of a growing rate", is_dragged=True)


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

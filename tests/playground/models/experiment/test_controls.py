from __future__ import annotations

import pytest

from playground.models.experiment.controls import all_hideable, for_beginners, hideable
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import settings_of
from playground.views.kit.access.shortcuts import shortcut_of


def test_that_every_setting_with_a_control_of_its_own_can_be_hidden() -> None:
    placed = {
        name
        for name, declared in settings_of(Experiment).items()
        if declared.place is not None and not declared.beside
    }
    assert placed <= all_hideable(Experiment).keys()


def test_that_no_two_controls_share_a_key() -> None:
    groups = hideable(Experiment)
    assert sum(map(len, groups.values())) == len(all_hideable(Experiment))


def test_that_the_keys_of_hidden_controls_exist() -> None:
    for control in all_hideable(Experiment).values():
        for action in control.actions:
            assert shortcut_of(action)


def test_that_a_beginner_keeps_what_makes_a_network_learn() -> None:
    left = all_hideable(Experiment).keys() - set(for_beginners(Experiment))
    assert {"data sets", "layers", "activation", "learning_rate", "loss chart"} <= left
    assert "optimizer" not in left


def test_that_hidden_controls_are_kept_in_files_in_one_order() -> None:
    experiment = Experiment(hidden_controls=("seed", "graph", "seed"))
    assert experiment.hidden_controls == ("graph", "seed")
    assert Experiment.from_json(experiment.to_json()) == experiment


@pytest.mark.parametrize("keys", [("volume",), "seed", (1,), [["seed"]], None])
def test_that_a_file_with_an_unknown_control_is_refused_by_name(keys) -> None:
    with pytest.raises(ValueError, match="hidden_controls"):
        Experiment.from_dict({"hidden_controls": keys})

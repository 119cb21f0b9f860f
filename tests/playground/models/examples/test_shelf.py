"""Files of examples: what makes one, what is said of those that are none, and how they are found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from playground.models.examples.example import Trained
from playground.models.examples.promise import keeps, read_promise
from playground.models.examples.shelf import PICTURES, TRAINED, read_shelf, trained_text
from playground.models.experiment.experiment import Experiment
from playground.models.run.training import Training

GOOD = """
title = "A circle"
sentence = "Two neurons are too few."
groups = ["Small"]
tags = ["disc"]
epochs = 3
promise = "run.test_accuracy >= 0"

[settings]
dataset = "circle"
hidden = [2]
"""


def put(folder: Path, *texts: str) -> None:
    for number, text in enumerate(texts):
        (folder / f"{number}.toml").write_text(text, encoding="utf-8")


def test_that_a_file_becomes_an_experiment_that_pauses_where_it_says(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    (example,) = read_shelf(tmp_path).examples
    assert example.experiment == Experiment(
        dataset="circle", hidden=(2,), name="A circle", stop_epoch=3, rests=False
    )
    assert example.trained is None
    assert example.figures == ("3 epochs",)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('title = "A circle"', "", "it has no title"),
        ('title = "A circle"', "title = 3", "its title must be one line"),
        ("Two neurons are too few.", "x" * 91, "its sentence must be one line of at most 90"),
        ('groups = ["Small"]', "groups = []", "it belongs to no group"),
        ('tags = ["disc"]', 'tags = "disc"', "its tags must be a list"),
        ('tags = ["disc"]', "colour = 1", "unknown entry 'colour'"),
        ("epochs = 3", "epochs = 0", "epochs must be a whole number from 1"),
        ("epochs = 3", "epochs = true", "epochs must be a whole number from 1"),
        ("hidden = [2]", "hiden = [2]", "unknown setting 'hiden'"),
        ("hidden = [2]", "hidden = [0]", "the size of a hidden layer"),
        ("hidden = [2]", "stop_epoch = 9", "stop_epoch cannot be among its settings"),
        ("run.test_accuracy >= 0", "run.test_accuracy", "its promise cannot be checked"),
        ("run.test_accuracy", "a.test_accuracy", "the run is called run, not a"),
        ("run.test_accuracy", "run.beauty", "beauty is unknown"),
        ("run.test_accuracy", "run.test_accuracy@3", "it takes no @"),
        ("run.test_accuracy", "run.test_loss(1)", "takes nothing in brackets"),
        ("run.test_accuracy", "run.dead_neurons(2)", "is of layer"),
        ("[settings]", "[settings", "it is no TOML"),
        ("[settings]", "settings = 1\n[more]", "unknown entry 'more'"),
    ],
)
def test_that_a_damaged_file_is_told_of_and_the_others_stay(
    tmp_path: Path, old: str, new: str, why: str
) -> None:
    assert old in GOOD
    put(tmp_path, GOOD.replace(old, new), GOOD)
    shelf = read_shelf(tmp_path)
    assert [example.key for example in shelf.examples] == ["1"]
    (fault,) = shelf.faults
    assert fault.startswith("0.toml is no example: ")
    assert why in fault
    assert fault.endswith(".")


def test_that_what_cannot_be_read_is_told_of_by_name(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    (tmp_path / "1.toml").write_bytes(b"title = '\xff'")
    (tmp_path / "2.toml").mkdir()
    (tmp_path / "3.toml").write_text("#" * 70_000)
    shelf = read_shelf(tmp_path)
    assert len(shelf.examples) == 1
    assert [fault.split()[0] for fault in shelf.faults] == ["1.toml", "2.toml", "3.toml"]


def test_that_a_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="gone"):
        read_shelf(tmp_path / "gone")


def test_that_figures_of_other_settings_are_not_shown(tmp_path: Path) -> None:
    put(tmp_path, GOOD)
    (example,) = read_shelf(tmp_path).examples
    (tmp_path / PICTURES).mkdir()
    trained = Trained(example.mark, (2, 2, 2), 0.5)
    (tmp_path / PICTURES / TRAINED).write_text(trained_text([("0", trained)]), encoding="utf-8")
    (example,) = read_shelf(tmp_path).examples
    assert example.trained == trained
    assert example.figures == ("2 → 2 → 2", "50.0 % on test data", "3 epochs")
    put(tmp_path, GOOD.replace("hidden = [2]", "hidden = [3]"))
    (example,) = read_shelf(tmp_path).examples
    assert example.trained is None
    put(tmp_path, GOOD.replace("few.", "small."))  # another text is no other network
    assert read_shelf(tmp_path).examples[0].trained == trained


@pytest.mark.parametrize("text", ["", "[]", "{", json.dumps({"0": 1}), json.dumps({"0": {"mark": "x"}})])
def test_that_damaged_figures_only_leave_figures_out(tmp_path: Path, text: str) -> None:
    put(tmp_path, GOOD)
    (tmp_path / PICTURES).mkdir()
    (tmp_path / PICTURES / TRAINED).write_text(text, encoding="utf-8")
    shelf = read_shelf(tmp_path)
    assert shelf.examples[0].trained is None
    assert shelf.faults == ()


@pytest.mark.parametrize(
    ("words", "group", "found"),
    [
        ("", "", "01"), ("CIRCLE", "", "0"), ("too few", "", "0"), ("few two", "", "0"), ("disc", "", "0"),
        ("small", "", "0"), ("square", "", "1"), ("square circle", "", ""), ("", "Small", "0"),
        ("two", "Large", "1"), ("circ", "Large", ""),
    ],
)  # fmt: skip
def test_that_all_words_are_looked_for_in_names_sentences_tags_and_groups(
    tmp_path: Path, words: str, group: str, found: str
) -> None:
    other = GOOD.replace("A circle", "A square").replace("Small", "Large").replace("few", "many")
    put(tmp_path, GOOD, other.replace("disc", "box"))
    shelf = read_shelf(tmp_path)
    assert shelf.groups == ("Small", "Large")
    assert "".join(example.key for example in shelf.found(words, group)) == found


def test_that_promises_are_checked_against_the_network_that_was_trained() -> None:
    experiment = Experiment(dataset="circle", hidden=(4,), noise=0.1, seed=4, backend="array")
    training = Training.of(experiment)
    learned = "run.test_accuracy > 0.9 and run.train_accuracy > 0.9 and run.test_loss < 0.3"
    inside = "run.dead_neurons == 0 and run.gradient_norm(1) > 0"
    assert keeps(read_promise(inside.replace("== 0", "<= 0"), experiment), training)
    assert not keeps(read_promise(learned, experiment), training)
    training.trainer.train_for(60.0, 60)
    assert keeps(read_promise(learned, experiment), training)
    assert not keeps(read_promise("run.train_loss > 0.5", experiment), training)


def test_that_small_weights_are_counted_without_biases() -> None:
    experiment = Experiment(dataset="circle", hidden=(4,), backend="array")
    training = Training.of(experiment)
    parameters = training.trainer.parameters.copy()
    keys = training.network.parameter_map.keys
    weights = [at for at, (_, _, source) in enumerate(keys) if source >= 0]
    assert len(weights) == 2 * 4 + 4 * 2
    parameters[:] = 0.0  # all biases too
    parameters[weights[:4]] = 1.0
    training.trainer.set_parameters(parameters)
    assert keeps(
        read_promise("run.small_weights >= 0.75 and run.small_weights <= 0.75", experiment), training
    )

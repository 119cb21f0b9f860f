"""The examples that come with the app: all are read, have their pictures, and can be trained."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from playground.models.examples.shelf import FOLDER, PICTURES, TRAINED, picture_path, read_shelf
from playground.models.network.network import Network

SHELF = read_shelf()
FEWEST = 16
LARGEST_PICTURE = 15_000


def test_that_all_files_are_examples_and_there_are_enough() -> None:
    assert SHELF.faults == ()
    assert len(SHELF.examples) >= FEWEST
    assert len({example.title for example in SHELF.examples}) == len(SHELF.examples)


def test_that_every_group_has_more_than_one_example() -> None:
    counts = Counter(group for example in SHELF.examples for group in example.groups)
    assert [group for group, count in counts.items() if count < 2] == []


def test_that_every_promise_is_one_sentence() -> None:
    wrong = [
        one.sentence for one in SHELF.examples
        if not one.sentence.endswith((".", "?")) or re.search(r"[.?!] [A-Z]", one.sentence)
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("example", SHELF.examples, ids=lambda example: example.key)
def test_that_an_example_is_trained_and_has_small_pictures_of_these_very_settings(example) -> None:
    assert example.trained is not None, "make example-pictures"
    for theme in ("light", "dark"):
        picture = picture_path(example.key, theme).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) <= LARGEST_PICTURE


def test_that_no_picture_is_left_of_an_example_that_is_gone() -> None:
    wanted = {picture_path(one.key, theme) for one in SHELF.examples for theme in ("light", "dark")}
    assert {*(FOLDER / PICTURES).iterdir()} == {*wanted, FOLDER / PICTURES / TRAINED}


def test_that_figures_tell_the_network_that_the_settings_make() -> None:
    for example in (SHELF.examples[0], SHELF.examples[-1]):
        assert example.trained is not None
        assert example.trained.structure == Network.of(example.experiment).structure
    titles = {example.key[3:]: example.figures for example in SHELF.examples}
    assert titles["batch-norm"][0] == "2 → 10 × 8 → 2"
    assert titles["iris"][0] == "4 → 6 → 6 → 3"
    assert titles["diabetes"][1].startswith("R² 0.")
    assert titles["xor-hidden"][1].endswith(" % on test data")


@pytest.mark.fuzz
@pytest.mark.parametrize("example", SHELF.examples, ids=lambda example: example.key)
def test_that_an_example_keeps_its_promise(example) -> None:
    from playground.models.examples.promise import keeps
    from tests.example_pictures import train

    training = train(example)
    assert training.trainer.epoch == example.epochs
    assert keeps(example.promise, training), example.promise.text
    score = training.scores()[1]
    assert example.trained is not None
    assert score is not None
    # On another processor a run may take another course.
    assert abs(score - example.trained.score) < 0.2

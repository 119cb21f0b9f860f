from __future__ import annotations

import numpy as np

from playground.models.data.datasets import load_dataset
from playground.models.data.split import split_dataset
from playground.models.picture.answer import Answer


def said(dataset: str, values: list[float], *, is_probability: bool = False) -> str:
    split = split_dataset(load_dataset(dataset), 0.7, 1)
    return Answer(split, is_probability).describe(np.array(values))


def test_that_the_likeliest_of_several_classes_is_said_with_its_share():
    assert said("iris", [0.1, 0.7, 0.2]) == "versicolor 70 %"


def test_that_one_output_is_said_as_a_class_with_its_value_or_its_probability():
    assert said("circle", [0.5]) == "disc (+0.50)"
    assert said("circle", [-0.5]) == "ring (−0.50)"
    assert said("circle", [-0.5], is_probability=True) == "ring 75 %"


def test_that_a_predicted_number_is_said_in_the_units_of_the_data():
    split = split_dataset(load_dataset("diabetes"), 0.7, 1)
    mean = load_dataset("diabetes").y[split.train_indices].mean()
    assert Answer(split, False).describe(np.zeros(1)) == f"{mean:.1f}"

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.controllers.output.focus_words import FocusWords
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.picture.frame import Frame

SETTINGS: dict[str, dict[str, Any]] = {
    "circle": {
        "dataset": "circle",
        "loss": "binary_cross_entropy",
        "hidden": (3, 2, 2),
        "layer_activations": ("tanh", "sigmoid", "relu"),
    },
    "classes": {"dataset": "circle", "hidden": (4,)},
    "plane": {"dataset": "plane", "hidden": (2,)},
}
UNBOUNDED = ("circle", (3, 1))


@cache
def info_of(name: str) -> Network:
    return Network.of(Experiment(backend="array", n_samples=60, **SETTINGS[name]))


def words(name: str, focus: tuple[int, int], limit: float = 1.0) -> FocusWords:
    return FocusWords(cast(Frame, SimpleNamespace(network=info_of(name), focus=focus, limit=limit)))


def number(text: str) -> float:
    return float(text.replace("−", "-"))


@pytest.mark.parametrize(
    ("name", "focus", "title"),
    [
        ("circle", (0, 1), "Input x₂"), ("circle", (2, 0), "Neuron 1 in hidden 2"),
        ("circle", (4, 0), "Neuron 1 in the output layer"), ("classes", (0, 3), "Input x₂²"),
        ("plane", (1, 1), "Neuron 2 in hidden 1"),
    ],
)  # fmt: skip
def test_that_the_plot_is_titled_after_the_neuron(name: str, focus: tuple[int, int], title: str) -> None:
    assert words(name, focus).title == title


@pytest.mark.parametrize("index", [0, 1])
def test_that_an_output_of_several_is_titled_after_its_class(index: int) -> None:
    assert words("classes", (2, index)).title == f"Output {info_of('classes').dataset.class_names[index]}"


@pytest.mark.parametrize(
    ("name", "focus", "limit", "ends"),
    [
        ("circle", (1, 0), 1.0, ("−1", "+1")), ("circle", (2, 0), 1.0, ("0", "1")),
        ("circle", (3, 0), 12.3456, ("−12.3", "+12.3")), ("circle", (0, 0), 2.5, ("−2.5", "+2.5")),
        ("classes", (2, 1), 1.0, ("0", "1")), ("plane", (2, 0), 0.5, ("−0.5", "+0.5")),
    ],
)  # fmt: skip
def test_that_the_colours_end_where_the_activation_does(
    name: str, focus: tuple[int, int], limit: float, ends: tuple[str, str]
) -> None:
    assert words(name, focus, limit).ends == ends


@given(st.floats(-50.0, 50.0), st.floats(0.01, 100.0))
def test_that_a_value_without_bounds_is_said_as_it_is(value: float, limit: float) -> None:
    said = number(words(*UNBOUNDED, limit).describe(np.array([value])))
    assert said == pytest.approx(value, rel=0.051, abs=0.00051)


@given(st.floats(0.0, 1.0))
def test_that_a_value_between_0_and_1_is_said_though_it_is_drawn_from_minus_1(value: float) -> None:
    said = words("circle", (2, 1)).describe(np.array([2.0 * value - 1.0]))
    assert number(said) == pytest.approx(value, rel=0.051, abs=0.00051)
    assert said[0] in "+−"


@pytest.mark.parametrize(("value", "text"), [(-1.0, "−1.000"), (0.25, "+0.250"), (1.0, "+1.000")])
def test_that_the_sign_is_always_written(value: float, text: str) -> None:
    assert words("circle", (1, 2)).describe(np.array([value])) == text


@pytest.mark.parametrize(("focus", "limit"), [((1, 0), 1.0), ((2, 0), 1.0), ((3, 0), 7.5)])
def test_that_the_ends_of_the_colours_are_what_is_said_there(focus: tuple[int, int], limit: float) -> None:
    known = words("circle", focus, limit)
    said = [number(known.describe(np.array([value]))) for value in (-limit, limit)]
    assert said == pytest.approx([number(end) for end in known.ends])

"""Lessons speak of layers, neurons and samples, and what is not there is refused in words."""

from __future__ import annotations

import math
import re
from typing import cast

import numpy as np
import pytest

from playground.models.diagnosis.inspection import inspect
from playground.models.lessons.language import read_expression
from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import Outcomes, value_words
from playground.models.lessons.reading.block_reader import BlockReader
from playground.models.lessons.reading.lesson_source import LessonSource
from playground.models.lessons.stages.run_stage import RunStage
from playground.models.run.session import Session
from tests.playground.models.lessons.lesson_texts import FRONT, REVEAL

EXPERIMENT = """
```experiment
dataset: circle
n_samples: 30
activation: relu
samples: 2, 7
epochs: 4
run a: One
hidden: 4
run b: Two
hidden: 3, 2
```
"""
STAGE = cast(RunStage, read_lesson(FRONT + EXPERIMENT + REVEAL).steps[0].stage)


def reader() -> BlockReader:
    """Return what checks expressions about the runs above."""
    reader = BlockReader(LessonSource(""))
    reader.stage = STAGE
    return reader


@pytest.fixture(scope="module")
def numbers():
    return Outcomes(STAGE.outcomes())


def value(text: str, numbers: Outcomes) -> float:
    return float(read_expression(text, reader(), "number").value(numbers))


def test_that_the_norms_of_the_layers_add_up_to_the_whole(numbers):
    layers = [value(f"b.gradient_norm({place})", numbers) for place in (1, 2, "output")]
    assert math.hypot(*layers) == pytest.approx(value("b.gradient_norm", numbers))
    neurons = [value(f"b.gradient_norm(1, {place})", numbers) for place in (1, 2, 3)]
    assert math.hypot(*neurons) == pytest.approx(layers[0])


def test_that_the_first_gradient_is_that_of_the_first_weights(numbers):
    session = Session(STAGE.runs[1].experiment)
    first = float(np.linalg.norm(session.training.trainer.gradients()))
    assert value("b.gradient_norm@0", numbers) == pytest.approx(first)
    assert value("b.gradient_norm@cursor", numbers) == value("b.gradient_norm", numbers) != first


def test_that_samples_are_told_as_the_inspector_has_them(numbers):
    session = Session(STAGE.runs[0].experiment)
    session.train_up_to(4, lambda: None, 1.0)
    seen = inspect(session.network, session.training.trainer.parameters, 6)
    assert value("a.sample_loss(7)", numbers) == pytest.approx(seen.loss)
    assert seen.probabilities is not None
    assert value("a.probability(7)", numbers) == pytest.approx(seen.probabilities[int(seen.target)])
    assert value("a.probability(7, 1) + a.probability(7, 2)", numbers) == pytest.approx(1.0)
    # For any network: the odds are the exponential of the difference of the logits.
    odds = value("exp(a.logit(7, 2) - a.logit(7, 1))", numbers)
    assert odds == pytest.approx(value("a.probability(7, 2) / a.probability(7, 1)", numbers))
    right = read_expression("a.is_right(7)", reader(), "truth").value(numbers)
    assert right is seen.is_right


def test_that_the_gradient_of_biases_is_part_of_that_of_their_layer(numbers):
    for place in (1, 2, "output"):
        assert 0.0 < value(f"b.bias_gradient({place})", numbers) < value(f"b.gradient_norm({place})", numbers)


def test_that_dead_neurons_are_counted(numbers):
    assert value("b.dead_neurons(1) + b.dead_neurons(2)", numbers) == value("b.dead_neurons", numbers)


def test_that_the_cursor_is_at_the_end_until_it_is_moved(numbers):
    assert value("a.cursor", numbers) == 4.0
    assert value("a.test_loss@cursor", numbers) == value("a.test_loss", numbers)


def test_that_what_a_changed_network_lacks_has_no_value(numbers):
    other = Outcomes({"b": numbers.known["a"]})
    assert math.isnan(value("b.gradient_norm(2)", other))
    assert math.isnan(value("b.gradient_norm(1)", Outcomes({})))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a.gradient_norm(2)", "is of layer 1 or output, not 2"),
        ("b.gradient_norm(0)", "is of layer 1 to 2 or output, not 0"),
        ("b.gradient_norm(first)", "not first"),
        ("b.gradient_norm(2, 3)", "a neuron up to 2 in layer 2"),
        ("b.gradient_norm(2, 0)", "the number of a neuron"),
        ("b.gradient_norm(1, 1, 1)", "the number of a neuron"),
        ("b.gradient_norm@3", "@0, @cursor and at the newest epoch only, not @3"),
        ("b.dead_neurons(output)", "the number of a hidden layer"),
        ("b.sample_loss", "takes the number of a sample"),
        ("b.sample_loss(3)", "a line `samples: 3`"),
        ("b.probability(2, 0)", "takes classes from 1"),
        ("b.logit(2)", "a sample and of a class"),
        ("b.is_right(2, 1)", "takes the number of a sample"),
        ("b.train_loss(1)", "takes nothing in brackets"),
        ("b.nothing(1)", "takes nothing in brackets"),
        ("b.nothing", "does not know 'nothing'"),
    ],
)  # fmt: skip
def test_that_a_place_that_is_not_there_is_refused(text, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        read_expression(text, reader(), "number")


def test_that_numbers_stand_in_texts_as_the_app_writes_them(numbers):
    def words(text: str) -> str:
        expression = read_expression(text, reader(), "number")
        return value_words(expression, expression.value(numbers))

    assert words("a.probability(2)").endswith(" %")
    assert words("b.dead_neurons").isdigit()
    assert words("a.cursor") == "4"

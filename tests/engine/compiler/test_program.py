"""Programs: shapes, inner values, and what they show of themselves."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine import MLP, Scalar, compile
from engine.compiler import Program
from engine.losses import cross_entropy
from engine.lowering.tracing import placeholders, trace


@pytest.fixture(scope="module")
def program() -> Program:
    return compile(MLP([3, 4, 2], seed=0), loss="cross_entropy")


@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        (np.zeros((2, 4)), [0, 1], r"X must have shape \(n_samples, 3\), not \(2, 4\)"),
        (np.zeros(3), [0], r"not \(3,\)"),
        (np.zeros((0, 3)), [], r"not \(0, 3\)"),
        (np.zeros((2, 3)), None, "y is missing"),
        (np.zeros((2, 3)), [0, 5], "class 5 in row 1"),
        (np.zeros((2, 3)), [0, 1, 1], r"y must have shape \(2, 2\)"),
    ],
)
def test_that_wrong_shapes_are_refused_with_the_right_ones(
    program: Program, X: np.ndarray, y: list[int] | None, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        program.loss_and_gradients(X, y)


def test_that_targets_are_refused_where_there_are_none() -> None:
    (x,) = placeholders(1, "input")
    with pytest.raises(ValueError, match="no targets"):
        compile(x * 2.0, inputs=[x]).loss_and_gradients([[1.0]], [1.0])


def test_that_wrong_numbers_of_parameters_are_refused(program: Program) -> None:
    with pytest.raises(ValueError, match="26 parameters are needed"):
        program.forward(np.zeros((1, 3)), np.zeros(25))


def test_that_every_neuron_comes_out_of_one_pass() -> None:
    model = MLP([2, 3, 3, 2], activation="tanh", seed=2)
    traced = trace(model, 2, cross_entropy)
    neurons = [neuron for layer in traced.neurons for neuron in layer]
    program = Program(traced.inputs, traced.outputs, traced.parameters, neurons=traced.neurons)
    X = np.random.default_rng(1).normal(size=(137, 2))
    values = program.values(X, neurons)
    assert values.shape == (8, 137)
    for column, row in zip(values.T, X.tolist(), strict=True):
        expected = [neuron.value for layer in model.layer_outputs(row) for neuron in layer]
        np.testing.assert_allclose(column, expected, rtol=1e-13, atol=1e-15)


def test_that_a_node_without_a_value_of_its_own_is_named(program: Program) -> None:
    with pytest.raises(ValueError, match="has no value of its own"):
        program.values(np.zeros((1, 3)), [Scalar(1.0)])


def test_that_samples_do_not_depend_on_their_neighbours(program: Program) -> None:
    X = np.random.default_rng(0).normal(size=(301, 3))
    together = program.forward(X)
    for start in (0, 1, 150, 299):
        np.testing.assert_array_equal(program.forward(X[start : start + 2]), together[start : start + 2])


def test_that_losses_add_up_to_the_loss(program: Program) -> None:
    X, y = np.random.default_rng(0).normal(size=(90, 3)), np.arange(90) % 2
    assert program.losses(X, y).sum() == pytest.approx(program.loss_and_gradients(X, y)[0], rel=1e-13)


def test_that_a_program_prints_its_bundles(program: Program) -> None:
    lines = str(program).splitlines()
    assert lines[0].startswith("Program of 3 inputs, 2 outputs, 26 parameters")
    assert any("4 x dot of 3 + bias" in line for line in lines)
    assert any("4 x sigmoid" in line for line in lines)
    assert any("cross_entropy" in line for line in lines)


def test_that_code_can_be_looked_at(program: Program) -> None:
    assert "define void @gradients(" in program.ir
    assert "fma" in program.ir
    assert "inttoptr" not in program.ir  # all of it, not only what no other program had
    assert "gradients:" in program.assembly


@pytest.mark.parametrize("keep", [pickle.dumps, copy.copy, copy.deepcopy])
def test_that_a_program_cannot_be_pickled_and_says_how_it_is_kept(keep: Callable[[Any], Any]) -> None:
    model = MLP([2, 2], seed=1)
    with pytest.raises(TypeError, match=r"state_dict\(\), and compile it again"):
        keep(compile(model))

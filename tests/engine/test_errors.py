"""Errors that say where a number was lost."""

from __future__ import annotations

import pickle

import pytest

from engine import Neuron, Scalar, ScalarError


def test_that_the_label_of_an_operand_comes_before_those_below_it() -> None:
    named = Scalar(1.0, label="below") - 1.0
    named.label = "divisor"
    with pytest.raises(ScalarError, match="division by zero") as caught:
        Scalar(1.0) / named
    assert caught.value.label == "divisor"


def test_that_an_operand_without_a_label_is_known_by_the_nearest_one_below() -> None:
    far = Scalar(2.0, label="far")
    near = Scalar(3.0, label="near")
    with pytest.raises(ScalarError) as caught:
        ((far * 1.0) * 1.0 - near * 2.0).log()
    assert caught.value.label == "near"


def test_that_a_graph_without_labels_gives_none() -> None:
    x = Scalar(-1.0)
    with pytest.raises(ScalarError) as caught:
        (x + x * x - 1.0).log()
    assert caught.value.label is None


def test_that_a_sum_that_overflows_leads_to_its_neuron() -> None:
    neuron = Neuron(2, "relu", weights=[1e308, 1e308], label="neuron 7")
    with pytest.raises(ScalarError, match="overflow") as caught:
        neuron([1.0, 1.0])
    assert caught.value.label == "weight 1 of neuron 7"


def test_that_an_error_survives_pickling() -> None:
    with pytest.raises(ScalarError) as caught:
        Scalar(0.0, label="zero").log()
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(copy), copy.operation, copy.label) == (str(caught.value), "log", "zero")
    assert copy.operands[0].value == 0.0

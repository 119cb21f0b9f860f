"""The table of an update against the update that a run makes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine import SGD, Momentum
from engine.optimizers import Optimizer
from engine.training.update_rule import UpdateRule
from playground.models.experiment.choices import OPTIMIZERS
from playground.models.experiment.experiment import Experiment
from playground.models.graph.update.update_table import UpdateTable, update_table
from playground.models.network.parameter_map import BIAS, OUTPUT
from playground.models.run.optimizer_report import OptimizerReport
from playground.models.run.session import Session
from tests.playground.plain_network import gradient_of_mean_loss

Array = NDArray[np.float64]


def report(
    values: list[float],
    optimizer: Optimizer | None = None,
    *,
    clip: float = math.inf,
    frozen: tuple[int, ...] = (),
    number: int = 1,
    biases: tuple[int, ...] = (),
) -> OptimizerReport:
    """Parameters with a fresh optimizer."""
    optimizer, count = optimizer or SGD(0.1), len(values)
    is_weight, trainable = np.ones(count), np.ones(count)
    is_weight[list(biases)] = trainable[list(frozen)] = 0.0
    rule = UpdateRule(optimizer, optimizer.learning_rate, clip, is_weight, trainable)
    return OptimizerReport(np.array(values), rule, optimizer.initial_state(count), number, 0, number - 1)


def table(values: list[float], gradients: list[float], *args: Any, **options: Any) -> UpdateTable:
    names = [f"p{place}" for place in range(len(values))]
    return update_table(names, report(values, *args, **options), np.array(gradients))


@settings(max_examples=12)
@given(
    optimizer=st.sampled_from(list(OPTIMIZERS)),
    regularization=st.sampled_from(["none", "l1", "l2"]),
    clip_norm=st.sampled_from([0.0, 0.05, 1.0]),
    rate=st.floats(1e-4, 0.3),
    steps=st.integers(0, 14),
    schedule=st.sampled_from(["constant", "step", "cosine"]),
    backend=st.sampled_from(["array", "compiled"]),
    frozen=st.sampled_from([(), ((1, 0),), ((1,), (OUTPUT, 0, BIAS)), ((2, 0, 1),)]),
    seed=st.integers(0, 9),
)
def test_that_the_table_is_the_update_that_training_makes(steps: int, rate: float, **values: Any) -> None:
    session = Session(
        Experiment(learning_rate=rate, hidden=(3, 2), schedule_epochs=1, batch_size=20, **values)
    )
    session.train_steps(steps)
    run, before = session.training, session.training.trainer.state()
    samples = run.trainer.look_ahead().samples
    gradients = gradient_of_mean_loss(
        run.network, before.parameters, run.network.split.X_train[samples], run.network.split.y_train[samples]
    )
    made = update_table([""] * len(gradients), OptimizerReport.of(run.trainer), gradients)
    session.train_steps(1)
    after = run.trainer.state()
    # The gradient in plain NumPy is not the engine's to the last digit, and roots of tiny squares magnify it.
    np.testing.assert_allclose(made.new_values, after.parameters, rtol=1e-6, atol=1e-8)
    for got, wanted in zip(made.state, after.optimizer_state, strict=True):
        np.testing.assert_allclose(got, wanted, rtol=1e-6, atol=1e-12)
    np.testing.assert_array_equal(made.values, before.parameters)
    np.testing.assert_array_equal(made.values + made.changes, made.new_values)
    np.testing.assert_array_equal(made.frozen, run.network.parameter_map.marks(run.network.experiment.frozen))
    assert (made.changes[made.frozen] == 0.0).all()
    assert made.report.number == after.updates


@given(
    st.lists(
        st.tuples(st.floats(-5, 5), st.floats(-5, 5)).map(lambda pair: tuple(round(x, 3) for x in pair)),
        min_size=2,
        max_size=6,
    ),
    st.sampled_from([math.inf, 0.5]),
    st.sampled_from([0.0, 0.2]),
    st.sampled_from([0.0, 0.3]),
)
def test_that_the_used_gradient_is_clipped_first_and_penalised_then(
    pairs: list[tuple[float, float]], clip: float, l1: float, l2: float
) -> None:
    values, raw = map(list, zip(*pairs, strict=True))
    made = table(values, raw, SGD(0.1, l1, l2), clip=clip, biases=(1,))
    norm = math.hypot(*raw)
    factor = min(1.0, clip / norm) if norm else 1.0
    for place, (w, g) in enumerate(pairs):
        penalty = 0.0 if place == 1 else l1 * np.sign(w) + l2 * w
        assert made.used[place] == pytest.approx(g * factor + penalty, abs=1e-12)
        assert made.new_values[place] == pytest.approx(w - 0.1 * made.used[place], abs=1e-12)
    assert made.norm == pytest.approx(norm)
    assert made.clip_factor == pytest.approx(factor)


def test_that_states_have_the_names_of_their_optimizers_formulas() -> None:
    kinds = {key: kind for key, (_, kind) in OPTIMIZERS.items()}
    names = {key: table([1.0], [1.0], kind(0.1)).state_names for key, kind in kinds.items()}
    assert names == {"sgd": (), "momentum": ("v",), "rmsprop": ("s",), "adam": ("m", "v")}


def test_that_a_frozen_parameter_keeps_value_and_state() -> None:
    made = table([1.0, 2.0], [3.0, 4.0], Momentum(0.1), frozen=(1,))
    assert made.frozen.tolist() == [False, True]
    assert made.changes.tolist() == pytest.approx([-0.3, 0.0])
    assert made.state[0].tolist() == [3.0, 0.0]
    assert made.used.tolist() == [3.0, 4.0]


def test_that_no_array_can_be_changed() -> None:
    made = table([1.0, 2.0], [3.0, 4.0], Momentum(0.1))
    for array in (made.raw, made.used, made.state[0], made.new_values, made.changes):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 9.0


def test_that_a_gradient_that_changes_later_is_not_followed() -> None:
    gradients = np.array([1.0])
    made = update_table(["w"], report([1.0]), gradients)
    gradients[0] = 5.0
    assert (made.raw[0], made.used[0]) == (1.0, 1.0)


@pytest.mark.parametrize(("names", "gradients"), [(["w"], [1.0, 2.0]), (["w", "b"], [1.0]), ([], [])])
def test_that_lengths_that_do_not_fit_are_refused(names: list[str], gradients: list[float]) -> None:
    with pytest.raises(ValueError, match="do not fit 2 parameters"):
        update_table(names, report([1.0, 2.0]), np.array(gradients))


@pytest.mark.parametrize(
    ("gradients", "index"),
    [([1.0, 2.0], None), ([1.0, math.nan], 1), ([math.inf, 0.0], 0), ([0.0, 1e308], 1)],
)
def test_that_what_leaves_the_range_of_numbers_is_found(gradients: list[float], index: int | None) -> None:
    assert table([1.0, 2.0], gradients, SGD(1e6)).out_of_range == index

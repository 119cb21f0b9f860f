"""One update by itself against the same one in a run."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from sklearn.datasets import load_iris

from engine import MLP, SGD, Adam, Momentum, Optimizer, RMSProp, ScalarError, StepSchedule, Trainer
from engine.training.update_rule import UpdateRule

Array = NDArray[np.float64]
X, Y = load_iris(return_X_y=True)
KINDS = [SGD, Momentum, RMSProp, Adam]
N = 4 * 4 + 4 + 4 * 3 + 3


@cache
def trainer(backend: str) -> Trainer:
    return Trainer(MLP([4, 4, 3], seed=1), X, Y, batch_size=10, reduction="mean", backend=backend)


def started_over(backend: str, optimizer: Optimizer, clip: float) -> Trainer:
    run = trainer(backend)
    run.optimizer, run.clip_norm = optimizer, clip
    run.freeze(np.zeros(N, bool))
    run.restart(np.linspace(-0.7, 0.8, N))
    return run


def near(got: Any, wanted: Any) -> None:
    np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("backend", ["array", "compiled"])
@settings(max_examples=25)
@given(
    rate=st.floats(1e-4, 0.5),
    l1=st.sampled_from([0.0, 0.003]),
    l2=st.sampled_from([0.0, 0.02]),
    clip=st.sampled_from([math.inf, 0.01, 0.3]),
    frozen=st.integers(0, 2**N - 1),
    before=st.integers(0, 3),
)
def test_that_the_rule_of_a_run_makes_its_updates(
    backend: str,
    kind: type[Optimizer],
    rate: float,
    l1: float,
    l2: float,
    clip: float,
    frozen: int,
    before: int,
) -> None:
    run = started_over(backend, kind(rate, l1, l2), clip)
    run.schedule = StepSchedule(1, 0.5)
    for _ in range(before):
        run.train_batch()
    run.freeze([bool(frozen >> place & 1) for place in range(N)])
    was, gradients = run.state(), run.look_ahead().gradients
    parameters, state = run.update_rule.apply(was.parameters, gradients, was.optimizer_state, was.updates + 1)
    run.train_batch()
    near(run.parameters, parameters)
    for got, wanted in zip(run.state().optimizer_state, state, strict=True):
        near(got, wanted)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("backend", ["array", "compiled"])
def test_that_a_gradient_from_outside_makes_the_update_that_its_batch_makes(
    backend: str, kind: type[Optimizer]
) -> None:
    run = started_over(backend, kind(0.03, l2=0.01), 0.2)
    run.freeze([place % 5 == 0 for place in range(N)])
    for _ in range(4):
        run.train_batch()
    start, gradients = run.state(), run.look_ahead().gradients
    run.train_batch()
    wanted = run.state()
    run.go_back(start)
    run.apply_gradients(gradients)
    got = run.state()
    near(got.parameters, wanted.parameters)
    for one, other in zip(got.optimizer_state, wanted.optimizer_state, strict=True):
        near(one, other)
    assert (got.step, got.updates, got.kind) == (wanted.step, wanted.updates, kind)
    assert (got.epoch, got.position) == (start.epoch, start.position)  # no sample of the epoch is used up
    assert [leaf.value for leaf in run.model.parameters()] == got.parameters.tolist()


def test_that_another_optimizer_starts_with_the_gradient_from_outside() -> None:
    run = Trainer(MLP([4, 4, 3], seed=1), X, Y, optimizer=SGD(0.01), backend="array")
    run.step()
    before = run.parameters
    run.optimizer = Momentum(0.1)
    run.apply_gradients(np.ones(N))
    near(run.parameters, before - 0.1)
    assert (run.state().updates, run.step_count) == (1, 2)


@pytest.mark.parametrize("gradients", [[1.0], np.full(N, np.nan), np.full(N, np.inf)])
def test_that_what_is_no_gradient_is_refused(gradients: Any) -> None:
    run = trainer("array")
    before = run.parameters, run.step_count
    with pytest.raises(ValueError, match="finite numbers"):
        run.apply_gradients(gradients)
    assert (run.parameters is before[0], run.step_count) == (True, before[1])


def test_that_an_update_out_of_range_is_named_and_not_applied() -> None:
    run = Trainer(MLP([4, 4, 3], seed=1), X, Y, optimizer=SGD(1e6), backend="array")
    before, gradients = run.parameters, np.zeros(N)
    gradients[2] = 1e306
    with pytest.raises(ScalarError, match=r"the update of .* overflows"):
        run.apply_gradients(gradients)
    assert run.parameters is before
    assert run.step_count == 0


def rule(optimizer: Optimizer, clip: float = math.inf) -> UpdateRule:
    return UpdateRule(optimizer, 0.1, clip, np.array([1.0, 1.0, 0.0]), np.array([1.0, 0.0, 1.0]))


def test_that_nothing_given_is_changed_and_frozen_ones_keep_value_and_state() -> None:
    parameters, gradients, velocity = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.5, -1.0]), np.ones(3)
    new, (after,) = rule(Momentum(0.1)).apply(parameters, gradients, (velocity,), 1)
    assert new.tolist() == pytest.approx([1.0 - 0.14, 2.0, 3.0 + 0.01])
    assert after.tolist() == pytest.approx([1.4, 1.0, -0.1])
    assert (parameters.tolist(), gradients.tolist(), velocity.tolist()) == (
        [1.0, 2.0, 3.0], [0.5, 0.5, -1.0], [1.0, 1.0, 1.0],
    )  # fmt: skip


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3), st.floats(1e-3, 1e3))
def test_that_clipping_shortens_to_the_norm_and_never_turns(values: list[float], norm: float) -> None:
    given_, clipping = np.array(values), rule(SGD(0.1), norm)
    got, length = clipping.clipped(given_), math.hypot(*values)
    assert math.hypot(*got) == pytest.approx(min(length, norm))
    np.testing.assert_allclose(got * max(length, norm), given_ * norm, rtol=1e-9, atol=1e-9 * norm)
    assert clipping.clip_factor(given_) == pytest.approx(min(1.0, norm / length) if length else 1.0)

"""Pausing the garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from engine import MLP, Scalar, ScalarError, TracingError
from engine.collector import collector_paused
from engine.losses import cross_entropy
from engine.lowering.tracing import trace


@pytest.fixture(autouse=True)
def _collector_enabled() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


def test_that_the_collector_rests_within_the_block_only() -> None:
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_that_an_exception_ends_the_pause() -> None:
    with pytest.raises(ScalarError), collector_paused():
        Scalar(0.0).log()
    assert gc.isenabled()


def test_that_a_collector_somebody_switched_off_stays_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_that_making_and_tracing_a_network_leave_the_collector_on_whether_they_succeed_or_not() -> None:
    model = MLP([2, 3, 2], seed=0)
    assert gc.isenabled()
    trace(model, 2, cross_entropy)
    assert gc.isenabled()
    with pytest.raises(ValueError, match="unknown initializer"):
        MLP([2, 3, 2], initializer="magic")
    assert gc.isenabled()
    with pytest.raises(TracingError):
        trace(model, 2, lambda outputs, target: Scalar(inputs_value(outputs)))
    assert gc.isenabled()


def inputs_value(outputs: object) -> float:
    assert isinstance(outputs, list)
    return float(outputs[0].value)

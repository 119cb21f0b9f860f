from __future__ import annotations

import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.notice import Notice
from playground.models.network.network import Network
from playground.models.run.slow_run import slow_problem


@pytest.fixture(scope="module")
def info():
    return Network.of(Experiment(dataset="digits", hidden=(3,), backend="interpreted"))


def found(info: Network, rate: float) -> Notice:
    problem = slow_problem(info, rate)
    assert problem is not None
    return problem


def test_that_a_slow_engine_is_named_with_the_time_an_epoch_takes(info):
    problem = found(info, 1 / 50)
    assert problem.text == "Digits, interpreted: about 50 s an epoch."
    assert problem.action == "Use the compiled engine"
    assert problem.changes == {"backend": "compiled"}


def test_that_minutes_are_told_in_minutes(info):
    assert "about 5 min an epoch" in found(info, 1 / 300).text


@pytest.mark.parametrize("rate", [0.0, 0.2, 100.0])
def test_that_quick_runs_and_unknown_speeds_are_not_spoken_of(info, rate):
    assert slow_problem(info, rate) is None


def test_that_there_is_a_way_out_where_nothing_can_be_compiled(info, monkeypatch):
    for module in ("playground.models.network.network", "engine.training.backends"):
        monkeypatch.setattr(f"{module}.unavailable", lambda: "no llvmlite")
    assert found(info, 0.02).changes == {"backend": "array"}
    for fastest in ("array", "compiled"):
        network = Network.of(info.wanted.with_(backend=fastest), info)
        assert found(network, 0.02).changes == {"hidden": (6, 6)}


def test_that_fewer_points_help_where_points_are_generated():
    info = Network.of(Experiment(dataset="circle", n_samples=1000, hidden=(2,)))
    assert found(info, 0.01).changes == {"n_samples": 300}

"""Interpreted, array and compiled agree on random graphs and networks, as closely as rounding allows."""

from __future__ import annotations

import dataclasses
import os

import numpy as np
import pytest

from engine.graph import topological_order
from tests.engine.fuzz.case import Case, Results, known, run_array, run_interpreted
from tests.engine.fuzz.comparison import Statistics, compare, difference, failure
from tests.engine.fuzz.error_bounds import error_bounds
from tests.engine.fuzz.random_graphs import operation_names, random_graph
from tests.engine.fuzz.random_networks import random_network, run_network
from tests.engine.fuzz.reproduction import reproduction
from tests.engine.guard_pages import guarded

# Compiling takes its time: of these graphs one in twenty is of any size, as all are in `make fuzz`.
GRAPHS, NETWORKS, CHUNK = 120, 8, 8
MANY_GRAPHS, MANY_NETWORKS, LARGE_CHUNK = int(os.environ.get("FUZZ_GRAPHS", "10000")), 500, 250


def graph(seed: int) -> Case:
    return random_graph(seed, 12 if seed % 20 == 0 or seed >= GRAPHS else 2)


def check_graphs(first: int, count: int) -> None:
    statistics = Statistics()
    for seed in range(first, first + count):
        case = graph(seed)
        try:
            with known(case.operations), guarded():
                wrong = difference(case, statistics=statistics)
        except Exception as error:
            raise AssertionError(f"seed {seed}\n{reproduction(case, failure)}") from error
        assert not wrong, f"seed {seed}\n{reproduction(case, failure)}"
    print(statistics)
    assert statistics.graphs == count  # none was discarded


def check_networks(first: int, count: int) -> None:
    statistics = Statistics()
    for seed in range(first, first + count):
        network = random_network(seed)
        with guarded():
            wrong = compare(error_bounds(network.case), run_network(network), statistics)
        assert not wrong, f"seed {seed}, {network.case.name}: {wrong}"
    print(statistics)


@pytest.mark.parametrize("first", range(0, GRAPHS, CHUNK))
def test_that_the_backends_agree_on_random_graphs(first: int) -> None:
    check_graphs(first, CHUNK)


@pytest.mark.parametrize("first", range(0, NETWORKS, CHUNK))
def test_that_the_backends_agree_on_random_networks(first: int) -> None:
    check_networks(first, CHUNK)


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(0, MANY_GRAPHS, LARGE_CHUNK))
def test_that_the_backends_agree_on_many_random_graphs(first: int) -> None:
    check_graphs(first, min(LARGE_CHUNK, MANY_GRAPHS - first))


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(0, MANY_NETWORKS, LARGE_CHUNK))
def test_that_the_backends_agree_on_many_random_networks(first: int) -> None:
    check_networks(first, LARGE_CHUNK)


def operations_of(case: Case) -> set[str]:
    return {node.operation for node in topological_order(*case.outputs) if node.children}


def test_that_the_random_graphs_use_every_operation_and_many_of_users() -> None:
    used = set[str]().union(*(operations_of(graph(seed)) for seed in range(GRAPHS)))
    assert used >= set(operation_names())
    assert sum(name.startswith("fuzz") for name in used) >= 15


def test_that_the_same_seed_gives_the_same_graph() -> None:
    results = []
    for _ in range(2):
        case = random_graph(7)
        with known(case.operations):
            results.append(run_interpreted(case))
    assert (results[0].values == results[1].values).all()
    assert (results[0].gradients == results[1].gradients).all()


def wrong_by(results: Results, size: float) -> Results:
    return dataclasses.replace(results, gradients=results.gradients * (1.0 + size))


def test_that_a_small_fault_is_noticed_in_nearly_every_graph() -> None:
    """The bounds are no excuse: a gradient that is wrong by 1e-9 of itself is found."""
    found = graphs = 0
    for seed in range(36):
        case = random_graph(seed)
        with known(case.operations):
            right = run_interpreted(case)
            if np.abs(right.gradients).max(initial=0.0) > 1e-6:
                graphs += 1
                found += bool(compare(error_bounds(case), [right, wrong_by(right, 1e-9)]))
    assert found >= 0.95 * graphs
    assert graphs > 18


def test_that_a_fault_is_shrunk_to_the_operation_that_has_it() -> None:
    def faulty(case: Case) -> Results:
        results = run_array(case)
        has_it = "tanh" in operations_of(case)
        values = results.values * (1.0 + 1e-6 * has_it)
        return dataclasses.replace(results, values=values)

    seed = next(seed for seed in range(99) if "tanh" in operations_of(random_graph(seed)))
    text = reproduction(random_graph(seed), lambda case: difference(case, (run_interpreted, faulty)))
    last = text.splitlines()[-3]
    assert "scalar_function('tanh')" in last
    assert text.splitlines()[-1].count("],") == 0  # one sample is left

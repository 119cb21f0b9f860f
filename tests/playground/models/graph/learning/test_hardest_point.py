from __future__ import annotations

import pytest

from playground.models.diagnosis.inspection import inspect
from playground.models.graph.learning.hardest_point import hardest_point
from playground.models.graph.network_graph import network_graph
from playground.models.ticket import CancelledError
from tests.playground.models.graph.networks import run_of
from tests.playground.tickets import Impatient

CASES = [
    {"dataset": "circle", "hidden": (3,), "loss": "binary_cross_entropy"},
    {"dataset": "circle", "hidden": (3,), "loss": "squared_error", "features": (1, 4, 6)},
    {"dataset": "blobs", "hidden": (4,), "loss": "cross_entropy"},
    {"dataset": "plane", "hidden": (3,)},
]


@pytest.mark.parametrize("values", CASES, ids=str)
def test_that_no_training_point_has_a_larger_loss(values) -> None:
    run = run_of(**values)
    parameters, rows = run.trainer.parameters, run.network.split.train_indices.tolist()
    found = hardest_point(network_graph(run.network, rows[:1]), parameters)
    losses = {row: inspect(run.network, parameters, row).loss for row in rows}
    assert losses[found] == pytest.approx(max(losses.values()))


def test_that_the_search_is_given_up_at_once() -> None:
    run = run_of(**CASES[0])
    network = network_graph(run.network, [0])
    with pytest.raises(CancelledError):
        hardest_point(network, run.trainer.parameters, Impatient(3))

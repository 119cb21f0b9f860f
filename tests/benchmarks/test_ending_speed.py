"""How long a closing window may have to wait for what is under way: the longest way between two checks."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground.models.data.table_advice import Choice
from playground.models.data.table_data import fit_table
from playground.models.data.table_reader import read_table
from playground.models.diagnosis.overfit import run_overfit_test
from playground.models.experiment.experiment import Experiment
from playground.models.graph.drawing import draw_network
from playground.models.graph.mistakes.network_lab import NetworkLab
from playground.models.graph.mistakes.twin_run import train_twins
from playground.models.graph.network_graph import network_graph
from playground.models.network.network import Network
from playground.models.picture.thumbnails import Look, make_thumbnails
from playground.models.ticket import Ticket

pytestmark = pytest.mark.benchmark

LONGEST_SECONDS = 0.3
ROWS = 200_000


class Watch(Ticket):
    """Notes the processor time from check to check."""

    def __init__(self) -> None:
        super().__init__()
        self._last, self.longest = time.thread_time(), 0.0

    def check(self) -> None:
        now = time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now


def read_and_fit(ticket: Watch, folder: Path) -> None:
    path = folder / "table.csv"
    random = np.random.default_rng(0)
    numbers = random.random((ROWS, 3)).round(4).tolist()
    lines = (
        f"{a},{b},{row},2020-01-{1 + row % 28:02d},name {row % 20},{c > 0.5}"
        for row, (a, b, c) in enumerate(numbers)
    )
    path.write_text("a,b,c,d,e,k\n" + "\n".join(lines))
    ticket.check()
    ticket.longest = 0.0  # of writing the file
    table = read_table(path, None, ticket)
    assert fit_table(table, Choice("k", ("a", "b", "d", "e"), "classification"), ticket).data is not None


def draw_graph(ticket: Watch, _: Path) -> None:
    network = network_graph(Network.of(Experiment(dataset="digits", hidden=(64, 16))), (0,), ticket=ticket)
    draw_network(network, network.grouping.levels[-1], ticket=ticket)


WORKS: dict[str, Callable[[Watch, Path], object]] = {
    "table of 200,000 rows": read_and_fit,
    "graph of 10,900 values": draw_graph,
    "thumbnails, the library included": lambda ticket, _: make_thumbnails(Look.of(Experiment()), ticket),
    "overfitting": lambda ticket, _: run_overfit_test(
        Network.of(Experiment(dataset="digits", hidden=(64, 32), learning_rate=1e-9)), ticket
    ),
    "twins": lambda ticket, _: train_twins(
        NetworkLab(Network.of(Experiment(hidden=(16, 12)))), "no_zero_grad", ticket
    ),
}  # fmt: skip


@pytest.mark.parametrize("title", WORKS)
def test_that_work_looks_at_its_ticket_often_enough(tmp_path: Path, title: str) -> None:
    watch = Watch()
    WORKS[title](watch, tmp_path)
    watch.check()
    print(f"\n{title}: {1000 * watch.longest:.0f} ms")
    assert watch.longest < LONGEST_SECONDS

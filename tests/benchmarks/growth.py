"""W6: how the time of an epoch grows with parameters and samples, and how soon a new network learns."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from tests.benchmarks.measure import ROUNDS, Contender, Task, enough, growth_exponent, interleave
from tests.benchmarks.peers import PEERS, Peer
from tests.benchmarks.peers.engine_peers import make_trainer
from tests.benchmarks.workloads import Workload, circle_network, digits_network, workload

PORTION = 0.1
# Hidden sizes of 2-h-h-1 with some 10^2, 10^3, 10^4 and 10^5 parameters.
HIDDEN_SIZES = (8, 30, 98, 314)
SAMPLES = (100, 1_000, 10_000, 100_000)
MOST_EPOCHS = 10_000
LARGEST_DRAWN = "10 layers of 64"
BACKENDS = ("compiled", "array")


def parameter_workloads() -> dict[int, Workload]:
    """Return networks of more and more parameters, on 500 points in batches of 50, by that number."""
    works = [circle_network(f"2-{h}-{h}-1", "", (h, h), 500, 50, 0.001) for h in HIDDEN_SIZES]
    return {sum(w.size + b.size for w, b in work.layers()): work for work in works}


def sample_workloads() -> dict[int, Workload]:
    """Return the network of W2 on more and more points, full batch, by their number."""
    return {n: circle_network(f"{n} points", "", (4, 2), n, None, 0.03) for n in SAMPLES}


def fast_peers() -> list[type[Peer]]:
    """Return the peers that finish an epoch of 100,000 samples or parameters within a second or so."""
    return [kind for kind in PEERS if not kind.slow and not kind.missing()]


def measure_growth(works: dict[int, Workload], rounds: int = 3) -> dict[str, dict[int, float]]:
    """Return for every fast peer the median seconds an epoch, by size."""
    times: dict[str, dict[int, float]] = {kind.title: {} for kind in fast_peers()}
    for size, work in works.items():
        contenders = {kind.title: _contender(kind, work) for kind in fast_peers()}
        interleave(list(contenders.values()), rounds)
        for title, contender in contenders.items():
            times[title][size] = contender.median
    return times


def _contender(kind: type[Peer], work: Workload) -> Contender:
    peer = kind(work)
    epochs = enough(peer.train, MOST_EPOCHS, PORTION, peer.prepare)
    return Contender(Task(partial(peer.train, epochs), epochs, partial(peer.prepare, epochs)).measure)


def exponents(times: dict[int, float]) -> tuple[float, float]:
    """Return the exponent fitted over all sizes, and that between the two largest."""
    largest = sorted(times)[-2:]
    return growth_exponent(times), growth_exponent({size: times[size] for size in largest})


def first_epoch_workload(name: str) -> Workload:
    """Return W1 to W4, or Digits on the largest network that the window can draw."""
    return digits_network(name, "", (64,) * 10, "relu") if name == LARGEST_DRAWN else workload(name)


def first_epoch(name: str, backend: str) -> float:
    """Return the seconds from a changed architecture to its first trained epoch: network, trainer, one epoch.

    Before the change the first hidden layer had one neuron more, as when somebody presses "−" in the window.
    """
    work = first_epoch_workload(name)
    inputs, first, *rest = work.structure
    _train_an_epoch(replace(work, structure=(inputs, first + 1, *rest)), backend)
    start = time.perf_counter()
    _train_an_epoch(work, backend)
    return time.perf_counter() - start


def _train_an_epoch(work: Workload, backend: str) -> None:
    trainer = make_trainer(work, backend)
    while trainer.epoch < 1:
        trainer.train_for(1.0, 1)


def first_epochs(names: Iterable[str], rounds: int = ROUNDS) -> dict[tuple[str, str], float]:
    """Return the median seconds by workload and backend, each in a new process."""
    times: dict[tuple[str, str], list[float]] = {(n, b): [] for n in names for b in BACKENDS}
    for _ in range(rounds):
        for name, backend in times:
            command = [sys.executable, "-m", "tests.benchmarks.growth", name, backend]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            times[name, backend].append(json.loads(output))
    return {key: statistics.median(values) for key, values in times.items()}


if __name__ == "__main__":
    print(json.dumps(first_epoch(sys.argv[1], sys.argv[2])))

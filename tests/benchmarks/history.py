"""What it costs to keep the history of a run, and how long its moments take to come back."""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass

from playground.models.experiment.experiment import Experiment
from playground.models.run.session import Session
from tests.benchmarks.tables import Table

SETTINGS = {
    "Iris, 4-6-6-3": Experiment(rests=False),
    "Spiral, 4-8-6-1": Experiment(
        dataset="spiral", hidden=(8, 6), features=(0, 1, 5, 6), loss="squared_error", rests=False
    ),
    "Digits, 64-32-16-10": Experiment(dataset="digits", hidden=(32, 16), batch_size=32, rests=False),
}
TRAINED_SECONDS, LOOKS, ROUNDS, ROUND_SECONDS = 10.0, 100, 11, 0.5
NOTE = (
    "A run of 10 s at full speed, then 100 epochs of it at random. Slower: processor time an epoch with the"
    " log of the run over that without it, median of interleaved rounds."
)


@dataclass(frozen=True)
class HistoryCost:
    """Figures of one run; times in seconds."""

    epochs: int
    n_bytes: int
    median: float
    p95: float
    longest: float
    slower: float


def measure_history(experiment: Experiment) -> HistoryCost:
    """Train, then go back to epochs at random, in any order."""
    session = Session(experiment)
    until = time.perf_counter() + TRAINED_SECONDS
    while time.perf_counter() < until:
        session.train_for(0.016)
    last = session.training.trainer.epoch
    chance = random.Random(7)
    session.look_at(last // 2)
    session.past.come_nearer(60.0)
    times = []
    for _ in range(LOOKS):
        epoch = chance.randrange(last)
        started = time.perf_counter()
        session.look_at(epoch)
        session.past.come_nearer(60.0)
        times.append(time.perf_counter() - started)
        assert session.shown.trainer.epoch == epoch
    times.sort()
    return HistoryCost(
        last, session.run.log.n_bytes, statistics.median(times), times[int(0.95 * (LOOKS - 1))], times[-1],
        _slower(experiment),
    )  # fmt: skip


def _slower(experiment: Experiment) -> float:
    """Return how many times as long an epoch takes with the log of the run."""
    with_log, without = Session(experiment), Session(experiment)
    for keeps in ("offer", "see_test"):
        setattr(without.run.log, keeps, _nothing)
    for session in (with_log, without):
        session.train_for(ROUND_SECONDS)
    ratios = []
    for round_ in range(ROUNDS):
        order = (with_log, without) if round_ % 2 else (without, with_log)
        took = {id(session): _seconds_an_epoch(session) for session in order}
        ratios.append(took[id(with_log)] / took[id(without)])
    return statistics.median(ratios)


def _seconds_an_epoch(session: Session) -> float:
    before, started = session.training.trainer.epoch, time.process_time()
    until = time.perf_counter() + ROUND_SECONDS
    while time.perf_counter() < until:
        session.train_for(0.016)
    return (time.process_time() - started) / (session.training.trainer.epoch - before)


def _nothing(*_: object) -> None:
    """Keep nothing."""


def history_table(results: dict[str, HistoryCost]) -> Table:
    """Return the figures, a row a run."""
    rows = [
        (
            name, f"{cost.epochs:,}", f"{cost.n_bytes / 2**20:.2f}", f"{1000 * cost.median:.1f}",
            f"{1000 * cost.p95:.1f}", f"{1000 * cost.longest:.1f}", f"{100 * (cost.slower - 1):+.1f} %",
        )
        for name, cost in results.items()
    ]  # fmt: skip
    columns = ("run", "epochs", "keyframes, MB", "median, ms", "95 %, ms", "longest, ms", "slower")
    return Table("The history of a run: any epoch, exactly", columns, rows, NOTE)

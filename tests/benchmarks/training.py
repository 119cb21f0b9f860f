"""The trainings W1 to W4: is the loss of a peer the same, and how long does an epoch take?"""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.measure import PORTION_SECONDS, SLOW_PORTION_SECONDS, Task, enough
from tests.benchmarks.peers import ArrayPeer, Peer
from tests.benchmarks.workloads import Workload

TOLERANCE = 1e-6
MOST_EPOCHS = 40_000
# A slow peer need not finish W4 in our lifetime to show that it computes the same.
CHECK_SAMPLES, SLOW_CHECK_EPOCHS = 20, 2


@dataclass
class Job:
    """A task, and what the tables say of the equality of its results and of the samples it is timed on."""

    task: Task
    check: str
    samples: str = ""


def loss_difference(kind: type[Peer], work: Workload) -> tuple[float, int]:
    """Return how far a peer's loss is from the array backend's after some epochs, relative, and how many.

    A slow peer is compared on the first samples only.
    """
    epochs = SLOW_CHECK_EPOCHS if kind.slow else work.check_epochs
    work = work.subset(CHECK_SAMPLES) if kind.slow else work
    peer, reference = kind(work), ArrayPeer(work)
    peer.prepare(epochs)
    ours = reference.train(epochs)
    return abs(peer.train(epochs) - ours) / abs(ours), epochs


def check(kind: type[Peer], work: Workload) -> str:
    """Return what the table says of a peer's loss.

    Raises
    ------
    AssertionError
        The training is not the same.
    """
    if kind.own_order and not (work.is_full_batch and work.softmax):
        return "own order, same amount of work"
    difference, epochs = loss_difference(kind, work)
    if not difference <= TOLERANCE:
        raise AssertionError(f"{kind.title} on {work.name}: loss differs by {difference:.1e} of it")
    where = f" on {CHECK_SAMPLES} samples" if kind.slow else ""
    return f"{difference:.0e} after {epochs} epochs{where}"


def training_job(kind: type[Peer], work: Workload) -> Job:
    """Return the job whose unit is an epoch."""
    said = check(kind, work)
    if not kind.slow:
        peer = kind(work)
        epochs = enough(peer.train, MOST_EPOCHS, PORTION_SECONDS, peer.prepare)
        return Job(Task(lambda: peer.train(epochs), epochs, lambda: peer.prepare(epochs)), said)
    total = len(work.X)
    count = enough(lambda count: kind(work.subset(count)).train(1), total, SLOW_PORTION_SECONDS)
    part = kind(work.subset(count))
    epochs = enough(part.train, MOST_EPOCHS, SLOW_PORTION_SECONDS, part.prepare)
    note = "" if count == total else f"{count} of {total} samples"
    return Job(
        Task(lambda: part.train(epochs), epochs * count / total, lambda: part.prepare(epochs)), said, note
    )

"""One process a peer: none pays for the threads, the memory or the garbage of another."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from tests.benchmarks.boundary import boundary_job
from tests.benchmarks.measure import ROUNDS, Contender, interleave
from tests.benchmarks.peers import PEERS, Peer
from tests.benchmarks.training import Job, training_job
from tests.benchmarks.workloads import Workload, workload

JOBS: dict[str, Callable[[type[Peer], Workload], Job]] = {
    "training": training_job,
    "boundary": boundary_job,
}


@dataclass
class Result:
    """Times of one peer, None where it is missing, and a word on its losses and on its samples."""

    contender: Contender | None
    check: str
    samples: str = ""


class Station:
    """A process with one peer, at work only while it is measured."""

    def __init__(self, peer: type[Peer], job: str, work: str) -> None:
        context = multiprocessing.get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, PEERS.index(peer), job, work))
        self._process.start()
        theirs.close()
        said, samples = self._receive()
        self.result = Result(Contender(self._measure), said, samples)

    def _measure(self) -> float:
        self._connection.send("measure")
        taken: float = self._receive()
        return taken

    def _receive(self) -> Any:
        answer = self._connection.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        """End the process."""
        with suppress(OSError):  # a process that failed has ended already
            self._connection.send("end")
        self._process.join()


def _serve(connection: Connection, peer: int, job: str, work: str) -> None:
    try:
        found = JOBS[job](PEERS[peer], workload(work))
        connection.send((found.check, found.samples))
        while connection.recv() == "measure":
            connection.send(found.task.measure())
    except Exception as error:
        connection.send(RuntimeError(f"{error}\n{traceback.format_exc()}"))


def measure(job: str, work: str, rounds: int = ROUNDS) -> dict[str, Result]:
    """Return a result for every peer, round by round over all of them; a missing one has no times."""
    stations: list[Station] = []
    results = {}
    try:
        for kind in PEERS:
            if kind.missing():
                results[kind.title] = Result(None, kind.missing())
                continue
            stations.append(Station(kind, job, work))
            results[kind.title] = stations[-1].result
        interleave([result.contender for result in results.values() if result.contender], rounds)
    finally:
        for station in stations:
            station.close()
    return results

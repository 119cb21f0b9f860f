"""Peers do the same training as the array backend; those whose library is missing are skipped."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from tests.benchmarks.peers import PEERS, ArrayPeer, Peer
from tests.benchmarks.peers.scikit_learn_peer import ScikitLearnPeer
from tests.benchmarks.training import check
from tests.benchmarks.workloads import Workload, workload

SAMPLES = {"W1": 6, "W2": 20, "W3 batch 10": 10, "W3 full": 4, "W4": 2}
EXACT = [kind for kind in PEERS if not kind.own_order]


@pytest.fixture(autouse=True)
def _recursion_as_before() -> Iterator[None]:
    """Take back the limit that the recursive peer raises: other tests go beyond it on purpose."""
    before = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(before)


def compare(kind: type[Peer], name: str) -> None:
    """Hold two epochs against the array backend, once in one portion and once in two."""
    work = workload(name).subset(SAMPLES[name])
    peer, at_once, expected = kind(work), kind(work), ArrayPeer(work)
    for _ in range(2):
        peer.prepare(1)
        loss = expected.train(1)
        assert peer.train(1) == pytest.approx(loss, rel=1e-9)
    at_once.prepare(2)
    assert at_once.train(2) == pytest.approx(loss, rel=1e-9)
    points = work.grid()[::4001]
    np.testing.assert_allclose(peer.values(points), expected.values(points), atol=1e-9)


@pytest.mark.parametrize("kind", EXACT, ids=lambda kind: kind.__name__)
def test_that_a_peer_has_the_losses_and_neurons_of_the_array_backend(kind: type[Peer]) -> None:
    if kind.missing():
        pytest.skip(kind.missing())
    if not kind.library:
        for name in SAMPLES:
            compare(kind, name)
        return
    # Large libraries leave threads and warnings behind, so they get a process of their own.
    code = (
        "from tests.benchmarks.test_peers import PEERS, SAMPLES, compare\n"
        f"for name in SAMPLES: compare(PEERS[{PEERS.index(kind)}], name)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_that_scikit_learn_agrees_where_its_order_makes_no_difference() -> None:
    work = workload("W1").subset(150)
    peer, expected = ScikitLearnPeer(work), ArrayPeer(work)
    assert peer.train(3) == pytest.approx(expected.train(3), rel=1e-9)
    points = work.grid()[::997]
    np.testing.assert_allclose(peer.values(points), expected.values(points), atol=1e-9)


def test_that_another_training_is_refused() -> None:
    class TooFast(ArrayPeer):
        def __init__(self, work: Workload) -> None:
            super().__init__(work)
            self.trainer.optimizer = type(self.trainer.optimizer)(work.rate * 1.01)

    with pytest.raises(AssertionError, match="loss differs"):
        check(TooFast, workload("W2").subset(20))


def test_that_a_peer_without_its_library_says_so() -> None:
    class Unheard(ArrayPeer):
        library = "unheard_of"

    assert Unheard.missing() == "unheard_of is not installed"

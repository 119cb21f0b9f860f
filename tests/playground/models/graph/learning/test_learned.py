from __future__ import annotations

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.graph.learning.learned import LEARNED, Learned, Moment, largest_gradient, learned_since
from playground.models.graph.network_graph import network_graph
from playground.models.run.session import Session
from playground.models.ticket import CancelledError
from tests.playground.models.graph.networks import drawing_of, run_of, walk_on
from tests.playground.tickets import Impatient

CIRCLE = {"dataset": "circle", "hidden": (3,), "loss": "binary_cross_entropy"}
BLOBS = Experiment(
    dataset="blobs", hidden=(3,), n_samples=40, loss="cross_entropy", noise=0.0, learning_rate=0.3,
    backend="array", rests=False,
)  # fmt: skip


def trained(epochs: int) -> tuple[Session, list[Moment]]:
    """Return a run and all of its epochs."""
    session = Session(BLOBS)
    trainer = session.training.trainer
    moments = [(0, trainer.parameters)]
    for _ in range(epochs):
        session.train_epoch(lambda: True)
        moments.append((trainer.epoch, trainer.parameters))
    return session, moments


def test_that_the_largest_gradient_is_that_of_the_parameters_alone() -> None:
    run = run_of(**CIRCLE)
    drawing = drawing_of(run)
    walk = walk_on(drawing, run)
    assert drawing.network is not None
    sizes = [abs(walk.gradients[leaf]) for leaf, _ in drawing.network.places]
    assert largest_gradient(drawing.network, walk) == max(sizes)


def test_that_a_point_is_learned_from_the_epoch_at_which_its_gradients_fall_below_the_limit() -> None:
    session, moments = trained(60)
    row = int(session.network.split.train_indices[0])
    network = network_graph(session.network, [row])

    def size(parameters: np.ndarray) -> float:
        values = network.graph.values({**network.graph.start, **network.leaves(parameters)})
        gradients = network.graph.gradients(network.graph.local_derivatives(values))
        return float(max(abs(gradients[leaf]) for leaf, _ in network.places))

    sizes = [size(parameters) for _, parameters in moments]
    assert sizes[0] > LEARNED > sizes[-1]
    first = next(n for n in range(len(sizes)) if max(sizes[n:]) < LEARNED)
    assert learned_since(network, moments) == Learned(first, first - 1)
    # From a few kept moments and some that are replayed.
    known = learned_since(network, [moments[0], moments[60]])
    assert known == Learned(60, 0)
    while known is not None and not known.is_narrow:
        known = learned_since(network, [moments[epoch] for epoch in known.between()], known)
    assert known == Learned(first, first - 1)


def test_that_a_point_that_is_not_learned_has_no_such_epoch() -> None:
    session, moments = trained(0)
    network = network_graph(session.network, [int(session.network.split.train_indices[0])])
    assert learned_since(network, moments) is None
    assert learned_since(network, ()) is None


def test_that_what_was_always_learned_is_learned_at_the_first_moment() -> None:
    session, moments = trained(60)
    network = network_graph(session.network, [int(session.network.split.train_indices[0])])
    assert learned_since(network, moments[-5:]) == Learned(moments[-5][0], -1)


def test_that_the_search_is_given_up_at_once() -> None:
    session, moments = trained(60)
    network = network_graph(session.network, [int(session.network.split.train_indices[0])])
    with pytest.raises(CancelledError):
        learned_since(network, moments, ticket=Impatient(3))


@pytest.mark.parametrize("learned", [Learned(60, 0), Learned(5, 3), Learned(4000, 100), Learned(1, -1)])
def test_that_the_epochs_that_would_tell_more_lie_between(learned: Learned) -> None:
    assert not learned.is_narrow
    epochs = learned.between()
    assert epochs
    assert all(learned.before < epoch < learned.since for epoch in epochs)
    assert list(epochs) == sorted(set(epochs))

"""What told the bug: with the numbers of this very run."""

from __future__ import annotations

import pytest

from playground.models.bugs.bench import Bench
from playground.models.bugs.catalogue import BUGS, NOTHING
from playground.models.bugs.rounds import DIFFICULTIES, Round
from playground.models.run.session import Session


def bench_with(key: str) -> Bench:
    """Return the first easy round that hides a bug."""
    numbers = (Round(number, DIFFICULTIES["easy"]) for number in range(1, 1000))
    return Bench(next(one for one in numbers if one.bug.key == key))


def test_that_the_evidence_are_the_numbers_of_the_run_and_of_its_twin():
    bench = bench_with("rate_high")
    verdict = bench.verdict(BUGS["rate_high"])
    assert verdict.is_right
    assert verdict.against is None
    assert verdict.evidence.instrument == "steps"
    # Plain gradient descent: the step is the rate times the gradient.
    experiment = bench.round.problem.experiment
    assert verdict.evidence.here.value == pytest.approx(100 * experiment.learning_rate)
    assert verdict.evidence.there.value == pytest.approx(experiment.learning_rate)


def test_that_a_wrong_guess_is_held_against_what_it_would_have_shown():
    verdict = bench_with("rate_high").verdict(BUGS["few_points"])
    assert not verdict.is_right
    assert verdict.against is not None
    assert verdict.against.here.name == verdict.against.there.name == "Training points"
    assert verdict.against.here.value > 4 * verdict.against.there.value


def test_that_a_healthy_run_is_the_same_as_its_twin():
    bench = bench_with(NOTHING)
    evidence = bench.verdict(None).evidence
    session = Session(bench.round.problem.experiment)
    session.train_up_to(bench.round.problem.epochs, lambda: None, 1.0)
    assert evidence.here.value == evidence.there.value == session.training.trainer.last_train_loss


def test_that_nothing_is_wrong_is_refuted_by_the_sign_of_the_bug():
    verdict = bench_with("no_hidden").verdict(BUGS[NOTHING])
    assert (verdict.is_right, verdict.against) == (False, None)
    assert (verdict.evidence.here.value, verdict.evidence.there.value) == (0, 2)

"""The desk of a round: each run is trained once, and let go in the end."""

from __future__ import annotations

import pytest

from playground.models.bugs import bench
from playground.models.bugs.catalogue import BUGS, NOTHING
from playground.models.bugs.rounds import DIFFICULTIES, Round
from playground.models.bugs.trained_run import TrainedRun
from playground.models.ticket import UNWATCHED
from playground.style.theme import LIGHT
from playground.workers.bug_desk import SIDE, BugDesk

ROUND = Round(1, DIFFICULTIES["easy"])


@pytest.fixture
def trained(monkeypatch) -> list[object]:
    """The cases that are trained."""
    cases: list[object] = []

    def counted(case, ticket):
        cases.append(case)
        return TrainedRun(case, ticket)

    monkeypatch.setattr(bench, "TrainedRun", counted)
    return cases


def test_that_runs_are_trained_when_they_are_looked_at_and_only_once(trained):
    desk = BugDesk()
    ready = desk.begin(ROUND, UNWATCHED)
    assert ROUND.problem.experiment.dataset_title in ready.recipe
    assert len(trained) == 1
    for _ in range(2):
        seen = desk.look(ROUND, "losses", [ROUND.bug, BUGS[NOTHING]], LIGHT, UNWATCHED)
        assert [run.bug for run in seen.runs] == [ROUND.bug, BUGS[NOTHING]]
    assert trained == [ROUND.case(ROUND.bug), ROUND.case(BUGS[NOTHING])]
    desk.clear(UNWATCHED)
    desk.look(ROUND, "losses", [ROUND.bug], LIGHT, UNWATCHED)
    assert len(trained) == 3


def test_that_answers_come_with_the_boundary():
    seen = BugDesk().look(ROUND, "answers", [ROUND.bug], LIGHT, UNWATCHED)
    (run,) = seen.runs
    assert run.painted is not None
    assert run.painted.pixels.shape == (SIDE, SIDE, 4)
    assert len(run.painted.places) == len(run.y) == ROUND.problem.experiment.n_samples

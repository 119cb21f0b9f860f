"""What was named is kept, and what was wrong is written down once the round is over."""

from __future__ import annotations

from pathlib import Path

from playground.models.bugs.kept import GAVE_UP, MOST_ROUNDS, key_of, titles, with_named
from playground.models.bugs.rounds import DIFFICULTIES, Round
from playground.models.lessons.progress import Progress

ROUND = Round(4711, DIFFICULTIES["easy"])
WRONG = next(bug for bug in ROUND.bugs if bug is not ROUND.bug)
WHEN = "2026-01-02T03:04:05"


def test_that_the_outcome_stays_open_until_the_bug_is_found():
    once = with_named(Progress(), ROUND, WRONG, 1, WHEN)
    known = once.of(key_of(ROUND))
    assert [(one.words, one.outcome, one.is_right) for one in known.answers.values()] == [
        (WRONG.title, "", False)
    ]
    assert not known.is_done
    twice = with_named(once, ROUND, ROUND.bug, 3, WHEN).of(key_of(ROUND))
    assert twice.is_done
    assert [one.outcome for one in twice.answers.values()] == [ROUND.bug.title] * 2
    assert [one.is_right for one in twice.answers.values()] == [False, True]
    assert twice.answers[1].question == "Round 4711, easy: what is wrong? After 3 looks"


def test_that_giving_up_ends_a_round():
    known = with_named(Progress(), ROUND, None, 0, WHEN).of(key_of(ROUND))
    (answer,) = known.answers.values()
    assert known.is_done
    assert answer.is_skipped
    assert (answer.words, answer.outcome) == (GAVE_UP, ROUND.bug.title)


def test_that_the_file_keeps_rounds_beside_lessons_and_never_outgrows_its_limit(tmp_path: Path):
    progress = Progress().with_done("a lesson")
    for number in range(1, MOST_ROUNDS + 20):
        progress = with_named(progress, Round(number, DIFFICULTIES["hard"]), None, 0, WHEN)
    assert len(progress.lessons) == MOST_ROUNDS + 1
    assert key_of(Round(MOST_ROUNDS + 19, DIFFICULTIES["hard"])) in progress.lessons
    progress.save(tmp_path / "lessons.json")
    assert Progress.load(tmp_path / "lessons.json") == progress
    assert set(titles(progress)) == set(progress.lessons) - {"a lesson"}

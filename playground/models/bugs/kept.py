"""What was named in rounds, kept with the progress in lessons."""

from __future__ import annotations

from dataclasses import replace

from playground.models.bugs.bug import Bug
from playground.models.bugs.rounds import Round
from playground.models.lessons.progress import Answer, Progress
from playground.style.words import counted

PREFIX = "bugs/"
TITLE = "Guess the bug"
GAVE_UP = "gave up"
# The file of the progress has room for a thousand lessons and rounds: the newest rounds are kept.
MOST_ROUNDS = 300


def key_of(round_: Round) -> str:
    """Return the key under which a round is kept."""
    return f"{PREFIX}{round_.difficulty.key}/{round_.number}"


def with_named(progress: Progress, round_: Round, named: Bug | None, looks: int, when: str) -> Progress:
    """Return the progress after a bug was named, or after the learner gave up.

    What was wrong is written down once the round is over, so that nobody reads it before.
    """
    key = key_of(round_)
    known = progress.of(key)
    attempt = len(known.answers)
    is_over = named is None or named is round_.bug
    answer = Answer(
        f"{round_.title}: what is wrong? After {counted(looks, 'look')}",
        None if named is None else round_.bugs.index(named),
        GAVE_UP if named is None else named.title,
        is_right=None if named is None else named is round_.bug,
        when=when,
    )
    progress = progress.with_answer(key, attempt, answer)
    if is_over:
        for step, one in progress.of(key).answers.items():
            progress = progress.with_answer(key, step, replace(one, outcome=round_.bug.title))
        progress = progress.with_done(key)
    return _newest(progress)


def titles(progress: Progress) -> dict[str, str]:
    """Return a title for each round in the progress."""
    return {key: TITLE for key in progress.lessons if key.startswith(PREFIX)}


def _newest(progress: Progress) -> Progress:
    rounds = [key for key in progress.lessons if key.startswith(PREFIX)]
    gone = {*rounds[:-MOST_ROUNDS]}
    return Progress({key: known for key, known in progress.lessons.items() if key not in gone})

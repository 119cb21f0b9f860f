"""Every bug can be told from a healthy run, and from every other bug of its round."""

from __future__ import annotations

from itertools import combinations

import pytest

from playground.models.bugs.bench import Bench
from playground.models.bugs.catalogue import BUGS, NOTHING
from playground.models.bugs.instruments.table import INSTRUMENTS
from playground.models.bugs.rounds import DIFFICULTIES, Round

ROUNDS = 20
HIDDEN = [(level, key) for level in DIFFICULTIES for key in DIFFICULTIES[level].bugs if key != NOTHING]
# `make fuzz` takes all.
SAMPLE = {
    "rate_low": "easy", "dead_relus": "medium", "zero_grad": "hard", "softmax_twice": "hard",
    "off_by_one": "hard",
}  # fmt: skip


def sign_gap(bench: Bench, key: str) -> float:
    """Return how far the sign of a bug is from what a healthy run shows."""
    bug = BUGS[key]
    assert bug.tell is not None
    instrument, name = bug.tell
    here, healthy = (bench.finding(one, instrument).reading(name) for one in (bug, BUGS[NOTHING]))
    assert here is not None
    assert healthy is not None
    return here.gap(healthy)


def rounds_with(level: str, key: str) -> list[Bench]:
    """Return rounds in which a bug can be made, each with its healthy twin."""
    found: list[Bench] = []
    number = 0
    while len(found) < ROUNDS:
        number += 1
        one = Round(number, DIFFICULTIES[level])
        if BUGS[key] in one.bugs:
            found.append(Bench(one))
    return found


def test_that_every_sign_is_a_reading_of_its_instrument():
    bench = Bench(Round(1, DIFFICULTIES["easy"]))
    for bug in BUGS.values():
        if bug.tell is not None:
            instrument, name = bug.tell
            assert bench.finding(BUGS[NOTHING], instrument).reading(name) is not None, name


@pytest.mark.parametrize("key", SAMPLE)
def test_that_a_bug_shows_its_sign_in_a_round(key: str):
    assert sign_gap(rounds_with(SAMPLE[key], key)[0], key) >= 1.0


def test_that_the_bugs_of_a_round_differ_from_one_another():
    bench = Bench(Round(1, DIFFICULTIES["easy"]))
    assert_all_differ(bench)


@pytest.mark.fuzz
@pytest.mark.parametrize(("level", "key"), HIDDEN)
def test_that_a_bug_shows_its_sign_in_20_of_20_rounds(level: str, key: str):
    gaps = [sign_gap(bench, key) for bench in rounds_with(level, key)]
    assert len(gaps) == 20
    assert min(gaps) >= 1.0


@pytest.mark.fuzz
@pytest.mark.parametrize("level", DIFFICULTIES)
def test_that_a_run_with_nothing_wrong_learns_in_20_of_20_rounds(level: str):
    for number in range(1, ROUNDS + 1):
        bench = Bench(Round(number, DIFFICULTIES[level]))
        answers, sanity = (bench.finding(BUGS[NOTHING], name) for name in ("answers", "sanity"))
        values = {one.name: one.value for one in (*answers.readings, *sanity.readings)}
        assert values["Passed"], bench.round.title
        assert values["Right on test points"] >= 0.85, bench.round.title


@pytest.mark.fuzz
@pytest.mark.parametrize("level", DIFFICULTIES)
def test_that_no_two_bugs_look_alike_in_20_of_20_rounds(level: str):
    for number in range(1, ROUNDS + 1):
        assert_all_differ(Bench(Round(number, DIFFICULTIES[level])))


def assert_all_differ(bench: Bench) -> None:
    for first, second in combinations(bench.round.bugs, 2):
        gaps = (
            bench.finding(first, instrument).widest(bench.finding(second, instrument))[2]
            for instrument in INSTRUMENTS
        )
        assert any(gap >= 1.0 for gap in gaps), (bench.round.title, first.key, second.key)

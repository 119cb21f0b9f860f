"""Rounds: the same number is the same round everywhere."""

from __future__ import annotations

import pytest
from scipy.stats import chisquare

from playground.models.bugs.catalogue import BUGS, NOTHING
from playground.models.bugs.rounds import DIFFICULTIES, Difficulty, Round

LEVELS = pytest.mark.parametrize("level", list(DIFFICULTIES.values()), ids=list(DIFFICULTIES))


def test_that_there_are_at_least_14_bugs_and_each_is_hidden_somewhere():
    hidden = {key for level in DIFFICULTIES.values() for key in level.bugs}
    assert hidden == set(BUGS)
    assert len(BUGS) >= 14
    assert len({bug.title for bug in BUGS.values()}) == len(BUGS)


def test_that_a_number_is_the_same_round_on_every_machine():
    # Written down once: a class shares the number, not the program.
    told = [
        (Round(4711, level).problem.experiment.seed, Round(4711, level).bug.key)
        for level in DIFFICULTIES.values()
    ]
    assert told == [(7147, "rate_low"), (8968, "rate_low"), (2270, "eval_forgotten")]


@LEVELS
def test_that_every_bug_comes_up_as_often_as_the_others_in_its_problem(level: Difficulty):
    counts: dict[str, dict[str, int]] = {}
    for number in range(1, 601):
        one = Round(number, level)
        here = counts.setdefault(one.problem.experiment.dataset, {bug.key: 0 for bug in one.bugs})
        here[one.bug.key] += 1
    assert {key for here in counts.values() for key in here} == set(level.bugs)
    for here in counts.values():
        assert chisquare([*here.values()]).pvalue > 1e-3


@LEVELS
def test_that_a_bug_changes_what_it_is_called_after_and_nothing_else(level: Difficulty):
    for number in range(1, 20):
        one = Round(number, level)
        healthy = one.case(BUGS[NOTHING])
        assert healthy.experiment == one.problem.experiment
        assert healthy.first_weights is None
        for bug in one.bugs:
            case = one.case(bug)
            changed = {
                name
                for name, value in vars(case.experiment).items()
                if value != getattr(healthy.experiment, name)
            }
            assert changed == set(bug.changes(healthy.experiment)) - {"layer_activations"}
            assert bool(changed) or case.first_weights is not None or bug.key == NOTHING


def test_that_every_bug_but_none_has_a_sign_and_a_fix():
    for bug in BUGS.values():
        assert bug.sees
        assert bug.why
        is_bug = bug.key != NOTHING
        assert is_bug == (bug.tell is not None) == bool(bug.wrong) == bool(bug.right)
        assert bug.wrong != bug.right or not is_bug

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.models.compare.comparison import (
    ComparedRun,
    Figures,
    alike,
    best_epoch,
    best_of,
    differences,
    fairness,
    figures_at,
    verdict,
)
from playground.models.experiment.experiment import Experiment
from playground.models.run.history import Curves

SPIRAL = Experiment(dataset="spiral", hidden=(8, 6), optimizer="adam", learning_rate=0.01)


def curves(test: list[float], train: list[float] | None = None) -> Curves:
    epochs = np.arange(1.0, len(test) + 1)
    losses, unknown = np.array(train or test), np.full(len(test), np.nan)
    return Curves(epochs, losses, np.array(test), losses, np.array(test), unknown, unknown)


def run(number: int, test: list[float], experiment: Experiment = SPIRAL, name: str = "") -> ComparedRun:
    return ComparedRun(number, number, name or f"Run {number}", experiment, curves(test), len(test), 101)


def test_that_only_the_settings_that_differ_are_listed_and_marked_against_the_first() -> None:
    rows = differences([SPIRAL, SPIRAL.with_(optimizer="sgd"), SPIRAL.with_(optimizer="sgd", hidden=(8,))])
    assert [(row.label, row.values, row.others) for row in rows] == [
        ("Hidden", ("8 + 6", "8 + 6", "8"), (False, False, True)),
        ("Optimizer", ("Adam", "SGD", "SGD"), (False, True, True)),
    ]


def test_that_names_and_engines_make_no_difference() -> None:
    assert differences([SPIRAL, SPIRAL.with_(name="B", backend="array", stop_epoch=5)]) == []
    assert alike([SPIRAL, SPIRAL.with_(name="B")]) == "The same settings."


def test_that_what_is_the_same_is_said() -> None:
    said = alike([SPIRAL, SPIRAL.with_(optimizer="sgd")])
    assert said == "All else is the same: Spiral, batch size 10, seed 2, learning rate 0.01."


@given(st.integers(0, 12))
def test_that_figures_are_those_of_the_last_known_epoch(epoch: int) -> None:
    figures = figures_at(curves([0.5, 0.4, float("nan"), 0.2]), epoch)
    assert figures.epoch == min(epoch, 4)
    expected = {0: None, 1: 0.5, 2: 0.4, 3: None}.get(epoch, 0.2)
    assert figures.test_loss == expected


def test_that_the_best_epoch_has_the_lowest_test_loss_that_was_measured() -> None:
    assert best_epoch(curves([0.5, float("nan"), 0.2, 0.3])) == 3
    assert best_epoch(curves([float("nan")])) is None
    assert best_epoch(Curves.empty()) is None


def told(first: ComparedRun, second: ComparedRun, epoch: int, *, among_more: bool = False) -> str:
    a, b = figures_at(first.curves, epoch), figures_at(second.curves, epoch)
    return verdict(first, second, a, b, lambda said: f"{said} at epoch {epoch}", among_more=among_more)


def test_that_the_verdict_tells_the_difference_and_what_is_shared() -> None:
    a, b = run(1, [0.5, 0.3], name="A"), run(2, [0.5, 0.229], SPIRAL.with_(learning_rate=0.1), "B")
    assert told(a, b, 2) == "B has 0.071 less test loss at epoch 2; same data, same first weights."
    assert told(a, b, 1) == ("A and B have the same test loss at epoch 1; same data, same first weights.")
    other = run(3, [0.1, 0.1], SPIRAL.with_(seed=9), "C")
    assert told(a, other, 2) == "C has 0.2 less test loss at epoch 2."
    assert told(a, other, 2, among_more=True) == "C has 0.2 less test loss than A at epoch 2."
    assert told(a, other, 0) == "No test loss is known at epoch 0."


def test_that_fairness_names_what_is_not_the_same() -> None:
    a, b = run(1, [0.5] * 5), run(2, [0.5] * 3, SPIRAL.with_(weight_draws=1))
    fair = fairness([a, b], has_come_far=True)
    assert fair.words == "Same data: yes · same first weights: no · same epochs: yes"
    unfair = fairness([a, b], has_come_far=False, noun="updates")
    assert unfair.words == "Same data: yes · same first weights: no · same updates: no"
    assert not fairness([a, run(2, [0.5] * 5, SPIRAL.with_(noise=0.2))], has_come_far=True).same_data


def test_that_of_equal_scores_the_lower_test_loss_is_best_and_a_single_run_is_not() -> None:
    a, b, blind = run(1, [0.5]), run(2, [0.5]), run(3, [0.5])
    figures = {
        1: Figures(1, 0.1, 0.3, 0.9, 0.9), 2: Figures(1, 0.2, 0.2, 0.9, 0.9),
        3: Figures(1, 0.1, None, 0.9, None),
    }  # fmt: skip
    assert best_of([a, b, blind], figures) == 2
    assert best_of([a, blind], figures) == 1
    assert best_of([a], figures) is None
    assert best_of([blind, blind], figures) is None

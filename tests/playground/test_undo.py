from __future__ import annotations

import pytest
from PySide6.QtGui import QUndoStack

from playground.models.experiment.experiment import Experiment
from playground.undo import ExperimentCommand, changed_settings, describe_change


@pytest.fixture
def stack(qapp) -> QUndoStack:
    return QUndoStack()


class Bench:
    def __init__(self, stack: QUndoStack) -> None:
        self.experiment, self._stack = Experiment(), stack
        self.marks: list[int] = []

    def take(self, mark: int, experiment: Experiment) -> None:
        self.experiment = experiment
        self.marks.append(mark)

    def change(self, merge: str = "", **values) -> None:
        after = self.experiment.with_(**values)
        command = ExperimentCommand(self.take, self.take, self.experiment, after, 1 + len(self.marks), merge)
        command.follow(self._stack.command(self._stack.index() - 1))
        self._stack.push(command)


def test_that_changes_are_taken_back_one_by_one(stack):
    bench = Bench(stack)
    bench.change(seed=5)
    bench.change(hidden=(3,))
    stack.undo()
    assert bench.experiment == Experiment(seed=5)
    stack.undo()
    assert bench.experiment == Experiment()
    stack.redo()
    assert bench.experiment == Experiment(seed=5)


def test_that_a_drag_is_one_step_and_one_back_to_the_start_none(stack):
    bench = Bench(stack)
    for noise in (0.1, 0.2, 0.3):
        bench.change(noise=noise)
    assert stack.count() == 1
    bench.change(noise=0.0)
    assert stack.count() == 0


def test_that_a_drag_keeps_the_run_from_before_its_first_move(stack):
    bench = Bench(stack)
    bench.change(seed=5)
    for noise in (0.1, 0.2, 0.3):
        bench.change(noise=noise)
    stack.undo()
    assert bench.marks == [1, 2, 2, 2, 2]


def test_that_a_drag_back_to_the_start_leads_to_the_run_from_before(stack):
    bench = Bench(stack)
    bench.change(noise=0.2)
    bench.change(noise=0.0)
    assert (stack.count(), bench.marks, bench.experiment) == (0, [1, 1, 1], Experiment())


def test_that_two_clicks_in_quick_succession_are_two_steps(stack):
    bench = Bench(stack)
    bench.change(hidden=(6, 7))
    bench.change(hidden=(6, 8))
    assert stack.count() == 2


def test_that_the_changes_of_a_stroke_are_one_step_however_long_it_takes(stack):
    bench = Bench(stack)
    for seed in (1, 3, 4):
        bench.change("stroke 1", seed=seed)
    bench.change("stroke 2", seed=9)
    assert stack.count() == 2
    stack.undo()
    assert bench.experiment.seed == 4


def test_that_a_step_is_named_after_what_it_changes(stack):
    Bench(stack).change(train_fraction=0.5)
    assert stack.undoText() == "train split"
    assert changed_settings(Experiment(), Experiment(seed=1, noise=0.5)) == ("noise", "seed")
    assert describe_change(("noise", "dataset")) == "data set"
    assert describe_change(()) == ""

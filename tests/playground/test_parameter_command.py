from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QUndoCommand, QUndoStack

from playground import undo
from playground.models.experiment.experiment import Experiment
from playground.models.network.parameter_map import BIAS, OUTPUT, ParameterKey
from playground.undo import DRAG_SECONDS, ExperimentCommand, ParameterCommand

WEIGHT: ParameterKey = (1, 0, 2)
OTHER: ParameterKey = (1, 1, 2)
KEYS: list[ParameterKey] = [WEIGHT, OTHER, (2, 0, BIAS), (OUTPUT, 1, 0)]


@dataclass
class Clock:
    now: float = 0.0

    def monotonic(self) -> float:
        return self.now


class Bench:
    """Parameters and the stack that their edits go to."""

    def __init__(self, clock: Clock) -> None:
        self.values: dict[ParameterKey, float] = dict.fromkeys(KEYS, 0.0)
        self.stack, self.clock = QUndoStack(), clock

    def edit(self, after: Mapping[ParameterKey, float], seconds_later: float = 0.0) -> None:
        self.clock.now += seconds_later
        self.stack.push(self.command(after))

    def command(self, after: Mapping[ParameterKey, float]) -> ParameterCommand:
        kept = dict(self.values)  # the run from before, and after undoing the one from then

        def swap(_: bool) -> None:
            now = dict(self.values)
            self.values.update(kept)
            kept.update(now)

        return ParameterCommand(lambda values, _: self.values.update(values), swap, after)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(undo, "time", clock)
    return clock


@pytest.fixture
def bench(qapp: object, clock: Clock) -> Bench:
    return Bench(clock)


def test_that_an_edit_is_made_when_it_is_pushed(bench: Bench) -> None:
    bench.edit({WEIGHT: 0.5})
    assert bench.values == {**dict.fromkeys(KEYS, 0.0), WEIGHT: 0.5}


def test_that_undo_restores_and_redo_repeats(bench: Bench) -> None:
    bench.values[WEIGHT] = -3.0
    bench.edit({WEIGHT: 0.5})
    bench.stack.undo()
    assert bench.values[WEIGHT] == -3.0
    bench.stack.redo()
    assert bench.values[WEIGHT] == 0.5


def test_that_several_parameters_come_back_together(bench: Bench) -> None:
    bench.values.update({WEIGHT: 1.0, OTHER: 2.0})
    bench.edit({WEIGHT: 0.0, OTHER: 0.0})
    assert (bench.values[WEIGHT], bench.values[OTHER]) == (0.0, 0.0)
    bench.stack.undo()
    assert (bench.values[WEIGHT], bench.values[OTHER]) == (1.0, 2.0)


def test_that_what_was_set_is_kept_although_the_given_values_change(bench: Bench) -> None:
    after = {WEIGHT: 1.0}
    bench.edit(after)
    after[WEIGHT] = 99.0
    bench.stack.undo()
    assert bench.values[WEIGHT] == 0.0
    bench.stack.redo()
    assert bench.values[WEIGHT] == 1.0


def test_that_quick_edits_of_the_same_parameter_are_one(bench: Bench) -> None:
    bench.values[WEIGHT] = -3.0
    for value in (0.1, 0.2, 0.3):
        bench.edit({WEIGHT: value}, DRAG_SECONDS / 2)
    assert bench.stack.count() == 1
    assert bench.values[WEIGHT] == 0.3
    bench.stack.undo()
    assert bench.values[WEIGHT] == -3.0
    bench.stack.redo()
    assert bench.values[WEIGHT] == 0.3


def test_that_slow_edits_of_the_same_parameter_are_two(bench: Bench) -> None:
    bench.edit({WEIGHT: 0.1})
    bench.edit({WEIGHT: 0.2}, DRAG_SECONDS)
    assert bench.stack.count() == 2
    bench.stack.undo()
    assert bench.values[WEIGHT] == 0.1


@pytest.mark.parametrize("second", [{OTHER: 0.2}, {WEIGHT: 0.2, OTHER: 0.2}, {(1, 0, BIAS): 0.2}])
def test_that_quick_edits_of_other_parameters_are_two(
    bench: Bench, second: dict[ParameterKey, float]
) -> None:
    bench.values[(1, 0, BIAS)] = 0.0
    bench.edit({WEIGHT: 0.1})
    bench.edit(second)
    assert bench.stack.count() == 2
    bench.stack.undo()
    assert bench.values[WEIGHT] == 0.1


def test_that_an_edit_after_undo_does_not_join_what_was_taken_back(bench: Bench) -> None:
    bench.edit({OTHER: 0.1}, 10.0)
    bench.edit({WEIGHT: 0.1}, 10.0)
    bench.stack.undo()
    bench.edit({WEIGHT: 0.7})
    bench.stack.undo()
    assert bench.values[WEIGHT] == 0.0
    assert bench.values[OTHER] == 0.1


def test_that_a_change_of_settings_in_between_keeps_edits_apart(bench: Bench) -> None:
    applied: list[Experiment] = []
    bench.edit({WEIGHT: 0.1})

    def take(_: int, experiment: Experiment) -> None:
        applied.append(experiment)

    bench.stack.push(ExperimentCommand(take, take, Experiment(), Experiment(noise=0.5)))
    bench.edit({WEIGHT: 0.2})
    assert bench.stack.count() == 3
    bench.stack.undo()
    bench.stack.undo()
    assert (bench.values[WEIGHT], applied) == (0.1, [Experiment(noise=0.5), Experiment()])


def test_that_an_edit_takes_in_no_other_kind_of_command(bench: Bench) -> None:
    command = bench.command({WEIGHT: 1.0})
    settings_changed = ExperimentCommand(print, print, Experiment(), Experiment(noise=0.5))
    assert command.id() != settings_changed.id()
    assert not command.mergeWith(settings_changed)
    assert not command.mergeWith(QUndoCommand())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.dictionaries(st.sampled_from(KEYS), st.floats(-9.0, 9.0), min_size=1), st.floats(0.0, 2.0)
        ),
        max_size=12,
    )
)
def test_that_any_edits_can_be_taken_back_and_made_again(
    qapp: object, clock: Clock, edits: list[tuple[dict[ParameterKey, float], float]]
) -> None:
    bench = Bench(clock)
    seen = {0: dict(bench.values)}
    for after, seconds in edits:
        bench.edit(after, seconds)
        seen[bench.stack.index()] = dict(bench.values)
    assert bench.stack.count() <= len(edits)
    for index in range(bench.stack.count() - 1, -1, -1):
        bench.stack.undo()
        assert bench.values == seen[index]
    for index in range(1, bench.stack.count() + 1):
        bench.stack.redo()
        assert bench.values == seen[index]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ((1, 0, 2), "weight of neuron 1 in hidden 1"),
        ((3, 4, 0), "weight of neuron 5 in hidden 3"),
        ((2, 1, BIAS), "bias of neuron 2 in hidden 2"),
        ((OUTPUT, 0, 0), "weight of neuron 1 in the output layer"),
        ((OUTPUT, 2, BIAS), "bias of neuron 3 in the output layer"),
    ],
)
def test_that_an_edit_is_named_after_its_parameter(bench: Bench, key: ParameterKey, text: str) -> None:
    bench.values[key] = 0.0
    bench.edit({key: 1.0})
    assert bench.stack.undoText() == text

"""Slices are read with every fault at its line, and say what really happens."""

from __future__ import annotations

import pytest

from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.reading.lesson_source import LessonError
from playground.models.lessons.stages.slice_stage import SliceStage
from playground.models.lessons.trial import try_lesson
from tests.playground.models.lessons.lesson_texts import (
    CHANGE,
    FRONT,
    NETWORK_SLICE,
    SLICE,
    SLICE_REVEAL,
    WHOLE_SLICE,
)


def stage_of(text: str) -> SliceStage:
    stage = read_lesson(text).steps[0].stage
    assert isinstance(stage, SliceStage)
    return stage


def test_that_a_true_lesson_about_a_slice_has_no_fault():
    assert try_lesson(read_lesson(WHOLE_SLICE)) == []


def test_that_a_lesson_that_says_another_change_is_found():
    text = FRONT + SLICE + CHANGE + SLICE_REVEAL.replace("L.change + 4", "L.change + 8")
    assert any("is not so" in fault.text for fault in try_lesson(read_lesson(text)))


def test_that_a_network_is_cut_where_its_training_has_come_to():
    stage = stage_of(FRONT + NETWORK_SLICE + CHANGE)
    assert (stage.moved, stage.height, stage.epochs, stage.along) == ("rate", "L", 2, "gradient")
    cut = stage.cut()
    fresh = stage_of(FRONT + NETWORK_SLICE.replace("epochs: 2\n", "") + CHANGE).cut()
    assert cut.start_height < fresh.start_height
    numbers = Outcomes(stage.outcomes())
    assert numbers.value_of("rate", "value", (), None) == 2.0
    assert numbers.value_of("L", "change", (), None) == cut.height(2.0) - cut.start_height


@pytest.mark.parametrize(
    ("text", "old", "new", "line_of", "reason"),
    [
        (SLICE, "L = w*w", "L = w*", "L = w*", "missing"),
        (SLICE, "along: w", "along: L", "along", "is one of w"),
        (SLICE, "along: w\n", "", "```slice", "lacks along"),
        (SLICE, "to: 5", "to: -3", "to", "larger than from"),
        (SLICE, "step: -2", "step: -9", "step", "from 2 to another place"),
        (SLICE, "step: -2", "step: 0", "step", "another place"),
        (SLICE, "step: -2", "step: far", "step", "no number"),
        (SLICE, "parabola: yes", "parabola: maybe", "parabola", "yes or no"),
        (SLICE, "parabola: yes", "parable: yes", "parable", "choose along"),
        (NETWORK_SLICE, "along: gradient", "along: weight 99", "along", "from 1 to"),
        (NETWORK_SLICE, "along: gradient", "along: everything", "along", "gradient, sharpest, or weight"),
        (NETWORK_SLICE, "from: 0\n", "", "```slice", "lacks from"),
        (NETWORK_SLICE, "epochs: 2", "epochs: -2", "epochs", "from 0"),
        (NETWORK_SLICE, "hidden: 2", "hidden: 64, 64", "```slice", "up to 1,000"),
        (NETWORK_SLICE, "hidden: 2", "hidden: 2\nbatch_norm: yes", "```slice", "without batch norm"),
        (NETWORK_SLICE, "run a: The network", "run a: One\nrun b: Two", "```slice", "one run"),
        (NETWORK_SLICE, "run a: The network\n", "", "```slice", "runs"),
    ],
)
def test_that_a_fault_in_a_slice_is_named_with_its_line(text, old, new, line_of, reason):
    assert old in text
    lesson = FRONT + text.replace(old, new, 1) + CHANGE
    with pytest.raises(LessonError) as info:
        read_lesson(lesson)
    faults = info.value.faults
    assert any(reason in fault.text for fault in faults), faults
    line = next(n for n, line in enumerate(lesson.split("\n"), 1) if line.startswith(line_of))
    assert line in [fault.line for fault in faults], (line, faults)


@pytest.mark.parametrize("name", ["L.grad", "w.change", "x.value", "w.value(1)", "w.value@3"])
def test_that_what_a_slice_does_not_have_is_refused(name):
    with pytest.raises(LessonError):
        read_lesson(FRONT + SLICE + CHANGE.replace("number: L.change", f"number: {name}"))

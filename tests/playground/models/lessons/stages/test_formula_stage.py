"""What a lesson says about formulas is what their derivatives are."""

from __future__ import annotations

import math

import pytest

from playground.models.lessons.language import read_expression
from playground.models.lessons.lesson_file import read_lesson
from playground.models.lessons.outcome import Outcomes
from playground.models.lessons.reading.lesson_source import LessonError
from playground.models.lessons.stages.formula_stage import FormulaStage
from playground.models.lessons.trial import try_lesson
from tests.playground.models.lessons.lesson_texts import WHOLE_FORMULA


def number(stage: FormulaStage, text: str) -> float:
    value = read_expression(text, stage, "number").value(Outcomes(stage.outcomes()))
    assert isinstance(value, float)
    return value


def test_that_values_and_gradients_are_those_of_the_formulas():
    stage = FormulaStage(text="x = 0.7\nw = -1.3\ny = tanh(w*x)\nL = (y - 0.2)**2")

    def loss(x: float, w: float) -> float:
        return (math.tanh(w * x) - 0.2) ** 2

    step = 1e-6
    assert number(stage, "L.value") == pytest.approx(loss(0.7, -1.3))
    assert number(stage, "L.grad") == 1.0
    slope = (loss(0.7, -1.3 + step) - loss(0.7, -1.3 - step)) / (2 * step)
    assert number(stage, "w.grad") == pytest.approx(slope, rel=1e-6)


@pytest.mark.parametrize(("mistake", "expected"), [("overwriting", 1.0), ("wrong_order", 6.0)])
def test_that_the_wrong_gradient_is_that_of_the_mistake(mistake, expected):
    # c = 4a: with = one share of four is left; passed on at once, b's first share is passed on twice.
    stage = FormulaStage(text="a = 1\nb = a + a\nc = b + b", mistake=mistake)
    assert number(stage, "a.grad") == 4.0
    assert number(stage, "a.wrong_grad") == expected


def test_that_a_gradient_after_some_steps_is_what_was_gathered_by_then():
    stage = FormulaStage(text="a = 1\nb = a + a\nc = b + b")
    gathered = [number(stage, f"a.grad@{step}") for step in range(5)]
    assert gathered == [0.0, 0.0, 0.0, 2.0, 4.0]
    assert math.isnan(number(stage, "a.grad@5"))


def test_that_leaves_can_have_other_values_than_the_lines_give_them():
    stage = FormulaStage(text="a = 1\nb = a*a")
    assert stage.passes({"a": 3.0}).right.gradients[stage.index_of("a")] == 6.0
    with pytest.raises(ArithmeticError, match="divides by 0"):
        FormulaStage(text="a = 1\nb = 1/a").passes({"a": 0.0})


def test_that_a_true_lesson_about_formulas_has_no_fault():
    assert try_lesson(read_lesson(WHOLE_FORMULA)) == []


@pytest.mark.parametrize(
    ("old", "new", "line_of", "reason"),
    [
        ("b = h*a", "b = h*", "b = h*", "missing"),
        ("h = a + a", "h = log(a - 1)", "h = log", "needs a number above 0"),
        ("L = b*h", "L = a + 2", "", "nothing uses this"),
        ("mistake: wrong_order", "mistake: bad", "mistake", "wrong_order or overwriting"),
        ("mistake: wrong_order", "mistakes: bad", "mistakes", "choose mistake"),
        ("paths: a", "paths: z", "paths", "not “z”"),
        ("next: L", "next: a", "next", "passes nothing on"),
        ("next: L", "next: ", "```predict", "lacks next"),
        ("controls: a", "controls: b", "controls", "cannot be moved: choose a"),
        ("until: abs(a.grad) < 1", "until: abs(a.gradient) < 1", "until", "does not know 'gradient'"),
        ("until: abs(a.grad) < 1", "until: z.grad < 1", "until", "nodes here: a, h, b, L"),
        ("until: abs(a.grad) < 1", "until: a.grad(3) < 1", "until", "nothing in parentheses"),
        ("order: backward", "order: forward", "order: forward", "is backward"),
        ("{a.grad}", "{a.slope}", "right: So", "does not know 'slope'"),
    ],
)
def test_that_a_fault_in_formulas_is_named_with_its_line(old, new, line_of, reason):
    assert old in WHOLE_FORMULA
    text = WHOLE_FORMULA.replace(old, new, 1)
    with pytest.raises(LessonError) as info:
        read_lesson(text)
    faults = info.value.faults
    assert any(reason in fault.text for fault in faults), faults
    if line_of:
        line = next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(line_of))
        assert line in [fault.line for fault in faults], (line, faults)


def test_that_formulas_too_large_to_be_read_are_refused():
    lines = "\n".join(f"h = {' + '.join('h' * 4)}" for _ in range(14))
    with pytest.raises(LessonError, match="46 nodes, and 40 is the most"):
        read_lesson(WHOLE_FORMULA.replace("b = h*a", f"{lines}\nb = h*a"))

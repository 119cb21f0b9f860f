from __future__ import annotations

import pytest

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.descent.descent import Position
from playground.models.graph.descent.formula_lab import FormulaLab
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.mistakes.twin_run import NEAR_LIMIT, NO_LIMIT, train_twins
from playground.models.graph.mistakes.twin_words import say_why


def lab_of(text: str, rate: float = 0.1, /, **leaves: float) -> FormulaLab:
    graph = graph_of_formulas(text, leaves)
    start = Position(dict(graph.start), {})
    parameters = [leaf.index for leaf in graph.leaves if leaf.name.startswith("w")]
    return FormulaLab(BlockGraph(graph), start, parameters, rate)


def test_that_losses_are_those_of_the_closed_form() -> None:
    """On (w - 3)^2 an update multiplies the distance to 3 by 1 - 2 rate."""
    report = train_twins(lab_of("L = (w - 3)**2", w=1.0), "backward_twice", near_limit=False)
    for course, rate in ((report.healthy, 0.1), (report.mistaken, 0.2)):
        expected = [(2.0 * (1.0 - 2.0 * rate) ** updates) ** 2 for updates in range(51)]
        assert course.losses == pytest.approx(expected, rel=1e-9, abs=1e-15)
    assert report.larger is not None
    assert report.mistaken.losses == report.larger.losses
    assert report.healthy.gradients[0] == 4.0
    assert report.mistaken.gradients[0] == 8.0


def test_that_gradients_nobody_clears_swing_for_ever_where_the_right_code_settles() -> None:
    report = train_twins(lab_of("L = (w - 3)**2", w=1.0), "no_zero_grad", near_limit=False)
    assert report.healthy.end < 1e-6
    assert max(report.mistaken.losses[25:]) > 1.0


def test_that_the_limit_of_a_formula_is_found() -> None:
    lab = lab_of("L = 0.9*(w - 3)**2", w=1.0)
    report = train_twins(lab, "backward_twice")
    assert report.place == NEAR_LIMIT
    assert report.healthy.rate < 1.0 / 0.9 < 2.0 * report.healthy.rate
    assert "is too far" in say_why(report, None)


def test_that_a_loss_that_wants_ever_larger_weights_has_no_limit() -> None:
    report = train_twins(lab_of("L = (sigmoid(w) - 1)**2", w=0.5), "backward_twice")
    assert report.place == NO_LIMIT
    assert "No rate was found here" in say_why(report, None)


def test_that_what_leaves_the_range_of_numbers_ends_at_infinity() -> None:
    lab = lab_of("L = exp(w**2)", w=1.0)
    assert lab.end_at(100.0) == float("inf")
    report = train_twins(lab_of("L = exp(w**2)", 0.3, w=1.0), "backward_twice", near_limit=False)
    assert not report.healthy.is_lost
    assert report.mistaken.losses[0] == report.healthy.losses[0]


def test_that_a_formula_has_no_softmax_to_apply_twice() -> None:
    with pytest.raises(ValueError, match="none to apply twice"):
        train_twins(lab_of("L = w*w", w=1.0), "softmax_twice")


def test_that_without_a_parameter_there_is_nothing_to_train() -> None:
    with pytest.raises(ValueError, match="no leaf is a parameter"):
        train_twins(lab_of("L = x*x", x=1.0), "backward_twice")


@pytest.mark.parametrize("mistake", ["backward_twice", "no_zero_grad"])
@pytest.mark.parametrize(
    "text", ["L = (w - 3)**2 - 10", "L = w*x", "L = -(w**2)", "L = w - w", "L = exp(w)*w2", "L = abs(w) - 5"]
)
def test_that_a_loss_may_be_negative_zero_or_without_a_bottom(text: str, mistake: str) -> None:
    for near_limit in (True, False):
        report = train_twins(lab_of(text), mistake, near_limit=near_limit)
        assert say_why(report, None).endswith(".")


def test_that_the_limit_does_not_depend_on_where_zero_is() -> None:
    rates = {
        train_twins(lab_of(f"L = 0.9*(w - 3)**2 {shift}", w=1.0), "backward_twice").healthy.rate
        for shift in ("", "- 2", "- 20", "+ 2")
    }
    assert len(rates) == 1

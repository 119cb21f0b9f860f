from __future__ import annotations

from playground.models.graph.descent.descent import Descent, Position, next_update
from playground.models.graph.descent.descent_words import say_descent, say_rule, say_step
from tests.playground.models.graph.networks import walk_of_formulas

NOWHERE = Position({}, {})


def test_that_what_the_loss_did_is_said_with_its_numbers() -> None:
    assert say_descent(Descent((0.5, 0.4, 0.25), NOWHERE), "L") == "2 updates: L fell from 0.5 to 0.25."
    assert say_descent(Descent((0.5, 0.5), NOWHERE), "L") == "1 update: L stays at 0.5."
    rose = say_descent(Descent((0.5, 2.0), NOWHERE), "L")
    assert rose == "1 update: L rose from 0.5 to 2: the step is too large here. Try a lower rate."


def test_that_a_failure_is_told_after_what_was_made() -> None:
    assert say_descent(Descent((0.5, 0.25), NOWHERE, "Update 2 failed."), "L") == (
        "1 update: L fell from 0.5 to 0.25. Update 2 failed."
    )
    assert say_descent(Descent((0.5,), NOWHERE, "Update 1 failed."), "L") == "Update 1 failed."


def test_that_a_step_says_the_numbers_and_why_it_goes_that_way() -> None:
    table = next_update(walk_of_formulas("L = (w - t)**2", w=2.0, t=1.0), [0, 1], 0.1, 1)
    assert say_step(table, 0, "L") == "w ← 2 − 0.1 × 2 = 1.8. L rises where w grows, so w goes down."
    assert "L falls where t grows, so t goes up." in say_step(table, 1, "L")
    flat = next_update(walk_of_formulas("L = (w - t)**2", w=1.0, t=1.0), [0], 0.1, 1)
    assert say_step(flat, 0, "L").endswith("Its gradient is 0: a small change of w leaves L as it is.")


def test_that_the_mistake_is_named_with_the_rate() -> None:
    table = next_update(walk_of_formulas("L = w*w", w=1.0), [0], 0.25, 3)
    assert say_rule(table, "") == "Update 3, rate 0.25"
    assert say_rule(table, "no_zero_grad") == "Update 3, rate 0.25, with the mistake “zero_grad() forgotten”"

"""What is said at the end of a round."""

from __future__ import annotations

from playground.controllers.bugs.bug_words import verdict_words
from playground.models.bugs.catalogue import BUGS, NOTHING
from playground.models.bugs.finding import Reading
from playground.models.bugs.verdict import Evidence, Verdict

EVIDENCE = Evidence("steps", Reading("Step ÷ gradient, first", 10.0), Reading("Step ÷ gradient, first", 0.1))
AGAINST = Evidence("data", Reading("Training points", 140, "count"), Reading("Training points", 20, "count"))


def test_that_the_evidence_is_named_with_its_numbers():
    words, code = verdict_words(Verdict(BUGS["rate_high"], BUGS["rate_high"], EVIDENCE, None))
    assert words.startswith("**Yes: learning rate far too high.**")
    assert "Steps: “step ÷ gradient, first” is **10** here, and **0.1** in the healthy twin." in words
    assert code.split("\n")[0] == f"- {BUGS['rate_high'].wrong}"


def test_that_a_wrong_guess_is_told_what_speaks_against_it():
    words, _ = verdict_words(Verdict(BUGS["rate_high"], BUGS["few_points"], EVIDENCE, AGAINST))
    assert words.startswith("**It was: learning rate far too high.**")
    assert (
        "“most of the data was left out”.** Data: “training points” would be **20**; here it is **140**."
        in words
    )


def test_that_code_keeps_its_indentation():
    _, code = verdict_words(Verdict(BUGS["eval_forgotten"], None, EVIDENCE, None))
    assert code.split("\n") == [
        "- with torch.no_grad():", "- \u00a0\u00a0\u00a0\u00a0answer = model(x)",
        "+ model.eval()", "+ with torch.no_grad():", "+ \u00a0\u00a0\u00a0\u00a0answer = model(x)",
    ]  # fmt: skip


def test_that_a_healthy_run_has_no_fix():
    same = Evidence(
        "losses", Reading("Training loss, end", 0.01, "loss"), Reading("Training loss, end", 0.01, "loss")
    )
    words, code = verdict_words(Verdict(BUGS[NOTHING], BUGS["rate_high"], same, None))
    assert "“training loss, end” is **0.010**, to the last digit as in the healthy twin." in words
    assert code == ""

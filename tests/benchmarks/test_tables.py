"""What the report says, from times that were not measured."""

from __future__ import annotations

import pytest

from tests.benchmarks.goals import COLUMNS, GOALS, verdict
from tests.benchmarks.measure import Contender
from tests.benchmarks.stations import Result
from tests.benchmarks.tables import Table, goals_table, growth_table, number, rate_table, ratio_table

OURS = "this engine, compiled"


def result(seconds: float | None) -> Result:
    return Result(None if seconds is None else Contender(lambda: 0.0, [seconds]), "")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.00123, "0.00123"), (1.04, "1.04"), (46.52, "46.5"), (123.4, "123"), (61_234.0, "61,200")],
)
def test_that_numbers_have_three_significant_digits(value: float, text: str) -> None:
    assert number(value) == text


def test_that_a_goal_and_half_of_it_are_told_apart() -> None:
    assert [verdict(ratio, 60.0) for ratio in (60.0, 30.0, 29.9)] == ["goal", "floor", "below"]


def test_that_markdown_has_a_rule_and_all_rows() -> None:
    lines = Table("Rates", ["peer", "W1"], [["NumPy", "1.5"], ["JAX", ""]], "A note.").markdown().split("\n")
    assert lines == [
        "## Rates", "", "A note.", "",
        "| peer  | W1  |", "| ----- | --: |", "| NumPy | 1.5 |", "| JAX   |     |",
    ]  # fmt: skip


def test_that_a_missing_peer_is_a_blank_row() -> None:
    results = {"W1": {OURS: result(0.5), "JAX": result(None), "NumPy": result(2.0)}}
    assert ratio_table(results, OURS).rows == [["JAX", ""], ["NumPy", "4"]]
    assert rate_table("", results, "epochs/s").rows == [[OURS, "2"], ["JAX", ""], ["NumPy", "0.5"]]


def test_that_goals_stand_below_the_ratios() -> None:
    by_peer = {OURS: result(1.0), **{peer: result(40.0) for peer in GOALS}}
    rows = goals_table(dict.fromkeys(COLUMNS, by_peer), OURS).rows
    of_torch = next(i for i, row in enumerate(rows) if row[0] == "PyTorch eager")
    assert rows[of_torch][1:4] == ["40 (floor)", "40 (below)", "40 (below)"]
    assert rows[of_torch][5] == "40 (goal)"
    assert rows[of_torch + 1][1:3] == ["60 / 30", "1,200 / 600"]


def test_that_growth_shows_milliseconds_and_both_exponents() -> None:
    table = growth_table("", "samples", {"NumPy": {100: 0.001, 1000: 0.001, 10_000: 0.01}}, "")
    assert table.rows == [["NumPy", "1", "1", "10", "0.50", "1.00"]]

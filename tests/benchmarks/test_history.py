"""Goals of the history of a run: exact within 100 ms, on screen within 50, below 64 MB, and nearly free."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playground.application import PlaygroundApplication
from playground.models.run.log import MOST_BYTES
from tests.benchmarks.cursor import SETTINGS as SETTINGS_OF_THE_CURSOR
from tests.benchmarks.cursor import cursor_table, measure_cursor, p95
from tests.benchmarks.history import SETTINGS, history_table, measure_history

pytestmark = pytest.mark.benchmark


def test_that_any_epoch_comes_back_within_100_ms_and_history_costs_below_3_percent():
    results = {name: measure_history(experiment) for name, experiment in SETTINGS.items()}
    print("\n" + history_table(results).markdown())
    for name, cost in results.items():
        assert cost.longest < 0.1, name
        assert cost.n_bytes <= MOST_BYTES, name
        assert cost.slower < 1.03, name


@pytest.mark.parametrize("name", SETTINGS_OF_THE_CURSOR)
def test_that_a_move_of_the_cursor_is_on_screen_within_50_ms(
    open_window: Callable[..., PlaygroundApplication], qtbot, name
):
    playground = open_window(SETTINGS_OF_THE_CURSOR[name])
    cost = measure_cursor(playground, lambda seconds: qtbot.wait(round(1000 * seconds)))
    print("\n" + cursor_table({name: cost}).markdown())
    assert p95(cost.drag.first) <= 0.05
    assert p95(cost.step.first) <= 0.05
    assert p95(cost.step.exact) <= 0.1

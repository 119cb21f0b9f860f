from __future__ import annotations

from dataclasses import replace

from tests.soak.samples import HEADINGS, Sample, findings

FIRST = Sample(0.5, 100, 3, 4, 400, 12, 30)


def _samples(**changes: int) -> list[Sample]:
    """Ten rests of which the last eight, after the warm-up, end with a change."""
    return [replace(FIRST, memory_mb=300, threads=9)] * 2 + [FIRST] * 7 + [replace(FIRST, **changes)]


def test_that_what_comes_with_the_warm_up_is_no_growth():
    assert findings(_samples()) == []
    assert findings(_samples(memory_mb=430)) == []


def test_that_growth_of_memory_threads_and_handles_is_told():
    assert findings(_samples(memory_mb=431)) == ["memory between 400 and 431 MB: more than 30 apart"]
    assert findings(_samples(threads=13)) == ["threads grew from 12 to 13"]
    assert findings(_samples(handles=31)) == ["file handles grew from 30 to 31"]


def test_that_a_row_stands_under_its_headings():
    assert len(FIRST.row) == len("  ".join(HEADINGS))
    assert FIRST.row.split() == ["0.5", "100", "3", "4", "400", "12", "30"]

from __future__ import annotations

import linecache
import sys

import pytest

from playground.workers import freed_memory
from playground.workers.freed_memory import LOOK_SECONDS, FreedMemory
from tests.playground.clocks import Clock
from tests.process import memory_mb


def test_that_no_source_lines_of_modules_stay() -> None:
    clock = Clock()
    freed = FreedMemory(clock)
    assert linecache.getline(freed_memory.__file__, 1)
    clock.now = LOOK_SECONDS
    freed.give_back()
    assert freed_memory.__file__ not in linecache.cache


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do it themselves")
def test_that_what_is_freed_between_what_is_in_use_goes_back_to_the_system() -> None:
    clock = Clock()
    freed = FreedMemory(clock)
    blocks = [bytearray(50_000) for _ in range(2000)]
    used = blocks[::100]
    before = memory_mb()
    del blocks
    clock.now = LOOK_SECONDS
    freed.give_back()
    assert before - memory_mb() > 70
    assert len(used) == 20


def test_that_it_looks_now_and_then_only(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[float] = []
    clock = Clock()
    monkeypatch.setattr(freed_memory, "free_dropped", lambda: looks.append(clock.now))
    freed = FreedMemory(clock)
    for clock.now in (1.0, LOOK_SECONDS, LOOK_SECONDS + 1, 2 * LOOK_SECONDS - 0.1, 2 * LOOK_SECONDS):
        freed.give_back()
    assert looks == [LOOK_SECONDS, 2 * LOOK_SECONDS]

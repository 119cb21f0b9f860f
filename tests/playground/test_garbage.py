from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from playground import garbage
from playground.garbage import GarbageCollection


class Node:
    """Something that refers to itself, and notes the thread that ends it."""

    def __init__(self, ended_in: list[int] | None = None) -> None:
        self.own = self
        self.ended_in = ended_in

    def __del__(self) -> None:
        if self.ended_in is not None:
            self.ended_in.append(threading.get_ident())


@pytest.fixture
def begin(qapp) -> Iterator[Callable[[], GarbageCollection]]:
    """Begin to collect. All ends with the test: in later ones each look would go through everything."""
    gc.unfreeze()
    parent = QObject()
    yield lambda: GarbageCollection(parent)
    parent.deleteLater()
    QCoreApplication.sendPostedEvents(parent, QEvent.Type.DeferredDelete)
    gc.enable()
    gc.freeze()


def test_that_cycles_of_any_thread_end_in_the_windows_thread(begin, qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(garbage, "YOUNG_MS", 10)
    begin()
    ended_in: list[int] = []

    def make_cycles() -> None:
        for _ in range(5_000):  # the automatic collector would run here
            Node(ended_in)

    thread = threading.Thread(target=make_cycles)
    thread.start()
    thread.join()
    assert ended_in == []
    qtbot.waitUntil(lambda: len(ended_in) == 5_000)
    assert set(ended_in) == {threading.get_ident()}


def test_that_old_objects_are_looked_at_too_but_not_those_of_the_start(begin, qtbot, monkeypatch) -> None:
    for name in ("SETTLED_MS", "WHOLE_MS"):
        monkeypatch.setattr(garbage, name, 10)
    before = gc.get_freeze_count()
    begin()
    qtbot.waitUntil(lambda: gc.get_freeze_count() > before + 10_000)
    node = Node()
    gc.collect(1)
    gc.collect(1)  # now it is old
    seen = weakref.ref(node)
    del node
    qtbot.waitUntil(lambda: seen() is None)

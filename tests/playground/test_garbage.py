from __future__ import annotations

import gc
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from types import ModuleType

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


def test_that_many_objects_are_left_until_most_are_gone(begin, qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(garbage, "YOUNG_MS", 10)
    begin()
    looks: list[str] = []

    def note(phase: str, _: object) -> None:
        looks.append(phase)

    cycle = weakref.ref(Node())
    many = [[number] for number in range(garbage.MOST_YOUNG + 5_000)]
    gc.callbacks.append(note)
    try:
        qtbot.wait(60)
        assert not looks
        assert cycle() is not None
        many.clear()
        qtbot.waitUntil(lambda: cycle() is None)
    finally:
        gc.callbacks.remove(note)


def test_that_many_objects_are_not_left_for_ever(begin, qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(garbage, "YOUNG_MS", 5)
    monkeypatch.setattr(garbage, "LONGEST_PUT_OFF", 3)
    begin()
    cycle = weakref.ref(Node())
    many = [[number] for number in range(garbage.MOST_YOUNG + 5_000)]
    qtbot.waitUntil(lambda: cycle() is None)
    assert many


def test_that_what_a_loaded_module_brings_is_never_looked_at(begin, qtbot: QtBot, monkeypatch) -> None:
    monkeypatch.setattr(garbage, "YOUNG_MS", 10)
    begin()
    module = ModuleType("loaded_late")
    module.things = [[number] for number in range(garbage.MOST_YOUNG + 5_000)]  # type: ignore[attr-defined]
    before = gc.get_freeze_count()
    monkeypatch.setitem(sys.modules, "loaded_late", module)
    qtbot.waitUntil(lambda: gc.get_freeze_count() > before + garbage.MOST_YOUNG)

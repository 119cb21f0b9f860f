"""What is painted is handed over whole: a view that asked while it paints would mix two moments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.application import PlaygroundApplication
from tests.playground.actions import PATIENCE_MS, train_until

ASKED = ("playground.controllers", "playground.workbench", "playground.workers", "playground.application")


def held_by(thing: Any) -> Iterator[Any]:
    """What a view, a value or a function holds in its hands."""
    if isinstance(thing, MethodType):
        yield from (thing.__self__, thing.__func__)
    elif isinstance(thing, FunctionType):
        yield from (cell.cell_contents for cell in thing.__closure__ or ())
        yield from thing.__defaults__ or ()
    elif isinstance(thing, partial):
        yield from (thing.func, *thing.args, *thing.keywords.values())
    elif isinstance(thing, dict):
        yield from thing.values()
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from thing
    elif type(thing).__module__.startswith("playground."):
        yield from getattr(thing, "__dict__", {}).values()
        yield from (getattr(thing, name, None) for name in getattr(type(thing), "__slots__", ()))


def ways_to_who_is_asked(root: QObject) -> list[str]:
    """How one comes from a view to a controller, the workbench or a worker, over what Python holds."""
    found = []
    waiting = [(root, type(root).__name__)]
    seen: dict[int, Any] = {}
    while waiting:
        thing, way = waiting.pop()
        if id(thing) in seen:
            continue
        seen[id(thing)] = thing
        if isinstance(thing, QObject) and type(thing).__module__.startswith(ASKED):
            found.append(way)
            continue
        waiting += [(held, f"{way} > {type(held).__name__}") for held in held_by(thing)]
    return found


def views() -> list[QObject]:
    return [w for w in QApplication.allWidgets() if type(w).__module__.startswith("playground.views")]


def test_that_no_view_holds_anything_that_could_be_asked(
    playground: PlaygroundApplication, qtbot: QtBot
) -> None:
    train_until(qtbot, playground, 3)
    playground.window.output.plot.point_picked.emit(3)
    playground.window.header.mode_selected.emit("graph")
    qtbot.waitUntil(lambda: playground.window.graph.canvas.isVisible(), timeout=PATIENCE_MS)
    train_until(qtbot, playground, 6)
    found = [way for view in views() for way in ways_to_who_is_asked(view)]
    assert len(views()) > 100
    assert found == []


def test_that_a_view_that_asks_would_be_found(playground: PlaygroundApplication) -> None:
    class Asking(QObject):
        __module__ = "playground.views.made_later"

        def __init__(self, answer: Callable[[], object]) -> None:
            super().__init__()
            self._answers = {"now": [partial(answer)]}

    assert ways_to_who_is_asked(Asking(playground.workbench.is_playing.__bool__)) == []
    assert ways_to_who_is_asked(Asking(playground.show_about)) != []

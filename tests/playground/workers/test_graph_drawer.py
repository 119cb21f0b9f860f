from __future__ import annotations

import threading

import pytest

from playground.models.graph.drawing import Drawing, draw_formulas
from playground.models.graph.formulas import graph_of_formulas
from playground.workers.graph_drawer import GraphDrawer


@pytest.fixture
def drawer(qtbot):
    drawer = GraphDrawer()
    yield drawer
    drawer.close()


def drawing(text: str = "y = x*x") -> Drawing:
    return draw_formulas(graph_of_formulas(text, {}))


def refuse() -> Drawing:
    raise ValueError("too large")


def test_that_a_drawing_comes_from_another_thread(drawer, qtbot):
    threads: list[threading.Thread] = []

    def draw() -> Drawing:
        threads.append(threading.current_thread())
        return drawing()

    with qtbot.waitSignal(drawer.drawn) as told:
        drawer.order(draw)
    assert isinstance(told.args[0], Drawing)
    assert threads != [threading.current_thread()]


def test_that_the_newest_order_wins(drawer, qtbot):
    told: list[object] = []
    drawer.drawn.connect(told.append)
    going_on = threading.Event()

    def wait() -> Drawing:
        going_on.wait(10)
        return drawing("y = a*b")

    drawer.order(wait)
    newest = drawing("y = a + b")
    drawer.order(lambda: drawing("y = a - b"))
    drawer.order(lambda: newest)
    going_on.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [newest]


def test_that_a_refusal_is_told_and_the_next_order_is_done(drawer, qtbot):
    with qtbot.waitSignal(drawer.refused) as told:
        drawer.order(refuse)
    assert told.args == ["too large"]
    with qtbot.waitSignal(drawer.drawn):
        drawer.order(drawing)


def test_that_what_was_given_up_is_not_told(drawer, qtbot):
    told: list[object] = []
    drawer.drawn.connect(told.append)
    going_on = threading.Event()

    def wait() -> Drawing:
        going_on.wait(10)
        return drawing()

    drawer.order(wait)
    drawer.give_up()
    going_on.set()
    last = drawing()
    drawer.order(lambda: last)
    qtbot.waitUntil(lambda: bool(told))
    assert told == [last]


def test_that_an_unforeseen_error_is_reported(drawer, qtbot):
    with qtbot.waitSignal(drawer.crashed) as told:
        drawer.order(lambda: 1 / 0)
    assert "ZeroDivisionError" in told.args[0]


def test_that_it_closes_in_the_middle_of_an_order(drawer):
    begun, going_on = threading.Event(), threading.Event()

    def wait() -> Drawing:
        begun.set()
        going_on.wait(0.2)
        return drawing()

    drawer.order(wait)
    assert begun.wait(10)
    drawer.close()
    assert not drawer.isRunning()

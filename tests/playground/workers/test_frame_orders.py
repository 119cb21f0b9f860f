from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from playground.models.picture.frame import FrameRequest
from playground.models.run.moment import Moment
from playground.models.run.session import Session
from playground.style.palette import LIGHT
from playground.workers.frame_orders import PORTION_SECONDS, SLOW_PICTURE_SECONDS, FrameOrders


class Painter:
    """Notes what it is to paint; done at once unless it is kept busy."""

    def __init__(self) -> None:
        self.last_cost, self.is_busy = 0.001, False
        self.ordered: list[FrameRequest] = []

    def wait_until_idle(self, seconds: float) -> bool:
        return not self.is_busy

    def order(self, moment: Moment, request: FrameRequest) -> None:
        self.ordered.append(request)


class StandIn:
    """What a session is asked for; a moment is the request it was asked for with."""

    def __init__(self) -> None:
        self.past = SimpleNamespace(is_on_the_way=False)

    def moment(self, request: FrameRequest) -> FrameRequest:
        return request


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def orders(painter) -> FrameOrders:
    return FrameOrders(painter)


SESSION = cast(Session, StandIn())


def ask(orders: FrameOrders, **values: Any) -> None:
    request = FrameRequest(orders.generation, LIGHT, 64, **values)
    orders.ask(request)


def test_that_the_newest_request_is_painted_once(orders, painter):
    for number in (1, 2):
        ask(orders, number=number)
    assert orders.is_waiting
    for _ in range(2):
        orders.answer(SESSION, is_playing=False)
    assert [request.number for request in painter.ordered] == [2]
    assert not orders.is_waiting


def test_that_requests_for_what_was_trained_before_are_dropped(orders, painter):
    ask(orders)
    late = FrameRequest(orders.generation, LIGHT, 64)
    orders.renew()
    orders.ask(late)
    orders.answer(SESSION, is_playing=False)
    assert painter.ordered == []


def test_that_a_frame_waits_for_the_last_one(orders, painter):
    painter.is_busy = True
    ask(orders)
    orders.answer(SESSION, is_playing=False)
    assert painter.ordered == []
    painter.is_busy = False
    orders.answer(SESSION, is_playing=True)
    assert [request.live for request in painter.ordered] == [True]


def test_that_training_is_cut_short_for_a_frame_that_is_due(orders):
    assert orders.portion() == PORTION_SECONDS
    ask(orders)
    assert orders.portion() < PORTION_SECONDS


@pytest.mark.parametrize("cost", [0.5 * SLOW_PICTURE_SECONDS, 2.0 * SLOW_PICTURE_SECONDS])
def test_that_only_slow_pictures_become_drafts_while_the_cursor_moves(orders, painter, cost):
    painter.last_cost = cost
    for is_passing in (True, False):
        ask(orders, is_passing=is_passing)
        assert orders.is_passing == is_passing
        orders.answer(SESSION, is_playing=False)
    assert [request.is_passing for request in painter.ordered] == [cost > SLOW_PICTURE_SECONDS, False]


def test_that_a_frame_on_the_way_is_said_once(orders):
    on_the_way = StandIn()
    on_the_way.past.is_on_the_way = True
    ask(orders)
    orders.answer(cast(Session, on_the_way), is_playing=False)
    assert orders.take_on_the_way()
    assert not orders.take_on_the_way()

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from playground.views.kit.chart.viewport import Box, Viewport

BASE = Box(-4.0, 4.0, -5.0, 3.0)


@pytest.fixture
def widget(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def viewport(widget) -> Viewport:
    """Of 80 pixels each way, 10 pixels off the corner."""
    viewport = Viewport(widget)
    viewport.set_frame(QRectF(10.0, 10.0, 80.0, 80.0))
    viewport.set_base(BASE, 1e-3, 160.0)
    return viewport


@pytest.fixture
def strip(widget) -> Viewport:
    """Of 1,000 epochs in 100 pixels."""
    viewport = Viewport(widget, horizontal=True, bounded=True)
    viewport.set_frame(QRectF(0.0, 0.0, 100.0, 50.0))
    viewport.set_base(Box(0.0, 1000.0, 0.0, 1.0), 4.0, 1000.0)
    return viewport


def key(viewport: Viewport, code: Qt.Key) -> bool:
    return viewport.take_key(QKeyEvent(QEvent.Type.KeyPress, code, Qt.KeyboardModifier.NoModifier))


def mouse(x: float, y: float) -> QMouseEvent:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(x, y), QPointF(x, y), left, left, none)


def test_that_all_is_seen_at_first_the_right_way_up(viewport):
    assert viewport.seen == BASE
    assert not viewport.is_zoomed
    assert viewport.position(-4.0, -5.0) == QPointF(10.0, 90.0)
    assert viewport.position(4.0, 3.0) == QPointF(90.0, 10.0)


@given(factor=st.floats(0.2, 5), x=st.floats(-3, 3), y=st.floats(-3, 3))
def test_that_zooming_leaves_a_point_where_it_was(factor, x, y):
    nearer = BASE.zoomed(factor, x, y)
    assert (x - nearer.left) / nearer.width == pytest.approx((x - BASE.left) / BASE.width, abs=1e-9)
    assert (y - nearer.bottom) / nearer.height == pytest.approx((y - BASE.bottom) / BASE.height, abs=1e-9)
    assert nearer.width == pytest.approx(BASE.width / factor)


def test_that_positions_and_data_belong_together(viewport):
    viewport.zoom(3.0, QPointF(30.0, 70.0))
    x, y = viewport.data_at(QPointF(22.0, 33.0))
    assert viewport.position(x, y).x() == pytest.approx(22.0)
    assert viewport.position(x, y).y() == pytest.approx(33.0)


def test_that_the_wheel_and_a_pinch_zoom_about_the_pointer(viewport, widget):
    place = QPointF(30.0, 70.0)
    under = viewport.data_at(place)
    wheel = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, wheel)
    assert viewport.seen.width == pytest.approx(8.0 / 1.0015**120)
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice(), 2, place, place,
        place, 0.25, QPointF(),
    )  # fmt: skip
    QApplication.sendEvent(widget, pinch)
    assert viewport.seen.width == pytest.approx(8.0 / 1.0015**120 / 1.25)
    assert viewport.data_at(place) == pytest.approx(under)


def test_that_zooming_ends_before_numbers_do(viewport):
    for _ in range(100):
        viewport.zoom(3.0)
    assert viewport.seen.width == pytest.approx(1e-3)
    for _ in range(100):
        viewport.zoom(0.3)
    assert viewport.seen.width == pytest.approx(160.0)


def test_that_keys_zoom_move_and_show_all_and_others_are_left(viewport):
    assert key(viewport, Qt.Key.Key_Plus)
    assert viewport.seen.width == pytest.approx(8.0 / 1.25)
    before = viewport.seen
    assert key(viewport, Qt.Key.Key_Right)
    assert viewport.seen.left == pytest.approx(before.left + 0.1 * before.width)
    assert key(viewport, Qt.Key.Key_Up)
    assert viewport.seen.bottom == pytest.approx(before.bottom + 0.1 * before.height)
    assert key(viewport, Qt.Key.Key_Home)
    assert not viewport.is_zoomed
    assert not key(viewport, Qt.Key.Key_A)


def test_that_zooming_in_and_out_again_is_seeing_all(viewport):
    for code in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Minus):
        key(viewport, code)
    assert not viewport.is_zoomed


def test_that_dragging_moves_what_is_under_the_pointer_with_it(viewport):
    viewport.press(mouse(50.0, 50.0))
    assert not viewport.drag(mouse(51.0, 51.0))
    assert viewport.drag(mouse(70.0, 40.0))
    assert (viewport.seen.left, viewport.seen.bottom) == pytest.approx((-6.0, -6.0))
    assert not viewport.release()
    assert not viewport.drag(mouse(0.0, 0.0))


def test_that_a_press_without_a_way_is_a_click(viewport):
    viewport.press(mouse(50.0, 50.0))
    viewport.drag(mouse(52.0, 50.0))
    assert viewport.release()
    assert viewport.seen == BASE


def test_that_a_strip_stays_within_what_there_is(strip):
    strip.zoom(0.1)
    strip.pan(QPointF(-50.0, 20.0))
    assert not strip.is_zoomed
    strip.zoom(4.0, QPointF(10.0, 5.0))
    strip.pan(QPointF(1e6, 0.0))
    assert (strip.seen.left, strip.seen.right) == pytest.approx((0.0, 250.0))
    assert (strip.seen.bottom, strip.seen.top) == (0.0, 1.0)
    assert not key(strip, Qt.Key.Key_Up)


def test_that_a_chosen_part_is_kept_or_dropped_with_another_whole(strip):
    strip.zoom(4.0)
    seen = strip.seen
    strip.set_base(Box(0.0, 2000.0, 0.0, 1.0), 4.0, 2000.0)
    assert strip.seen == seen
    strip.set_base(Box(0.0, 3000.0, 0.0, 1.0), 4.0, 3000.0, keep=False)
    assert not strip.is_zoomed


def test_that_changes_are_told_and_nothing_else(viewport, qtbot):
    told = []
    viewport.changed.connect(lambda: told.append(viewport.seen))
    viewport.show_all()
    assert told == []
    viewport.zoom(2.0)
    assert told == [viewport.seen]

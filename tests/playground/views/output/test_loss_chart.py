from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QGraphicsView

from playground.models.run.history import Curves
from playground.style.theme import LIGHT
from playground.views.output.loss_chart import LossChart


class Paints(QObject):
    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def curves(n_epochs: int) -> Curves:
    epochs = np.linspace(1.0, n_epochs, 300)
    loss = 1.0 / epochs
    return Curves(epochs, loss, 1.2 * loss, loss, 1.2 * loss, 1.0 - loss / 10, 0.9 - loss / 10)


@pytest.fixture
def chart(qtbot) -> LossChart:
    made = LossChart()
    qtbot.addWidget(made)
    made.set_theme(LIGHT)
    made.resize(388, 220)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_that_new_curves_are_painted_once(chart, qtbot):
    chart.set_curves(curves(100))
    qtbot.wait(400)
    paints = Paints()
    view = chart.findChild(QGraphicsView)
    assert view is not None
    view.viewport().installEventFilter(paints)
    chart.set_curves(curves(200))
    qtbot.waitUntil(lambda: paints.count > 0)
    qtbot.wait(100)
    assert paints.count == 1


def test_that_many_frames_are_drawn_together(chart, qtbot):
    before = chart.grab().toImage()
    for epoch in range(100, 130):
        chart.set_curves(curves(epoch))
    assert chart.grab().toImage() == before
    qtbot.waitUntil(lambda: chart.grab().toImage() != before)


def wheel(chart: LossChart, x: float, delta: int) -> None:
    view = chart.findChild(QGraphicsView)
    assert view is not None
    place = QPointF(x, 60.0)
    event = QWheelEvent(
        place, view.viewport().mapToGlobal(place), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


@pytest.fixture
def drawn(chart, qtbot) -> LossChart:
    chart.set_curves(curves(1000))
    qtbot.waitUntil(lambda: chart.seen == (0.0, 1000.0))
    return chart


def test_that_the_wheel_zooms_about_the_pointer_and_a_double_click_shows_all(drawn, qtbot):
    view = drawn.findChild(QGraphicsView)
    assert view is not None
    before = drawn._epoch_at(QPointF(150, 60))
    wheel(drawn, 150, 480)
    low, high = drawn.seen
    assert high - low == pytest.approx(1000 / 1.0015**480)
    assert drawn._epoch_at(QPointF(150, 60)) == pytest.approx(before, abs=2)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton)
    assert drawn.seen == (0.0, 1000.0)


def test_that_a_zoomed_chart_stays_where_it_is_while_epochs_come(drawn, qtbot):
    wheel(drawn, 150, 480)
    seen = drawn.seen
    drawn.set_curves(curves(2000))
    qtbot.wait(200)
    assert drawn.seen == pytest.approx(seen)
    assert drawn.is_zoomed


def test_that_keys_zoom_and_move(drawn, qtbot):
    drawn.setFocus()
    qtbot.keyClick(drawn, Qt.Key.Key_Plus)
    low, high = drawn.seen
    assert high - low == pytest.approx(1000 / 1.5)
    qtbot.keyClick(drawn, Qt.Key.Key_Right)
    assert drawn.seen[0] > low
    qtbot.keyClick(drawn, Qt.Key.Key_Home)
    assert drawn.seen == (0.0, 1000.0)


def test_that_the_pointer_reads_the_curves(drawn, qtbot):
    view = drawn.findChild(QGraphicsView)
    assert view is not None
    place = QPoint(150, 60)
    qtbot.mouseMove(view.viewport(), place)
    qtbot.waitUntil(lambda: bool(drawn.read_out))
    epochs = drawn._curves.epochs
    index = int(np.abs(epochs - drawn._epoch_at(place.toPointF())).argmin())
    assert f"Epoch {epochs[index]:,.0f}" in drawn.read_out
    assert f"train {drawn._curves.train[index]:.4g}" in drawn.read_out


def test_that_the_score_is_a_second_view_in_percent(drawn, qtbot):
    drawn.set_view("score")
    low, high = drawn._plot.getPlotItem().getViewBox().viewRange()[1]
    assert 0.7 < low < high < 1.1
    assert drawn._value_axis.tickStrings([0.9], 1.0, 0.1) == ["90 %"]
    drawn.set_score_name("R²")
    assert drawn._value_axis.tickStrings([0.9], 1.0, 0.1) == ["0.9"]


def test_that_the_line_of_a_guesser_is_in_sight_where_it_is_wanted(drawn):
    drawn.set_logarithmic(False)
    drawn.set_guesser(2.5)
    low, high = drawn._plot.getPlotItem().getViewBox().viewRange()[1]
    assert low < 2.5 < high
    assert drawn._guess_line.isVisible()
    drawn.set_guesser(None)
    assert not drawn._guess_line.isVisible()


def test_that_redrawing_never_adds_points(drawn):
    items = len(drawn._plot.getPlotItem().items)
    points = [len(curve.getData()[0]) for curve in drawn._raw.values()]
    for number in range(1000):
        drawn.set_curves(drawn._curves)
        if number % 50 == 0:
            drawn._draw()
    assert len(drawn._plot.getPlotItem().items) == items
    assert [len(curve.getData()[0]) for curve in drawn._raw.values()] == points


def test_that_a_new_run_is_seen_whole_after_zooming_in_on_the_one_before(drawn, qtbot):
    wheel(drawn, 150, 480)
    drawn.set_curves(curves(10))
    qtbot.waitUntil(lambda: drawn.seen == (0.0, 10.0))
    assert not drawn.is_zoomed


def test_that_a_chart_that_shows_all_follows_on_although_arrows_push_it(drawn, qtbot):
    drawn.set_curves(curves(1100))
    qtbot.keyClick(drawn, Qt.Key.Key_Right)
    drawn.set_curves(curves(2000))
    qtbot.waitUntil(lambda: drawn.seen == (0.0, 2000.0))


def test_that_epochs_between_two_points_can_be_zoomed_in_on(drawn):
    drawn.set_curves(curves(100_000))
    drawn._draw()
    drawn.zoom(1e9, 50_000.0)
    low, high = drawn.seen
    assert high - low == pytest.approx(4.0)
    bottom, top = drawn._plot.getPlotItem().getViewBox().viewRange()[1]
    assert bottom < np.log10(1 / 50_000) < top


def test_that_unknown_scores_leave_no_line_of_a_guesser_and_no_axis_of_losses(drawn):
    known = curves(1000)
    unknown = np.full(len(known.epochs), np.nan)
    drawn.set_curves(Curves(known.epochs, known.train, known.test, known.train, known.test, unknown, unknown))
    drawn.set_guesser(1.1)
    drawn.set_view("score")
    assert not drawn._guess_line.isVisible()
    low, high = drawn._plot.getPlotItem().getViewBox().viewRange()[1]
    assert (low, high) == pytest.approx((-0.06, 1.06))


def test_that_a_resting_pointer_reads_what_is_shown_now(drawn, qtbot):
    view = drawn.findChild(QGraphicsView)
    assert view is not None
    qtbot.mouseMove(view.viewport(), QPoint(150, 60))
    qtbot.waitUntil(lambda: bool(drawn.read_out))
    drawn.set_view("score")
    assert "%" in drawn.read_out


def test_that_only_the_left_button_drags(drawn, qtbot):
    view = drawn.findChild(QGraphicsView)
    assert view is not None
    wheel(drawn, 150, 480)
    seen = drawn.seen
    qtbot.mousePress(view.viewport(), Qt.MouseButton.RightButton, pos=QPoint(200, 60))
    qtbot.mouseMove(view.viewport(), QPoint(120, 60))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.RightButton, pos=QPoint(120, 60))
    assert drawn.seen == seen


def test_that_names_follow_the_end_of_the_lines_when_the_chart_is_resized(drawn, qtbot):
    drawn.resize(316, 120)
    box = drawn._plot.getPlotItem().getViewBox()
    qtbot.waitUntil(
        lambda: drawn._names["train"].pos().x() == pytest.approx(box.mapRectToParent(box.rect()).right() + 2)
    )


def test_that_names_do_not_lie_on_each_other_at_an_edge(drawn):
    known = curves(1000)
    ones = np.ones(len(known.epochs))
    drawn.set_curves(
        Curves(known.epochs, known.train, known.test, known.train, known.test, ones - 1 / known.epochs, ones)
    )
    drawn.set_view("score")
    assert abs(drawn._names["train"].pos().y() - drawn._names["test"].pos().y()) >= 14.9


def test_that_no_share_beyond_all_is_on_the_axis(drawn):
    drawn.set_view("score")
    assert max(drawn._value_axis.tickValues(0.9, 1.1, 150)[0][1]) == pytest.approx(1.0)

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt

from playground.models.run.history import Curves, History
from playground.style.theme import LIGHT
from playground.views.output.loss_chart import LossChart
from tests.playground.views.painted import painted_texts


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


@pytest.fixture
def drawn(chart, qtbot) -> LossChart:
    show(chart, curves(1000))
    return chart


def show(chart: LossChart, shown: Curves) -> None:
    chart.set_curves(shown)
    chart._show()


def texts(chart: LossChart) -> list[str]:
    return [text.text for text in painted_texts(chart)]


def test_that_new_curves_are_painted_once(chart, qtbot):
    chart.set_curves(curves(100))
    qtbot.wait(400)
    paints = Paints()
    chart.installEventFilter(paints)
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


def test_that_a_run_without_an_epoch_has_no_numbers(chart):
    assert texts(chart) == ["Losses appear with the first epoch"]
    chart.set_view("score")
    assert texts(chart) == ["Losses appear with the first epoch"]


def test_that_a_zoomed_chart_stays_where_it_is_while_epochs_come(drawn, qtbot):
    drawn.viewport.zoom(2.0)
    seen = drawn.seen
    show(drawn, curves(2000))
    assert drawn.seen == pytest.approx(seen)
    assert drawn.viewport.is_zoomed


def test_that_a_new_run_is_seen_whole_after_zooming_in_on_the_one_before(drawn):
    drawn.viewport.zoom(2.0)
    show(drawn, curves(10))
    assert drawn.seen == (0.0, 10.0)


def test_that_a_chart_that_shows_all_follows_on_although_arrows_push_it(drawn, qtbot):
    qtbot.keyClick(drawn, Qt.Key.Key_Right)
    show(drawn, curves(2000))
    assert drawn.seen == (0.0, 2000.0)


def test_that_epochs_between_two_points_can_be_zoomed_in_on(drawn):
    show(drawn, curves(100_000))
    drawn.viewport.zoom(1e9)
    low, high = drawn.seen
    assert high - low == pytest.approx(4.0)
    bottom, top = drawn.heights
    assert bottom < np.log10(1 / 50_000) < top


def test_that_the_pointer_reads_the_curves_and_rests_on_what_is_shown_now(drawn, qtbot):
    place = QPoint(150, 60)
    qtbot.mouseMove(drawn, place)
    epochs = drawn._losses.epochs
    index = int(np.abs(epochs - drawn.viewport.data_at(place.toPointF())[0]).argmin())
    assert f"Epoch {epochs[index]:,.0f}" in drawn.read_out
    assert f"train {drawn._losses.train[index]:.4g}" in drawn.read_out
    drawn.set_view("score")
    assert "%" in drawn.read_out


def test_that_a_test_loss_between_two_measurements_is_marked(chart, qtbot):
    history = History()
    history.extend(1, [1.0], 1.0)
    history.extend(11, [0.5] * 10, 0.5)
    show(chart, history.curves())
    qtbot.mouseMove(chart, chart.viewport.position(6.0, 0.5).toPoint())
    assert chart.read_out == "Epoch 6   train 0.5   test ≈ 0.75"
    qtbot.mouseMove(chart, chart.viewport.position(11.0, 0.5).toPoint())
    assert chart.read_out == "Epoch 11   train 0.5   test 0.5"


def test_that_the_score_is_a_second_view_in_percent(drawn):
    drawn.set_view("score")
    low, high = drawn.heights
    assert 0.7 < low < high < 1.1
    assert "100 %" in texts(drawn)
    assert "105 %" not in texts(drawn)
    drawn.set_score_name("R²")
    assert not [text for text in texts(drawn) if "%" in text]


def test_that_a_logarithmic_axis_is_marked_at_one_and_three(drawn):
    show(drawn, curves(60))
    assert {"1", "0.3", "0.1", "0.03"} <= set(texts(drawn))
    drawn.set_logarithmic(False)
    assert {"0", "0.2", "1"} <= set(texts(drawn))


def test_that_the_line_of_a_guesser_is_in_sight_where_it_is_wanted(drawn):
    drawn.set_logarithmic(False)
    drawn.set_guesser(2.5)
    low, high = drawn.heights
    assert low < 2.5 < high
    assert "Random guess" in texts(drawn)
    drawn.set_view("score")
    assert "Random guess" not in texts(drawn)
    drawn.set_view("loss")
    drawn.set_guesser(None)
    assert "Random guess" not in texts(drawn)


def test_that_unknown_scores_leave_no_axis_of_losses(drawn):
    known = curves(1000)
    unknown = np.full(len(known.epochs), np.nan)
    show(drawn, Curves(known.epochs, known.train, known.test, known.train, known.test, unknown, unknown))
    drawn.set_view("score")
    assert drawn.heights is None


def test_that_only_the_left_button_drags(drawn, qtbot):
    drawn.viewport.zoom(2.0)
    seen = drawn.seen
    for button, moves in ((Qt.MouseButton.RightButton, False), (Qt.MouseButton.LeftButton, True)):
        qtbot.mousePress(drawn, button, pos=QPoint(200, 60))
        qtbot.mouseMove(drawn, QPoint(120, 60))
        qtbot.mouseRelease(drawn, button, pos=QPoint(120, 60))
        assert (drawn.seen != seen) == moves


def test_that_noise_that_is_not_smoothed_is_drawn_thin_once_it_is_long(chart):
    noise = np.random.default_rng(0).uniform(0.5, 1.5, 300)
    for count, width in ((50, 2.0), (300, 1.0)):
        history = History()
        history.extend(count, noise[:count].tolist(), 1.0)
        show(chart, history.curves(smoothing=0.0))
        assert [curve.width for curve in chart.curves] == [width, width]
    show(chart, history.curves(smoothing=0.05))
    assert [curve.width for curve in chart.curves] == [2.0, 2.0]

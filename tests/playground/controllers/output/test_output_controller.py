from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.models.diagnosis.metrics import Metrics
from playground.views.output.point_card import PointCard
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    choose,
    epoch,
    pause,
    train_until,
    type_into,
    wait_for_experiment,
)


def test_that_another_axis_changes_the_picture_and_nothing_else(playground, qtbot):
    output = playground.window.output
    pause(qtbot, playground)
    before = playground.workbench.frame
    plane = output.plot.plane
    choose(qtbot, output.axis_bar.x_axis, "1")
    qtbot.waitUntil(
        lambda: bool((playground.workbench.frame.boundary != before.boundary).any()), timeout=PATIENCE_MS
    )
    after = playground.workbench.frame
    assert output.plot.plane.projection.axes == (1, plane.projection.axes[1])
    assert after.epoch == before.epoch
    np.testing.assert_array_equal(after.biases[0], before.biases[0])


def test_that_iris_opens_on_its_petals_and_two_features_need_no_choice(open_playground):
    iris = open_playground().window.output
    assert (iris.axis_bar.x_axis.currentText(), iris.axis_bar.y_axis.currentText()) == (
        "Petal length",
        "Petal width",
    )
    assert iris.axis_bar.x_axis.isVisible()
    circle = open_playground(dataset="circle").window.output
    assert not circle.axis_bar.x_axis.isVisible()
    assert circle.axis_bar.axes == (0, 1)


def test_that_the_same_feature_on_both_axes_is_drawn_too(playground, qtbot):
    output = playground.window.output
    choose(qtbot, output.axis_bar.x_axis, output.axis_bar.y_axis.value())
    train_until(qtbot, playground, epoch(playground) + 2)
    assert output.axis_bar.axes == (3, 3)


def test_that_the_cards_show_the_figures_of_the_frame(open_playground, qtbot):
    playground = open_playground(learning_rate=1e-6)  # losses of a usual size, however fast it trains
    train_until(qtbot, playground, 2)
    pause(qtbot, playground)
    frame, output = playground.workbench.frame, playground.window.output
    assert output.train_loss.value() == f"{frame.train_loss:.4f}"
    assert output.test_loss.value() == f"{frame.test_loss:.4f}"
    assert output.score.value() == f"{100 * frame.test_score:.1f} %"


def test_that_regression_shows_r_squared_and_no_mistakes(open_playground, qtbot):
    playground = open_playground(dataset="plane", hidden=(4,))
    output = playground.window.output
    train_until(qtbot, playground, 20)
    assert output.score.accessibleName() == "Test R²"
    assert float(output.score.value()) > 0.5
    assert not output.mark_mistakes.isVisible()


def test_that_the_mouse_over_a_neuron_lights_up_its_links(playground, qtbot):
    canvas = playground.window.network.canvas
    pause(qtbot, playground)
    before = playground.workbench.frame.links.copy()
    node = canvas.network_layout.columns[1].nodes[0]
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        qtbot.mouseMove(canvas, canvas.rect().topLeft())
        qtbot.mouseMove(canvas, _point(node.center_x, node.center_y))
    qtbot.waitUntil(lambda: (playground.workbench.frame.links != before).any(), timeout=PATIENCE_MS)
    assert canvas.hovered == (1, 0)


def test_that_frames_follow_the_size_of_the_window(playground, qtbot):
    playground.window.resize(1180, 720)
    plot = playground.window.output.plot
    qtbot.waitUntil(
        lambda: playground.workbench.frame.boundary.shape[0] == round(plot.side * plot.devicePixelRatioF()),
        timeout=PATIENCE_MS,
    )


@pytest.mark.parametrize("box", ["show_test", "mark_mistakes"])
def test_that_test_points_and_mistakes_can_be_left_out(open_playground, qtbot, box):
    playground = open_playground(dataset="moons", noise=0.8)
    train_until(qtbot, playground, 1)
    pause(qtbot, playground)
    plot = playground.window.output.plot
    before = plot.grab().toImage()
    qtbot.mouseClick(getattr(playground.window.output, box), LEFT)
    assert plot.grab().toImage() != before
    qtbot.mouseClick(getattr(playground.window.output, box), LEFT)
    assert plot.grab().toImage() == before


def test_that_losses_near_the_end_of_the_range_fit_into_their_cards(open_playground, qtbot):
    playground = open_playground(
        dataset="plane", hidden=(4, 4), activation="relu", optimizer="sgd", learning_rate=0.001
    )
    output = playground.window.output
    with qtbot.waitSignal(playground.workbench.noticed, timeout=PATIENCE_MS):
        type_into(qtbot, playground.window.hyper.settings["learning_rate"], "900")
    wait_for_experiment(qtbot, playground, learning_rate=900.0)
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        playground.window.output.boundary_resized.emit()
    for card in (output.train_loss, output.test_loss, output.score):
        assert len(card.value()) <= 12


def _point(x: float, y: float) -> QPoint:
    return QPoint(round(x), round(y))


def settled(qtbot, playground, condition) -> None:
    qtbot.waitUntil(lambda: playground.workbench.frame is not None and condition(), timeout=PATIENCE_MS)


def test_that_zooming_into_the_plot_brings_a_sharper_picture_of_that_part(open_playground, qtbot):
    playground = open_playground(dataset="circle")
    plot = playground.window.output.plot
    pause(qtbot, playground)
    whole = plot.plane
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.plane.width == pytest.approx(whole.width / 1.25)
    settled(qtbot, playground, lambda: playground.workbench.frame.plane == plot.plane)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert plot.plane.left > whole.left
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert plot.plane == whole


def test_that_a_dragged_plot_moves_and_a_click_picks(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    plot = playground.window.output.plot
    pause(qtbot, playground)
    before = plot.plane
    qtbot.mousePress(plot, LEFT, pos=QPoint(100, 100))
    for x in (110, 130, 150):
        move = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(x, 100), plot.mapToGlobal(QPointF(x, 100)), LEFT, LEFT,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(plot, move)
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(150, 100))
    assert plot.plane.left == pytest.approx(before.left - 50 / plot.side * before.width)
    qtbot.mouseDClick(plot, LEFT, pos=QPoint(200, 200))
    assert plot.plane == before


def test_that_a_clicked_point_is_looked_into_and_escape_lets_go(playground, qtbot):
    plot = playground.window.output.plot
    pause(qtbot, playground)
    row = int(playground.workbench.network.split.train_indices[4])
    place = plot.position(*plot._points.place_of(row))
    qtbot.mouseClick(plot, LEFT, pos=place.toPoint())
    card = playground.window.findChild(PointCard)
    qtbot.waitUntil(lambda: card.inspection is not None, timeout=PATIENCE_MS)
    assert card.inspection.is_training
    names = playground.workbench.network.dataset.class_names
    assert card.verdict().startswith(names[int(playground.workbench.network.dataset.y[card.inspection.row])])
    qtbot.keyClick(plot, Qt.Key.Key_Period)
    qtbot.waitUntil(lambda: card.inspection.row != row, timeout=PATIENCE_MS)
    qtbot.keyClick(plot, Qt.Key.Key_Escape)
    assert card.isHidden()
    assert playground.workbench.is_playing is False


def test_that_the_value_under_the_pointer_is_read_out(playground, qtbot):
    plot = playground.window.output.plot
    pause(qtbot, playground)
    qtbot.mouseMove(plot, QPoint(60, 60))
    qtbot.waitUntil(lambda: "%" in plot.read_out, timeout=PATIENCE_MS)
    assert plot.read_out.startswith("Petal length ")
    assert any(name in plot.read_out for name in playground.workbench.network.dataset.class_names)


def test_that_the_plane_of_the_principal_components_is_one_choice_away(playground, qtbot):
    output = playground.window.output
    choose(qtbot, output.axis_bar.x_axis, "principal")
    assert not output.axis_bar.y_axis.isVisible()
    assert output.plot.plane.projection == playground.workbench.network.principal
    settled(qtbot, playground, lambda: playground.workbench.frame.plane == output.plot.plane)


def test_that_other_features_are_held_where_a_slider_says(playground, qtbot):
    bar = playground.window.output.axis_bar
    qtbot.mouseClick(bar.held_button, LEFT)
    slider = bar.held.sliders[0].slider
    slider.setFocus()
    before = playground.window.output.plot.plane
    qtbot.keyClick(slider, Qt.Key.Key_End)
    after = playground.window.output.plot.plane
    assert after.projection.held[0] == pytest.approx(7.9)  # the longest sepal
    qtbot.mouseClick(bar.held.mean_button, LEFT)
    assert playground.window.output.plot.plane == before


def test_that_a_discretised_boundary_has_one_colour_a_class(open_playground, qtbot):
    playground = open_playground(dataset="gauss", loss="binary_cross_entropy", noise=0.5)
    train_until(qtbot, playground, 3)
    pause(qtbot, playground)
    shades = len(np.unique(playground.workbench.frame.boundary.reshape(-1, 4), axis=0))
    qtbot.mouseClick(playground.window.output.discretise, LEFT)
    settled(
        qtbot, playground,
        lambda: len(np.unique(playground.workbench.frame.boundary.reshape(-1, 4), axis=0)) < shades / 2,
    )  # fmt: skip


def test_that_metrics_are_measured_while_their_page_is_shown(playground, qtbot):
    output = playground.window.output
    train_until(qtbot, playground, 20)
    pause(qtbot, playground)
    assert playground.workbench.frame.metrics is None
    qtbot.mouseClick(output.tabs.tabs, LEFT, pos=output.tabs.tabs.segment_rect("metrics").center())
    settled(qtbot, playground, lambda: playground.workbench.frame.metrics is not None)
    metrics = playground.workbench.frame.metrics
    assert isinstance(metrics, Metrics)
    assert output.metrics.figures["Accuracy"] == f"{100 * metrics.test.accuracy:.1f} %"
    qtbot.mouseClick(output.metrics.part, LEFT, pos=output.metrics.part.segment_rect("train").center())
    assert output.metrics.figures["Accuracy"] == f"{100 * metrics.train.accuracy:.1f} %"


def test_that_the_space_of_any_layer_can_be_seen(playground, qtbot):
    output = playground.window.output
    qtbot.mouseClick(output.tabs.tabs, LEFT, pos=output.tabs.tabs.segment_rect("space").center())
    settled(qtbot, playground, lambda: playground.workbench.frame.space is not None)
    assert playground.workbench.frame.space.view.layer == 2
    choose(qtbot, output.space.layer, "3")
    settled(qtbot, playground, lambda: playground.workbench.frame.space.view.layer == 3)
    assert output.space.horizontal.currentText() == playground.workbench.network.dataset.class_names[0]


def test_that_no_input_stops_training_and_offers_the_columns(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    canvas, card = playground.window.network.canvas, playground.window.output.problem
    for index in (0, 1):
        qtbot.waitUntil(lambda: canvas.network_layout is not None, timeout=PATIENCE_MS)
        node = canvas.network_layout.columns[0].nodes[index]
        qtbot.mouseClick(canvas, LEFT, pos=_point(node.center_x, node.center_y))
    qtbot.waitUntil(lambda: "No feature is chosen" in card.text, timeout=PATIENCE_MS)
    qtbot.mouseClick(card.action_button, LEFT)
    qtbot.waitUntil(lambda: not card.text, timeout=PATIENCE_MS)
    assert playground.workbench.network.structure[0] == 2
    train_until(qtbot, playground, epoch(playground) + 1)


def test_that_inputs_are_switched_by_a_click_and_from_the_list(open_playground, qtbot):
    playground = open_playground(dataset="circle", hidden=(3,))
    canvas = playground.window.network.canvas
    node = canvas.network_layout.columns[0].nodes[2]
    qtbot.mouseClick(canvas, LEFT, pos=_point(node.center_x, node.center_y))
    qtbot.waitUntil(lambda: playground.workbench.network.structure[0] == 3, timeout=PATIENCE_MS)
    qtbot.mouseClick(canvas.inputs_button, LEFT)
    qtbot.mouseClick(canvas.input_picker.boxes[8], LEFT)
    qtbot.waitUntil(lambda: playground.workbench.network.structure[0] == 4, timeout=PATIENCE_MS)
    assert playground.workbench.network.split.input_names == ("x₁", "x₂", "x₁²", "cos x₂")


def test_that_the_loss_of_a_guesser_is_drawn_on_request(playground, qtbot):
    output = playground.window.output
    qtbot.mouseClick(output.chart_button, LEFT)
    qtbot.mouseClick(output.chart_options.guesser, LEFT)
    assert output.chart._guesser == pytest.approx(np.log(3))

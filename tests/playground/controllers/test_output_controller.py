from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint

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
    plane = output.plot._plane
    choose(qtbot, output.axis_bar.x_axis, "1")
    qtbot.waitUntil(
        lambda: bool((playground.workbench.frame.boundary != before.boundary).any()), timeout=PATIENCE_MS
    )
    after = playground.workbench.frame
    assert output.plot._plane.projection.axes == (1, plane.projection.axes[1])
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
        lambda: (
            playground.workbench.frame.boundary.shape[0] == round(plot.width() * plot.devicePixelRatioF())
        ),
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
    with qtbot.waitSignal(playground.workbench.failed, timeout=PATIENCE_MS):
        type_into(qtbot, playground.window.hyper.learning_rate, "900")
    wait_for_experiment(qtbot, playground, learning_rate=900.0)
    with qtbot.waitSignal(playground.workbench.frame_changed, timeout=PATIENCE_MS):
        playground.window.output.boundary_resized.emit()
    for card in (output.train_loss, output.test_loss, output.score):
        assert len(card.value()) <= 12


def _point(x: float, y: float) -> QPoint:
    return QPoint(round(x), round(y))

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.controllers.output.output_controller import OutputController
from playground.models.experiment.experiment import Experiment
from playground.style.theme import ThemeManager
from playground.views.network.network_canvas import NetworkCanvas
from playground.views.output.output_panel import OutputPanel
from playground.views.output.point_card import PointCard
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    choose,
    epoch,
    pause,
    show_active,
    train_until,
)
from tests.playground.controllers.fakes import SessionBench
from tests.playground.views.conftest import close_cards


class Looking:
    """The output panel and its controller, joined with a session that no thread trains."""

    def __init__(self, qtbot: QtBot, app: QApplication, values: dict[str, Any]) -> None:
        self.bench = SessionBench(Experiment(**values))
        self.session = self.bench.session
        self.panel, self.canvas = OutputPanel(), NetworkCanvas()
        for widget in (self.panel, self.canvas):
            qtbot.addWidget(widget, before_close_func=close_cards)
        self.panel.setFixedSize(400, 820)
        show_active(qtbot, self.panel)
        themes = ThemeManager(app, "light", self.panel)
        OutputController(self.bench.as_workbench, self.panel, self.canvas, themes, self.panel)
        self.bench.network_changed.emit(self.bench.network)

    @property
    def request(self) -> Any:
        """How the controller wants frames to look now."""
        wishes = [wish for name, *wish in self.bench.calls if name == "set_view"]
        return wishes[-1][0]

    def look(self, epochs: int = 0, **values: Any) -> Any:
        """Train, and put on screen what comes of it, with other values where they are given."""
        return self.bench.look(self.request, epochs, **values)


@pytest.fixture
def looking(qtbot: QtBot, qapp: QApplication):
    """Open the panel alone; keyword arguments are the experiment's."""
    opened: list[Looking] = []

    def open_one(**values: Any) -> Looking:
        opened.append(Looking(qtbot, qapp, {"backend": "array", **values}))
        return opened[-1]

    return open_one


def test_that_another_axis_changes_the_picture_and_nothing_else(looking, qtbot):
    iris = looking()
    before = iris.look()
    plane = iris.request.plane
    choose(qtbot, iris.panel.axis_bar.x_axis, "1")
    after = iris.look()
    assert iris.request.plane.projection.axes == (1, plane.projection.axes[1])
    assert (after.boundary != before.boundary).any()
    np.testing.assert_array_equal(after.biases[0], before.biases[0])


def test_that_iris_opens_on_its_petals_and_two_features_need_no_choice(looking):
    bar = looking().panel.axis_bar
    assert (bar.x_axis.currentText(), bar.y_axis.currentText()) == ("Petal length", "Petal width")
    assert bar.x_axis.isVisible()
    bar = looking(dataset="circle").panel.axis_bar
    assert not bar.x_axis.isVisible()
    assert bar.axes == (0, 1)


def test_that_the_same_feature_on_both_axes_is_drawn_too(looking, qtbot):
    iris = looking()
    bar = iris.panel.axis_bar
    choose(qtbot, bar.x_axis, bar.y_axis.value())
    iris.look(epochs=1)
    assert bar.axes == (3, 3)


def test_that_the_cards_show_the_figures_of_the_frame(looking):
    iris = looking()
    frame, panel = iris.look(epochs=2), iris.panel
    assert panel.train_loss.value() == f"{frame.train_loss:.4f}"
    assert panel.test_loss.value() == f"{frame.test_loss:.4f}"
    assert panel.score.value() == f"{100 * frame.test_score:.1f} %"


def test_that_no_figure_of_the_run_before_stays_when_another_begins(looking, qtbot):
    iris = looking()
    iris.look(epochs=2)
    panel = iris.panel
    qtbot.waitUntil(lambda: len(panel.chart.curves) > 0, timeout=PATIENCE_MS)
    iris.bench.run_replaced.emit(0)
    assert {card.value() for card in (panel.train_loss, panel.test_loss, panel.score)} == {"–"}
    assert not panel.chart.curves


def test_that_regression_shows_r_squared_and_no_mistakes(looking):
    plane = looking(dataset="plane", hidden=(4,))
    frame, panel = plane.look(epochs=200), plane.panel
    assert panel.score.accessibleName() == "Test R²"
    assert float(panel.score.value()) == pytest.approx(frame.test_score, abs=1e-3)
    assert frame.test_score > 0.5
    assert not panel.mark_mistakes.isVisible()


def test_that_losses_near_the_end_of_the_range_fit_into_their_cards(looking):
    panel = (plane := looking(dataset="plane", hidden=(4,))).panel
    plane.look(train_loss=1.2345e307, test_loss=9.8765e307, test_score=-1.2345e300)
    for card in (panel.train_loss, panel.test_loss, panel.score):
        assert 1 < len(card.value()) <= 12


def test_that_frames_follow_the_size_of_the_panel(looking):
    iris = looking()
    before = iris.request.boundary_side
    iris.panel.setFixedSize(300, 720)
    assert iris.request.boundary_side == iris.panel.plot.side < before
    assert iris.look().boundary.shape[0] == iris.panel.plot.side


@pytest.mark.parametrize("box", ["show_test", "mark_mistakes"])
def test_that_test_points_and_mistakes_can_be_left_out(looking, qtbot, box):
    moons = looking(dataset="moons", noise=0.8)
    moons.look(epochs=1)
    plot = moons.panel.plot
    before = plot.grab().toImage()
    qtbot.mouseClick(getattr(moons.panel, box), LEFT)
    assert plot.grab().toImage() != before
    qtbot.mouseClick(getattr(moons.panel, box), LEFT)
    assert plot.grab().toImage() == before


def test_that_zooming_into_the_plot_brings_a_sharper_picture_of_that_part(looking, qtbot):
    circle = looking(dataset="circle")
    whole = circle.request.plane
    plot = circle.panel.plot
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert circle.request.plane.width == pytest.approx(whole.width / 1.25)
    assert circle.look().plane == plot.plane
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert circle.request.plane.left > whole.left
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    assert circle.request.plane == whole


def test_that_a_dragged_plot_moves(looking, qtbot):
    circle = looking(dataset="circle", hidden=(3,))
    plot, before = circle.panel.plot, circle.request.plane
    qtbot.mousePress(plot, LEFT, pos=QPoint(100, 100))
    for x in (110, 130, 150):
        move = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(x, 100), plot.mapToGlobal(QPointF(x, 100)), LEFT, LEFT,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(plot, move)
    qtbot.mouseRelease(plot, LEFT, pos=QPoint(150, 100))
    assert circle.request.plane.left == pytest.approx(before.left - 50 / plot.side * before.width)
    qtbot.mouseDClick(plot, LEFT, pos=QPoint(200, 200))
    assert circle.request.plane == before


def test_that_the_plane_of_the_principal_components_is_one_choice_away(looking, qtbot):
    iris = looking()
    choose(qtbot, iris.panel.axis_bar.x_axis, "principal")
    assert not iris.panel.axis_bar.y_axis.isVisible()
    assert iris.request.plane.projection == iris.session.network.principal
    assert iris.look().plane == iris.panel.plot.plane


def test_that_other_features_are_held_where_a_slider_says(looking, qtbot):
    iris = looking()
    bar, before = iris.panel.axis_bar, iris.request.plane
    qtbot.mouseClick(bar.held_button, LEFT)
    slider = bar.held.sliders[0].slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert iris.request.plane.projection.held[0] == pytest.approx(7.9)  # the longest sepal
    qtbot.mouseClick(bar.held.mean_button, LEFT)
    assert iris.request.plane == before


def test_that_a_discretised_boundary_has_one_colour_a_class(looking, qtbot):
    gauss = looking(dataset="gauss", loss="binary_cross_entropy", noise=0.5)

    def shades() -> int:
        return len(np.unique(gauss.look().boundary.reshape(-1, 4), axis=0))

    gauss.look(epochs=3)
    many = shades()
    qtbot.mouseClick(gauss.panel.discretise, LEFT)
    assert shades() < many / 2


def test_that_metrics_are_measured_while_their_page_is_shown(looking, qtbot):
    iris = looking()
    panel = iris.panel
    assert iris.look(epochs=5).metrics is None
    qtbot.mouseClick(panel.tabs.tabs, LEFT, pos=panel.tabs.tabs.segment_rect("metrics").center())
    metrics = iris.look().metrics
    assert panel.metrics.figures["Accuracy"] == f"{100 * metrics.test.accuracy:.1f} %"
    qtbot.mouseClick(panel.metrics.part, LEFT, pos=panel.metrics.part.segment_rect("train").center())
    assert panel.metrics.figures["Accuracy"] == f"{100 * metrics.train.accuracy:.1f} %"


def test_that_the_space_of_any_layer_can_be_seen(looking, qtbot):
    iris = looking()
    panel = iris.panel
    qtbot.mouseClick(panel.tabs.tabs, LEFT, pos=panel.tabs.tabs.segment_rect("space").center())
    assert iris.look().space.view.layer == 2
    choose(qtbot, panel.space.layer, "3")
    assert iris.look().space.view.layer == 3
    assert panel.space.horizontal.currentText() == iris.session.network.dataset.class_names[0]


def test_that_the_loss_of_a_guesser_is_drawn_on_request(looking, qtbot):
    panel = looking().panel
    qtbot.mouseClick(panel.chart_button, LEFT)
    qtbot.mouseClick(panel.chart_options.guesser, LEFT)
    assert panel.chart._guesser == pytest.approx(np.log(3))


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


def _point(x: float, y: float) -> QPoint:
    return QPoint(round(x), round(y))


def settled(qtbot, playground, condition) -> None:
    qtbot.waitUntil(lambda: playground.workbench.frame is not None and condition(), timeout=PATIENCE_MS)


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

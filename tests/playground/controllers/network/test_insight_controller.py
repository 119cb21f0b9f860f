from __future__ import annotations

from typing import Any, cast

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.controllers.network.insight_controller import InsightController
from playground.controllers.network.network_controller import NetworkController
from playground.controllers.network.training_controller import TrainingController
from playground.controllers.output.output_controller import OutputController
from playground.models.experiment.experiment import Experiment
from playground.models.network.parameter_map import ParameterKey
from playground.models.picture.frame import FrameRequest
from playground.models.picture.link_curve import rise
from playground.style.theme import LIGHT
from playground.style.words import number_text, steady_text
from playground.views.network.hyper_parameter_bar import HyperParameterBar
from playground.views.network.network_canvas import NetworkCanvas
from playground.views.network.network_panel import NetworkPanel
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    pause,
    show_active,
    train_until,
    type_into,
    wait_for_experiment,
)
from tests.playground.controllers.fakes import SessionBench
from tests.playground.views.conftest import close_cards

CIRCLE: dict[str, Any] = {"dataset": "circle", "hidden": (3, 2), "n_samples": 60}


@pytest.fixture
def playground(open_playground):
    return open_playground(**CIRCLE)


class Looking:
    """The network's panel and its controllers, with a session that trains when it is told to."""

    def __init__(self, qtbot: QtBot, values: dict[str, Any]) -> None:
        self._qtbot = qtbot
        self.bench = SessionBench(Experiment(**{"backend": "array", **values}))
        self.panel, hyper = NetworkPanel(), HyperParameterBar()
        for widget in (hyper, self.panel):
            qtbot.addWidget(widget, before_close_func=close_cards)
        self.canvas, self.card = self.panel.canvas, self.panel.card
        NetworkController(self.bench.as_workbench, hyper, self.panel, self.panel)
        TrainingController(self.bench.as_workbench, self.panel, cast(OutputController, None), self.panel)
        self.controller = InsightController(self.bench.as_workbench, self.panel, self.panel)
        self.panel.resize(760, 620)
        show_active(qtbot, self.panel)
        self.bench.network_changed.emit(self.bench.network)
        self.look()

    def look(self, epochs: int = 0) -> Any:
        """Train, and show what comes of it."""
        hovered = self.canvas.hovered
        return self.bench.look(
            FrameRequest(
                generation=0, theme=LIGHT, boundary_side=32, layout=self.canvas.network_layout,
                hovered=hovered, hovered_link=self.canvas.shown_link, focus=hovered,
            ),
            epochs,
        )  # fmt: skip

    def hover(self, point: QPoint) -> None:
        """Move the pointer over the canvas, and show what is asked for then."""
        hover(self.canvas, self._qtbot, point)
        self.look()

    def press(self, point: QPoint) -> None:
        """Click a place of the canvas."""
        self.hover(point)
        self._qtbot.mouseClick(self.canvas, LEFT, pos=point)
        self.look()

    def press_node(self, column: int, index: int) -> None:
        """Click a node."""
        self.press(node_point(self.canvas, column, index))

    def press_link(self, gap: int, source: int, target: int) -> None:
        """Click a link."""
        self.press(link_point(self.canvas, gap, source, target))

    def parameter(self, key: ParameterKey) -> float:
        """A weight or bias as it is now."""
        network, trainer = self.bench.session.network, self.bench.session.training.trainer
        return float(trainer.parameters[network.parameter_map.index_of(key)])


@pytest.fixture
def looking(qtbot: QtBot, qapp: QApplication):
    """Open the panel alone; keyword arguments are the experiment's."""
    opened: list[Looking] = []

    def open_one(**values: Any) -> Looking:
        opened.append(Looking(qtbot, {**CIRCLE, **values}))
        return opened[-1]

    return open_one


def node_point(canvas: NetworkCanvas, column: int, index: int) -> QPoint:
    layout = canvas.network_layout
    assert layout is not None
    node = next(box for box in layout.columns[column].nodes if box.index == index)
    return QPoint(round(node.center_x), round(node.center_y))


def link_point(canvas: NetworkCanvas, gap: int, source: int, target: int) -> QPoint:
    """A place on a link where no other one runs, near its end."""
    layout = canvas.network_layout
    assert layout is not None
    lines = layout.gaps[gap]
    for share in np.linspace(0.05, 0.95, 91):
        x = lines.x0 + share * (lines.x1 - lines.x0)
        y = lines.source_y[source] + float(rise(share)) * (lines.target_y[target] - lines.source_y[source])
        point = QPoint(round(x), round(y))
        if layout.node_at(x, y) is None and layout.link_at(point.x(), point.y()) == (gap, source, target):
            return point
    raise AssertionError("the link is covered by others")


def hover(canvas: NetworkCanvas, qtbot: QtBot, point: QPoint) -> None:
    qtbot.mouseMove(canvas, QPoint(1, 1))
    qtbot.mouseMove(canvas, point)


def press(canvas: NetworkCanvas, qtbot: QtBot, point: QPoint) -> None:
    hover(canvas, qtbot, point)
    qtbot.mouseClick(canvas, LEFT, pos=point)


def figures(card) -> dict[str, str]:
    return {figure.name: figure.value for figure in card.figures.figures}


def parameter(playground, key) -> float:
    info, frame = playground.workbench.network, playground.workbench.frame
    return float(frame.parameters[info.parameter_map.index_of(key)])


def test_that_a_click_pins_the_card_and_another_lets_go(looking):
    circle = looking()
    circle.press_node(2, 0)
    assert circle.card.is_pinned
    circle.hover(QPoint(2, 2))
    assert circle.card.isVisible()
    assert circle.card.editor.isVisible()
    assert circle.controller.pinned == (2, 0)
    circle.press_node(2, 0)
    circle.hover(QPoint(2, 2))
    assert not circle.card.isVisible()


@pytest.mark.parametrize("way", ["button", "escape", "background"])
def test_that_a_pinned_card_is_closed_in_every_usual_way(looking, qtbot, way):
    circle = looking()
    circle.press_node(1, 1)
    if way == "button":
        qtbot.mouseClick(circle.card.close_button, LEFT)
    elif way == "escape":
        qtbot.keyClick(circle.card.editor.field.entry, Qt.Key.Key_Escape)
        qtbot.keyClick(circle.card, Qt.Key.Key_Escape)
    else:
        circle.press(QPoint(3, circle.canvas.height() - 3))
    circle.hover(QPoint(2, 2))
    assert not circle.card.isVisible()


def test_that_a_weight_is_dragged(looking, qtbot):
    circle = looking()
    circle.press_link(1, 2, 0)
    card = circle.card
    assert card.is_pinned
    assert card.title.text() == "neuron 3 → neuron 1"
    slider = card.editor.slider
    qtbot.mousePress(slider, LEFT, pos=QPoint(slider.width() // 2, 16))
    qtbot.mouseMove(slider, QPoint(slider.width() - 7, 16))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 7, 16))
    reach = card.editor._reach
    assert circle.parameter((2, 0, 2)) == pytest.approx(reach)
    circle.look()
    assert card.editor.field.value() == pytest.approx(reach)


def test_that_nonsense_for_a_weight_is_refused_and_changes_nothing(looking, qtbot):
    circle = looking()
    circle.press_node(1, 0)
    for text in ("abc", "inf", "1e999", "nan"):
        type_into(qtbot, circle.card.editor.field, text)
    assert circle.bench.calls == []


def test_that_a_frozen_neuron_stays_while_the_others_learn(looking, qtbot):
    circle = looking()
    circle.press_node(1, 1)
    qtbot.mouseClick(circle.card.frozen, LEFT)
    assert circle.bench.experiment.frozen == ((1, 1),)
    before = circle.look().parameters.copy()
    moved = circle.look(epochs=2).parameters != before
    assert not moved[3:6].any()
    assert moved[:3].all()
    assert (1, 1) in circle.canvas.scene.marks.frozen
    qtbot.mouseClick(circle.card.frozen, LEFT)
    assert circle.bench.experiment.frozen == ()


def test_that_a_single_weight_is_frozen(looking, qtbot):
    circle = looking()
    circle.press_link(0, 1, 0)
    qtbot.mouseClick(circle.card.frozen, LEFT)
    assert circle.bench.experiment.frozen == ((1, 0, 1),)


def test_that_a_neuron_is_switched_off_and_on_and_the_run_goes_on(looking, qtbot):
    circle = looking()
    circle.look(epochs=2)
    circle.press_node(2, 1)
    for off in (((2, 1),), ()):
        qtbot.mouseClick(circle.card.off, LEFT)
        assert circle.bench.experiment.switched_off == off
        assert circle.look().epoch == 2
        assert ((2, 1) in circle.canvas.scene.marks.switched_off) == bool(off)


def test_that_the_output_neuron_cannot_be_switched_off(looking):
    circle = looking(loss="squared_error")
    circle.press_node(3, 0)
    assert circle.card.frozen.isVisible()
    assert not circle.card.off.isVisible()


def test_that_the_card_of_a_neuron_that_is_removed_goes_with_it(looking, qtbot):
    circle = looking()
    circle.press_node(1, 2)
    qtbot.mouseClick(circle.canvas.steppers[0].minus, LEFT)
    assert circle.bench.experiment.hidden == (2, 2)
    circle.hover(QPoint(2, 2))
    assert not circle.card.isVisible()


def test_that_a_dead_relu_is_marked_and_explained(looking, qtbot):
    circle = looking(activation="relu")
    circle.press_node(1, 0)
    type_into(qtbot, circle.card.editor.field, "-1000")
    circle.look()
    assert (1, 0) in circle.canvas.scene.marks.troubled
    assert circle.card.trouble.text().startswith("Dead")
    assert circle.card.trouble.isVisible()


def test_that_saturation_is_marked_and_explained(looking, qtbot):
    circle = looking()
    circle.press_node(1, 0)
    type_into(qtbot, circle.card.editor.field, "50")
    circle.look()
    assert "Saturated: 100 %" in circle.card.trouble.text()


def test_that_neurons_and_weights_are_reached_by_keys(looking, qtbot):
    circle = looking()
    canvas, card = circle.canvas, circle.card
    circle.panel.mistakes_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(circle.panel.mistakes_button, Qt.Key.Key_Tab)
    assert canvas.hasFocus()
    assert canvas.hovered == (1, 0)
    assert "Neuron 1 in hidden 1" in canvas.accessible_value()
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.hovered[0] == 2
    circle.look()
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert card.is_pinned
    assert card.title.text().endswith("hidden 2")
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not card.is_pinned
    target = canvas.hovered[1]
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert card.title.text() == f"neuron 2 → neuron {target + 1}"


def test_that_a_link_from_a_picture_is_no_single_weight(looking):
    digits = looking(dataset="digits", hidden=(4,))
    digits.press_link(0, 0, 2)
    assert not digits.card.isVisible()


def test_that_weights_of_chosen_inputs_are_named_by_them(looking):
    circle = looking(features=(1, 4))
    circle.press_link(0, 1, 0)
    assert circle.card.title.text() == "x₁x₂ → neuron 1"


def test_that_hovering_a_neuron_shows_its_numbers_and_its_function(playground, qtbot):
    train_until(qtbot, playground, 3)
    pause(qtbot, playground)
    hover(playground.window.network.canvas, qtbot, node_point(playground.window.network.canvas, 1, 2))
    qtbot.waitUntil(lambda: playground.workbench.frame.focus == (1, 2), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: playground.workbench.frame.gradients is not None, timeout=PATIENCE_MS)
    card, frame = playground.window.network.card, playground.workbench.frame
    assert card.isVisible()
    assert card.title.text() == "Neuron 3 in hidden 1"
    assert card.subtitle.text() == "tanh, 2 weights in"
    weights = frame.parameters[6:9]
    X = playground.workbench.network.split.X_train
    answers = np.tanh(X @ weights[:2] + weights[2])
    shown = figures(card)
    assert shown["Bias"] == steady_text(weights[2], sign=True)
    assert shown["Mean activation"] == steady_text(answers.mean(), sign=True)
    assert shown["Gradient norm"] == number_text(float(np.linalg.norm(frame.gradients[6:9])), 3)
    assert playground.window.output._heading.text() == "Neuron 3 in hidden 1"


def test_that_leaving_the_neuron_gives_the_plot_back_to_the_network(playground, qtbot):
    hover(playground.window.network.canvas, qtbot, node_point(playground.window.network.canvas, 1, 0))
    qtbot.waitUntil(lambda: playground.workbench.frame.focus == (1, 0), timeout=PATIENCE_MS)
    hover(playground.window.network.canvas, qtbot, QPoint(2, playground.window.network.canvas.height() - 2))
    qtbot.waitUntil(lambda: playground.workbench.frame.focus is None, timeout=PATIENCE_MS)
    assert playground.window.output._heading.text() == "Output"
    assert not playground.window.network.card.isVisible()


def test_that_an_input_fills_the_plot_but_has_no_card(playground, qtbot):
    hover(playground.window.network.canvas, qtbot, node_point(playground.window.network.canvas, 0, 1))
    qtbot.waitUntil(lambda: playground.workbench.frame.focus == (0, 1), timeout=PATIENCE_MS)
    assert "x₂" in playground.window.output._heading.text()
    assert not playground.window.network.card.isVisible()


def test_that_a_bias_is_typed_while_training_goes_on_and_undone(playground, qtbot):
    pause(qtbot, playground)
    press(playground.window.network.canvas, qtbot, node_point(playground.window.network.canvas, 1, 0))
    before = parameter(playground, (1, 0, -1))
    type_into(qtbot, playground.window.network.card.editor.field, "1.25")
    qtbot.waitUntil(lambda: parameter(playground, (1, 0, -1)) == 1.25, timeout=PATIENCE_MS)
    playground.workbench.undo_stack.undo()
    qtbot.waitUntil(lambda: parameter(playground, (1, 0, -1)) == before, timeout=PATIENCE_MS)
    playground.workbench.undo_stack.redo()
    qtbot.waitUntil(lambda: parameter(playground, (1, 0, -1)) == 1.25, timeout=PATIENCE_MS)


def test_that_a_pinned_weight_stays_marked_when_another_input_goes_away(playground, qtbot):
    canvas, card = playground.window.network.canvas, playground.window.network.card
    train_until(qtbot, playground, 3)
    pause(qtbot, playground)
    press(playground.window.network.canvas, qtbot, link_point(playground.window.network.canvas, 0, 1, 2))
    assert card.title.text() == "x₂ → neuron 3"
    qtbot.mouseClick(canvas, LEFT, pos=node_point(playground.window.network.canvas, 0, 0))
    wait_for_experiment(qtbot, playground, features=(1,))
    qtbot.waitUntil(lambda: playground.workbench.network.structure[0] == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: canvas.shown_link == (0, 0, 2), timeout=PATIENCE_MS)
    qtbot.mouseClick(canvas, LEFT, pos=node_point(playground.window.network.canvas, 0, 1))
    qtbot.waitUntil(lambda: playground.workbench.problem is not None, timeout=PATIENCE_MS)
    for row in range(3):
        qtbot.mouseMove(canvas, node_point(playground.window.network.canvas, 1, row) - QPoint(60, 0))
    assert canvas.shown_link is None

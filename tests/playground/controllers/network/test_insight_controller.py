from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from playground.models.picture.link_curve import rise
from playground.style.words import number_text, steady_text
from tests.playground.actions import (
    LEFT,
    PATIENCE_MS,
    assert_goes_on,
    epoch,
    pause,
    train_until,
    type_into,
    wait_for_experiment,
)

CIRCLE = {"dataset": "circle", "hidden": (3, 2), "n_samples": 60}


@pytest.fixture
def playground(open_playground):
    return open_playground(**CIRCLE)


def node_point(playground, column: int, index: int) -> QPoint:
    layout = playground.window.network.canvas.network_layout
    node = next(box for box in layout.columns[column].nodes if box.index == index)
    return QPoint(round(node.center_x), round(node.center_y))


def link_point(playground, gap: int, source: int, target: int) -> QPoint:
    """A place on a link where no other one runs, near its end."""
    layout = playground.window.network.canvas.network_layout
    lines = layout.gaps[gap]
    for share in np.linspace(0.05, 0.95, 91):
        x = lines.x0 + share * (lines.x1 - lines.x0)
        y = lines.source_y[source] + float(rise(share)) * (lines.target_y[target] - lines.source_y[source])
        point = QPoint(round(x), round(y))
        if layout.node_at(x, y) is None and layout.link_at(point.x(), point.y()) == (gap, source, target):
            return point
    raise AssertionError("the link is covered by others")


def hover(playground, qtbot, point: QPoint) -> None:
    canvas = playground.window.network.canvas
    qtbot.mouseMove(canvas, QPoint(1, 1))
    qtbot.mouseMove(canvas, point)


def press(playground, qtbot, point: QPoint) -> None:
    hover(playground, qtbot, point)
    qtbot.mouseClick(playground.window.network.canvas, LEFT, pos=point)


def figures(card) -> dict[str, str]:
    return {figure.name: figure.value for figure in card.figures.figures}


def parameter(playground, key) -> float:
    info, frame = playground.workbench.network, playground.workbench.frame
    return float(frame.parameters[info.parameter_map.index_of(key)])


def test_that_hovering_a_neuron_shows_its_numbers_and_its_function(playground, qtbot):
    train_until(qtbot, playground, 3)
    pause(qtbot, playground)
    hover(playground, qtbot, node_point(playground, 1, 2))
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
    hover(playground, qtbot, node_point(playground, 1, 0))
    qtbot.waitUntil(lambda: playground.workbench.frame.focus == (1, 0), timeout=PATIENCE_MS)
    hover(playground, qtbot, QPoint(2, playground.window.network.canvas.height() - 2))
    qtbot.waitUntil(lambda: playground.workbench.frame.focus is None, timeout=PATIENCE_MS)
    assert playground.window.output._heading.text() == "Output"
    assert not playground.window.network.card.isVisible()


def test_that_an_input_fills_the_plot_but_has_no_card(playground, qtbot):
    hover(playground, qtbot, node_point(playground, 0, 1))
    qtbot.waitUntil(lambda: playground.workbench.frame.focus == (0, 1), timeout=PATIENCE_MS)
    assert "x₂" in playground.window.output._heading.text()
    assert not playground.window.network.card.isVisible()


def test_that_a_click_pins_the_card_and_another_lets_go(playground, qtbot):
    card = playground.window.network.card
    press(playground, qtbot, node_point(playground, 2, 0))
    assert card.is_pinned
    hover(playground, qtbot, QPoint(2, 2))
    qtbot.wait(30)
    assert card.isVisible()
    assert card.editor.isVisible()
    qtbot.waitUntil(lambda: playground.workbench.frame.focus == (2, 0), timeout=PATIENCE_MS)
    press(playground, qtbot, node_point(playground, 2, 0))
    hover(playground, qtbot, QPoint(2, 2))
    assert not card.isVisible()


@pytest.mark.parametrize("way", ["button", "escape", "background"])
def test_that_a_pinned_card_is_closed_in_every_usual_way(playground, qtbot, way):
    network = playground.window.network
    press(playground, qtbot, node_point(playground, 1, 1))
    if way == "button":
        qtbot.mouseClick(network.card.close_button, LEFT)
    elif way == "escape":
        qtbot.keyClick(network.card.editor.field.entry, Qt.Key.Key_Escape)
        qtbot.keyClick(network.card, Qt.Key.Key_Escape)
    else:
        qtbot.mouseClick(network.canvas, LEFT, pos=QPoint(3, network.canvas.height() - 3))
    hover(playground, qtbot, QPoint(2, 2))
    assert not network.card.isVisible()


def test_that_a_bias_is_typed_while_training_goes_on_and_undone(playground, qtbot):
    pause(qtbot, playground)
    press(playground, qtbot, node_point(playground, 1, 0))
    before = parameter(playground, (1, 0, -1))
    type_into(qtbot, playground.window.network.card.editor.field, "1.25")
    qtbot.waitUntil(lambda: parameter(playground, (1, 0, -1)) == 1.25, timeout=PATIENCE_MS)
    playground.workbench.undo_stack.undo()
    qtbot.waitUntil(lambda: parameter(playground, (1, 0, -1)) == before, timeout=PATIENCE_MS)
    playground.workbench.undo_stack.redo()
    qtbot.waitUntil(lambda: parameter(playground, (1, 0, -1)) == 1.25, timeout=PATIENCE_MS)


def test_that_a_weight_is_dragged(playground, qtbot):
    pause(qtbot, playground)
    press(playground, qtbot, link_point(playground, 1, 2, 0))
    card = playground.window.network.card
    assert card.is_pinned
    assert card.title.text() == "neuron 3 → neuron 1"
    slider = card.editor.slider
    qtbot.mousePress(slider, LEFT, pos=QPoint(slider.width() // 2, 16))
    qtbot.mouseMove(slider, QPoint(slider.width() - 7, 16))
    qtbot.mouseRelease(slider, LEFT, pos=QPoint(slider.width() - 7, 16))
    reach = card.editor._reach
    qtbot.waitUntil(lambda: parameter(playground, (2, 0, 2)) == pytest.approx(reach), timeout=PATIENCE_MS)
    assert card.editor.field.value() == pytest.approx(reach)


def test_that_nonsense_for_a_weight_is_refused_and_changes_nothing(playground, qtbot):
    pause(qtbot, playground)
    press(playground, qtbot, node_point(playground, 1, 0))
    before = parameter(playground, (1, 0, -1))
    for text in ("abc", "inf", "1e999", "nan"):
        type_into(qtbot, playground.window.network.card.editor.field, text)
    qtbot.wait(50)
    assert parameter(playground, (1, 0, -1)) == before
    assert playground.workbench.undo_stack.count() == 0


def test_that_a_frozen_neuron_stays_while_the_others_learn(playground, qtbot):
    press(playground, qtbot, node_point(playground, 1, 1))
    qtbot.mouseClick(playground.window.network.card.frozen, LEFT)
    wait_for_experiment(qtbot, playground, frozen=((1, 1),))
    train_until(qtbot, playground, epoch(playground) + 2)
    before = playground.workbench.frame.parameters.copy()
    train_until(qtbot, playground, playground.workbench.frame.epoch + 2)
    moved = playground.workbench.frame.parameters != before
    assert not moved[3:6].any()
    assert moved[:3].all()
    qtbot.waitUntil(
        lambda: (1, 1) in playground.window.network.canvas.scene.marks.frozen, timeout=PATIENCE_MS
    )
    qtbot.mouseClick(playground.window.network.card.frozen, LEFT)
    wait_for_experiment(qtbot, playground, frozen=())


def test_that_a_single_weight_is_frozen(playground, qtbot):
    press(playground, qtbot, link_point(playground, 0, 1, 0))
    qtbot.mouseClick(playground.window.network.card.frozen, LEFT)
    wait_for_experiment(qtbot, playground, frozen=((1, 0, 1),))


def test_that_a_neuron_is_switched_off_and_on_while_it_trains(playground, qtbot):
    press(playground, qtbot, node_point(playground, 2, 1))
    off = playground.window.network.card.off
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(off, LEFT), switched_off=((2, 1),))
    qtbot.waitUntil(
        lambda: (2, 1) in playground.window.network.canvas.scene.marks.switched_off, timeout=PATIENCE_MS
    )
    assert_goes_on(qtbot, playground, lambda: qtbot.mouseClick(off, LEFT), switched_off=())


def test_that_the_output_neuron_cannot_be_switched_off(open_playground, qtbot):
    playground = open_playground(**CIRCLE, loss="squared_error")
    press(playground, qtbot, node_point(playground, 3, 0))
    assert playground.window.network.card.frozen.isVisible()
    assert not playground.window.network.card.off.isVisible()


def test_that_the_card_of_a_neuron_that_is_removed_goes_with_it(playground, qtbot):
    press(playground, qtbot, node_point(playground, 1, 2))
    qtbot.mouseClick(playground.window.network.canvas.steppers[0].minus, LEFT)
    wait_for_experiment(qtbot, playground, hidden=(2, 2))
    hover(playground, qtbot, QPoint(2, 2))
    qtbot.waitUntil(lambda: not playground.window.network.card.isVisible(), timeout=PATIENCE_MS)


def test_that_a_pinned_weight_stays_marked_when_another_input_goes_away(playground, qtbot):
    canvas, card = playground.window.network.canvas, playground.window.network.card
    train_until(qtbot, playground, 3)
    pause(qtbot, playground)
    press(playground, qtbot, link_point(playground, 0, 1, 2))
    assert card.title.text() == "x₂ → neuron 3"
    qtbot.mouseClick(canvas, LEFT, pos=node_point(playground, 0, 0))
    wait_for_experiment(qtbot, playground, features=(1,))
    qtbot.waitUntil(lambda: playground.workbench.network.structure[0] == 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: canvas.shown_link == (0, 0, 2), timeout=PATIENCE_MS)
    qtbot.mouseClick(canvas, LEFT, pos=node_point(playground, 0, 1))
    qtbot.waitUntil(lambda: playground.workbench.problem is not None, timeout=PATIENCE_MS)
    for row in range(3):
        qtbot.mouseMove(canvas, node_point(playground, 1, row) - QPoint(60, 0))
    assert canvas.shown_link is None


def test_that_a_dead_relu_is_marked_and_explained(open_playground, qtbot):
    playground = open_playground(**CIRCLE, activation="relu")
    pause(qtbot, playground)
    press(playground, qtbot, node_point(playground, 1, 0))
    type_into(qtbot, playground.window.network.card.editor.field, "-1000")
    scene = playground.window.network.canvas.scene
    qtbot.waitUntil(lambda: (1, 0) in scene.marks.troubled, timeout=PATIENCE_MS)
    card = playground.window.network.card
    qtbot.waitUntil(lambda: card.trouble.text().startswith("Dead"), timeout=PATIENCE_MS)
    assert card.trouble.isVisible()


def test_that_saturation_is_marked_and_explained(playground, qtbot):
    pause(qtbot, playground)
    press(playground, qtbot, node_point(playground, 1, 0))
    type_into(qtbot, playground.window.network.card.editor.field, "50")
    card = playground.window.network.card
    qtbot.waitUntil(lambda: "Saturated: 100 %" in card.trouble.text(), timeout=PATIENCE_MS)


def test_that_neurons_and_weights_are_reached_by_keys(playground, qtbot):
    pause(qtbot, playground)
    network = playground.window.network
    canvas = network.canvas
    network.more_button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(network.more_button, Qt.Key.Key_Tab)
    assert canvas.hasFocus()
    assert canvas.hovered == (1, 0)
    assert "Neuron 1 in hidden 1" in canvas.accessible_value()
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.hovered[0] == 2
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert network.card.is_pinned
    assert network.card.title.text().endswith("hidden 2")
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not network.card.is_pinned
    target = canvas.hovered[1]
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert network.card.title.text() == f"neuron 2 → neuron {target + 1}"


def test_that_a_link_from_a_picture_is_no_single_weight(open_playground, qtbot):
    playground = open_playground(dataset="digits", hidden=(4,))
    press(playground, qtbot, link_point(playground, 0, 0, 2))
    assert not playground.window.network.card.isVisible()


def test_that_weights_of_chosen_inputs_are_named_by_them(open_playground, qtbot):
    playground = open_playground(**{**CIRCLE, "features": (1, 4)})
    press(playground, qtbot, link_point(playground, 0, 1, 0))
    assert playground.window.network.card.title.text() == "x₁x₂ → neuron 1"

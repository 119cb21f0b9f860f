from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from playground.models.diagnosis.inspection import inspect
from playground.views.graph.picture.way_shapes import on_curve
from tests.playground.actions import LEFT, PATIENCE_MS, choose, pause, train_until

CIRCLE = {"dataset": "circle", "hidden": (2,), "n_samples": 40}


@pytest.fixture
def playground(open_graph):
    return open_graph(**CIRCLE)


@pytest.fixture
def application(open_playground, qtbot):
    """The whole window, which trains meanwhile."""
    application = open_playground(**CIRCLE)
    train_until(qtbot, application, 1)
    mode = application.window.header.mode
    qtbot.mouseClick(mode, LEFT, pos=mode.segment_rect("graph").center())
    assert application.window.graph.isVisible()
    return application


def shows(qtbot, playground, output: str) -> None:
    """Wait until the graph of a value is drawn."""
    qtbot.waitUntil(
        lambda: (
            playground.graph.walk is not None
            and playground.graph.walk.graph.nodes[-1].name == output
            and playground.graph._drawing.network is not None
        ),
        timeout=PATIENCE_MS,
    )


def go_backward(playground) -> None:
    playground.window.graph.steps.way.option_selected.emit("backward")


def text_of(playground) -> str:
    return playground.window.graph.chain.words.text()


def test_that_the_modes_are_switched_while_training_goes_on(application, qtbot):
    assert application.workbench.is_playing
    mode = application.window.header.mode
    qtbot.mouseClick(mode, LEFT, pos=QPoint(20, mode.height() // 2))
    assert not application.window.graph.isVisible()
    assert application.window.network.isVisible()


def test_that_the_first_graph_is_a_neuron_with_its_loss(playground):
    screen = playground.window.graph
    assert screen.source.state.text() == "✓ 12 values, 6 operations"


def test_that_the_mode_opens_before_the_first_forward_step(playground):
    screen = playground.window.graph
    assert screen.steps.way.value() == "forward"
    assert screen.steps.track.accessibleDescription().startswith("0 of")
    go_backward(playground)
    assert "topological order" in text_of(playground)


def test_that_steps_go_on_and_back_by_buttons_and_by_the_track(playground, qtbot):
    go_backward(playground)
    steps = playground.window.graph.steps
    qtbot.mouseClick(steps.following, LEFT)
    assert "y.grad" in text_of(playground) or "d₁.grad += L.grad" in text_of(playground)
    qtbot.mouseClick(steps.last, LEFT)
    assert not steps.following.isEnabled()
    qtbot.mouseClick(steps.previous, LEFT)
    assert steps.following.isEnabled()
    qtbot.mouseClick(steps.first, LEFT)
    assert not steps.previous.isEnabled()
    track = steps.track
    qtbot.mouseClick(track, LEFT, pos=QPoint(track.width() - 2, 16))
    assert not steps.following.isEnabled()


def test_that_steps_play_by_themselves_to_the_end(playground, qtbot):
    steps = playground.window.graph.steps
    qtbot.keyClick(steps.speed.slider, Qt.Key.Key_End)
    qtbot.mouseClick(steps.play_button, LEFT)
    assert steps.is_playing
    qtbot.waitUntil(lambda: not steps.is_playing, timeout=PATIENCE_MS)
    assert not steps.following.isEnabled()


def test_that_the_numbers_on_screen_are_those_of_finite_differences(playground, qtbot):
    screen = playground.window.graph
    go_backward(playground)
    for _ in range(len(playground.graph.walk.backward)):
        qtbot.mouseClick(screen.steps.following, LEFT)
    shown = {figure.name: figure.value for figure in screen.chain.figures.figures}
    final = [figure for name, figure in shown.items() if name.endswith(".grad") and "Upstream" not in name]
    assert [f"✓ {figure.split()[-1]}" for figure in final] == [shown["Finite difference, to 0.01 %"]]


def test_that_forward_computes_one_operation_a_step(playground, qtbot):
    screen = playground.window.graph
    screen.steps.way.option_selected.emit("forward")
    qtbot.mouseClick(screen.steps.following, LEFT)
    assert text_of(playground).startswith("m₁ = w₁ × x₁ = 0.8 × 0.5 = 0.4")
    assert not screen.chain.code.isVisible()


def test_that_the_wrong_order_shows_the_wrong_gradient_beside_the_right_one(playground, qtbot):
    screen = playground.window.graph
    choose(qtbot, screen.source.example, "reuse")
    qtbot.mouseClick(screen.source.mistakes["wrong_order"], LEFT)
    qtbot.mouseClick(screen.steps.last, LEFT)
    assert "a.grad is 6, right is 4" in screen.chain.note.text()


def test_that_sums_unfold_on_demand(playground, qtbot):
    before = len(playground.graph.walk.graph.nodes)
    qtbot.mouseClick(playground.window.graph.source.fold, LEFT)
    assert len(playground.graph.walk.graph.nodes) == before + 1


def test_that_the_loss_of_a_sample_follows_the_training(playground, qtbot):
    source = playground.window.graph.source
    qtbot.mouseClick(source.buttons["loss"], LEFT)
    assert not source.editor.isVisible()
    shows(qtbot, playground, "L")
    first = playground.graph.walk.values[-1]
    playground.workbench.train()
    assert playground.graph.walk.values[-1] != first
    info, frame = playground.workbench.network, playground.workbench.frame
    row = int(info.split.train_indices[0])
    X = info.split.to_model(info.split.dataset.X[row : row + 1])
    h = np.tanh(frame.parameters[:6].reshape(2, 3)[:, :2] @ X[0] + frame.parameters[:6].reshape(2, 3)[:, 2])
    names = {node.name: node.index for node in playground.graph.walk.graph.scalars.nodes}
    assert playground.graph.walk.values[names["h1,2"]] == pytest.approx(h[1])


def test_that_the_pinned_neuron_is_the_one_whose_graph_is_shown(application, qtbot):
    application.window.network.canvas.node_pressed.emit((1, 1))
    qtbot.mouseClick(application.window.graph.source.buttons["neuron"], LEFT)
    shows(qtbot, application, "h1,2")


def test_that_a_network_too_large_is_refused_and_a_neuron_of_it_offered(open_graph, qtbot):
    playground = open_graph(dataset="digits", hidden=(64, 64))
    screen = playground.window.graph
    qtbot.mouseClick(screen.source.buttons["loss"], LEFT)
    qtbot.waitUntil(lambda: "can be drawn" in screen.source.state.text(), timeout=PATIENCE_MS)
    assert playground.graph.walk is None
    assert screen.canvas.is_empty
    assert not screen.steps.play_button.isEnabled()
    assert "can be drawn" in screen.canvas.offer.text.text()
    qtbot.mouseClick(screen.canvas.offer.buttons["neuron"], LEFT)
    shows(qtbot, playground, "h1,1")
    assert not screen.canvas.offer.isVisible()


def test_that_pixels_are_a_picture_and_a_large_layer_a_grid_until_it_is_opened(open_graph, qtbot):
    playground = open_graph(dataset="digits", hidden=(20,), n_samples=200)
    open_source(qtbot, playground, "loss")
    shapes = {block.name: block.shape for block in playground.graph.walk.graph.nodes}
    assert shapes["Inputs"] == (8, 8)
    assert shapes["Hidden 1"] == (4, 5)
    assert shapes["z1"] == (1, 1)
    playground.window.graph.canvas.node_opened.emit(blocks_of(playground)["Hidden 1"])
    qtbot.waitUntil(lambda: "h1,20" in blocks_of(playground), timeout=PATIENCE_MS)


def test_that_a_graph_too_small_to_read_offers_reading_and_the_level_above(open_graph, qtbot):
    playground = open_graph(dataset="spiral", hidden=(8, 8), n_samples=60)
    open_source(qtbot, playground, "loss")
    screen = playground.window.graph
    screen.canvas.zoom_by(0.4 / screen.canvas.zoom)
    assert set(screen.canvas.offer.buttons) == {"read", "layers"}
    qtbot.mouseClick(screen.canvas.offer.buttons["read"], LEFT)
    assert screen.canvas.is_readable
    assert not screen.canvas.offer.isVisible()
    screen.canvas.zoom_by(0.4 / screen.canvas.zoom)
    qtbot.mouseClick(screen.canvas.offer.buttons["layers"], LEFT)
    qtbot.waitUntil(lambda: "Hidden 1" in blocks_of(playground), timeout=PATIENCE_MS)
    assert screen.source.level.value() == "layers"


def test_that_what_was_opened_is_forgotten_with_its_network(playground, qtbot):
    open_source(qtbot, playground, "loss")
    playground.window.graph.canvas.node_opened.emit(blocks_of(playground)["h1,1"])
    qtbot.waitUntil(lambda: "w1,1,1" in blocks_of(playground), timeout=PATIENCE_MS)
    playground.workbench.change(hidden=(3,))
    qtbot.waitUntil(lambda: "h1,3" in blocks_of(playground), timeout=PATIENCE_MS)
    assert "w1,1,1" not in blocks_of(playground)


def test_that_the_graph_is_zoomed_moved_and_shown_whole_again(playground, qtbot):
    screen = playground.window.graph
    canvas = screen.canvas
    fitted = canvas.zoom
    qtbot.mouseClick(screen.zoom_in, LEFT)
    assert canvas.zoom == pytest.approx(1.25 * fitted)
    start = canvas.place_of(0)
    qtbot.keyClick(canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.place_of(0).x() == pytest.approx(start.x() + 0.1 * canvas.width())
    qtbot.mouseClick(screen.fit_button, LEFT)
    assert canvas.zoom == pytest.approx(fitted)


def test_that_a_click_on_a_card_goes_to_the_step_that_completes_its_gradient(playground, qtbot):
    go_backward(playground)
    canvas, walk = playground.window.graph.canvas, playground.graph.walk
    node = next(node for node in walk.graph.nodes if node.name == "w2")
    qtbot.mouseClick(canvas, LEFT, pos=canvas.place_of(node.index).toPoint())
    assert text_of(playground).startswith("w₂.grad +=")


def open_source(qtbot, playground, source: str, output: str = "L") -> None:
    qtbot.mouseClick(playground.window.graph.source.buttons[source], LEFT)
    shows(qtbot, playground, output)


def blocks_of(playground) -> dict[str, int]:
    return {block.name: block.index for block in playground.graph.walk.graph.nodes}


def test_that_a_double_click_opens_a_neuron_in_its_row_and_in_sight_and_shift_closes_it(playground, qtbot):
    open_source(qtbot, playground, "loss")
    canvas = playground.window.graph.canvas
    assert "w1,1,1" not in blocks_of(playground)
    before = canvas.place_of(blocks_of(playground)["h1,1"])
    qtbot.mouseDClick(canvas, LEFT, pos=before.toPoint())
    qtbot.waitUntil(lambda: "w1,1,1" in blocks_of(playground), timeout=PATIENCE_MS)
    after = canvas.place_of(blocks_of(playground)["h1,1"])
    assert after.y() == pytest.approx(before.y())
    for name in ("h1,1", "w1,1,1", "w1,1,2", "b1,1"):
        assert canvas.rect().contains(canvas.place_of(blocks_of(playground)[name]).toPoint())
    qtbot.mouseDClick(canvas, LEFT, Qt.KeyboardModifier.ShiftModifier, pos=after.toPoint())
    qtbot.waitUntil(lambda: "w1,1,1" not in blocks_of(playground), timeout=PATIENCE_MS)


def test_that_levels_of_detail_show_layers_neurons_and_scalars(playground, qtbot):
    open_source(qtbot, playground, "loss")
    level = playground.window.graph.source.level
    counts = []
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Right):
        shown = playground.graph.walk.graph
        qtbot.keyClick(level, key)
        qtbot.waitUntil(lambda shown=shown: playground.graph.walk.graph is not shown, timeout=PATIENCE_MS)
        counts.append(len(playground.graph.walk.graph.nodes))
    assert counts[0] < counts[1] < counts[2] == len(playground.graph.walk.graph.scalars.nodes)


def test_that_the_loss_of_a_batch_is_the_mean_over_its_points(playground, qtbot):
    open_source(qtbot, playground, "batch")
    source = playground.window.graph.source
    qtbot.keyClick(source.batch_size.slider, Qt.Key.Key_End)
    losses = {f"L{sample}" for sample in range(1, 11)}

    def values() -> dict[str, float]:
        walk = playground.graph.walk
        return {node.name: walk.values[node.index] for node in walk.graph.scalars.nodes}

    qtbot.waitUntil(lambda: losses <= set(values()), timeout=PATIENCE_MS)
    found = values()
    assert found["L"] == pytest.approx(np.mean([found[name] for name in losses]))


def test_that_another_point_is_another_graph(playground, qtbot):
    open_source(qtbot, playground, "loss")
    source, shown = playground.window.graph.source, playground.graph.walk
    name = source.sample.text.text()
    qtbot.mouseClick(source.sample.after, LEFT)
    qtbot.waitUntil(lambda: playground.graph.walk.graph is not shown.graph, timeout=PATIENCE_MS)
    assert source.sample.text.text() != name
    assert playground.graph.walk.values[-1] != shown.values[-1]


def test_that_a_weight_that_is_not_drawn_is_laid_open_by_finding_it(playground, qtbot):
    open_source(qtbot, playground, "loss")
    finder, canvas = playground.window.graph.finder, playground.window.graph.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(finder, "w1,2,1")
    qtbot.waitUntil(lambda: "w1,2,1" in blocks_of(playground), timeout=PATIENCE_MS)
    assert canvas.selected == blocks_of(playground)["w1,2,1"]
    place = canvas.place_of(canvas.selected)
    assert (place.x(), place.y()) == pytest.approx((canvas.width() / 2, canvas.height() / 2), abs=1.0)
    assert "w1,1,1" not in blocks_of(playground)


def test_that_a_control_click_writes_the_derivative_as_a_sum_over_paths(playground, qtbot):
    open_source(qtbot, playground, "loss")
    screen, walk = playground.window.graph, playground.graph.walk
    node = next(block for block in walk.graph.nodes if not block.is_computed)
    place = screen.canvas.place_of(node.index).toPoint()
    qtbot.mouseClick(screen.canvas, LEFT, Qt.KeyboardModifier.ControlModifier, pos=place)
    assert screen.chain.title.text() == f"∂L/∂{node.label} as a sum over paths"
    products = [float(line.split("= ")[-1].replace("−", "-")) for _, line in screen.chain.paths.lines]
    assert sum(products) == pytest.approx(walk.gradients[node.outputs[0]], rel=1e-2, abs=1e-5)
    qtbot.mouseClick(screen.canvas, LEFT, pos=place)
    assert "as a sum" not in screen.chain.title.text()


def test_that_arrow_keys_step_through_the_graph(playground, qtbot):
    screen = playground.window.graph
    screen.canvas.setFocus()
    qtbot.keyClick(screen.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(screen.canvas, Qt.Key.Key_Right)
    assert screen.steps.track.accessibleDescription().startswith("2 of")
    qtbot.keyClick(screen.canvas, Qt.Key.Key_End)
    assert not screen.steps.following.isEnabled()
    qtbot.keyClick(screen.canvas, Qt.Key.Key_Home)
    assert not screen.steps.previous.isEnabled()


def test_that_a_point_is_traced_from_its_card(application, qtbot):
    application.window.header.mode_selected.emit("train")
    pause(qtbot, application)
    plot = application.window.output.plot
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_Period)
    card = application._output._card
    qtbot.waitUntil(card.isVisible, timeout=PATIENCE_MS)
    row = card.inspection.row
    qtbot.mouseClick(card.trace_button, LEFT)
    assert application.window.graph.isVisible()
    shows(qtbot, application, "L")
    assert application.window.graph.source.sample.text.text().startswith(f"Point {row + 1},")


def test_that_a_neuron_opens_in_the_graph_by_a_double_click(application, qtbot):
    application.window.header.mode_selected.emit("train")
    canvas = application.window.network.canvas
    node = canvas.scene.layout.columns[1].nodes[1]
    qtbot.mouseDClick(canvas, LEFT, pos=QPoint(round(node.x + node.side / 2), round(node.y + node.side / 2)))
    assert application.window.graph.isVisible()
    shows(qtbot, application, "h1,2")


def test_that_numbers_follow_the_training_at_ten_a_second_for_two_hidden_layers_of_eight(
    open_playground, qtbot
):
    application = open_playground(dataset="circle", hidden=(8, 8), n_samples=60)
    train_until(qtbot, application, 1)
    application.window.header.mode_selected.emit("graph")
    open_source(qtbot, application, "loss")
    seen = set()

    def count() -> int:
        seen.add(float(application.graph.walk.values[-1]))
        return len(seen)

    qtbot.waitUntil(lambda: count() >= 10, timeout=PATIENCE_MS)


def test_that_a_click_on_a_link_goes_to_its_step(playground, qtbot):
    open_source(qtbot, playground, "loss")
    go_backward(playground)
    canvas, walk = playground.window.graph.canvas, playground.graph.walk
    layout = playground.graph.drawing.layout
    step = walk.backward[-1]
    edge = int(walk.graph.first_edge[step.node]) + step.operand
    x, y = on_curve(layout, edge, 0.3)
    place = canvas.place_of(0) + QPointF(x - layout.x[0], y - layout.y[0]) * canvas.zoom
    qtbot.mouseClick(canvas, LEFT, pos=place.toPoint())
    child, parent = walk.graph.nodes[walk.child_of(step)].label, walk.graph.nodes[step.node].label
    assert text_of(playground).startswith(f"{child}.grad += {parent}.grad")


def test_that_a_slider_goes_through_the_points_of_a_batch_in_one_picture(playground, qtbot):
    open_source(qtbot, playground, "batch")
    screen = playground.window.graph
    assert playground.graph.walk.graph.nodes[blocks_of(playground)["h1,1"]].shape == (4, 1)
    losses = {}
    for shown in (1, 2):
        before = playground.graph.walk.graph
        qtbot.keyClick(screen.source.shown.slider, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda before=before: playground.graph.walk.graph is not before, timeout=PATIENCE_MS)
        assert playground.graph.walk.graph.nodes[blocks_of(playground)["h1,1"]].is_single
        losses[shown] = playground.graph.walk.values[-1]
    assert losses[1] != losses[2]
    screen.canvas.zoom_by(1.2)
    zoom = screen.canvas.zoom
    before = playground.graph.walk.graph
    qtbot.keyClick(screen.source.shown.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: playground.graph.walk.graph is not before, timeout=PATIENCE_MS)
    assert screen.canvas.zoom == pytest.approx(zoom)  # only the numbers change


def test_that_a_neuron_of_a_batch_is_opened_at_one_point(playground, qtbot):
    open_source(qtbot, playground, "batch")
    screen = playground.window.graph
    screen.canvas.node_opened.emit(blocks_of(playground)["h1,1"])
    qtbot.waitUntil(lambda: "w1,1,1" in blocks_of(playground), timeout=PATIENCE_MS)
    assert screen.source.shown.value() == 1


def test_that_the_points_of_a_normalised_batch_stay_together(playground, qtbot):
    playground.workbench.change(batch_norm=(True,))
    open_source(qtbot, playground, "batch")
    screen = playground.window.graph
    qtbot.waitUntil(lambda: "drawn together" in screen.source.state.text(), timeout=PATIENCE_MS)
    assert not screen.source.shown.isVisible()
    screen.canvas.node_opened.emit(blocks_of(playground)["h1,1"])
    qtbot.waitUntil(lambda: "mean1,1" in blocks_of(playground), timeout=PATIENCE_MS)
    assert {"var1,1", "norm1,1 #1", "norm1,1 #4", "gamma1,1", "beta1,1"} <= blocks_of(playground).keys()


def test_that_one_mistake_of_the_backward_pass_is_on_at_a_time(playground, qtbot):
    screen = playground.window.graph
    mistakes = screen.source.mistakes
    choose(qtbot, screen.source.example, "reuse")
    qtbot.mouseClick(mistakes["wrong_order"], LEFT)
    qtbot.mouseClick(mistakes["overwriting"], LEFT)
    assert not mistakes["wrong_order"].isChecked()
    qtbot.mouseClick(screen.steps.last, LEFT)
    assert "Only the last share of each node is left" in screen.chain.note.text()
    assert "a.grad is 1, right is 4" in screen.chain.note.text()
    assert any("child.grad = derivative" in line for line in screen.chain.code.view.rows)
    qtbot.mouseClick(mistakes["overwriting"], LEFT)
    assert screen.chain.note.text() == ""


def test_that_a_point_that_is_learned_says_so_and_offers_the_one_with_the_largest_loss(
    open_playground, qtbot
):
    application = open_playground(
        dataset="blobs", hidden=(3,), n_samples=40, loss="cross_entropy", noise=0.0, learning_rate=0.3
    )
    train_until(qtbot, application, 60)
    pause(qtbot, application)
    application.window.header.mode_selected.emit("graph")
    open_source(qtbot, application, "loss")
    source, bench = application.window.graph.source, application.workbench
    assert source.learned.text().startswith("This point is learned: its loss is ")
    application.window.graph.steps.way.option_selected.emit("practise")
    assert not source.learned.isVisible()  # it would tell how small the gradients are
    application.window.graph.steps.way.option_selected.emit("backward")
    qtbot.waitUntil(source.learned.isVisible, timeout=PATIENCE_MS)
    qtbot.waitUntil(source.since.isVisible, timeout=PATIENCE_MS)
    since = int(source.since.text().removeprefix("Learned at about epoch "))
    newest = bench.frame.epoch
    assert 0 < since < newest
    qtbot.mouseClick(source.since, LEFT)
    qtbot.waitUntil(lambda: bench.frame.epoch == since, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: source.since.text() == f"Back to epoch {newest}", timeout=PATIENCE_MS)
    assert source.learned.isVisible()
    qtbot.mouseClick(source.since, LEFT)
    qtbot.waitUntil(lambda: bench.frame.epoch == newest, timeout=PATIENCE_MS)
    qtbot.mouseClick(source.hardest, LEFT)
    rows = bench.network.split.train_indices.tolist()
    losses = {row: inspect(bench.network, bench.frame.parameters, row).loss for row in rows}
    hardest = max(losses, key=losses.__getitem__)
    qtbot.waitUntil(
        lambda: source.sample.text.text().startswith(f"Point {hardest + 1},"), timeout=PATIENCE_MS
    )
    qtbot.mouseClick(source.buttons["formulas"], LEFT)
    assert not source.learned.isVisible()


def test_that_all_gradients_are_checked_once_they_are_there(playground, qtbot):
    screen = playground.window.graph
    go_backward(playground)
    assert "Checked by finite differences" not in text_of(playground)
    qtbot.mouseClick(screen.steps.last, LEFT)
    assert "all 12 gradients agree" in text_of(playground)

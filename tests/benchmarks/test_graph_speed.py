"""How fast large graphs are built, laid out, brought up to date and painted."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from playground.models.graph.drawing import draw_network
from playground.models.graph.network_graph import network_graph
from playground.models.graph.steps import Walk
from playground.views.graph.picture.graph_canvas import GraphCanvas
from playground.views.graph.picture.graph_view import GraphView
from tests.playground.models.graph.networks import run_of, walk_on

pytestmark = pytest.mark.benchmark

ROUNDS = 7
SIZE = 830, 700
LONGEST_LAYOUT, LEAST_FRAMES = 1.0, 30.0
ZOOMS = (0.1, 0.2, 0.43, 0.6, 1.0)


def median_seconds(function: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        function()
        times.append(time.perf_counter() - started)
    return float(np.median(times))


@pytest.mark.parametrize(
    ("title", "count", "values"),
    [
        ("2-8-8-1, one sample", 1, {"dataset": "circle", "hidden": (8, 8), "loss": "binary_cross_entropy"}),
        ("2-8-8-1, ten samples", 10, {"dataset": "circle", "hidden": (8, 8), "loss": "binary_cross_entropy"}),
        ("64-28-16-10, one sample", 1, {"dataset": "digits", "hidden": (28, 16), "n_samples": 200}),
    ],
)
def test_that_large_graphs_stay_usable(qapp: QApplication, title: str, count: int, values: dict) -> None:
    run = run_of(**values)
    rows = run.network.split.train_indices[:count].tolist()
    built = median_seconds(lambda: network_graph(run.network, rows))
    network = network_graph(run.network, rows)
    opened = network.grouping.levels[2]
    laid_out = median_seconds(lambda: draw_network(network, opened))
    drawing = draw_network(network, opened)
    leaves = {**network.graph.start, **network.leaves(run.trainer.parameters)}
    refreshed = median_seconds(lambda: Walk(drawing.route, leaves))
    walk, n = walk_on(drawing, run), len(drawing.blocks.nodes)
    canvas = GraphCanvas()
    canvas.resize(*SIZE)
    canvas.set_graph(drawing.blocks, drawing.layout)
    known, last = np.ones(n, bool), walk.backward[-1]
    canvas.set_view(
        GraphView(
            walk.values, walk.gradients, known, known, np.isfinite(walk.route.ranks),
            (last.node, last.operand), walk.local,
        )
    )  # fmt: skip
    image = QImage(*SIZE, QImage.Format.Format_ARGB32_Premultiplied)
    paints = []
    for zoom in ZOOMS:
        canvas.fit()
        canvas.zoom_by(zoom / canvas.zoom)
        paints.append(median_seconds(lambda: canvas.render(image)))
    shown = ", ".join(f"{1e3 * seconds:.1f}" for seconds in paints)
    print(
        f"\n{title}: {n:,} nodes, built in {1e3 * built:.0f} ms, laid out in {1e3 * laid_out:.0f} ms, "
        f"refreshed in {1e3 * refreshed:.1f} ms, painted at {', '.join(f'{100 * z:.0f} %' for z in ZOOMS)} "
        f"in {shown} ms"
    )
    assert laid_out < LONGEST_LAYOUT
    assert max(paints) < 1.0 / LEAST_FRAMES

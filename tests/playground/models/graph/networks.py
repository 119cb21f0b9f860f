"""Graphs for the tests: of networks on the weights of a run, and of formulas."""

from __future__ import annotations

from typing import Any

from playground.models.experiment.experiment import Experiment
from playground.models.graph.blocks import BlockGraph
from playground.models.graph.drawing import Drawing, draw_network
from playground.models.graph.formulas import graph_of_formulas
from playground.models.graph.network_graph import network_graph
from playground.models.graph.route import Route
from playground.models.graph.steps import Walk
from playground.models.run.training import Training


def run_of(**values: Any) -> Training:
    run = Training.of(Experiment(**{"n_samples": 40, "backend": "array", **values}))
    for _ in range(5):
        run.trainer.train_batch()
    return run


def drawing_of(run: Training, *, count: int = 1, level: int = 2, **settings: Any) -> Drawing:
    """Return the loss of the first training points at a level: 0 layers, 1 neurons, 2 scalars."""
    rows = run.network.split.train_indices[:count].tolist()
    network = network_graph(run.network, rows, **settings)
    return draw_network(network, network.grouping.levels[level])


def walk_on(drawing: Drawing, run: Training) -> Walk:
    assert drawing.network is not None
    return Walk(drawing.route, {**drawing.scalars.start, **drawing.network.leaves(run.trainer.parameters)})


def walk_of_network(*, count: int = 1, level: int = 2, **values: Any) -> Walk:
    run = run_of(**values)
    return walk_on(drawing_of(run, count=count, level=level), run)


def walk_of_formulas(text: str, mistake: str = "", /, **leaves: float) -> Walk:
    return Walk(Route(BlockGraph(graph_of_formulas(text, leaves)), mistake), {})


def place_of(walk: Walk, name: str) -> int:
    """Return the index of the first node of the drawing with a name."""
    return next(block.index for block in walk.graph.nodes if block.name == name)

"""The graph of a neuron, or of the loss of some samples, that follows training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine import Neuron, Scalar
from engine.losses import LOSSES, encode_targets
from engine.lowering.tracing import all_leaves
from engine.nn import softmax
from engine.operation_table import title_of
from playground.models.graph.blocks import INPUTS, LOSS, Group, Grouping
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.graph_node import SAMPLE_SIGN, symbol_of
from playground.models.graph.tracing import graph_of
from playground.models.network.network import Network
from playground.models.network.parameter_map import (
    BETA,
    BIAS,
    GAMMA,
    OUTPUT,
    RUNNING_MEAN,
    RUNNING_VARIANCE,
    ParameterMap,
    parameter_count,
)
from playground.models.ticket import UNWATCHED, Ticket

MOST_NODES = 12_000
MOST_SAMPLES = 10
_LETTERS = {BIAS: "b", GAMMA: "gamma", BETA: "beta", RUNNING_MEAN: "m", RUNNING_VARIANCE: "v"}
"""Of parameters other than weights, by their sources."""


@dataclass(frozen=True, eq=False)
class NetworkGraph:
    """A graph whose leaves are parameters, inputs and targets of a run.

    Attributes
    ----------
    places
        Indices of leaves in the graph, and of their parameters.
    grouping
        Neurons and layers.
    source
        The network it was made from.
    """

    graph: ComputationGraph
    places: tuple[tuple[int, int], ...]
    grouping: Grouping
    source: Network

    @property
    def follows(self) -> bool:
        """Whether its values change with the training."""
        return bool(self.places)

    def leaves(self, parameters: NDArray[np.float64]) -> dict[int, float]:
        """Return the values of the leaves that training changes."""
        return {leaf: float(parameters[place]) for leaf, place in self.places}

    def below(self, scalar: int, leaves: Mapping[int, float]) -> NetworkGraph:
        """Return what a scalar is made of, with that as the output, at fixed values, finite or not."""
        kept = {scalar}
        for node in reversed(self.graph.nodes[: scalar + 1]):
            if node.index in kept:
                kept.update(node.operands)
        index_of = {old: new for new, old in enumerate(sorted(kept))}
        nodes = [
            replace(
                node, index=index_of[node.index], operands=tuple(map(index_of.__getitem__, node.operands))
            )
            for node in self.graph.nodes
            if node.index in kept
        ]
        start = {index_of[leaf]: value for leaf, value in leaves.items() if leaf in index_of}
        ours = self.grouping
        grouping = Grouping(
            {index_of[old]: path for old, path in ours.paths.items() if old in index_of},
            frozenset(index_of[old] for old in ours.details if old in index_of),
            {index_of[old]: cell for old, cell in ours.cells.items() if old in index_of},
            ours.picture,
        )
        return NetworkGraph(ComputationGraph(nodes, start, is_broken=True), (), grouping, self.source)


def network_graph(
    network: Network,
    rows: Sequence[int],
    neuron: tuple[int, int] | None = None,
    *,
    fold_sums: bool = True,
    ticket: Ticket = UNWATCHED,
) -> NetworkGraph:
    """Return the graph of the mean loss of some samples, or of one neuron at the first of them.

    Batch normalisation takes the statistics of several samples as in training, and running ones for one.

    Parameters
    ----------
    rows
        Samples of the data set, at most `MOST_SAMPLES`.
    neuron
        Column, from 1, and index; None for the loss.

    Raises
    ------
    ValueError
        A network with too many parameters to be drawn scalar by scalar.
    """
    samples = list(rows)[: 1 if neuron else MOST_SAMPLES]
    # A weight gives a leaf (shared by all samples), and a product and a summand per sample.
    parameters = network.n_parameters if neuron is None else _parameters_below(network, neuron[0])
    expected = parameters * (1 + len(samples))
    if expected > MOST_NODES:
        several = "" if len(samples) == 1 else f" for {len(samples)} samples"
        what = "this network has" if neuron is None else "this neuron depends on"
        raise ValueError(
            f"{what} {parameters:,} parameters: its graph{several} would have about "
            f"{expected:,} values (up to {MOST_NODES:,} can be drawn)"
        )
    # Cross-entropy is computed from the logits, without a softmax in between.
    has_own_loss = network.loss is not LOSSES["cross_entropy"]
    softmax_shown = network.output.softmax and (neuron is not None or has_own_loss)
    builder = _Builder(network, several=len(samples) > 1, softmax_shown=softmax_shown)
    results = []
    for number, (row, layers) in enumerate(zip(samples, builder.forward(samples, ticket), strict=True), 1):
        ticket.check()
        results.append(layers[neuron[0] - 1][neuron[1]] if neuron else builder.loss(layers[-1], row, number))
    result = builder.mean(results) if len(results) > 1 else results[0]
    ticket.check()
    return builder.graph(result, fold_sums)


class _Builder:
    """Builds Scalars, and records their names and groups."""

    def __init__(self, network: Network, *, several: bool, softmax_shown: bool) -> None:
        self._network, self._several, self._softmax_shown = network, several, softmax_shown
        self._model = network.new_model()
        self._parameter_names = parameter_names(network)
        self._names: dict[Scalar, str] = dict(
            zip(all_leaves(self._model), self._parameter_names, strict=True)
        )
        self._paths: dict[Scalar, tuple[Group, ...]] = {}
        self._cells: dict[Scalar, tuple[int, int]] = {}
        self._done: set[Scalar] = set(self._names)
        off = network.experiment.switched_off
        self._off = {(len(network.structure) - 1 if layer == OUTPUT else layer, unit) for layer, unit in off}

    def _of(self, sample: int) -> str:
        return f"{SAMPLE_SIGN}{sample}" if self._several else ""

    def _name(self, scalar: Scalar, name: str, sample: int, unit: int) -> None:
        self._names[scalar] = f"{name}{self._of(sample)}"
        self._cells[scalar] = (sample, unit)

    def _claim(self, results: Iterable[Scalar], path: tuple[Group, ...]) -> None:
        """Assign results, and all new nodes below them, to groups."""
        waiting = list(results)
        while waiting:
            scalar = waiting.pop()
            if scalar not in self._done:
                self._done.add(scalar)
                if scalar.children:
                    self._paths[scalar] = path
                    waiting += scalar.children

    def forward(self, rows: Sequence[int], ticket: Ticket) -> list[list[list[Scalar]]]:
        """Return the outputs of all layers for each sample."""
        batch: list[list[Scalar]] = []
        for sample, row in enumerate(rows, 1):
            batch.append(self._inputs(row, sample))
        found: list[list[list[Scalar]]] = [[] for _ in rows]
        for column in range(1, len(self._model.structure)):
            ticket.check()
            batch = self._layer(column, batch)
            for layers, outputs in zip(found, batch, strict=True):
                layers.append(outputs)
        return found

    def _inputs(self, row: int, sample: int) -> list[Scalar]:
        split = self._network.split
        inputs = [Scalar(value) for value in split.to_model(split.dataset.X[row : row + 1])[0].tolist()]
        group = Group(INPUTS, "Inputs", "", "the sample")
        for unit, (scalar, name) in enumerate(zip(inputs, split.input_names, strict=True)):
            self._name(scalar, name, sample, unit)
            self._paths[scalar] = self._leaf_path(group, f"input {unit}", name)
            self._done.add(scalar)
        return inputs

    def _leaf_path(self, whole: Group, key: str, name: str) -> tuple[Group, ...]:
        """Return the groups of an input or a target: of several samples they share a card."""
        return (whole, Group(key, name, "", "one number of each sample")) if self._several else (whole,)

    def _layer(self, column: int, batch: list[list[Scalar]]) -> list[list[Scalar]]:
        """Return the outputs of a layer for each sample."""
        layer = self._model.layers[column - 1]
        is_output = column == len(self._model.layers)
        is_softmax = is_output and self._network.output.softmax
        title = "Output" if is_output else f"Hidden {column}"
        letter = "z" if is_softmax else "y" if is_output else f"h{column},"
        activation = layer.neurons[0].activation
        before = "inputs" if column == 1 else f"h{column - 1}"
        norm = layer.neurons[0].norm
        sums = f"w · {before}" + (" + b" if layer.neurons[0].bias is not None else "")
        if norm is not None:
            sums = f"norm({sums})"
        formula = sums if activation == "linear" else f"{title_of(activation)}({sums})"
        symbol = "Σ" if activation == "linear" else symbol_of(activation)
        if is_softmax and self._softmax_shown:
            whole = Group(f"layer {column}", title, "S", f"softmax({sums})", column)
        else:
            whole = Group(f"layer {column}", title, symbol, formula, column)
        found: list[list[Scalar]] = [[] for _ in batch]
        for unit, neuron in enumerate(layer.neurons):
            name = f"{letter}{unit + 1}"
            # One card for all samples: they share the neuron.
            one = Group(name, name, symbol, formula)
            for sample, scalar in enumerate(self._outputs(neuron, batch), 1):
                output = scalar * 0.0 if (column, unit) in self._off else scalar
                self._claim([output], (whole, one))
                self._name(output, name, sample, unit)
                found[sample - 1].append(output)
        if not is_softmax:
            return found
        return [self._softmax(logits, whole, sample) for sample, logits in enumerate(found, 1)]

    def _outputs(self, neuron: Neuron, batch: list[list[Scalar]]) -> list[Scalar]:
        if neuron.norm is None or len(batch) == 1:
            return [neuron(inputs) for inputs in batch]
        normalised, (mean, variance) = neuron.norm.normalised([neuron.weighted_sum(row) for row in batch])
        place = self._names[neuron.weights[0]].removeprefix("w").rpartition(",")[0]
        self._names |= {mean: f"mean{place}", variance: f"var{place}"}
        self._names |= {one: f"norm{place}{self._of(sample)}" for sample, one in enumerate(normalised, 1)}
        return [neuron.activated(neuron.norm.scaled(one)) for one in normalised]

    def _softmax(self, logits: list[Scalar], whole: Group, sample: int) -> list[Scalar]:
        outputs = softmax(logits)
        group = Group("softmax", "Softmax", "S", "exp z / Σ exp z")
        self._claim(outputs, (whole, group))
        for unit, scalar in enumerate(outputs):
            self._name(scalar, f"p{unit + 1}", sample, unit)
        return outputs

    def loss(self, outputs: list[Scalar], row: int, sample: int) -> Scalar:
        """Return the loss of a sample."""
        network = self._network
        split, rule = network.split, network.loss
        y = split.target_to_model(split.dataset.y[row : row + 1])
        targets = encode_targets(y, rule, len(outputs), network.output.activation)[0]
        leaves = [Scalar(value) for value in targets.tolist()]
        whole = self._loss_group
        for unit, leaf in enumerate(leaves):
            name = "t" if len(leaves) == 1 else f"t{unit + 1}"
            self._name(leaf, name, sample, unit)
            self._paths[leaf] = self._leaf_path(whole, f"target {unit}", name)
            self._done.add(leaf)
        is_single = len(outputs) == 1
        result = rule.function(outputs[0] if is_single else outputs, leaves[0] if is_single else leaves)
        one = Group("losses", "Losses", "L", f"{LOSSES[rule.name].title} of output and target")
        self._claim([result], (whole, one))
        self._cells[result] = (sample, 0)
        self._names.setdefault(result, f"L{sample}" if self._several else "L")
        return result

    @property
    def _loss_group(self) -> Group:
        title = LOSSES[self._network.experiment.loss].title
        return Group(LOSS, "Loss", "L", f"{title} of outputs and targets")

    def mean(self, losses: list[Scalar]) -> Scalar:
        """Return the mean of the losses."""
        total = losses[0]
        for loss in losses[1:]:
            total = total + loss
        result = total * (1.0 / len(losses))
        self._claim([result], (self._loss_group, Group("mean", "L", "mean", "mean of the losses")))
        self._names[result] = "L"
        return result

    def graph(self, result: Scalar, fold_sums: bool) -> NetworkGraph:
        """Return the graph below a result."""
        found, index_of = graph_of(result, self._names, fold_sums=fold_sums)
        place_of = {name: place for place, name in enumerate(self._parameter_names)}
        places = tuple((leaf.index, place_of[leaf.name]) for leaf in found.leaves if leaf.name in place_of)
        grouping = Grouping(
            {index_of[scalar]: path for scalar, path in self._paths.items() if scalar in index_of},
            frozenset(leaf for leaf, _ in places),
            {index_of[scalar]: cell for scalar, cell in self._cells.items() if scalar in index_of},
            self._network.dataset.picture,
        )
        return NetworkGraph(found, places, grouping, self._network)


def _parameters_below(network: Network, column: int) -> int:
    """Return how many parameters a neuron of a column depends on."""
    return parameter_count((*network.structure[:column], 1), network.parameter_map.extras[:column])


def parameter_names(network: Network) -> list[str]:
    """Return the names of all parameters and running statistics, in the order of the network's."""
    ours = network.parameter_map
    names = []
    for layer, neuron, source in ParameterMap(ours.structure, range(ours.structure[0]), ours.extras).keys:
        place = f"{ours.column(layer)},{neuron + 1}"
        names.append(f"{_LETTERS[source]}{place}" if source < 0 else f"w{place},{source + 1}")
    return names

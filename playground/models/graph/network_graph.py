"""The graph of a network's neuron, or of its loss, at one sample, that follows training."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import MLP, Scalar
from engine.losses import encode_targets, find_loss
from playground.models.graph.computation_graph import ComputationGraph, graph_of
from playground.models.parameter_map import BIAS, OUTPUT, ParameterMap
from playground.models.run import RunInfo

MOST_PARAMETERS = 400


@dataclass(frozen=True, eq=False)
class NetworkGraph:
    """A graph whose leaves are parameters, inputs and targets of a run.

    Attributes
    ----------
    places
        Leaves by index of the graph, and where their parameters stand.
    """

    graph: ComputationGraph
    places: tuple[tuple[int, int], ...]

    def leaves(self, parameters: NDArray[np.float64]) -> dict[int, float]:
        """Return the values of the leaves that training changes."""
        return {leaf: float(parameters[place]) for leaf, place in self.places}


def network_graph(
    info: RunInfo, row: int, neuron: tuple[int, int] | None = None, *, fold_sums: bool = True
) -> NetworkGraph:
    """Return the graph of the loss of a sample, or of one neuron of it.

    Parameters
    ----------
    row
        Of the data set.
    neuron
        Column, from 1, and index; None for the loss.

    Raises
    ------
    ValueError
        A network with too many parameters to be read one by one.
    """
    if info.n_parameters > MOST_PARAMETERS:
        raise ValueError(
            f"this network has {info.n_parameters:,} parameters, too many to be read one by one "
            f"(up to {MOST_PARAMETERS})"
        )
    experiment, split, output = info.experiment, info.split, info.output
    model = MLP(
        info.structure,
        final_layer_softmax=output.softmax,
        activation=experiment.activations,
        output_activation=None if output.softmax else output.activation,
        seed=0,
    )
    values = split.to_model(split.dataset.X[row : row + 1])[0].tolist()
    inputs = [Scalar(value) for value in values]
    names = dict(zip(inputs, split.input_names, strict=True))
    layers = model.layer_outputs(inputs)
    for column, neurons in enumerate(layers, 1):
        is_output = column == len(layers)
        for index, scalar in enumerate(neurons, 1):
            names[scalar] = f"y{index}" if is_output else f"h{column},{index}"
    info_map = _parameter_names(info)
    names |= dict(zip(model.parameters(), info_map, strict=True))
    result = layers[neuron[0] - 1][neuron[1]] if neuron else _loss(info, layers[-1], row, names)
    graph = graph_of(result, names, fold_sums=fold_sums)
    by_name = {name: place for place, name in enumerate(info_map)}
    places = tuple((leaf.index, by_name[leaf.name]) for leaf in graph.leaves if leaf.name in by_name)
    return NetworkGraph(graph, places)


def _parameter_names(info: RunInfo) -> list[str]:
    keys = ParameterMap(info.structure, range(info.structure[0])).keys
    names = []
    for layer, neuron, source in keys:
        place = len(info.structure) - 1 if layer == OUTPUT else layer
        names.append(f"b{place},{neuron + 1}" if source == BIAS else f"w{place},{neuron + 1},{source + 1}")
    return names


def _loss(info: RunInfo, outputs: list[Scalar], row: int, names: dict[Scalar, str]) -> Scalar:
    split, rule = info.split, find_loss(info.experiment.loss)
    y = split.dataset.y[row : row + 1]
    if info.dataset.task == "regression":
        y = (y - split.target_mean) / split.target_scale
    targets = encode_targets(y, rule, len(outputs), info.output.activation)[0]
    leaves = [Scalar(value) for value in targets.tolist()]
    for index, leaf in enumerate(leaves, 1):
        names[leaf] = "t" if len(leaves) == 1 else f"t{index}"
    result = rule.function(
        outputs if len(outputs) > 1 else outputs[0], leaves if len(leaves) > 1 else leaves[0]
    )
    names.setdefault(result, "L")
    return result

"""The update of a network by the gradient of the loss on screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.graph_node import in_print
from playground.models.graph.network_graph import NetworkGraph, parameter_names
from playground.models.graph.update.update_table import UpdateTable, update_table
from playground.models.run.optimizer_report import OptimizerReport

Array = NDArray[np.float64]


def parameter_gradients(network: NetworkGraph, gradients: Array, n_parameters: int) -> Array:
    """Return the gradients of a network's parameters, shape (n_parameters,); 0 for running statistics.

    Parameters
    ----------
    gradients
        Of all scalars of its graph, shape (n_scalars,).

    Raises
    ------
    ValueError
        A graph that lacks parameters, such as that of one neuron, or one that has running statistics, where
        training normalises by those of a batch.
    """
    leaves, places = (np.array(column, np.intp) for column in zip(*network.places, strict=True))
    names = network.source.parameter_map
    if n_parameters != names.count or sorted(places.tolist()) != list(range(names.n_learned)):
        raise ValueError("an update takes the gradient of a loss, of which all parameters are part")
    found = np.zeros(n_parameters)
    found[places] = gradients[leaves]
    return found


def network_update(network: NetworkGraph, gradients: Array, report: OptimizerReport) -> UpdateTable:
    """Return the update that training would make with this graph as its next batch.

    Where nobody clears gradients, it takes what earlier updates left as well.

    Parameters
    ----------
    gradients
        Of all scalars of the graph, with the parameters of `report`; shape (n_scalars,).

    Raises
    ------
    ValueError
        As in `parameter_gradients`; a report of another network.
    """
    found = parameter_gradients(network, gradients, len(report.parameters))
    if report.left_gradients is not None:
        found = found + report.left_gradients
    return update_table([*map(in_print, parameter_names(network.source))], report, found)

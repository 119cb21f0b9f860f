"""The update of a network by the gradient of the loss on screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.graph.network_graph import NetworkGraph
from playground.models.graph.update.update_table import UpdateTable, update_table
from playground.models.run.optimizer_report import OptimizerReport

Array = NDArray[np.float64]


def parameter_gradients(network: NetworkGraph, gradients: Array, n_parameters: int) -> Array:
    """Return the gradients of a network's parameters, shape (n_parameters,).

    Parameters
    ----------
    gradients
        Of all scalars of its graph, shape (n_scalars,).

    Raises
    ------
    ValueError
        A graph that lacks parameters, such as that of one neuron.
    """
    leaves, places = (np.array(column, np.intp) for column in zip(*network.places, strict=True))
    if sorted(places.tolist()) != list(range(n_parameters)):
        raise ValueError("an update takes the gradient of a loss, of which all parameters are part")
    found = np.zeros(n_parameters)
    found[places] = gradients[leaves]
    return found


def network_update(network: NetworkGraph, gradients: Array, report: OptimizerReport) -> UpdateTable:
    """Return the update that training would make with this graph as its next batch.

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
    labels = {place: network.graph.nodes[leaf].label for leaf, place in network.places}
    return update_table([labels[place] for place in range(len(found))], report, found)

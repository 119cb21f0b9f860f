"""The network that an experiment calls for."""

from __future__ import annotations

from engine import MLP
from playground.models.experiment.experiment import Experiment, OutputLayer


def new_model(structure: tuple[int, ...], experiment: Experiment, output: OutputLayer, seed: int) -> MLP:
    """Return a network with first weights.

    Parameters
    ----------
    structure
        Inputs, hidden layers, outputs.
    experiment
        For the activations of the hidden layers and how first weights are drawn.
    output
        What becomes of the last layer's sums.
    seed
        Of the first weights; `Experiment.weight_seed` for those that training starts with.
    """
    is_custom = experiment.initializer == "custom"
    return MLP(
        structure,
        final_layer_softmax=output.softmax,
        activation=experiment.activations,
        output_activation=None if output.softmax else output.activation,
        initializer="uniform" if is_custom else experiment.initializer,
        uniform_limit=experiment.initial_range if is_custom else 1.0,
        seed=seed,
    )

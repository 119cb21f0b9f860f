"""All instruments there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playground.models.bugs.finding import Finding
from playground.models.bugs.instruments.answers import measure_answers
from playground.models.bugs.instruments.data import measure_data
from playground.models.bugs.instruments.gradients import measure_gradients
from playground.models.bugs.instruments.graph import measure_graph
from playground.models.bugs.instruments.losses import measure_losses
from playground.models.bugs.instruments.neurons import measure_neurons
from playground.models.bugs.instruments.sanity import measure_sanity
from playground.models.bugs.instruments.steps import measure_steps
from playground.models.bugs.trained_run import TrainedRun
from playground.models.ticket import Ticket


@dataclass(frozen=True)
class Instrument:
    """A way to look at a run.

    Attributes
    ----------
    tip
        What it shows, in a sentence.
    """

    key: str
    title: str
    tip: str
    measure: Callable[[TrainedRun, Ticket], Finding]


_ALL = (
    Instrument("losses", "Loss curves", "Training and test loss by epoch", measure_losses),
    Instrument(
        "answers", "Answers",
        "The decision boundary, how right and how sure the network is, and whether it says the same twice",
        measure_answers,
    ),
    Instrument("gradients", "Gradients", "The size of the gradient in each layer, at first and at the end",
               measure_gradients),
    Instrument("steps", "Steps", "How far one update goes, for the gradient it follows, and in each layer",
               measure_steps),
    Instrument("graph", "Network graph", "The layers, neurons and weights of the network", measure_graph),
    Instrument("neurons", "Neurons", "Hidden neurons that never move, sit at a flat end, or only add up",
               measure_neurons),
    Instrument("sanity", "Sanity test", "Overfit one batch: can the network memorise a few points?",
               measure_sanity),
    Instrument("data", "Data", "What the network is given: how many points, on which scale, with what labels",
               measure_data),
)  # fmt: skip
INSTRUMENTS: Mapping[str, Instrument] = {instrument.key: instrument for instrument in _ALL}
"""By key, in the order of the screen."""

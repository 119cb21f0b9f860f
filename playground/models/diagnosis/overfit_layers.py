"""Causes of a failed overfitting test in the layers: no gradient passes, or the network is too simple."""

from __future__ import annotations

import numpy as np

from engine.nn import LINEAR
from playground.models.diagnosis.overfit_evidence import Array, Diagnosis, Evidence, say, share_of_first
from playground.models.diagnosis.overfit_rate import or_standardize, smaller_rate
from playground.style.words import exact_text, percent_text

# A layer with this share of dead neurons, or of saturated outputs, can hardly learn.
DEAD_SHARE, SATURATED_SHARE = 0.5, 0.9
# Below this ratio the first layer did not learn in experiments, with any optimizer.
VANISHING_RATIO = 1e-3
# The range of the outputs; this close to an end the curve is flat.
ENDS = {"tanh": (-1.0, 1.0), "sigmoid": (0.0, 1.0), "softmax": (0.0, 1.0)}
FLAT = 1e-3


def symmetry(evidence: Evidence) -> Diagnosis | None:
    """Look for first weights that make all neurons of a layer identical."""
    weights, sizes = evidence.weights_at_start, evidence.experiment.hidden
    # A single neuron has none to be like, but weights of 0 let no signal through either.
    if not evidence.n_hidden or np.ptp(weights) or (weights.any() and max(sizes) == 1):
        return None
    return Diagnosis(
        "symmetry",
        f"all first weights are {exact_text(float(weights[0]))}, so all neurons of a layer get the same "
        f"gradients and learn the same. The loss stopped at {say(evidence.course.last)}.",
        "Draw the first weights at random: choose Xavier or He.",
    )


def dead(evidence: Evidence) -> Diagnosis | None:
    """Look for ReLU neurons that are 0 on all points."""
    hidden = zip(evidence.activations[:-1], evidence.layers[:-1], strict=True)
    for number, (activation, outputs) in enumerate(hidden, 1):
        count, size = int((outputs == 0.0).all(axis=1).sum()), len(outputs)
        if activation != "relu" or count < DEAD_SHARE * size:
            continue
        who = f"all {size} ReLU neurons" if count == size else f"{count} of {size} ReLU neurons"
        who = "the only ReLU neuron" if size == 1 else who
        verb, pronoun = ("is", "it gets") if count == 1 else ("are", "they get")
        return Diagnosis(
            "dead ReLU",
            f"{who} of hidden layer {number} {verb} dead: 0 for each of the {evidence.n_points} points, so "
            f"{pronoun} no gradient.",
            f"Try Leaky ReLU, a learning rate below {exact_text(evidence.experiment.learning_rate)}, or "
            "other first weights.",
        )
    return None


def saturated(evidence: Evidence) -> Diagnosis | None:
    """Look for a layer whose outputs lie at the ends of their curve, where it is flat."""
    for index, activation in enumerate(evidence.activations):
        is_output = index == evidence.n_hidden
        # Cross-entropy cancels the flat ends of sigmoid and softmax outputs.
        if activation not in ENDS or (is_output and evidence.experiment.loss != "squared_error"):
            continue
        share = _share_at_ends(evidence.layers[index], *ENDS[activation])
        if share < SATURATED_SHARE:
            continue
        layer = "the output layer" if is_output else f"hidden layer {index + 1}"
        rest = share_of_first(evidence.course)
        reason = (
            f"{percent_text(share, None)} of the outputs of {layer} are at the ends of {activation}, where "
            f"it is flat and passes no gradient on. The loss came to rest at {rest}."
        )
        if _share_at_ends(evidence.layers_at_start[index], *ENDS[activation]) < SATURATED_SHARE:
            return Diagnosis("saturated", reason, smaller_rate(evidence.experiment))
        other = or_standardize(evidence.experiment)
        return Diagnosis("saturated", reason, f"It was so from the start: draw smaller first weights{other}.")
    return None


def vanishing(evidence: Evidence) -> Diagnosis | None:
    """Look for gradients that vanish on their way back."""
    gradients, depth = evidence.gradients_at_start, evidence.n_hidden
    if depth < 2 or not 0.0 < gradients[0] < VANISHING_RATIO * gradients[-1]:
        return None
    first = "Try" if evidence.experiment.standardize else "Standardize the data, or try"
    return Diagnosis(
        "vanishing gradient",
        f"gradients vanish on their way back through {depth} hidden layers: at first those of layer 1 are "
        f"{say(gradients[-1] / gradients[0])} times smaller than those of the output layer.",
        f"{first} fewer layers, tanh or ReLU, or larger first weights.",
    )


def straight(evidence: Evidence) -> Diagnosis | None:
    """Look for a network that is linear in its inputs."""
    if not all(name == LINEAR for name in evidence.activations[:-1]):
        return None
    why = "all hidden layers are linear" if evidence.n_hidden else "there is no hidden layer"
    return Diagnosis(
        "linear",
        f"{why}, so the network can only add its inputs up. The loss came to rest at "
        f"{share_of_first(evidence.course)}.",
        "Choose tanh or ReLU for the hidden layers." if evidence.n_hidden else "Add a hidden layer.",
    )


def _share_at_ends(outputs: Array, low: float, high: float) -> float:
    margin = FLAT * (high - low)
    return float(np.logical_or(outputs < low + margin, outputs > high - margin).mean())

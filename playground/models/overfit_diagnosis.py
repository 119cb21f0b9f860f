"""Why a network could not learn a few points by heart; each reason is looked for, not guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.nn import LINEAR
from playground.models.experiment import ACTIVATIONS, Experiment
from playground.models.loss_course import LossCourse
from playground.models.overfit_evidence import Evidence

# A layer with so many of its neurons dead has little left to compute with.
DEAD_SHARE = 0.5
# From here on down the first layer was seen not to learn any more, whatever the optimizer.
VANISHING_RATIO = 1e-3
# Rounding may tell apart what is equal otherwise.
ALIKE = 1e-9


@dataclass(frozen=True)
class Diagnosis:
    """What went wrong, in words that can stand behind a colon, and what to try."""

    name: str
    reason: str
    advice: str


def diagnose(evidence: Evidence) -> Diagnosis:
    """Return the first reason that the evidence bears out, the surest ones first."""
    found = (check(evidence) for check in _CHECKS)
    return next((diagnosis for diagnosis in found if diagnosis is not None), _too_small(evidence))


def out_of_range(experiment: Experiment, losses: Sequence[float], place: str, at_start: bool) -> Diagnosis:
    """Say that numbers became too large.

    Parameters
    ----------
    losses
        Those that could be computed.
    place
        The neuron or parameter where it happened, or nothing.
    at_start
        Whether the first weights alone lead there, before any update.
    """
    where = f" (at {place})" if place else ""
    if at_start:
        return Diagnosis(
            "first numbers", f"the numbers left their range with the first weights, before any update{where}.",
            "Standardize the data, or draw smaller first weights.",
        )  # fmt: skip
    rate, updates = experiment.learning_rate, len(losses)
    way = f" The loss went from {_say(losses[0])} to {_say(losses[-1])}." if updates > 1 else ""
    after = f"{updates:,} update{'' if updates == 1 else 's'}" if updates else "the first update"
    return Diagnosis(
        "range", f"the numbers left their range after {after}{where}.{way}",
        f"The learning rate {rate:g} is too large: try {rate / 10:g} or less.",
    )  # fmt: skip


def _contradiction(evidence: Evidence) -> Diagnosis | None:
    found = evidence.contradiction
    if found is None or found.lowest_loss < evidence.goal:
        return None
    return Diagnosis(
        "contradiction",
        f"{found.n_points} of {evidence.n_points} points have the same inputs as another but different "
        f"targets, such as {found.names[0]} and {found.names[1]}. No network can bring their loss below "
        f"{_say(found.lowest_loss)}; {_say(evidence.goal)} was asked for.",
        "Choose more features, or correct these points.",
    )


def _symmetry(evidence: Evidence) -> Diagnosis | None:
    if not evidence.hidden or evidence.weights_at_start.any():
        return None
    if any(float(np.ptp(layer, axis=0).max()) > ALIKE for layer in evidence.hidden):
        return None
    return Diagnosis(
        "symmetry",
        "all first weights are 0, so all neurons of a layer get the same gradients and stay alike. The loss "
        f"stopped at {_say(evidence.course.last)}.",
        "Draw the first weights at random: choose Xavier or He.",
    )


def _dead(evidence: Evidence) -> Diagnosis | None:
    layers = zip(evidence.experiment.activations, evidence.hidden, strict=True)
    for number, (activation, outputs) in enumerate(layers, 1):
        dead = int((outputs == 0.0).all(axis=1).sum())
        if activation == "relu" and dead >= DEAD_SHARE * len(outputs):
            who = "all" if dead == len(outputs) else f"{dead} of"
            rate = evidence.experiment.learning_rate
            return Diagnosis(
                "dead ReLU",
                f"{who} {len(outputs)} ReLU neurons of hidden layer {number} are dead: 0 for each of the "
                f"{evidence.n_points} points, so they get no gradient.",
                f"Try Leaky ReLU, a learning rate below {rate:g}, or other first weights.",
            )
    return None


def _up_and_down(evidence: Evidence) -> Diagnosis | None:
    course = evidence.course
    if not course.goes_up_and_down:
        return None
    low, high = course.swing
    return _rate_too_large(
        evidence, f"the loss keeps going up and down, between {_say(low)} and {_say(high)} in the last third."
    )


def _jump(evidence: Evidence) -> Diagnosis | None:
    if not evidence.course.jumped:
        return None
    peak, update = evidence.course.peak
    return _rate_too_large(
        evidence,
        f"the loss jumped from {_say(evidence.course.first)} to {_say(peak)} by update {update:,} and did "
        f"not recover: it ended at {_say(evidence.course.last)}.",
    )


def _rate_too_large(evidence: Evidence, reason: str) -> Diagnosis:
    rate = evidence.experiment.learning_rate
    return Diagnosis("rate too large", reason, f"The learning rate {rate:g} is too large: try {rate / 10:g}.")


def _still_falling(evidence: Evidence) -> Diagnosis | None:
    course, rate = evidence.course, evidence.experiment.learning_rate
    if not course.is_falling:
        return None
    return Diagnosis(
        "rate too small",
        f"the loss was still falling, by {100 * course.fall:.2g} % in the last third, and got from "
        f"{_say(course.first)} to {_say(course.last)}.",
        f"The learning rate {rate:g} is too small: try {rate * 10:g}.",
    )


def _vanishing(evidence: Evidence) -> Diagnosis | None:
    gradients, depth = evidence.gradients_at_start, len(evidence.hidden)
    if depth < 2 or not 0.0 < gradients[0] < VANISHING_RATIO * gradients[-1]:
        return None
    return Diagnosis(
        "vanishing gradient",
        f"gradients vanish on their way back through {depth} hidden layers: at first those of layer 1 are "
        f"{_say(gradients[-1] / gradients[0])} times smaller than those of the output layer.",
        "Try fewer layers, tanh or ReLU, or larger first weights.",
    )


def _straight(evidence: Evidence) -> Diagnosis | None:
    if not all(name == LINEAR for name in evidence.experiment.activations):
        return None
    why = "all hidden layers are linear" if evidence.hidden else "there is no hidden layer"
    return Diagnosis(
        "linear",
        f"{why}, so the network can only add its inputs up. The loss came to rest at "
        f"{_share(evidence.course)} of its first value.",
        "Choose tanh or ReLU for the hidden layers." if evidence.hidden else "Add a hidden layer.",
    )


def _too_small(evidence: Evidence) -> Diagnosis:
    sizes = evidence.experiment.hidden
    names = {ACTIVATIONS[name] for name in evidence.experiment.activations}
    kind = f" {names.pop()}" if len(names) == 1 else ""
    return Diagnosis(
        "too few neurons",
        f"the loss came to rest at {_share(evidence.course)} of its first value. "
        f"{' + '.join(map(str, sizes))}{kind} neuron{'' if sum(sizes) == 1 else 's'} seem too few for "
        f"{evidence.n_points} points.",
        "Add neurons or a layer, or draw other first weights.",
    )


_CHECKS: tuple[Callable[[Evidence], Diagnosis | None], ...] = (
    _contradiction, _symmetry, _dead, _up_and_down, _jump, _still_falling, _vanishing, _straight,
)  # fmt: skip


def _share(course: LossCourse) -> str:
    return f"{_say(course.last)}, {100 * course.last / course.first:.2g} %"


def _say(number: float) -> str:
    return f"{number:,.0f}" if 1000.0 <= abs(number) < 1e6 else f"{number:.3g}"

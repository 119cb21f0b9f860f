"""Finds out from evidence why a network could not memorise a few points."""

from __future__ import annotations

import math
from collections.abc import Callable

from engine.losses import SQUASHED
from playground.models.diagnosis.overfit_evidence import Diagnosis, Evidence, say, share_of_first
from playground.models.diagnosis.overfit_layers import dead, saturated, straight, symmetry, vanishing
from playground.models.diagnosis.overfit_rate import jump, still_falling, up_and_down
from playground.models.experiment.choices import activation_title


def diagnose(evidence: Evidence) -> Diagnosis:
    """Return the first cause that the evidence supports; the surest ones are tried first."""
    found = (check(evidence) for check in _CHECKS)
    return next((diagnosis for diagnosis in found if diagnosis is not None), _too_small(evidence))


def _contradiction(evidence: Evidence) -> Diagnosis | None:
    found = evidence.contradiction
    if found is None or found.lowest_loss < evidence.goal:
        return None
    return Diagnosis(
        "contradiction",
        f"{found.n_points} of {evidence.n_points} points have the same inputs as another but different "
        f"targets, such as {found.names[0]} and {found.names[1]}. No network can bring their loss below "
        f"{say(found.lowest_loss)}; {say(evidence.goal)} was asked for.",
        "Choose more features, or correct these points.",
    )


def _squashed(evidence: Evidence) -> Diagnosis | None:
    if not evidence.experiment.softmax_twice or evidence.experiment.loss not in SQUASHED:
        return None
    n_outputs = len(evidence.layers[-1])
    lowest = math.log(1.0 + max(n_outputs - 1, 1) / math.e)  # of answers that are sure and right
    return Diagnosis(
        "softmax twice",
        f"the loss came to rest at {share_of_first(evidence.course)}. Outputs are squashed twice: even a "
        f"sure and right answer keeps a loss of at least {say(lowest)}.",
        "Give the loss logits, not probabilities.",
    )


def _uncleared(evidence: Evidence) -> Diagnosis | None:
    runs_past = any(check(evidence) is not None for check in (up_and_down, jump))
    if not evidence.experiment.forgets_zero_grad or not runs_past:
        return None
    return Diagnosis(
        "zero_grad() forgotten",
        f"the loss ended at {share_of_first(evidence.course)}. Gradients are never cleared: each update "
        "takes the sum of all so far, and runs past the lowest place.",
        "Clear the gradients before each backward pass.",
    )


def _too_small(evidence: Evidence) -> Diagnosis:
    sizes = evidence.experiment.hidden
    names = {activation_title(name) for name in evidence.activations[:-1]}
    few = "neuron seems too little" if sum(sizes) == 1 else "neurons seem too few"
    kind = f" {names.pop()}" if len(names) == 1 else ""
    return Diagnosis(
        "too few neurons",
        f"the loss came to rest at {share_of_first(evidence.course)}. "
        f"{' + '.join(map(str, sizes))}{kind} {few} for {evidence.n_points} points.",
        "Add neurons or a layer, or draw other first weights.",
    )


_CHECKS: tuple[Callable[[Evidence], Diagnosis | None], ...] = (
    _contradiction, _squashed, _uncleared, symmetry, dead, up_and_down, jump, still_falling, saturated,
    vanishing, straight,
)  # fmt: skip

"""Causes of a failed overfitting test in the learning rate."""

from __future__ import annotations

from collections.abc import Sequence

from playground.models.diagnosis.overfit_evidence import Diagnosis, Evidence, say
from playground.models.experiment.experiment import Experiment
from playground.style.words import counted, exact_text, number_text, percent_text


def out_of_range(experiment: Experiment, losses: Sequence[float], place: str, at_start: bool) -> Diagnosis:
    """Diagnose an overflow.

    Parameters
    ----------
    losses
        Those that could be computed.
    place
        The neuron or parameter where it happened, or empty.
    at_start
        Whether the first weights alone overflow, before any update.
    """
    where = f" (at {place})" if place else ""
    if at_start:
        return Diagnosis(
            "first numbers",
            f"the numbers left their range with the first weights, before any update{where}.",
            "Standardize the data, or draw smaller first weights.",
        )
    updates = len(losses)
    way = f" The loss went from {say(losses[0])} to {say(losses[-1])}." if updates > 1 else ""
    after = f"after {counted(updates, 'update')}" if updates else "in the first update"
    return Diagnosis("range", f"the numbers left their range {after}{where}.{way}", smaller_rate(experiment))


def up_and_down(evidence: Evidence) -> Diagnosis | None:
    """Look for a loss that oscillates to the end."""
    course = evidence.course
    if not course.goes_up_and_down:
        return None
    low, high = course.swing
    reason = f"the loss keeps going up and down, between {say(low)} and {say(high)} in the last third."
    return Diagnosis("rate too large", reason, smaller_rate(evidence.experiment))


def jump(evidence: Evidence) -> Diagnosis | None:
    """Look for a loss that once rose far above its start."""
    course = evidence.course
    if not course.jumped:
        return None
    peak, update = course.peak
    reason = (
        f"the loss jumped from {say(course.first)} to {say(peak)} by update {update:,} and did not recover: "
        f"it ended at {say(course.last)}."
    )
    return Diagnosis("rate too large", reason, smaller_rate(evidence.experiment))


def still_falling(evidence: Evidence) -> Diagnosis | None:
    """Look for a loss that was still falling at the end."""
    course, experiment = evidence.course, evidence.experiment
    rate = experiment.learning_rate
    if not course.is_falling:
        return None
    return Diagnosis(
        "rate too small",
        f"the loss was still falling, by {percent_text(course.fall, None)} in the last third, and got from "
        f"{say(course.first)} to {say(course.last)}.",
        f"The learning rate {exact_text(rate)} is too small: "
        f"try {number_text(rate * 10)}{or_standardize(experiment)}.",
    )


def smaller_rate(experiment: Experiment) -> str:
    """Return the advice to lower the learning rate."""
    rate = experiment.learning_rate
    lower = number_text(rate / 10)
    return f"The learning rate {exact_text(rate)} is too large: try {lower}{or_standardize(experiment)}."


def or_standardize(experiment: Experiment) -> str:
    """Return what to add to an advice if the data are not standardized."""
    return "" if experiment.standardize else ", or standardize the data"

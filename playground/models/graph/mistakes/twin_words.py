"""Explains the effect of a mistake, with the numbers of a run."""

from __future__ import annotations

import math

from playground.models.experiment.experiment import OPTIMIZERS, Experiment
from playground.models.experiment.output_layer import OutputLayer
from playground.models.graph.mistakes.twin_run import TwinReport
from playground.style.words import counted, number_text

SCALE_FREE = ("rmsprop", "adam")
OVERSHOT = 0.05
"""Share of the loss's fall that must be lost again to count as overshooting."""


def say_why(report: TwinReport, experiment: Experiment, output: OutputLayer) -> str:
    """Explain what goes wrong, in one or two sentences."""
    if not report.update:
        return ""
    first = _ratio(report, 0)
    if report.mistake == "backward_twice":
        text = (
            f"backward() adds to what stands in .grad: called twice it leaves {number_text(first, 3)} times "
            "the gradient, and each update goes that much too far"
        )
        if experiment.optimizer in SCALE_FREE:
            title = OPTIMIZERS[experiment.optimizer][0]
            text += f" – but for {title}, which divides by the gradient's own size and hardly notices"
    elif report.mistake == "no_zero_grad":
        last = report.update - 1
        text = (
            f"Without zero_grad() each update takes the sum of all gradients so far: in update {last + 1} it "
            f"is {number_text(_ratio(report, last), 3)} times as long as the healthy twin's and still points "
            f"where old batches pointed. {_overshoot(report)}. Only parameters need it: every forward pass "
            "makes the inner nodes anew, with gradients of 0"
        )
    else:
        name, floor = _squashed(output)
        text = (
            f"The loss expects logits and gets probabilities between 0 and 1. The second {name} flattens "
            f"them: the first gradient is {number_text(first, 3)} times as long as it should be, and the "
            f"loss that the twin itself sees cannot fall below {floor}"
        )
    failure = f" {report.failure}." if report.failure else ""
    return f"{text}.{_better(report)}{failure}"


def _better(report: TwinReport) -> str:
    """Say why the twin with a mistake can be ahead, where it is."""
    right, wrong = report.healthy.losses[report.update], report.mistaken.losses[report.update]
    if report.mistake == "softmax_twice" or not wrong < right:
        return ""
    return (
        f" It is ahead here, {number_text(wrong, 3)} against {number_text(right, 3)}, because the mistake "
        "acts as a larger step and this learning rate is small: a higher rate does the same without it. "
        "Near the highest rate that still works, the mistake makes the loss rise."
    )


def comparison(report: TwinReport) -> tuple[tuple[str, str, str], ...]:
    """Return rows of a name and the numbers of the healthy and the faulty twin."""
    right, wrong = report.healthy, report.mistaken
    rows = [
        (f"Gradient of update {number + 1}", right.gradients[number], wrong.gradients[number])
        for number in sorted({0, 1, report.update - 1})
        if 0 <= number < report.update
    ]
    if report.update:
        after = f"Loss after {counted(report.update, 'update')}"
        rows.append((after, right.losses[report.update], wrong.losses[report.update]))
        last = report.update - 1
        rows.append(("Loss the twin itself saw", right.own_losses[last], wrong.own_losses[last]))
    return tuple((name, number_text(ours, 3), number_text(theirs, 3)) for name, ours, theirs in rows)


def _ratio(report: TwinReport, update: int) -> float:
    right = report.healthy.gradients[update]
    return report.mistaken.gradients[update] / right if right else math.nan


def _overshoot(report: TwinReport) -> str:
    """Say whether the sum of old gradients has already overshot."""
    losses = report.mistaken.losses
    least = min(losses)
    if losses[-1] > least + OVERSHOT * (losses[0] - least) + 1e-12:
        update = losses.index(least)
        lowest, now = number_text(least, 3), number_text(losses[-1], 3)
        if update == 0:
            return f"It overshoots: the loss rose from {lowest} to {now}"
        return f"It overshoots: the loss fell to {lowest} until update {update} and is {now} now"
    return "So far that acts like a strong momentum; sooner or later it overshoots"


def _squashed(output: OutputLayer) -> tuple[str, str]:
    """Return which function is applied twice, and the lowest loss that is then possible."""
    if output.softmax:
        # Probabilities lie between 0 and 1, so the best "logits" are 1 for the class and 0 for the others.
        return "softmax", number_text(math.log(1.0 + (output.size - 1) / math.e), 3)
    return "sigmoid", f"{number_text(math.log(1.0 + 1.0 / math.e), 3)} for class 1 and 0.693 for class 0"

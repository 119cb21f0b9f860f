"""Explains the effect of a mistake, with the numbers of a run."""

from __future__ import annotations

import math

from playground.models.experiment.choices import OPTIMIZERS
from playground.models.experiment.output_layer import OutputLayer
from playground.models.graph.mistakes.mistakes import BACKWARD_TWICE, NO_ZERO_GRAD, SOFTMAX_TWICE
from playground.models.graph.mistakes.twin_run import (
    NEAR_LIMIT,
    NO_LIMIT,
    OWN_RATE,
    TwinCourse,
    TwinReport,
    hides,
)
from playground.style.words import counted, number_text

CLOSE = 0.02
"""Losses that differ by a smaller share, or by so much of the first one in a thousand, are alike."""
MORE = {
    OWN_RATE: "“Near the limit” shows what it does there.",
    NO_LIMIT: "No rate was found here of which twice as much does harm.",
}
INNER_NODES = "Inner nodes need no zero_grad(): every forward pass makes them anew."


def say_why(report: TwinReport, output: OutputLayer | None) -> str:
    """Explain what goes wrong, in a few sentences.

    Parameters
    ----------
    output
        Of the network; None for a formula.
    """
    if not report.update:
        return _lost(report)
    if hides(report.mistake, report.optimizer):
        parts = [_say_hidden(report)]
    elif report.mistake == BACKWARD_TWICE:
        parts = [_say_twice(report), _say_end(report)]
    elif report.mistake == NO_ZERO_GRAD:
        parts = [_say_summed(report), _say_end(report), INNER_NODES]
    else:
        parts = [_say_squashed(report, output)]
    return " ".join(part for part in (*parts, _lost(report)) if part)


def _say_hidden(report: TwinReport) -> str:
    title = OPTIMIZERS[report.optimizer][0]
    right, wrong = report.healthy.end, report.mistaken.end
    alike = _are_alike(report.healthy, report.mistaken)
    numbers = f"the losses are {number_text(right, 3)} and {number_text(wrong, 3)}"
    return (
        f"{title} hides this mistake: it divides each gradient by its own size, so {_times(report, 0)} times "
        f"the gradient makes the same step, but for ε. After {counted(report.update, 'update')} {numbers}"
        f"{'' if alike else ': at this rate tiny differences grow'}. "
        "With SGD, where the step is as long as the gradient, the mistake shows."
    )


def _say_twice(report: TwinReport) -> str:
    larger = report.larger
    times = _times(report, 0)
    text = f"backward() adds to what stands in .grad: called twice it leaves {times} times the gradient"
    if larger is None:
        return f"{text}."
    rates = f"the rate {number_text(larger.rate)} instead of {number_text(report.healthy.rate)}"
    if _is_one_line(report.mistaken, larger):
        return f"{text}. That is {rates} and nothing else: the healthy code at that rate has the same curve."
    return f"{text}, much like {rates}, with which the healthy code is at {_loss(larger)}."


def _say_summed(report: TwinReport) -> str:
    last, larger = report.update - 1, report.larger
    text = (
        "Without zero_grad() each update takes the sum of all gradients so far: in update "
        f"{last + 1} it is {_times(report, last)} times as long as the healthy one"
    )
    if larger is None:
        title = OPTIMIZERS[report.optimizer][0]
        return f"{text}, and points where old gradients pointed; {title} takes full steps that way."
    factor, rate = number_text(larger.rate / report.healthy.rate, 3), number_text(larger.rate, 3)
    return (
        f"{text}. That acts as a larger step, {factor} times on average; at such a rate ({rate}) the healthy "
        f"code is at {_loss(larger)}."
    )


def _say_end(report: TwinReport) -> str:
    """Compare the mistake with the right code at the same rate."""
    right, wrong = report.healthy, report.mistaken
    if wrong.is_lost:
        return ""
    numbers = f"{number_text(wrong.end, 3)} against {number_text(right.end, 3)}"
    is_near = report.place == NEAR_LIMIT
    if _are_alike(right, wrong):
        text = f"Both are near {number_text(right.end, 3)}."
    elif wrong.end > right.end:
        where = "Near the highest rate that works that is too far" if is_near else "It does harm"
        return f"{where}: the loss is {numbers}."
    elif is_near:
        text = f"It is ahead, {numbers}."
    else:
        text = (
            f"It is ahead, {numbers}, because this rate is small: a higher rate does the same without the "
            "mistake."
        )
    more = MORE.get(report.place)
    return f"{text} {more}" if more else text


def _say_squashed(report: TwinReport, output: OutputLayer | None) -> str:
    assert output is not None
    name, floor = _squashed(output)
    text = (
        f"The loss expects logits and gets probabilities between 0 and 1. The second {name} flattens them: "
        f"the first gradient is {_times(report, 0)} times as long as it should be, and the loss that it sees "
        f"itself cannot fall below {floor}."
    )
    end = report.mistaken.end, report.healthy.end
    if report.mistaken.is_lost:
        return text
    return f"{text} The true loss is {number_text(end[0], 3)} against {number_text(end[1], 3)}."


def _lost(report: TwinReport) -> str:
    """Say who left the range of floating point, and when."""
    if report.healthy.is_lost:
        return (
            f"In update {report.healthy.updates + 1} even the healthy one left the range of floating point."
        )
    if report.mistaken.is_lost:
        return f"In update {report.mistaken.updates + 1} it left the range of floating point."
    return ""


def comparison(report: TwinReport) -> tuple[tuple[str, str, str], ...]:
    """Return rows of a name and the numbers of the healthy one and the one with the mistake."""
    right, wrong = report.healthy, report.mistaken
    is_squashed = report.mistake == SOFTMAX_TWICE
    last = report.update - 1
    shown = {0, last} if is_squashed else {0, 1, last}
    rows = [
        (f"Gradient of update {number + 1}", right.gradients[number], wrong.gradients[number])
        for number in sorted(shown)
        if 0 <= number < report.update
    ]
    if report.update:
        after = f"Loss after {counted(report.update, 'update')}"
        rows.append((after, right.losses[report.update], wrong.losses[report.update]))
        if is_squashed:
            rows.append(("Loss it saw itself", right.own_losses[last], wrong.own_losses[last]))
    return tuple((name, number_text(ours, 3), number_text(theirs, 3)) for name, ours, theirs in rows)


def _times(report: TwinReport, update: int) -> str:
    """Return how many times as long as the right one a gradient is."""
    right = report.healthy.gradients[update]
    return number_text(report.mistaken.gradients[update] / right if right else math.nan, 3)


def _loss(course: TwinCourse) -> str:
    return "no number any more" if course.is_lost else number_text(course.end, 3)


def _are_alike(one: TwinCourse, other: TwinCourse) -> bool:
    return math.isclose(one.end, other.end, rel_tol=CLOSE, abs_tol=CLOSE * 1e-3 * abs(one.losses[0]))


def _is_one_line(one: TwinCourse, other: TwinCourse) -> bool:
    count = min(len(one.losses), len(other.losses))
    return all(
        math.isclose(ours, theirs, rel_tol=1e-9)
        for ours, theirs in zip(one.losses[:count], other.losses[:count], strict=True)
    )


def _squashed(output: OutputLayer) -> tuple[str, str]:
    """Return which function is applied twice, and the lowest loss that is then possible."""
    if output.softmax:
        # Probabilities lie between 0 and 1, so the best "logits" are 1 for the class and 0 for the others.
        return "softmax", number_text(math.log(1.0 + (output.size - 1) / math.e), 3)
    return "sigmoid", f"{number_text(math.log(1.0 + 1.0 / math.e), 3)} for class 1 and 0.693 for class 0"

"""What the card of a run shows in place of its boundary, from a frame."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from playground.models.lessons.bar_chart import Bar, BarChart, LogScale, layer_titles, neuron_titles
from playground.models.lessons.inner_quantities import class_logits
from playground.models.lessons.insight import Insight
from playground.models.lessons.logit_board import LARGEST_LOGIT
from playground.models.lessons.stages.run_stage import RunStage
from playground.views.lessons.bars.class_bars import ClassScores
from playground.views.lessons.run_card import Shown
from playground.workers.lesson_desk import RunFrame

LAYERS, NEURONS = "Gradient norm by layer", "Gradient norm by neuron"


def layer_bars(insight: Insight) -> tuple[Bar, ...]:
    """Return a bar for each layer, with its dead neurons."""
    titles = layer_titles(len(insight.layer_norms))
    dead = [tuple(marks.tolist()) if marks.any() else () for marks in insight.dead]
    return tuple(map(Bar, titles, insight.layer_norms, (*dead, ())))


def neuron_bars(insight: Insight) -> tuple[Bar, ...]:
    """Return a bar for each hidden neuron."""
    layers = insight.neuron_norms[:-1]
    norms = [norm for layer in layers for norm in layer.tolist()]
    return tuple(map(Bar, neuron_titles([len(layer) for layer in layers]), norms))


class RunBars:
    """Keeps all cards of a stage on one scale, which grows with what they show."""

    def __init__(self) -> None:
        self._scale: LogScale | None = None
        self._reach = LARGEST_LOGIT

    def forget(self) -> None:
        """Begin with another stage."""
        self._scale, self._reach = None, LARGEST_LOGIT

    def of(self, stage: RunStage, frames: Sequence[RunFrame], *, told: bool) -> dict[str, Shown | None]:
        """Return what each card shows in place of the boundary.

        Parameters
        ----------
        told
            Whether values are shown already; before a prediction they are not.
        """
        if stage.show == "outputs":
            scores = {frame.key: _scores(frame, stage.samples[0] - 1, told=told) for frame in frames}
            logits = [abs(logit) for one in scores.values() if one is not None for logit in one.logits]
            self._reach = max(self._reach, *map(math.ceil, filter(math.isfinite, logits)), 0.0)
            return {
                key: None if one is None else replace(one, reach=self._reach) for key, one in scores.items()
            }
        if stage.show == "boundary":
            return {frame.key: None for frame in frames}
        if stage.show == "pictures":
            return {frame.key: frame.pictures for frame in frames}
        measure = layer_bars if stage.show == "gradients" else neuron_bars
        what = LAYERS if stage.show == "gradients" else NEURONS
        bars = {frame.key: measure(frame.insight) for frame in frames}
        self._scale = LogScale.over((bar.value for some in bars.values() for bar in some), self._scale)
        if not told:
            bars = {key: tuple(Bar(bar.name, None) for bar in some) for key, some in bars.items()}
        return {key: BarChart(what, some, self._scale) for key, some in bars.items()}


def _scores(frame: RunFrame, row: int, *, told: bool) -> ClassScores | None:
    """Return what a run says about a sample; None if there is no such sample, or nothing to choose from."""
    sample = frame.insight.samples.get(row)
    if sample is None or not frame.class_names:
        return None
    probabilities = None if sample.probabilities is None else tuple(sample.probabilities.tolist())
    return ClassScores(
        f"Point {row + 1:,}", frame.class_names, class_logits(sample.logits.tolist()), probabilities,
        int(sample.target), sample.loss, is_told=told,
    )  # fmt: skip

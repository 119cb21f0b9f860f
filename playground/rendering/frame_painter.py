"""Paints moments of a run into frames, one at a time, on any thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.models.diagnosis.activations import Activations, measure_activations
from playground.models.diagnosis.inspection import Inspection, inspect
from playground.models.diagnosis.metrics import Metrics, measure
from playground.models.diagnosis.r_squared import r_squared
from playground.models.picture.frame import Frame, FrameRequest
from playground.models.picture.plane import Plane
from playground.models.picture.reading_pace import ReadingPace
from playground.models.picture.space_picture import SpacePicture
from playground.models.run.moment import Moment
from playground.rendering.focus_field import can_focus
from playground.rendering.frame_renderer import FrameRenderer
from playground.rendering.link_painter import LinkPainter
from playground.rendering.space_renderer import SpaceRenderer

METRICS_SECONDS = 0.5
# Pixels of a picture in passing, as a share of those of one to look at, on each side.
DRAFT_SCALE = 0.5
# How often dead and saturated neurons are looked for while no neuron's card is open.
TROUBLE_SECONDS = 0.5


@dataclass(frozen=True, eq=False)
class _Scores:
    """The samples a moment gets wrong, and its scores."""

    mistakes_train: NDArray[np.bool_]
    train: float | None
    mistakes_test: NDArray[np.bool_]
    test: float | None


class FramePainter:
    """Paints frames; keeps the renderer of the latest network.

    Parameters
    ----------
    clock
        Seconds, for the age of what is not repainted in every frame.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._moment: Moment | None = None
        self._renderer: FrameRenderer | None = None
        self._links = LinkPainter()
        self._scores: _Scores | None = None
        self._reading = ReadingPace(clock)
        self._metrics: Metrics | None = None
        self._metrics_pace = ReadingPace(clock, METRICS_SECONDS)
        self._inspection: Inspection | None = None
        self._inspection_pace = ReadingPace(clock)
        self._space: SpaceRenderer | None = None
        self._activations: Activations | None = None
        self._reading_activations = ReadingPace(clock)
        self._watching_activations = ReadingPace(clock, TROUBLE_SECONDS)

    # Just before a run fails, its weights are finite but sums and squares of its outputs overflow.
    @np.errstate(over="ignore", invalid="ignore")
    def paint(self, moment: Moment, request: FrameRequest) -> Frame:
        """Return the frame of `moment` for `request`."""
        if self._renderer is None or self._moment is None or self._moment.network is not moment.network:
            self._renderer = FrameRenderer(moment.network, self._clock, self._links)
            self._scores = self._metrics = self._inspection = self._space = self._activations = None
        self._moment = moment
        if request.is_passing:
            request = _drafted(request)
        picture = self._renderer.render(moment.parameters, request, _overlay(moment, request))
        scores = self._current_scores(moment, request)
        return Frame(
            network=moment.network,
            generation=request.generation,
            epoch=moment.epoch,
            step=moment.step,
            epochs_per_second=moment.epochs_per_second,
            train_loss=moment.train_loss,
            test_loss=moment.test_loss,
            train_score=scores.train,
            test_score=scores.test,
            curves=moment.curves,
            boundary=picture.boundary,
            plane=picture.plane,
            values=picture.values,
            limit=picture.limit,
            neuron_maps=picture.neuron_maps,
            links=picture.links,
            biases=picture.biases,
            mistakes_train=scores.mistakes_train,
            mistakes_test=scores.mistakes_test,
            parameters=moment.parameters,
            seconds_played=moment.seconds_played,
            gradients=moment.gradients,
            updates=moment.updates,
            activations=self._current_activations(moment, request),
            focus=request.focus if can_focus(moment.network, request.focus) else None,
            phase=moment.phase,
            metrics=self._current_metrics(moment, request),
            space=self._space_picture(moment, request, picture.plane),
            inspection=self._current_inspection(moment, request),
            optimizer=moment.optimizer,
            timeline=moment.timeline,
            is_draft=request.is_passing,
            number=request.number,
        )

    def _current_metrics(self, moment: Moment, request: FrameRequest) -> Metrics | None:
        if not request.wants_metrics:
            return None
        if self._metrics_pace.is_due(is_playing=request.live) or self._metrics is None:
            self._metrics = measure(moment.network, moment.parameters, moment.train_loss, moment.test_loss)
        return self._metrics

    def _current_activations(self, moment: Moment, request: FrameRequest) -> Activations | None:
        is_looked_at = request.focus is not None or request.wants_histograms
        pace = self._reading_activations if is_looked_at else self._watching_activations
        if pace.is_due(is_playing=request.live or request.is_passing) or self._activations is None:
            self._activations = measure_activations(moment.network, moment.parameters)
        return self._activations

    def _current_inspection(self, moment: Moment, request: FrameRequest) -> Inspection | None:
        row = request.inspected
        if row is None or not 0 <= row < moment.network.split.dataset.n_samples:
            return None
        is_other = self._inspection is None or self._inspection.row != row
        if self._inspection_pace.is_due(is_playing=request.live) or is_other:
            self._inspection = inspect(moment.network, moment.parameters, row)
        return self._inspection

    def _space_picture(self, moment: Moment, request: FrameRequest, plane: Plane) -> SpacePicture | None:
        if request.space is None:
            return None
        if self._space is None:
            self._space = SpaceRenderer(moment.network)
        return self._space.render(moment.parameters, request.space, plane)

    def _current_scores(self, moment: Moment, request: FrameRequest) -> _Scores:
        """Return the scores of the moment; during training and in passing those of a slightly older one."""
        if self._reading.is_due(is_playing=request.live or request.is_passing) or self._scores is None:
            split = moment.network.split
            self._scores = _Scores(
                *_judge(moment, split.X_train, split.y_train), *_judge(moment, split.X_test, split.y_test)
            )
        return self._scores


def _drafted(request: FrameRequest) -> FrameRequest:
    """Return the request for coarser pictures, which the views enlarge."""
    return replace(
        request, scale=DRAFT_SCALE * request.scale, boundary_side=round(DRAFT_SCALE * request.boundary_side)
    )


def _overlay(moment: Moment, request: FrameRequest) -> NDArray[np.float64]:
    """Return what the links show of each parameter."""
    if request.overlay == "weights":
        return moment.parameters
    shown = moment.gradients if request.overlay == "gradients" else moment.updates
    return np.zeros_like(moment.parameters) if shown is None else shown


def _judge(moment: Moment, X: NDArray[np.float64], y: NDArray[Any]) -> tuple[NDArray[np.bool_], float | None]:
    """Return the mistakes and the accuracy, or no mistakes and R squared for regression.

    R squared is None if the targets do not vary.
    """
    network = moment.network
    if network.split.dataset.task == "classification":
        mistakes = network.predicted_classes(X, moment.parameters) != y
        return mistakes, float((~mistakes).mean())
    return np.zeros(0, bool), r_squared(y, network.outputs(X, moment.parameters)[:, 0])

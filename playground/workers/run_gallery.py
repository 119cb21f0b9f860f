"""Paints kept runs at any epoch, one picture at a time."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping, Sequence

import numpy as np

from playground.models.compare.comparison import Figures
from playground.models.network.network import Network
from playground.models.picture.frame import FrameRequest
from playground.models.picture.plane import Plane
from playground.models.run.run import Run
from playground.models.run.session import Session
from playground.models.run.training import Training
from playground.models.timeline.replay import Replay
from playground.rendering.frame_renderer import FrameRenderer
from playground.style.palette import Theme
from playground.workers.events import RunPainted

LIVE = 0
"""Used as a key: the live run."""
# Reproducing a moment that takes longer is split up, with training in between.
GO_SECONDS = 0.03
MOST_RENDERERS = 8


class RunGallery:
    """Keeps pending requests, replays and renderers. Not thread-safe."""

    def __init__(self) -> None:
        self._wishes: deque[tuple[int, int]] = deque()
        self._theme: Theme | None = None
        self._side = 0
        self._common: Network | None = None
        self._replays: dict[int, Replay] = {}
        self._renderers: dict[int, tuple[Network, FrameRenderer]] = {}

    @property
    def has_work(self) -> bool:
        """Whether pictures are pending."""
        return bool(self._wishes)

    def want(
        self, wishes: Sequence[tuple[int, int]], theme: Theme, side: int, common: Network | None
    ) -> None:
        """Request pictures of runs at epochs, replacing earlier requests.

        Parameters
        ----------
        common
            The network whose data define the plane of all pictures that fit it; None for a plane each.
        """
        self._wishes = deque(wishes)
        self._theme, self._side = theme, side
        self._common = common

    def renew(self, key: int, run: Run) -> None:
        """Switch to a newer version of a run."""
        if key in self._replays:
            self._replays[key].follow(run.log)

    def paint_next(self, session: Session, kept: Mapping[int, Run]) -> RunPainted | None:
        """Work on the next picture; return it once it is done."""
        if not self._wishes or self._theme is None:
            return None
        key, epoch = self._wishes[0]
        if key != LIVE and key not in kept:
            self._wishes.popleft()
            return None
        training = session.shown if key == LIVE else self._at(key, kept[key], epoch)
        if training is None:
            return None
        self._wishes.popleft()
        return self._paint(key, training)

    def _at(self, key: int, run: Run, epoch: int) -> Training | None:
        replay = self._replays.get(key)
        if replay is None:
            replay = self._replays[key] = Replay(run.log)
        replay.seek(min(epoch, run.end.epoch))
        return replay.training if replay.advance(GO_SECONDS) else None

    def _paint(self, key: int, training: Training) -> RunPainted:
        network, parameters = training.network, training.trainer.parameters
        split = network.split
        plane = Plane.of_axes(split, network.axes)
        common = self._common
        has_own_plane = common is not None and common.dataset.feature_names != network.dataset.feature_names
        if common is not None and not has_own_plane:
            plane = Plane.of_axes(common.split, common.axes)
        assert self._theme is not None
        request = FrameRequest(0, self._theme, self._side, plane)
        pixels = self._renderer(key, network).render(parameters, request).boundary
        dataset = split.dataset
        places = plane.to_unit(plane.projection.project(dataset.X))
        return RunPainted(key, _figures_of(training), pixels, places, dataset.y, has_own_plane)

    def _renderer(self, key: int, network: Network) -> FrameRenderer:
        known = self._renderers.get(key)
        if known is None or known[0] is not network:
            known = self._renderers[key] = network, FrameRenderer(network)
            while len(self._renderers) > MOST_RENDERERS:
                del self._renderers[next(iter(self._renderers))]
        return known[1]


@np.errstate(over="ignore", invalid="ignore")  # just before a run away
def _figures_of(training: Training) -> Figures:
    """Measure what curves only know of the epochs at which it was measured while training."""
    trainer = training.trainer
    loss = trainer.last_train_loss
    return Figures(trainer.epoch, None if math.isnan(loss) else loss, trainer.test_loss(), *training.scores())

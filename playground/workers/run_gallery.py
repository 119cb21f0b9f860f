"""Paints kept runs at any epoch, one picture at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

from playground.models.compare.comparison import figures_of
from playground.models.network.network import Network
from playground.models.run.run import Run
from playground.models.run.session import Session
from playground.models.run.training import Training
from playground.models.timeline.replay import Replay
from playground.rendering.boundary_painter import BoundaryPainter
from playground.style.palette import Theme
from playground.workers.events import RunPainted

LIVE = 0
"""Used as a key: the live run."""
# Reproducing a moment that takes longer is split up, with training in between.
GO_SECONDS = 0.03


class RunGallery:
    """Keeps pending requests, replays and renderers. Not thread-safe."""

    def __init__(self) -> None:
        self._wishes: deque[tuple[int, int]] = deque()
        self._theme: Theme | None = None
        self._side = 0
        self._common: Network | None = None
        self._replays: dict[int, Replay] = {}
        self._painter = BoundaryPainter()

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
        assert self._theme is not None
        painted = self._painter.paint(
            key, training.network, training.trainer.parameters, self._theme, self._side, self._common
        )
        dataset = training.network.split.dataset
        return RunPainted(
            key, figures_of(training), painted.pixels, painted.places, dataset.y, painted.has_own_plane
        )

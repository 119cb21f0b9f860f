"""The losses and scores of a run by epoch, kept small and cheap to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
EPOCH, TRAIN, TEST, TRAIN_SCORE, TEST_SCORE, TESTED, SCORED = range(7)
COLUMNS = 7
_MEASURED = TEST, TRAIN_SCORE, TEST_SCORE
SMOOTHING = 0.01
# The axis of a whole run is log(1 + epoch / BEND): the first epochs matter as much as all later ones.
BEND = 8.0
# A fast run makes 100,000 epochs a second: above this many rows only extremes are kept.
MOST_ROWS = 16_384


@dataclass(frozen=True, eq=False)
class Curves:
    """What a chart draws: losses, smoothed losses and scores at some epochs, all of one length, read-only.

    Scores are accuracies, or R squared for regression; NaN where they are not known. Test losses and scores
    are measured at some of the epochs only (`is_tested` and `is_scored`, None for all) and lie on straight
    lines between. `updates` and `seconds` are what was spent on training until then, if that is known.
    """

    epochs: Array
    train: Array
    test: Array
    train_smooth: Array
    test_smooth: Array
    train_score: Array
    test_score: Array
    is_tested: NDArray[np.bool_] | None = None
    is_scored: NDArray[np.bool_] | None = None
    updates: Array | None = None
    seconds: Array | None = None

    @classmethod
    def empty(cls) -> Curves:
        """Return curves without a point."""
        nothing = np.empty(0)
        return cls(nothing, nothing, nothing, nothing, nothing, nothing, nothing)


class History:
    """Losses and scores by epoch; when full, stretches of epochs are reduced to their extremes."""

    def __init__(self) -> None:
        self._rows = np.empty((1024, COLUMNS))
        self._count = 0
        # Epoch and value of the latest measurement, by column.
        self._known = dict.fromkeys(_MEASURED, (0.0, np.nan))

    @classmethod
    def of(cls, rows: Array, measured: Array) -> History:
        """Return the history that had these `rows` and `measured`.

        Raises
        ------
        ValueError
            No history has them.
        """
        epochs = rows[:, EPOCH]
        if not np.isfinite(epochs).all() or (epochs < 0).any() or (np.diff(epochs) <= 0).any():
            raise ValueError("the epochs of its curves are in no order")
        history = cls()
        history._rows, history._count = rows.copy() if len(rows) else history._rows, len(rows)
        history._known = {
            column: (float(epoch), float(value))
            for column, (epoch, value) in zip(_MEASURED, measured, strict=True)
        }
        return history

    @property
    def rows(self) -> Array:
        """A copy of all data, one row per epoch, in the columns above."""
        return self._rows[: self._count].copy()

    @property
    def measured(self) -> Array:
        """Epoch and value of the latest measurements: test loss, training score, test score."""
        return np.array([self._known[column] for column in _MEASURED])

    def copy(self) -> History:
        """Return a copy."""
        return History.of(self.rows, self.measured)

    def __len__(self) -> int:
        return self._count

    def until(self, epoch: int) -> History:
        """Return a copy up to the end of an epoch."""
        part = History()
        part._count = int(np.searchsorted(self._rows[: self._count, EPOCH], epoch, side="right"))
        part._rows = self._rows[: max(part._count, 1)].copy()
        rows = part._rows[: part._count]
        for column, marks in ((TEST, TESTED), (TRAIN_SCORE, SCORED), (TEST_SCORE, SCORED)):
            measured = np.flatnonzero(rows[:, marks] > 0.0)
            if len(measured):
                last = rows[measured[-1]]
                part._known[column] = float(last[EPOCH]), float(last[column])
        return part

    def extend(
        self,
        last_epoch: int,
        train_losses: Sequence[float],
        test_loss: float | None,
        train_score: float | None = None,
        test_score: float | None = None,
        *,
        is_tested: bool = True,
        is_scored: bool = True,
    ) -> None:
        """Add epochs up to `last_epoch`, with the test loss and scores at the last one; None for unknown.

        Epochs without a measurement are interpolated between those before and after, as soon as there is one
        after; until then they repeat the one before. Test losses and scores that were not measured are
        ignored.
        """
        count = len(train_losses)
        if not count:
            return
        self._make_room(count)
        rows = self._rows[self._count : self._count + count]
        rows[:, EPOCH] = np.arange(last_epoch - count + 1, last_epoch + 1)
        rows[:, TRAIN] = train_losses
        rows[:, TESTED:] = 0.0
        self._count += count
        rows[-1, [TESTED, SCORED]] = is_tested, is_scored
        for column, value, is_measured in (
            (TEST, test_loss, is_tested), (TRAIN_SCORE, train_score, is_scored),
            (TEST_SCORE, test_score, is_scored),
        ):  # fmt: skip
            rows[:, column] = self._known[column][1]
            if is_measured:
                self._measure(column, float(last_epoch), np.nan if value is None else value)

    def _measure(self, column: int, epoch: float, value: float) -> None:
        """Record a measurement at the last row, and interpolate the rows before it."""
        before, known = self._known[column]
        rows = self._rows[: self._count]
        between = rows[np.searchsorted(rows[:, EPOCH], before, side="right") :]
        if np.isfinite(known) and np.isfinite(value):
            shares = (between[:, EPOCH] - before) / (epoch - before)
            between[:, column] = known + (value - known) * shares
        else:
            between[:, column] = np.nan
        rows[-1, column] = value
        self._known[column] = epoch, value

    def _make_room(self, count: int) -> None:
        if self._count >= MOST_ROWS:
            rows, limit = self._rows[: self._count], MOST_ROWS // 8
            # The first epochs matter as much as all later ones: they are kept more densely.
            kept = rows[np.union1d(_extremes(rows, limit), _extremes(rows, limit, bend=BEND))]
            self._count = len(kept)
            self._rows[: self._count] = kept
        if self._count + count > len(self._rows):
            room = np.empty((max(2 * len(self._rows), self._count + count), self._rows.shape[1]))
            room[: self._count] = self._rows[: self._count]
            self._rows = room

    def course(self, limit: int = 1500) -> tuple[Array, Array]:
        """Return at most `limit` epochs and training losses, denser at the beginning according to `BEND`."""
        rows = self._rows[: self._count]
        if not len(rows):
            return np.empty(0), np.empty(0)
        kept = np.arange(len(rows)) if len(rows) <= limit else _extremes(rows, limit, bend=BEND)
        return rows[kept, EPOCH], rows[kept, TRAIN]

    def curves(self, limit: int = 600, smoothing: float = SMOOTHING) -> Curves:
        """Return at most `limit` points: of every stretch of epochs the lowest and the highest loss.

        The smoothed curves are moving means over that share of the epochs; 0 for no smoothing.
        """
        rows = self._rows[: self._count]
        if not len(rows):
            return Curves.empty()
        kept = np.arange(len(rows)) if len(rows) <= limit else _extremes(rows, limit)
        epochs = rows[:, EPOCH]
        window = max(1.0, (epochs[-1] - epochs[0] + 1) * smoothing // 1)
        starts = np.searchsorted(epochs, epochs[kept] - window, side="right")
        train, test = (_means(rows[:, column], starts, kept + 1) for column in (TRAIN, TEST))
        picked = rows[kept]
        return Curves(
            picked[:, EPOCH], picked[:, TRAIN], picked[:, TEST], train, test,
            picked[:, TRAIN_SCORE], picked[:, TEST_SCORE],
            picked[:, TESTED] > 0.0, picked[:, SCORED] > 0.0,
        )  # fmt: skip


def _extremes(rows: Array, limit: int, bend: float | None = None) -> NDArray[np.int64]:
    """Return sorted indices of the first, the last, and the extremes of each of limit/2 - 1 stretches.

    The stretches have equally many epochs or, with a `bend`, equal lengths on the axis log(1 + epoch / bend).
    """
    epochs, losses = rows[:, EPOCH], rows[:, TRAIN]
    first, end, number = epochs[0], epochs[-1] + 1, max(2, limit // 2)
    if bend is None:
        bounds = np.linspace(first, end, number)
    else:
        bounds = bend * np.expm1(np.linspace(np.log1p(first / bend), np.log1p(end / bend), number))
    edges = np.searchsorted(epochs, bounds)
    edges[0], edges[-1] = 0, len(rows)  # rounding may have moved the ends
    starts = np.unique(edges[:-1])
    sizes = np.diff(starts, append=len(rows))
    lows = _places(losses == np.repeat(np.minimum.reduceat(losses, starts), sizes), starts)
    highs = _places(losses == np.repeat(np.maximum.reduceat(losses, starts), sizes), starts)
    return np.unique(np.concatenate(([0], lows, highs, [len(rows) - 1])))


def _places(marks: NDArray[np.bool_], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first row of every stretch."""
    places = np.flatnonzero(marks)
    return np.asarray(places[np.searchsorted(places, starts)], np.int64)


def _means(values: Array, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Array:
    """Mean of the known values of each span, NaN if its last one is unknown.

    Differences of running sums would be cheaper, but one huge or infinite loss would spoil all that follow.
    """
    known = ~np.isnan(values)
    spans = np.stack((starts, ends), axis=1).ravel()
    # The odd ones are the gaps between the spans.
    sums = np.add.reduceat(np.append(np.where(known, values, 0.0), 0.0), spans)[::2]
    counts = np.add.reduceat(np.append(known, False).astype(np.float64), spans)[::2]
    means: Array = np.where(known[ends - 1], sums / np.maximum(counts, 1.0), np.nan)
    return means

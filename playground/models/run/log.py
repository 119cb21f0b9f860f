"""A run as a log: the experiment it began with, its changes, and keyframes to go back to.

Training is deterministic, so nothing else has to be kept: any moment of a run is reproduced, to the last bit,
by training on from the last keyframe before it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine.training.task import TrainingState, updates_over
from playground.models.network.network import Network

MEGABYTE = 2**20
MOST_BYTES = 64 * MEGABYTE
# What a person may choose in its place.
LIMITS = (MOST_BYTES, 2 * MOST_BYTES, 4 * MOST_BYTES, 8 * MOST_BYTES)
# Longest time to reproduce a moment: the initial distance of keyframes, in seconds of training.
KEYFRAME_SECONDS = 0.016
# Counters and Python's overhead per state.
_BYTES_BESIDES = 600

Kind = Literal["start", "setting", "data", "engine", "weights", "update", "pace"]


@dataclass(eq=False)
class Stretch:
    """A part of a run in which nothing was changed.

    Attributes
    ----------
    network
        What was trained.
    kind, words
        The change before it, and its description; empty at the start of a run.
    keyframes
        States in the order of their steps; the first is where the stretch begins.
    end
        Where the next one began; None for the current one.
    """

    network: Network
    kind: Kind
    words: str
    keyframes: list[TrainingState]
    end: TrainingState | None = None

    @property
    def start(self) -> TrainingState:
        """The state it begins with."""
        return self.keyframes[0]


@dataclass(frozen=True, eq=False)
class Best:
    """The lowest test loss of a run so far, and the state that had it."""

    stretch: int
    state: TrainingState
    test_loss: float


@dataclass(eq=False)
class RunLog:
    """The history of a run.

    Parameters
    ----------
    most_bytes
        Limit for keyframes; above it every other one between events goes, and new ones come half as often.
    """

    stretches: list[Stretch]
    most_bytes: int = MOST_BYTES
    best: Best | None = None
    seconds_apart: float = KEYFRAME_SECONDS
    is_thinned: bool = False
    _seconds: float = 0.0
    _bytes: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        self._bytes = sum(map(size_of, self._states()))

    @classmethod
    def begun(cls, network: Network, state: TrainingState, most_bytes: int = MOST_BYTES) -> RunLog:
        """Return the log of a run at its beginning."""
        return cls([Stretch(network, "start", "", [state])], most_bytes)

    @property
    def n_bytes(self) -> int:
        """Size of all states."""
        return self._bytes

    @property
    def present(self) -> Stretch:
        """The current stretch."""
        return self.stretches[-1]

    @property
    def changed(self) -> list[Stretch]:
        """The stretches that a change began, in order."""
        return self.stretches[1:]

    def change(
        self, network: Network, kind: Kind, words: str, before: TrainingState, after: TrainingState
    ) -> None:
        """Record a change: the state before and the state after it.

        Changes of one kind and name between two updates are one, as those of a slider are.
        """
        present = self.present
        is_same = (present.kind, present.words) == (kind, words)
        if is_same and len(self.stretches) > 1 and present.start.step == before.step:
            self._bytes -= sum(map(size_of, present.keyframes))
            self.stretches[-1] = Stretch(network, kind, words, [after])
            self._add(after)
        else:
            present.end = before
            self.stretches.append(Stretch(network, kind, words, [after]))
            self._add(before, after)
        self._seconds = 0.0

    def offer(self, state: TrainingState, seconds: float) -> None:
        """Keep a state if one is due, after this many more seconds of training."""
        self._seconds += seconds
        keyframes = self.present.keyframes
        if self._seconds >= self.seconds_apart and state.step > keyframes[-1].step:
            keyframes.append(state)
            self._seconds = 0.0
            self._add(state)

    def see_test(self, state: TrainingState, test_loss: float) -> None:
        """Keep the state with the lowest test loss."""
        if self.best is None or test_loss < self.best.test_loss:
            if self.best is not None:
                self._bytes -= size_of(self.best.state)
            self.best = Best(len(self.stretches) - 1, state, test_loss)
            self._add(state)

    def keyframe_before(self, epoch: int) -> tuple[int, TrainingState]:
        """Return the number of the stretch that reaches the end of `epoch`, and its last state before that.

        Of several such stretches the last one counts: it includes changes made at that very moment.
        """
        number = bisect_right(self.stretches, 2 * epoch, key=lambda stretch: _half_epochs(stretch.start)) - 1
        number = max(number, 0)
        keyframes = self.stretches[number].keyframes
        place = bisect_right(keyframes, 2 * epoch, key=_half_epochs) - 1
        return number, keyframes[max(place, 0)]

    def moments(self) -> tuple[tuple[int, NDArray[np.float64]], ...]:
        """Return epochs and their parameters as far as they are kept, oldest first.

        Those of other data or of a network of another shape are left out. A state within an epoch counts as
        the end of it.
        """
        now, found = self.present.network, list[tuple[int, NDArray[np.float64]]]()
        for stretch in reversed(self.stretches):
            if not stretch.network.is_like(now):
                break
            found += [
                (state.epoch + bool(state.position), state.parameters)
                for state in reversed(stretch.keyframes)
            ]
        return tuple(reversed(found))

    def updates_at(self, epochs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return how many updates were made until the ends of epochs."""
        updates = np.zeros(len(epochs))
        for stretch in self.stretches:
            network = stretch.network
            n_samples, size = len(network.split.X_train), network.experiment.samples_per_update
            least = network.least_batch
            first, step = stretch.start.epoch, stretch.start.step
            if stretch.start.position:
                first += 1
                step += updates_over(n_samples - stretch.start.position, size, least)
            later = epochs >= first
            updates[later] = step + (epochs[later] - first) * updates_over(n_samples, size, least)
        return updates

    def fork_with(self, other: RunLog, end: TrainingState, other_end: TrainingState) -> TrainingState | None:
        """Return the last state that two runs have in common, or None; the ends are their current states."""
        shared = None
        for mine, theirs in zip(self.stretches, other.stretches, strict=False):
            if mine.start is not theirs.start:
                break
            shared = min(mine.end or end, theirs.end or other_end, key=lambda state: state.step)
        return shared

    def branch(self, number: int, state: TrainingState) -> RunLog:
        """Return a copy of the log that ends in stretch `number` with `state`."""
        kept = [replace(past, keyframes=list(past.keyframes)) for past in self.stretches[:number]]
        last = self.stretches[number]
        keyframes = [known for known in last.keyframes if known.step < state.step] or [last.start]
        if state.step > keyframes[-1].step:
            keyframes.append(state)
        kept.append(Stretch(last.network, last.kind, last.words, keyframes))
        best = self.best
        if best is not None and (best.stretch, best.state.step) > (number, state.step):
            best = None
        return RunLog(kept, self.most_bytes, best, self.seconds_apart, self.is_thinned)

    def copy(self) -> RunLog:
        """Return a copy; it shares the states, which are immutable."""
        twin = copy(self)
        twin.stretches = [replace(past, keyframes=list(past.keyframes)) for past in self.stretches]
        return twin

    def keep_within(self, most_bytes: int) -> None:
        """Set another limit; keyframes to come are as much closer together, as far as training makes any."""
        self.seconds_apart = max(KEYFRAME_SECONDS, self.seconds_apart * self.most_bytes / most_bytes)
        self.most_bytes = most_bytes
        self.thin_to(most_bytes)

    def thin_to(self, most_bytes: int) -> None:
        """Drop keyframes between events until the states take at most that many bytes, if possible."""
        while self._bytes > most_bytes and any(len(s.keyframes) > 1 for s in self.stretches):
            self._thin()

    def _states(self) -> Iterator[TrainingState]:
        for stretch in self.stretches:
            yield from stretch.keyframes
            if stretch.end is not None:
                yield stretch.end
        if self.best is not None:
            yield self.best.state

    def _add(self, *states: TrainingState) -> None:
        self._bytes += sum(map(size_of, states))
        self.thin_to(self.most_bytes)

    def _thin(self) -> None:
        """Drop every other keyframe between events."""
        for stretch in self.stretches:
            stretch.keyframes[1:] = stretch.keyframes[2::2]
        self.seconds_apart *= 2.0
        self.is_thinned = True
        self._bytes = sum(map(size_of, self._states()))


def size_of(state: TrainingState) -> int:
    """Return the approximate size of a state in bytes."""
    left = 0 if state.left_gradients is None else state.left_gradients.nbytes
    return _BYTES_BESIDES + left + sum(array.nbytes for array in (state.parameters, *state.optimizer_state))


def _half_epochs(state: TrainingState) -> int:
    """Return twice the finished epochs, and one more for a state within an epoch."""
    return 2 * state.epoch + (state.position > 0)

"""Maps the input plane and the data through two neurons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.models.network.network import Network
from playground.models.picture.plane import Plane
from playground.models.picture.space_picture import LINES, STEPS, SpacePicture
from playground.models.picture.space_view import SpaceView
from playground.rendering.slow_maximum import SlowMaximum

Array = NDArray[np.float64]
# Samples of each part: as many marks as can be painted in the time of a frame.
MOST_SAMPLES = 200
MARGIN = 1.08


class SpaceRenderer:
    """Computes the pictures of one network; keeps what does not change between frames."""

    def __init__(self, network: Network) -> None:
        self._network = network
        split = network.split
        train, test = _spread(len(split.train_indices)), _spread(len(split.test_indices))
        self._rows = split.train_indices[train], split.test_indices[test]
        self._samples = np.concatenate((split.X_train[train], split.X_test[test]))
        self._plane: Plane | None = None
        self._inputs = self._samples
        self._reach, self._limit = SlowMaximum(), 1.0
        self._center: Array | None = None
        self._view: SpaceView | None = None

    def render(self, parameters: Array, view: SpaceView, plane: Plane) -> SpacePicture:
        """Return the outputs of the neurons of `view` along lines of `plane` and for the samples."""
        view = view.fitted(self._network.structure)
        if view != self._view:
            self._view, self._center = view, None
            self._reach.reset()
        if plane != self._plane:
            self._plane = plane
            grid = self._network.split.to_model(plane.projection.embed(_grid_lines(plane)))
            self._inputs = np.concatenate((grid, self._samples))
        seen = self._seen(parameters, view)
        lines, samples = seen[: -len(self._samples)], seen[-len(self._samples) :]
        count = len(self._rows[0])
        self._follow(seen)
        assert self._center is not None
        return SpacePicture(
            view,
            lines.reshape(2 * LINES, STEPS, 2),
            samples[:count],
            samples[count:],
            *self._rows,
            (float(self._center[0]), float(self._center[1])),
            self._limit * MARGIN,
        )

    def _seen(self, parameters: Array, view: SpaceView) -> Array:
        """Return the outputs of the two neurons for all inputs, shape (n, 2)."""
        pair = [view.horizontal, view.vertical]
        if view.layer == 0:
            seen = self._inputs[:, pair]
        else:
            forward = self._network.forward
            neurons = forward.neurons[view.layer - 1]
            values = forward.values(parameters, self._inputs, [neurons[index] for index in pair])
            seen = np.asarray(values.T)
        if self._network.structure[view.layer] == 1:
            # A layer of one neuron is drawn as a line: using it for both axes would only tilt the line.
            seen = np.stack((seen[:, 0], np.zeros(len(seen))), axis=1)
        return seen

    def _follow(self, seen: Array) -> None:
        """Move the square towards the current values."""
        middle = (seen.min(axis=0) + seen.max(axis=0)) / 2.0
        middle = np.nan_to_num(middle, nan=0.0, posinf=0.0, neginf=0.0)
        self._center = middle if self._center is None else self._center + 0.12 * (middle - self._center)
        # The maximum, not a robust one, so that lines come back into the picture.
        reach = np.abs(seen - self._center).max(initial=0.0)
        self._limit = float(self._reach.update(np.array([reach])))


def _spread(count: int) -> NDArray[np.int64]:
    """Return all numbers below `count`, evenly thinned to the maximum shown."""
    if count <= MOST_SAMPLES:
        return np.arange(count)
    return (np.arange(MOST_SAMPLES) * count) // MOST_SAMPLES


def _grid_lines(plane: Plane) -> Array:
    """Return the points of all lines, one line after the other, shape (2 * LINES * STEPS, 2)."""
    x = np.linspace(plane.left, plane.right, LINES)
    y = np.linspace(plane.bottom, plane.top, LINES)
    along_x = np.linspace(plane.left, plane.right, STEPS)
    along_y = np.linspace(plane.bottom, plane.top, STEPS)
    upright = np.stack((np.repeat(x, STEPS), np.tile(along_y, LINES)), axis=1)
    level = np.stack((np.tile(along_x, LINES), np.repeat(y, STEPS)), axis=1)
    return np.concatenate((upright, level))

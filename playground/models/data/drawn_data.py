"""Points drawn by hand: up to ten classes in the plane."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.models.data.data_source import OWN
from playground.models.data.datasets import PLANE_NAMES, Dataset, Task
from playground.models.experiment.json_text import is_number, is_whole
from playground.models.experiment.problem import NotTrainableError, Problem
from playground.style.words import within_text

MOST_POINTS = 20_000
MOST_CLASSES = 10
LARGEST = 1e12
"""Beyond this, squares and sums of coordinates lose precision."""

Area = tuple[float, float, float, float]
Array = NDArray[np.float64]

USUAL_AREA: Area = (-6.0, 6.0, -6.0, 6.0)
AREA_UNITS = 12
_MARGIN = 0.08
# Figures that fill less of the usual area than this are zoomed in on.
_SMALLEST_SPAN = 6.0
# Smallest area, relative to its coordinates: on a smaller one rounding errors would swamp the brushes.
_SMALLEST_SIDE = 1e-9


@dataclass(frozen=True, eq=False)
class DrawnData:
    """An immutable drawing; two drawings are equal only if they are the same object.

    Parameters
    ----------
    points : array of shape (n, 2)
        Finite coordinates, kept as a read-only copy.
    labels : array of shape (n,)
        Class of each point, 0 to 9.
    area
        Left, right, bottom and top of the paper; brush sizes scale with it, see `unit`.

    Raises
    ------
    ValueError
        Shapes that do not fit together, numbers out of range, more than 20,000 points.
    """

    points: Array
    labels: NDArray[np.int64]
    area: Area = USUAL_AREA

    def __post_init__(self) -> None:
        points = np.array(self.points, np.float64)
        labels = np.array(self.labels)
        if points.ndim != 2 or points.shape[1] != 2 or labels.shape != (len(points),):
            raise ValueError(
                f"a drawing has points of shape (n, 2) with n labels, not {points.shape} with {labels.shape}"
            )
        if len(points) > MOST_POINTS:
            raise ValueError(f"a drawing holds at most {MOST_POINTS:,} points, not {len(points):,}")
        if not (np.abs(points) <= LARGEST).all():
            raise ValueError(f"coordinates of a drawing must be numbers {within_text(-LARGEST, LARGEST)}")
        if labels.dtype.kind not in "iu":
            raise ValueError(f"labels of a drawing must be whole numbers, not {labels.dtype}")
        labels = labels.astype(np.int64)
        if len(labels) and not (labels.min() >= 0 and labels.max() < MOST_CLASSES):
            raise ValueError(f"labels of a drawing must be from 0 to {MOST_CLASSES - 1}")
        for name, array in (("points", points), ("labels", labels)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)
        self._check_area()

    def _check_area(self) -> None:
        left, right, bottom, top = self.area
        largest = max(map(abs, self.area))
        smallest = _SMALLEST_SIDE * max(1.0, largest)
        if not (right - left >= smallest and top - bottom >= smallest and largest <= 2 * LARGEST):
            raise ValueError(f"the area of a drawing must be left < right and bottom < top, not {self.area}")

    @classmethod
    def empty(cls, area: Area = USUAL_AREA) -> DrawnData:
        """Return an empty drawing."""
        return cls(np.zeros((0, 2)), np.zeros(0, np.int64), area)

    @classmethod
    def of(cls, dataset: Dataset) -> DrawnData:
        """Return a drawing of a data set's points, evenly thinned where there are too many.

        Raises
        ------
        ValueError
            The data have no classes, other than two dimensions, or too many classes.
        """
        if dataset.n_features != 2 or dataset.task != "classification" or dataset.n_classes > MOST_CLASSES:
            raise ValueError(f"only two features and at most {MOST_CLASSES} classes can be drawn on")
        rows = np.arange(dataset.n_samples)
        if len(rows) > MOST_POINTS:
            rows = (np.arange(MOST_POINTS) * dataset.n_samples) // MOST_POINTS
        area = dataset.extent if dataset.extent is not None else _area_around(dataset.X)
        return cls(dataset.X[rows], dataset.y[rows], area)

    def __len__(self) -> int:
        return len(self.points)

    @property
    def kind(self) -> str:
        return "drawn"

    @property
    def title(self) -> str:
        return "Drawn"

    @property
    def task(self) -> Task:
        return "classification"

    @property
    def takes_noise(self) -> bool:
        """Drawn points get no noise."""
        return False

    @property
    def takes_count(self) -> bool:
        return False

    @property
    def n_used(self) -> int:
        """One more than the largest label, 0 without points."""
        return int(self.labels.max()) + 1 if len(self) else 0

    @property
    def n_classes(self) -> int:
        """Number of classes for a network, at least 2."""
        return max(2, self.n_used)

    @property
    def room(self) -> int:
        """How many more points fit."""
        return MOST_POINTS - len(self)

    @property
    def unit(self) -> tuple[float, float]:
        """A twelfth of the area's width and height: on the usual area, the units of the data."""
        left, right, bottom, top = self.area
        return (right - left) / AREA_UNITS, (top - bottom) / AREA_UNITS

    @property
    def extent(self) -> Area:
        """The area, enlarged in whole units until it holds all points."""
        if not len(self):
            return self.area
        (left, bottom), (right, top) = self.points.min(axis=0).tolist(), self.points.max(axis=0).tolist()
        width, height = self.unit
        return (
            _grown(self.area[0], left, -width),
            _grown(self.area[1], right, width),
            _grown(self.area[2], bottom, -height),
            _grown(self.area[3], top, height),
        )

    def added(self, points: ArrayLike, label: int) -> DrawnData:
        """Return this drawing with more points of a class appended.

        Raises
        ------
        ValueError
            More than there is `room` for, or no such class.
        """
        new = np.asarray(points, np.float64).reshape(-1, 2)
        labels = np.full(len(new), label, np.int64)
        return replace(
            self,
            points=np.concatenate((self.points, new)),
            labels=np.concatenate((self.labels, labels)),
        )

    def erased(self, centres: ArrayLike, radius: float) -> DrawnData:
        """Return this drawing without the points inside the circles, or itself if there are none.

        Parameters
        ----------
        centres : array of shape (2,) or (n, 2)
        radius
            In `unit`; points on the edge go too.
        """
        unit = np.array(self.unit)
        kept = np.ones(len(self), np.bool_)
        for centre in np.asarray(centres, np.float64).reshape(-1, 2):
            away = (self.points - centre) / unit
            kept &= (away**2).sum(axis=1) > radius**2
        if kept.all():
            return self
        return replace(self, points=self.points[kept], labels=self.labels[kept])

    def moved_to(self, index: int, x: float, y: float) -> DrawnData:
        """Return this drawing with one point moved.

        Raises
        ------
        IndexError
            There is no such point.
        """
        points = self.points.copy()
        points[index] = (x, y)
        return replace(self, points=points)

    def load(self, noise: float, seed: int, n_samples: int) -> Dataset:
        """Return the points as drawn; the arguments have no effect.

        Raises
        ------
        NotTrainableError
            There are no points.
        """
        if not len(self):
            raise NotTrainableError(Problem("There are no points yet: draw some.", "Draw points"))
        names = tuple(f"class {number}" for number in range(1, self.n_classes + 1))
        return Dataset(
            OWN, self.title, self.points, self.labels, PLANE_NAMES, names, self.task, extent=self.extent
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the drawing as JSON values."""
        return {"points": self.points.tolist(), "labels": self.labels.tolist(), "area": list(self.area)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> DrawnData:
        """Read what `to_dict` returned.

        Raises
        ------
        ValueError
            Anything else.
        """
        if not isinstance(data, Mapping) or set(data) != {"points", "labels", "area"}:
            raise ValueError("a drawing has points, labels and an area, and nothing else")
        points, labels, area = data["points"], data["labels"], data["area"]
        if not isinstance(points, list) or not isinstance(labels, list) or len(points) != len(labels):
            raise ValueError("points and labels of a drawing must be lists of the same length")
        if len(points) > MOST_POINTS:
            raise ValueError(f"a drawing holds at most {MOST_POINTS:,} points, not {len(points):,}")
        for place, point in enumerate(points):
            if not _are_coordinates(point, 2):
                raise ValueError(f"point {place} of the drawing must be two numbers, not {point!r:.60}")
        for place, label in enumerate(labels):
            if not is_whole(label) or not 0 <= label < MOST_CLASSES:
                raise ValueError(
                    f"label {place} of the drawing must be from 0 to {MOST_CLASSES - 1}, not {label!r:.60}"
                )
        if not _are_coordinates(area, 4):
            raise ValueError(f"the area of a drawing must be four numbers, not {area!r:.60}")
        left, right, bottom, top = map(float, area)
        return cls(
            np.array(points, np.float64).reshape(-1, 2),
            np.array(labels, np.int64),
            (left, right, bottom, top),
        )


def _are_coordinates(values: object, count: int) -> bool:
    return (
        isinstance(values, list)
        and len(values) == count
        and all(is_number(value) and abs(value) <= 2 * LARGEST for value in values)
    )


def _grown(side: float, reached: float, unit: float) -> float:
    """Move a side outwards in steps of `unit`, negative for left and bottom, until it holds a coordinate."""
    beyond = (reached - side) / unit
    return side + float(np.ceil(beyond)) * unit if beyond > 0 else side


def _area_around(X: Array) -> Area:
    """Return the usual area for figures that fill it, else the points' bounding box with a margin."""
    low, high = X.min(axis=0), X.max(axis=0)
    if np.abs(X).max() <= USUAL_AREA[1] and (high - low).max() >= _SMALLEST_SPAN:
        return USUAL_AREA
    margin = np.where(high > low, _MARGIN * (high - low), 1.0)
    (left, bottom), (right, top) = (low - margin).tolist(), (high + margin).tolist()
    return left, right, bottom, top

"""The data sets of the gallery: what they are, how to load them, and how to show them in two dimensions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from playground.models.data import bundled, generators
from playground.models.data.f_statistic import f_of_classes, f_of_numbers
from playground.models.data.generators import FloatArray

__all__ = [
    "DATASETS",
    "DEFAULT_SAMPLES",
    "MAX_SAMPLES",
    "MIN_SAMPLES",
    "Dataset",
    "DatasetInfo",
    "Task",
    "default_axes",
    "load_dataset",
    "thumbnail_points",
]

Task = Literal["classification", "regression"]

DEFAULT_SAMPLES = 300
MIN_SAMPLES = 10
MAX_SAMPLES = 100_000
_BLOBS_CLASSES = 4

PLANE_NAMES = ("x₁", "x₂")
"""Of the features of what lies in a plane: generated, drawn, or made by a formula."""


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples with their targets and names, checked and read-only.

    Parameters
    ----------
    name, title
        The key in ``DATASETS`` and the name on screen.
    X : array of shape (n_samples, n_features)
        Finite numbers, kept as a float64 copy.
    y : array of shape (n_samples,)
        Class numbers from 0 (kept as int64), or finite regression targets (kept as float64).
    feature_names
        One per column of ``X``.
    class_names
        One per class, at least two; empty for regression.
    task
        "classification" or "regression".
    extent
        For two-dimensional data: the left, right, bottom and top a plot must include.
    picture
        Rows and columns, where a sample's features are the pixels of a picture, row by row from the top.

    Raises
    ------
    ValueError
        If shapes, numbers or names do not fit together.
    """

    name: str
    title: str
    X: FloatArray
    y: npt.NDArray[Any]
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    task: Task
    extent: tuple[float, float, float, float] | None = None
    picture: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.task not in ("classification", "regression"):
            raise ValueError(f"task must be 'classification' or 'regression', not {self.task!r}")
        X = np.array(self.X, dtype=np.float64)
        if X.ndim != 2 or X.size == 0:
            raise ValueError(f"X must have the shape (n_samples, n_features), not {X.shape}")
        if not np.isfinite(X).all():
            raise ValueError("X must hold finite numbers only")
        y = np.array(self.y)
        if y.shape != (len(X),):
            raise ValueError(f"y must have the shape ({len(X)},), one target a sample, not {y.shape}")
        if len(self.feature_names) != X.shape[1]:
            raise ValueError(f"X has {X.shape[1]} features, but there are {len(self.feature_names)} names")
        y = self._checked_classes(y) if self.task == "classification" else self._checked_targets(y)
        for attribute, array in (("X", X), ("y", y)):
            array.setflags(write=False)
            object.__setattr__(self, attribute, array)

    def _checked_classes(self, y: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        if len(self.class_names) < 2:
            raise ValueError(f"classification needs at least 2 class names, not {len(self.class_names)}")
        if y.dtype.kind not in "iu":
            raise ValueError(f"y must hold the classes as integers, not {y.dtype}")
        if y.min() < 0 or y.max() >= self.n_classes:
            raise ValueError(
                f"y must hold classes from 0 to {self.n_classes - 1}, not {y.min()} to {y.max()}"
            )
        return y.astype(np.int64)

    def _checked_targets(self, y: npt.NDArray[Any]) -> FloatArray:
        if self.class_names:
            raise ValueError(f"regression has no classes, but there are {len(self.class_names)} class names")
        targets = y.astype(np.float64)
        if not np.isfinite(targets).all():
            raise ValueError("y must hold finite numbers only")
        return targets

    @property
    def n_samples(self) -> int:
        return len(self.X)

    @property
    def n_features(self) -> int:
        return int(self.X.shape[1])

    @property
    def n_classes(self) -> int:
        """Number of classes, 0 for regression."""
        return len(self.class_names)


@dataclass(frozen=True)
class DatasetInfo:
    """What the gallery shows of a data set before it is loaded.

    ``generated`` sets can have any number of samples, and as many classes as ``class_range`` allows (both
    ends belong to it; None where the number is fixed). ``load`` takes (noise, seed, n_samples, n_classes)
    unchecked and without defaults: call ``load_dataset`` instead. ``picture`` is that of its samples.
    """

    name: str
    title: str
    task: Task
    description: str
    generated: bool
    class_range: tuple[int, int] | None
    load: Callable[[float, int, int, int], Dataset]
    picture: tuple[int, int] | None = None


def load_dataset(
    name: str,
    *,
    noise: float = 0.0,
    seed: int = 0,
    n_samples: int | None = None,
    n_classes: int | None = None,
) -> Dataset:
    """Load or generate one of ``DATASETS``; the same arguments give identical arrays.

    Parameters
    ----------
    name
        A key of ``DATASETS``.
    noise
        From 0 (none) to 1. It blurs generated figures; on real data it is normal noise, in units of each
        feature's standard deviation. Changing the noise moves the points of a seed; it draws no new ones.
    seed
        A whole number from 0.
    n_samples
        Size of a generated set, 300 by default. Real data are always taken whole.
    n_classes
        Number of blobs, 4 by default. All other sets have a fixed number of classes.

    Raises
    ------
    ValueError
        If an argument is unknown, out of range, or cannot be chosen for this set.
    """
    if name not in DATASETS:
        raise ValueError(f"unknown data set {name!r}; there are {', '.join(DATASETS)}")
    info = DATASETS[name]
    if not 0 <= noise <= 1:
        raise ValueError(f"noise must be from 0 to 1, not {noise}")
    seed = _whole_number("seed", seed, 0, None)
    if n_samples is not None and not info.generated:
        raise ValueError(f"{info.title} is always taken whole; n_samples = {n_samples!r} cannot be chosen")
    if n_classes is not None and info.class_range is None:
        raise ValueError(
            f"the number of classes of {info.title} is fixed; n_classes = {n_classes!r} cannot be chosen"
        )
    if n_samples is None:
        n_samples = DEFAULT_SAMPLES
    n_samples = _whole_number("n_samples", n_samples, MIN_SAMPLES, MAX_SAMPLES)
    if n_classes is None:
        n_classes = _BLOBS_CLASSES
    elif info.class_range is not None:
        n_classes = _whole_number("n_classes", n_classes, *info.class_range)
    return info.load(float(noise), seed, n_samples, n_classes)


def default_axes(dataset: Dataset) -> tuple[int, int]:
    """Return the two columns to show first, the more informative one on the horizontal axis.

    Two features are shown as they are; among more, the two that tell the classes apart best by themselves,
    or go best with the target (F statistic). A single feature is shown against itself. Noise on real
    data never changes the axes.
    """
    if dataset.n_features <= 2:
        return 0, dataset.n_features - 1
    info = DATASETS.get(dataset.name)
    if info is not None and not info.generated:
        feature_names, axes = _axes_of_real_data(dataset.name)
        if feature_names == dataset.feature_names:
            return axes
    return _telling_columns(dataset)


@lru_cache
def _axes_of_real_data(name: str) -> tuple[tuple[str, ...], tuple[int, int]]:
    clean = load_dataset(name)
    return clean.feature_names, _telling_columns(clean)


@lru_cache(maxsize=4)
def _telling_columns(dataset: Dataset) -> tuple[int, int]:
    statistic = np.full(dataset.n_features, -1.0)
    varying = np.flatnonzero(dataset.X.min(axis=0) < dataset.X.max(axis=0))
    if varying.size and len(np.unique(dataset.y)) > 1:
        score = f_of_classes if dataset.task == "classification" else f_of_numbers
        with np.errstate(all="ignore"):  # a column that separates perfectly has an infinite F
            statistic[varying] = np.nan_to_num(score(dataset.X[:, varying], dataset.y), nan=0.0)
    first, second = np.argsort(-statistic, kind="stable")[:2]
    return int(first), int(second)


def thumbnail_points(
    dataset: Dataset, limit: int = 120, places: FloatArray | None = None
) -> tuple[FloatArray, npt.NDArray[Any]]:
    """Return at most ``limit`` samples as points of the unit square, with their targets.

    ``places``, of shape (n_samples, 2), is where all samples are shown; by default in the columns of
    ``default_axes``.

    Returns
    -------
    xy : array of shape (n, 2)
        The columns in [0, 1], y upwards. Two-dimensional figures keep their shape; of
        more features each fills its axis, because their units differ.
    y : array of shape (n,)
        Classes or targets of these samples, in the data set's proportions.
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1, not {limit}")
    chosen = np.arange(dataset.n_samples)
    if dataset.n_samples > limit:
        # Even steps through the samples sorted by target keep the proportions and leave no gaps.
        steps = ((np.arange(limit) + 0.5) * dataset.n_samples / limit).astype(np.int64)
        chosen = np.sort(np.argsort(dataset.y, kind="stable")[steps])
    points = dataset.X[:, default_axes(dataset)] if places is None else places
    low, high = points.min(axis=0), points.max(axis=0)
    extent = high - low
    if dataset.n_features == 2:
        extent = np.full(2, extent.max())
    extent[extent == 0] = 1.0
    xy = 0.5 + (points[chosen] - (low + high) / 2) / extent
    return np.clip(xy, 0.0, 1.0), dataset.y[chosen]


def _whole_number(what: str, value: int, low: int, high: int | None) -> int:
    allowed = f"a whole number from {low}" + ("" if high is None else f" to {high}")
    try:
        number = operator.index(value)
    except TypeError:
        raise ValueError(f"{what} must be {allowed}, not {value!r}") from None
    if isinstance(value, bool) or number < low or (high is not None and number > high):
        raise ValueError(f"{what} must be {allowed}, not {value!r}")
    return number


_Figure = Callable[[int, float, int], tuple[FloatArray, npt.NDArray[Any]]]


def _figure(
    name: str, title: str, description: str, generate: _Figure, class_names: tuple[str, ...] = ()
) -> DatasetInfo:
    task: Task = "classification" if class_names else "regression"

    def load(noise: float, seed: int, n_samples: int, _n_classes: int) -> Dataset:
        X, y = generate(n_samples, noise, seed)
        return Dataset(name, title, X, y, PLANE_NAMES, class_names, task)

    return DatasetInfo(name, title, task, description, True, None, load)


def _blobs(name: str, title: str, description: str, class_range: tuple[int, int]) -> DatasetInfo:
    def load(noise: float, seed: int, n_samples: int, n_classes: int) -> Dataset:
        X, y = bundled.blobs(n_samples, noise, seed, n_classes)
        class_names = tuple(f"blob {number}" for number in range(1, n_classes + 1))
        return Dataset(name, title, X, y, PLANE_NAMES, class_names, "classification")

    return DatasetInfo(name, title, "classification", description, True, class_range, load)


def _real(
    name: str,
    title: str,
    description: str,
    read: Callable[[], bundled.Table],
    task: Task = "classification",
    picture: tuple[int, int] | None = None,
) -> DatasetInfo:
    def load(noise: float, seed: int, _n_samples: int, _n_classes: int) -> Dataset:
        X, y, feature_names, class_names = read()
        X = bundled.blur(X, noise, seed)
        return Dataset(name, title, X, y, feature_names, class_names, task, picture=picture)

    return DatasetInfo(name, title, task, description, False, None, load, picture)


# In the order of the gallery.
_ALL = (
    _figure(
        "circle",
        "Circle",
        "A disc inside a ring: a closed curve separates them.",
        generators.circle,
        ("ring", "disc"),
    ),
    _figure(
        "xor",
        "XOR",
        "Four squares, diagonal ones alike: no straight line separates them.",
        generators.xor,
        ("opposite signs", "same sign"),
    ),
    _figure(
        "gauss",
        "Gauss",
        "Two round clouds that a straight line separates; noise makes them overlap.",
        generators.gauss,
        ("lower cloud", "upper cloud"),
    ),
    _figure(
        "spiral",
        "Spiral",
        "Two arms wound around each other: hard for a small network.",
        generators.spiral,
        ("first arm", "second arm"),
    ),
    _figure(
        "moons",
        "Moons",
        "Two interlocking half moons.",
        bundled.moons,
        ("upper moon", "lower moon"),
    ),
    _figure(
        "circles",
        "Rings",
        "A thin circle inside another.",
        bundled.circles,
        ("outer circle", "inner circle"),
    ),
    _blobs("blobs", "Blobs", "Two to five round clouds, one per class.", (2, 5)),
    _real("iris", "Iris", "150 irises of three species by the size of sepal and petal.", bundled.iris),
    _real("wine", "Wine", "178 wines of three grape varieties by 13 chemical measures.", bundled.wine),
    _real(
        "breast_cancer",
        "Cancer",
        "569 tumours, malignant or benign, by 30 measures of their cell nuclei.",
        bundled.breast_cancer,
    ),
    _real("digits", "Digits", "1,797 handwritten digits of 8 × 8 pixels.", bundled.digits, picture=(8, 8)),
    _figure("plane", "Plane", "A target that rises steadily along the diagonal.", generators.plane),
    _figure("bumps", "Bumps", "A target with hills and hollows: a sum of Gaussian bumps.", generators.bumps),
    _real(
        "diabetes",
        "Diabetes",
        "442 patients: ten measures, and how far the disease progressed in a year.",
        bundled.diabetes,
        "regression",
    ),
)
DATASETS: Mapping[str, DatasetInfo] = MappingProxyType({info.name: info for info in _ALL})
"""All data sets by name, in the order of the gallery."""

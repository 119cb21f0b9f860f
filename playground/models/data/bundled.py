"""Data sets of scikit-learn: its generators, and the real data it ships with.

scikit-learn takes more than a second to import: each function imports it, never the module, and the real
data are read from its files without it, so that a window that opens with them need not wait for it.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from playground.models.data.generators import FloatArray, IntArray, streams
from playground.models.ticket import Ticket

BLOBS_RADIUS = 4.0
_PORTIONS = (
    "scipy.sparse", "scipy.linalg", "scipy.special", "scipy.optimize", "scipy.interpolate", "scipy.integrate",
    "scipy.ndimage", "scipy.stats", "sklearn.utils", "sklearn.preprocessing",
    "sklearn.datasets",
)  # fmt: skip

_IRIS_FEATURES = ("Sepal length", "Sepal width", "Petal length", "Petal width")
_WINE_FEATURES = (
    "Alcohol",
    "Malic acid",
    "Ash",
    "Ash alkalinity",
    "Magnesium",
    "Total phenols",
    "Flavonoids",
    "Other phenols",
    "Proanthocyanins",
    "Colour intensity",
    "Hue",
    "OD280/OD315",
    "Proline",
)
_CELL_MEASURES = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)
# Sex stays as scikit-learn codes it: 1 and 2, without saying which is which.
_DIABETES_FEATURES = (
    "Age",
    "Sex",
    "Body mass index",
    "Blood pressure",
    "Total cholesterol",
    "LDL cholesterol",
    "HDL cholesterol",
    "Cholesterol ratio",
    "Log triglycerides",
    "Blood sugar",
)


def load_library(ticket: Ticket) -> None:
    """Load scikit-learn and what it stands on piece by piece: no import can be given up in its middle."""
    for name in _PORTIONS:
        ticket.check()
        import_module(name)


class Table(NamedTuple):
    """Raw samples, targets and their names; ``class_names`` is empty for regression."""

    X: FloatArray
    y: npt.NDArray[np.float64] | npt.NDArray[np.int64]
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]


@lru_cache(maxsize=1)
def iris() -> Table:
    """Load 150 irises: four measures in cm, three species."""
    X, y = _shipped("load_iris", _File("iris.csv", skipped_lines=1))
    return _table(X, y, _IRIS_FEATURES, ("setosa", "versicolor", "virginica"))


@lru_cache(maxsize=1)
def wine() -> Table:
    """Load 178 wines: 13 chemical measures, three cultivars."""
    X, y = _shipped("load_wine", _File("wine_data.csv", skipped_lines=1))
    # The sizes 59, 71 and 48 identify the cultivars; scikit-learn calls them class_0 to class_2.
    return _table(X, y, _WINE_FEATURES, ("barolo", "grignolino", "barbera"))


@lru_cache(maxsize=1)
def breast_cancer() -> Table:
    """Load 569 tumours: 30 measures of their cell nuclei, malignant or benign."""
    X, y = _shipped("load_breast_cancer", _File("breast_cancer.csv", skipped_lines=1))
    names = tuple(
        pattern.format(name).capitalize()
        for pattern in ("mean {}", "{} error", "worst {}")
        for name in _CELL_MEASURES
    )
    return _table(X, y, names, ("malignant", "benign"))


@lru_cache(maxsize=1)
def digits() -> Table:
    """Load 1797 handwritten digits of 8 × 8 pixels, row by row, each 0 (paper) to 16 (ink)."""
    X, y = _shipped("load_digits", _File("digits.csv.gz"))
    names = tuple(f"Pixel {row}, {column}" for row in range(1, 9) for column in range(1, 9))
    return _table(X, y, names, tuple(str(digit) for digit in range(10)))


@lru_cache(maxsize=1)
def diabetes() -> Table:
    """Load 442 patients: ten measures in their own units, and the progression of the disease a year later."""
    samples, targets = (_File(f"diabetes_{part}.csv.gz", delimiter=None) for part in ("data_raw", "target"))
    X, y = _shipped("load_diabetes", samples, targets, scaled=False)
    return _table(X, y, _DIABETES_FEATURES, ())


def blur(X: FloatArray, noise: float, seed: int) -> FloatArray:
    """Add normal noise of ``noise`` times each column's standard deviation; constant columns stay."""
    _, jitter = streams(seed)
    return np.asarray(X + noise * X.std(axis=0) * jitter.standard_normal(X.shape))


def moons(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, IntArray]:
    """Draw two interlocking half circles of radius 1."""
    from sklearn.datasets import make_moons

    X, y = make_moons(n_samples, noise=noise, random_state=_random_state(seed))
    return X, y.astype(np.int64)


def circles(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, IntArray]:
    """Draw a thin circle of radius 0.5 (class 1) inside one of radius 1 (class 0)."""
    from sklearn.datasets import make_circles

    X, y = make_circles(n_samples, noise=noise, factor=0.5, random_state=_random_state(seed))
    return X, y.astype(np.int64)


def blobs(n_samples: int, noise: float, seed: int, n_classes: int) -> tuple[FloatArray, IntArray]:
    """Draw one round cloud per class, centres evenly spaced on a circle; noise widens all of them."""
    from sklearn.datasets import make_blobs

    # Starting at the upper left puts four clouds in the four corners.
    angle = 3 * np.pi / 4 - 2 * np.pi * np.arange(n_classes) / n_classes
    centers = BLOBS_RADIUS * np.column_stack([np.cos(angle), np.sin(angle)])
    X, y = make_blobs(
        n_samples, centers=centers, cluster_std=0.6 + 2.0 * noise, random_state=_random_state(seed)
    )
    return X, y.astype(np.int64)


def digit_thumbnail() -> FloatArray:
    """Return a picture of the digits 3 7 above 0 5, each the sample closest to its class mean.

    Returns
    -------
    array of shape (17, 17)
        Ink from 0 (paper) to 1, first row at the top; an empty row and column separate the digits.
    """
    X, y, _, _ = digits()
    picture = np.zeros((17, 17))
    for digit, row, column in ((3, 0, 0), (7, 0, 9), (0, 9, 0), (5, 9, 9)):
        samples = X[y == digit]
        typical = np.argmin(((samples - samples.mean(axis=0)) ** 2).sum(axis=1))
        picture[row : row + 8, column : column + 8] = samples[typical].reshape(8, 8) / 16
    return picture


class _File(NamedTuple):
    """A table of numbers among the files of scikit-learn."""

    name: str
    delimiter: str | None = ","
    skipped_lines: int = 0

    def read(self) -> FloatArray | None:
        """Return the numbers, None where scikit-learn keeps no such file."""
        library = find_spec("sklearn")  # finds it and does not import it
        for place in (library and library.submodule_search_locations) or ():
            path = Path(place, "datasets", "data", self.name)
            if path.exists():
                return np.loadtxt(path, delimiter=self.delimiter, skiprows=self.skipped_lines)
        return None


def _shipped(
    loader: str, samples: _File, targets: _File | None = None, **options: bool
) -> tuple[FloatArray, FloatArray]:
    """Return samples and targets from scikit-learn's files, or from its loader where these are elsewhere.

    Parameters
    ----------
    loader, options
        The function of `sklearn.datasets` that reads these files, and what it is called with.
    samples, targets
        The files; without one of their own, the targets are the last column of the samples.
    """
    X, y = samples.read(), None if targets is None else targets.read()
    if X is not None and targets is None:
        X, y = X[:, :-1], X[:, -1]
    if X is None or y is None:
        data = getattr(import_module("sklearn.datasets"), loader)(**options)
        return data.data, data.target
    return X, y


def _table(
    X: FloatArray, y: npt.NDArray[np.generic], feature_names: tuple[str, ...], class_names: tuple[str, ...]
) -> Table:
    X = np.array(X, dtype=np.float64)
    targets = y.astype(np.int64) if class_names else y.astype(np.float64)
    for array in (X, targets):
        array.setflags(write=False)  # the table is cached and shared
    return Table(X, targets, feature_names, class_names)


def _random_state(seed: int) -> int:
    """Return a 32-bit seed, as scikit-learn requires; ours may have any length."""
    return int(np.random.SeedSequence(seed).generate_state(1)[0])

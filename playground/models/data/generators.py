"""Two-dimensional data sets of our own: each draws points from a seed and blurs them by a noise fraction.

Every generator takes ``(n_samples, noise, seed)`` and returns ``(X, y)``: ``X`` of shape (n_samples, 2), in
[-5, 5] (except Gauss, whose tails are unbounded) as long as there is no noise, and ``y`` of shape
(n_samples,). Base points and noise come from two random streams, so that changing ``noise`` moves the
points of a seed without drawing new ones. Classes alternate from sample to sample, so they differ by at most
one in size.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

RADIUS = 5.0
SPIRAL_TURNS = 1.75
XOR_GAP = 0.35
"""Smallest distance of a noiseless XOR point to either axis."""

_JITTER = 2.0
"""Standard deviation, in units of the plane, of the displacement along each axis at noise 1."""
_TARGET_JITTER = 0.5
"""Standard deviation of the noise added to a regression target, which spans [-1, 1], at noise 1."""

_BUMPS = (
    # centre x₁, centre x₂, width (standard deviation), height
    (-2.9, 2.6, 1.3, 0.95),
    (2.6, 3.1, 1.1, -0.85),
    (0.2, -0.4, 1.2, 0.8),
    (-3.2, -2.4, 1.2, -0.95),
    (3.2, -2.6, 1.4, 0.9),
)


def streams(seed: int) -> tuple[np.random.Generator, np.random.Generator]:
    """Return two independent generators of one seed: for the points and for their noise."""
    base, noise = np.random.SeedSequence(seed).spawn(2)
    return np.random.default_rng(base), np.random.default_rng(noise)


def circle(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, IntArray]:
    """Draw a ring (class 0) around a disc (class 1); without noise the radius alone separates them."""
    points, jitter = streams(seed)
    y = _alternate(n_samples, 2)
    uniform = points.random((n_samples, 2))
    radius = RADIUS * np.where(y == 1, 0.5 * uniform[:, 0], 0.7 + 0.3 * uniform[:, 0])
    angle = 2 * np.pi * uniform[:, 1]
    return _displace(_from_polar(radius, angle), noise, jitter), y


def xor(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, IntArray]:
    """Draw the four quadrants: class 1 where x₁ and x₂ have the same sign, class 0 elsewhere."""
    points, jitter = streams(seed)
    quadrant = _alternate(n_samples, 4)
    signs = np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])[quadrant]
    X = signs * (XOR_GAP + (RADIUS - XOR_GAP) * points.random((n_samples, 2)))
    return _displace(X, noise, jitter), 1 - quadrant % 2


def gauss(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, IntArray]:
    """Draw two round normal clouds along the diagonal; noise widens both."""
    points, _ = streams(seed)
    y = _alternate(n_samples, 2)
    centers = np.where(y == 1, 2.0, -2.0)[:, np.newaxis]
    spread = 0.6 + _JITTER * noise
    return centers + spread * points.standard_normal((n_samples, 2)), y


def spiral(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, IntArray]:
    """Draw two interleaved arms of 1.75 turns each; the second is the first rotated by half a turn.

    Along an arm the points stand at nearly even steps of the angle, because gaps in an arm would show
    more than the noise does.
    """
    points, jitter = streams(seed)
    y = _alternate(n_samples, 2)
    arm_length = np.bincount(y, minlength=2)[y]
    wobble = 0.25 + 0.5 * points.random(n_samples)
    along = (np.arange(n_samples) // 2 + wobble) / arm_length
    X = _from_polar(spiral_radius(along), 2 * np.pi * SPIRAL_TURNS * along + np.pi * y)
    return _displace(X, noise, jitter), y


def spiral_radius(along: FloatArray) -> FloatArray:
    """Return the radius at a fraction of an arm's length, from 0 at its inner end to 1 at its outer end."""
    inner = 0.06 * RADIUS
    return inner + (RADIUS - inner) * along


def plane(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, FloatArray]:
    """Draw points of a square whose target is (x₁ + x₂) / 10, in [-1, 1] before noise."""
    return _over_square(n_samples, noise, seed, plane_height)


def bumps(n_samples: int, noise: float, seed: int) -> tuple[FloatArray, FloatArray]:
    """Draw points of a square whose target is a landscape of hills and hollows, in [-1, 1] before noise."""
    return _over_square(n_samples, noise, seed, bumps_height)


def plane_height(X: FloatArray) -> FloatArray:
    """Return the noiseless target of ``plane`` at ``X`` of shape (n, 2)."""
    return np.asarray((X[:, 0] + X[:, 1]) / (2 * RADIUS))


def bumps_height(X: FloatArray) -> FloatArray:
    """Return the noiseless target of ``bumps`` at ``X`` of shape (n, 2)."""
    height = np.zeros(len(X))
    for x1, x2, width, peak in _BUMPS:
        squared_distance = (X[:, 0] - x1) ** 2 + (X[:, 1] - x2) ** 2
        height += peak * np.exp(-squared_distance / (2 * width**2))
    return height


def _over_square(
    n_samples: int, noise: float, seed: int, height: Callable[[FloatArray], FloatArray]
) -> tuple[FloatArray, FloatArray]:
    points, jitter = streams(seed)
    X = RADIUS * (2 * points.random((n_samples, 2)) - 1)
    return X, height(X) + _TARGET_JITTER * noise * jitter.standard_normal(n_samples)


def _alternate(n_samples: int, n_groups: int) -> IntArray:
    return np.arange(n_samples, dtype=np.int64) % n_groups


def _from_polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _displace(X: FloatArray, noise: float, jitter: np.random.Generator) -> FloatArray:
    """Move points but keep their labels: near a border they end up among the other class."""
    return X + _JITTER * noise * jitter.standard_normal(X.shape)

"""The curve of a link: a cubic Bezier whose handles are horizontal and half the gap long.

With handles at half the gap, x(t) is the same cubic for every link and has a closed inverse. So a link is a
function y(x) that can be evaluated, drawn by columns and hit-tested without iteration.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray


def curve_parameter(share: ArrayLike) -> NDArray[np.float64]:
    """Return the Bezier parameter t at which x is at `share` of the gap.

    x(t) = 1.5 t - 1.5 t² + t³ is s³ + 0.75 s + 0.5 with s = t - 0.5, a depressed cubic with one real root.
    """
    shares = np.clip(np.asarray(share, dtype=np.float64), 0.0, 1.0)
    return np.asarray(0.5 + np.sinh(np.arcsinh(4.0 * (shares - 0.5)) / 3.0))


def rise(share: ArrayLike) -> NDArray[np.float64]:
    """Return how far y is from source to target at `share` of the gap; 0 to 1, monotone."""
    t = curve_parameter(share)
    return np.asarray(t * t * (3.0 - 2.0 * t))


def rise_slope(share: ArrayLike) -> NDArray[np.float64]:
    """Return the derivative of `rise`; at most 2, in the middle."""
    t = curve_parameter(share)
    return np.asarray(6.0 * t * (1.0 - t) / (1.5 - 3.0 * t + 3.0 * t * t))

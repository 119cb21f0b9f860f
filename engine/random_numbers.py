"""Random numbers that depend on a counter alone, so that every backend draws the same ones.

Each number is a hash of (seed, stream, counter): no state is carried along, and a draw does not depend on
how many came before it. The mixing function is SplitMix64's finaliser (Steele, Lea and Flood 2014).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

GOLDEN = 0x9E3779B97F4A7C15
SHIFTS, MULTIPLIERS = (30, 27, 31), (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)
_MASK = 0xFFFFFFFFFFFFFFFF

WEIGHTS, SHUFFLE, DROPOUT = 1, 2, 3


def _mix(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    for shift, multiplier in zip(SHIFTS, MULTIPLIERS, strict=False):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(multiplier)
    mixed: NDArray[np.uint64] = bits ^ (bits >> np.uint64(SHIFTS[-1]))
    return mixed


def random_bits(count: int, seed: int, stream: int, epoch: int = 0) -> NDArray[np.uint64]:
    """Return `count` independent 64-bit integers for (seed, stream, epoch), counters 0 to count - 1."""
    return _bits_at(np.arange(count), seed, stream, epoch)


def _bits_at(counters: NDArray[np.int64], seed: int, stream: int, epoch: int) -> NDArray[np.uint64]:
    key = np.zeros(1, np.uint64)
    for part in (seed, stream, epoch):
        key = _mix(key + np.array([(int(part) * GOLDEN + 1) & _MASK], np.uint64))
    return _mix(key + (counters.astype(np.uint64) + np.uint64(1)) * np.uint64(GOLDEN))


def random_numbers_at(counters: NDArray[np.int64], seed: int, stream: int, epoch: int) -> NDArray[np.float64]:
    """Return a number in [0, 1) for each counter: the same one whoever asks, and in whatever order."""
    return (_bits_at(counters, seed, stream, epoch) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def uniform(count: int, seed: int, stream: int) -> NDArray[np.float64]:
    """Return `count` numbers evenly spread over [0, 1)."""
    return random_numbers_at(np.arange(count), seed, stream, 0)


def permutation(count: int, seed: int, epoch: int) -> NDArray[np.int64]:
    """Return the order in which `count` samples are visited in `epoch` (Fisher-Yates shuffle)."""
    order = list(range(count))
    bits = random_bits(count, seed, SHUFFLE, epoch) >> np.uint64(32)
    choices = (bits * np.arange(1, count + 1, dtype=np.uint64)).astype(np.uint64)
    picks = (choices >> np.uint64(32)).tolist()
    for last in range(count - 1, 0, -1):
        pick = picks[last]
        order[last], order[pick] = order[pick], order[last]
    return np.array(order, np.int64)

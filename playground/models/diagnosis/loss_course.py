"""How the loss of a single batch developed: falling, at rest, or oscillating."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

# Least fall in the last third that counts as falling: a share of its beginning, or of the whole way down.
FALLING_SHARE, FALLING_PART = 0.1, 0.15
# With small steps the loss of one batch only falls; this much up and down means the steps are too large.
SWING_SHARE, RISING_SHARE = 0.1, 0.05
JUMP_FACTOR = 1.25


class LossCourse:
    """A sequence of losses, starting with that of the first weights.

    Attributes
    ----------
    first, last
        The first and the last loss.
    rises
        Share of the last third's updates that raised the loss.
    """

    def __init__(self, losses: ArrayLike) -> None:
        self._losses = np.array(losses, np.float64)
        self.first, self.last = float(self._losses[0]), float(self._losses[-1])
        steps = np.diff(self._last_third)
        self.rises = float((steps > 0.0).mean()) if len(steps) else 0.0

    @property
    def _last_third(self) -> NDArray[np.float64]:
        return self._losses[2 * len(self._losses) // 3 :]

    @property
    def fall(self) -> float:
        """How much the loss fell in the last third, relative to its value there."""
        third = self._last_third
        return float(1.0 - third[-1] / third[0]) if third[0] > 0.0 else 0.0

    @property
    def is_falling(self) -> bool:
        """Whether it was still falling at the end."""
        third = self._last_third
        way = self.first - self.last
        return self.fall >= FALLING_SHARE or (way > 0.0 and float(third[0] - third[-1]) >= FALLING_PART * way)

    @property
    def swing(self) -> tuple[float, float]:
        """The smallest and the largest loss of the last third."""
        return float(self._last_third.min()), float(self._last_third.max())

    @property
    def goes_up_and_down(self) -> bool:
        """Whether it oscillated at the end."""
        low, high = self.swing
        middle = float(np.median(self._last_third))
        return self.rises >= RISING_SHARE and high - low >= SWING_SHARE * middle

    @property
    def peak(self) -> tuple[float, int]:
        """The largest loss and the update after which it was reached."""
        update = int(self._losses.argmax())
        return float(self._losses[update]), update

    @property
    def jumped(self) -> bool:
        """Whether it ever rose far above its start."""
        return self.peak[0] > JUMP_FACTOR * self.first

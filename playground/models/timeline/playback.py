"""Plays a run's history: the cursor moves along the strip's axis at constant speed."""

from __future__ import annotations

from playground.models.picture.timeline import Scale

# Most is learned in the first epochs, so the speed is constant on the axis, not in epochs.
SECONDS_FOR_ALL = 20.0


class Playback:
    """The cursor while history is played.

    Parameters
    ----------
    direction
        1 forward, -1 backward.
    epoch
        Where it starts.
    last_epoch
        Of the run; it must not change during playback.
    speed
        1 plays the whole run in `SECONDS_FOR_ALL`.
    loop
        First and last epoch of a range that is repeated, or None.
    """

    def __init__(
        self, direction: int, epoch: int, last_epoch: int, speed: float, loop: tuple[int, int] | None = None
    ) -> None:
        self.direction, self.speed = direction, speed
        self._scale = Scale(last_epoch, 0.0, 1.0)
        low, high = loop or (0, last_epoch)
        self._low, self._high = float(self._scale.x_of(low)), float(self._scale.x_of(high))
        self._repeats = loop is not None and self._high > self._low
        self._place = float(self._scale.x_of(epoch))
        if self._repeats:
            self._place = min(max(self._place, self._low), self._high)

    def advance(self, seconds: float) -> int:
        """Return the epoch to show after that many more seconds."""
        self._place += self.direction * self.speed * seconds / SECONDS_FOR_ALL
        if self._repeats and not self._low <= self._place <= self._high:
            self._place = self._low if self.direction > 0 else self._high
        else:
            self._place = min(max(self._place, self._low), self._high)
        return self._scale.epoch_at(self._place)

    @property
    def is_over(self) -> bool:
        """Whether playback has reached its end."""
        end = self._high if self.direction > 0 else self._low
        return not self._repeats and self._place == end

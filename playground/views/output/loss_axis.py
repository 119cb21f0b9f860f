"""Axes of the loss chart: few round ticks, plain numbers also where the scale is logarithmic."""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph as pg

from playground.style.theme import Theme, font
from playground.style.words import count_text, number_text, percent_text

LOG_STEPS, FINE_LOG_STEPS = (1.0, 3.0), (1.0, 2.0, 3.0, 5.0)
AXIS_WIDTH = 42  # room for "100 %", which would be left out otherwise


class LossAxis(pg.AxisItem):
    """Left axis whose values may be decadic logarithms of the loss."""

    def __init__(self) -> None:
        super().__init__("left", maxTickLength=0)
        self.is_logarithmic = True
        self.is_share = False
        self.setStyle(tickFont=font("tick"), tickTextOffset=6, hideOverlappingLabels=False)
        self.setWidth(AXIS_WIDTH)

    def tickValues(self, minimum: float, maximum: float, size: float) -> list[tuple[float, list[float]]]:
        """Return ticks at 1 and 3 (or more) of every power of ten, thinned to what fits."""
        if not self.is_logarithmic:
            spacing, values = super().tickValues(minimum, maximum, size)[0]
            if self.is_share:
                values = [value for value in values if value < 1.0 + 1e-9]  # the margin above is no share
            return [(spacing, values)]
        steps = FINE_LOG_STEPS if maximum - minimum < 1.2 else LOG_STEPS
        decades = range(math.floor(minimum), math.ceil(maximum) + 1)
        values = [decade + math.log10(step) for decade in decades for step in steps]
        values = [value for value in values if minimum <= value <= maximum]
        if len(values) > max(2, size / 26):
            whole = [value for value in values if abs(value - round(value)) < 1e-9]
            every = max(1, math.ceil(len(whole) / max(2, size / 26)))
            values = whole[::every]
        return [(1.0, values)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return the losses themselves."""
        if self.is_share:
            return [percent_text(value, None) for value in values]
        return [number_text(10.0**value if self.is_logarithmic else value, 3) for value in values]

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        recolor(self, theme)


class EpochAxis(pg.AxisItem):
    """Bottom axis in epochs."""

    def __init__(self) -> None:
        super().__init__("bottom", maxTickLength=0)
        self.setStyle(tickFont=font("tick"), tickTextOffset=4, hideOverlappingLabels=False)
        self.setHeight(22)

    def tickValues(self, minimum: float, maximum: float, size: float) -> list[tuple[float, list[float]]]:
        """Return about four round epochs."""
        span = max(maximum - minimum, 1.0)
        raw = span / max(2.0, size / 90)
        power = 10.0 ** math.floor(math.log10(raw))
        step = max(1.0, next(power * m for m in (1, 2, 4, 5, 10) if power * m >= raw))
        first = math.ceil(minimum / step)
        return [(step, [i * step for i in range(first, math.floor(maximum / step) + 1)])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Return whole epochs with thousands separated."""
        return [count_text(value) for value in values]

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        recolor(self, theme)


def recolor(axis: Any, theme: Theme) -> None:
    """Give an axis the colours of a theme."""
    axis.setPen(pg.mkPen(theme.line))
    axis.setTextPen(pg.mkPen(theme.ink3))

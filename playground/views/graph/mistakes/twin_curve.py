"""The losses of two networks that learn side by side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from playground.style.theme import Theme
from playground.style.words import number_text
from playground.views.kit.chart.curve import Curve
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale

LOGARITHMIC_FROM = 30.0
"""Above this ratio of the losses, the axis is logarithmic."""


class TwinCurve(CurveChart):
    """A solid line for the healthy network, a dashed one for the other, named at their ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Update", "No losses yet", "updates", parent)
        self.setMinimumSize(220, 120)
        self.setToolTip("Loss on the same samples after each update, of both networks")
        self.set_losses((), (), 1)

    def set_losses(self, right: Sequence[float], wrong: Sequence[float], most: int) -> None:
        """Show the losses after 0, 1, 2 … updates; the axis reaches to the last one."""
        words = "No losses yet"
        if right and wrong:
            words = f"Loss {number_text(right[-1], 3)} healthy, {number_text(wrong[-1], 3)} with the mistake"
        self.setAccessibleName(words)
        losses = [*right, *wrong]
        low, high = min(losses, default=0.0), max(losses, default=0.0)
        self.show_curves(
            [
                Curve("Healthy", np.arange(len(right), dtype=np.float64), np.array(right, np.float64), _ok),
                Curve(
                    "Mistake", np.arange(len(wrong), dtype=np.float64), np.array(wrong, np.float64), _danger,
                    is_dashed=True,
                ),
            ],
            scale=Scale(is_logarithmic=low > 0.0 and high / low > LOGARITHMIC_FROM),
            x_end=float(most),
        )  # fmt: skip


def _ok(theme: Theme) -> str:
    return theme.ok


def _danger(theme: Theme) -> str:
    return theme.danger

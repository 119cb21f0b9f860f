"""The losses of two networks that learn side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtWidgets import QWidget

from playground.style.theme import Theme
from playground.style.words import number_text
from playground.views.kit.chart.curve import Curve, Ink
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale

PALE_WIDTH, PALE = 5.0, 0.35
LOGARITHMIC_FROM = 30.0
"""Above this ratio of the losses, the axis is logarithmic."""


class TwinCurve(CurveChart):
    """A solid line for the healthy code, a dashed one for the mistake, a pale one for a higher rate."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Update", "No losses yet", "updates", parent)
        self.setMinimumSize(110, 120)
        self.setToolTip(
            "Loss on the same samples after each update: healthy, with the mistake, and pale the healthy "
            "code at the rate that the mistake comes to"
        )
        self.set_losses((), (), 1)

    def set_losses(
        self,
        right: Sequence[float],
        wrong: Sequence[float],
        most: int,
        larger: tuple[Sequence[float], float] | None = None,
    ) -> None:
        """Show the losses after 0, 1, 2 … updates; the axis reaches to the last one.

        Parameters
        ----------
        larger
            Losses of the healthy code at a higher rate, and that rate.
        """
        words = "No losses yet"
        if right and wrong:
            words = f"Loss {number_text(right[-1], 3)} healthy, {number_text(wrong[-1], 3)} with the mistake"
        pale: list[Curve] = []
        losses = [*right, *wrong]
        if larger is not None and len(larger[0]):
            name = f"Rate {number_text(larger[1], 3)}"
            losses += larger[0]
            pale = [_curve(name, larger[0], _ok, width=PALE_WIDTH, opacity=PALE)]
            words += f", {number_text(larger[0][-1], 3)} healthy at {name.lower()}"
        self.setAccessibleName(words)
        low, high = min(losses, default=0.0), max(losses, default=0.0)
        self.show_curves(
            [*pale, _curve("Healthy", right, _ok), _curve("Mistake", wrong, _danger, is_dashed=True)],
            scale=Scale(is_logarithmic=low > 0.0 and high / low > LOGARITHMIC_FROM),
            x_end=float(most),
        )  # fmt: skip


def _curve(name: str, losses: Sequence[float], ink: Ink, **look: Any) -> Curve:
    return Curve(name, np.arange(len(losses), dtype=np.float64), np.array(losses, np.float64), ink, **look)


def _ok(theme: Theme) -> str:
    return theme.ok


def _danger(theme: Theme) -> str:
    return theme.danger

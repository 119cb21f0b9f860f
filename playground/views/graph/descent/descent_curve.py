"""The loss of a formula, update by update."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtWidgets import QWidget

from playground.style.theme import Theme
from playground.style.words import counted, number_text
from playground.views.kit.chart.curve import Curve
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale

LOGARITHMIC_FROM = 100.0
"""Above this ratio of the losses, the axis is logarithmic."""


class DescentCurve(CurveChart):
    """One line, from before the first update on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Update", "No update yet", "updates", parent)
        self.setMinimumSize(200, 120)
        self.setToolTip("The loss before the first update and after each one")
        self.set_losses((), "")

    def set_losses(self, losses: Sequence[float], name: str) -> None:
        """Show the losses of a value of that name after 0, 1, 2 … updates; nothing before the first one."""
        shown = losses if len(losses) > 1 else ()
        words = "No update yet"
        if shown:
            made = counted(len(shown) - 1, "update")
            words = f"{name} from {number_text(shown[0])} to {number_text(shown[-1])} in {made}"
        self.setAccessibleName(words)
        low, high = min(shown, default=0.0), max(shown, default=0.0)
        curve = Curve(name, np.arange(len(shown), dtype=np.float64), np.array(shown, np.float64), _accent)
        self.show_curves(
            [curve], scale=Scale(is_logarithmic=low > 0.0 and high / low > LOGARITHMIC_FROM), x_end=5.0
        )


def _accent(theme: Theme) -> str:
    return theme.accent

"""Curves of the runs in one chart: their losses by epoch, or the loss of the sanity test by update."""

from __future__ import annotations

from collections.abc import Sequence

from playground.models.diagnosis.overfit import GOAL_SHARE, GOAL_SHARE_ALL_RIGHT
from playground.style.theme import Theme
from playground.views.bugs.finding_look import FindingLook
from playground.views.kit.chart.curve import Curve, Ink, Level
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale

# At the ends of lines there is little room.
_SHORT = ("This run", "Twin", "Guess")
_SMALLEST, _LARGEST_SHARE = 1e-4, 1.5


def show_run_curves(chart: CurveChart, look: FindingLook) -> None:
    """Show the curves of the run, and behind them those of the others."""
    chart.describe(look.title, look.tip)
    if look.columns[0].finding.instrument != "sanity":
        chart.show_curves(_curves(look), scale=Scale(is_logarithmic=True, smallest=_SMALLEST))
        return
    goals = [
        Level(GOAL_SHARE, "Goal", _ok, is_named_left=True),
        Level(GOAL_SHARE_ALL_RIGHT, "Goal when all points are right", _ok, is_named_left=True),
    ]
    scale = Scale(is_logarithmic=True, is_share=True, smallest=_SMALLEST)
    chart.show_curves(_curves(look), goals, scale=scale, also=(0.5 * GOAL_SHARE, _LARGEST_SHARE))


def _curves(look: FindingLook) -> Sequence[Curve]:
    curves = []
    for number, column in enumerate(look.columns):
        lines = column.finding.lines
        for place, line in enumerate(lines):
            is_last = place == len(lines) - 1
            ink = (_MAIN if is_last else _PALE)[number]
            name = line.name if not number else f"{_SHORT[number]}, {line.name.lower()}"
            curve = Curve(
                _SHORT[number] if len(lines) == 1 else name, line.x, line.y, ink, is_dashed=bool(number),
                width=2.0 if is_last else 1.5, opacity=1.0 if is_last else 0.8,
            )  # fmt: skip
            curves.append(curve)
    return curves[::-1]


def _train(theme: Theme) -> str:
    return theme.train_curve


def _test(theme: Theme) -> str:
    return theme.test_curve


def _ok(theme: Theme) -> str:
    return theme.ok


def _danger(theme: Theme) -> str:
    return theme.danger


_MAIN: tuple[Ink, ...] = (_test, _ok, _danger)
_PALE: tuple[Ink, ...] = (_train, _ok, _danger)

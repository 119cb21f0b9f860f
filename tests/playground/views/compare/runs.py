"""Runs as the Compare screen shows them."""

from __future__ import annotations

from typing import Any

from playground.models.compare.comparison import ComparedRun, figures_at
from playground.views.compare.compare_screen import ShownRun


def shown(run: ComparedRun, epoch: int = 120, **values: Any) -> ShownRun:
    """Return a run as it stands at an epoch."""
    return ShownRun(run, figures_at(run.curves, epoch), **values)

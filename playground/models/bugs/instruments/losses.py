"""The loss curves: what everybody looks at first."""

from __future__ import annotations

import numpy as np

from playground.models.bugs.finding import Finding, Line, Reading, or_unknown
from playground.models.bugs.trained_run import TrainedRun
from playground.models.compare.comparison import figures_of
from playground.models.ticket import Ticket


def measure_losses(run: TrainedRun, ticket: Ticket) -> Finding:
    """Return both losses by epoch, their ends, and how rough the way was."""
    ticket.check()
    curves, figures = run.session.run.curves(), figures_of(run.session.training)
    steps = np.diff(curves.train[np.isfinite(curves.train)])
    rises = float((steps > 0.0).mean()) if len(steps) else float("nan")
    return Finding(
        "losses",
        (
            Reading("Training loss, first epoch", _first(curves.train), "loss"),
            Reading("Training loss, end", or_unknown(figures.train_loss), "loss"),
            Reading("Test loss, end", or_unknown(figures.test_loss), "loss"),
            Reading("Lowest test loss", _lowest(curves.test), "loss"),
            Reading("Epochs with a rising loss", rises, "share"),
            Reading("Ran out of range", float(run.has_failed), "truth"),
        ),
        (Line("Train", curves.epochs, curves.train), Line("Test", curves.epochs, curves.test)),
    )


def _first(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known[0]) if len(known) else float("nan")


def _lowest(values: np.ndarray) -> float:
    known = values[np.isfinite(values)]
    return float(known.min()) if len(known) else float("nan")

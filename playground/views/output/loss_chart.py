"""Train and test loss, or score, over the epochs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from playground.models.picture.timeline import Ghost, smoothed
from playground.models.run.history import Curves
from playground.style.theme import Theme
from playground.views.kit.chart.curve import Curve, Level
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale

# Curves grow slowly and cost as much to draw as the rest of a frame: a few times a second is enough.
REDRAW_MS = 120
MOST_STRONG = 200
"""Points of a curve that is not smoothed, up to which it is drawn as strong as the others."""
MOST_GHOSTS, GHOST_OPACITY = 3, 0.8
"""Runs that were left, newest first: more would hide the one on screen. The strip shows twice as many."""


class LossChart(CurveChart):
    """Raw losses thin, smoothed ones bold, each named at its end."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Epoch", "Losses appear with the first epoch", parent=parent)
        self.describe(
            "Loss chart",
            "Training and test loss by epoch. Wheel or + and − zoom, dragging or arrow keys move, a double "
            "click or Home shows all",
        )
        self._view, self._score_name = "loss", "Accuracy"
        self._is_logarithmic = True
        self._guesser: float | None = None
        self._losses = Curves.empty()
        self._ghosts: tuple[Ghost, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REDRAW_MS)
        self._timer.timeout.connect(self._show)

    def set_curves(self, curves: Curves) -> None:
        """Show other losses, soon; all of them if none of the epochs zoomed in on is left."""
        if curves is not self._losses:
            self._losses = curves
            if not self._timer.isActive():
                self._timer.start()

    def clear(self) -> None:
        """Show no losses, at once."""
        self._timer.stop()
        self._losses, self._ghosts = Curves.empty(), ()
        self._show()

    def set_ghosts(self, ghosts: Sequence[Ghost]) -> None:
        """Show the training losses of runs that were left, pale and dashed, under the losses, soon."""
        shown = tuple(ghosts[:MOST_GHOSTS])
        if shown != self._ghosts:
            self._ghosts = shown
            if not self._timer.isActive():
                self._timer.start()

    def set_logarithmic(self, on: bool) -> None:
        """Change the scale of the losses."""
        self._is_logarithmic = on
        self._show()

    def set_view(self, view: str) -> None:
        """Show ``"loss"`` or ``"score"``."""
        self._view = view
        self._show()

    def set_score_name(self, name: str) -> None:
        """Set whether scores are accuracies or R²."""
        if name != self._score_name:
            self._score_name = name
            self._show()

    def set_guesser(self, loss: float | None) -> None:
        """Show the loss of random guessing as a line, or none."""
        if loss != self._guesser:
            self._guesser = loss
            self._show()

    def _show(self) -> None:
        losses = self._losses
        if self._view == "score":
            train = Curve("Train", losses.epochs, losses.train_score, _train, is_measured=losses.is_scored)
            test = Curve("Test", losses.epochs, losses.test_score, _test, is_measured=losses.is_scored)
            scale = Scale(is_share=self._score_name == "Accuracy", largest=1.0)
        else:
            train = Curve("Train", losses.epochs, losses.train_smooth, _train, losses.train)
            test = Curve("Test", losses.epochs, losses.test_smooth, _test, losses.test, losses.is_tested)
            scale = Scale(self._is_logarithmic, starts_at_zero=True)
            if len(losses.epochs) > MOST_STRONG and np.array_equal(losses.train, losses.train_smooth):
                # Not smoothed: wide noisy lines take twenty times as long to draw, and hide each other.
                train, test = replace(train, width=1.0), replace(test, width=1.0)
        curves = [replace(train, name_ink=_train_name), replace(test, name_ink=_test_name)]
        if self._view == "loss":
            # The curves of this run lie over those that were left.
            curves = [*(_ghost_curve(ghost) for ghost in self._ghosts), *curves]
        levels = []
        if self._guesser is not None and self._view == "loss":
            levels.append(Level(self._guesser, "Random guess", _guesser, _train_name))
        self.show_curves(curves, levels, scale=scale)


def _ghost_curve(ghost: Ghost) -> Curve:
    return Curve(
        ghost.name, ghost.epochs, smoothed(ghost.epochs, ghost.losses), _ghost, width=1.0,
        opacity=GHOST_OPACITY, is_dashed=True, name_ink=_train_name, is_read=False,
    )  # fmt: skip


def _ghost(theme: Theme) -> str:
    return theme.ctl2


def _train(theme: Theme) -> str:
    return theme.train_curve


def _train_name(theme: Theme) -> str:
    return theme.ink2


def _test(theme: Theme) -> str:
    return theme.test_curve


def _test_name(theme: Theme) -> str:
    return theme.accent_text


def _guesser(theme: Theme) -> str:
    return theme.ink3

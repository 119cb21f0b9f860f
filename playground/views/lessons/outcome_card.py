"""The guess over what happened, in one picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.models.lessons.bar_chart import BarChart
from playground.models.lessons.stage import Look
from playground.style.theme import Theme
from playground.views.kit import Label
from playground.views.kit.chart.curve import Band, Curve, Ink
from playground.views.kit.chart.curve_chart import CurveChart
from playground.views.kit.chart.scale import Scale
from playground.views.kit.painting.run_marks import run_ink
from playground.views.lessons.lesson_card import JudgedCard
from playground.views.lessons.pointing.pointed_outcome import PointedOutcome
from playground.views.lessons.pointing.samples_pad import Samples
from playground.views.lessons.run_card import FIRST_INK

Array = NDArray[np.float64]
GUESS_WIDTH, GUESS_OPACITY, GAP_OPACITY = 9.0, 0.22, 0.55
GUESS = "Your guess"
FAR_APART = 8.0
HEIGHT, WORDS = 238, 26
"""Of the picture, and of the words above it."""
NO_LIMIT = 16_777_215  # Qt's


@dataclass(frozen=True, eq=False)
class OutcomeCurve:
    """The loss of a run."""

    name: str
    look: Look
    epochs: Array
    losses: Array


class OutcomeCard(JudgedCard):
    """The losses with the guess as a broad line under them, or what was pointed at; and whether it was so."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = CurveChart("Epoch", "Not run yet", "Epoch")
        self.chart.setAccessibleName("Losses and guess")
        self.column.setContentsMargins(16, 12, 16, 10)
        self.words = Label("", "body", "ink2")
        self.words.hide()
        self._height: int | None = HEIGHT
        self._least = 0
        self.column.addWidget(self.words)
        self.pointed = PointedOutcome()
        self.column.addWidget(self.chart, 1)
        self.column.addWidget(self.pointed, 1)
        self.pointed.hide()

    def set_outcome(
        self,
        title: str,
        curves: Sequence[OutcomeCurve],
        guess: tuple[Array, Array] | None,
        guessed: str,
        epochs: int,
    ) -> None:
        """Show losses; `guess` lies over the run named `guessed`, None for a guess that is no curve."""
        self._show(self.chart, title)
        inks = [_ink(curve.look, number) for number, curve in enumerate(curves)]
        drawn = [
            Curve(curve.name, curve.epochs, curve.losses, ink)
            for curve, ink in zip(curves, inks, strict=True)
        ]
        bands: list[Band] = []
        if guess is not None:
            drawn.insert(
                0,
                Curve(GUESS, *guess, _accent, width=GUESS_WIDTH, opacity=GUESS_OPACITY, name_ink=_accent_text,
                      is_read=False),
            )  # fmt: skip
            of = next((curve for curve in curves if curve.name == guessed and len(curve.epochs)), None)
            if of is not None:
                height = np.interp(of.epochs, *guess)
                low, high = np.minimum(height, of.losses), np.maximum(height, of.losses)
                bands.append(Band(of.epochs, low, high, _gap, GAP_OPACITY))
        scale = Scale(starts_at_zero=True, is_logarithmic=_are_far_apart(curves))
        self.chart.show_curves(drawn, scale=scale, x_end=float(epochs), bands=bands)

    @property
    def is_plain(self) -> bool:
        """Whether it has no chart."""
        return self.chart.isHidden()

    def set_plain(self, title: str) -> None:
        """Show no chart: the stage has the outcome."""
        self._show(None, title)

    @property
    def has_picture(self) -> bool:
        """Whether it shows more than words."""
        return not (self.chart.isHidden() and self.pointed.isHidden())

    def set_chart_height(self, height: int) -> None:
        """Make the picture as high as the window has room for."""
        self._height, self._least = height, 0
        self._fit()

    def fill(self, least: int) -> None:
        """Give the picture all room that the words leave, but no less than this."""
        self._height, self._least = None, least
        self._fit()

    def _fit(self) -> None:
        """Leave the words their room: the card stays as high as it is."""
        words = WORDS if not self.words.isHidden() else 0
        low, high = (self._least, NO_LIMIT) if self._height is None else (self._height - words,) * 2
        for picture in (self.chart, self.pointed):
            picture.setMinimumHeight(low)
            picture.setMaximumHeight(high)
        policy = QSizePolicy.Policy
        fills = self._height is None and self.has_picture
        self.setSizePolicy(policy.Preferred, policy.Expanding if fills else policy.Maximum)

    def set_bars(
        self, title: str, chart: BarChart, keys: Sequence[str], guess: str | None, tags: Mapping[str, str]
    ) -> None:
        """Show layers or neurons; `guess` is the key of the one that was pointed at."""
        self._show(self.pointed, title)
        self.pointed.set_bars(chart, keys, guess, tags)

    def set_samples(
        self,
        title: str,
        samples: Samples,
        guess: str | None,
        tags: Mapping[str, str],
        losses: Mapping[str, float],
    ) -> None:
        """Show samples; `guess` is the key of the one that was pointed at."""
        self._show(self.pointed, title)
        self.pointed.set_samples(samples, guess, tags, losses)

    def _show(self, picture: QWidget | None, title: str) -> None:
        self.title.set_text(title)
        self.chart.setVisible(picture is self.chart)
        self.pointed.setVisible(picture is self.pointed)

    def set_words(self, guess: str, outcome: str) -> None:
        """Say what was guessed and what came out, where no picture has both; an empty guess says nothing."""
        self.words.set_text(f"Your guess: {guess}. What came out: {outcome}." if guess else "")
        self.words.setVisible(bool(guess))
        self._fit()


def _are_far_apart(curves: Sequence[OutcomeCurve]) -> bool:
    """Whether a linear axis would leave some of the curves flat at its bottom."""
    highest = [float(np.nanmax(curve.losses)) for curve in curves if np.isfinite(curve.losses).any()]
    return len(highest) > 1 and max(highest) > FAR_APART * float(np.median(highest))


def _ink(look: Look, number: int) -> Ink:
    """Return the colour of a run: by what it stands for, else by its place."""
    return {"bad": _danger, "good": _ok}.get(look) or run_ink(number + FIRST_INK)


def _danger(theme: Theme) -> str:
    return theme.danger


def _ok(theme: Theme) -> str:
    return theme.ok


def _accent(theme: Theme) -> str:
    return theme.accent


def _accent_text(theme: Theme) -> str:
    return theme.accent_text


def _gap(theme: Theme) -> str:
    return theme.danger_soft

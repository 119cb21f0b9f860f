"""What a lesson can say about a run: its quantities, their types, and their values at an epoch."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.models.compare.comparison import Figures, figures_at, figures_of
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import guesser_loss
from playground.models.experiment.settings import Choice, Number, Switch, Whole, settings_of
from playground.models.lessons.language import Expression, Type, Value
from playground.models.lessons.lesson import Stage, Text
from playground.models.run.history import Curves
from playground.models.run.session import Session
from playground.style.words import count_text, loss_text, number_text, percent_text, score_text

Array = NDArray[np.float64]
_UNKNOWN = math.nan


@dataclass(frozen=True, eq=False)
class Outcome:
    """A run so far.

    Attributes
    ----------
    newest
        Its newest figures, measured exactly at their epoch.
    guesser
        The loss of guessing, if the loss has one.
    has_failed
        Whether its numbers left the range of floating point.
    """

    experiment: Experiment
    n_parameters: int
    newest: Figures
    curves: Curves
    guesser: float | None = None
    has_failed: bool = False

    @classmethod
    def of(cls, session: Session, *, has_failed: bool = False) -> Outcome:
        """Return what a session has come to."""
        network, newest = session.network, figures_of(session.training)
        guesser = guesser_loss(network.experiment.loss, network.dataset.n_classes)
        curves = session.run.curves()
        return cls(network.experiment, network.n_parameters, newest, curves, guesser, has_failed)

    @property
    def epoch(self) -> int:
        """Its newest epoch."""
        return self.newest.epoch

    def figures(self, epoch: int) -> Figures:
        """Return its losses and scores at an epoch."""
        return self.newest if epoch == self.epoch else figures_at(self.curves, epoch)


def _figure(name: str) -> Callable[[Outcome, int], float]:
    def figure(outcome: Outcome, epoch: int) -> float:
        value = getattr(outcome.figures(epoch), name)
        return _UNKNOWN if value is None or epoch > outcome.epoch else float(value)

    return figure


def _lowest(name: str) -> Callable[[Outcome, int], float]:
    def lowest(outcome: Outcome, epoch: int) -> float:
        values = getattr(outcome.curves, name)[outcome.curves.epochs <= epoch]
        return float(np.nanmin(values)) if np.isfinite(values).any() else _UNKNOWN

    return lowest


MEASURED: Mapping[str, Callable[[Outcome, int], float]] = {
    "epoch": lambda outcome, epoch: float(min(epoch, outcome.epoch)),
    "train_loss": _figure("train_loss"),
    "test_loss": _figure("test_loss"),
    "train_accuracy": _figure("train_score"),
    "test_accuracy": _figure("test_score"),
    "lowest_train_loss": _lowest("train"),
    "lowest_test_loss": _lowest("test"),
}
"""Numbers that change while a run trains."""
BUILT: Mapping[str, Callable[[Outcome], float]] = {
    "layers": lambda outcome: float(len(outcome.experiment.hidden)),
    "neurons": lambda outcome: float(sum(outcome.experiment.hidden)),
    "parameters": lambda outcome: float(outcome.n_parameters),
}
"""Numbers of its network: hidden layers, hidden neurons, and parameters."""
LOSSES = ("train_loss", "test_loss")
SHARES = ("train_accuracy", "test_accuracy")
_SETTINGS = settings_of(Experiment)
_TYPES: Mapping[type, Type] = {Number: "number", Whole: "number", Switch: "truth", Choice: "text"}


class NamesOfStage:
    """What expressions may say about the runs of a stage."""

    def __init__(self, stage: Stage | None) -> None:
        self._stage = stage

    def type_of(self, run: str, quantity: str) -> Type:
        """Return the type of a quantity; a ValueError names what is unknown."""
        if self._stage is None or self._stage.run(run) is None:
            known = [] if self._stage is None else [run.key for run in self._stage.runs]
            raise ValueError(f"speaks of a run {run!r}; runs here: {', '.join(known) or 'none'}")
        if quantity in MEASURED or quantity in BUILT:
            return "number"
        if quantity == "has_failed":
            return "truth"
        kind = type(_SETTINGS[quantity].kind) if quantity in _SETTINGS else None
        if kind is None or kind not in _TYPES:
            names = ", ".join([*MEASURED, *BUILT, "has_failed"])
            raise ValueError(
                f"does not know {quantity!r}: choose {names}, or a setting such as learning_rate"
            )
        return _TYPES[kind]


class Outcomes:
    """The numbers of runs, by their keys."""

    def __init__(self, outcomes: Mapping[str, Outcome]) -> None:
        self._outcomes = outcomes

    def value_of(self, run: str, quantity: str, epoch: int | None) -> Value:
        """Return a value at an epoch, NaN where it is not known."""
        outcome = self._outcomes.get(run)
        if outcome is None:
            return _UNKNOWN
        if quantity in MEASURED:
            return MEASURED[quantity](outcome, outcome.epoch if epoch is None else epoch)
        if quantity in BUILT:
            return BUILT[quantity](outcome)
        if quantity == "has_failed":
            return outcome.has_failed
        value = getattr(outcome.experiment, quantity)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value

    def words(self, text: Text) -> str:
        """Return a text with its numbers."""
        words = [text.parts[0]]
        for part, expression in zip(text.parts[1:], text.expressions, strict=True):
            words += [value_words(expression, expression.value(self)), part]
        return "".join(words)


def value_words(expression: Expression, value: Value) -> str:
    """Return the value of an expression as it stands in a text."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    quantity = expression.single_quantity
    if quantity in SHARES or (not quantity and expression.quantities and expression.quantities <= {*SHARES}):
        return score_text(value, is_share=True) if quantity else percent_text(value, 1)
    if quantity.endswith("loss"):
        return loss_text(value, 3)
    if quantity in ("epoch", *BUILT):
        return count_text(value) if math.isfinite(value) else "–"
    return number_text(value, 3) if math.isfinite(value) else "–"


def curve_of(loss: Expression, outcomes: Mapping[str, Outcome]) -> tuple[Array, Array]:
    """Return epochs and losses of the run that an expression such as ``a.train_loss`` names."""
    outcome = outcomes.get(loss.single_run)
    if outcome is None:
        return np.empty(0), np.empty(0)
    curves = outcome.curves
    return curves.epochs, curves.train if loss.single_quantity == "train_loss" else curves.test


def sketch_error(epochs: Array, losses: Array, sketch: Array) -> float:
    """Return how far a sketch is from a loss on average, as a share of the first loss.

    Parameters
    ----------
    sketch
        Losses at even steps from epoch 0 to the last.
    """
    known = np.isfinite(losses)
    if not known.any():
        return math.inf
    at = np.linspace(0.0, float(epochs[-1]), len(sketch))
    truth = np.interp(at, epochs[known], losses[known])
    return float(np.abs(truth - sketch).mean() / max(abs(float(losses[known][0])), 1e-12))

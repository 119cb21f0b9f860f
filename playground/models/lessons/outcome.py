"""What a lesson can say about a run: its quantities, their types, and their values at an epoch."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from playground.models.compare.comparison import Figures, figures_at, figures_of
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import guesser_loss
from playground.models.experiment.settings import Choice, Number, Switch, Whole, settings_of
from playground.models.lessons.inner_quantities import INNER, KnownRun, type_of_inner, value_of_inner
from playground.models.lessons.insight import Insight, InsightMeter
from playground.models.lessons.language import CURSOR, Expression, Place, Type, Value, When
from playground.models.lessons.text import Text
from playground.models.run.history import Curves
from playground.models.run.session import Session
from playground.models.run.training import Training
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import count_text, loss_text, number_text, percent_text, score_text

Array = NDArray[np.float64]
_UNKNOWN = math.nan
SLICE_SECONDS = 0.1
# The loss falls to so much, or stays this near, in shares of the loss of guessing, or of the first one.
LEARNED, STUCK = 0.3, 0.9


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
    first
        Its figures with the first weights.
    insights
        What goes on inside, at the epochs where it was looked at.
    at_cursor
        Its figures at the epoch of the cursor; None for the newest.
    flicker
        Share of the samples that get another answer when the network is asked a second time.
    """

    experiment: Experiment
    n_parameters: int
    newest: Figures
    curves: Curves
    guesser: float | None = None
    has_failed: bool = False
    first: Figures | None = None
    insights: Mapping[int, Insight] = field(default_factory=dict)
    at_cursor: Figures | None = None
    flicker: float = 0.0

    @classmethod
    def of(
        cls,
        session: Session,
        first: Figures | None = None,
        insights: Mapping[int, Insight] | None = None,
        *,
        has_failed: bool = False,
    ) -> Outcome:
        """Return what a session has come to."""
        network, newest = session.network, figures_of(session.training)
        guesser = guesser_loss(network.experiment.loss, network.dataset.n_classes)
        curves = session.run.curves()
        return cls(
            network.experiment, network.n_parameters, newest, curves, guesser, has_failed, first,
            insights or {}, flicker=_flicker(session),
        )  # fmt: skip

    @property
    def epoch(self) -> int:
        """Its newest epoch."""
        return self.newest.epoch

    @property
    def cursor(self) -> int:
        """The epoch of the cursor."""
        return self.epoch if self.at_cursor is None else self.at_cursor.epoch

    def looked_at(self, figures: Figures, insight: Insight) -> Outcome:
        """Return the same with the cursor at an epoch."""
        return replace(self, at_cursor=figures, insights={**self.insights, figures.epoch: insight})

    def figures(self, epoch: int) -> Figures:
        """Return its losses and scores at an epoch."""
        if epoch == 0 and self.first is not None:
            return self.first
        if self.at_cursor is not None and epoch == self.at_cursor.epoch:
            return self.at_cursor
        return self.newest if epoch == self.epoch else figures_at(self.curves, epoch)

    def value_of(self, quantity: str, places: Sequence[Place] = (), when: When = None) -> Value:
        """Return a quantity; NaN where it is not known."""
        epoch = self.cursor if when == CURSOR else self.epoch if when is None else when
        if quantity == CURSOR:
            return float(self.cursor)
        if quantity in INNER:
            return value_of_inner(quantity, self.insights.get(epoch), places)
        if quantity in MEASURED:
            return MEASURED[quantity](self, epoch)
        if quantity in BUILT:
            return BUILT[quantity](self)
        if quantity == "has_failed":
            return self.has_failed
        return value_of_setting(quantity, self.experiment)


def outcome_of(
    session: Session, epochs: int, ticket: Ticket = UNWATCHED, samples: Sequence[int] = ()
) -> Outcome:
    """Train a session up to an epoch, or until its numbers leave their range.

    Parameters
    ----------
    samples
        Numbers, from 1, of those to look at in detail.
    """
    meter = InsightMeter(session.network, samples)
    first, insights = first_figures(session.training), {0: meter.measure(session.training)}
    has_failed = not session.train_up_to(epochs, ticket.check, SLICE_SECONDS)
    insights[session.training.trainer.epoch] = meter.measure(session.training)
    return Outcome.of(session, first, insights, has_failed=has_failed)


def first_figures(training: Training) -> Figures:
    """Measure a training before it trains; its training loss is that of the first weights."""
    return replace(figures_of(training), train_loss=training.trainer.train_loss())


def _flicker(session: Session) -> float:
    """Return the share of samples that get another answer when the same network is asked twice."""
    network, parameters = session.network, session.training.trainer.parameters
    if not network.experiment.forgets_eval:
        return 0.0
    X = np.concatenate([network.split.X_train, network.split.X_test])
    first, second = (network.asked_again(draw).outputs(X, parameters) for draw in (0, 1))
    if network.dataset.task == "classification":
        return float((network.classes_of(first) != network.classes_of(second)).mean())
    return float((first != second).any(axis=1).mean())


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
    "flicker": lambda outcome: outcome.flicker,
}
"""Numbers of its network: hidden layers, hidden neurons, parameters, and how often it contradicts itself."""
LOSSES = ("train_loss", "test_loss")
SHARES = ("train_accuracy", "test_accuracy", "probability", "flicker")
_SETTINGS = settings_of(Experiment)
_TYPES: Mapping[type, Type] = {Number: "number", Whole: "number", Switch: "truth", Choice: "text"}


def type_of_quantity(quantity: str, run: KnownRun, places: Sequence[Place], when: When) -> Type:
    """Return the type of a quantity of a run; a ValueError names what is unknown."""
    if quantity in INNER:
        return type_of_inner(quantity, run, places, when)
    if places:
        raise ValueError(f"{quantity} takes nothing in brackets")
    if quantity in MEASURED or quantity in BUILT or quantity == CURSOR:
        return "number"
    if quantity == "has_failed":
        return "truth"
    return type_of_setting(quantity, [*MEASURED, *INNER, *BUILT, CURSOR, "has_failed"])


def type_of_setting(quantity: str, others: Sequence[str]) -> Type:
    """Return the type of a setting; a ValueError names it with what else could be said."""
    kind = type(_SETTINGS[quantity].kind) if quantity in _SETTINGS else None
    if kind is None or kind not in _TYPES:
        known = ", ".join(others)
        raise ValueError(f"does not know {quantity!r}: choose {known}, or a setting such as learning_rate")
    return _TYPES[kind]


def value_of_setting(quantity: str, experiment: Experiment) -> Value:
    """Return a setting of an experiment."""
    value = getattr(experiment, quantity)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


class Valued(Protocol):
    """Something that expressions can speak of by a name, such as a run."""

    def value_of(self, quantity: str, places: Sequence[Place], when: When) -> Value:
        """Return a value, NaN where it is not known."""


class Outcomes:
    """The numbers of everything on a stage, by its names.

    Attributes
    ----------
    known
        What has come out so far.
    """

    def __init__(self, known: Mapping[str, Valued]) -> None:
        self.known = known

    def value_of(self, name: str, quantity: str, places: Sequence[Place] = (), when: When = None) -> Value:
        """Return a value, NaN where it is not known."""
        known = self.known.get(name)
        return _UNKNOWN if known is None else known.value_of(quantity, places, when)

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
    if quantity in ("epoch", CURSOR, "dead_neurons", *BUILT):
        return count_text(value) if math.isfinite(value) else "–"
    return number_text(value, 3) if math.isfinite(value) else "–"


def how_it_goes(outcome: Outcome) -> tuple[str, bool | None]:
    """Return in a word how a run has done, and whether that is good, bad, or neither."""
    known = outcome.curves.train[np.isfinite(outcome.curves.train)]
    if outcome.has_failed:
        return "Ran away", False
    if not len(known):
        return "Not run yet", None
    share = float(known[-1]) / max(outcome.guesser or float(known[0]), 1e-300)
    if share <= LEARNED:
        return "Learned", True
    return ("Not learning", False) if share >= STUCK else ("Learned a little", None)


def curve_of(loss: Expression, outcomes: Mapping[str, Valued]) -> tuple[Array, Array]:
    """Return epochs and losses of the run that an expression such as ``a.train_loss`` names."""
    outcome = outcomes.get(loss.single_run)
    if not isinstance(outcome, Outcome):
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

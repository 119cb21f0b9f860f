"""A sanity test: a working network can memorise a few points."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine import ScalarError, Trainer
from engine.losses import predicted_classes
from playground.models.diagnosis.loss_course import LossCourse
from playground.models.diagnosis.overfit_batch import choose_batch, find_contradiction
from playground.models.diagnosis.overfit_diagnosis import diagnose
from playground.models.diagnosis.overfit_evidence import Diagnosis, Evidence, say
from playground.models.diagnosis.overfit_rate import out_of_range
from playground.models.network.network import Network
from playground.models.ticket import UNWATCHED, Ticket
from playground.style.words import counted

MOST_UPDATES = 3000
# Time between two reports: 20 a second are as many as one can follow.
SLICE_SECONDS = 0.05
GOAL_SHARE = 0.01
"""The test passes below this share of the first loss."""
GOAL_SHARE_ALL_RIGHT = 0.05
"""And below this one if every point is classified correctly."""
Array = NDArray[np.float64]


@dataclass(frozen=True)
class OverfitResult:
    """How a test ended.

    Attributes
    ----------
    reason
        One or two sentences with the numbers, to follow "Passed: " or "Failed: ".
    advice
        What to try, or what a pass means.
    diagnosis
        Name of the cause of a failure, empty for a pass.
    losses
        Before the first update and after each one.
    """

    passed: bool
    reason: str
    advice: str
    diagnosis: str
    losses: tuple[float, ...]

    @property
    def word(self) -> str:
        """The result in a word."""
        return "Passed" if self.passed else "Failed"

    @property
    def text(self) -> str:
        """All of it in a few sentences."""
        return f"{self.word}: {self.reason} {self.advice}"


@dataclass(frozen=True)
class OverfitProgress:
    """Updates made so far, from 0, and the loss after them."""

    update: int
    loss: float


def run_overfit_test(network: Network, ticket: Ticket = UNWATCHED) -> OverfitResult:
    """Run the test to its end; reports an `OverfitProgress` for the first loss and at short intervals."""
    test = OverfitTest(network)
    seconds = 0.0  # the first loss is reported at once: all others are relative to it
    while test.result is None:
        test.advance(seconds)
        seconds = SLICE_SECONDS
        if test.result is None:
            ticket.tell(OverfitProgress(test.update, test.loss))
    return test.result


class OverfitTest:
    """Trains a fresh network on one batch until it has memorised it or has made enough updates.

    The network is the experiment's, with its first weights, loss, optimizer and learning rate. What keeps
    networks from memorising is left out: L1, L2, dropout, clipping, schedules, frozen parameters and
    neurons that are switched off. Mistakes of the training loop and of the loss are what it is there to find.

    Parameters
    ----------
    network
        Gives settings and training points; nothing it has learned.
    most_updates
        If the loss is not low enough by then, the test fails; None for `MOST_UPDATES`.
    first_parameters
        Other first weights than those of the network, None for these.

    Attributes
    ----------
    result
        None while the test runs.
    """

    def __init__(
        self, network: Network, most_updates: int | None = None, first_parameters: Array | None = None
    ) -> None:
        experiment = network.experiment
        self._experiment, self._output = experiment, network.output
        self._most_updates = MOST_UPDATES if most_updates is None else most_updates
        self._batch = choose_batch(network.split, experiment.batch_size)
        self._model = network.new_model()
        self._trainer = Trainer(
            self._model,
            self._batch.X,
            self._batch.y,
            loss=network.loss,
            optimizer=experiment.with_(regularization="none").make_optimizer(),
            seed=experiment.seed,
            reduction="mean",
            backend="array",
        )
        self._trainer.forgets_zero_grad = experiment.forgets_zero_grad
        if first_parameters is not None:
            self._trainer.set_parameters(first_parameters)
        # The batch is all there is: batch norm goes by it when the network is asked, too.
        self._trainer.forgets_eval = experiment.normalises
        self._forward = self._trainer.forward_pass()
        self._first = self._trainer.parameters
        self._losses: list[float] = []
        self.result: OverfitResult | None = None

    @property
    def update(self) -> int:
        """Updates made so far."""
        return max(len(self._losses) - 1, 0)

    @property
    def loss(self) -> float:
        """The loss after them, NaN until the first one is known."""
        return self._losses[-1] if self._losses else math.nan

    @property
    def losses(self) -> tuple[float, ...]:
        """Before the first update and after each one."""
        return tuple(self._losses)

    def advance(self, seconds: float) -> None:
        """Continue for about that long, at least one update, until there is a result."""
        deadline = time.perf_counter() + seconds
        while self.result is None:
            self._step()
            if time.perf_counter() >= deadline:
                break

    def _step(self) -> None:
        """Compute the loss of the current weights, judge it, and make the next update."""
        parameters = self._trainer.parameters
        try:
            # The loss of a one-batch epoch is from before its update.
            self._losses += self._trainer.train_for(0.0)
        except ScalarError as error:
            at_start = not self._losses and not self._is_finite_at_start()
            self._fail(out_of_range(self._experiment, self._losses, error.label or "", at_start))
            return
        if self._knows_all(parameters):
            advice = "Network, loss and gradients work together."
            self.result = OverfitResult(True, self._success, advice, "", tuple(self._losses))
        elif self.update >= self._most_updates:
            self._fail(diagnose(self._evidence(parameters)))

    def _fail(self, found: Diagnosis) -> None:
        self.result = OverfitResult(False, found.reason, found.advice, found.name, tuple(self._losses))

    def _knows_all(self, parameters: Array) -> bool:
        first, last = self._losses[0], self._losses[-1]
        if last == 0.0 or last < GOAL_SHARE * first:
            return True
        return self._batch.has_classes and last < GOAL_SHARE_ALL_RIGHT * first and self._is_right(parameters)

    def _is_right(self, parameters: Array) -> bool:
        trainer = self._trainer
        outputs = self._forward.values(parameters, self._batch.X, self._forward.neurons[-1]).T
        found = predicted_classes(outputs, trainer.loss, trainer.output_activation)
        return bool((found == self._batch.y).all())

    @property
    def _success(self) -> str:
        count, first, last = len(self._batch), self._losses[0], self._losses[-1]
        if self.update == 0:
            return f"the loss of {count} points was {say(last)} before any update: nothing was to be learned."
        updates = counted(self.update, "update")
        end = " and all are right" if last >= GOAL_SHARE * first else ""
        return f"the loss of {count} points fell from {say(first)} to {say(last)} in {updates}{end}."

    def _is_finite_at_start(self) -> bool:
        with np.errstate(all="ignore"):
            ahead = self._trainer.look_ahead()
        return math.isfinite(ahead.loss) and bool(np.isfinite(ahead.gradients).all())

    def _evidence(self, parameters: Array) -> Evidence:
        batch, experiment = self._batch, self._experiment
        is_weight = np.array(self._model.weight_mask())
        return Evidence(
            experiment,
            len(batch),
            LossCourse(self._losses),
            GOAL_SHARE * self._losses[0],
            find_contradiction(batch, self._output, experiment.loss),
            (*experiment.activations, self._output.activation),
            self._first[: len(is_weight)][is_weight],
            self._gradients_at_start(),
            self._layer_outputs(self._first),
            self._layer_outputs(parameters),
        )

    def _layer_outputs(self, parameters: Array) -> list[Array]:
        forward = self._forward
        return [forward.values(parameters, self._batch.X, neurons) for neurons in forward.neurons]

    def _gradients_at_start(self) -> tuple[float, ...]:
        """Return the root mean square of the first gradients of each layer."""
        self._trainer.restart(self._first)
        ends = np.cumsum([len(layer.parameters()) for layer in self._model.layers])
        layers = np.split(self._trainer.gradients()[: ends[-1]], ends[:-1])
        return tuple(float(np.sqrt((part * part).mean())) for part in layers)

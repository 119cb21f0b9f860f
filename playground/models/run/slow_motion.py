"""Slow motion: one update split into forward, loss, backward and update, each with its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from engine import BatchReport
from playground.models.experiment.choices import LOSS_TITLES, OPTIMIZERS
from playground.models.network.parameter_map import OUTPUT
from playground.models.run.training import Training
from playground.style.words import counted, fixed_text, number_text

PhaseName = Literal["forward", "loss", "backward", "update"]
PHASES: tuple[PhaseName, ...] = ("forward", "loss", "backward", "update")
# When each phase ends, as a share of the step.
ENDS = (0.25, 0.5, 0.75, 1.0)
SLOWEST_UPDATE = ENDS[2]
_ALMOST = 1e-9  # at its very end a phase is over


@dataclass(frozen=True)
class Phase:
    """The progress of a step in slow motion.

    Attributes
    ----------
    progress
        Progress within the phase, 0 to 1.
    text
        Describes the phase, with its numbers.
    """

    name: PhaseName
    progress: float
    text: str


class SlowMotion:
    """One update in progress.

    Parameters
    ----------
    training
        Makes the update before `finish` is called.
    """

    def __init__(self, training: Training) -> None:
        trainer = self._trainer = training.trainer
        self.network = training.network
        self._report = trainer.look_ahead()
        self._batch = trainer.update_number
        self._rate = trainer.learning_rate
        self._moved: NDArray[np.float64] | None = None

    @property
    def report(self) -> BatchReport:
        """The batch, forward and backward."""
        return self._report

    @property
    def is_finished(self) -> bool:
        """Whether the update has been made."""
        return self._moved is not None

    def finish(self, before: NDArray[np.float64]) -> None:
        """Record the update; `before` holds the parameters before it, and any running statistics."""
        n_learned = self.network.n_parameters  # no optimizer moves running statistics
        self._moved = (self._trainer.parameters - before)[:n_learned]

    def phase(self, share: float) -> Phase:
        """Return the phase at a share of the step's time."""
        index = min(sum(share >= end for end in ENDS), len(PHASES) - 1)
        start = ENDS[index - 1] if index else 0.0
        progress = min(max((share - start) / (ENDS[index] - start), 0.0), 1.0)
        name = PHASES[index]
        return Phase(name, progress, getattr(self, f"_say_{name}")())

    @staticmethod
    def share_after(phase: Phase | None) -> float:
        """Return the share of a step's time at which the next phase is complete."""
        following = 0 if phase is None else (PHASES.index(phase.name) + 1) % len(PHASES)
        return ENDS[following] - _ALMOST

    def _say_forward(self) -> str:
        outputs = self._report.outputs
        go = "goes" if len(outputs) == 1 else "go"
        what = "Batch" if self.network.experiment.batches_per_update == 1 else "Update"
        return (
            f"{what} {self._batch} of {self._trainer.updates_per_epoch}: "
            f"{counted(len(outputs), 'point')} {go} in, outputs from {_output_text(outputs.min())} to "
            f"{_output_text(outputs.max())} come out."
        )

    def _say_loss(self) -> str:
        losses, title = self._report.losses, LOSS_TITLES[self.network.experiment.loss]
        return (
            f"{title}, mean over {counted(len(losses), 'point')}: {number_text(self._report.loss)}; "
            f"the worst point alone {number_text(float(losses.max()))}."
        )

    def _say_backward(self) -> str:
        gradients, names = self._report.gradients, self.network.parameter_map
        parts = []
        for column in range(len(names.structure) - 1, 0, -1):
            layer = names.layer_number(column)
            size = float(np.linalg.norm(gradients[names.marks([(layer,)])]))
            parts.append(f"{'output' if layer == OUTPUT else f'hidden {layer}'} {number_text(size, 3)}")
        norm = number_text(float(np.linalg.norm(gradients)), 3)
        added = " with what was not cleared" if self.network.experiment.forgets_zero_grad else ""
        return f"Gradient norm{added} {norm}; from back to front: {', '.join(parts)}."

    def _say_update(self) -> str:
        title = OPTIMIZERS[self.network.experiment.optimizer][0]
        moved = np.zeros(1) if self._moved is None else self._moved
        count = counted(int((moved != 0.0).sum()), "parameter")
        return (
            f"{title} with rate {number_text(self._rate, 3)} moves {count}, "
            f"by {number_text(float(np.abs(moved).max()), 3)} at most."
        )


def _output_text(value: float) -> str:
    """Return an output with three decimals: a probability of 2e−7 reads 0.000."""
    return fixed_text(value, 3) if abs(value) < 100.0 else number_text(value, 3)

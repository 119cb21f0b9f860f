"""Batch normalisation: a neuron's weighted sums, shifted and scaled by what a batch of samples is like."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.scalar import Scalar, TracedScalar, traced

EPSILON = 1e-5
"""Added to a variance, so that equal sums are not divided by 0."""
MOMENTUM = 0.1
"""How far running statistics go towards those of a batch."""
LEAST_BATCH = 2
ONE_SAMPLE = (
    "batch normalisation needs at least 2 samples in a batch: one alone equals its mean, and nothing is left"
)
BATCH_MEAN = "mean over the batch"
"""The operation that a traced graph has in place of a sum over the samples."""


def batch_mean(values: Sequence[Scalar]) -> Scalar:
    """Return the mean of one number over the samples of a batch; traced, one placeholder stands for all."""
    first, *others = values
    if isinstance(first, TracedScalar):
        return traced(BATCH_MEAN, (first,))
    total = first
    for value in others:
        total = total + value
    return total / len(values)


class BatchNorm:
    """gamma * (z - mean) / sqrt(variance + eps) + beta for the sums z of one neuron (Ioffe and Szegedy 2015).

    While training, mean and variance are those of the batch, and gradients go through both. Outside of
    training they are running ones, which have followed those of the batches, so that a sample's output does
    not depend on what it is evaluated with.

    Attributes
    ----------
    gamma, beta
        Learned; 1 and 0 at first.
    running_mean, running_variance
        Not learned; 0 and 1 at first.
    """

    def __init__(self, label: str | None = None) -> None:
        of = f" of {label}" if label else ""
        self._of = of
        self.gamma, self.beta = Scalar(1.0, label=f"gamma{of}"), Scalar(0.0, label=f"beta{of}")
        self.running_mean = Scalar(0.0, label=f"running mean{of}")
        self.running_variance = Scalar(1.0, label=f"running variance{of}")

    def __call__(self, total: Scalar) -> Scalar:
        """Return the sum of one sample, normalised by the running statistics (eval mode)."""
        deviation = (self.running_variance + EPSILON).sqrt()
        return self.scaled((total - self.running_mean) / deviation)

    def over_batch(self, totals: Sequence[Scalar]) -> tuple[list[Scalar], tuple[Scalar, Scalar]]:
        """Return what `__call__` does for the sums of a batch by its own statistics (train mode), and these.

        Raises
        ------
        ValueError
            A batch of one.
        """
        normalised, statistics = self.normalised(totals)
        return [self.scaled(one) for one in normalised], statistics

    def normalised(self, totals: Sequence[Scalar]) -> tuple[list[Scalar], tuple[Scalar, Scalar]]:
        """Return the sums of a batch with mean 0 and variance 1, then the mean and variance they had.

        Raises
        ------
        ValueError
            A batch of one.
        """
        if len(totals) < LEAST_BATCH and not isinstance(totals[0], TracedScalar):
            raise ValueError(ONE_SAMPLE)
        mean = batch_mean(totals)
        centred = [total - mean for total in totals]
        variance = batch_mean([distance * distance for distance in centred])
        deviation = (variance + EPSILON).sqrt()
        mean.label, variance.label = f"batch mean{self._of}", f"batch variance{self._of}"
        return [distance / deviation for distance in centred], (mean, variance)

    def scaled(self, normalised: Scalar) -> Scalar:
        """Return gamma times a normalised sum, plus beta."""
        normalised.label = f"normalised sum{self._of}"
        return self.gamma * normalised + self.beta

    def parameters(self) -> list[Scalar]:
        """Return gamma, then beta."""
        return [self.gamma, self.beta]

    def running_statistics(self) -> list[Scalar]:
        """Return running mean, then running variance."""
        return [self.running_mean, self.running_variance]


def followed(
    running: NDArray[np.float64], statistics: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """Return running statistics after a batch of `count` samples.

    Parameters
    ----------
    running, statistics
        Mean, variance, mean, variance, ...; shape (n_statistics,).

    Notes
    -----
    As in PyTorch, a batch is normalised by its variance as it is, and the running variance follows the
    unbiased one, larger by count / (count - 1).
    """
    seen = statistics.copy()
    seen[1::2] *= count / (count - 1)
    return (1.0 - MOMENTUM) * running + MOMENTUM * seen

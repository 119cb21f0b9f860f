"""What a peer is: another program that can do the same training."""

from __future__ import annotations

import importlib.util
import warnings
from abc import ABC, abstractmethod
from typing import Any, ClassVar

from tests.benchmarks.workloads import Array, Workload


class Peer(ABC):
    """A training in progress.

    Attributes
    ----------
    title
        Name in the tables.
    library
        What it needs besides the program's own dependencies. It is imported only when a peer is made.
    slow
        Whether an epoch may take seconds: time is then extrapolated from some of the samples.
    own_order
        Whether it shuffles in its own way: the work is the same, the losses are not.
    """

    title: ClassVar[str]
    library: ClassVar[str] = ""
    slow: ClassVar[bool] = False
    own_order: ClassVar[bool] = False

    def __init__(self, work: Workload) -> None:
        self.work = work
        self.epoch = 0

    @classmethod
    def missing(cls) -> str:
        """Return why it cannot run here, or nothing where it can."""
        is_there = not cls.library or importlib.util.find_spec(cls.library)
        return "" if is_there else f"{cls.library} is not installed"

    @classmethod
    def load_library(cls) -> Any:
        """Return the imported library."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module(cls.library)

    def prepare(self, epochs: int) -> None:
        """Do once what is not part of training `epochs` epochs: orders of samples, compilation."""
        for epoch in range(self.epoch, self.epoch + epochs):
            self.work.order(epoch)

    @abstractmethod
    def train(self, epochs: int) -> float:
        """Train on; return the mean loss seen in the last epoch, before each update."""

    @abstractmethod
    def values(self, X: Array) -> Array:
        """Return the values of every neuron, the outputs last, shape (n_neurons, n_points)."""

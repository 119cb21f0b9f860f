"""The network's inputs: columns of the data and, for two columns, features computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.models.data.generators import FloatArray

PLANE_COLUMNS = 2


@dataclass(frozen=True)
class Features:
    """The features chosen as the network's inputs, among all candidates.

    Data of two columns have nine candidates: both, their squares, their product, their sines and cosines.
    All other data have their columns.

    Parameters
    ----------
    n_columns
        Columns of the data.
    chosen
        Indices of candidates, in rising order.

    Raises
    ------
    ValueError
        An index that is out of range or not in rising order.
    """

    n_columns: int
    chosen: tuple[int, ...]

    def __post_init__(self) -> None:
        if any(not 0 <= index < self.n_candidates for index in self.chosen):
            raise ValueError(f"features are numbers from 0 to {self.n_candidates - 1}, not {self.chosen}")
        if list(self.chosen) != sorted(set(self.chosen)):
            raise ValueError(f"features are given once each and in rising order, not {self.chosen}")

    @classmethod
    def fitted(cls, n_columns: int, chosen: Sequence[int] | None) -> Features:
        """Return the chosen features, or all columns where nothing is chosen or the choice does not fit."""
        columns = cls(n_columns, tuple(range(n_columns)))
        if chosen is None or any(index >= columns.n_candidates for index in chosen):
            return columns
        return cls(n_columns, tuple(chosen))

    @property
    def n_candidates(self) -> int:
        return 9 if self.n_columns == PLANE_COLUMNS else self.n_columns

    @property
    def are_columns(self) -> bool:
        """Whether the inputs are all columns of the data and nothing else."""
        return self.chosen == tuple(range(self.n_columns))

    def candidate_names(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Return the names of all candidates, made from those of the columns."""
        if self.n_columns != PLANE_COLUMNS:
            return tuple(columns)
        a, b = columns
        # Names such as x₁ are simply put side by side; words need a sign between them.
        product = f"{a}{b}" if max(len(a), len(b)) <= 2 else f"{a} × {b}"
        return (a, b, f"{a}²", f"{b}²", product, f"sin {a}", f"sin {b}", f"cos {a}", f"cos {b}")

    def names(self, columns: Sequence[str]) -> tuple[str, ...]:
        """Return the names of the inputs."""
        candidates = self.candidate_names(columns)
        return tuple(candidates[index] for index in self.chosen)

    def all_values(self, X: npt.ArrayLike) -> FloatArray:
        """Return all candidates of samples of shape (..., n_columns), shape (..., n_candidates)."""
        X = np.asarray(X, dtype=np.float64)
        if self.n_columns != PLANE_COLUMNS:
            return X
        a, b = X[..., 0], X[..., 1]
        return np.stack((a, b, a * a, b * b, a * b, np.sin(a), np.sin(b), np.cos(a), np.cos(b)), axis=-1)

    def values(self, X: npt.ArrayLike) -> FloatArray:
        """Return the inputs of samples of shape (..., n_columns), shape (..., n_inputs), in raw units."""
        if self.are_columns:
            return np.asarray(X, dtype=np.float64)
        return self.all_values(X)[..., list(self.chosen)]

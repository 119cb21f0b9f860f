"""How far two backends are apart, measured by the running error bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from engine.compiler import unavailable
from tests.engine.fuzz.bounded import UNIT
from tests.engine.fuzz.case import Array, Case, Results, run_array, run_compiled, run_interpreted
from tests.engine.fuzz.error_bounds import ErrorBounds, error_bounds

# Correct results may differ by two bounds; the rest is room for functions that are less exact than stated.
MOST_BOUNDS = 16.0
MOST_OF_CONTRIBUTIONS = 1e-12
BACKENDS: tuple[Callable[[Case], Results], ...] = (
    run_interpreted, run_array, *(() if unavailable() else (run_compiled,))
)  # fmt: skip


@dataclass
class Statistics:
    """What many comparisons found."""

    graphs: int = 0
    gradients: int = 0
    beyond_contributions: int = 0
    worst_value: float = 0.0
    worst_gradient: float = 0.0
    bounds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.graphs} graphs, {self.gradients} gradients, {self.beyond_contributions} of them beyond "
            f"{MOST_OF_CONTRIBUTIONS:g} of the contributions; worst value {self.worst_value:.2g} and worst "
            f"gradient {self.worst_gradient:.2g} bounds apart; median bound {np.median(self.bounds):.1e}"
        )


def failure(case: Case) -> str:
    """Return what is wrong with a case, be it a difference or an error; empty if nothing is."""
    try:
        return difference(case)
    except Exception as error:  # whatever it is, the case that raises it is to be shown
        return f"{type(error).__name__}: {error}"


def difference(
    case: Case,
    backends: Sequence[Callable[[Case], Results]] = BACKENDS,
    statistics: Statistics | None = None,
) -> str:
    """Return how the backends differ by more than they may; empty where they agree."""
    return compare(error_bounds(case), [run(case) for run in backends], statistics)


def compare(bounds: ErrorBounds, results: Sequence[Results], statistics: Statistics | None = None) -> str:
    """Return how results differ by more than the bounds allow."""
    if not (np.isfinite(bounds.value_errors).all() and np.isfinite(bounds.gradient_errors).all()):
        return "the running bound is not finite: this graph would be discarded"
    statistics = statistics or Statistics()
    statistics.graphs += 1
    statistics.bounds.append(float(np.max(bounds.value_errors[-1] / (1.0 + abs(bounds.values[-1])))))
    found = [_difference(a, b, bounds, statistics) for a, b in combinations(results, 2)]
    return "; ".join(text for text in found if text)


def _difference(a: Results, b: Results, bounds: ErrorBounds, statistics: Statistics) -> str:
    names = f"{a.backend} and {b.backend}"
    values = _worst(a.values, b.values, bounds.value_errors)
    losses = max(_worst(a.losses, b.losses, bounds.value_errors[-1]), _worst_total(a, b, bounds))
    gradients = _worst(a.gradients, b.gradients, bounds.gradient_errors)
    apart = abs(a.gradients - b.gradients)
    allowed = np.maximum(MOST_BOUNDS * bounds.gradient_errors, MOST_OF_CONTRIBUTIONS * bounds.contributions)
    statistics.gradients += len(apart)
    statistics.beyond_contributions += int((apart > MOST_OF_CONTRIBUTIONS * bounds.contributions).sum())
    statistics.worst_value = max(statistics.worst_value, values, losses)
    statistics.worst_gradient = max(statistics.worst_gradient, gradients)
    wrong = []
    if not max(values, losses) <= MOST_BOUNDS:
        wrong.append(f"the values of {names} are {max(values, losses):.3g} bounds apart")
    if not (apart <= allowed).all():
        place = int(np.argmax(np.where(apart <= allowed, 0.0, 1.0)))
        wrong.append(
            f"gradient {place} of {names} is {a.gradients[place]!r} and {b.gradients[place]!r}, "
            f"{allowed[place]:.3g} apart at most"
        )
    return "; ".join(wrong)


def _worst_total(a: Results, b: Results, bounds: ErrorBounds) -> float:
    """Return how far the loss over all samples is from the sum of the other backend's losses, in bounds."""
    losses, errors = bounds.values[-1], bounds.value_errors[-1]
    rounded = (len(losses) - 1) * UNIT * abs(losses).sum()
    return max(
        (
            _worst(np.array(one.total), other.losses.sum(), errors.sum() + rounded)
            for one, other in ((a, b), (b, a))
            if one.total is not None
        ),
        default=0.0,
    )


def _worst(a: Array, b: Array, errors: Array) -> float:
    """Return the largest distance in bounds; NaN anywhere counts as infinite."""
    apart = abs(a - b)
    with np.errstate(all="ignore"):
        ratio = np.where(apart == 0.0, 0.0, apart / errors)
    return float(np.max(np.where(np.isnan(ratio), np.inf, ratio), initial=0.0))

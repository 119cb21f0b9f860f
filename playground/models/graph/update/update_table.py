"""One update of every parameter: values, gradients and optimizer state, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.optimizers import State
from playground.models.run.optimizer_report import OptimizerReport

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class UpdateTable:
    """One update, one row per parameter; arrays have the shape (n_parameters,) and are read-only.

    Attributes
    ----------
    names
        Of the parameters, in the order of the network.
    report
        State of the optimizer before the update.
    raw
        The gradient of the loss, with what earlier updates left where nobody clears it.
    used
        The gradient the optimizer uses: clipped, then with the penalties' derivatives.
    state
        The optimizer's state after the update.
    new_values
        The parameters after the update.
    """

    names: tuple[str, ...]
    report: OptimizerReport
    raw: Array
    used: Array
    state: State
    new_values: Array

    def __len__(self) -> int:
        return len(self.names)

    @property
    def values(self) -> Array:
        """The parameters before the update."""
        return self.report.parameters

    @cached_property
    def changes(self) -> Array:
        """What the update adds to each parameter."""
        with np.errstate(all="ignore"):
            return _sealed(self.new_values - self.values)

    @cached_property
    def frozen(self) -> NDArray[np.bool_]:
        """Which parameters are frozen."""
        return np.asarray(self.report.rule.trainable == 0.0)

    @property
    def state_names(self) -> tuple[str, ...]:
        """Names of the optimizer's arrays, such as m and v."""
        return self.report.rule.optimizer.state_names

    @cached_property
    def clip_factor(self) -> float:
        """The factor that clipping applies to the gradient."""
        return self.report.rule.clip_factor(self.raw)

    @cached_property
    def norm(self) -> float:
        """Norm of the gradient before clipping."""
        with np.errstate(over="ignore"):
            return float(np.sqrt((self.raw * self.raw).sum()))

    @cached_property
    def out_of_range(self) -> int | None:
        """The first parameter that this update would make overflow, if any."""
        for results in (self.raw, self.new_values, *self.state):
            wrong = np.flatnonzero(~np.isfinite(results))
            if len(wrong):
                return int(wrong[0])
        return None


def update_table(names: Sequence[str], report: OptimizerReport, gradients: Array) -> UpdateTable:
    """Return the update a gradient makes to the parameters of a report, by training's own rule.

    Parameters
    ----------
    names
        One for each parameter.
    gradients
        Of the loss by the report's parameters, shape (n_parameters,).

    Raises
    ------
    ValueError
        The numbers of names, gradients and parameters differ.
    """
    parameters, rule = report.parameters, report.rule
    if not len(names) == len(gradients) == len(parameters):
        raise ValueError(
            f"{len(names)} names and {len(gradients)} gradients do not fit {len(parameters)} parameters"
        )
    raw = np.array(gradients, np.float64)
    with np.errstate(all="ignore"):
        used = rule.optimizer.penalised(parameters, rule.clipped(raw), rule.is_weight)
    new_values, state = rule.apply(parameters, raw, report.state, report.number)
    return UpdateTable(
        tuple(names), report, _sealed(raw), _sealed(used), tuple(map(_sealed, state)), _sealed(new_values)
    )


def _sealed(array: Array) -> Array:
    """Return a view that cannot be written through."""
    view = array.view()
    view.flags.writeable = False
    return view

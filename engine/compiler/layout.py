"""The memory layout of a scheduled graph, and what the backward pass needs.

The *store* holds rows of lanes: values first, then kept derivatives and adjoints, then one row that collects
whether anything was not finite. *Uniform* numbers stand in a second array, their gradients in a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.lowering.schedule import AnyBundle, Bundle, DotBundle, MeanBundle, Rows, Schedule
from engine.operations import OPERATIONS
from engine.symbols import Symbol

Indices = NDArray[np.int64]
# Operations that pass non-finite operands on to their result, whatever the other operands are.
_SPREADS = {"+", "-", "*", "neg"}


@dataclass(frozen=True)
class Span:
    """Rows ``start, start + step, ...``, or any rows by table."""

    start: int
    step: int
    table: tuple[int, ...] | None = None

    @property
    def is_table(self) -> bool:
        """Whether the rows are given by a table."""
        return self.table is not None


def span(indices: Indices) -> Span:
    """Return the description of rows."""
    steps = np.diff(indices)
    if len(steps) == 0 or (steps == steps[0]).all():
        return Span(int(indices[0]), int(steps[0]) if len(steps) else 1)
    return Span(0, 0, tuple(indices.tolist()))


@dataclass(frozen=True)
class Derivative:
    """The source of a local derivative in the backward pass.

    `source` is "number", "operand", "value" (the result itself) or "kept" (a row written on the way
    forward); `position` counts operands or kept rows.
    """

    source: str
    position: int = 0
    number: float = 0.0


@dataclass(frozen=True)
class OperandPlan:
    """How one operand of a bundle is read, and how its adjoint is written.

    `adjoint` is None where no gradient is wanted; `stores` tells that it is the first contribution.
    """

    lanes: bool
    rows: Span
    derivative: Derivative | None
    adjoint: Span | None = None
    stores: bool = False


@dataclass(frozen=True)
class BundlePlan:
    """Operations of one kind, `count` of them."""

    operation: str
    count: int
    lanes: bool
    results: Span
    operands: tuple[OperandPlan, ...]
    kept: tuple[Symbol, ...]
    kept_start: int
    adjoint: Span | None
    checks: bool


@dataclass(frozen=True)
class DotPlan:
    """Dot products; weights stand at ``weight + k * row_step + i * column_step``."""

    n_results: int
    n_inputs: int
    results: Span
    inputs: Span
    weight: int
    row_step: int
    column_step: int
    bias: int | None
    bias_step: int
    adjoint: Span
    input_adjoint: Span | None
    input_stores: bool
    checks: bool


@dataclass(frozen=True)
class MeanPlan:
    """Means over the batch.

    `adjoint` is where those of the operands go, None where no gradient is wanted; `stores` tells that it is
    the first contribution.
    """

    count: int
    results: Span
    operands: Span
    adjoint: Span | None
    stores: bool


AnyPlan: TypeAlias = BundlePlan | DotPlan | MeanPlan


class Layout:
    """The plan of a schedule's memory.

    Parameters
    ----------
    schedule
        Bundles in the order they run.
    seed
        Row of the lane value whose adjoints start the way back (None: forward only, or a uniform output).
    trains
        Whether a way back is wanted at all.
    """

    def __init__(self, schedule: Schedule, seed: int | None, *, trains: bool) -> None:
        self.schedule = schedule
        self.n_rows = schedule.n_lanes
        self.n_uniform = schedule.n_uniform
        self.zeroed: list[int] = []
        self.copies: list[tuple[int, Indices]] = []  # packed copies of scattered weights: start, sources
        self._trains = trains
        self._lane_adjoint = np.full(schedule.n_lanes, -1, np.int64)
        self._needs_check = self._rows_to_check()
        self._kept_start = [self._place(bundle) for bundle in schedule.bundles]
        self.poison = self._new_rows(1)
        self.seed = None
        if trains and seed is not None:
            if self._lane_adjoint[seed] < 0:
                self._lane_adjoint[seed] = self._new_rows(1)
            self.seed = int(self._lane_adjoint[seed])
        self._touched = np.zeros(schedule.n_lanes, bool)
        if seed is not None:
            self._touched[seed] = True
        backwards = [
            self._plan(bundle, kept)
            for bundle, kept in zip(reversed(schedule.bundles), reversed(self._kept_start), strict=True)
        ]
        self.plans: list[AnyPlan] = backwards[::-1]

    def extra_row(self) -> int:
        """Reserve one more row."""
        return self._new_rows(1)

    def _new_rows(self, count: int) -> int:
        start = self.n_rows
        self.n_rows += count
        return start

    def _place(self, bundle: AnyBundle) -> int:
        """Reserve rows for the bundle's kept derivatives and adjoints; return the first kept one."""
        if not self._trains or isinstance(bundle, MeanBundle):
            return 0
        if isinstance(bundle, Bundle) and not any(bundle.trained):
            return 0
        count = len(bundle.nodes)
        kept = len(self._kept(bundle)) if isinstance(bundle, Bundle) else 0
        if not bundle.results.lanes:
            start = self.n_uniform
            self.n_uniform += kept * count
            return start
        start = self._new_rows(kept * count)
        self._lane_adjoint[bundle.results.indices] = self._new_rows(count) + np.arange(count)
        return start

    def _rows_to_check(self) -> NDArray[np.bool_]:
        """Return the values that could be infinite or NaN without affecting the final result."""
        hidden = np.zeros(self.schedule.n_lanes, bool)
        for bundle in self.schedule.bundles:
            if isinstance(bundle, Bundle) and bundle.operation not in _SPREADS:
                for rows in bundle.operands:
                    if rows.lanes:
                        hidden[rows.indices] = True
        return hidden

    def _kept(self, bundle: Bundle) -> list[Symbol]:
        """Return the derivatives that must be written on the way forward."""
        expression = OPERATIONS[bundle.operation].expression(len(bundle.operands))
        kept: list[Symbol] = []
        for derivative, wanted in zip(expression.derivatives, bundle.trained, strict=True):
            is_simple = derivative.kind in ("number", "operand") or derivative is expression.value
            if wanted and not is_simple and derivative not in kept:
                kept.append(derivative)
        return kept

    def _plan(self, bundle: AnyBundle, kept_start: int) -> AnyPlan:
        if isinstance(bundle, DotBundle):
            return self._plan_dot(bundle)
        if isinstance(bundle, MeanBundle):
            return self._plan_mean(bundle)
        trained = self._trains and any(bundle.trained)
        kept = self._kept(bundle) if trained else []
        return BundlePlan(
            bundle.operation,
            len(bundle.nodes),
            bundle.results.lanes,
            span(bundle.results.indices),
            tuple(self._plan_operand(bundle, position, kept) for position in range(len(bundle.operands))),
            tuple(kept),
            kept_start,
            self._adjoint_of(bundle.results) if trained else None,
            bundle.results.lanes and bool(self._needs_check[bundle.results.indices].any()),
        )

    def _plan_operand(self, bundle: Bundle, position: int, kept: Sequence[Symbol]) -> OperandPlan:
        rows = bundle.operands[position]
        if not (self._trains and bundle.trained[position]):
            return OperandPlan(rows.lanes, span(rows.indices), None)
        expression = OPERATIONS[bundle.operation].expression(len(bundle.operands))
        symbol = expression.derivatives[position]
        if symbol.kind == "number":
            derivative = Derivative("number", number=symbol.detail)
        elif symbol.kind == "operand":
            derivative = Derivative("operand", int(symbol.detail))
        elif symbol is expression.value:
            derivative = Derivative("value")
        else:
            derivative = Derivative("kept", kept.index(symbol))
        stores = rows.lanes and self._first_contribution(bundle, position)
        return OperandPlan(rows.lanes, span(rows.indices), derivative, self._adjoint_of(rows), stores)

    def _adjoint_of(self, rows: Rows) -> Span:
        return span(self._lane_adjoint[rows.indices] if rows.lanes else rows.indices)

    def _first_contribution(self, bundle: Bundle, position: int) -> bool:
        """Whether the operand's adjoints can be stored; else rows nobody wrote before are zeroed first."""
        rows = bundle.operands[position].indices
        # An operand used several times accumulates: x * x, or (a, b) beside (b, a).
        others = [
            other.indices
            for place, other in enumerate(bundle.operands)
            if place != position and other.lanes and bundle.trained[place]
        ]
        free = not self._touched[rows].any() and len(np.unique(rows)) == len(rows)
        if free and not any(np.isin(rows, other).any() for other in others):
            self._touched[rows] = True
            return True
        self._zero(rows)
        return False

    def _plan_mean(self, bundle: MeanBundle) -> MeanPlan:
        rows = bundle.operands.indices
        trained = self._trains and bundle.trained
        stores = trained and not self._touched[rows].any() and len(np.unique(rows)) == len(rows)
        if stores:
            self._touched[rows] = True
        elif trained:
            self._zero(rows)
        return MeanPlan(
            len(rows),
            span(bundle.results.indices),
            span(rows),
            self._adjoint_of(bundle.operands) if trained else None,
            stores,
        )

    def _zero(self, rows: Indices) -> None:
        fresh = np.unique(rows[~self._touched[rows]])
        self.zeroed.extend(self._lane_adjoint[fresh].tolist())
        self._touched[fresh] = True

    def _plan_dot(self, bundle: DotBundle) -> DotPlan:
        n_results, n_inputs = bundle.weights.shape
        weight, row_step, column_step = self._weight_pattern(bundle.weights)
        biases = None if bundle.biases is None else span(bundle.biases)
        if biases is not None and biases.is_table and bundle.biases is not None:
            biases = Span(self._packed(bundle.biases), 1)
        trains = self._trains and bundle.inputs_trained
        rows = bundle.inputs.indices
        if trains:
            # Inputs that lead to no parameter take part in the same sums; their adjoints go nowhere.
            idle = np.unique(rows[self._lane_adjoint[rows] < 0])
            self._lane_adjoint[idle] = self._new_rows(len(idle)) + np.arange(len(idle))
        stores = trains and not self._touched[rows].any() and len(np.unique(rows)) == len(rows)
        if stores:
            self._touched[rows] = True
        elif trains:
            self._zero(rows)
        return DotPlan(
            n_results,
            n_inputs,
            span(bundle.results.indices),
            span(rows),
            weight,
            row_step,
            column_step,
            None if biases is None else biases.start,
            0 if biases is None else biases.step,
            self._adjoint_of(bundle.results) if self._trains else Span(0, 0),
            self._adjoint_of(bundle.inputs) if trains else None,
            stores,
            bool(self._needs_check[bundle.results.indices].any()),
        )

    def _weight_pattern(self, weights: Indices) -> tuple[int, int, int]:
        """Return start and steps of a matrix of uniform rows; one without a pattern is copied together."""
        start = int(weights[0, 0])
        row_step = int(weights[1, 0] - start) if len(weights) > 1 else weights.shape[1]
        column_step = int(weights[0, 1] - start) if weights.shape[1] > 1 else 1
        rows, columns = np.indices(weights.shape)
        if (weights == start + rows * row_step + columns * column_step).all():
            return start, row_step, column_step
        return self._packed(weights.reshape(-1)), weights.shape[1], 1

    def _packed(self, sources: Indices) -> int:
        start = self.n_uniform
        self.n_uniform += len(sources)
        self.copies.append((start, sources))
        return start

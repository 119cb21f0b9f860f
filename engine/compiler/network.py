"""One traced graph as functions: begin, forward, gradients, end.

``begin`` computes what depends on parameters alone, once a batch; ``forward`` and ``gradients`` work on
groups of samples whose inputs stand in the store; ``end`` brings the gradients of derived uniform numbers
back to the parameters.

Where means over the batch couple the samples, the groups are all those of the batch, and uniform numbers of
later stages are computed, and their gradients brought back, between the stages of `forward` and `gradients`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import numpy as np

from engine.compiler.ir import (
    INT,
    LANES,
    NULL,
    POINTER,
    VECTOR,
    Function,
    Value,
    integer,
    module_text,
    vector,
)
from engine.compiler.kernels.dot_kernels import (
    Combination,
    CombinationKernel,
    WeightGradientKernel,
    backward,
    forward,
)
from engine.compiler.kernels.kernel_library import KernelLibrary
from engine.compiler.kernels.kernel_set import (
    GROUPS,
    KernelSet,
    add_at,
    broadcast,
    each,
    first_number,
    first_row,
    lane_sums,
)
from engine.compiler.kernels.mean_kernels import MeanBackwardKernel, MeanKernel
from engine.compiler.kernels.operation_kernels import OperationBackwardKernel, OperationKernel
from engine.compiler.layout import AnyPlan, BundlePlan, DotPlan, Indices, Layout, MeanPlan, Span
from engine.lowering.schedule import Schedule
from engine.scalar import Scalar

# LLVM's time grows quadratically with the length of a function, so it is split into parts of this many calls.
MOST_CALLS = 64
# Of a stage; their rows stay in the cache from one call to the next.
GROUPS_AT_ONCE = 16
OnePlan = TypeVar("OnePlan", AnyPlan, BundlePlan)
STORE, UNIFORM, GRADIENTS = Value("%store", POINTER), Value("%uniform", POINTER), Value("%grads", POINTER)


@dataclass
class _Stage:
    """What has to wait for the same means: these first, and uniform numbers, then what differs by sample."""

    uniform: list[AnyPlan] = field(default_factory=list)
    lanes: list[AnyPlan] = field(default_factory=list)


class Network:
    """The code of one schedule.

    Parameters
    ----------
    schedule
        The scheduled graph.
    output
        The node whose gradients are wanted (a loss), or None for a way forward only.
    library
        Kernels that exist already; without it the text holds them all.
    """

    def __init__(
        self, schedule: Schedule, output: Scalar | None, library: KernelLibrary | None = None
    ) -> None:
        self.schedule, self.output, self.kernels = schedule, output, KernelSet(library)
        self._uniform_output: int | None = None
        seed = None
        if output is not None:
            row = schedule.row[output]
            if schedule.is_lane[output]:
                seed = row
            else:
                self._uniform_output = row
        self.layout = Layout(schedule, seed, trains=output is not None)
        self.output_row, self.seed_row = seed, self.layout.seed
        if self._uniform_output is not None:
            self.output_row, self.seed_row = self.layout.extra_row(), self.layout.extra_row()
        self.stride = self.layout.n_rows * LANES
        self._uniform_plans: list[BundlePlan] = []  # what comes before the samples
        self._stages = [_Stage() for _ in range(max(schedule.stages, default=0) + 1)]
        for stage, plan in zip(schedule.stages, self.layout.plans, strict=True):
            if isinstance(plan, DotPlan) or (isinstance(plan, BundlePlan) and plan.lanes):
                self._stages[stage].lanes.append(plan)
            elif stage == 0 and isinstance(plan, BundlePlan):
                self._uniform_plans.append(plan)
            else:
                self._stages[stage].uniform.append(plan)
        trains = output is not None
        self._parts: list[Function] = []
        # Every forward pass keeps what the backward pass needs: a second version would double the code.
        self.functions = [self._begin(keeps=trains), self._forward(keeps=trains)]
        if trains:
            self.functions += [self._gradients(), self._end()]

    def text(self) -> str:
        """Return the module: kernels first, then the functions that call them."""
        functions = [*self.kernels.functions, *self._parts, *self.functions]
        return module_text(functions, self.kernels.tables_text())

    def _begin(self, *, keeps: bool) -> Function:
        f = Function("begin", [UNIFORM], internal=False)
        self._write_all(f, self._uniform_plans, partial(self._call_operation, keeps=keeps))
        for start, sources in self.layout.copies:
            with self._over(f, sources) as (index, source):
                f.store(f.load(f.at(UNIFORM, source), "double"), f.at(f.at(UNIFORM, start), index))
        f.result()
        return f

    def _end(self) -> Function:
        f = Function("end", [UNIFORM, GRADIENTS], internal=False)
        for start, sources in reversed(self.layout.copies):
            with self._over(f, sources) as (index, source):
                add_at(f, f.load(f.at(f.at(GRADIENTS, start), index), "double"), f.at(GRADIENTS, source))
        self._write_all(f, self._uniform_plans[::-1], self._call_operation_backward)
        f.result()
        return f

    def _forward(self, *, keeps: bool) -> Function:
        f = Function("forward", [GROUPS, STORE, UNIFORM], internal=False)
        write = partial(self._call_forward, keeps=keeps)
        for number, stage in enumerate(self._stages):
            self._write_all(f, stage.uniform, write)
            self._write_lanes(f, number, stage.lanes, write)
        if self._uniform_output is not None and self.output_row is not None:
            with each(f, GROUPS) as group:
                value = broadcast(f, f.at(UNIFORM, self._uniform_output))
                f.store(value, self._row(f, group, self.output_row))
        f.result()
        return f

    def _gradients(self) -> Function:
        f = Function("gradients", [GROUPS, STORE, UNIFORM, GRADIENTS], internal=False)
        self._clear_late_gradients(f)
        f.call("forward", "void", GROUPS, STORE, UNIFORM)
        if self.layout.zeroed:
            rows = np.array(sorted(self.layout.zeroed))
            with each(f, GROUPS) as group, self._over(f, rows) as (_, row):
                start = f.at(STORE, f.binary("mul", group, integer(self.stride)))
                f.store(vector(0.0), f.at(start, f.binary("mul", row, integer(LANES))))
        for number, stage in reversed([*enumerate(self._stages)]):
            self._write_lanes(f, number, stage.lanes[::-1], self._call_backward)
            self._write_all(f, stage.uniform[::-1], self._call_backward)
        if self._uniform_output is not None and self.seed_row is not None:
            with f.loop(integer(0), GROUPS, integer(1), [vector(0.0)]) as groups:
                seed = f.load(self._row(f, groups.index, self.seed_row), VECTOR)
                groups.after = [f.add(groups.carried[0], seed)]
            total = f.extract(lane_sums(f, groups.after), 0)
            add_at(f, total, f.at(GRADIENTS, self._uniform_output))
        f.result()
        return f

    def _write_lanes(
        self, f: Function, number: int, plans: Sequence[AnyPlan], write: Callable[[Function, AnyPlan], None]
    ) -> None:
        """Write the calls of a stage; one of several has all groups of a batch, and takes some at a time."""
        if len(self._stages) == 1:
            self._write_all(f, plans, write)
            return
        stage = Function(f"{f.name}.stage{number}", f.parameters, attributes="nounwind noinline")
        self._write_all(stage, plans, write)
        stage.result()
        self._parts.append(stage)
        with f.loop(integer(0), GROUPS, integer(GROUPS_AT_ONCE)) as chunks:
            left = f.binary("sub", GROUPS, chunks.index)
            count = f.intrinsic("llvm.smin", INT, integer(GROUPS_AT_ONCE), left)
            store = f.at(STORE, f.binary("mul", chunks.index, integer(self.stride)))
            f.call(stage.name, "void", count, store, *f.parameters[2:])

    def _clear_late_gradients(self, f: Function) -> None:
        """Set those of later stages to 0: they belong to one batch, where those before add up to the end."""
        late = [
            bundle.results.indices
            for stage, bundle in zip(self.schedule.stages, self.schedule.bundles, strict=True)
            if stage > 0 and not bundle.results.lanes
        ]
        if late:
            # Rows are numbered in the order of the bundles, so these are the last ones.
            first = int(late[0][0])
            bytes_ = integer(8 * (self.schedule.n_uniform - first))
            f.call("memset", POINTER, f.at(GRADIENTS, first), Value("0", "i32"), bytes_)

    def _write_all(
        self, f: Function, plans: Sequence[OnePlan], write: Callable[[Function, OnePlan], None]
    ) -> None:
        """Write the calls of all plans, split into several functions if there are many."""
        if len(plans) <= MOST_CALLS:
            for plan in plans:
                write(f, plan)
            return
        for start in range(0, len(plans), MOST_CALLS):
            # Only calls, so there is nothing to optimise; skipping it halves the time.
            part = Function(f"{f.name}.part{start}", f.parameters, attributes="nounwind noinline optnone")
            for plan in plans[start : start + MOST_CALLS]:
                write(part, plan)
            part.result()
            self._parts.append(part)
            f.call(part.name, "void", *f.parameters)

    def _call_forward(self, f: Function, plan: AnyPlan, *, keeps: bool) -> None:
        if isinstance(plan, DotPlan):
            self._call_combination(f, forward(plan), plan, UNIFORM)
        elif isinstance(plan, MeanPlan):
            self._call_mean(f, plan)
        else:
            self._call_operation(f, plan, keeps=keeps)

    def _call_backward(self, f: Function, plan: AnyPlan) -> None:
        if isinstance(plan, DotPlan):
            self._call_weight_gradients(f, plan)
            sums = backward(plan)
            if sums is not None:
                self._call_combination(f, sums, plan, UNIFORM)
        elif isinstance(plan, MeanPlan):
            self._call_mean_backward(f, plan)
        else:
            self._call_operation_backward(f, plan)

    def _row(self, f: Function, group: Value, row: int) -> Value:
        return f.at(f.at(STORE, f.binary("mul", group, integer(self.stride))), row * LANES)

    @contextmanager
    def _over(self, f: Function, rows: Indices) -> Iterator[tuple[Value, Value]]:
        """Loop over a table of rows: index and row."""
        table = self.kernels.table(tuple(rows.tolist()))
        with f.loop(integer(0), integer(len(rows)), integer(1)) as loop:
            yield loop.index, f.load(f.at(table, loop.index, INT), INT)

    def _call_combination(self, f: Function, what: Combination, plan: DotPlan, weights: Value) -> None:
        kernel = CombinationKernel(self.kernels, what)
        callee = self.kernels.get(what.shape, kernel.make)
        biases = NULL if plan.bias is None else f.at(weights, plan.bias)
        f.call_pointer(
            callee, "void", GROUPS, integer(self.stride),
            first_row(f, STORE, what.results), first_row(f, STORE, what.terms),
            f.at(weights, plan.weight), biases, self._poison(f),
        )  # fmt: skip

    def _call_weight_gradients(self, f: Function, plan: DotPlan) -> None:
        kernel = WeightGradientKernel(self.kernels, plan)
        callee = self.kernels.get(kernel.shape, kernel.make)
        biases = NULL if plan.bias is None else f.at(GRADIENTS, plan.bias)
        f.call_pointer(
            callee, "void", GROUPS, integer(self.stride),
            first_row(f, STORE, plan.adjoint), first_row(f, STORE, plan.inputs),
            f.at(GRADIENTS, plan.weight), biases,
        )  # fmt: skip

    def _call_mean(self, f: Function, plan: MeanPlan) -> None:
        kernel = MeanKernel(self.kernels, plan)
        callee = self.kernels.get(kernel.shape, kernel.make)
        f.call_pointer(
            callee, "void", GROUPS, integer(self.stride), integer(plan.count),
            first_number(f, UNIFORM, plan.results), first_row(f, STORE, plan.operands),
            self._seeds(f), self._poison(f),
        )  # fmt: skip

    def _call_mean_backward(self, f: Function, plan: MeanPlan) -> None:
        if plan.adjoint is None:
            return
        kernel = MeanBackwardKernel(self.kernels, plan)
        callee = self.kernels.get(kernel.shape, kernel.make)
        f.call_pointer(
            callee, "void", GROUPS, integer(self.stride), integer(plan.count),
            first_number(f, GRADIENTS, plan.results), first_row(f, STORE, plan.adjoint), self._seeds(f),
        )  # fmt: skip

    def _seeds(self, f: Function) -> Value:
        assert self.seed_row is not None
        return f.at(STORE, self.seed_row * LANES)

    def _call_operation(self, f: Function, plan: BundlePlan, *, keeps: bool) -> None:
        kernel = OperationKernel(self.kernels, plan, keeps=keeps)
        callee = self.kernels.get(kernel.shape, kernel.make)
        groups = GROUPS if plan.lanes else integer(1)
        out = first_row(f, STORE, plan.results) if plan.lanes else first_number(f, UNIFORM, plan.results)
        f.call_pointer(
            callee, "void", groups, integer(self.stride), integer(plan.count),
            out, self._kept(f, plan), self._poison(f) if plan.lanes else NULL,
            *(self._operand(f, operand.lanes, operand.rows) for operand in plan.operands),
        )  # fmt: skip

    def _call_operation_backward(self, f: Function, plan: BundlePlan) -> None:
        if plan.adjoint is None:
            return
        kernel = OperationBackwardKernel(self.kernels, plan)
        callee = self.kernels.get(kernel.shape, kernel.make)
        pairs: list[Value] = []
        for operand in plan.operands:
            pairs.append(self._operand(f, operand.lanes, operand.rows))
            if operand.adjoint is None:
                pairs.append(NULL)
            elif operand.lanes:
                pairs.append(first_row(f, STORE, operand.adjoint))
            else:
                pairs.append(first_number(f, GRADIENTS, operand.adjoint))
        if plan.lanes:
            adjoints, results = first_row(f, STORE, plan.adjoint), first_row(f, STORE, plan.results)
        else:
            adjoints = first_number(f, GRADIENTS, plan.adjoint)
            results = first_number(f, UNIFORM, plan.results)
        groups = GROUPS if plan.lanes else integer(1)
        f.call_pointer(
            callee, "void", groups, integer(self.stride), integer(plan.count),
            adjoints, self._kept(f, plan), results, *pairs,
        )  # fmt: skip

    def _operand(self, f: Function, lanes: bool, rows: Span) -> Value:
        return first_row(f, STORE, rows) if lanes else first_number(f, UNIFORM, rows)

    def _kept(self, f: Function, plan: BundlePlan) -> Value:
        return f.at(STORE, plan.kept_start * LANES) if plan.lanes else f.at(UNIFORM, plan.kept_start)

    def _poison(self, f: Function) -> Value:
        return f.at(STORE, self.layout.poison * LANES)

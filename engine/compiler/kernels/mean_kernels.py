"""Means over the batch: of rows of lanes, and the way back to them."""

from __future__ import annotations

from engine.compiler.ir import INT, LANES, POINTER, VECTOR, Function, Value, double, integer, vector
from engine.compiler.kernels.kernel_set import (
    GROUPS,
    KERNEL,
    STRIDE,
    KernelSet,
    broadcast,
    each,
    group_address,
    lane_sums,
    number,
    plus,
    row,
    shape_of,
)
from engine.compiler.layout import MeanPlan
from engine.compiler.vector_functions.arithmetic import fma

COUNT = Value("%count", INT)
_RESULTS, _ROWS = Value("%results", POINTER), Value("%rows", POINTER)
_SEEDS, _POISON = Value("%seeds", POINTER), Value("%poison", POINTER)


class MeanKernel:
    """Writes the function of the way forward: groups, stride, count, results, rows, seeds, poison.

    Seeds are 1 in the lane of a sample and 0 in a lane that only fills up a group. Samples are added in the
    same order every time.
    """

    def __init__(self, kernels: KernelSet, plan: MeanPlan) -> None:
        self._kernels, self._plan = kernels, plan

    @property
    def shape(self) -> tuple[object, ...]:
        """What is built into the code."""
        return "mean", shape_of(self._plan.results), shape_of(self._plan.operands)

    def make(self, name: str) -> Function:
        """Return the function."""
        parameters = [GROUPS, STRIDE, COUNT, _RESULTS, _ROWS, _SEEDS, _POISON]
        f = Function(name, parameters, "void", KERNEL, internal=False)
        samples = _sample_count(f)
        fours = f.binary("and", COUNT, integer(-LANES))
        # Four rows at a time stand side by side in memory, and their sums over lanes are one.
        some, others = f.compare("sgt", fours, integer(0)), f.compare("slt", fours, COUNT)
        with f.when(some), f.loop(integer(0), fours, integer(LANES)) as tiles:
            self._write_means(f, [plus(f, tiles.index, integer(i)) for i in range(LANES)], samples)
        with f.when(others), f.loop(fours, COUNT, integer(1)) as rest:
            self._write_means(f, [rest.index], samples)
        with f.loop(integer(0), COUNT, integer(1), [vector(0.0)]) as items:
            mean = broadcast(f, number(f, self._kernels, _RESULTS, self._plan.results, items.index))
            items.after = [fma(f, mean, vector(0.0), items.carried[0])]
        with each(f, GROUPS) as group:
            poison = group_address(f, _POISON, group)
            f.store(f.add(f.load(poison, VECTOR), items.after[0]), poison)
        f.result()
        return f

    def _write_means(self, f: Function, items: list[Value], samples: Value) -> None:
        with f.loop(integer(0), GROUPS, integer(1), [vector(0.0)] * len(items)) as groups:
            base = group_address(f, _ROWS, groups.index)
            seeds = f.load(group_address(f, _SEEDS, groups.index), VECTOR)
            groups.after = [
                fma(f, f.load(row(f, self._kernels, base, self._plan.operands, item), VECTOR), seeds, total)
                for item, total in zip(items, groups.carried, strict=True)
            ]
        sums = lane_sums(f, groups.after)
        for lane, item in enumerate(items):
            mean = f.divide(f.extract(sums, lane), samples)
            f.store(mean, number(f, self._kernels, _RESULTS, self._plan.results, item))


class MeanBackwardKernel:
    """Writes the function of the way back: groups, stride, count, gradients of results, adjoints, seeds."""

    def __init__(self, kernels: KernelSet, plan: MeanPlan) -> None:
        assert plan.adjoint is not None
        self._kernels, self._plan, self._adjoint = kernels, plan, plan.adjoint

    @property
    def shape(self) -> tuple[object, ...]:
        """What is built into the code."""
        return "mean backward", shape_of(self._plan.results), shape_of(self._adjoint), self._plan.stores

    def make(self, name: str) -> Function:
        """Return the function."""
        f = Function(name, [GROUPS, STRIDE, COUNT, _RESULTS, _ROWS, _SEEDS], "void", KERNEL, internal=False)
        share = f.divide(double(1.0), _sample_count(f))
        with each(f, GROUPS) as group:
            shares = f.multiply(f.splat(share), f.load(group_address(f, _SEEDS, group), VECTOR))
            base = group_address(f, _ROWS, group)
            with each(f, COUNT) as item:
                gradient = broadcast(f, number(f, self._kernels, _RESULTS, self._plan.results, item))
                target, part = row(f, self._kernels, base, self._adjoint, item), f.multiply(gradient, shares)
                f.store(part if self._plan.stores else f.add(f.load(target, VECTOR), part), target)
        f.result()
        return f


def _sample_count(f: Function) -> Value:
    with f.loop(integer(0), GROUPS, integer(1), [vector(0.0)]) as groups:
        seeds = f.load(group_address(f, _SEEDS, groups.index), VECTOR)
        groups.after = [f.add(groups.carried[0], seeds)]
    return f.extract(lane_sums(f, groups.after), 0)

"""Means over the batch: of rows of lanes, and the way back to them."""

from __future__ import annotations

from engine.compiler.ir import DOUBLE, INT, POINTER, VECTOR, Function, Value, integer, vector
from engine.compiler.kernels.kernel_set import (
    GROUPS,
    KERNEL,
    STRIDE,
    KernelSet,
    each,
    group_address,
    lane_sums,
    number,
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
        with f.loop(integer(0), COUNT, integer(1), [vector(0.0)]) as items:
            with f.loop(integer(0), GROUPS, integer(1), [vector(0.0)]) as groups:
                base = group_address(f, _ROWS, groups.index)
                values = f.load(row(f, self._kernels, base, self._plan.operands, items.index), VECTOR)
                seeds = f.load(group_address(f, _SEEDS, groups.index), VECTOR)
                groups.after = [fma(f, values, seeds, groups.carried[0])]
            mean = f.divide(f.extract(lane_sums(f, groups.after), 0), samples)
            f.store(mean, number(f, self._kernels, _RESULTS, self._plan.results, items.index))
            items.after = [fma(f, f.splat(mean), vector(0.0), items.carried[0])]
        with each(f, GROUPS) as group:
            poison = group_address(f, _POISON, group)
            f.store(f.add(f.load(poison, VECTOR), items.after[0]), poison)
        f.result()
        return f


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
        samples = _sample_count(f)
        with each(f, COUNT) as item:
            gradient = f.load(number(f, self._kernels, _RESULTS, self._plan.results, item), DOUBLE)
            share = f.splat(f.divide(gradient, samples))
            with each(f, GROUPS) as group:
                target = row(f, self._kernels, group_address(f, _ROWS, group), self._adjoint, item)
                part = f.multiply(share, f.load(group_address(f, _SEEDS, group), VECTOR))
                f.store(part if self._plan.stores else f.add(f.load(target, VECTOR), part), target)
        f.result()
        return f


def _sample_count(f: Function) -> Value:
    with f.loop(integer(0), GROUPS, integer(1), [vector(0.0)]) as groups:
        seeds = f.load(group_address(f, _SEEDS, groups.index), VECTOR)
        groups.after = [f.add(groups.carried[0], seeds)]
    return f.extract(lane_sums(f, groups.after), 0)

"""Operations on lanes: values, kept derivatives, and the backward pass."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from engine.compiler.ir import DOUBLE, INT, POINTER, VECTOR, Function, Value, integer, vector
from engine.compiler.kernels.expressions import MOST_INLINED, LaneWriter, transcendentals
from engine.compiler.kernels.kernel_set import (
    GROUPS,
    KERNEL,
    STRIDE,
    KernelSet,
    add_at,
    broadcast,
    check_finite,
    each,
    group_address,
    lane_sums,
    number,
    plus,
    row,
    shape_of,
    times,
)
from engine.compiler.layout import BundlePlan, OperandPlan, Span
from engine.compiler.vector_functions.arithmetic import fma
from engine.operations import OPERATIONS
from engine.symbols import Symbol

COUNT = Value("%count", INT)
BRANCHING = {"sin", "cos", "power"}


def _operand_pointers(count: int) -> list[Value]:
    return [Value(f"%operand{i}", POINTER) for i in range(count)]


class OperationKernel:
    """Writes the function of the way forward: groups, stride, count, out, kept, poison, operands.

    Parameters
    ----------
    keeps
        Whether the derivatives the way back needs are written too.
    """

    def __init__(self, kernels: KernelSet, plan: BundlePlan, *, keeps: bool) -> None:
        self._kernels, self._plan = kernels, plan
        self._kept: Sequence[Symbol] = plan.kept if keeps else ()
        self._expression = OPERATIONS[plan.operation].expression(len(plan.operands))
        self._out, self._kept_pointer = Value("%out", POINTER), Value("%kept", POINTER)
        self._poison = Value("%poison", POINTER)
        self._operands = _operand_pointers(len(plan.operands))
        names = transcendentals([self._expression.value, *self._kept])
        self._called = frozenset(names) if len(names) > MOST_INLINED else frozenset()
        # Long chains of dependent instructions; those of sine and cosine branch. Two checks would both add to
        # the poison they found.
        self._waits = bool(names) and not self._called and not plan.checks and not BRANCHING & set(names)

    @property
    def shape(self) -> tuple[object, ...]:
        """What is built into the code."""
        plan = self._plan
        return (
            "forward", OPERATIONS[plan.operation], plan.lanes, shape_of(plan.results), plan.checks,
            len(self._kept),
            tuple((o.lanes, shape_of(o.rows)) for o in plan.operands),
            tuple(o.derivative for o in plan.operands) if self._kept else (),
        )  # fmt: skip

    def make(self, name: str) -> Function:
        """Return the function."""
        parameters = [GROUPS, STRIDE, COUNT, self._out, self._kept_pointer, self._poison, *self._operands]
        f = self._function = Function(name, parameters, "void", KERNEL, internal=False)
        for primitive in sorted(self._called):
            self._kernels.share(primitive)
        if self._plan.lanes:
            with each(f, GROUPS) as group:
                self._items(group)
        else:
            with each(f, COUNT) as item:
                self._one(item, None)
        f.result()
        return f

    def _items(self, group: Value) -> None:
        """Write the loop over the operations of a group, two at a time where one alone would stall."""
        f = self._function
        if not self._waits:
            with each(f, COUNT) as item:
                self._one(item, group)
            return
        even = f.binary("and", COUNT, integer(-2))
        some = f.compare("sgt", even, integer(0))
        with f.when(some), f.loop(integer(0), even, integer(2)) as pairs:
            items = [pairs.index, plus(f, pairs.index, integer(1))]
            f.interleaved([partial(self._one, item, group) for item in items])
        with f.when(f.compare("slt", even, COUNT)):
            self._one(even, group)

    def _one(self, index: Value, group: Value | None) -> None:
        f, plan = self._function, self._plan
        operands = [
            self._read(pointer, operand, index, group)
            for pointer, operand in zip(self._operands, plan.operands, strict=True)
        ]
        writer = LaneWriter(f, operands, self._called)
        value = writer.write(self._expression.value)
        kept = [writer.write(symbol) for symbol in self._kept]
        self._write(value, self._out, plan.results, index, group)
        for place, derivative in enumerate(kept):
            position = plus(f, times(f, integer(place), COUNT), index)
            self._write(derivative, self._kept_pointer, Span(0, 1), position, group)
        if plan.checks and group is not None:
            check_finite(f, [value], group_address(f, self._poison, group))

    def _read(self, pointer: Value, operand: OperandPlan, index: Value, group: Value | None) -> Value:
        f = self._function
        if operand.lanes and group is not None:
            base = group_address(f, pointer, group)
            return f.load(row(f, self._kernels, base, operand.rows, index), VECTOR)
        return broadcast(f, number(f, self._kernels, pointer, operand.rows, index))

    def _write(self, value: Value, pointer: Value, rows: Span, index: Value, group: Value | None) -> None:
        f = self._function
        if group is not None:
            f.store(value, row(f, self._kernels, group_address(f, pointer, group), rows, index))
        else:
            f.store(f.extract(value, 0), number(f, self._kernels, pointer, rows, index))


class OperationBackwardKernel:
    """Writes the function of the way back.

    Its arguments: groups, stride, count, the results' adjoints, kept derivatives, results, then for each
    operand its values and its adjoints.
    """

    def __init__(self, kernels: KernelSet, plan: BundlePlan) -> None:
        self._kernels, self._plan = kernels, plan
        self._adjoints, self._kept = Value("%adjoints", POINTER), Value("%kept", POINTER)
        self._results = Value("%results", POINTER)
        self._operands = _operand_pointers(len(plan.operands))
        self._targets = [Value(f"%target{i}", POINTER) for i in range(len(plan.operands))]

    @property
    def shape(self) -> tuple[object, ...]:
        """What is built into the code."""
        plan = self._plan
        return (
            "backward", OPERATIONS[plan.operation], plan.lanes, shape_of(plan.results), _shape(plan.adjoint),
            tuple(
                (o.lanes, shape_of(o.rows), o.derivative, _shape(o.adjoint), o.stores) for o in plan.operands
            ),
        )  # fmt: skip

    def make(self, name: str) -> Function:
        """Return the function."""
        pairs = [p for pair in zip(self._operands, self._targets, strict=True) for p in pair]
        parameters = [GROUPS, STRIDE, COUNT, self._adjoints, self._kept, self._results, *pairs]
        f = self._function = Function(name, parameters, "void", KERNEL, internal=False)
        summed = [
            position
            for position, operand in enumerate(self._plan.operands)
            if operand.adjoint is not None and not operand.lanes
        ]
        if not self._plan.lanes:
            with each(f, COUNT) as item:
                for position in range(len(self._operands)):
                    self._contribute(position, item, None)
        elif not summed:
            with each(f, GROUPS) as group, each(f, COUNT) as item:
                for position in range(len(self._operands)):
                    self._contribute(position, item, group)
        else:
            self._with_sums(summed)
        f.result()
        return f

    def _with_sums(self, summed: Sequence[int]) -> None:
        """Uniform operands get the sum over all lanes: collected in registers, added once."""
        f = self._function
        with each(f, COUNT) as item:
            with f.loop(integer(0), GROUPS, integer(1), [vector(0.0)] * len(summed)) as groups:
                totals = dict(zip(summed, groups.carried, strict=True))
                for position in range(len(self._operands)):
                    if position in totals:
                        amount = self._amount(position, item, groups.index)
                        totals[position] = f.add(totals[position], amount)
                    else:
                        self._contribute(position, item, groups.index)
                groups.after = list(totals.values())
            for position, total in zip(summed, groups.after, strict=True):
                self._add_number(position, item, f.extract(lane_sums(f, [total]), 0))

    def _contribute(self, position: int, index: Value, group: Value | None) -> None:
        """Add adjoint times derivative to the operand's adjoint."""
        f, operand = self._function, self._plan.operands[position]
        if operand.adjoint is None:
            return
        if group is None:
            self._add_number(position, index, f.extract(self._amount(position, index, None), 0))
            return
        base = group_address(f, self._targets[position], group)
        address = row(f, self._kernels, base, operand.adjoint, index)
        if operand.stores:
            f.store(self._amount(position, index, group), address)
            return
        before = f.load(address, VECTOR)
        grad, derivative = self._grad(index, group), self._derivative(position, index, group)
        f.store(f.add(before, grad) if derivative is None else fma(f, grad, derivative, before), address)

    def _add_number(self, position: int, index: Value, amount: Value) -> None:
        f, operand = self._function, self._plan.operands[position]
        if operand.adjoint is not None:
            add_at(f, amount, number(f, self._kernels, self._targets[position], operand.adjoint, index))

    def _amount(self, position: int, index: Value, group: Value | None) -> Value:
        grad, derivative = self._grad(index, group), self._derivative(position, index, group)
        return grad if derivative is None else self._function.multiply(grad, derivative)

    def _grad(self, index: Value, group: Value | None) -> Value:
        assert self._plan.adjoint is not None
        return self._load(self._adjoints, self._plan.adjoint, index, group, lanes=True)

    def _derivative(self, position: int, index: Value, group: Value | None) -> Value | None:
        """Return the local derivative, or None where it is 1."""
        f, plan = self._function, self._plan
        derivative = plan.operands[position].derivative
        assert derivative is not None
        if derivative.source == "number":
            return None if derivative.number == 1.0 else vector(derivative.number)
        if derivative.source == "operand":
            operand = plan.operands[derivative.position]
            pointer = self._operands[derivative.position]
            return self._load(pointer, operand.rows, index, group, lanes=operand.lanes)
        if derivative.source == "value":
            return self._load(self._results, plan.results, index, group, lanes=True)
        place = plus(f, times(f, integer(derivative.position), COUNT), index)
        return self._load(self._kept, Span(0, 1), place, group, lanes=True)

    def _load(self, pointer: Value, rows: Span, index: Value, group: Value | None, *, lanes: bool) -> Value:
        f = self._function
        if lanes and group is not None:
            return f.load(row(f, self._kernels, group_address(f, pointer, group), rows, index), VECTOR)
        return f.splat(f.load(number(f, self._kernels, pointer, rows, index), DOUBLE))


def _shape(rows: Span | None) -> object:
    return None if rows is None else shape_of(rows)

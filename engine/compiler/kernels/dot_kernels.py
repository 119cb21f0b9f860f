"""Dot products on lanes: weighted sums of the forward pass, adjoints of inputs, gradients of weights.

Sums are kept in registers, several neurons times several groups at a time, so that each weight and each
input that is loaded serves more than one multiplication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.compiler.ir import LANES, POINTER, VECTOR, Function, Value, integer, vector
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
    over_tiles,
    plus,
    row,
    shape_of,
    times,
)
from engine.compiler.layout import DotPlan, Span
from engine.compiler.vector_functions.arithmetic import fma

# Up to this many products a bundle is unrolled; larger ones become loops over tiles.
MOST_UNROLLED = 72
MOST_UNROLLED_GRADIENTS = 16
TALL_TILE, TILE = 8, 4
GRADIENT_ROWS, GRADIENT_COLUMNS = 2, 4


@dataclass(frozen=True)
class Combination:
    """Weighted sums ``out[k] = start + sum_i weight[k * row_step + i * column_step] * in[i]``.

    `start` is "bias", "zero" or "memory" (the current content of `out`).
    """

    n_results: int
    n_terms: int
    results: Span
    terms: Span
    row_step: int
    column_step: int
    start: str
    bias_step: int
    checks: bool

    @property
    def shape(self) -> tuple[object, ...]:
        """What is built into the code."""
        return (
            "combination", self.n_results, self.n_terms, shape_of(self.results), shape_of(self.terms),
            self.row_step, self.column_step, self.start, self.bias_step, self.checks,
        )  # fmt: skip


def forward(plan: DotPlan) -> Combination:
    """Return the sums of a bundle of dot products."""
    return Combination(
        plan.n_results,
        plan.n_inputs,
        plan.results,
        plan.inputs,
        plan.row_step,
        plan.column_step,
        "zero" if plan.bias is None else "bias",
        plan.bias_step,
        plan.checks,
    )


def backward(plan: DotPlan) -> Combination | None:
    """Return the sums that give the inputs' adjoints: the same weights, transposed."""
    if plan.input_adjoint is None:
        return None
    return Combination(
        plan.n_inputs,
        plan.n_results,
        plan.input_adjoint,
        plan.adjoint,
        plan.column_step,
        plan.row_step,
        "zero" if plan.input_stores else "memory",
        0,
        False,
    )


class CombinationKernel:
    """Writes the function of one `Combination`: groups, stride, out, in, weights, biases, poison."""

    def __init__(self, kernels: KernelSet, what: Combination) -> None:
        self._kernels, self._what = kernels, what
        self._out, self._in = Value("%out", POINTER), Value("%in", POINTER)
        self._weights, self._biases = Value("%weights", POINTER), Value("%biases", POINTER)
        self._poison = Value("%poison", POINTER)

    def make(self, name: str) -> Function:
        """Return the function."""
        parameters = [GROUPS, STRIDE, self._out, self._in, self._weights, self._biases, self._poison]
        f = self._function = Function(name, parameters, "void", KERNEL, internal=False)
        n = self._what.n_results
        if n * self._what.n_terms <= MOST_UNROLLED:
            with each(f, GROUPS) as group:
                over_tiles(
                    f,
                    n,
                    TALL_TILE,
                    lambda first, height: self._tile(first, height, [group], True),
                    True,
                )
        else:
            self._pairs_of_groups()
        f.result()
        return f

    def _pairs_of_groups(self) -> None:
        """Two groups at a time, then the odd one."""
        f = self._function
        even = f.binary("and", GROUPS, integer(-2))
        with f.when(f.compare("sgt", even, integer(0))):
            self._all_tiles(integer(0), even, TILE, 2)
        with f.when(f.compare("slt", even, GROUPS)):
            self._all_tiles(even, GROUPS, TALL_TILE, 1)

    def _all_tiles(self, start: Value, stop: Value, height: int, together: int) -> None:
        f = self._function

        def tile(first: Value, size: int) -> None:
            with f.loop(start, stop, integer(together)) as groups:
                indices = [plus(f, groups.index, integer(i)) for i in range(together)]
                self._tile(first, size, indices, False)

        over_tiles(f, self._what.n_results, height, tile)

    def _tile(self, first: Value, height: int, groups: Sequence[Value], unrolled: bool) -> None:
        """Sum up `height` results from `first` on, for each of `groups`."""
        f, what = self._function, self._what
        outs = [group_address(f, self._out, group) for group in groups]
        ins = [group_address(f, self._in, group) for group in groups]
        numbers = [plus(f, first, integer(k)) for k in range(height)]
        addresses = [[row(f, self._kernels, out, what.results, k) for k in numbers] for out in outs]
        sums = self._starts(numbers, addresses)
        if unrolled:
            for i in range(what.n_terms):
                sums = self._turn(sums, numbers, ins, integer(i))
        else:
            with f.loop(integer(0), integer(what.n_terms), integer(1), sums) as terms:
                terms.after = self._turn(terms.carried, numbers, ins, terms.index)
            sums = terms.after
        for place, group in enumerate(groups):
            part = sums[place * height : (place + 1) * height]
            for value, address in zip(part, addresses[place], strict=True):
                f.store(value, address)
            if what.checks:
                check_finite(f, part, group_address(f, self._poison, group))

    def _starts(self, numbers: Sequence[Value], addresses: list[list[Value]]) -> list[Value]:
        f, what = self._function, self._what
        if what.start == "memory":
            return [f.load(address, VECTOR) for group in addresses for address in group]
        if what.start == "zero":
            return [vector(0.0) for group in addresses for _ in group]
        step = integer(what.bias_step)
        biases = [broadcast(f, f.at(self._biases, times(f, k, step))) for k in numbers]
        return biases * len(addresses)

    def _turn(
        self, sums: Sequence[Value], numbers: Sequence[Value], ins: Sequence[Value], term: Value
    ) -> list[Value]:
        """Add one product to every sum."""
        f, what = self._function, self._what
        inputs = [f.load(row(f, self._kernels, base, what.terms, term), VECTOR) for base in ins]
        column = times(f, term, integer(what.column_step))
        weights = []
        for k in numbers:
            place = plus(f, times(f, k, integer(what.row_step)), column)
            weights.append(broadcast(f, f.at(self._weights, place)))
        products = [(weight, x) for x in inputs for weight in weights]
        return [fma(f, weight, x, total) for (weight, x), total in zip(products, sums, strict=True)]


class WeightGradientKernel:
    """Writes the function that adds the gradients of weights and biases.

    Its arguments: groups, stride, the results' adjoints, inputs, gradients of weights and of biases.
    """

    def __init__(self, kernels: KernelSet, plan: DotPlan) -> None:
        self._kernels, self._plan = kernels, plan
        self._adjoints, self._in = Value("%adjoints", POINTER), Value("%in", POINTER)
        self._weights, self._biases = Value("%weights", POINTER), Value("%biases", POINTER)

    @property
    def shape(self) -> tuple[object, ...]:
        """What is built into the code."""
        plan = self._plan
        return (
            "weights", plan.n_results, plan.n_inputs, shape_of(plan.adjoint), shape_of(plan.inputs),
            plan.row_step, plan.column_step, plan.bias is None, plan.bias_step,
        )  # fmt: skip

    def make(self, name: str) -> Function:
        """Return the function."""
        parameters = [GROUPS, STRIDE, self._adjoints, self._in, self._weights, self._biases]
        f = self._function = Function(name, parameters, "void", KERNEL, internal=False)
        n, m = self._plan.n_results, self._plan.n_inputs
        unrolled = n * m <= MOST_UNROLLED_GRADIENTS
        over_tiles(
            f,
            n,
            GRADIENT_ROWS,
            lambda first, height: over_tiles(
                f,
                m,
                GRADIENT_COLUMNS,
                lambda start, width: self._tile(first, height, start, width),
                unrolled,
            ),
            unrolled,
        )
        if self._plan.bias is not None:
            over_tiles(f, n, TALL_TILE, self._bias_tile, unrolled)
        f.result()
        return f

    def _tile(self, first: Value, height: int, start: Value, width: int) -> None:
        """Add the gradients of `height` times `width` weights."""
        f, plan = self._function, self._plan
        rows = [plus(f, first, integer(k)) for k in range(height)]
        columns = [plus(f, start, integer(i)) for i in range(width)]
        zeros = [vector(0.0)] * (height * width)
        with f.loop(integer(0), GROUPS, integer(1), zeros) as groups:
            adjoints = self._load(self._adjoints, groups.index, plan.adjoint, rows)
            inputs = self._load(self._in, groups.index, plan.inputs, columns)
            pairs = [(adjoint, x) for adjoint in adjoints for x in inputs]
            groups.after = [
                fma(f, adjoint, x, total) for (adjoint, x), total in zip(pairs, groups.carried, strict=True)
            ]
        for place, k in enumerate(rows):
            sums = lane_sums(f, groups.after[place * width : (place + 1) * width])
            offset = times(f, k, integer(plan.row_step))
            address = f.at(self._weights, plus(f, offset, times(f, start, integer(plan.column_step))))
            self._add(sums, address, plan.column_step, width)

    def _bias_tile(self, first: Value, height: int) -> None:
        f, plan = self._function, self._plan
        rows = [plus(f, first, integer(k)) for k in range(height)]
        with f.loop(integer(0), GROUPS, integer(1), [vector(0.0)] * height) as groups:
            adjoints = self._load(self._adjoints, groups.index, plan.adjoint, rows)
            groups.after = [
                f.add(total, adjoint) for total, adjoint in zip(groups.carried, adjoints, strict=True)
            ]
        for start in range(0, height, LANES):
            part = groups.after[start : start + LANES]
            address = f.at(self._biases, times(f, rows[start], integer(plan.bias_step)))
            self._add(lane_sums(f, part), address, plan.bias_step, len(part))

    def _load(self, base: Value, group: Value, rows: Span, indices: Sequence[Value]) -> list[Value]:
        f = self._function
        start = group_address(f, base, group)
        return [f.load(row(f, self._kernels, start, rows, index), VECTOR) for index in indices]

    def _add(self, sums: Value, address: Value, step: int, count: int) -> None:
        """Add the first `count` lanes to numbers `step` apart."""
        f = self._function
        if step == 1 and count == LANES:
            add_at(f, sums, address)
            return
        for lane in range(count):
            add_at(f, f.extract(sums, lane), f.at(address, lane * step))

"""What all kernels share: functions made once for each shape, row addresses, sums over lanes.

A kernel runs one bundle on *groups* of `LANES` samples. Within a group every row is one vector and rows lie
side by side, so that the rows of a bundle stand at constant distances; the next group lies `stride`
numbers further on.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager

from engine.compiler.ir import DOUBLE, INT, LANES, POINTER, VECTOR, Function, Value, integer, vector
from engine.compiler.kernels.kernel_library import KernelLibrary
from engine.compiler.layout import Span
from engine.compiler.native import NativeModule
from engine.compiler.vector_functions.arithmetic import fma
from engine.compiler.vector_functions.primitives import as_function

GROUPS, STRIDE = Value("%groups", INT), Value("%stride", INT)
KERNEL = "nounwind noinline"


class KernelSet:
    """The functions and tables of one module: each distinct shape exists once.

    Parameters
    ----------
    library
        Existing kernels; None to write all of them.
    """

    def __init__(self, library: KernelLibrary | None = None) -> None:
        self._library = library
        self._functions: dict[Hashable, Function] = {}
        self._shared: dict[str, Function] = {}
        self._callees: dict[Hashable, Value] = {}
        self._tables: dict[tuple[int, ...], str] = {}
        self.used_modules: set[NativeModule] = set()

    @property
    def functions(self) -> list[Function]:
        """What has to be compiled."""
        return [*self._functions.values(), *self._shared.values()]

    @property
    def names(self) -> dict[Hashable, str]:
        """The new kernels by their shapes."""
        return {key: function.name for key, function in self._functions.items()}

    def get(self, shape: Hashable, make: Callable[[str], Function]) -> Value:
        """Return the address of the kernel of a shape; `make` writes it under the name it is given."""
        if shape not in self._callees:
            found = self._library.find(shape) if self._library else None
            if found:
                self.used_modules.add(found[0])
                self._callees[shape] = Value(f"inttoptr (i64 {found[1]} to ptr)", POINTER)
            else:
                self._functions[shape] = make(f"kernel{len(self._functions)}")
                self._callees[shape] = Value(f"@{self._functions[shape].name}", POINTER)
        return self._callees[shape]

    def share(self, primitive: str) -> None:
        """Add a primitive's code as a function that kernels of this module call."""
        if primitive not in self._shared:
            self._shared[primitive] = as_function(primitive)

    def table(self, rows: tuple[int, ...]) -> Value:
        """Return the address of a constant array of integers."""
        name = self._tables.setdefault(rows, f"table{len(self._tables)}")
        return Value(f"@{name}", POINTER)

    def tables_text(self) -> str:
        """Return the definitions of all tables."""
        return "\n".join(
            f"@{name} = private constant [{len(rows)} x i64] [{', '.join(f'i64 {row}' for row in rows)}]"
            for rows, name in self._tables.items()
        )


def first_row(f: Function, store: Value, rows: Span) -> Value:
    """Return the address that `row` counts from: the first row, or the whole store for a table."""
    return f.at(store, 0 if rows.is_table else rows.start * LANES)


def row(f: Function, kernels: KernelSet, base: Value, rows: Span, index: Value) -> Value:
    """Return the address of row number `index` of `rows` within a group that starts at `base`."""
    return f.at(base, _offset(f, kernels, rows, index, LANES))


def number(f: Function, kernels: KernelSet, base: Value, rows: Span, index: Value) -> Value:
    """Return the address of number `index` of `rows` in an array of uniform numbers."""
    return f.at(base, _offset(f, kernels, rows, index, 1))


def first_number(f: Function, uniform: Value, rows: Span) -> Value:
    """Return the address that `number` counts from."""
    return f.at(uniform, 0 if rows.is_table else rows.start)


def _offset(f: Function, kernels: KernelSet, rows: Span, index: Value, width: int) -> Value:
    if rows.table is None:
        return times(f, index, integer(rows.step * width))
    known = constant(index)
    if known is not None:
        return integer(rows.table[known] * width)
    place = f.load(f.at(kernels.table(rows.table), index, INT), INT)
    return times(f, place, integer(width))


def constant(value: Value) -> int | None:
    """Return the integer that is written into the code, or None for one known only when it runs."""
    return None if value.text.startswith("%") else int(value.text)


def plus(f: Function, left: Value, right: Value) -> Value:
    """Return the sum of two integers, folded if both are known."""
    a, b = constant(left), constant(right)
    if a is not None and b is not None:
        return integer(a + b)
    if a == 0 or b == 0:
        return right if a == 0 else left
    return f.binary("add", left, right)


def times(f: Function, left: Value, right: Value) -> Value:
    """Return the product of two integers, folded if both are known."""
    a, b = constant(left), constant(right)
    if a is not None and b is not None:
        return integer(a * b)
    if a == 1 or b == 1:
        return right if a == 1 else left
    return f.binary("mul", left, right)


@contextmanager
def each(f: Function, count: Value) -> Iterator[Value]:
    """Write a loop over 0 to count - 1 (count is at least 1)."""
    with f.loop(integer(0), count, integer(1)) as loop:
        yield loop.index


def over_tiles(
    f: Function, count: int, size: int, body: Callable[[Value, int], None], unrolled: bool = False
) -> None:
    """Write `body` (first index, number of items) for tiles of `size` items, and for what remains."""
    whole = count - count % size
    if unrolled or whole <= size:
        for first in range(0, whole, size):
            body(integer(first), size)
    else:
        with f.loop(integer(0), integer(whole), integer(size)) as tiles:
            body(tiles.index, size)
    if count > whole:
        body(integer(whole), count - whole)


def shape_of(rows: Span) -> Hashable:
    """Return what of a span is built into a kernel: where it starts is an argument."""
    return rows.table if rows.is_table else rows.step


def group_address(f: Function, base: Value, group: Value) -> Value:
    """Return where a group's part of an array begins."""
    return f.at(base, f.binary("mul", group, STRIDE))


def lane_sums(f: Function, vectors: Sequence[Value]) -> Value:
    """Return a vector with the sum over the lanes of each of up to four vectors."""
    a, b, c, d = (*vectors, *[vectors[-1]] * (LANES - len(vectors)))
    ab = f.add(f.shuffle(a, b, (0, 4, 2, 6)), f.shuffle(a, b, (1, 5, 3, 7)))
    cd = f.add(f.shuffle(c, d, (0, 4, 2, 6)), f.shuffle(c, d, (1, 5, 3, 7)))
    return f.add(f.shuffle(ab, cd, (0, 1, 4, 5)), f.shuffle(ab, cd, (2, 3, 6, 7)))


def add_at(f: Function, amount: Value, address: Value) -> None:
    """Add to the number or vector at an address."""
    f.store(f.add(f.load(address, amount.type), amount), address)


def broadcast(f: Function, address: Value) -> Value:
    """Return a vector with the number at an address in every lane."""
    return f.splat(f.load(address, DOUBLE))


def check_finite(f: Function, values: Sequence[Value], poison: Value) -> None:
    """Turn the poison at an address to NaN in the lanes where a value is not finite."""
    total = f.load(poison, VECTOR)
    for value in values:
        total = fma(f, value, vector(0.0), total)
    f.store(total, poison)

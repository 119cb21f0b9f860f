"""LLVM IR as text: typed values, instructions without duplicates, and loops.

Text is what llvmlite parses anyway, and writing it costs a microsecond an instruction where a builder's
objects cost ten.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import zip_longest
from typing import NamedTuple

LANES = 4
DOUBLE, INT, BOOL, POINTER = "double", "i64", "i1", "ptr"
VECTOR = f"<{LANES} x double>"
INT_VECTOR = f"<{LANES} x i64>"
BOOL_VECTOR = f"<{LANES} x i1>"


class Value(NamedTuple):
    """The text that stands for a value, and its type."""

    text: str
    type: str


def double(value: float) -> Value:
    """Return a constant number."""
    return Value(f"0x{struct.unpack('>Q', struct.pack('>d', value))[0]:016X}", DOUBLE)


def integer(value: int) -> Value:
    """Return a constant integer."""
    return Value(str(value), INT)


def boolean(value: bool) -> Value:
    """Return a constant truth value."""
    return Value("true" if value else "false", BOOL)


def vector(value: float) -> Value:
    """Return a constant with the same number in every lane."""
    return Value(f"<{', '.join([f'double {double(value).text}'] * LANES)}>", VECTOR)


def int_vector(value: int) -> Value:
    """Return a constant with the same integer in every lane."""
    return Value(f"<{', '.join([f'i64 {value}'] * LANES)}>", INT_VECTOR)


NULL = Value("null", POINTER)
LANE_NUMBERS = Value(f"<{', '.join(f'i64 {lane}' for lane in range(LANES))}>", INT_VECTOR)


class Loop:
    """A loop being written: `index` counts, `carried` are the values handed from turn to turn.

    Set `after` to the values of the next turn before the loop's block ends; later it holds the results.
    """

    def __init__(self, index: Value, carried: list[Value]) -> None:
        self.index = index
        self.carried = carried
        self.after = list(carried)


class Function:
    """Writes one function.

    Parameters
    ----------
    name
        Without the leading @.
    parameters
        Values whose texts are names such as ``%store``.
    returns
        Type of the result, or ``"void"``.
    attributes
        Of the function, such as ``"noinline"``.
    internal
        Whether it is visible in its own module only.
    """

    def __init__(
        self,
        name: str,
        parameters: Sequence[Value],
        returns: str = "void",
        attributes: str = "nounwind",
        *,
        internal: bool = True,
    ) -> None:
        self.name = name
        self.parameters = tuple(parameters)
        self.returns = returns
        self.needed: set[str] = set()  # declarations of other functions it calls
        self._attributes, self._internal = attributes, internal
        self._lines: list[str] = []
        self._count = 0
        self._block = "entry"
        # One table per nested block: values of an outer block are valid in inner ones, not the reverse.
        self._known: list[dict[str, Value]] = [{}]
        self._definitions: dict[str, str] = {}

    def instruction(self, text: str, type: str) -> Value:
        """Write an instruction and return its result."""
        self._count += 1
        value = Value(f"%t{self._count}", type)
        self._lines.append(f"  {value.text} = {text}")
        return value

    def pure(self, text: str, type: str) -> Value:
        """Return the result of an instruction without side effects; duplicates are not written again."""
        for table in self._known:
            if text in table:
                return table[text]
        value = self.instruction(text, type)
        self._known[-1][text] = value
        self._definitions[value.text] = text
        return value

    def definition(self, value: Value) -> str:
        """Return the pure instruction that made a value, empty for other values."""
        return self._definitions.get(value.text, "")

    def command(self, text: str) -> None:
        """Write an instruction without a result."""
        self._lines.append(f"  {text}")

    # Arithmetic on numbers of one type.

    def binary(self, opcode: str, left: Value, right: Value) -> Value:
        """Return ``left opcode right`` for opcodes such as fadd, sub, and, shl."""
        return self.pure(f"{opcode} {left.type} {left.text}, {right.text}", left.type)

    def add(self, left: Value, right: Value) -> Value:
        """Return the sum of two numbers or vectors of numbers."""
        return self.binary("fadd", left, right)

    def subtract(self, left: Value, right: Value) -> Value:
        """Return the difference of two numbers or vectors of numbers."""
        return self.binary("fsub", left, right)

    def multiply(self, left: Value, right: Value) -> Value:
        """Return the product of two numbers or vectors of numbers."""
        return self.binary("fmul", left, right)

    def divide(self, left: Value, right: Value) -> Value:
        """Return the quotient of two numbers or vectors of numbers."""
        return self.binary("fdiv", left, right)

    def negate(self, value: Value) -> Value:
        """Return the negated number."""
        return self.pure(f"fneg {value.type} {value.text}", value.type)

    def fma(self, left: Value, right: Value, addend: Value) -> Value:
        """Return ``left * right + addend``, rounded once."""
        return self.intrinsic("llvm.fma", addend.type, left, right, addend)

    def intrinsic(self, name: str, type: str, *arguments: Value) -> Value:
        """Return the result of one of LLVM's own functions, overloaded on `type`."""
        suffix = type.replace("<", "").replace(">", "").replace(" x ", "").replace("double", "f64")
        suffix = f"v{suffix}" if type.startswith("<") else suffix
        return self.call(f"{name}.{suffix}", type, *arguments, pure=True)

    def call(self, name: str, type: str, *arguments: Value, pure: bool = False) -> Value:
        """Call a function, declared at the end of the module unless it is defined there."""
        self.needed.add(f"declare {type} @{name}({', '.join(a.type for a in arguments)})")
        return self.call_pointer(Value(f"@{name}", POINTER), type, *arguments, pure=pure)

    def call_pointer(self, pointer: Value, type: str, *arguments: Value, pure: bool = False) -> Value:
        """Call a function through its address."""
        text = f"call {type} {pointer.text}({self._list(arguments)})"
        if type == "void":
            self.command(text)
            return Value("", "void")
        return self.pure(text, type) if pure else self.instruction(text, type)

    @staticmethod
    def _list(arguments: Sequence[Value]) -> str:
        return ", ".join(f"{a.type} {a.text}" for a in arguments)

    # Comparisons and choices.

    def compare(self, predicate: str, left: Value, right: Value) -> Value:
        """Compare two values: ``"olt"`` and the like for numbers, ``"slt"`` for integers."""
        opcode = "fcmp" if "double" in left.type else "icmp"
        type = left.type.replace("double", "i1").replace("i64", "i1").replace("ptr", "i1")
        return self.pure(f"{opcode} {predicate} {left.type} {left.text}, {right.text}", type)

    def select(self, condition: Value, if_true: Value, if_false: Value) -> Value:
        """Return one of two values, lane by lane where the condition is a vector."""
        return self.pure(
            f"select {condition.type} {condition.text}, {if_true.type} {if_true.text}, "
            f"{if_false.type} {if_false.text}",
            if_true.type,
        )

    def convert(self, opcode: str, value: Value, type: str) -> Value:
        """Convert `value` to another type, by ``bitcast``, ``sitofp`` and the like."""
        return self.pure(f"{opcode} {value.type} {value.text} to {type}", type)

    # Lanes.

    def splat(self, value: Value) -> Value:
        """Return a vector with the number in every lane."""
        type = f"<{LANES} x {value.type}>"
        one = self.pure(f"insertelement {type} poison, {value.type} {value.text}, i64 0", type)
        zeros = f"<{LANES} x i32> zeroinitializer"
        return self.pure(f"shufflevector {type} {one.text}, {type} poison, {zeros}", type)

    def extract(self, value: Value, lane: int) -> Value:
        """Return one lane."""
        type = value.type.split(" x ")[1].rstrip(">")
        return self.pure(f"extractelement {value.type} {value.text}, i64 {lane}", type)

    def insert(self, value: Value, element: Value, lane: int) -> Value:
        """Return the vector with one lane replaced."""
        return self.pure(
            f"insertelement {value.type} {value.text}, {element.type} {element.text}, i64 {lane}", value.type
        )

    def shuffle(self, left: Value, right: Value, lanes: Sequence[int]) -> Value:
        """Return lanes picked from two vectors laid end to end."""
        mask = ", ".join(f"i32 {lane}" for lane in lanes)
        type = f"<{len(lanes)} x {left.type.split(' x ')[1]}"
        return self.pure(
            f"shufflevector {left.type} {left.text}, {right.type} {right.text}, "
            f"<{len(lanes)} x i32> <{mask}>",
            type,
        )

    # Memory.

    def at(self, pointer: Value, index: Value | int, type: str = DOUBLE) -> Value:
        """Return the address of element `index` of an array of `type`."""
        position = integer(index) if isinstance(index, int) else index
        if position.text == "0":
            return pointer
        return self.pure(f"getelementptr {type}, ptr {pointer.text}, i64 {position.text}", POINTER)

    def load(self, pointer: Value, type: str) -> Value:
        """Load from an address (vectors need only the alignment of a number)."""
        return self.instruction(f"load {type}, ptr {pointer.text}, align 8", type)

    def store(self, value: Value, pointer: Value) -> None:
        """Write a value to an address."""
        self.command(f"store {value.type} {value.text}, ptr {pointer.text}, align 8")

    # Control.

    @contextmanager
    def loop(self, start: Value, stop: Value, step: Value, carried: Sequence[Value] = ()) -> Iterator[Loop]:
        """Write a loop over start, start + step, ... below stop; it runs at least once."""
        self._count += 1
        name = f"loop{self._count}"
        before, position = self._block, len(self._lines) + 2
        self._lines += [f"  br label %{name}", f"{name}:"]
        self._block = name
        index = Value(f"%{name}.index", INT)
        values = [Value(f"%{name}.carried{i}", value.type) for i, value in enumerate(carried)]
        loop = Loop(index, values)
        self._known.append({})
        yield loop
        following = self.instruction(f"add nsw i64 {index.text}, {step.text}", INT)
        again = self.instruction(f"icmp slt i64 {following.text}, {stop.text}", BOOL)
        phis = [f"  {index.text} = phi i64 [ {start.text}, %{before} ], [ {following.text}, %{self._block} ]"]
        for value, first, later in zip(values, carried, loop.after, strict=True):
            phis.append(
                f"  {value.text} = phi {value.type} [ {first.text}, %{before} ], "
                f"[ {later.text}, %{self._block} ]"
            )
        self._lines[position:position] = phis
        self._known.pop()
        self._lines += [f"  br i1 {again.text}, label %{name}, label %{name}.end", f"{name}.end:"]
        self._block = f"{name}.end"

    @contextmanager
    def when(self, condition: Value) -> Iterator[None]:
        """Write a block that runs where the condition holds."""
        self._count += 1
        name = f"when{self._count}"
        self._lines += [f"  br i1 {condition.text}, label %{name}, label %{name}.end", f"{name}:"]
        self._block = name
        self._known.append({})
        yield
        self._known.pop()
        if not self._lines[-1].startswith("  ret "):
            self._lines.append(f"  br label %{name}.end")
        self._lines.append(f"{name}.end:")
        self._block = f"{name}.end"

    def replaced_when(self, condition: Value, value: Value, write: Callable[[], Value]) -> Value:
        """Return `value`, or if the condition holds the result of `write`, in a block of its own."""
        before = self._block
        with self.when(condition):
            other = write()
            inside = self._block
        return self.instruction(
            f"phi {value.type} [ {value.text}, %{before} ], [ {other.text}, %{inside} ]", value.type
        )

    def interleaved(self, writers: Sequence[Callable[[], None]]) -> None:
        """Interleave straight-line pieces line by line, so that the processor finds independent work.

        Raises
        ------
        ValueError
            A piece has more than one block.
        """
        pieces = []
        for write in writers:
            start = len(self._lines)
            self._known.append({})
            write()
            self._known.pop()
            pieces.append(self._lines[start:])
            del self._lines[start:]
        if any(line.endswith(":") for piece in pieces for line in piece):
            raise ValueError("only straight-line code can be interleaved")
        for lines in zip_longest(*pieces, fillvalue=""):
            self._lines += [line for line in lines if line]

    @contextmanager
    def while_true(self) -> Iterator[str]:
        """Write an endless loop; leave it with `leave_when` and the given label."""
        self._count += 1
        name = f"while{self._count}"
        self._lines += [f"  br label %{name}", f"{name}:"]
        self._block = name
        self._known.append({})
        yield f"{name}.end"
        self._known.pop()
        self._lines += [f"  br label %{name}", f"{name}.end:"]
        self._block = f"{name}.end"

    def leave_when(self, condition: Value, label: str) -> None:
        """Jump to the end of a `while_true` where the condition holds."""
        self._count += 1
        name = f"stay{self._count}"
        self._lines += [f"  br i1 {condition.text}, label %{label}, label %{name}", f"{name}:"]
        self._block = name

    def result(self, value: Value | None = None) -> None:
        """Return from the function."""
        self.command("ret void" if value is None else f"ret {value.type} {value.text}")

    @property
    def size(self) -> int:
        """Number of lines written so far."""
        return len(self._lines)

    def text(self) -> str:
        """Return the whole function."""
        linkage = "internal " if self._internal else ""
        parameters = self._list(self.parameters)
        head = f"define {linkage}{self.returns} @{self.name}({parameters}) {self._attributes} {{"
        return "\n".join([head, "entry:", *self._lines, "}"])


def module_text(functions: Sequence[Function], header: str = "") -> str:
    """Return a module of functions, with declarations of all others that they call."""
    defined = {function.name for function in functions}
    needed = sorted(set().union(*(function.needed for function in functions)))
    declarations = [line for line in needed if line.split("@")[1].split("(")[0] not in defined]
    return "\n".join([header, *(f.text() for f in functions), *declarations, ""])

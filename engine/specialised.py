"""Fast versions of what `engine.scalar` and `engine.graph` say plainly, in the same places.

Importing this module installs them. They give the same results to the last bit and only save time: a function
is written and compiled for each operation that has the rule's arithmetic, the checks and the new node in one
body, because looking rules up at run time costs more than half of the engine's speed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from engine import graph, scalar
from engine.errors import fault, no_number
from engine.graph import N
from engine.operation_table import Operation
from engine.operations import OPERATIONS
from engine.scalar import Scalar, ScalarLike, TracedScalar, as_scalar, traced
from engine.source_code import FLOAT_NAMES, SourceWriter, build_function

OPERATORS = {"+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "neg": "__neg__"}
VISITED = float("nan")  # known by identity: no other NaN is this one
PLAIN = graph.start_afresh, graph.pass_on
Method = Callable[..., Scalar]


def specialised(operation: Operation) -> Method:
    """Return a function that does what ``apply(operation.name, ...)`` does."""
    if operation.arity is not None:
        return _specialised(operation, operation.arity)
    by_count: dict[int, Method] = {}

    def function(*operands: ScalarLike) -> Scalar:
        count = len(operands)
        if count not in by_count:
            by_count[count] = _specialised(operation, count)
        return by_count[count](*operands)

    return function


def _specialised(operation: Operation, count: int) -> Method:
    expression = operation.expression(count)
    nodes = ", ".join(f"n{i}" for i in range(count))
    writer = SourceWriter([f"x{i}" for i in range(count)], arrays=False)
    value = writer.write(expression.value)
    derivatives = [writer.write(derivative) for derivative in expression.derivatives]
    computed = {d for d in derivatives if d.startswith("t") and d != value}
    checks = " and ".join(f"-MAX <= {name} <= MAX" for name in ["value", *sorted(computed)])
    text = "\n".join(
        [
            f"def function({nodes}):",
            "    try:",
            *(f"        x{i} = n{i}.value" for i in range(count)),
            "    except AttributeError:",  # a plain number, or a Scalar that is traced
            f"        return others(function, NAME, ({nodes},))",
            "    try:",
            *(f"        {line}" for line in writer.lines),
            f"        value = {value}",
            f"        if {checks}:",
            "            node = new(Scalar)",
            "            node.value = value",
            "            node.grad = 0.0",
            f"            node.children = ({nodes},)",
            f"            node.derivatives = ({', '.join(derivatives)},)",
            "            node.operation = NAME",
            "            node.label = None",
            "            return node",
            "    except TypeError:",
            f"        raise no_number(NAME, ({nodes},)) from None",
            "    except (ArithmeticError, ValueError) as error:",
            f"        raise fault(NAME, ({nodes},), error) from None",
            f"    raise fault(NAME, ({nodes},))",
        ]
    )
    helpers = {
        "Scalar": Scalar, "new": object.__new__, "others": _others, "fault": fault, "no_number": no_number,
        "MAX": sys.float_info.max, "NAME": operation.name,
    }  # fmt: skip
    function: Method = build_function(text, "function", FLOAT_NAMES | helpers)
    function.__name__, function.__doc__ = operation.name, f"{operation.formula}, as a Scalar."
    return function


def _others(function: Method, name: str, operands: tuple[ScalarLike, ...]) -> Scalar:
    """Apply an operation where an operand is a plain number or a traced Scalar."""
    nodes = tuple(as_scalar(operand) for operand in operands)
    if any(isinstance(node, TracedScalar) for node in nodes):
        return traced(name, nodes)
    return function(*nodes)


def _reflected(function: Method) -> Method:
    return lambda self, other: function(other, self)


def _recorder(name: str, *, reflected: bool = False) -> Method:
    """Return the method by which a traced Scalar records an operation, without trying to compute it first."""

    def record(self: TracedScalar, other: ScalarLike) -> TracedScalar:
        node = other if isinstance(other, Scalar) else as_scalar(other)
        return traced(name, (node, self) if reflected else (self, node))

    def record_unary(self: TracedScalar) -> TracedScalar:
        return traced(name, (self,))

    return record_unary if OPERATIONS[name].is_unary else record


def start_afresh(output: N) -> tuple[list[N], list[N]]:
    """Do what `engine.graph.start_afresh` does in one walk: gradients mark the nodes being visited."""
    leaves: list[N] = []
    inner: list[N] = []
    seen: set[N] = set()
    stack: list[Any] = [output]
    pop, push, see, finish = stack.pop, stack.append, seen.add, inner.append
    if not output.children:
        return [output], inner
    while stack:
        node = pop()
        if node is None:  # the mark above a node whose children are all done
            node = pop()
            node.grad = 0.0
            finish(node)
        elif node not in seen:
            see(node)
            node.grad = VISITED
            push(node)
            push(None)
            for child in node.children:
                if child not in seen:
                    if child.children:
                        push(child)
                    else:
                        see(child)
                        leaves.append(child)
                elif child.grad is VISITED:
                    raise graph.cycle(child)
    return leaves, inner


def pass_on(from_output: Sequence[Any]) -> None:
    """Do what `engine.graph.pass_on` does, without a loop for the commonest numbers of children."""
    for node in from_output:
        grad, children = node.grad, node.children
        if len(children) == 2:
            first, second = children
            derivative, other = node.derivatives
            first.grad += derivative * grad
            second.grad += other * grad
        elif len(children) == 1:
            children[0].grad += node.derivatives[0] * grad
        else:
            for child, derivative in zip(children, node.derivatives, strict=True):
                child.grad += derivative * grad


def install() -> None:
    """Put the fast versions in the places of the plain ones."""
    scalar.make_function = specialised
    scalar.forget_functions()
    graph.start_afresh, graph.pass_on = start_afresh, pass_on
    for name in OPERATIONS:
        if name in OPERATORS or hasattr(Scalar, name):
            setattr(Scalar, OPERATORS.get(name, name), scalar.scalar_function(name))
    for name, method in OPERATORS.items():
        setattr(TracedScalar, method, _recorder(name))
        if not OPERATIONS[name].is_unary:
            setattr(Scalar, f"__r{method[2:]}", _reflected(scalar.scalar_function(name)))
            setattr(TracedScalar, f"__r{method[2:]}", _recorder(name, reflected=True))


install()

"""Scalar: one number of a computation that remembers where it came from."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from numbers import Real
from typing import Any, TypeAlias

from engine.drawing import graph_svg
from engine.errors import TracingError, fault, no_number
from engine.graph import backward, leaves_and_inner_nodes
from engine.operation_table import Operation, Rule, fixed_exponent_name, make_operation
from engine.operations import OPERATIONS

ScalarLike: TypeAlias = "Scalar | float | int"


class Scalar:
    """A number, its gradient, and the operation and children it was made from.

    Parameters
    ----------
    value
        The number.
    children
        The operands, in order (``x * x`` has the child x twice).
    operation
        Name of the operation in the table; with children it must be a known one.
    label
        Optional name for drawings and error messages.

    Attributes
    ----------
    grad
        d(output)/d(this), after ``output.backward()``.
    derivatives
        Local derivatives, one per child: d(this)/d(child).
    """

    __slots__ = ("children", "derivatives", "grad", "label", "operation", "value")
    __array_ufunc__ = None  # so that numpy.float64(2) * scalar asks the Scalar instead of making an array

    value: float
    grad: float
    children: tuple[Scalar, ...]
    derivatives: tuple[float, ...]
    operation: str
    label: str | None

    def __init__(
        self,
        value: float,
        children: Collection[Scalar] = (),
        operation: str = "",
        label: str | None = None,
    ) -> None:
        self.value = _number(value)
        self.grad = 0.0
        self.children = self.derivatives = ()
        self.operation = operation
        self.label = label
        if children:
            self.children = _in_order(children)
            if operation not in OPERATIONS:
                raise ValueError(f"unknown operation {operation!r}: add it with define_operation first")
            self.derivatives = _compute(operation, self.children)[1]

    def __add__(self, other: ScalarLike) -> Scalar:
        return apply("+", self, other)

    def __radd__(self, other: ScalarLike) -> Scalar:
        return apply("+", other, self)

    def __sub__(self, other: ScalarLike) -> Scalar:
        return apply("-", self, other)

    def __rsub__(self, other: ScalarLike) -> Scalar:
        return apply("-", other, self)

    def __mul__(self, other: ScalarLike) -> Scalar:
        return apply("*", self, other)

    def __rmul__(self, other: ScalarLike) -> Scalar:
        return apply("*", other, self)

    def __truediv__(self, other: ScalarLike) -> Scalar:
        return apply("/", self, other)

    def __rtruediv__(self, other: ScalarLike) -> Scalar:
        return apply("/", other, self)

    def __pow__(self, exponent: ScalarLike) -> Scalar:
        # A fixed exponent makes an operation of its own ("**3"), which negative bases have too.
        if not isinstance(exponent, Scalar) and math.isfinite(_plain_number(exponent)):
            return scalar_function(fixed_exponent_name(float(exponent)))(self)
        return apply("**", self, exponent)

    def __rpow__(self, base: ScalarLike) -> Scalar:
        return apply("**", base, self)

    def __neg__(self) -> Scalar:
        return apply("neg", self)

    def __abs__(self) -> Scalar:
        return apply("abs", self)

    def exp(self) -> Scalar:
        """E to the power of this."""
        return apply("exp", self)

    def log(self) -> Scalar:
        """Natural logarithm."""
        return apply("log", self)

    def sqrt(self) -> Scalar:
        """Square root."""
        return apply("sqrt", self)

    def sigmoid(self) -> Scalar:
        """1 / (1 + exp(-x))."""
        return apply("sigmoid", self)

    def tanh(self) -> Scalar:
        """Hyperbolic tangent."""
        return apply("tanh", self)

    def relu(self) -> Scalar:
        """max(0, x)."""
        return apply("relu", self)

    def leaky_relu(self) -> Scalar:
        """max(0.01 x, x)."""
        return apply("leaky_relu", self)

    def elu(self) -> Scalar:
        """Exponential linear unit: x above 0, exp(x) - 1 below."""
        return apply("elu", self)

    def gelu(self) -> Scalar:
        """Gaussian error linear unit, x / 2 (1 + erf(x / √2))."""
        return apply("gelu", self)

    def silu(self) -> Scalar:
        """Sigmoid linear unit, x / (1 + exp(-x))."""
        return apply("silu", self)

    def softplus(self) -> Scalar:
        """log(1 + exp(x))."""
        return apply("softplus", self)

    def erf(self) -> Scalar:
        """Error function."""
        return apply("erf", self)

    def sin(self) -> Scalar:
        """Sine."""
        return apply("sin", self)

    def cos(self) -> Scalar:
        """Cosine."""
        return apply("cos", self)

    def abs(self) -> Scalar:
        """Absolute value."""
        return apply("abs", self)

    def maximum(self, other: ScalarLike) -> Scalar:
        """Return the larger one of two."""
        return apply("maximum", self, other)

    def minimum(self, other: ScalarLike) -> Scalar:
        """Return the smaller one of two."""
        return apply("minimum", self, other)

    def backward(self) -> None:
        """Add d(self)/d(leaf) to the ``grad`` of every leaf below; see `engine.graph.backward`."""
        backward(self)

    def __repr__(self) -> str:
        return f"Scalar(value={self.value!r}, grad={self.grad!r})"

    _repr_svg_ = graph_svg  # what notebooks show

    def __reduce__(self) -> tuple[Callable[..., Scalar], tuple[Any, ...]]:
        """Return what `pickle` needs: a flat list of nodes, so that depth does not matter.

        Leaves are pickled as objects: a network and a loss in one pickle still share their parameters.
        """
        if not self.children:
            return _restored, (self.value, self.grad, self.operation, self.label)
        leaves, inner = leaves_and_inner_nodes(self)
        place = {node: index for index, node in enumerate(leaves + inner)}
        records = [
            (n.value, n.grad, n.operation, n.label, n.derivatives, tuple(place[c] for c in n.children))
            for n in inner
        ]
        return _restored_graph, (leaves, records)


def apply(name: str, *operands: ScalarLike) -> Scalar:
    """Return the result of an operation on Scalars and plain numbers, with all that `backward` needs.

    Raises
    ------
    ScalarError
        Value or derivatives are not finite.
    """
    children = tuple(as_scalar(operand) for operand in operands)
    if any(isinstance(child, TracedScalar) for child in children):
        return traced(name, children)
    node = Scalar(0.0)
    node.value, node.derivatives = _compute(name, children)
    node.children, node.operation = children, name
    return node


def _compute(name: str, children: tuple[Scalar, ...]) -> tuple[float, tuple[float, ...]]:
    """Return value and local derivatives of an operation, by its rule in the table."""
    try:
        value, *derivatives = OPERATIONS[name].on_floats(len(children))(*(child.value for child in children))
        are_finite = all(math.isfinite(number) for number in (value, *derivatives))
    except TypeError:
        raise no_number(name, children) from None
    except (ArithmeticError, ValueError) as error:
        raise fault(name, children, error) from None
    if not are_finite:
        raise fault(name, children)
    return value, tuple(derivatives)


def as_scalar(value: ScalarLike) -> Scalar:
    """Return `value` itself where it is a Scalar, else a new leaf holding it."""
    return value if isinstance(value, Scalar) else Scalar(_plain_number(value))


def _plain_number(value: object) -> float:
    if not isinstance(value, Real):
        raise TypeError(f"a Scalar works with Scalars and plain numbers, not with {type(value).__name__}")
    return float(value)


def _number(value: object) -> float:
    try:
        if not isinstance(value, str | bytes):
            return float(value)  # type: ignore[arg-type] # also what is no Real but stands for one number
    except (TypeError, ValueError):
        pass
    raise TypeError(f"the value of a Scalar must be a number, not {value!r}")


def _in_order(children: Collection[Scalar]) -> tuple[Scalar, ...]:
    if isinstance(children, set | frozenset) and len(children) > 1:
        raise ValueError("a set does not tell the order of its children: give a tuple or a list")
    if not isinstance(children, Iterable) or not all(isinstance(child, Scalar) for child in children):
        raise TypeError(f"children must be a collection of Scalars, not {children!r}")
    return tuple(children)


def values_of(nodes: Iterable[Scalar]) -> list[float]:
    """Return the values of nodes.

    Raises
    ------
    TypeError
        A value was set to something else than a number.
    """
    values = [node.value for node in nodes]
    for node, value in zip(nodes, values, strict=True):
        if not isinstance(value, Real):
            raise no_number("a Scalar", (node,))
    return values


def _function_of(operation: Operation) -> Callable[..., Scalar]:
    return partial(apply, operation.name)


make_function: Callable[[Operation], Callable[..., Scalar]] = _function_of
"""Makes what `scalar_function` returns; `engine.specialised` has a faster way."""
_functions: dict[str, Callable[..., Scalar]] = {}


def scalar_function(name: str) -> Callable[..., Scalar]:
    """Return the function that applies operation `name` to Scalars and plain numbers."""
    if name not in _functions:
        _functions[name] = make_function(OPERATIONS[name])
    return _functions[name]


def forget_functions(*names: str) -> None:
    """Forget the functions of operations that were taken out of the table; without names forget all."""
    for name in names or tuple(_functions):
        _functions.pop(name, None)


def define_operation(
    name: str, rule: Rule, *, symbol: str | None = None, formula: str | None = None
) -> Callable[..., Scalar]:
    """Add an operation of your own; it then works in every backend, and as an activation if it is unary.

    Parameters
    ----------
    name
        A new name.
    rule
        Function of abstract numbers (see `engine.symbols`) that returns ``(value, derivatives)``.
    symbol, formula
        How drawings show it.

    Returns
    -------
    A function of Scalars and plain numbers.

    Examples
    --------
    >>> from engine.symbols import absolute
    >>> def softsign_rule(x):
    ...     d = 1.0 + absolute(x)
    ...     return x / d, (1.0 / (d * d),)
    >>> softsign = define_operation("softsign", softsign_rule, formula="x / (1 + |x|)")
    >>> softsign(Scalar(1.0)).value
    0.5
    """
    OPERATIONS.add(make_operation(name, rule, symbol, formula))
    return scalar_function(name)


def log_sum_exp(operands: Sequence[ScalarLike]) -> Scalar:
    """log(sum(exp(x))), computed without overflow; its derivatives are the softmax of the operands."""
    if not len(operands):  # an array of numbers has no truth value
        raise ValueError("log_sum_exp needs at least one operand")
    return scalar_function("log_sum_exp")(*operands)


class TracedScalar(Scalar):
    """A Scalar whose value is not known yet: it only records what is done with it."""

    __slots__ = ()

    def __init__(self, label: str | None = None) -> None:
        self.grad, self.children, self.derivatives = 0.0, (), ()
        self.operation, self.label = "", label

    @property
    def value(self) -> float:  # type: ignore[override] # a property where Scalar has a slot
        """Not known while tracing: always raises a `TracingError`."""
        raise TracingError(
            "the value of a Scalar is not known while its graph is traced: Python code that looks at values "
            "(if, while, max) cannot be traced; use operations such as relu, maximum or select in a rule"
        )

    def __repr__(self) -> str:
        return f"TracedScalar(operation={self.operation!r})"


def traced(name: str, children: tuple[Scalar, ...]) -> TracedScalar:
    """Return the traced result of an operation."""
    result = object.__new__(TracedScalar)  # without __init__: a network may trace 100,000 of them
    result.grad, result.children, result.derivatives = 0.0, children, ()
    result.operation, result.label = name, None
    return result


def _restored(value: float, grad: float, operation: str, label: str | None) -> Scalar:
    node = Scalar(value, (), operation, label)
    node.grad = grad
    return node


def _restored_graph(leaves: list[Scalar], records: list[tuple[Any, ...]]) -> Scalar:
    nodes = list(leaves)
    for value, grad, operation, label, derivatives, places in records:
        node = _restored(value, grad, operation, label)
        node.children, node.derivatives = tuple(nodes[place] for place in places), derivatives
        nodes.append(node)
    return nodes[-1]

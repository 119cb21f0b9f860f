"""Scalar: one number of a computation that remembers where it came from."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any, TypeAlias

from engine.errors import TracingError, fault
from engine.operations import OPERATIONS, Operation, Rule, fixed_exponent_name, make_operation
from engine.source_code import FLOAT_NAMES, SourceWriter, build_function

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
        children: Sequence[Scalar] = (),
        operation: str = "",
        label: str | None = None,
    ) -> None:
        self.value = float(value)
        self.grad = 0.0
        self.children = self.derivatives = ()
        self.operation = operation
        self.label = label
        if children:
            self.children = tuple(children)
            if operation not in OPERATIONS:
                raise ValueError(f"unknown operation {operation!r}: add it with define_operation first")
            derive = derivative_function(operation, len(self.children))
            try:
                self.derivatives = derive(*(child.value for child in self.children))
            except (ArithmeticError, ValueError) as error:
                raise fault(operation, self.children, error) from None

    def backward(self) -> None:
        """Add d(self)/d(leaf) to the ``grad`` of every leaf below; see `engine.graph.backward`."""
        from engine.graph import backward

        backward(self)

    def __pow__(self, exponent: ScalarLike) -> Scalar:
        # An exponent that is not finite has no operation of its own; the general power says what is wrong.
        if isinstance(exponent, Scalar) or not math.isfinite(_number(exponent)):
            return _FUNCTIONS["**"](self, exponent)
        return scalar_function(fixed_exponent_name(_number(exponent)))(self)

    def __rpow__(self, base: ScalarLike) -> Scalar:
        return _FUNCTIONS["**"](base, self)

    def __radd__(self, other: ScalarLike) -> Scalar:
        return _FUNCTIONS["+"](other, self)

    def __rsub__(self, other: ScalarLike) -> Scalar:
        return _FUNCTIONS["-"](other, self)

    def __rmul__(self, other: ScalarLike) -> Scalar:
        return _FUNCTIONS["*"](other, self)

    def __rtruediv__(self, other: ScalarLike) -> Scalar:
        return _FUNCTIONS["/"](other, self)

    def __abs__(self) -> Scalar:
        return self.abs()

    def __repr__(self) -> str:
        return f"Scalar(value={self.value!r}, grad={self.grad!r})"

    def __reduce__(self) -> tuple[Callable[..., Scalar], tuple[Any, ...]]:
        from engine.pickling import reduce_scalar

        return reduce_scalar(self)

    # The methods below are generated from the table of operations (see `_generate`).
    __add__: Callable[[Scalar, ScalarLike], Scalar]
    __sub__: Callable[[Scalar, ScalarLike], Scalar]
    __mul__: Callable[[Scalar, ScalarLike], Scalar]
    __truediv__: Callable[[Scalar, ScalarLike], Scalar]
    __neg__: Callable[[Scalar], Scalar]
    exp: Callable[[], Scalar]
    log: Callable[[], Scalar]
    sqrt: Callable[[], Scalar]
    sigmoid: Callable[[], Scalar]
    tanh: Callable[[], Scalar]
    relu: Callable[[], Scalar]
    softplus: Callable[[], Scalar]
    erf: Callable[[], Scalar]
    sin: Callable[[], Scalar]
    cos: Callable[[], Scalar]
    abs: Callable[[], Scalar]
    maximum: Callable[[ScalarLike], Scalar]
    minimum: Callable[[ScalarLike], Scalar]


class TracedScalar(Scalar):
    """A Scalar whose value is not known yet: it only records what is done with it."""

    __slots__ = ()

    def __init__(self, label: str | None = None) -> None:
        self.grad, self.children, self.derivatives = 0.0, (), ()
        self.operation, self.label = "", label

    @property
    def value(self) -> float:  # type: ignore[override]
        """Not known while tracing: always raises a `TracingError`."""
        raise TracingError(
            "the value of a Scalar is not known while its graph is traced: Python code that looks at values "
            "(if, while, max) cannot be traced; use operations such as relu, maximum or select in a rule"
        )

    def __repr__(self) -> str:
        return f"TracedScalar(operation={self.operation!r})"


_FUNCTIONS: dict[str, Callable[..., Scalar]] = {}
_NARY: dict[tuple[str, int], Callable[..., Scalar]] = {}
_METHODS = {"+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__", "neg": "__neg__"}


def _number(value: object) -> float:
    if not isinstance(value, Real):
        raise TypeError(f"a Scalar works with Scalars and plain numbers, not with {type(value).__name__}")
    return float(value)


def as_scalar(value: ScalarLike) -> Scalar:
    """Return `value` itself where it is a Scalar, else a new leaf holding it."""
    return value if isinstance(value, Scalar) else Scalar(_number(value))


def _other_operands(function: Callable[..., Scalar], name: str, operands: tuple[ScalarLike, ...]) -> Scalar:
    """Apply an operation where an operand is a plain number or a traced Scalar."""
    nodes = tuple(as_scalar(operand) for operand in operands)
    if any(isinstance(node, TracedScalar) for node in nodes):
        return _record(name, nodes)
    return function(*nodes)


def _record(name: str, nodes: tuple[Scalar, ...]) -> TracedScalar:
    """Return the traced result of an operation."""
    result = object.__new__(TracedScalar)  # without __init__: a network may trace 100,000 of them
    result.grad, result.children, result.derivatives = 0.0, nodes, ()
    result.operation, result.label = name, None
    return result


def _generate(operation: Operation, count: int) -> Callable[..., Scalar]:
    """Write the float version of a rule as one specialised function and compile it.

    Looking rules up at run time costs more than half of the engine's speed; a generated function
    has the rule's arithmetic, the checks and the new node in one body.
    """
    expression = operation.expression(count)
    names = [f"x{i}" for i in range(count)]
    nodes = ", ".join(f"n{i}" for i in range(count))
    writer = SourceWriter(names, arrays=False)
    value = writer.write(expression.value)
    derivatives = [writer.write(derivative) for derivative in expression.derivatives]
    computed = {d for d in derivatives if d.startswith("t") and d != value}
    checks = " and ".join(f"-MAX <= {name} <= MAX" for name in ["value", *sorted(computed)])
    text = "\n".join(
        [
            f"def function({nodes}):",
            "    try:",
            *(f"        x{i} = n{i}.value" for i in range(count)),
            "    except AttributeError:",
            f"        return other_operands(function, NAME, ({nodes},))",
            "    try:",
            *(f"        {line}" for line in writer.lines),
            f"        value = {value}",
            "    except (ArithmeticError, ValueError) as error:",
            f"        raise fault(NAME, ({nodes},), error) from None",
            f"    if not ({checks}):",
            f"        raise fault(NAME, ({nodes},))",
            "    node = new(Scalar)",
            "    node.value = value",
            "    node.grad = 0.0",
            f"    node.children = ({nodes},)",
            f"    node.derivatives = ({', '.join(derivatives)},)",
            "    node.operation = NAME",
            "    node.label = None",
            "    return node",
        ]
    )
    helpers = {
        "Scalar": Scalar, "new": object.__new__, "fault": fault, "other_operands": _other_operands,
        "MAX": sys.float_info.max, "NAME": operation.name,
    }  # fmt: skip
    function: Callable[..., Scalar] = build_function(text, "function", FLOAT_NAMES | helpers)
    function.__name__ = operation.name
    function.__doc__ = f"{operation.formula}, as a Scalar."
    return function


def scalar_function(name: str) -> Callable[..., Scalar]:
    """Return the function that applies operation `name` to Scalars and plain numbers."""
    if name not in _FUNCTIONS:
        operation = OPERATIONS[name]
        if operation.arity is None:
            _FUNCTIONS[name] = _any_number_of_operands(operation)
        else:
            _FUNCTIONS[name] = _generate(operation, operation.arity)
    return _FUNCTIONS[name]


def _any_number_of_operands(operation: Operation) -> Callable[..., Scalar]:
    def function(*operands: ScalarLike) -> Scalar:
        key = (operation.name, len(operands))
        if key not in _NARY:
            _NARY[key] = _generate(operation, len(operands))
        return _NARY[key](*operands)

    return function


def derivative_function(name: str, count: int) -> Callable[..., tuple[float, ...]]:
    """Return ``f(*values) -> local derivatives`` on plain floats."""
    expression = OPERATIONS[name].expression(count)
    return _float_function(f"derivatives of {name}", count, expression.derivatives)


def value_function(name: str, count: int) -> Callable[..., float]:
    """Return ``f(*values) -> value`` on plain floats."""
    together = _float_function(f"value of {name}", count, (OPERATIONS[name].expression(count).value,))
    return lambda *values: float(together(*values)[0])


def _float_function(name: str, count: int, results: Sequence[Any]) -> Callable[..., tuple[float, ...]]:
    writer = SourceWriter([f"x{i}" for i in range(count)], arrays=False)
    returned = "".join(f"{writer.write(result)}, " for result in results)
    lines = [f"def function({', '.join(f'x{i}' for i in range(count))}):"]
    lines += [f"    {line}" for line in writer.lines] + [f"    return ({returned})"]
    function: Callable[..., tuple[float, ...]] = build_function(
        "\n".join(lines), "function", dict(FLOAT_NAMES)
    )
    return function


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


def _recorder(name: str, *, reflected: bool = False) -> Callable[..., TracedScalar]:
    """Return the method by which a traced Scalar records an operation, without trying to compute it first."""

    def record(self: TracedScalar, other: ScalarLike) -> TracedScalar:
        node = other if isinstance(other, Scalar) else as_scalar(other)
        return _record(name, (node, self) if reflected else (self, node))

    def record_unary(self: TracedScalar) -> TracedScalar:
        return _record(name, (self,))

    return record_unary if OPERATIONS[name].is_unary else record


for _name in OPERATIONS:
    _function = scalar_function(_name)
    if _name != "**" and OPERATIONS[_name].arity is not None:
        setattr(Scalar, _METHODS.get(_name, _name), _function)
for _name, _method in _METHODS.items():
    setattr(TracedScalar, _method, _recorder(_name))
    if _name != "neg":
        setattr(TracedScalar, f"__r{_method[2:]}", _recorder(_name, reflected=True))

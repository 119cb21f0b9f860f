"""Several lines of formulas as one graph: undefined names become leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine import Scalar, ScalarError
from engine.language import Expression, ExpressionError, parse, quoted
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.tracing import graph_of

LONGEST_TEXT = 2000
MOST_LINES = 20
FIRST_VALUES = (0.8, 0.5, -0.6, 0.8, 0.15, 1.0)


@dataclass(frozen=True)
class Example:
    """A starting point."""

    key: str
    title: str
    text: str
    leaves: Mapping[str, float]


EXAMPLES = (
    Example(
        "neuron", "A neuron and its loss", "y = sigmoid(w1*x1 + w2*x2 + b)\nL = (y - t)**2",
        {"w1": 0.8, "x1": 0.5, "w2": -0.6, "x2": 0.8, "b": 0.15, "t": 1.0},
    ),
    Example("square", "x*x: one node used twice", "y = x*x", {"x": 3.0}),
    Example("reuse", "b = a + a, c = b + b", "b = a + a\nc = b + b", {"a": 1.0}),
    Example(
        "softmax", "Softmax and cross-entropy", "p = exp(z1) / (exp(z1) + exp(z2) + exp(z3))\nL = -log(p)",
        {"z1": 0.5, "z2": 1.2, "z3": -0.3},
    ),
    Example(
        "softmax_twice", "A mistake: softmax twice",
        "e1 = exp(z1)\ne2 = exp(z2)\ne3 = exp(z3)\ns = e1 + e2 + e3\n"
        "p = exp(e1/s) / (exp(e1/s) + exp(e2/s) + exp(e3/s))\nL = -log(p)",
        {"z1": 0.5, "z2": 1.2, "z3": -0.3},
    ),
    Example(
        "mixed", "Test expression with known results",
        "c1 = a + b\nd1 = a*b + b**3\nc2 = c1 + c1 + 1\nc3 = c2 + 1 + c2 - a\nd2 = d1 + d1*2 + relu(b + a)\n"
        "d3 = d2 + 3*d2 + relu(b - a)\nh = c3 - d3\nf = h**2\ng = f/2 + 10/f",
        {"a": -4.0, "b": 2.0},
    ),
)  # fmt: skip


class FormulaError(ValueError):
    """Formulas that cannot be read as a graph.

    Attributes
    ----------
    start, end
        The faulty part, as offsets in the whole text.
    """

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start, self.end = start, max(end, start + 1)


def graph_of_formulas(text: str, leaves: Mapping[str, float], *, fold_sums: bool = True) -> ComputationGraph:
    """Return the graph of lines such as ``y = sigmoid(w*x + b)``; the last line is the output.

    Parameters
    ----------
    leaves
        Known values of leaves; new ones get a default value.

    Raises
    ------
    FormulaError
        A line cannot be read, names something twice, is a condition, or has no value.
    """
    if len(text) > LONGEST_TEXT:
        raise FormulaError(f"at most {LONGEST_TEXT} characters make a graph", LONGEST_TEXT, len(text))
    known: dict[str, Scalar] = {}
    result: Scalar | None = None
    used: set[str] = set()
    offset = 0
    for line in text.split("\n"):
        if line.strip():
            name, expression, start = _read(line, offset)
            result = _evaluate(expression, known, leaves, start)
            used |= expression.names
            if name:
                if name in known:
                    raise FormulaError(f"{quoted(name)} has a value already", offset, offset + len(line))
                if not result.operation or result in known.values():
                    raise FormulaError(f"{quoted(name)} is only another name", offset, offset + len(line))
                known[name] = result
        offset += len(line) + 1
    if result is None:
        raise FormulaError("type a formula such as y = x*x", 0, 1)
    if not result.operation:
        raise FormulaError("a graph needs an operation, such as x*x", 0, len(text))
    idle = [name for name, scalar in known.items() if scalar is not result and name not in used]
    if idle:
        start = text.index(idle[0])
        raise FormulaError(
            f"nothing uses {quoted(idle[0])}: the last line is the output", start, start + len(idle[0])
        )
    names = {scalar: name for name, scalar in known.items()}
    names.setdefault(result, "out")
    graph, _ = graph_of(result, names, fold_sums=fold_sums)
    return graph


def _read(line: str, offset: int) -> tuple[str, Expression, int]:
    """Return the name a line defines (or none), its formula, and where the formula begins in the text."""
    head, sign, rest = line.partition("=")
    is_definition = bool(sign) and not rest.startswith("=") and not head.rstrip().endswith(("<", ">", "!"))
    name = head.strip() if is_definition else ""
    if is_definition and not (name.isidentifier() and name.isascii()):
        raise FormulaError(f"{quoted(name) or 'nothing'} is no name: write y = …", offset, offset + len(head))
    if name and not _is_free(name):
        raise FormulaError(
            f"{quoted(name)} means something already: take another name", offset, offset + len(head)
        )
    body = rest if is_definition else line
    start = offset + len(line) - len(body)
    try:
        expression = parse(body)
    except ExpressionError as error:
        raise FormulaError(str(error), start + error.start, start + error.end) from None
    if expression.is_condition:
        raise FormulaError("a condition has no slope", start, start + len(body))
    return name, expression, start


def _is_free(name: str) -> bool:
    """Whether a text is a single name, and not a function, a number or a product."""
    try:
        return parse(name).names == {name}
    except ExpressionError:
        return False


def _evaluate(
    expression: Expression, known: dict[str, Scalar], leaves: Mapping[str, float], start: int
) -> Scalar:
    for place in sorted(expression.root.variables(), key=lambda node: node.start):
        if place.text not in known:
            value = leaves.get(place.text, FIRST_VALUES[len(known) % len(FIRST_VALUES)])
            known[place.text] = Scalar(value, label=place.text)
    try:
        outcome = expression.evaluate(known)
    except ExpressionError as error:
        raise FormulaError(str(error), start + error.start, start + error.end) from None
    except (ScalarError, ArithmeticError, ValueError) as error:
        raise FormulaError(str(error), start, start + len(expression.text)) from None
    if not isinstance(outcome, Scalar):
        raise FormulaError("a graph needs a variable", start, start + len(expression.text))
    return outcome

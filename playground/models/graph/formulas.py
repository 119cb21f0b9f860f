"""Several lines of formulas as one graph: undefined names become leaves."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine import Scalar, ScalarError
from engine.graph import topological_order
from engine.language import Expression, ExpressionError, UnknownFunctionError, parse, quoted
from engine.language.parser import NO_FUNCTIONS
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.tracing import graph_of
from playground.models.operations.own_operation import OwnOperation
from playground.style.words import exact_text

LONGEST_TEXT = 2000
MOST_LINES = 20
ASSIGNMENTS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip
FIRST_VALUES = (0.8, 0.5, -0.6, 0.8, 0.15, 1.0)


@dataclass(frozen=True)
class Example:
    """A starting point.

    Attributes
    ----------
    operations
        Defined for it, unless there are some of the same names.
    """

    key: str
    title: str
    text: str
    leaves: Mapping[str, float]
    operations: tuple[OwnOperation, ...] = ()


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
    Example(
        "wrong_rule", "A mistake: a wrong derivative", "u = w*x + b\ny = cubed(u)\nL = (y - t)**2",
        {"w": 0.8, "x": 1.5, "b": -0.3, "t": 1.0}, (OwnOperation("cubed", "x^3", ("2 x^2",)),),
    ),
)  # fmt: skip


class FormulaError(ValueError):
    """Formulas that cannot be read as a graph.

    Attributes
    ----------
    start, end
        The faulty part, as offsets in the whole text.
    unknown
        The function that is called and does not exist, if that is what is wrong.
    """

    def __init__(self, message: str, start: int, end: int, unknown: str = "") -> None:
        super().__init__(message)
        self.start, self.end = start, max(end, start + 1)
        self.unknown = unknown


@dataclass(frozen=True)
class _Line:
    """A line that was read.

    Attributes
    ----------
    name
        What it defines, empty for nothing.
    start
        Where the formula begins in the text.
    added_by
        The sign of ``+=`` and its like, empty for ``=``.
    """

    name: str
    expression: Expression
    start: int
    end: int
    added_by: str = ""

    @property
    def number(self) -> float | None:
        """The value that it gives to a leaf, if the formula is a number."""
        if not self.name or self.added_by or self.expression.names or self.expression.is_condition:
            return None
        return float(self.expression.evaluate({}))


@dataclass(frozen=True)
class FormulaGraph:
    """What formulas are read as.

    Attributes
    ----------
    losses
        Names of the values that can be the loss, the one of the last line at the end.
    loss
        The one that is: `graph` ends there.
    """

    graph: ComputationGraph
    losses: tuple[str, ...]
    loss: str


def graph_of_formulas(text: str, leaves: Mapping[str, float], *, fold_sums: bool = True) -> ComputationGraph:
    """Return the graph of lines; the last line is the output. See `read_formulas`."""
    return read_formulas(text, leaves, fold_sums=fold_sums).graph


def read_formulas(
    text: str,
    leaves: Mapping[str, float],
    loss: str = "",
    own: Mapping[str, str] = NO_FUNCTIONS,
    *,
    fold_sums: bool = True,
) -> FormulaGraph:
    """Return the graph of lines such as ``y = sigmoid(w*x + b)``.

    A line such as ``a = 2`` gives a leaf its value. A name that is used again makes a new node, as in a
    program: after ``x = x + 1`` it is the sum that goes by x.

    Parameters
    ----------
    leaves
        Values of leaves that no line gives one; new ones get a default value.
    loss
        Name of the value where the graph ends; without one of that name it is the last line.
    own
        Operations of the user by name, each with its name in the engine.

    Raises
    ------
    FormulaError
        A line cannot be read, is a condition, has no value, or is used by nothing.
    """
    if len(text) > LONGEST_TEXT:
        raise FormulaError(f"at most {LONGEST_TEXT} characters make a graph", LONGEST_TEXT, len(text))
    known: dict[str, Scalar] = {}
    names: dict[Scalar, str] = {}
    made: list[tuple[Scalar, _Line]] = []
    result: Scalar | None = None
    for line in _lines(text, own):
        number = line.number
        if number is not None:
            if not math.isfinite(number):
                raise FormulaError(
                    f"{quoted(line.name)} has no value: {exact_text(number)} is no number",
                    line.start,
                    line.end,
                )
            result = Scalar(number, label=line.name)
        else:
            result = _evaluate(line, known, names, leaves)
        if line.name:
            known[line.name] = result
            names.setdefault(result, _fresh(line.name, names.values()))
            made.append((result, line))
    if result is None:
        raise FormulaError("type a formula such as y = x*x", 0, 1)
    if not result.operation:
        raise FormulaError("a graph needs an operation in its last line, such as y = x*x", 0, len(text))
    below = set(topological_order(result))
    for scalar, line in made:
        if scalar not in below:
            start = text.index(line.name, text.rfind("\n", 0, line.start) + 1)
            raise FormulaError(
                f"nothing uses this {quoted(line.name)}: the last line is the output",
                start, start + len(line.name),
            )  # fmt: skip
    names.setdefault(result, _fresh("out", names.values()))
    losses = {names[scalar]: scalar for scalar, _ in made if scalar.operation}
    losses[names[result]] = losses.pop(names[result], result)
    chosen = losses.get(loss, result)
    # A part of a folded sum is a node of its own where the graph ends.
    graph, _ = graph_of(chosen, names, fold_sums=fold_sums)
    return FormulaGraph(graph, tuple(losses), names[chosen])


def with_values(text: str, values: Mapping[str, str], own: Mapping[str, str] = NO_FUNCTIONS) -> str:
    """Return a text in which the lines that give leaves their values give them other ones.

    Leaves without such a line, and a text that cannot be read at present, stay as they are.

    Parameters
    ----------
    values
        By name of the node: x′ is the second one that goes by x.
    own
        As for `read_formulas`.
    """
    try:
        lines = list(_lines(text, own))
    except FormulaError:
        return text
    taken: list[str] = []
    known = set[str]()
    places: list[tuple[_Line, str]] = []
    for line in lines:
        taken += [_fresh(name, taken) for name in sorted(line.expression.names - known)]
        known |= {line.name, *line.expression.names}
        if line.name:
            name = _fresh(line.name, taken)
            taken.append(name)
            if name in values and line.number is not None:
                places.append((line, values[name]))
    for line, value in reversed(places):
        text = f"{text[: line.start]} {value}{text[line.end :]}"
    return text


def _lines(text: str, own: Mapping[str, str]) -> Iterator[_Line]:
    """Yield the lines with a formula; what follows # is a comment."""
    offset, known = 0, set[str]()
    for line in text.split("\n"):
        formula = line.partition("#")[0]
        if formula.strip():
            found = _read(formula.rstrip(), offset, known, own)
            yield found
            known.add(found.name)
        offset += len(line) + 1


def _fresh(name: str, taken: Iterable[str]) -> str:
    """Return a name that no node has yet: x, x′, x″."""
    used = set(taken)
    while name in used:
        name += "′"
    return name


def _read(line: str, offset: int, known: Collection[str], own: Mapping[str, str]) -> _Line:
    """Read a line with the names that lines before it define."""
    head, sign, rest = line.partition("=")
    is_definition = bool(sign) and not rest.startswith("=") and not head.rstrip().endswith(("<", ">", "!"))
    added_by = ""
    if is_definition and head.rstrip().endswith(("+", "-", "−", "*", "/")):
        stripped = head.rstrip()
        head, added_by = stripped[:-1], stripped[-1].replace("−", "-")
    name = head.strip() if is_definition else ""
    at = offset + len(head) - len(head.lstrip())
    if is_definition and not (name.isidentifier() and name.isascii()):
        what = quoted(name) if name else "nothing"
        raise FormulaError(f"{what} is no name: write y = …", offset, offset + len(head))
    if name and not _is_free(name, own):
        raise FormulaError(
            f"{quoted(name)} means something already: take another name, such as {_free_name(name)}",
            at, at + len(name),
        )  # fmt: skip
    if added_by and name not in known:
        raise FormulaError(
            f"{quoted(name)} has no value yet to which {added_by}= could add: write {quoted(name)} = … first",
            at, at + len(name),
        )  # fmt: skip
    body = rest if is_definition else line
    start = offset + len(line) - len(body)
    if is_definition and "=" in body and not any(sign in body for sign in ("==", "<=", ">=", "!=")):
        place = start + body.index("=")
        raise FormulaError("there is a second = in this line: give each name a line", place, place + 1)
    try:
        expression = parse(body, known, own)
    except ExpressionError as error:
        unknown = error.name if isinstance(error, UnknownFunctionError) else ""
        raise FormulaError(str(error), start + error.start, start + error.end, unknown) from None
    if expression.is_condition:
        raise FormulaError(
            "a condition has no slope: write what depends on it, such as max(0, x)", start, start + len(body)
        )
    return _Line(name, expression, start, start + len(body), added_by)


def _is_free(name: str, own: Mapping[str, str] = NO_FUNCTIONS) -> bool:
    """Whether a text is a single name, and not a function, a word such as "and", or a product."""
    try:
        return parse(name, (name,), own).names == {name}
    except ExpressionError:
        return False


def _free_name(name: str) -> str:
    """Return a name near one that is not free."""
    letters = "".join(sign for sign in name if sign.isalpha()) or "y"
    return next(found for found in (letters[0], f"{letters[0]}1", "y1") if _is_free(found) and found != name)


def _evaluate(
    line: _Line, known: dict[str, Scalar], names: dict[Scalar, str], leaves: Mapping[str, float]
) -> Scalar:
    expression, start = line.expression, line.start
    for place in sorted(expression.root.variables(), key=lambda node: node.start):
        if place.text not in known:
            value = leaves.get(place.text, FIRST_VALUES[len(known) % len(FIRST_VALUES)])
            known[place.text] = Scalar(value, label=place.text)
            names[known[place.text]] = _fresh(place.text, names.values())
    try:
        outcome = expression.evaluate(known)
        if line.added_by:
            outcome = ASSIGNMENTS[line.added_by](known[line.name], outcome)
    except ExpressionError as error:
        raise FormulaError(str(error), start + error.start, start + error.end) from None
    except (ScalarError, ArithmeticError, ValueError) as error:
        raise FormulaError(str(error), start, line.end) from None
    if not isinstance(outcome, Scalar):
        raise FormulaError("a graph needs a variable: write a letter for one of the numbers", start, line.end)
    return outcome

"""A graph as formulas in LaTeX, a line for each named result."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from engine.operation_table import title_of
from engine.operations import OPERATIONS
from playground.exporters.graph.program import (
    ATOM,
    POWER,
    PRODUCT,
    SIGN,
    SUM_LEVEL,
    Program,
    Written,
    number_in_full,
)
from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.graph_node import SUM, GraphNode
from playground.style.words import rounded

MOST_LINES, MOST_OPERATIONS = 60, 1_000
"""More of them fill pages."""
DIGITS = 4
"""Of the numbers of a step."""
WIDEST = 8
"""Summands on a line of print."""
_GREEK = frozenset(
    (
        "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu",
        "nu", "xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "chi", "psi", "omega", "Gamma", "Delta",
        "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega",
    )
)  # fmt: skip
_NAME = re.compile(r"([A-Za-z]+?)_?(\d[\d,]*)?(′*)(?: #(\d+))?")
_ESCAPED = {sign: f"\\{sign}" for sign in "#$%&_{}"} | {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "′": "'",
}  # fmt: skip
_NAMED = {
    "sigmoid": r"\sigma", "tanh": r"\tanh", "exp": r"\exp", "log": r"\log", "sin": r"\sin", "cos": r"\cos",
    "relu": r"\operatorname{ReLU}", "maximum": r"\max", "minimum": r"\min", "elu": r"\operatorname{ELU}",
    "gelu": r"\operatorname{GELU}", "silu": r"\operatorname{SiLU}", "cross_entropy": r"\operatorname{CE}",
    "erf": r"\operatorname{erf}", "leaky_relu": r"\operatorname{LeakyReLU}",
    "binary_cross_entropy": r"\operatorname{BCE}",
}  # fmt: skip
_EXPLAINED = (
    "relu", "leaky_relu", "elu", "gelu", "silu", "softplus", "cross_entropy", "binary_cross_entropy",
)  # fmt: skip
"""Operations whose names are not everywhere understood."""
CONTINUED = "\\\\\n  &\\quad "
"""Ends a line of print within an equation; only what has a line of its own is that long."""
_OPEN, _CLOSE = r"\left(", r"\right)"


def too_long_for_latex(graph: ComputationGraph) -> str:
    """Return why a graph is not written as formulas, nothing where it is."""
    if graph.n_operations <= MOST_OPERATIONS and len(Program(graph, {}, WIDEST).lines) <= MOST_LINES:
        return ""
    return f"Its formulas would have more than {MOST_LINES} lines, and fill pages"


def latex_of(graph: ComputationGraph, values: Mapping[int, float], more: Sequence[str] = ()) -> str:
    """Return the formulas of a graph in an environment of amsmath.

    Parameters
    ----------
    more
        Further lines, such as the chain rule of a derivative.
    """
    program = Program(graph, values, WIDEST)
    lines = [*_equations(program), *more]
    explained = [
        f"% {_plain(_NAMED.get(name, title_of(name)))}: {' '.join(OPERATIONS[name].formula.split())}"
        for name in program.operations
        if name in _EXPLAINED or (name not in _WRITERS and name not in _NAMED and _is_named(name))
    ]
    body = " \\\\\n".join(f"  {line}" for line in lines)
    return "\n".join(["% needs amsmath", *explained, r"\begin{align*}", body, r"\end{align*}", ""])


def latex_name(name: str) -> str:
    r"""Return a name as in print: ``w_{1}`` for w1, ``\alpha`` for alpha; longer ones stand upright."""
    found = _NAME.fullmatch(name)
    if found is None:
        return _upright(name)
    word, number, primes, sample = found.groups()
    base = rf"\{word}" if word in _GREEK else word if len(word) == 1 else rf"\mathrm{{{word}}}"
    base += f"_{{{number.rstrip(',')}}}" if number else ""
    base += "'" * len(primes or "")
    return f"{base}^{{({sample})}}" if sample else base


def latex_names(nodes: Sequence[GraphNode]) -> dict[int, str]:
    """Return the names by index; of two that would look alike, as w1 and w_1, one stays as it is typed."""
    taken: set[str] = set()
    names = {}
    for node in nodes:
        text = latex_name(node.name)
        if text in taken:
            text, primes = _upright(node.name), ""
            while text + primes in taken:
                primes += "'"
            text += primes
        taken.add(text)
        names[node.index] = text
    return names


def _upright(name: str) -> str:
    return rf"\text{{{_escaped(name)}}}"


def latex_number(value: float) -> str:
    """Return a number in full, with a power of ten in place of an exponent."""
    mantissa, _, exponent = number_in_full(value).partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def chain_rule(output: str, parent: str, child: str, numbers: tuple[float, float], *, is_whole: bool) -> str:
    """Return the line of a backward step.

    Parameters
    ----------
    numbers
        The gradient of the parent, and the local derivative.
    is_whole
        Whether the step gives the whole gradient of the child; else it adds a share.
    """
    out, up, down = latex_name(output), latex_name(parent), latex_name(child)
    sign = "=" if is_whole else r"\mathrel{+}="
    upstream, local, share = (
        latex_number(rounded(number, DIGITS)) for number in (*numbers, numbers[0] * numbers[1])
    )
    if local.startswith("-"):
        local = f"{_OPEN}{local}{_CLOSE}"
    return (
        rf"\frac{{\partial {out}}}{{\partial {down}}} &{sign} \frac{{\partial {out}}}{{\partial {up}}} \cdot "
        rf"\frac{{\partial {up}}}{{\partial {down}}} = {upstream} \cdot {local} = {share}"
    )


def _equations(program: Program) -> list[str]:
    names = {
        # What is raised already needs brackets to be raised again.
        index: Written(text, SIGN if "^" in text or "'" in text else ATOM)
        for index, text in latex_names((*program.leaves, *program.lines)).items()
    }
    formulas = program.formulas(names, _number, _written)
    return [f"{names[node.index].text} &= {formula}" for node, formula in formulas]


def _number(value: float) -> Written:
    text = latex_number(value)
    level = SUM_LEVEL if text.startswith("-") else PRODUCT if "cdot" in text else ATOM
    return Written(text, level, is_number=True)


def _in(part: Written, level: int) -> str:
    return part.within(level, _OPEN, _CLOSE)


def _sum(parts: Sequence[Written]) -> Written:
    first, *rest = parts
    terms = [first.text, *(_in(part, PRODUCT) for part in rest)]
    rows = [" + ".join(terms[start : start + WIDEST]) for start in range(0, len(terms), WIDEST)]
    return Written(f" {CONTINUED}+ ".join(rows), SUM_LEVEL)


def _difference(parts: Sequence[Written]) -> Written:
    return Written(f"{parts[0].text} - {_in(parts[1], PRODUCT)}", SUM_LEVEL)


def _product(parts: Sequence[Written]) -> Written:
    left, right = _in(parts[0], PRODUCT), _in(parts[1], PRODUCT)
    # A bracket behind a name would be read as a function's, and digits side by side as one number.
    needs_dot = right[0].isdigit() or right.startswith(_OPEN) or (parts[0].is_number and parts[1].is_number)
    return Written(rf"{left} \cdot {right}" if needs_dot else rf"{left} \, {right}", PRODUCT)


def _fraction(parts: Sequence[Written]) -> Written:
    # It may be a factor, but has to be in brackets to be raised.
    return Written(rf"\frac{{{parts[0].text}}}{{{parts[1].text}}}", SIGN)


def _negative(parts: Sequence[Written]) -> Written:
    return Written(f"-{_in(parts[0], PRODUCT)}", SUM_LEVEL)


def _power(parts: Sequence[Written]) -> Written:
    return Written(f"{_in(parts[0], ATOM)}^{{{parts[1].text}}}", POWER)


def _root(parts: Sequence[Written]) -> Written:
    return Written(rf"\sqrt{{{parts[0].text}}}", SIGN)


def _bars(parts: Sequence[Written]) -> Written:
    return Written(rf"\left|{parts[0].text}\right|", SIGN)


def _exponential(part: Written) -> str:
    return rf"\exp{_OPEN}{part.text}{_CLOSE}"


def _log_sum_exp(parts: Sequence[Written]) -> Written:
    return Written(rf"\log{_OPEN}{' + '.join(map(_exponential, parts))}{_CLOSE}", SIGN)


def _softmax(parts: Sequence[Written]) -> Written:
    return Written(rf"\frac{{{_exponential(parts[0])}}}{{{' + '.join(map(_exponential, parts))}}}", SIGN)


def _cross_entropy(parts: Sequence[Written]) -> Written:
    half = len(parts) // 2
    logits, targets = (", ".join(part.text for part in half_of) for half_of in (parts[:half], parts[half:]))
    return Written(rf"\operatorname{{CE}}{_OPEN}{logits}; {targets}{_CLOSE}", SIGN)


_WRITERS: dict[str, Callable[[Sequence[Written]], Written]] = {
    "+": _sum, SUM: _sum, "-": _difference, "*": _product, "/": _fraction, "neg": _negative, "**": _power,
    "**0.5": _root, "sqrt": _root, "abs": _bars, "log_sum_exp": _log_sum_exp, "softmax": _softmax,
    "cross_entropy": _cross_entropy,
}  # fmt: skip


def _written(operation: str, parts: Sequence[Written]) -> Written:
    if operation in _WRITERS:
        return _WRITERS[operation](parts)
    if operation.startswith("**"):
        return _power([parts[0], _number(float(operation[2:]))])
    name = _NAMED.get(operation) or rf"\operatorname{{{_escaped(title_of(operation))}}}"
    return Written(f"{name}{_OPEN}{', '.join(part.text for part in parts)}{_CLOSE}", SIGN)


def _is_named(operation: str) -> bool:
    return not operation.startswith("**")


def _escaped(text: str) -> str:
    signs = (sign if sign.isprintable() else "�" for sign in " ".join(text.split()))
    return "".join(_ESCAPED.get(sign, sign) for sign in signs)


def _plain(text: str) -> str:
    """Return the name of an operation without LaTeX, for a comment."""
    return text.removeprefix(r"\operatorname{").removesuffix("}")

"""Hints for a gradient in four steps: which rule, the rule with names, with numbers, the answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from engine.operation_table import fixed_exponent
from playground.models.graph.graph_node import SUM
from playground.models.graph.local_rule import in_line, local_name, rule_of
from playground.models.graph.practise.shares import Share, derivative_name, is_in_loss, shares_of
from playground.models.graph.steps import Walk
from playground.style.words import number_text, sentence

COUNT = 4
RULES = {
    "+": "a sum passes its gradient on as it is",
    SUM: "a sum passes its gradient on as it is",
    "-": "a difference passes its gradient on, with the other sign to what is subtracted",
    "*": "the derivative of a product by one factor is the other factor",
    "/": "by its numerator, a quotient has the derivative 1 over the denominator; by the denominator, minus "
    "the quotient over the denominator",
    "neg": "a minus turns the sign of the gradient",
    "**": "by its base, a power has the exponent in front and one lower; by its exponent, it is the power "
    "times the logarithm of the base",
}


def hint(walk: Walk, node: int, number: int, hidden: Collection[int]) -> str:
    """Return a hint.

    Parameters
    ----------
    number
        From 1, the rule, to `COUNT`, the answer.
    hidden
        Nodes whose gradients are still to be found: no hint before the last tells one.
    """
    shares = shares_of(walk, node) or ()
    if number == 1:
        return _rule(walk, node, shares)
    name = derivative_name(walk, node)
    if number == 2:
        return f"{name} = {_names(walk, shares)}.{_locals(walk, shares)}"
    if number == 3:
        return f"{name} = {_numbers(walk, shares, hidden)}."
    return f"{name} = {number_text(sum(share.value for share in shares))}."


def _rule(walk: Walk, node: int, shares: Sequence[Share]) -> str:
    name = walk.graph.nodes[node].label
    parents = list(dict.fromkeys(share.parent.label for share in shares))
    if len(shares) == 1:
        begin = f"{name} is used once, in {parents[0]}: upstream gradient × local derivative (chain rule)."
    else:
        where = " and ".join([", ".join(parents[:-1]), parents[-1]] if len(parents) > 1 else parents)
        begin = f"{name} is used {len(shares)} times, in {where}: each use adds upstream × local (+=)."
    rules = dict.fromkeys(_rule_of(walk, share) for share in shares)
    return " ".join([begin, *(sentence(rule) for rule in rules if rule)])


def _rule_of(walk: Walk, share: Share) -> str:
    operation = share.parent.operation
    group = share.parent.group
    if group is not None and is_in_loss(walk, share.parent.index):
        return f"{share.parent.label} is the {group.formula.lower()}; a double click shows what it is made of"
    if group is not None:
        return "a neuron passes back weight × slope of its activation"
    if fixed_exponent(operation) is not None:
        return "the exponent comes down in front, and the power is one lower"
    return RULES.get(
        operation, f"the derivative of {share.parent.symbol} is in the list of functions (Ctrl+I)"
    )


def _names(walk: Walk, shares: Sequence[Share]) -> str:
    return " + ".join(
        f"{derivative_name(walk, share.parent.index)} × {local_name(walk, share.step)}" for share in shares
    )


def _locals(walk: Walk, shares: Sequence[Share]) -> str:
    """Return the local derivatives in names, where there is a rule short enough."""
    parts = []
    for share in shares:
        rule = rule_of(walk, share.step)
        if rule is not None:
            parts.append(f"{local_name(walk, share.step)} = {rule[0]}")
    return f" {'; '.join(dict.fromkeys(parts))}." if parts else ""


def _numbers(walk: Walk, shares: Sequence[Share], hidden: Collection[int]) -> str:
    parts: list[str] = []
    for share in shares:
        local = in_line(["×", number_text(share.local)])
        is_known = share.parent.index not in hidden
        upstream = number_text(share.upstream) if is_known else derivative_name(walk, share.parent.index)
        part = f"{upstream} {local}"
        parts.append(f"({part})" if parts and part.startswith("−") else part)
    missing = dict.fromkeys(
        derivative_name(walk, share.parent.index) for share in shares if share.parent.index in hidden
    )
    text = " + ".join(parts)
    return f"{text}, with {' and '.join(missing)} still to be found" if missing else text

"""The typical wrong answers for a gradient, each with what went wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.operation_table import fixed_exponent
from engine.operations import OPERATIONS
from playground.models.graph.functions.operation_curve import value_at
from playground.models.graph.local_rule import local_name, neuron_factors
from playground.models.graph.practise.answers import Answer
from playground.models.graph.practise.shares import Share, derivative_name, shares_of
from playground.models.graph.steps import Walk

ONE_SHARE, MISSING_SHARE, SIGN, UPSTREAM, LOCAL, SWAPPED, POWER, SLOPE, WEIGHT, VALUE = (
    "one share", "missing share", "sign", "upstream", "local", "swapped", "power", "slope", "weight", "value",
)  # fmt: skip
SWAPPABLE = ("*", "/", "**")
"""Operations whose operands are mixed up; the swapped difference is a wrong sign."""


@dataclass(frozen=True)
class WrongAnswer:
    """A number that comes out of a typical mistake.

    Attributes
    ----------
    kind
        ``one share``, ``sign`` and so on.
    words
        What went wrong, without a number that is to be found.
    """

    kind: str
    number: float
    words: str


def diagnose(walk: Walk, node: int, answer: Answer) -> str:
    """Return why a wrong answer may have been given, or nothing if no typical mistake leads to it."""
    scale = scale_of(walk)
    for wrong in wrong_answers(walk, node):
        if answer.is_for(wrong.number, scale):
            return wrong.words
    return ""


def scale_of(walk: Walk) -> float:
    """Return the size of the largest gradient, which says what is 0 up to rounding."""
    sizes = [abs(float(gradient)) for gradient in walk.gradients if math.isfinite(float(gradient))]
    return max(sizes, default=1.0)


def wrong_answers(walk: Walk, node: int) -> tuple[WrongAnswer, ...]:
    """Return the numbers that typical mistakes give, the likeliest mistake first; none is a right answer."""
    shares = shares_of(walk, node)
    if not shares:
        return ()
    right, scale = sum(share.value for share in shares), scale_of(walk)
    found = (*_of_shares(walk, node, shares), *_of_factors(walk, node, shares), *_of_node(walk, node, right))
    return tuple(
        wrong
        for wrong in found
        if math.isfinite(wrong.number) and not Answer(wrong.number).is_for(right, scale)
    )


def _of_shares(walk: Walk, node: int, shares: Sequence[Share]) -> Iterator[WrongAnswer]:
    """Yield what is left if not all shares are added."""
    count, name = len(shares), walk.graph.nodes[node].label
    if count < 2:
        return
    for share in shares:
        yield WrongAnswer(
            ONE_SHARE,
            share.value,
            f"That is one share of {count}, the one through {share.parent.label}: = in place of += would "
            f"leave only that. {name} is used {_times(count)}, and the shares of all uses are added.",
        )
    if count > 2:
        total = sum(share.value for share in shares)
        for share in shares:
            yield WrongAnswer(
                MISSING_SHARE,
                total - share.value,
                f"The share through {share.parent.label} is missing: {name} is used {_times(count)}, and the "
                "shares of all uses are added.",
            )


def _of_factors(walk: Walk, node: int, shares: Sequence[Share]) -> Iterator[WrongAnswer]:
    """Yield what comes out if a factor of the chain rule is left out, or taken of the wrong operand."""
    upstreams = " and ".join(dict.fromkeys(derivative_name(walk, share.parent.index) for share in shares))
    locals_ = " and ".join(local_name(walk, share.step) for share in shares)
    yield WrongAnswer(
        UPSTREAM,
        sum(share.local for share in shares),
        f"That is {locals_} alone. The upstream gradient is missing: multiply by {upstreams}.",
    )
    yield WrongAnswer(
        LOCAL,
        sum(share.upstream for share in shares),
        f"That is {upstreams} passed on as it is. The local derivative is missing: multiply by {locals_}.",
    )
    yield from _of_neurons(walk, shares)
    yield from _of_powers(walk, node, shares)
    for share in shares:
        for local in _swapped(walk, share):
            words = (
                f"The operands of {share.parent.label} are swapped: {local_name(walk, share.step)} is asked, "
                "the derivative by this operand."
            )
            others = sum(other.value for other in shares if other is not share)
            yield WrongAnswer(SWAPPED, others + share.upstream * local, words)
            if len(shares) > 1 and all(other.parent is share.parent for other in shares):
                yield WrongAnswer(SWAPPED, sum(other.upstream for other in shares) * local, words)


def _of_powers(walk: Walk, node: int, shares: Sequence[Share]) -> Iterator[WrongAnswer]:
    """Yield what comes out of a power whose exponent does not come down, or is not lowered."""
    for share in shares:
        exponent, base = fixed_exponent(share.parent.operation), walk.value_of(walk.graph.nodes[node])
        if exponent is None:
            continue
        others = sum(other.value for other in shares if other is not share)
        name = local_name(walk, share.step)
        yield WrongAnswer(
            POWER,
            others + share.upstream * share.local / exponent if exponent else math.nan,
            f"The exponent is missing in {name}: it comes down in front as a factor.",
        )
        yield WrongAnswer(
            POWER,
            others + share.upstream * share.local * base,
            f"The power is too high in {name}: its exponent is one lower.",
        )


def _of_neurons(walk: Walk, shares: Sequence[Share]) -> Iterator[WrongAnswer]:
    """Yield what comes out if the slope of the activation, or the weight, is left out everywhere."""
    factors = [neuron_factors(walk, share.step) for share in shares]
    known = [factor for factor in factors if factor is not None and factor.activation != "Σ"]
    if len(known) < len(shares):
        return
    activation, labels = known[0].activation, " and ".join(factor.label for factor in known)
    pairs = list(zip(shares, known, strict=True))
    yield WrongAnswer(
        SLOPE,
        sum(share.upstream * factor.weight for share, factor in pairs),
        f"The slope of the activation is missing: upstream gradient × weight × {activation}′.",
    )
    yield WrongAnswer(
        WEIGHT,
        sum(share.upstream * factor.slope for share, factor in pairs),
        f"The weight is missing: upstream gradient × slope × {labels}.",
    )


def _of_node(walk: Walk, node: int, right: float) -> Iterator[WrongAnswer]:
    block, output = walk.graph.nodes[node], walk.graph.nodes[walk.graph.output].label
    yield WrongAnswer(SIGN, -right, "The size is right, the sign is not.")
    yield WrongAnswer(
        VALUE,
        walk.value_of(block),
        f"That is the value of {block.label}. Its gradient says how fast {output} changes with it.",
    )


def _swapped(walk: Walk, share: Share) -> Iterator[float]:
    """Yield the local derivatives of a product, quotient or power whose operands are mixed up."""
    nodes, values = walk.graph.scalars.nodes, walk.values
    if share.parent.group is not None:
        return
    node = nodes[share.parent.members[0]]
    operation, given = node.operation, [float(values[index]) for index in node.operands]
    place = share.step.operand
    exponent = fixed_exponent(operation)
    if exponent is not None:
        operation, given = "**", [*given, exponent]
    if operation not in SWAPPABLE or place is None:
        return
    derivatives = OPERATIONS[operation].expression(2).derivatives
    back = given[::-1]
    # By the other operand; of the swapped operation by this one; the right formula with swapped numbers.
    for derivative, numbers in ((1 - place, given), (1 - place, back), (place, back)):
        found = value_at(derivatives[derivative], numbers)
        if math.isfinite(found):
            yield found


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"

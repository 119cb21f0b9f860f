"""The rule of an optimizer as formulas with names and, below them, the numbers of one parameter."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.optimizers import SGD, Adam, Momentum, RMSProp
from playground.models.graph.update.update_table import UpdateTable
from playground.style.words import number_text

USUAL_DIGITS, MOST_DIGITS = 4, 10
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Term:
    """One part of a formula.

    Attributes
    ----------
    value
        What `number` writes; None for a sign between terms.
    is_setting
        Whether it is the same for all parameters.
    """

    name: str
    number: str
    value: float | None = None
    is_setting: bool = False


Rule = tuple[Term, ...]
"""Terms and signs in turn; the first term is what the rest makes."""


def steps(table: UpdateTable, index: int) -> tuple[Rule, ...]:
    """Return how an update comes about for one parameter, one formula after the other.

    A frozen parameter has none.
    """
    if table.frozen[index]:
        return ()
    numbers = _Numbers(table, index)
    state = {SGD: _no_state, Momentum: _momentum, RMSProp: _rmsprop, Adam: _adam}.get(type(numbers.optimizer))
    return (*_gradient(numbers), *(_sum_only(numbers) if state is None else state(numbers)))


class _Numbers:
    """The numbers of one parameter."""

    def __init__(self, table: UpdateTable, index: int) -> None:
        report = table.report
        self.optimizer, self.number = report.rule.optimizer, report.number
        self.value, self.new = float(table.values[index]), float(table.new_values[index])
        self.change = float(table.changes[index])
        self.raw, self.used = float(table.raw[index]), float(table.used[index])
        self.before = [float(array[index]) for array in report.state]
        self.after = [float(array[index]) for array in table.state]
        self.factor, self.is_weight = table.clip_factor, bool(report.rule.is_weight[index])
        self.rate = setting("η", report.rule.rate)
        digits = enough_digits(self.value, self.change)
        self.w, self.new_w = (quantity(table.names[index], value, digits) for value in (self.value, self.new))
        self.g = quantity("g", self.used)
        self.g_squared = Term("g²", _squared(self.g.number), self.used * self.used)


def quantity(name: str, value: float, digits: int = USUAL_DIGITS) -> Term:
    """Return a term that differs from parameter to parameter."""
    return Term(name, number_text(value, digits), value)


def setting(name: str, value: float) -> Term:
    """Return a term that is the same for all parameters."""
    return Term(name, number_text(value), value, is_setting=True)


def enough_digits(value: float, change: float) -> int:
    """Return how many digits a value needs for a change to be seen in them."""
    if not (value and change and math.isfinite(value) and math.isfinite(change)):
        return USUAL_DIGITS
    return min(max(USUAL_DIGITS, math.ceil(math.log10(abs(value) / abs(change))) + 2), MOST_DIGITS)


def made_of(result: Term, *parts: Term | str, sign: str = "←") -> Rule:
    """Return a formula; texts among its parts are signs."""
    rest = [part if isinstance(part, Term) else Term(part, part) for part in parts]
    return result, Term(sign, "="), *rest


def _gradient(n: _Numbers) -> tuple[Rule, ...]:
    """Return how clipping and penalties change the gradient, nothing where they do not."""
    l1, l2 = (n.optimizer.l1, n.optimizer.l2) if n.is_weight else (0.0, 0.0)
    parts: list[Term | str] = [quantity("∂L/∂w" if n.is_weight else "∂L/∂b", n.raw)]
    if n.factor != 1.0:
        parts = [setting("clip", n.factor), "×", *parts]
    if l1:
        parts += ["+", setting("λ₁", l1), "×", quantity("sign w", float(np.sign(n.value)))]
    if l2:
        parts += ["+", setting("λ₂", l2), "×", quantity("w", n.value)]
    return (made_of(n.g, *parts, sign="="),) if len(parts) > 1 else ()


def _no_state(n: _Numbers) -> tuple[Rule, ...]:
    return (made_of(n.new_w, n.w, "−", n.rate, "×", n.g),)


def _sum_only(n: _Numbers) -> tuple[Rule, ...]:
    return (made_of(n.new_w, n.w, "+", quantity("change", n.change)),)


def _momentum(n: _Numbers) -> tuple[Rule, ...]:
    (momentum,), velocity = n.optimizer.settings, quantity("v", n.after[0])
    return (
        made_of(velocity, setting("μ", momentum), "×", quantity("v", n.before[0]), "+", n.g),
        made_of(n.new_w, n.w, "−", n.rate, "×", velocity),
    )


def _rmsprop(n: _Numbers) -> tuple[Rule, ...]:
    decay, epsilon = n.optimizer.settings
    return (
        _mean("s", "ρ", decay, n.before[0], n.after[0], n.g_squared),
        made_of(n.new_w, n.w, "−", n.rate, "×", n.g, "÷", _root("s", n.after[0], epsilon)),
    )


def _adam(n: _Numbers) -> tuple[Rule, ...]:
    beta1, beta2, epsilon = n.optimizer.settings
    (mean, square), (old_mean, old_square) = n.after, n.before
    missing1, missing2 = 1.0 - beta1**n.number, 1.0 - beta2**n.number
    power = str(n.number).translate(_SUPERSCRIPTS)
    corrected = quantity("m̂", mean / missing1), quantity("v̂", square / missing2)
    return (
        _mean("m", "β₁", beta1, old_mean, mean, n.g),
        _mean("v", "β₂", beta2, old_square, square, n.g_squared),
        made_of(corrected[0], quantity("m", mean), "÷", setting(f"(1 − β₁{power})", missing1), sign="="),
        made_of(corrected[1], quantity("v", square), "÷", setting(f"(1 − β₂{power})", missing2), sign="="),
        made_of(n.new_w, n.w, "−", n.rate, "×", corrected[0], "÷", _root("v̂", square / missing2, epsilon)),
    )


def _mean(name: str, decay_name: str, decay: float, before: float, after: float, new: Term) -> Rule:
    """Return the formula of a running mean."""
    return made_of(
        quantity(name, after), setting(decay_name, decay), "×", quantity(name, before), "+",
        setting(f"(1 − {decay_name})", 1.0 - decay), "×", new,
    )  # fmt: skip


def _root(name: str, square: float, epsilon: float) -> Term:
    return quantity(f"(√{name} + ε)", math.sqrt(square) + epsilon)


def _squared(number: str) -> str:
    return f"({number})²" if number.startswith("−") or "e" in number else f"{number}²"


def written(rule: Rule) -> str:
    """Return a formula in one line: ``w1 ← 0.5 − 0.01 × 0.12 = 0.4988``."""
    result, way, *rest = rule
    parts: Sequence[Term] = rest
    texts = [parts[0].number]
    for before, part in pairwise(parts):
        is_sign = before.value is None
        texts.append(f"({part.number})" if is_sign and part.number.startswith("−") else part.number)
    return f"{result.name} {way.name} {' '.join(texts)} = {result.number}"

"""Reads exported LaTeX as print is read, and computes it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from scipy.special import erf

_TOKEN = re.compile(
    r"""\s* (?: (?P<text> \\text\{ (?: \\[a-z]+\{\} | \\. | [^\\{}] )* \} )
              | (?P<upright> \\(?:mathrm|operatorname)\{ (?: \\[a-z]+\{\} | \\. | [^\\{}] )* \} )
              | (?P<bracket> \\(?:left|right)[(|)] )
              | (?P<command> \\[A-Za-z]+ | \\, )
              | (?P<number> \d+(?:\.\d+)? )
              | (?P<sample> \^\{\(\d+\)\} )
              | (?P<sub> _\{[\d,]+\} )
              | (?P<sign> [-+^{}',;] )
              | (?P<letter> [A-Za-z] ) )""",
    re.VERBOSE,
)


def _cross_entropy(*operands: float) -> float:
    logits, targets = operands[: len(operands) // 2], operands[len(operands) // 2 :]
    total = math.log(sum(map(math.exp, logits)))
    return sum(target * (total - logit) for logit, target in zip(logits, targets, strict=True))


FUNCTIONS: Mapping[str, Callable[..., float]] = {
    r"\sigma": lambda x: 1 / (1 + math.exp(-x)), r"\tanh": math.tanh, r"\exp": math.exp, r"\log": math.log,
    r"\sin": math.sin, r"\cos": math.cos, r"\max": max, r"\min": min, "ReLU": lambda x: max(x, 0.0),
    "LeakyReLU": lambda x: max(x, 0.01 * x), "ELU": lambda x: x if x > 0 else math.expm1(x),
    "GELU": lambda x: x / 2 * (1 + erf(x / math.sqrt(2))), "SiLU": lambda x: x / (1 + math.exp(-x)),
    "softplus": lambda x: math.log1p(math.exp(x)), "erf": erf, "CE": _cross_entropy,
    "cubed": lambda x: x**3, "BCE": lambda z, t: math.log1p(math.exp(z)) - z * t,
}  # fmt: skip


class LatexError(ValueError):
    """A text that is not read."""


def compute(text: str, leaves: Mapping[str, float]) -> dict[str, float]:
    """Return the values of all lines by their names.

    Parameters
    ----------
    leaves
        Values by the names as they are written.
    """
    body = re.sub(r"^%.*\n", "", text, flags=re.MULTILINE)
    found = re.fullmatch(r"\s*\\begin\{align\*\}\n(.*)\n\\end\{align\*\}\n", body, re.DOTALL)
    if found is None:
        raise LatexError(text)
    known = {name: float(value) for name, value in leaves.items()}
    for line in found[1].replace("\\\\\n  &\\quad ", "").split("\\\\\n"):
        name, _, formula = line.strip().partition(" &= ")
        reader = _Reader(formula, known)
        known[name] = reader.sum()
        if reader.now:
            raise LatexError(f"not read: {reader.tokens[reader.at :]} in {line}")
    return known


class _Reader:
    def __init__(self, text: str, known: Mapping[str, float]) -> None:
        self.known, self.at = known, 0
        self.tokens: list[tuple[str, str]] = []
        place = 0
        while text[place:].strip():
            match = _TOKEN.match(text, place)
            if match is None:
                raise LatexError(f"not read: {text[place:]!r}")
            assert match.lastgroup is not None
            self.tokens.append((match.lastgroup, match[match.lastgroup]))
            place = match.end()

    @property
    def now(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self, wanted: str | None = None) -> str:
        token = self.now
        if not token or (wanted is not None and token != wanted):
            raise LatexError(f"{wanted} expected, not {token!r}")
        self.at += 1
        return token

    def sum(self) -> float:
        sign = -1.0 if self.now == "-" else 1.0
        if self.now == "-":
            self.take()
        total = sign * self.product()
        while self.now in ("+", "-") and self.now:
            sign = 1.0 if self.take() == "+" else -1.0
            total += sign * self.product()
        return total

    def product(self) -> float:
        result = self.power()
        while self.now and self.now not in ("+", "-", "}", ",", ";", r"\right)", r"\right|"):
            has_dot = self.now == r"\cdot"
            if has_dot or self.now == r"\,":
                self.take()
            if not has_dot and (self.now == r"\left(" or self.kind == "number"):
                raise LatexError("a bracket or a number right behind a factor reads as something else")
            result *= self.power()
        return result

    def power(self) -> float:
        base = self.atom()
        if self.now == "^":
            self.take()
            base = base ** self.within("{", "}")
            if self.now == "^":
                raise LatexError("a double superscript")
        return base

    def within(self, opening: str, closing: str) -> float:
        self.take(opening)
        value = self.sum()
        self.take(closing)
        return value

    def atom(self) -> float:
        if self.kind == "number":
            return float(self.take())
        if self.now == r"\left(":
            return self.within(r"\left(", r"\right)")
        if self.now == r"\left|":
            return abs(self.within(r"\left|", r"\right|"))
        if self.now == r"\frac":
            self.take()
            return self.within("{", "}") / self.within("{", "}")
        if self.now == r"\sqrt":
            self.take()
            return math.sqrt(self.within("{", "}"))
        return self.name()

    def name(self) -> float:
        kind, text = self.kind, self.take()
        if self.now == r"\left(":
            return FUNCTIONS[text.removeprefix(r"\operatorname{").removesuffix("}")](*self.operands())
        if kind not in ("letter", "text", "upright", "command"):
            raise LatexError(f"no name: {text}")
        while self.kind in ("sub", "sample") or self.now == "'":
            text += self.take()
        return self.known[text]

    def operands(self) -> Sequence[float]:
        self.take(r"\left(")
        found = [self.sum()]
        while self.now in (",", ";"):
            self.take()
            found.append(self.sum())
        self.take(r"\right)")
        return found

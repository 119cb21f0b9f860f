"""Reads formulas: a parser by precedence, without `eval`.

From loose to tight: or, and, not, comparisons (in chains), + and −, * and / and numbers or brackets side by
side, the minus in front, powers (to the right), functions, brackets and bars.

A bar opens where a part is expected and closes where one has ended: ``||a| - 1|`` and ``|a||b|`` have one
reading. ``|a|b|c|`` has two and is refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from engine.language.errors import ExpressionError, UnknownFunctionError, quoted
from engine.language.expression import Expression, Node
from engine.language.tokens import Token, tokenize
from engine.operation_table import fixed_exponent_name
from engine.operations import OPERATIONS

LONGEST_TEXT = 2000
# A level takes up to 13 Python calls; the limit is 1000, including the caller's own.
DEEPEST = 40
CONSTANTS = {"pi": math.pi, "e": math.e}
MODULES = ("math", "np", "numpy", "torch")
"""Where programs have their functions: math.exp(x) is exp(x)."""
_IN_PAIRS = ("maximum", "minimum")
"""Operations of two values that formulas apply to any number of them, two at a time."""
_OTHER_NAMES = {"max": "maximum", "min": "minimum", "ln": "log"}
WORDS = ("and", "or", "not")
_COMPARISON_SIGNS = ("<", ">", "<=", ">=", "==", "!=")
_SIGNS_ONLY = ("neg",)
NO_FUNCTIONS: Mapping[str, str] = MappingProxyType({})


def functions() -> dict[str, str]:
    """Return the operation behind every function that formulas can call, by its name there."""
    named = {name: name for name in OPERATIONS if name.isidentifier() and name not in _SIGNS_ONLY}
    return named | {name: operation for name, operation in _OTHER_NAMES.items() if operation in named}


def parse(text: str, variables: Collection[str] = (), own: Mapping[str, str] = NO_FUNCTIONS) -> Expression:
    """Read a formula such as ``y > sin(2x)`` or ``x1^2 + 0.5 x1 x2``, or as in programs ``math.exp(x)``.

    Parameters
    ----------
    variables
        Names that are variables even if they are constants elsewhere, such as e.
    own
        Functions besides those of the table: the operation behind each, by its name.

    Raises
    ------
    ExpressionError
        It cannot be read; the error says what is wrong and where.
    """
    if len(text) > LONGEST_TEXT:
        raise ExpressionError(f"a formula has at most {LONGEST_TEXT} characters", LONGEST_TEXT, len(text))
    return _Parser(text, variables, own).read()


class _Parser:
    def __init__(self, text: str, variables: Collection[str], own: Mapping[str, str]) -> None:
        self._text, self._variables = text, frozenset(variables)
        self._tokens = tokenize(text)
        self._at = 0
        self._depth = 0
        # Whether a bar at this point can close one that is open; not so within brackets of their own.
        self._is_within_bars = False
        self._names: set[str] = set()
        self._functions = {**functions(), **own}

    def read(self) -> Expression:
        if self._now.kind == "end":
            raise ExpressionError("the formula is empty", 0, 1)
        root = self._or()
        if self._now.kind != "end":
            raise self._unexpected()
        return Expression(self._text, root, frozenset(self._names))

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._now
        self._at += 1
        return token

    def _is(self, *texts: str) -> bool:
        return self._now.kind in ("sign", "name") and self._now.text in texts

    def _or(self) -> Node:
        return self._joined("or", self._and)

    def _and(self) -> Node:
        return self._joined("and", self._not)

    def _joined(self, word: str, read: Callable[[], Node]) -> Node:
        left = read()
        while self._is(word):
            sign = self._take()
            right = read()
            for side in (left, right):
                self._check_condition(side, sign)
            left = Node("logic", word, left.start, right.end, (left, right))
        return left

    def _not(self) -> Node:
        if not self._is("not"):
            return self._comparison()
        sign = self._take()
        self._enter(sign)
        part = self._not()
        self._depth -= 1
        self._check_condition(part, sign)
        return Node("logic", "not", sign.start, part.end, (part,))

    @staticmethod
    def _check_condition(node: Node, sign: Token) -> None:
        if not node.is_condition:
            raise ExpressionError(
                f"{sign.text} joins conditions such as x > 0, and this is a number", node.start, node.end
            )

    def _comparison(self) -> Node:
        parts = [self._sum()]
        signs: list[str] = []
        while self._is(*_COMPARISON_SIGNS):
            signs.append(self._take().text)
            parts.append(self._sum())
        if not signs:
            return parts[0]
        for part in parts:
            self._check_number(part)
        return Node("comparison", " ".join(signs), parts[0].start, parts[-1].end, tuple(parts))

    @staticmethod
    def _check_number(node: Node) -> None:
        if node.is_condition:
            raise ExpressionError("this is true or false, where a number belongs", node.start, node.end)

    def _operation(self, name: str, *parts: Node) -> Node:
        for part in parts:
            self._check_number(part)
        return Node("operation", name, parts[0].start, parts[-1].end, parts)

    def _sum(self) -> Node:
        left = self._product()
        while self._is("+", "-"):
            sign = self._take().text
            left = self._operation(sign, left, self._product())
        return left

    def _product(self) -> Node:
        chain = [self._begins_with_bar()]  # of the factors side by side: which of them stand in bars
        left = self._signed()
        while True:
            if self._is("*", "/"):
                sign = self._take().text
                chain = [self._begins_with_bar()]
                left = self._operation(sign, left, self._signed())
            elif self._begins_factor():
                chain.append(self._is("|"))
                if chain[-1] and not chain[-2] and any(chain[:-1]):
                    raise ExpressionError(
                        "these bars can be read in two ways: write * between the factors, or abs(x)",
                        self._now.start, self._now.end,
                    )  # fmt: skip
                left = self._operation("*", left, self._power())
            else:
                return left

    def _begins_with_bar(self) -> bool:
        """Whether a bar follows, possibly after signs."""
        at = self._at
        while self._tokens[at].text in ("+", "-"):
            at += 1
        return self._tokens[at].text == "|"

    def _begins_factor(self) -> bool:
        """Whether what follows is multiplied without a sign, as in 2x or 3 (x + 1)."""
        token = self._now
        if token.kind == "number":
            # "2 3" is a typing error, not 6.
            return self._tokens[self._at - 1].kind != "number"
        if self._is("|"):
            return not self._is_within_bars
        return self._is("(") or (token.kind == "name" and token.text not in WORDS)

    def _signed(self) -> Node:
        if not self._is("+", "-"):
            return self._power()
        sign = self._take()
        self._enter(sign)
        part = self._signed()
        self._depth -= 1
        self._check_number(part)
        if sign.text == "+":
            return part
        return Node("operation", "neg", sign.start, part.end, (part,))

    def _power(self) -> Node:
        base = self._called_on(self._atom())
        while self._now.kind == "power":
            token = self._take()
            self._check_number(base)
            name = fixed_exponent_name(token.value)
            base = Node("operation", name, base.start, token.end, (base,))
        if not self._is("^", "**"):
            return base
        sign = self._take()
        self._enter(sign)
        exponent = self._signed()  # to the right: 2^3^2 is 2^9
        self._depth -= 1
        self._check_number(base)
        self._check_number(exponent)
        fixed = _fixed(exponent)
        if fixed is not None:
            return Node("operation", fixed_exponent_name(fixed), base.start, exponent.end, (base,))
        return self._operation("**", base, exponent)

    def _called_on(self, base: Node) -> Node:
        """Read what is called on a part, as in x.tanh()."""
        while self._is("."):
            dot = self._take()
            token = self._now
            operation = None
            if token.kind == "name":
                operation = self._function(token.text, self._tokens[self._at + 1])
            if operation is None:
                raise ExpressionError(
                    "behind a point belongs a function, as in x.tanh()", dot.start, token.end
                )
            self._take()
            base = self._call(token, operation, base)
        return base

    def _atom(self) -> Node:
        token = self._now
        if token.kind == "number":
            self._take()
            return Node("number", token.text, token.start, token.end, value=token.value)
        if self._is("("):
            return self._bracket()
        if self._is("|"):
            return self._bars()
        if token.kind == "name" and token.text not in WORDS:
            return self._name()
        raise self._unexpected()

    def _bracket(self) -> Node:
        opened = self._take()
        inner = self._inside(opened, self._or)
        if not self._is(")"):
            if self._now.kind == "end":
                raise ExpressionError("this bracket is never closed", opened.start, opened.end)
            raise self._unexpected()
        closed = self._take()
        return Node(inner.kind, inner.text, opened.start, closed.end, inner.parts, inner.value)

    def _bars(self) -> Node:
        """Read an absolute value such as ``|x - 1|``."""
        opened = self._take()
        inner = self._inside(opened, self._sum, is_within_bars=True)
        if not self._is("|"):
            if self._now.kind == "end":
                raise ExpressionError(
                    "this bar is never closed; abs(x) can be nested without doubt", opened.start, opened.end
                )
            raise self._unexpected()
        closed = self._take()
        self._check_number(inner)
        return Node("operation", "abs", opened.start, closed.end, (inner,))

    def _inside(self, opened: Token, read: Callable[[], Node], *, is_within_bars: bool = False) -> Node:
        """Read what stands between brackets or bars."""
        outside, self._is_within_bars = self._is_within_bars, is_within_bars
        self._enter(opened)
        inner = read()
        self._depth -= 1
        self._is_within_bars = outside
        return inner

    def _name(self) -> Node:
        token = self._take()
        if token.text in MODULES and self._is(".") and token.text not in self._variables:
            self._take()
            if self._now.kind != "name":
                raise self._unexpected()
            return self._name()
        operation = self._function(token.text, self._now)
        if operation is not None:
            return self._call(token, operation)
        if token.text in CONSTANTS and token.text not in self._variables:
            return Node("number", token.text, token.start, token.end, value=CONSTANTS[token.text])
        if self._is("(") and len(token.text) > 1:
            near = get_close_matches(token.text, self._functions, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            name = quoted(token.text)
            raise UnknownFunctionError(
                f"there is no function {name}{hint}", token.start, token.end, token.text
            )
        self._names.add(token.text)
        return Node("name", token.text, token.start, token.end)

    def _function(self, name: str, following: Token) -> str | None:
        """Return the operation of a function; in capitals only where it is called, as in ReLU(x)."""
        found = self._functions.get(name)
        return self._functions.get(name.lower()) if found is None and following.text == "(" else found

    def _call(self, token: Token, operation: str, *parts_before: Node) -> Node:
        if not self._is("("):
            raise ExpressionError(f"{token.text} needs brackets: {token.text}(x)", token.start, token.end)
        opened = self._take()
        parts: list[Node] = [*parts_before]
        while not self._is(")"):
            parts.append(self._inside(opened, self._or))
            if self._is(","):
                self._take()
                if self._is(")"):
                    raise self._unexpected()
            elif not self._is(")"):
                if self._now.kind == "end":
                    raise ExpressionError("this bracket is never closed", opened.start, opened.end)
                raise self._unexpected()
        closed = self._take()
        row = OPERATIONS[operation]
        if operation in _IN_PAIRS and len(parts) > 2:
            return self._two_at_a_time(operation, parts, token.start, closed.end)
        if not row.takes(len(parts)):
            values = "value" if row.wanted.endswith("1") else "values"
            raise ExpressionError(
                f"{token.text} takes {row.wanted} {values}, here are {len(parts)}", token.start, closed.end
            )
        for part in parts:
            self._check_number(part)
        return Node("operation", operation, token.start, closed.end, tuple(parts))

    def _two_at_a_time(self, operation: str, parts: Sequence[Node], start: int, end: int) -> Node:
        first, *others = parts
        self._check_number(first)
        for part in others:
            self._check_number(part)
            first = Node("operation", operation, start, end, (first, part))
        return first

    def _enter(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionError(
                f"brackets and signs are nested more than {DEEPEST} deep", token.start, token.end
            )

    def _unexpected(self) -> ExpressionError:
        token = self._now
        if token.kind == "end":
            return ExpressionError("something is missing at the end", token.start, token.end)
        if token.text == ")":
            return ExpressionError("this bracket was never opened, or is empty", token.start, token.end)
        return ExpressionError(f"{quoted(token.text)} is not expected here", token.start, token.end)


def _fixed(node: Node) -> float | None:
    """Return the number a part stands for if it knows no variables, as the exponent of x^(1 + 1).

    Powers with a fixed exponent have a value and a slope at negative bases too.
    """
    if next(node.variables(), None) is not None:
        return None
    number = float(Expression("", node, frozenset()).evaluate({}))
    return number if math.isfinite(number) else None

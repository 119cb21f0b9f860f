"""Data made by a formula: two classes by a condition, or a number at every point of a square."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.language import Expression, ExpressionError, parse, quoted
from playground.models.data.data_source import OWN
from playground.models.data.datasets import PLANE_NAMES, Dataset, Task
from playground.models.data.generators import FloatArray, streams
from playground.models.experiment.json_text import is_number
from playground.style.words import count_text, exact_text, number_text, shortened

LOW, HIGH = -6.0, 6.0
LARGEST_BOUND = 1e6
SMALLEST_SIDE = 1e-3
# The square of a number to predict, summed over all points, must stay finite.
LARGEST_VALUE = 1e100
LONGEST_TITLE = 24
LONGEST_TEXT = 500
TARGET = "z"
_HORIZONTAL, _VERTICAL = ("x", "x1"), ("y", "x2")
# Standard deviation by which noise 1 moves a point, as a share of the square's side; and of the range of the
# targets, by which it moves a number.
_JITTER, _TARGET_JITTER = 1.0 / 6.0, 0.25


@dataclass(frozen=True, eq=False)
class FormulaData:
    """Points spread evenly over a square, labelled by a formula.

    Parameters
    ----------
    text
        A condition such as ``y > sin(x)`` for two classes, or ``z = sin(x) cos(y)``, with or without ``z =``,
        for regression. The variables are x and y, or x1 and x2.
    low, high
        Sides of the square.

    Raises
    ------
    ExpressionError
        The formula cannot be read, uses other variables, or has no value anywhere.
    ValueError
        The sides make no square.
    """

    text: str
    low: float = LOW
    high: float = HIGH
    _expression: Expression = field(init=False, repr=False)
    # Where it begins in the text, after "z =".
    _offset: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if len(self.text) > LONGEST_TEXT:
            raise ExpressionError(
                f"a formula has at most {LONGEST_TEXT} characters", LONGEST_TEXT, len(self.text)
            )
        if not (-LARGEST_BOUND <= self.low < self.high <= LARGEST_BOUND):
            raise ValueError(
                f"the square of the formula must reach from a smaller to a larger number, at most "
                f"{count_text(LARGEST_BOUND)} from 0, not {exact_text(self.low)} to {exact_text(self.high)}"
            )
        if self.high - self.low < SMALLEST_SIDE:
            raise ValueError(f"the square of the formula must be at least {exact_text(SMALLEST_SIDE)} wide")
        expression, offset = _read(self.text)
        object.__setattr__(self, "_expression", expression)
        object.__setattr__(self, "_offset", offset)
        for node in expression.root.variables():
            if node.text not in (*_HORIZONTAL, *_VERTICAL):
                raise ExpressionError(
                    f"{quoted(expression.text[node.start : node.end])} is unknown: the variables are x and y",
                    offset + node.start, offset + node.end,
                )  # fmt: skip
        steps = np.linspace(self.low, self.high, 25)
        self._values(np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2))

    @property
    def kind(self) -> str:
        return "formula"

    @property
    def title(self) -> str:
        text = " ".join(self.text.split())
        return shortened(text, LONGEST_TITLE)

    @property
    def task(self) -> Task:
        return "classification" if self._expression.is_condition else "regression"

    @property
    def takes_noise(self) -> bool:
        return True

    @property
    def takes_count(self) -> bool:
        return True

    def load(self, noise: float, seed: int, n_samples: int) -> Dataset:
        """Return `n_samples` points; asking for more only appends, and noise moves them after labelling.

        For regression, noise is added to the targets instead.

        Raises
        ------
        ExpressionError
            The formula has no value at one of the points.
        """
        points, jitter = streams(seed)
        X = self.low + (self.high - self.low) * points.random((n_samples, 2))
        values = self._values(X)
        if self.task == "regression":
            spread = float(np.ptp(values)) or 1.0
            values = values + noise * _TARGET_JITTER * spread * jitter.standard_normal(n_samples)
            return self._dataset(X, values, ())
        X = X + noise * _JITTER * (self.high - self.low) * jitter.standard_normal(X.shape)
        return self._dataset(X, values.astype(np.int64), (f"not {self.title}", self.title))

    def _dataset(self, X: FloatArray, y: np.ndarray[Any, Any], class_names: tuple[str, ...]) -> Dataset:
        extent = (self.low, self.high, self.low, self.high)
        return Dataset(OWN, self.title, X, y, PLANE_NAMES, class_names, self.task, extent)

    def _values(self, X: FloatArray) -> FloatArray:
        """Return the formula's values at some points; conditions as 0 and 1."""
        x, y = X.T
        wrong = np.zeros(x.shape, np.bool_)
        outcome: Any = 0.0
        for node, outcome in self._expression.steps(_variables(x, y)):
            if not node.is_condition:
                # A comparison with NaN would count as false.
                wrong |= np.isnan(outcome)
        values = np.broadcast_to(np.asarray(outcome, np.float64), x.shape)
        wrong |= ~(np.abs(values) <= LARGEST_VALUE)
        if wrong.any():
            at = int(np.argmax(wrong))
            raise self._without_value(float(x[at]), float(y[at]))
        return values

    def _without_value(self, x: float, y: float) -> ExpressionError:
        """Return the error for a point where the formula has no usable value, naming the faulty part."""
        formula = self._expression
        node, outcome = next(
            (node, outcome)
            for node, outcome in formula.steps(_variables(x, y))
            if node is formula.root or not (node.is_condition or np.abs(outcome) <= LARGEST_VALUE)
        )
        names = {variable.text for variable in node.variables()}
        places = [
            f"{name} = {number_text(value, 3)}"
            for name, value, known in (("x", x, _HORIZONTAL), ("y", y, _VERTICAL))
            if names.intersection(known)
        ]
        what = "is too large" if np.isfinite(outcome) else "has no finite value"
        where = f" at {', '.join(places)}" if places else ""
        part = quoted(formula.text[node.start : node.end])
        return ExpressionError(f"{part} {what}{where}", self._offset + node.start, self._offset + node.end)

    def to_dict(self) -> dict[str, Any]:
        return {"text": self.text, "low": self.low, "high": self.high}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FormulaData:
        """Read what `to_dict` returned.

        Raises
        ------
        ValueError
            Anything else.
        """
        text = data.get("text")
        if not isinstance(text, str):
            raise ValueError("the formula must be text")
        low, high = _side(data.get("low")), _side(data.get("high"))
        try:
            return cls(text, low, high)
        except ExpressionError as error:
            raise ValueError(f"the formula {quoted(text)!r} cannot be used: {error}") from None


def _side(bound: object) -> float:
    if not is_number(bound) or not abs(bound) <= LARGEST_BOUND:
        raise ValueError(
            f"the square of the formula must have numbers up to {count_text(LARGEST_BOUND)} for sides"
        )
    return float(bound)


def _variables(x: Any, y: Any) -> dict[str, Any]:
    return {**dict.fromkeys(_HORIZONTAL, x), **dict.fromkeys(_VERTICAL, y)}


def _read(text: str) -> tuple[Expression, int]:
    """Return the formula without a leading ``z =``, and where it begins."""
    left, sign, right = text.partition("=")
    if sign and left.strip() == TARGET and not right.startswith("="):
        offset = len(left) + 1
        try:
            return parse(right), offset
        except ExpressionError as error:
            raise ExpressionError(str(error), error.start + offset, error.end + offset) from None
    return parse(text), 0

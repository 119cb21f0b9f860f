"""Random graphs of scalars over the whole table of operations, from a seed.

Every node carries the range its value can have, whatever the samples: operands outside the domain of an
operation are first squashed into it by other operations. So no graph overflows, and none has to be discarded.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np

from engine.lowering.tracing import placeholders
from engine.operation_table import Operation
from engine.operations import BUILT_IN, OPERATIONS
from engine.scalar import Scalar, scalar_function
from tests.engine.fuzz.case import Case, known
from tests.engine.fuzz.random_operations import POOL, random_operation

WIDEST = 6.0
ANYTHING = (-WIDEST, WIDEST)
# What operands may be, where that is not anything up to +-6.
DOMAINS: dict[str, tuple[tuple[float, float], ...]] = {
    "/": (ANYTHING, (0.4, WIDEST)),
    "**": ((0.3, 3.0), (-2.0, 2.5)),
    "exp": ((-WIDEST, 1.8),),
    "log": ((0.2, 40.0),),
    "sqrt": ((0.1, 40.0),),
    "*": ((-3.0, 3.0), (-3.0, 3.0)),
    "softplus": ((-40.0, WIDEST),),
    "relu": ((-400.0, WIDEST),),
    "sigmoid": ((-800.0, 800.0),),
    "tanh": ((-400.0, 400.0),),
    "erf": ((-30.0, 30.0),),
    "sin": ((-300.0, 300.0),),
    "cos": ((-300.0, 300.0),),
    "binary_cross_entropy": ((-60.0, 60.0), (0.0, 1.0)),
}
EXPONENTS: dict[str, tuple[float, float]] = {
    "**0": ANYTHING, "**1": ANYTHING, "**2": (-2.4, 2.4), "**3": (-1.8, 1.8), "**5": (-1.4, 1.4),
    "**8": (-1.2, 1.2), "**9": (-1.2, 1.2), "**-1": (0.4, WIDEST), "**-2": (-WIDEST, -0.5),
    "**-3": (0.6, 4.0), "**-9": (-3.0, -0.9), "**0.5": (0.1, 30.0), "**1.5": (0.05, 3.0),
    "**2.5": (0.05, 2.0), "**-0.5": (0.2, 20.0), "**-1.7": (0.5, 5.0),
}  # fmt: skip
SQUASHES = ("tanh", "sin", "cos", "erf", "sigmoid", "log of softplus", "1 + square", "minimum and maximum")


@dataclass(frozen=True)
class Ranged:
    """A node and the range of its values."""

    node: Scalar
    low: float
    high: float
    is_lane: bool


def operation_names() -> list[str]:
    """Return all rows of the table a graph may use, the user-defined ones left out."""
    built_in = [operation.name for operation in BUILT_IN if operation.name != "**"]
    return [*built_in, "**", *EXPONENTS]


def random_graph(seed: int, deepest: int = 12) -> Case:
    """Return graph number `seed`, its parameters and samples.

    `deepest` is the largest number of levels; each is a few operations and those that squash their operands.
    """
    rng = np.random.default_rng([seed, 314159])
    numbers = rng.choice(POOL, int(rng.integers(0, 3)), replace=False).tolist()
    operations = tuple(random_operation(number) for number in numbers)
    with known(operations):
        return _Grower(rng, operations).case(seed, deepest)


class _Grower:
    def __init__(self, rng: np.random.Generator, operations: tuple[Operation, ...]) -> None:
        self._rng = rng
        self._operations = operations
        self._names = [*operation_names(), *4 * [operation.name for operation in operations]]
        self._uses: set[Scalar] = set()
        self._width = 2
        n_inputs, n_parameters = int(rng.integers(1, 6)), int(rng.integers(1, 9))
        # Leaves may be placeholders, or Scalars with which the graph computes as it grows.
        plain = rng.random() < 0.3
        self._inputs = (
            [Scalar(v) for v in self._numbers(n_inputs)] if plain else [*placeholders(n_inputs, "input")]
        )
        self._parameters = [Scalar(v, label=f"w{i}") for i, v in enumerate(self._numbers(n_parameters), 1)]
        self._lanes = [Ranged(leaf, -2.0, 2.0, True) for leaf in self._inputs]
        self._uniform = [Ranged(leaf, -2.0, 2.0, False) for leaf in self._parameters]
        self._made: list[Ranged] = []

    def case(self, seed: int, deepest: int) -> Case:
        rng = self._rng
        depth = int(rng.integers(1, deepest + 1))
        self._width = 4 if rng.random() < 0.02 * deepest else 2
        lanes = rng.random() > 0.03  # else made of parameters alone
        for _ in range(depth):
            if not lanes or rng.random() < 0.2:
                self._operation(self._uniform, None)
            if lanes:
                self._level()
        nodes = [self._loss()]
        if self._made and rng.random() < 0.3:
            chosen = rng.choice(len(self._made), min(4, len(self._made)), replace=False)
            nodes = [*(self._made[i].node for i in chosen), *nodes]
        outputs = tuple(dict.fromkeys(node for node in nodes))
        n_samples = int(rng.integers(1, 71))
        samples = np.array(self._numbers(n_samples * len(self._inputs))).reshape(n_samples, -1)
        return Case(
            f"graph {seed}", outputs, tuple(self._inputs), tuple(self._parameters), samples, self._operations
        )

    def _numbers(self, count: int) -> list[float]:
        """Return numbers within [-2, 2], among them those at which operations have kinks and ties."""
        even, special = (
            self._rng.uniform(-2.0, 2.0, count),
            self._rng.choice([0.0, 1.0, -1.0, 0.5, 2.0], count),
        )
        return np.where(self._rng.random(count) < 0.15, special, even).tolist()

    def _level(self) -> None:
        """Add operations next to each other: often of one kind, as in a layer."""
        rng = self._rng
        if rng.random() < 0.3:
            self._layer()
            return
        name = str(rng.choice(self._names)) if rng.random() < 0.6 else None
        for _ in range(int(rng.integers(1, self._width + 1))):
            self._operation(self._lanes, name)

    def _operation(self, among: list[Ranged], name: str | None) -> None:
        name = name or str(self._rng.choice(self._names))
        arity = OPERATIONS[name].arity or int(self._rng.integers(1, 6)) * (1 + OPERATIONS[name].in_pairs)
        operands = [self._pick(among)]
        while len(operands) < arity:
            kind = self._rng.random()
            # Twice the same, a parameter or constant, or any other.
            others = operands if kind < 0.15 else self._uniform if kind < 0.4 else among
            operands.append(self._constant() if kind > 0.92 else self._pick(others))
        if arity == 2 and self._rng.random() < 0.5:
            operands.reverse()
        self._keep(self._apply(name, operands))

    def _layer(self) -> None:
        """Add weighted sums of the same nodes, which the engine may raise to dot products."""
        rng = self._rng
        sources = [self._fit(self._pick(self._lanes), -3.0, 3.0) for _ in range(int(rng.integers(1, 6)))]
        for _ in range(int(rng.integers(1, self._width + 1))):
            terms = []
            for source in sources:
                pair = [self._fit(self._pick(self._uniform), -2.0, 2.0), source]
                terms.append(self._apply("*", pair if rng.random() < 0.5 else pair[::-1]))
            if rng.random() < 0.6:
                terms.insert(int(rng.integers(0, len(terms) + 1)), self._pick(self._uniform))
            self._keep(self._sum(terms))

    def _sum(self, terms: list[Ranged]) -> Ranged:
        """Add up, from the left, from the right, or in pairs."""
        order = self._rng.integers(0, 3)
        terms = list(terms)
        while len(terms) > 1:
            at = (0, len(terms) - 2, int(self._rng.integers(0, len(terms) - 1)))[order]
            terms[at : at + 2] = [self._raw("+", terms[at : at + 2])]
        return terms[0]

    def _loss(self) -> Scalar:
        """Return a sum of everything that is not used yet, so that all nodes matter."""
        loose = [made for made in self._made if made.node not in self._uses]
        terms = [self._fit(made, -20.0, 20.0) for made in loose] or [self._pick(self._lanes)]
        return self._sum(terms).node

    def _pick(self, among: list[Ranged]) -> Ranged:
        latest = among[-4:] if self._rng.random() < 0.6 else among
        return latest[int(self._rng.integers(0, len(latest)))]

    def _constant(self) -> Ranged:
        value = float(self._rng.choice([0.0, 1.0, -1.0, 2.0, 0.5, float(self._rng.uniform(-2, 2))]))
        return Ranged(Scalar(value), value, value, False)

    def _keep(self, made: Ranged) -> None:
        (self._lanes if made.is_lane else self._uniform).append(made)
        self._made.append(made)

    def _apply(self, name: str, operands: list[Ranged]) -> Ranged:
        """Apply an operation to operands squashed into its domain where they may leave it."""
        domains = DOMAINS.get(name) or ((EXPONENTS.get(name, ANYTHING)),) * len(operands)
        if name == "cross_entropy":
            domains = (ANYTHING,) * (len(operands) // 2) + ((0.0, 1.0),) * (len(operands) // 2)
        if domains[0][1] > 20.0 and self._rng.random() < 0.2:  # far out, where functions saturate
            far = Ranged(Scalar(20.0), 20.0, 20.0, False)
            operands = [self._raw("*", [operand, far]) for operand in operands]
        if name == "/" and self._rng.random() < 0.5:
            domains = (ANYTHING, (-WIDEST, -0.4))
        fitted = [self._fit(x, *domain) for x, domain in zip(operands, domains, strict=True)]
        if name == "log_sum_exp" and self._rng.random() < 0.3:
            hundred, part = (
                Ranged(Scalar(150.0), 150.0, 150.0, False),
                Ranged(Scalar(0.01), 0.01, 0.01, False),
            )
            return self._raw("*", [self._raw(name, [self._raw("*", [x, hundred]) for x in fitted]), part])
        return self._raw(name, fitted)

    def _raw(self, name: str, operands: list[Ranged]) -> Ranged:
        low, high = _range(name, operands)
        node = scalar_function(name)(*(operand.node for operand in operands))
        self._uses.update(operand.node for operand in operands)
        return Ranged(node, low, high, any(operand.is_lane for operand in operands))

    def _fit(self, x: Ranged, low: float, high: float) -> Ranged:
        """Return `x`, squashed into [low, high] if it may lie outside."""
        if low <= x.low and x.high <= high:
            return x
        squashes = [s for s in SQUASHES if high >= 3.0 or s not in SQUASHES[5:]]
        kind = str(self._rng.choice(squashes))
        if kind == "minimum and maximum":
            return self._of("maximum", self._of("minimum", x, high), low)
        if kind == "log of softplus" and low <= 0.3 and x.low >= -40.0 and x.high <= WIDEST:
            return self._raw("log", [self._of("+", self._raw("softplus", [x]), math.exp(max(0.3, low)))])
        if kind == "1 + square" and low <= 1.0 and x.low >= -1.4 and x.high <= 1.4:
            square = self._raw("*", [x, x])
            return self._of("+", Ranged(square.node, 0.0, square.high, square.is_lane), 1.0)
        kind = kind if kind in SQUASHES[:5] else "tanh"
        squashed = self._raw(kind, [x])
        if low <= squashed.low and squashed.high <= high:
            return squashed
        middle, half = (low + high) / 2.0, 0.49 * (high - low)
        middle, half = (middle - half, 2.0 * half) if kind == "sigmoid" else (middle, half)
        scaled = self._of("*", squashed, half)
        return scaled if middle == 0.0 else self._of("+", scaled, middle)

    def _of(self, name: str, x: Ranged, number: float) -> Ranged:
        return self._raw(name, [x, Ranged(Scalar(number), number, number, False)])


def _range(name: str, operands: list[Ranged]) -> tuple[float, float]:
    """Return the range of an operation over the ranges of its operands, with a margin for rounding."""
    if name.startswith("fuzz"):
        return -1.0, 1.0
    if name in ("sin", "cos"):
        return -1.0, 1.0
    function = OPERATIONS[name].on_floats(len(operands))
    # Operations of one operand turn round at 0 if at all; the others are monotonous in each operand, or bend
    # upwards from 0.
    ends = [(x.low, x.high, *((0.0,) if x.low < 0.0 < x.high else ())) for x in operands]
    values = [function(*point)[0] for point in itertools.product(*ends)]
    margin = 1e-9 * max(1.0, abs(min(values)), abs(max(values)))
    least = 0.0 if name.endswith("cross_entropy") else min(values)
    return least - margin, max(values) + margin

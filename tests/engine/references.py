"""What the operations and losses are, in many digits: values and derivatives, from mpmath alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from typing import Any

from hypothesis import strategies as st
from mpmath import mp, mpf

from engine import Scalar, losses, nn
from engine.losses import LossFunction

DIGITS = 400
ULP = 2.0**-52
# Where sums and tails are known to lose what they are about.
HARD = (
    -700.0, -350.0, -100.0, -40.0, -36.7, -30.0, -19.1, -8.3, -3.0, -1.25, -0.5, -0.01, -1e-8, -1e-17,
    -1e-300, 1e-300, 1e-17, 1e-8, 0.01, 0.5, 1.25, 3.0, 8.3, 19.1, 30.0, 36.7, 40.0, 100.0, 350.0, 700.0,
)  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """A function of numbers.

    Attributes
    ----------
    domain
        Lowest and highest number of each operand; nothing where only the hard ones make sense.
    function
        Operands in, value and derivatives out, all of mpmath.
    ulps
        How far a result may be off, in units of its last place.
    operand_ulps
        Results may besides be off by what so many units in the last place of each operand make: a function
        that hands sums, products or differences to exp can do no better.
    operands
        Hard ones; else they are taken from `HARD`.
    """

    domain: tuple[tuple[float, float], ...]
    function: Callable[..., tuple[Any, tuple[Any, ...]]]
    ulps: float = 2.0
    operand_ulps: float = 0.0
    operands: tuple[tuple[float, ...], ...] = ()

    @property
    def count(self) -> int:
        """Number of operands."""
        return len(self.domain) or len(self.operands[0])

    @property
    def strategy(self) -> st.SearchStrategy[tuple[float, ...]]:
        """Operands from all of the domain, or from the hard ones."""
        if not self.domain:
            return st.sampled_from(self.operands)
        return st.tuples(*(st.floats(low, high, allow_subnormal=False) for low, high in self.domain))

    @property
    def points(self) -> list[tuple[float, ...]]:
        """Operands at which the function is hard to compute."""
        thinned = HARD if len(self.domain) == 1 else HARD[:: 2 * len(self.domain) - 1]
        chosen = [[x for x in thinned if low <= x <= high] for low, high in self.domain]
        return list(self.operands) or list(product(*chosen))

    def check(self, operands: Sequence[float], value: float, derivatives: Sequence[float]) -> None:
        """Fail where a value or a derivative is too far off."""
        what = ["value", *(f"derivative {i}" for i in range(len(derivatives)))]
        for name, got, (true, slack) in zip(
            what, (value, *derivatives), _truth(self, tuple(operands)), strict=True
        ):
            off = abs(mpf(got) - true) if math.isfinite(got) else mpf("inf")
            allowed = self.ulps * math.ulp(float(true)) + slack
            assert off <= allowed, f"{name} at {operands}: {got!r} instead of {float(true)!r}"


@lru_cache(maxsize=10_000)
def _truth(reference: Reference, operands: tuple[float, ...]) -> list[tuple[Any, Any]]:
    """Return value and derivatives, and what the rounding of operands may add to the error of each."""
    with mp.workdps(DIGITS):
        exact = [mpf(x) for x in operands]
        truth = _results(reference.function, exact)
        moved = [
            _results(
                reference.function,
                [*exact[:i], x * (1 + sign * ULP * reference.operand_ulps), *exact[i + 1 :]],
            )
            for i, x in enumerate(exact)
            for sign in ((-0.5, 0.5) if reference.operand_ulps else ())
        ]
        slacks = [sum(abs(other[i] - true) for other in moved) for i, true in enumerate(truth)]
        return list(zip(truth, slacks, strict=True))


def _results(function: Callable[..., tuple[Any, tuple[Any, ...]]], operands: Sequence[Any]) -> list[Any]:
    value, derivatives = function(*operands)
    return [mpf(value), *(mpf(derivative) for derivative in derivatives)]


def sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def gelu(x: Any) -> tuple[Any, tuple[Any]]:
    below = mp.ncdf(x)
    return x * below, (below + x * mp.npdf(x),)


def softplus(x: Any) -> Any:
    return mp.log1p(mp.exp(x))


def shares(x: Any, y: Any) -> tuple[Any, Any]:
    first = mpf(0.5) if x == y else mpf(x > y)
    return first, 1 - first


def softmax(*xs: Any) -> list[Any]:
    terms = [mp.exp(x) for x in xs]
    return [term / sum(terms) for term in terms]


def of_softmax(*xs: Any) -> tuple[Any, tuple[Any, ...]]:
    p = softmax(*xs)
    return p[0], (p[0] * (1 - p[0]), *(-p[0] * other for other in p[1:]))


def of_cross_entropy(*operands: Any) -> tuple[Any, tuple[Any, ...]]:
    z, t = operands[: len(operands) // 2], operands[len(operands) // 2 :]
    p = softmax(*z)
    slopes = [share * sum(t) - target for share, target in zip(p, t, strict=True)]
    missed = [-mp.log(share) for share in p]
    return sum(target * m for target, m in zip(t, missed, strict=True)), (*slopes, *missed)


def of_binary_cross_entropy(z: Any, t: Any) -> tuple[Any, tuple[Any, ...]]:
    return t * softplus(-z) + (1 - t) * softplus(z), (sigmoid(z) - t, -z)


ANY, EVERYWHERE, POSITIVE = (-1e150, 1e150), (-700.0, 700.0), (1e-200, 1e200)
LOGITS = tuple(product((-300.0, -30.0, -0.5, 0.0, 7.1, 40.0), (0.0, 8.3, 30.0), (-40.0, 0.0, 1e-9)))
ONE_HOT = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))

OPERATION_REFERENCES = {
    "+": Reference((ANY, ANY), lambda x, y: (x + y, (mpf(1), mpf(1)))),
    "-": Reference((ANY, ANY), lambda x, y: (x - y, (mpf(1), mpf(-1)))),
    "*": Reference((ANY, ANY), lambda x, y: (x * y, (y, x))),
    "/": Reference((ANY, (1e-100, 1e100)), lambda x, y: (x / y, (1 / y, -x / y**2))),
    "**": Reference(
        ((1e-3, 1e3), (-50.0, 50.0)), lambda x, y: (x**y, (y * x ** (y - 1), x**y * mp.log(x))),
        8.0, operand_ulps=1.0,
    ),
    "**0": Reference((ANY,), lambda x: (mpf(1), (mpf(0),))),
    "**1": Reference((ANY,), lambda x: (x, (mpf(1),))),
    "**2": Reference((ANY,), lambda x: (x**2, (2 * x,))),
    "**3": Reference(((-1e80, 1e80),), lambda x: (x**3, (3 * x**2,))),
    "**-1": Reference(((1e-100, 1e100),), lambda x: (1 / x, (-1 / x**2,))),
    # Nothing but products of 1/x, rounded once each: of 3 + 4 factors at most 8 units, of 8 + 9 at most 17.
    "**-3": Reference(((1e-70, 1e70),), lambda x: (x**-3, (-3 * x**-4,)), 8.0),
    "**-8": Reference(((-1e30, -1e-30),), lambda x: (x**-8, (-8 * x**-9,)), 17.0),
    "**0.5": Reference((POSITIVE,), lambda x: (mp.sqrt(x), (1 / (2 * mp.sqrt(x)),))),
    "**2.5": Reference(
        ((1e-50, 1e50),), lambda x: (x ** mpf(2.5), (mpf(2.5) * x ** mpf(1.5),)), operand_ulps=1.0
    ),
    "neg": Reference((ANY,), lambda x: (-x, (mpf(-1),))),
    "exp": Reference(((-700.0, 709.0),), lambda x: (mp.exp(x), (mp.exp(x),))),
    "log": Reference((POSITIVE,), lambda x: (mp.log(x), (1 / x,))),
    "sqrt": Reference((POSITIVE,), lambda x: (mp.sqrt(x), (1 / (2 * mp.sqrt(x)),))),
    "sigmoid": Reference((EVERYWHERE,), lambda x: (sigmoid(x), (sigmoid(x) * sigmoid(-x),)), 2.5),
    "tanh": Reference(((-350.0, 350.0),), lambda x: (mp.tanh(x), (1 / mp.cosh(x) ** 2,)), 4.0),
    "relu": Reference((ANY,), lambda x: (max(x, mpf(0)), (mpf(x > 0),))),
    "leaky_relu": Reference(
        (ANY,), lambda x: (x if x > 0 else x * mpf(0.01), (mpf(1) if x > 0 else mpf(0.01),))
    ),
    "elu": Reference(
        (EVERYWHERE,), lambda x: (x if x > 0 else mp.expm1(x), (mpf(1) if x > 0 else mp.exp(x),)), 3.0
    ),
    "silu": Reference(
        (EVERYWHERE,), lambda x: (x * sigmoid(x), (sigmoid(x) * (1 + x * sigmoid(-x)),)),
        operand_ulps=1.0,
    ),
    "gelu": Reference(
        ((-37.0, 37.0),), gelu, 10.0,
        operand_ulps=4.0, operands=tuple((x,) for x in HARD if abs(x) < 37.0),
    ),
    "softplus": Reference((EVERYWHERE,), lambda x: (softplus(x), (sigmoid(x),))),
    "erf": Reference(
        ((-5.5, 5.5),), lambda x: (mp.erf(x), (2 / mp.sqrt(mp.pi) * mp.exp(-(x**2)),)), 3.0,
        operand_ulps=1.0,
    ),
    "sin": Reference(((-1e4, 1e4),), lambda x: (mp.sin(x), (mp.cos(x),))),
    "cos": Reference(((-1e4, 1e4),), lambda x: (mp.cos(x), (-mp.sin(x),))),
    "abs": Reference((ANY,), lambda x: (abs(x), (mp.sign(x),))),
    "maximum": Reference((ANY, ANY), lambda x, y: (max(x, y), shares(x, y))),
    "minimum": Reference((ANY, ANY), lambda x, y: (min(x, y), shares(y, x))),
    "log_sum_exp": Reference(
        ((0.0, 700.0),) * 3, lambda *xs: (mp.log(sum(mp.exp(x) for x in xs)), tuple(softmax(*xs))),
        4.0, operand_ulps=1.0, operands=LOGITS,
    ),
    "softmax": Reference((EVERYWHERE,) * 3, of_softmax, 8.0, operand_ulps=1.0, operands=LOGITS),
    "cross_entropy": Reference(
        (), of_cross_entropy, 6.0, operand_ulps=1.0,
        operands=tuple((*z, *t) for z in LOGITS[::5] for t in ONE_HOT),
    ),
    "binary_cross_entropy": Reference(
        (), of_binary_cross_entropy, operand_ulps=1.0,
        operands=tuple((z, t) for z in HARD for t in (0.0, 0.3, 1.0)),
    ),
}  # fmt: skip


def of_class(function: Callable[..., Any], *targets: float) -> Callable[..., tuple[Any, tuple[Any, ...]]]:
    """Return a loss with the targets fixed, and its derivatives by the others alone."""

    def loss(*outputs: Any) -> tuple[Any, tuple[Any, ...]]:
        value, slopes = function(*outputs, *(mpf(t) for t in targets))
        return value, slopes[: len(outputs)]

    return loss


def of_squared_error(y: Any, t: Any) -> tuple[Any, tuple[Any, ...]]:
    return (y - t) ** 2, (2 * (y - t),)


def of_hinge(y: Any, t: Any) -> tuple[Any, tuple[Any, ...]]:
    return max(mpf(0), 1 - t * y), (-t if t * y < 1 else mpf(0),)


def of_sigmoid_cross_entropy(*operands: Any) -> tuple[Any, tuple[Any, ...]]:
    z, t = operands[: len(operands) // 2], operands[len(operands) // 2 :]
    missed = [target * softplus(-x) for x, target in zip(z, t, strict=True)]
    return sum(missed), tuple(-target * sigmoid(-x) for x, target in zip(z, t, strict=True))


def _loss_of_one(loss: LossFunction, target: float, outputs: list[Scalar]) -> Scalar:
    return loss(outputs[0], target)


def _loss_of_softmax(loss: LossFunction, targets: tuple[float, ...], logits: list[Scalar]) -> Scalar:
    return loss(nn.softmax(logits), targets)


def _loss_of_sigmoids(loss: LossFunction, targets: tuple[float, ...], logits: list[Scalar]) -> Scalar:
    return loss([z.sigmoid() for z in logits], targets)


Loss = Callable[[list[Scalar]], Scalar]

LOSS_REFERENCES: dict[str, tuple[Loss, Reference]] = {
    **{
        f"binary cross-entropy of class {t:g}": (
            partial(_loss_of_one, losses.binary_cross_entropy, t),
            Reference((EVERYWHERE,), of_class(of_binary_cross_entropy, t)),
        )
        for t in (0.0, 1.0)
    },
    **{
        f"cross-entropy of softmax, class {t.index(1.0)}": (
            partial(_loss_of_softmax, losses.cross_entropy, t),
            Reference((), of_class(of_cross_entropy, *t), 4.0, operand_ulps=1.0, operands=LOGITS),
        )
        for t in ONE_HOT
    },
    **{
        f"cross-entropy of sigmoids, class {t.index(1.0)}": (
            partial(_loss_of_sigmoids, losses.cross_entropy, t),
            Reference((), of_class(of_sigmoid_cross_entropy, *t), operands=LOGITS),
        )
        for t in ONE_HOT
    },
    **{
        f"hinge of {t:+g}": (
            partial(_loss_of_one, losses.hinge, t), Reference((EVERYWHERE,), of_class(of_hinge, t))
        )
        for t in (-1.0, 1.0)
    },
    **{
        f"squared error of {t:g}": (
            partial(_loss_of_one, losses.squared_error, t),
            Reference((EVERYWHERE,), of_class(of_squared_error, t)),
        )
        for t in (-1.0, 0.0, 0.7, 1.0)
    },
}  # fmt: skip

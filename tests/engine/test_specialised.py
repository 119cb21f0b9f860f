"""The fast versions against the plain ones: the same results to the last bit."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import MLP, Scalar, ScalarError
from engine.losses import cross_entropy
from engine.operations import OPERATIONS
from engine.scalar import TracedScalar, apply
from engine.specialised import PLAIN, pass_on, specialised, start_afresh

NAMES = [*(name for name in OPERATIONS if not name.startswith("**")), "**", "**3", "**-1", "**0.5", "**2.5"]
numbers = st.floats(-40, 40) | st.sampled_from([0.0, -0.0, 1.0, 1e-300, 800.0, 1e200])


def outcome(function: Callable[..., Scalar], operands: Sequence[float]) -> object:
    leaves = [Scalar(x) for x in operands]
    try:
        made = function(*leaves)
    except ScalarError as error:
        return str(error), error.operation, error.operands == tuple(leaves)
    assert made.children == tuple(leaves)
    return repr((made.value, made.derivatives, made.operation, made.grad, made.label))


FAST = {name: specialised(OPERATIONS[name]) for name in NAMES}


@given(st.tuples(numbers, numbers, numbers, numbers))
def test_that_every_specialised_operation_is_the_plain_one(operands: tuple[float, ...]) -> None:
    # All on the same numbers: drawing them takes longer than what is done with them.
    for name, fast in FAST.items():
        chosen = operands[: OPERATIONS[name].arity or 4]
        plain = outcome(lambda *xs, name=name: apply(name, *xs), chosen)
        assert outcome(fast, chosen) == plain, name


@pytest.mark.parametrize("name", NAMES)
def test_that_plain_numbers_and_traced_scalars_are_taken(name: str) -> None:
    count = OPERATIONS[name].arity or 4
    fast = FAST[name]
    traced = fast(*(TracedScalar("x") for _ in range(count)))
    assert isinstance(traced, TracedScalar)
    assert (traced.operation, len(traced.children)) == (name, count)
    assert [child.value for child in fast(*[0.5] * count).children] == [0.5] * count


def network_loss() -> Scalar:
    return cross_entropy(MLP([2, 4, 3], activation="tanh", seed=3)([0.3, -0.7]), [0, 1, 0])


def test_that_gradients_are_passed_on_alike_and_in_the_same_order() -> None:
    results = []
    for start, chain_rule in ((start_afresh, pass_on), PLAIN):
        output = network_loss()
        leaves, inner = start(output)
        output.grad = 1.0
        chain_rule(inner[::-1])
        results.append([node.grad for node in (*leaves, *inner)])
    assert results[0] == results[1]


def test_that_every_operator_and_method_is_there_without_the_fast_versions() -> None:
    """In a process of its own: networks learn the same."""
    code = (
        "from engine import MLP, Trainer; import sys; "
        "t = Trainer(MLP([2, 3, 2], seed=1), [[0.1, 0.2], [0.5, -0.4]], [0, 1], backend='interpreted'); "
        "list(t.run(3)); print(t.parameters.tolist(), 'engine.specialised' in sys.modules)"
    )
    printed = [
        subprocess.run(
            [sys.executable, "-c", code], env={**os.environ, "SCALAR_ENGINE": kind}, capture_output=True,
            text=True, check=True,
        ).stdout.split("]")
        for kind in ("plain", "fast")
    ]  # fmt: skip
    assert printed[0][0] == printed[1][0]
    assert [last.strip() for *_, last in printed] == ["False", "True"]

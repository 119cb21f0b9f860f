"""Weighted sums, their adjoints and their weights' gradients, against matrix products."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import Scalar
from engine.compiler import compile
from engine.compiler.kernels.dot_kernels import MOST_UNROLLED
from engine.lowering.tracing import placeholders
from engine.scalar import log_sum_exp
from tests.engine.guard_pages import guarded


def check(n_inputs: int, n_hidden: int, n_results: int, n_samples: int, *, bias: bool, seed: int) -> None:
    """Compile ``sum(relu(V (W x + b) + c))``, whose gradients are matrix products."""
    rng = np.random.default_rng(seed)
    W, V = rng.normal(size=(n_hidden, n_inputs)), rng.normal(size=(n_results, n_hidden))
    b, c = rng.normal(size=n_hidden) * bias, rng.normal(size=n_results) * bias
    inputs = placeholders(n_inputs, "input")
    ours = [[Scalar(v) for v in row] for row in W], [[Scalar(v) for v in row] for row in V]
    biases = [Scalar(v) for v in b], [Scalar(v) for v in c]

    def layer(weights: list, x: list, shift: list) -> list:
        sums = []
        for row, offset in zip(weights, shift, strict=True):
            total = row[0] * x[0]
            for w, value in zip(row[1:], x[1:], strict=True):
                total = total + w * value
            sums.append(total + offset if bias else total)
        return sums

    outputs = [z.relu() for z in layer(ours[1], layer(ours[0], inputs, biases[0]), biases[1])]
    total = outputs[0]
    for output in outputs[1:]:
        total = total + output
    parameters = [w for rows in ours for row in rows for w in row]
    parameters += [offset for shift in biases for offset in shift] if bias else []
    X = rng.normal(size=(n_samples, n_inputs))
    with guarded():
        loss, gradients = compile(total, inputs=inputs, parameters=parameters).loss_and_gradients(X)
    hidden = X @ W.T + b
    z = hidden @ V.T + c
    G = (z > 0).astype(float)
    H = G @ V
    expected = [(H.T @ X).ravel(), (G.T @ hidden).ravel()]
    expected += [H.sum(axis=0), G.sum(axis=0)] if bias else []
    np.testing.assert_allclose(loss, np.maximum(z, 0).sum(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(gradients, np.concatenate(expected), rtol=1e-11, atol=1e-11)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), st.integers(1, 30), st.booleans())
def test_that_small_layers_are_matrix_products(
    n_inputs: int, n_hidden: int, n_results: int, n_samples: int, bias: bool
) -> None:
    check(n_inputs, n_hidden, n_results, n_samples, bias=bias, seed=n_samples)


@pytest.mark.parametrize("n_samples", [1, 4, 5, 8, 12, 33])
@pytest.mark.parametrize("sizes", [(9, 17, 5), (3, 30, 11), (31, 7, 12), (10, 12, 21)])
def test_that_layers_in_tiles_are_matrix_products(sizes: tuple[int, int, int], n_samples: int) -> None:
    assert sizes[0] * sizes[1] > MOST_UNROLLED
    check(*sizes, n_samples, bias=True, seed=1)


def test_that_shared_and_scattered_weights_get_the_sum_of_their_gradients() -> None:
    inputs = placeholders(3, "input")
    x, y, z = inputs
    a, b, c = Scalar(2.0), Scalar(-3.0), Scalar(0.5)
    output = (c * x + a * y + a * z) * (a * x + b * y + c * z + b)
    X = np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 4.0], [2.0, 0.0, -2.0]])
    loss, gradients = compile(output, inputs=inputs, parameters=[a, b, c]).loss_and_gradients(X)
    p, q = X @ [0.5, 2.0, 2.0], X @ [2.0, -3.0, 0.5] - 3.0
    assert loss == pytest.approx((p * q).sum())
    by_a = (X[:, 1] + X[:, 2]) * q + p * X[:, 0]
    by_b = p * (X[:, 1] + 1)
    by_c = X[:, 0] * q + p * X[:, 2]
    np.testing.assert_allclose(gradients, [by_a.sum(), by_b.sum(), by_c.sum()], rtol=1e-13)


def test_that_inputs_in_any_order_are_found() -> None:
    inputs = placeholders(6, "input")
    w = [Scalar(float(i + 1)) for i in range(4)]
    picked = [inputs[i] for i in (5, 0, 1, 4)]
    total = w[0] * picked[0]
    for weight, x in zip(w[1:], picked[1:], strict=True):
        total = total + weight * x
    X = np.random.default_rng(0).normal(size=(7, 6))
    loss, gradients = compile(
        log_sum_exp([total, total * 0.5]), inputs=inputs, parameters=w
    ).loss_and_gradients(X)
    z = X[:, [5, 0, 1, 4]] @ [1.0, 2.0, 3.0, 4.0]
    assert loss == pytest.approx(np.logaddexp(z, z / 2).sum())
    share = 1 / (1 + np.exp(-z / 2))
    slope = share + (1 - share) / 2
    np.testing.assert_allclose(gradients, slope @ X[:, [5, 0, 1, 4]], rtol=1e-12)


def test_that_one_input_in_two_terms_gets_both_contributions() -> None:
    (x,), w, a, b = placeholders(1, "input"), Scalar(0.3), Scalar(0.7), Scalar(0.1)
    h = (w * x).tanh()
    _, gradients = compile(a * h + b * h, inputs=[x], parameters=[w, a, b]).loss_and_gradients([[0.5]])
    t = np.tanh(0.15)
    np.testing.assert_allclose(gradients, [0.8 * 0.5 * (1 - t * t), t, t], rtol=1e-14)

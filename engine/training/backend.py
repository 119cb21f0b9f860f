"""What a backend is."""

from __future__ import annotations

from typing import Protocol

from engine.lowering.lane_steps import Array


class Backend(Protocol):
    """What a `Trainer` asks of a backend. X is (n_samples, n_inputs), T is (n_samples, n_outputs)."""

    def loss_and_gradients(self, parameters: Array, X: Array, T: Array) -> tuple[Array, Array]:
        """Return losses of shape (n_samples,) and the gradient of their sum, (n_parameters,)."""

    def losses(self, parameters: Array, X: Array, T: Array) -> Array:
        """Return losses of shape (n_samples,)."""

    def outputs(self, parameters: Array, X: Array) -> Array:
        """Return outputs of shape (n_samples, n_outputs)."""

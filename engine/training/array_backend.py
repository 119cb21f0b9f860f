"""The array backend: all samples at once."""

from __future__ import annotations

from collections.abc import Sequence

from engine.lowering.lanes import LaneProgram
from engine.scalar import Scalar
from engine.training.traced_backend import TracedBackend


class ArrayBackend(TracedBackend[LaneProgram]):
    """One traced sample, its operations run on NumPy arrays of all samples."""

    def _program(self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], *, trains: bool) -> LaneProgram:
        return LaneProgram(outputs, inputs, self._traced.parameters)

"""The compiled backend: the same scalars as machine code."""

from __future__ import annotations

from collections.abc import Sequence

from engine.compiler.compiled_graph import CompiledGraph
from engine.scalar import Scalar
from engine.training.traced_backend import TracedBackend


class CompiledBackend(TracedBackend[CompiledGraph]):
    """One traced sample as machine code."""

    def _program(self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], *, trains: bool) -> CompiledGraph:
        return CompiledGraph(outputs, inputs, self._traced.parameters, trains=trains)

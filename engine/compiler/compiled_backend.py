"""The compiled backend: the same scalars as machine code."""

from __future__ import annotations

from collections.abc import Sequence

from ..scalar import Scalar
from ..traced_backend import TracedBackend
from .compiled_graph import CompiledGraph


class CompiledBackend(TracedBackend[CompiledGraph]):
    """One traced sample as machine code."""

    def _program(self, outputs: Sequence[Scalar], inputs: Sequence[Scalar], *, trains: bool) -> CompiledGraph:
        return CompiledGraph(outputs, inputs, self._traced.parameters, trains=trains)

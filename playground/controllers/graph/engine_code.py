"""The lines of the engine that pass gradients on."""

from __future__ import annotations

from functools import cache

from playground.models.graph.code_region import CodeRegion, code_region

ADDING = ".grad +="


@cache
def chain_rule() -> CodeRegion:
    """Return the loop of the backward pass."""
    return code_region("engine.graph", "chain rule")


def adding_line() -> int | None:
    """Return which line of the loop adds a share to a gradient, nothing where there are no lines."""
    return next((i for i, line in enumerate(chain_rule().lines) if ADDING in line), None)

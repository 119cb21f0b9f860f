"""The shares a gradient is the sum of: one for each use of its node."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.models.graph.blocks import LOSS, Block
from playground.models.graph.route import Step
from playground.models.graph.steps import Walk


@dataclass(frozen=True)
class Share:
    """What comes back along one link.

    Attributes
    ----------
    parent
        The node that is made of this one.
    upstream
        Its gradient.
    local
        The derivative of the parent by this operand alone.
    """

    step: Step
    parent: Block
    upstream: float
    local: float

    @property
    def value(self) -> float:
        """Upstream times local."""
        return self.upstream * self.local


def shares_of(walk: Walk, node: int) -> tuple[Share, ...] | None:
    """Return the shares of a node in the order of the backward pass, None where some are not one number."""
    found = []
    for user in sorted(walk.graph.uses[node], reverse=True):
        parent = walk.graph.nodes[user]
        for place, child in enumerate(parent.operands):
            if child == node:
                local = walk.local(Step(user, place))
                if local is None or not math.isfinite(local):
                    return None
                upstream = float(walk.gradients[parent.outputs[0]])
                found.append(Share(Step(user, place), parent, upstream, local))
    return tuple(found)


def can_be_asked(walk: Walk, node: int) -> bool:
    """Whether the gradient of a node is one number that follows from the links of the drawing."""
    block = walk.graph.nodes[node]
    if block.is_constant or not block.is_single or node == walk.graph.output:
        return False
    if is_target(walk, node):
        return False
    shares = shares_of(walk, node)
    return bool(shares) and math.isfinite(float(walk.gradients[block.outputs[0]]))


def is_target(walk: Walk, node: int) -> bool:
    """Whether a node is what a network should say: a leaf of its loss."""
    uses = walk.graph.uses[node]
    return bool(uses) and not walk.graph.nodes[node].is_computed and all(is_in_loss(walk, n) for n in uses)


def is_in_loss(walk: Walk, node: int) -> bool:
    """Whether a node of a network's graph is part of the loss."""
    group = walk.graph.grouping.outermost(walk.graph.nodes[node].outputs[0])
    return group is not None and group.key == LOSS


def derivative_name(walk: Walk, node: int) -> str:
    """Return e.g. ``∂L/∂w₁``."""
    nodes = walk.graph.nodes
    return f"∂{nodes[walk.graph.output].label}/∂{nodes[node].label}"

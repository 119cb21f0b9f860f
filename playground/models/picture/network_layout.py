"""The layout of the network picture: columns, nodes, titles and the gaps the links cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from playground.models.picture.link_curve import rise, rise_slope

ColumnKind = Literal["input", "hidden", "output"]

PITCH_FLOOR = 34.0
NODE_GAP = 10.0  # between nodes of a crowded column
FOLD_TEXT_HEIGHT = 22.0
LABEL_GAP = 12.0
HIT_SIDE = 32.0
SMALLEST_SIDE = 8.0
PICTURE_SIDE = 96.0
# Inputs and outputs are few and have labels: they may be further apart, but not as tall as hidden layers.
LOOSE_PITCH = {"input": 96.0, "output": 116.0}
LOOSE_SPAN = 0.84
COMFORTABLE_SPACING = 96.0  # closer than this, steppers would touch: the margins shrink first
TIGHT_SPACING = 38.0  # before columns get closer than this, the labels shrink
SMALLEST_SPACING = 24.0
LEFT_MARGIN, RIGHT_MARGIN, SMALLEST_MARGIN = 44.0, 24.0, 8.0
LEFT_EDGE, RIGHT_EDGE = 112.0, 84.0  # smallest distance of the outer columns from the edges, if there is room


@dataclass(frozen=True, slots=True)
class Density:
    """Sizes that depend on the available room, in logical pixels.

    Attributes
    ----------
    output, outputs
        Side of a single output node and of several.
    title_y, stepper_y, nodes_top, nodes_bottom, legend_y
        Centres of the column titles and steppers, first row open to nodes, and (counted from the bottom edge)
        the rows kept free below the nodes and the centre of the legend.
    """

    input: float
    hidden: float
    output: float
    outputs: float
    pitch: float
    title_y: float
    stepper_y: float
    nodes_top: float
    nodes_bottom: float
    legend_y: float


# Title and stepper of a layer are click targets of 32 pixels each; a notice of 44 fits below the nodes.
REGULAR = Density(36.0, 44.0, 64.0, 56.0, 68.0, 16.0, 48.0, 72.0, 52.0, 22.0)
COMPACT = Density(32.0, 34.0, 56.0, 48.0, 68.0, 16.0, 48.0, 66.0, 50.0, 19.0)
# Larger text and no controls: all titles in one line, and more room for nodes.
PRESENTING = Density(32.0, 34.0, 52.0, 48.0, 68.0, 16.0, 16.0, 40.0, 18.0, 0.0)
SPACIOUS = Density(48.0, 64.0, 84.0, 76.0, 110.0, 20.0, 52.0, 84.0, 60.0, 24.0)


@dataclass(frozen=True, slots=True)
class NodeBox:
    """The square of one node: its upper left corner and its side."""

    column: int
    index: int
    x: float
    y: float
    side: float

    @property
    def right(self) -> float:
        return self.x + self.side

    @property
    def bottom(self) -> float:
        return self.y + self.side

    @property
    def center_x(self) -> float:
        return self.x + self.side / 2

    @property
    def center_y(self) -> float:
        return self.y + self.side / 2


@dataclass(frozen=True, slots=True)
class ColumnLayout:
    """One column of nodes.

    Attributes
    ----------
    size
        Neurons of the layer; `nodes` holds the visible ones, the first of them; `folded` counts the rest.
    x, y
        Centre of the column and of its nodes.
    fold_text_y
        Centre of the line "+ n more", or None if nothing is folded.
    title_y
        Centre of the column title.
    stepper_y
        Centre of the layer's stepper; None for inputs and outputs.
    header_width
        Room for title and stepper up to those of the next column.
    """

    kind: ColumnKind
    size: int
    x: float
    y: float
    side: float
    pitch: float
    nodes: tuple[NodeBox, ...]
    folded: int
    fold_text_y: float | None
    title_y: float
    stepper_y: float | None
    header_width: float


@dataclass(frozen=True, slots=True)
class LinkGap:
    """The space between two columns: links run from (x0, source_y[i]) to (x1, target_y[j])."""

    x0: float
    x1: float
    source_y: tuple[float, ...]
    target_y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NetworkLayout:
    """The whole picture, in logical pixels from the upper left corner of the canvas.

    Attributes
    ----------
    inputs
        Which nodes of the first column are inputs; the others have no links.
    input_label_right, output_label_left
        Where the labels of inputs end and those of outputs begin.
    input_label_width, output_label_width
        Room for the labels; less than asked for on a narrow canvas.
    legend_y
        Centre of the legend line.
    """

    width: float
    height: float
    columns: tuple[ColumnLayout, ...]
    gaps: tuple[LinkGap, ...]
    inputs: tuple[int, ...]
    input_label_right: float
    input_label_width: float
    output_label_left: float
    output_label_width: float
    legend_y: float

    @property
    def structure(self) -> tuple[int, ...]:
        return tuple(column.size for column in self.columns)

    def has_node(self, node: tuple[int, int]) -> bool:
        """Return whether a node, as (column, index), is visible and not folded."""
        column, index = node
        return 0 <= column < len(self.columns) and any(
            box.index == index for box in self.columns[column].nodes
        )

    def has_link(self, link: tuple[int, int, int]) -> bool:
        """Return whether a link, as (gap, source, target), is visible."""
        index, source, target = link
        if not 0 <= index < len(self.gaps):
            return False
        gap = self.gaps[index]
        return 0 <= source < len(gap.source_y) and 0 <= target < len(gap.target_y)

    def node_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return (column, index) of the node at a point; small nodes are hit within 32 pixels."""
        best: tuple[int, int] | None = None
        nearest = float("inf")
        for column in self.columns:
            reach = max(column.side, HIT_SIDE) / 2
            if abs(x - column.x) > reach:
                continue
            for node in column.nodes:
                distance = max(abs(x - node.center_x), abs(y - node.center_y))
                if distance <= reach and distance < nearest:
                    best, nearest = (node.column, node.index), distance
        return best

    def link_at(self, x: float, y: float, tolerance: float = 5.0) -> tuple[int, int, int] | None:
        """Return (gap, source, target) of the link nearest to a point, within `tolerance`."""
        for index, gap in enumerate(self.gaps):
            # While no input is chosen, the first gap has no links.
            if not gap.x0 <= x <= gap.x1 or not gap.source_y:
                continue
            distance = _distances_to_links(gap, x, y)
            source, target = np.unravel_index(int(distance.argmin()), distance.shape)
            if distance[source, target] <= tolerance:
                return index, int(source), int(target)
        return None


def lay_out_network(
    structure: Sequence[int],
    width: float,
    height: float,
    *,
    compact: bool = False,
    spacious: bool = False,
    input_label_width: float = 0.0,
    output_label_width: float = 0.0,
    inputs: Sequence[int] | None = None,
    picture: bool = False,
    presenting: bool = False,
    chosen_only: bool = False,
) -> NetworkLayout:
    """Place a network on a canvas.

    Parameters
    ----------
    structure
        Inputs, hidden layers and outputs, such as (4, 6, 6, 3).
    width, height
        Size of the canvas: titles, steppers, nodes and legend.
    compact, spacious
        Smaller nodes for small windows, larger ones for very large windows.
    input_label_width, output_label_width
        Width of the longest label at the left and at the right; 0 for none.
    inputs
        Which nodes of the first column are inputs; None for all.
    picture
        Whether the first column is a single, larger node for a picture.
    chosen_only
        Whether the inputs that are not used are left out; so they are when presenting.
    presenting
        Whether to omit controls, legend, and nodes of the first column that are not inputs.

    Raises
    ------
    ValueError
        Fewer than two columns, or an empty one.
    """
    if len(structure) < 2 or min(structure) < 1:
        raise ValueError(f"A network has at least inputs and outputs, none of them empty, not {structure}.")
    density = COMPACT if compact else SPACIOUS if spacious else REGULAR
    if presenting:
        density = PRESENTING
    last = len(structure) - 1
    hidden: list[ColumnKind] = ["hidden"] * (last - 1)
    kinds: list[ColumnKind] = ["input", *hidden, "output"]
    sides = [PICTURE_SIDE if picture else density.input, *[density.hidden] * (last - 1)]
    sides.append(density.output if structure[-1] == 1 else density.outputs)

    edges, labels = _horizontal_room(
        last, width, (sides[0], sides[-1]), (input_label_width, output_label_width)
    )
    spacing = max((width - sum(edges)) / last, SMALLEST_SPACING)
    centres = [edges[0] + index * spacing for index in range(last + 1)]
    room = max(height - density.nodes_top - density.nodes_bottom, PITCH_FLOOR)
    middle = density.nodes_top + room / 2

    sides = [max(min(side, spacing - 14.0), SMALLEST_SIDE) for side in sides]
    chosen = tuple(range(structure[0])) if inputs is None else tuple(inputs)
    listed = chosen if (presenting or chosen_only) and chosen else range(structure[0])
    counts = (len(listed), *structure[1:])
    rows = [_rows(count, side, room, density.pitch) for count, side in zip(counts, sides, strict=True)]
    tallest = max(((shown - 1) * pitch for shown, pitch in rows[1:-1]), default=0.0)
    columns = []
    for index, kind in enumerate(kinds):
        count, side, (shown, pitch) = counts[index], sides[index], rows[index]
        if shown == count > 1 and kind != "hidden":
            loose = min(LOOSE_SPAN * tallest / (shown - 1), LOOSE_PITCH[kind])
            pitch = max(pitch, min(loose, (room - side) / (shown - 1)))
        side = min(side, pitch - NODE_GAP)
        nodes, fold_text_y = _nodes(index, centres[index], middle, side, pitch, shown, count - shown)
        if index == 0:
            nodes = tuple(replace(node, index=listed[node.index]) for node in nodes)
        columns.append(
            ColumnLayout(
                kind=kind,
                size=structure[index],
                x=centres[index],
                y=middle,
                side=nodes[0].side,
                pitch=pitch,
                nodes=nodes,
                folded=count - shown,
                fold_text_y=fold_text_y,
                title_y=density.title_y if kind == "hidden" or presenting else density.title_y + 4.0,
                stepper_y=density.stepper_y if kind == "hidden" and not presenting else None,
                header_width=spacing - 8.0,
            )
        )
    linked = tuple(row for row, node in enumerate(columns[0].nodes) if node.index in chosen)
    return NetworkLayout(
        width=width,
        height=height,
        columns=tuple(columns),
        gaps=(
            _gap(columns[0], columns[1], linked),
            *(_gap(left, right) for left, right in pairwise(columns[1:])),
        ),
        inputs=chosen,
        input_label_right=columns[0].x - columns[0].side / 2 - LABEL_GAP,
        input_label_width=labels[0],
        output_label_left=columns[-1].x + columns[-1].side / 2 + LABEL_GAP,
        output_label_width=labels[1],
        legend_y=height - density.legend_y,
    )


def _horizontal_room(
    gaps: int, width: float, sides: tuple[float, float], labels: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Distances of the outer columns from the canvas edges, and the room for their labels."""
    needed = tuple(
        side / 2 + (LABEL_GAP + label if label > 0.0 else 0.0)
        for side, label in zip(sides, labels, strict=True)
    )
    left = max(LEFT_EDGE, needed[0] + LEFT_MARGIN)
    right = max(RIGHT_EDGE, needed[1] + RIGHT_MARGIN)
    spare = (left - needed[0] - SMALLEST_MARGIN, right - needed[1] - SMALLEST_MARGIN)
    share = _share_to_give(COMFORTABLE_SPACING * gaps - (width - left - right), sum(spare))
    left, right = left - share * spare[0], right - share * spare[1]
    share = _share_to_give(TIGHT_SPACING * gaps - (width - left - right), sum(labels))
    left, right = left - share * labels[0], right - share * labels[1]
    return (left, right), (labels[0] * (1.0 - share), labels[1] * (1.0 - share))


def _share_to_give(missing: float, available: float) -> float:
    return min(max(missing / available, 0.0), 1.0) if available > 0.0 else 0.0


def _rows(count: int, side: float, room: float, largest_pitch: float) -> tuple[int, float]:
    """How many nodes of a column fit, and their pitch."""
    if count == 1:
        return 1, min(max(largest_pitch, side + NODE_GAP), room + NODE_GAP)
    pitch = min((room - side) / (count - 1), largest_pitch)
    if pitch - NODE_GAP < side:
        # Nodes shrink with the pitch: count - 1 pitches and one node of pitch - gap fill the room.
        pitch = min((room + NODE_GAP) / count, largest_pitch)
    if pitch >= PITCH_FLOOR:
        return count, pitch
    free = room - FOLD_TEXT_HEIGHT + NODE_GAP
    shown = max(min(int(free / PITCH_FLOOR), count - 1), 1)
    return shown, max(free / shown, PITCH_FLOOR)


def _nodes(
    column: int, x: float, middle: float, side: float, pitch: float, shown: int, folded: int
) -> tuple[tuple[NodeBox, ...], float | None]:
    """Boxes of the visible nodes on whole pixels, and the centre of the line that counts the folded ones."""
    side = float(int(side))
    text = FOLD_TEXT_HEIGHT if folded else 0.0
    top = middle - ((shown - 1) * pitch + side + text) / 2
    left = float(round(x - side / 2))
    nodes = tuple(NodeBox(column, row, left, float(round(top + row * pitch)), side) for row in range(shown))
    return nodes, nodes[-1].bottom + text / 2 + 2.0 if folded else None


def _gap(left: ColumnLayout, right: ColumnLayout, linked: Sequence[int] | None = None) -> LinkGap:
    sources = left.nodes if linked is None else tuple(left.nodes[index] for index in linked)
    return LinkGap(
        x0=left.nodes[0].right,
        x1=right.nodes[0].x,
        source_y=tuple(node.center_y for node in sources),
        target_y=tuple(node.center_y for node in right.nodes),
    )


def _distances_to_links(gap: LinkGap, x: float, y: float) -> NDArray[np.float64]:
    """Distances of a point to all links of a gap to first order, shape (sources, targets)."""
    share = (x - gap.x0) / (gap.x1 - gap.x0)
    source = np.array(gap.source_y)[:, np.newaxis]
    way = np.array(gap.target_y) - source
    slope = way * rise_slope(share) / (gap.x1 - gap.x0)
    distance: NDArray[np.float64] = np.abs(source + way * rise(share) - y) / np.hypot(1.0, slope)
    return distance

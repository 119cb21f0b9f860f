"""Draws the nodes of the network with their marks, and the texts around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.models.picture.network_layout import ColumnLayout, NetworkLayout, NodeBox
from playground.rendering.node_shape import BORDER_OPACITY, corner_radius
from playground.style.icons import draw_icon
from playground.style.theme import Theme, color, font
from playground.views.kit.chart.stamps import Stamp, draw_stamps
from playground.views.kit.drawing import mix
from playground.views.network.network_legend import draw_legend
from playground.views.network.network_scene import NetworkScene

BIAS_SIDE = 11.0
# Closer columns have no room for text.
NARROW = 86
DISABLED_OPACITY = 0.38
BADGE, LOCK = 14.0, 12.0
HISTOGRAM_SHARE = 0.55
# Nobody can tell more shades of one colour apart.
SHADES = 48


def draw_surroundings(painter: QPainter, scene: NetworkScene) -> None:
    """Draw what does not change between frames: titles, labels and legend."""
    layout = scene.layout
    assert layout is not None
    for column in layout.columns:
        if column.kind == "input" or scene.is_presenting:
            _draw_title(painter, scene, column)
        _draw_labels(painter, scene, column, layout)
    if not scene.is_presenting:
        draw_legend(painter, layout.legend_y, scene.theme, scene.overlay)


def draw_nodes(painter: QPainter, scene: NetworkScene) -> None:
    """Draw all nodes of the picture.

    There may be hundreds, drawn for every frame, so what many have in common is stamped.
    """
    if scene.layout is None:
        return
    nodes = [node for column in scene.layout.columns for node in column.nodes]
    _draw_maps(painter, scene, scene.layout)
    unused = [node for node in nodes if scene.is_unused((node.column, node.index))]
    _draw_in_middles(painter, unused, lambda side: DashStamp(side, scene.theme.ctl2))
    _draw_histograms(painter, scene, nodes)
    for node in nodes:
        _draw_rings(painter, scene, node)
    _draw_biases(painter, scene, nodes)
    for node in nodes:
        if (node.column, node.index) in scene.marks.frozen:
            _draw_lock(painter, scene, node)
    troubled = [node for node in nodes if (node.column, node.index) in scene.marks.troubled]
    badge = TroubleStamp(scene.theme.danger_soft, scene.theme.danger)
    _stamp(painter, [(node.right - 1, node.y + 1) for node in troubled], [badge], [0] * len(troubled))


def _stamp(
    painter: QPainter, places: Sequence[tuple[float, float]], stamps: Sequence[Stamp], kinds: Sequence[int]
) -> None:
    if places:
        draw_stamps(painter, np.array(places), stamps, np.array(kinds, np.intp))


def _draw_in_middles(painter: QPainter, nodes: Sequence[NodeBox], stamp_of: Callable[[float], Stamp]) -> None:
    """Draw a mark in the middle of each node; `stamp_of` makes that of a side."""
    sides = sorted({node.side for node in nodes})
    places = [(node.center_x, node.center_y) for node in nodes]
    _stamp(painter, places, list(map(stamp_of, sides)), [sides.index(node.side) for node in nodes])


def _draw_title(painter: QPainter, scene: NetworkScene, column: ColumnLayout) -> None:
    if column.kind == "input" and not scene.shows_chosen_only:
        return
    number = column.nodes[0].column
    title = {"input": "Inputs", "output": "Output"}.get(column.kind, f"Hidden {number}")
    if column.kind == "hidden" and column.header_width < NARROW:
        title = str(number)
    painter.setFont(font("body"))
    painter.setPen(QColor(scene.theme.ink2))
    rect = QRectF(column.x - 70.0, column.title_y - 10, 140.0, 20)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, title)


def _draw_labels(painter: QPainter, scene: NetworkScene, column: ColumnLayout, layout: NetworkLayout) -> None:
    painter.setFont(font("body"))
    metrics = QFontMetricsF(font("body"))
    inputs = column.kind == "input"
    names = scene.shown_names if inputs else scene.output_names if column.kind == "output" else ()
    width = layout.input_label_width if inputs else layout.output_label_width
    left = layout.input_label_right - width if inputs else layout.output_label_left
    side = Qt.AlignmentFlag.AlignRight if inputs else Qt.AlignmentFlag.AlignLeft
    for node in column.nodes if names else ():
        text = metrics.elidedText(names[node.index], Qt.TextElideMode.ElideRight, width + 1.0)
        rect = QRectF(left, node.center_y - 10, width + 1.0, 20)
        is_off = inputs and node.index not in scene.inputs
        painter.setPen(QColor(scene.theme.ink3 if is_off else scene.theme.ink))
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, text)
    if column.fold_text_y is not None:
        painter.setFont(font("caption"))
        painter.setPen(QColor(scene.theme.ink3))
        text = f"+{column.folded}" if column.header_width < NARROW else f"+ {column.folded} more"
        rect = QRectF(column.x - 60, column.fold_text_y - 9, 120, 18)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)


def _draw_maps(painter: QPainter, scene: NetworkScene, layout: NetworkLayout) -> None:
    """Draw the maps of all nodes, and boxes where there are none yet."""
    empty: list[NodeBox] = []
    for column in layout.columns:
        maps = scene.maps[column.nodes[0].column] if column.nodes[0].column < len(scene.maps) else None
        for row, node in enumerate(column.nodes):
            if maps is None or (row + 1) * maps.width() > maps.height():
                empty.append(node)
                continue
            rect, part = QRectF(node.x, node.y, node.side, node.side), maps.width()
            is_off = scene.is_unused((node.column, node.index))
            if is_off:
                painter.setOpacity(DISABLED_OPACITY)
            painter.drawImage(rect, maps, QRectF(0, row * part, part, part))
            if is_off:
                painter.setOpacity(1.0)
            if node.column == 0 and scene.picture is not None:
                _dim_pixels(painter, scene, rect)
    _draw_in_middles(painter, empty, lambda side: BoxStamp(side, scene.theme.surface, scene.theme.ink))


@dataclass(frozen=True)
class BoxStamp:
    """A node without a map."""

    side: float
    fill: str
    line: str

    @property
    def reach(self) -> float:
        return self.side / 2

    def paint(self, painter: QPainter) -> None:
        """Draw the box around the origin."""
        side, radius = self.side - 1, corner_radius(self.side)
        painter.setPen(QPen(color(self.line, BORDER_OPACITY), 1.0))
        painter.setBrush(QColor(self.fill))
        painter.drawRoundedRect(QRectF(-side / 2, -side / 2, side, side), radius, radius)


@dataclass(frozen=True)
class DashStamp:
    """The border of a node without a part in the network."""

    side: float
    line: str

    @property
    def reach(self) -> float:
        return self.side / 2

    def paint(self, painter: QPainter) -> None:
        """Draw the border around the origin."""
        side, radius = self.side - 1, corner_radius(self.side)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.line), 1.0, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(-side / 2, -side / 2, side, side), radius, radius)


def _draw_rings(painter: QPainter, scene: NetworkScene, node: NodeBox) -> None:
    key, theme = (node.column, node.index), scene.theme
    ring = theme.accent if key == scene.cursor or _is_lit(scene, node) else None
    if key == scene.hovered:
        ring = theme.ink
    if ring is None and key != scene.pinned:
        return
    rect, radius = QRectF(node.x, node.y, node.side, node.side), corner_radius(node.side)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if key == scene.pinned:
        painter.setPen(QPen(QColor(theme.ink), 2.0))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius - 1, radius - 1)
    if ring is not None:
        painter.setPen(QPen(QColor(ring), 2.0))
        painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)


def _draw_lock(painter: QPainter, scene: NetworkScene, node: NodeBox) -> None:
    place = QRectF(node.right - LOCK / 2 - 3, node.bottom - LOCK / 2 - 3, LOCK, LOCK)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(scene.theme.bg))
    painter.drawEllipse(place.adjusted(-2, -2, 2, 2))
    draw_icon(painter, "lock", scene.theme.ink2, place)


def _is_lit(scene: NetworkScene, node: NodeBox) -> bool:
    """Whether a step in slow motion is at this node: forward from the left, back from the right."""
    phase = scene.phase
    if phase is None or scene.is_unused((node.column, node.index)):
        return False
    last = scene.last_column
    if phase.name == "loss":
        return node.column == last
    if phase.name == "update":
        return node.column > 0
    at = min(int(phase.progress * (last + 1)), last)
    return node.column == (at if phase.name == "forward" else last - at)


def _dim_pixels(painter: QPainter, scene: NetworkScene, rect: QRectF) -> None:
    """Cover the pixels that are not inputs."""
    assert scene.picture is not None
    rows, columns = scene.picture
    width, height = rect.width() / columns, rect.height() / rows
    for pixel in set(range(rows * columns)) - set(scene.inputs):
        row, column = divmod(pixel, columns)
        place = QRectF(rect.x() + column * width, rect.y() + row * height, width, height)
        painter.fillRect(place, color(scene.theme.bg, 0.8))


def _draw_histograms(painter: QPainter, scene: NetworkScene, nodes: Sequence[NodeBox]) -> None:
    """Draw histograms at the bottom of nodes, from their lowest activations to their highest."""
    bars = []
    for node in nodes:
        counts = scene.marks.histograms.get((node.column, node.index))
        if counts is None or not counts.any():
            continue
        width, bottom = (node.side - 6) / len(counts), node.bottom - 3
        heights = HISTOGRAM_SHARE * node.side * counts / counts.max()
        for index, height in enumerate(heights.tolist()):
            if height:
                tall = max(1.0, height)
                bars.append(QRectF(node.x + 3 + index * width, bottom - tall, width, tall))
    if bars:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color(scene.theme.ink, 0.72))
        painter.drawRects(bars)


@dataclass(frozen=True)
class BiasStamp:
    """A small square at the lower left corner of a node."""

    side: float
    fill: str
    line: str

    @property
    def reach(self) -> float:
        return self.side / 2 + 1

    def paint(self, painter: QPainter) -> None:
        """Draw the mark around the origin."""
        painter.setPen(QPen(QColor(self.line), 1.5))
        painter.setBrush(QColor(self.fill))
        painter.drawRoundedRect(QRectF(-self.side / 2, -self.side / 2, self.side, self.side), 3, 3)


def _draw_biases(painter: QPainter, scene: NetworkScene, nodes: Sequence[NodeBox]) -> None:
    theme, places, kinds = scene.theme, [], []
    stamps: dict[tuple[float, int], int] = {}
    levels = [np.clip(column / scene.bias_limit, -1.0, 1.0) for column in scene.biases]
    shades = [np.round(SHADES * level).astype(int).tolist() for level in levels]
    for node in nodes:
        if 0 < node.column <= len(shades):
            place = bias_rect(node)
            kind = (place.width(), shades[node.column - 1][node.index])
            places.append((place.center().x(), place.center().y()))
            kinds.append(stamps.setdefault(kind, len(stamps)))
    _stamp(painter, places, [_bias_stamp(theme, side, shade) for side, shade in stamps], kinds)


@lru_cache(maxsize=512)
def _bias_stamp(theme: Theme, side: float, shade: int) -> BiasStamp:
    mark = theme.positive if shade >= 0 else theme.negative
    return BiasStamp(side, mix(theme.surface, mark, 0.25 + 0.75 * abs(shade) / SHADES), theme.bg)


def bias_rect(node: NodeBox) -> QRectF:
    """Return the rectangle of a bias mark."""
    side = min(BIAS_SIDE, node.side / 2.5)
    return QRectF(node.x - side / 2 + 1, node.bottom - side / 2 - 1, side, side)


@dataclass(frozen=True)
class TroubleStamp:
    """An exclamation mark in a ring."""

    fill: str
    line: str

    @property
    def reach(self) -> float:
        return BADGE / 2 + 1

    def paint(self, painter: QPainter) -> None:
        """Draw the mark around the origin."""
        painter.setPen(QPen(QColor(self.line), 1.5))
        painter.setBrush(QColor(self.fill))
        painter.drawEllipse(QPointF(), BADGE / 2, BADGE / 2)
        painter.setPen(QPen(QColor(self.line), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(0, -3.2), QPointF(0, 0.6))
        painter.drawPoint(QPointF(0, 3.4))

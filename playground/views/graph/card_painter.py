"""Draws the nodes of a computation graph: cards with name, value and gradient, circles for operations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.models.graph.blocks import Block, BlockGraph
from playground.models.graph.layout import CIRCLE, NAME_HEIGHT, TABLE_GAP, GraphLayout, cell_size
from playground.models.words import with_minus
from playground.rendering.colour_maps import diverging_rgba
from playground.theme import Theme, font
from playground.views.controls.drawing import draw_box, draw_text
from playground.views.graph.graph_view import GraphView

Array = NDArray[np.float64]
VALUE, GRADIENT = 22.0, 23.0
SHADES = 17


class CardPainter:
    """Draws those in sight.

    Parameters
    ----------
    detailed
        Whether letters can be read: otherwise cards are boxes in the colour of their gradient.
    """

    def __init__(self, painter: QPainter, theme: Theme, seen: QRectF, *, detailed: bool) -> None:
        self._painter, self._theme, self._seen, self._detailed = painter, theme, seen, detailed

    def draw(self, graph: BlockGraph, layout: GraphLayout, view: GraphView, marked: frozenset[int]) -> None:
        """Draw all cards.

        Parameters
        ----------
        marked
            Below the pointer, or found.
        """
        seen = self._seen.adjusted(-60.0, 0.0, 60.0, 0.0)
        across = (layout.x + layout.widths / 2 >= seen.left()) & (
            layout.x - layout.widths / 2 <= seen.right()
        )
        up = (layout.y + layout.heights / 2 >= seen.top()) & (layout.y - layout.heights / 2 <= seen.bottom())
        shown = np.flatnonzero(across & up)
        limits = self._limits(graph, view)
        chosen = _of_this_step(graph, view)
        if self._detailed:
            for index in shown.tolist():
                self._draw_node(graph.nodes[index], layout, view, limits, chosen, index in marked)
            return
        self._draw_boxes(graph, layout, view, shown, limits[1])
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in sorted({*chosen, *marked} & set(shown.tolist())):
            ink = self._theme.accent if index in chosen else self._theme.ink
            pen = QPen(QColor(ink), 2.0)
            pen.setCosmetic(True)
            self._painter.setPen(pen)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(_card(layout, index))

    def _limits(self, graph: BlockGraph, view: GraphView) -> tuple[float, float]:
        """Return the sizes of value and gradient that take the strongest colours."""
        # The output's own gradient, which is always 1, would pale all others.
        known = [
            scalar
            for block in graph.nodes
            if view.has_gradient[block.index] and block.index != graph.output
            for scalar in block.outputs
        ]
        with np.errstate(invalid="ignore"):
            gradient = float(np.nanmax(np.abs(view.gradients[known]), initial=0.0))
        many = [scalar for block in graph.nodes if not block.is_single for scalar in block.outputs]
        value = float(np.nanmax(np.abs(view.values[many]), initial=0.0)) if many else 0.0
        return value or 1.0, gradient or 1.0

    def _draw_boxes(
        self, graph: BlockGraph, layout: GraphLayout, view: GraphView, shown: NDArray[np.intp], limit: float
    ) -> None:
        painter, theme = self._painter, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        scalars = np.array([block.outputs[0] for block in graph.nodes])
        share = np.clip(view.gradients[scalars[shown]] / limit, -1.0, 1.0)
        share = np.sign(share) * np.sqrt(np.abs(share))
        level = np.rint((np.nan_to_num(share) + 1.0) / 2 * (SHADES - 1)).astype(int)
        level[~view.has_gradient[shown]] = -1
        border = QPen(QColor(theme.ctl), 1.0)
        border.setCosmetic(True)
        painter.setPen(border)
        table = diverging_rgba(np.linspace(-1.0, 1.0, SHADES), theme)
        for step in np.unique(level).tolist():
            fill = QColor(theme.surface) if step < 0 else QColor(*table[step].tolist())
            painter.setBrush(fill)
            painter.drawRects([_card(layout, index) for index in shown[level == step].tolist()])

    def _draw_node(
        self,
        block: Block,
        layout: GraphLayout,
        view: GraphView,
        limits: tuple[float, float],
        chosen: frozenset[int],
        is_marked: bool,
    ) -> None:
        painter, theme, card = self._painter, self._theme, _card(layout, block.index)
        is_now = block.index in chosen
        if block.is_computed:
            self._draw_circle(layout, block, view.now is not None and block.index == view.now[0])
        border = theme.accent if is_now else theme.ctl if block.is_computed else theme.ctl2
        if is_marked and not is_now:
            border = theme.ink
        if block.group is not None:
            # Something lies below: it can be opened.
            draw_box(painter, card.translated(3.0, 3.0), 8.0, theme.inset2, theme.ctl)
        draw_box(painter, card, 8.0, theme.surface, border, 2.0 if is_now or is_marked else 1.0)
        line = QRectF(card.left() + 4, card.top(), card.width() - 8, NAME_HEIGHT)
        centre = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, line, block.label, font("selected" if is_now else "body"), theme.ink, centre)
        if not block.is_single:
            self._draw_tables(block, card, view, limits)
            return
        scalar = block.outputs[0]
        line = line.translated(0, NAME_HEIGHT)
        line.setHeight(VALUE)
        if view.has_value[block.index]:
            text = four_decimals(float(view.values[scalar]))
            draw_text(painter, line, text, font("graph_value"), theme.ink, centre)
        if view.has_gradient[block.index]:
            gradient = float(view.gradients[scalar])
            foot = card.adjusted(1.5, NAME_HEIGHT + VALUE + 1, -1.5, -1.5)
            share = np.sign(gradient) * min(abs(gradient / limits[1]), 1.0) ** 0.5
            red, green, blue, _ = diverging_rgba(np.array([share]), theme)[0].tolist()
            fill = theme.surface if gradient == 0.0 else QColor(red, green, blue).name()
            draw_box(painter, foot, 5.0, fill)
            line = line.translated(0, VALUE)
            line.setHeight(GRADIENT)
            ink = theme.ink3 if gradient == 0.0 else theme.ink
            draw_text(painter, line, four_decimals(gradient), font("graph_gradient"), ink, centre)

    def _draw_tables(self, block: Block, card: QRectF, view: GraphView, limits: tuple[float, float]) -> None:
        rows, columns = block.shape
        cell = cell_size(block)
        size = QRectF(0, 0, columns * cell, rows * cell)
        top = card.top() + NAME_HEIGHT
        for numbers, limit, is_known in (
            (view.values, limits[0], view.has_value[block.index]),
            (view.gradients, limits[1], view.has_gradient[block.index]),
        ):
            place = size.translated(card.center().x() - size.width() / 2, top)
            share = numbers[list(block.outputs)].reshape(rows, columns) / limit
            if is_known:
                pixels = np.ascontiguousarray(
                    diverging_rgba(np.sign(share) * np.sqrt(np.abs(share)), self._theme)
                )
                image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
                self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
                self._painter.drawImage(place, image)
            self._painter.setPen(QPen(QColor(self._theme.ctl), 1.0))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(place)
            top += rows * cell + TABLE_GAP

    def _draw_circle(self, layout: GraphLayout, block: Block, is_now: bool) -> None:
        painter, theme = self._painter, self._theme
        centre = QPointF(layout.circle_x[block.index], layout.y[block.index])
        painter.setPen(QPen(QColor(theme.accent if is_now else theme.ctl), 1.5))
        painter.drawLine(centre, QPointF(_card(layout, block.index).left(), centre.y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent if is_now else theme.ink))
        painter.drawEllipse(centre, CIRCLE / 2, CIRCLE / 2)
        painter.setFont(font("caption_strong" if len(block.symbol) <= 2 else "tick_strong"))
        painter.setPen(QColor(theme.on_accent if is_now else theme.bg))
        place = QRectF(centre.x() - CIRCLE / 2, centre.y() - CIRCLE / 2, CIRCLE, CIRCLE)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, block.symbol)


def _card(layout: GraphLayout, index: int) -> QRectF:
    width, height = float(layout.widths[index]), float(layout.heights[index])
    return QRectF(float(layout.x[index]) - width / 2, float(layout.y[index]) - height / 2, width, height)


def _of_this_step(graph: BlockGraph, view: GraphView) -> frozenset[int]:
    if view.now is None:
        return frozenset()
    node, operand = view.now
    child = () if operand is None else (graph.nodes[node].operands[operand],)
    return frozenset((node, *child))


def four_decimals(value: float) -> str:
    """Return a number in four decimals where that says something."""
    size = abs(value)
    if size == 0.0:
        return "0"
    text = f"{value:.4f}" if 0.001 <= size < 1000 else f"{value:.3g}"
    return with_minus(text)

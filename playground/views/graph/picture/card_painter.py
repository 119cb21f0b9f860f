"""Draws the nodes of a computation graph: cards with name, value and gradient, circles for operations."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen

from playground.models.graph.blocks import Block, BlockGraph
from playground.models.graph.placing.edge_tracks import CIRCLE
from playground.models.graph.placing.layout import FOOT_HEIGHT, NAME_HEIGHT, TABLE_GAP, GraphLayout, cell_size
from playground.rendering.colour_maps import Pixels, diverging_rgba
from playground.style.theme import Theme
from playground.style.words import fitted_text, steady_text
from playground.views.graph.picture.graph_view import GraphView
from playground.views.graph.picture.reading import advance, face, fitted, is_readable, rounded_zoom
from playground.views.kit.drawing import draw_box

Array = NDArray[np.float64]
RADIUS, CHIP_RADIUS = 8.0, 4.0
INDENT, CHIP_PADDING, CHIP_HEIGHT = 8.0, 4.0, 16.0
SHADES, CHIP = 17, "inspector_code"
WIDEST_CIRCLE, CIRCLE_PADDING = 47.0, 3.0
"""The widest text of an operation in its circle, which becomes oval for it, and the room on either side."""
OVAL = WIDEST_CIRCLE + 2 * CIRCLE_PADDING
"""The largest width of a circle."""


class CardPainter:
    """Draws the visible nodes: with texts where these can be read, else as boxes coloured by gradient.

    Parameters
    ----------
    zoom
        Pixels on screen for each of the layout.
    """

    def __init__(self, painter: QPainter, theme: Theme, seen: QRectF, zoom: float) -> None:
        self._painter, self._theme, self._seen = painter, theme, seen
        self._detailed, self._zoom = is_readable(zoom), rounded_zoom(zoom)

    def draw(self, graph: BlockGraph, layout: GraphLayout, view: GraphView, marked: frozenset[int]) -> None:
        """Draw all cards.

        Parameters
        ----------
        marked
            Under the pointer, or found.
        """
        seen = self._seen.adjusted(-60.0, 0.0, 60.0, 0.0)
        across = (layout.x + layout.widths / 2 >= seen.left()) & (
            layout.x - layout.widths / 2 <= seen.right()
        )
        up = (layout.y + layout.heights / 2 >= seen.top()) & (layout.y - layout.heights / 2 <= seen.bottom())
        shown = np.flatnonzero(across & up)
        limits = self._limits(graph, view)
        chosen = _chosen(graph, layout, view)
        if self._detailed:
            self._draw_cards(graph, layout, view, shown, limits, chosen, marked)
            return
        self._draw_boxes(graph, layout, view, shown, limits)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in sorted({*chosen, *marked} & set(shown.tolist())):
            ink = self._theme.accent if index in chosen else self._theme.ink
            pen = QPen(QColor(ink), 2.0)
            pen.setCosmetic(True)
            self._painter.setPen(pen)
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(_card(layout, index))

    def _limits(self, graph: BlockGraph, view: GraphView) -> tuple[float, float]:
        """Return the value and the gradient that get the strongest colours."""
        owners, scalars = graph.outputs
        # The output's own gradient, always 1, would make all others pale.
        known = view.has_gradient[owners] & (owners != graph.output)
        many = np.bincount(owners, minlength=len(graph.nodes))[owners] > 1
        return largest_size(view.values[scalars[many]]), largest_size(view.gradients[scalars[known]])

    def _draw_boxes(
        self,
        graph: BlockGraph,
        layout: GraphLayout,
        view: GraphView,
        shown: NDArray[np.intp],
        limits: tuple[float, float],
    ) -> None:
        """Draw boxes in the colours of the gradients, on the way forward in those of the values."""
        painter, theme = self._painter, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        owners, outputs = graph.outputs
        scalars = outputs[np.searchsorted(owners, np.arange(len(graph.nodes)))]
        numbers, known, limit = view.gradients, view.has_gradient, limits[1]
        if not known.any():
            numbers, known = view.values, view.has_value
            limit = largest_size(numbers[scalars])
        share = np.clip(numbers[scalars[shown]] / limit, -1.0, 1.0)
        share = np.sign(share) * np.sqrt(np.abs(share))
        level = np.rint((np.nan_to_num(share) + 1.0) / 2 * (SHADES - 1)).astype(int)
        level[~known[shown]] = -1
        border = QPen(QColor(theme.ctl), 1.0)
        border.setCosmetic(True)
        painter.setPen(border)
        circled = shown[layout.circled[shown]]
        ends = (layout.circle_x[circled], layout.y[circled], layout.x[circled], layout.y[circled])
        painter.drawLines([QLineF(*line) for line in zip(*(end.tolist() for end in ends), strict=True)])
        table = diverging_rgba(np.linspace(-1.0, 1.0, SHADES), theme)
        for step in np.unique(level).tolist():
            fill = QColor(theme.surface) if step < 0 else QColor(*table[step].tolist())
            painter.setBrush(fill)
            cards = shown[level == step]
            width, height = layout.widths[cards], layout.heights[cards]
            sides = (layout.x[cards] - width / 2, layout.y[cards] - height / 2, width, height)
            painter.drawRects([QRectF(*box) for box in zip(*(side.tolist() for side in sides), strict=True)])

    def _draw_cards(
        self,
        graph: BlockGraph,
        layout: GraphLayout,
        view: GraphView,
        shown: NDArray[np.intp],
        limits: tuple[float, float],
        chosen: frozenset[int],
        marked: frozenset[int],
    ) -> None:
        """Draw cards with their texts; one kind of text after the other, which is faster."""
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        blocks = [graph.nodes[index] for index in shown.tolist()]
        cards = [_card(layout, block.index) for block in blocks]
        gradients = view.gradients[[block.outputs[0] for block in blocks]]
        for block, card in zip(blocks, cards, strict=True):
            self._draw_frame(block, card, block.index in chosen, block.index in marked)
        self._draw_feet(blocks, cards, view, gradients, limits[1])
        for block, card in zip(blocks, cards, strict=True):
            if not block.is_single:
                self._draw_tables(block, card, view, limits)
        self._draw_circles(layout, [block for block in blocks if layout.circled[block.index]], view.now)
        self._draw_names(blocks, cards, layout, chosen, view.now)
        single = [(block, card) for block, card in zip(blocks, cards, strict=True) if block.is_single]
        self._draw_numbers(
            [
                (card, steady_text(float(view.values[block.outputs[0]]), 4))
                for block, card in single
                if view.has_value[block.index]
            ],
            "graph_value",
            lambda card: (card.top() + NAME_HEIGHT + card.bottom() - FOOT_HEIGHT) / 2,
        )
        self._draw_numbers(
            [
                (card, steady_text(float(view.gradients[block.outputs[0]]), 4))
                for block, card in single
                if view.has_gradient[block.index]
            ],
            "graph_gradient",
            _middle_of_foot,
        )
        if view.asked is not None:
            self._draw_questions([card for block, card in single if view.asked[block.index]])

    def _draw_questions(self, cards: list[QRectF]) -> None:
        """Mark the gradients that are to be found."""
        for card in cards:
            draw_box(self._painter, _foot(card), 5.0, self._theme.soft)
        self._draw_numbers(
            [(card, "?") for card in cards],
            "graph_gradient",
            _middle_of_foot,
        )

    def _draw_names(
        self,
        blocks: list[Block],
        cards: list[QRectF],
        layout: GraphLayout,
        chosen: frozenset[int],
        now: tuple[int, int | None] | None,
    ) -> None:
        """Write names, and the operations of cards without a circle if both have room."""
        painter, chips = self._painter, list[tuple[QRectF, str, bool]]()
        for wanted, role in ((False, "body"), (True, "selected")):
            letters = face(role, self._zoom)
            below = QFontMetricsF(letters).capHeight() / 2
            painter.setFont(letters)
            painter.setPen(QColor(self._theme.ink))
            for block, card in zip(blocks, cards, strict=True):
                if (block.index in chosen) != wanted:
                    continue
                room = card.width() - 2 * INDENT
                says_more = (
                    block.is_computed and block.symbol != block.label and not layout.circled[block.index]
                )
                symbol = block.symbol if says_more else ""
                width = advance(symbol, CHIP, self._zoom) + 2 * CHIP_PADDING if symbol else 0.0
                if symbol and advance(block.label, role, self._zoom) + width + CHIP_PADDING <= room + 3.0:
                    place = QRectF(card.right() - 5.0 - width, card.top() + 5.0, width, CHIP_HEIGHT)
                    chips.append((place, symbol, now is not None and block.index == now[0]))
                    room -= width
                text, width = fitted(block.label, role, self._zoom, int(room + 3.0))
                x = card.left() + INDENT if layout.is_curved else card.center().x() - width / 2
                painter.drawText(QPointF(x, card.top() + NAME_HEIGHT / 2 + 1 + below), text)
        self._draw_chips(chips)

    def _draw_chips(self, chips: list[tuple[QRectF, str, bool]]) -> None:
        """Write operations on a ground, that of this step on the accent."""
        painter, theme, letters = self._painter, self._theme, face(CHIP, self._zoom)
        for place, _, is_now in chips:
            draw_box(painter, place, CHIP_RADIUS, theme.accent if is_now else theme.inset)
        metrics = QFontMetricsF(letters)
        painter.setFont(letters)
        for place, symbol, is_now in chips:
            painter.setPen(QColor(theme.on_accent if is_now else theme.ink2))
            baseline = _baseline(place.center().y(), metrics)
            painter.drawText(QPointF(place.left() + CHIP_PADDING, baseline), symbol)

    def _draw_frame(self, block: Block, card: QRectF, is_now: bool, is_marked: bool) -> None:
        painter, theme = self._painter, self._theme
        if block.group is not None:
            # A stacked look: it can be opened.
            painter.setPen(QColor(theme.ctl))
            painter.setBrush(QColor(theme.inset2))
            painter.drawRoundedRect(card.translated(2.5, 2.5), RADIUS, RADIUS)
        border = theme.accent if is_now else theme.ctl if block.is_computed else theme.ctl2
        if is_marked and not is_now:
            border = theme.ink
        width = 2.0 if is_now or is_marked else 1.0
        painter.setPen(QPen(QColor(border), width))
        painter.setBrush(QColor(theme.surface))
        half = width / 2
        painter.drawRoundedRect(card.adjusted(half, half, -half, -half), RADIUS - half, RADIUS - half)

    def _draw_feet(
        self, blocks: list[Block], cards: list[QRectF], view: GraphView, gradients: Array, limit: float
    ) -> None:
        """Colour the background of gradients."""
        painter = self._painter
        fills = signed_colours(gradients / limit, self._theme).tolist()
        painter.setPen(Qt.PenStyle.NoPen)
        for block, card, gradient, fill in zip(blocks, cards, gradients.tolist(), fills, strict=True):
            if block.is_single and view.has_gradient[block.index] and gradient != 0.0:
                painter.setBrush(QColor(*fill))
                painter.drawRoundedRect(_foot(card), 5.0, 5.0)

    def _draw_numbers(
        self, numbers: list[tuple[QRectF, str]], role: str, middle: Callable[[QRectF], float]
    ) -> None:
        """Write numbers in the middle of their cards, in a monospaced font, in as many digits as fit."""
        letters = face(role, self._zoom)
        metrics = QFontMetricsF(letters)
        advance = metrics.horizontalAdvance("0")
        self._painter.setFont(letters)
        self._painter.setPen(QColor(self._theme.ink))
        for card, number in numbers:
            room = int((card.width() - 6.0) / advance)
            text = _short_number(number, room)
            left = card.center().x() - len(text) * advance / 2
            self._painter.drawText(QPointF(left, _baseline(middle(card), metrics)), text)

    def _draw_tables(self, block: Block, card: QRectF, view: GraphView, limits: tuple[float, float]) -> None:
        rows, columns = block.shape
        wide, high = cell_size(block)
        size = QRectF(0, 0, columns * wide, rows * high)
        top = card.top() + NAME_HEIGHT
        for numbers, limit, is_known in (
            (view.values, limits[0], view.has_value[block.index]),
            (view.gradients, limits[1], view.has_gradient[block.index]),
        ):
            place = size.translated(card.center().x() - size.width() / 2, top)
            if is_known:
                # The last row of a grid may not be full.
                pixels = np.zeros((rows * columns, 4), np.uint8)
                pixels[: len(block.outputs)] = signed_colours(
                    numbers[list(block.outputs)] / limit, self._theme
                )
                image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
                self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
                self._painter.drawImage(place, image)
            self._painter.setPen(QPen(QColor(self._theme.ctl), 1.0))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRect(place)
            top += rows * high + TABLE_GAP

    def _draw_circles(
        self, layout: GraphLayout, blocks: list[Block], now: tuple[int, int | None] | None
    ) -> None:
        painter, theme = self._painter, self._theme
        current = None if now is None else now[0]
        places = [QPointF(layout.circle_x[block.index], layout.y[block.index]) for block in blocks]
        for block, centre in zip(blocks, places, strict=True):
            painter.setPen(QPen(QColor(theme.accent if block.index == current else theme.ctl), 1.5))
            painter.drawLine(centre, QPointF(_card(layout, block.index).left(), centre.y()))
        for block, centre in zip(blocks, places, strict=True):
            role = "caption_strong" if len(block.symbol) <= 2 else "tick_strong"
            text, width = fitted(block.symbol, role, self._zoom, int(WIDEST_CIRCLE))
            half = max(CIRCLE, width + 2 * CIRCLE_PADDING) / 2
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent if block.index == current else theme.ink))
            disc = QRectF(centre.x() - half, centre.y() - CIRCLE / 2, 2 * half, CIRCLE)
            painter.drawRoundedRect(disc, CIRCLE / 2, CIRCLE / 2)
            letters = face(role, self._zoom)
            painter.setFont(letters)
            painter.setPen(QColor(theme.on_accent if block.index == current else theme.bg))
            painter.drawText(
                QPointF(centre.x() - width / 2, _baseline(centre.y(), QFontMetricsF(letters))), text
            )


@lru_cache(maxsize=4096)
def _short_number(number: str, room: int) -> str:
    """Return a number in as many digits as there is room for letters."""
    return fitted_text(number, lambda shorter: len(shorter) <= room)


def largest_size(numbers: Array) -> float:
    """Return the largest finite size of some numbers, 1 where there is none."""
    return float(np.abs(numbers[np.isfinite(numbers)]).max(initial=0.0)) or 1.0


def signed_colours(shares: Array, theme: Theme) -> Pixels:
    """Colour shares of the largest number by their sign; the root lets small ones be seen, too."""
    return diverging_rgba(np.sign(shares) * np.sqrt(np.abs(shares)), theme)


def _baseline(middle: float, metrics: QFontMetricsF) -> float:
    """Return where letters stand whose capitals have their middle at a height."""
    return middle + metrics.capHeight() / 2


def _foot(card: QRectF) -> QRectF:
    """Return where the gradient stands on a card."""
    return card.adjusted(1.5, card.height() - FOOT_HEIGHT, -1.5, -1.5)


def _middle_of_foot(card: QRectF) -> float:
    return card.bottom() - FOOT_HEIGHT / 2 - 0.5


def _card(layout: GraphLayout, index: int) -> QRectF:
    width, height = float(layout.widths[index]), float(layout.heights[index])
    return QRectF(float(layout.x[index]) - width / 2, float(layout.y[index]) - height / 2, width, height)


def _chosen(graph: BlockGraph, layout: GraphLayout, view: GraphView) -> frozenset[int]:
    """Return the cards of this step, or of the paths that are looked at."""
    if view.now is None:
        return frozenset(layout.edges[list(view.paths)].ravel().tolist())
    node, operand = view.now
    child = () if operand is None else (graph.nodes[node].operands[operand],)
    return frozenset((node, *child))

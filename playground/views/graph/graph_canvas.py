"""Draws a computation graph: cards with values and gradients, circles for operations, orthogonal edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from playground.models.graph.computation_graph import ComputationGraph
from playground.models.graph.layout import CARD_HEIGHT, CARD_WIDTH, CIRCLE, GraphLayout
from playground.models.words import number_text, with_minus
from playground.theme import LIGHT, Theme, font
from playground.views.controls.drawing import draw_box, draw_text, mix

NAME, VALUE, GRADIENT = 24.0, 22.0, 23.0
CORNER = 12.0
LEAST_ZOOM, LARGEST_ZOOM, WHEEL = 0.1, 3.0, 1.0015
# Below this size letters are dust: cards are drawn without them.
READABLE_ZOOM = 0.42


@dataclass(frozen=True, eq=False)
class GraphView:
    """What is shown of a graph.

    Attributes
    ----------
    values, gradients
        None for what is not known yet.
    derivatives
        Local derivatives, shown on the edges where wanted; empty for none.
    reached
        Nodes whose operands' edges have been walked.
    now
        The node of this step and the operand it concerns (None forward), or None.
    is_backward
        Which way the arrow of this step points.
    """

    values: Sequence[float | None]
    gradients: Sequence[float | None]
    derivatives: Sequence[Sequence[float]] = ()
    reached: frozenset[tuple[int, int]] = frozenset()
    now: tuple[int, int | None] | None = None
    is_backward: bool = True


class GraphCanvas(QWidget):
    """The wheel zooms, dragging moves, a double click shows all, a click chooses a node."""

    node_pressed = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Computation graph")
        self.setToolTip("Drag to move, turn the wheel to zoom, double-click to see all of it")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(300, 200)
        self._theme = LIGHT
        self._graph: ComputationGraph | None = None
        self._layout: GraphLayout | None = None
        self._view: GraphView | None = None
        self._zoom, self._origin = 1.0, QPointF()
        self._is_fitted = True
        self._dragged_from: QPointF | None = None
        self._hovered: int | None = None

    @property
    def zoom(self) -> float:
        """Pixels per pixel of the layout."""
        return self._zoom

    @property
    def hovered(self) -> int | None:
        """The node under the pointer."""
        return self._hovered

    def set_graph(self, graph: ComputationGraph | None, layout: GraphLayout | None) -> None:
        """Show another graph, all of it, or none."""
        self._graph, self._layout, self._view, self._hovered = graph, layout, None, None
        self.fit()

    def set_view(self, view: GraphView) -> None:
        """Show other numbers of the same graph."""
        self._view = view
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def fit(self) -> None:
        """Show all of it, at natural size at most."""
        self._is_fitted = True
        if self._layout is not None:
            zoom = min(1.0, self.width() / self._layout.width, self.height() / self._layout.height)
            self._zoom = max(zoom, LEAST_ZOOM)
            left = (self.width() - self._zoom * self._layout.width) / 2
            top = (self.height() - self._zoom * self._layout.height) / 2
            self._origin = QPointF(left, top)
            self.zoom_changed.emit(self._zoom)
        self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a place, the middle by default."""
        place = at if at is not None else QPointF(self.rect().center())
        zoom = min(max(self._zoom * factor, LEAST_ZOOM), LARGEST_ZOOM)
        self._origin = place - (place - self._origin) * (zoom / self._zoom)
        self._zoom, self._is_fitted = zoom, False
        self.zoom_changed.emit(zoom)
        self.update()

    def place_of(self, node: int) -> QPointF:
        """Return the centre of a node's card on the widget."""
        assert self._layout is not None
        return self._origin + QPointF(self._layout.x[node], self._layout.y[node]) * self._zoom

    def show_node(self, node: int) -> None:
        """Move so that a node is in sight."""
        if self._layout is None:
            return
        place, reach = self.place_of(node), CARD_WIDTH * self._zoom
        room = QRectF(self.rect()).adjusted(reach, reach, -reach, -reach)
        if not room.contains(place):
            x = min(max(place.x(), room.left()), room.right())
            y = min(max(place.y(), room.top()), room.bottom())
            self._origin += QPointF(x, y) - place
            self._is_fitted = False
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep all of it in sight where it was."""
        super().resizeEvent(event)
        if self._is_fitted:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        self.zoom_by(WHEEL ** event.angleDelta().y(), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a node, or begin to move."""
        if event.button() == Qt.MouseButton.LeftButton:
            node = self._node_at(event.position())
            if node is not None:
                self.node_pressed.emit(node)
            else:
                self._dragged_from = event.position() - self._origin

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move, or light up what a node is made of and what uses it."""
        if self._dragged_from is not None:
            self._origin, self._is_fitted = event.position() - self._dragged_from, False
            self.update()
            return
        hovered = self._node_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End moving."""
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of it."""
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, arrows move, Home shows all."""
        moves = {
            Qt.Key.Key_Left: (60, 0), Qt.Key.Key_Right: (-60, 0), Qt.Key.Key_Up: (0, 60),
            Qt.Key.Key_Down: (0, -60),
        }  # fmt: skip
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(1.25)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_by(0.8)
        elif event.key() == Qt.Key.Key_Home:
            self.fit()
        elif (move := moves.get(Qt.Key(event.key()))) is not None:
            self._origin, self._is_fitted = self._origin + QPointF(*move), False
            self.update()
        else:
            super().keyPressEvent(event)

    def _node_at(self, place: QPointF) -> int | None:
        if self._layout is None:
            return None
        point = (place - self._origin) * (1.0 / self._zoom)
        return self._layout.node_at(point.x(), point.y())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw edges, circles and cards, only those in sight."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.bg))
        graph, layout, view = self._graph, self._layout, self._view
        if graph is None or layout is None or view is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(
            QTransform(self._zoom, 0, 0, self._zoom, self._origin.x(), self._origin.y()), True
        )
        corner = self._origin * (-1.0 / self._zoom)
        seen = QRectF(corner.x(), corner.y(), self.width() / self._zoom, self.height() / self._zoom)
        for node in graph.nodes:
            for position, operand in enumerate(node.operands):
                self._draw_edge(painter, node.index, position, operand, seen)
        room = seen.adjusted(-CARD_WIDTH * 2, -CARD_HEIGHT, CARD_WIDTH * 2, CARD_HEIGHT)
        for node in graph.nodes:
            if room.contains(QPointF(layout.x[node.index], layout.y[node.index])):
                self._draw_node(painter, node.index)

    def _draw_edge(self, painter: QPainter, node: int, position: int, operand: int, seen: QRectF) -> None:
        layout, view, theme = self._layout, self._view, self._theme
        assert layout is not None
        assert view is not None
        assert self._graph is not None
        start = QPointF(layout.x[operand] + CARD_WIDTH / 2, layout.y[operand])
        end = QPointF(layout.circle_x[node], layout.y[node])
        operands = self._graph.nodes[node].operands
        # The second of two equal operands runs beside the first.
        twin = operands[:position].count(operand)
        shift = 7.0 * twin
        box = QRectF(start, end).normalized().adjusted(-20, -20, 20, 20)
        if not box.intersects(seen):
            return
        is_now = view.now is not None and view.now[0] == node and view.now[1] in (None, position)
        near = self._hovered in (node, operand)
        ink, width = theme.ctl, 1.5
        if (node, position) in view.reached:
            ink, width = theme.train_curve, 1.75
        if near:
            ink, width = theme.ink2, 2.0
        if is_now:
            ink, width = theme.accent, 3.0
        painter.setPen(QPen(QColor(ink), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(_route(start + QPointF(0, shift), end + QPointF(shift, shift)))
        if is_now and self._zoom >= READABLE_ZOOM:
            _draw_arrow(
                painter, start if view.is_backward else end - QPointF(CIRCLE / 2, 0), view.is_backward
            )
        if view.derivatives and self._zoom >= READABLE_ZOOM:
            local = view.derivatives[node][position]
            self._draw_local(painter, local, QPointF(end.x() + shift, start.y() + shift), end, is_now)

    def _draw_local(
        self, painter: QPainter, local: float, corner: QPointF, end: QPointF, is_now: bool
    ) -> None:
        text, theme = number_text(local), self._theme
        middle = QPointF(corner.x(), (corner.y() + end.y()) / 2)
        if abs(corner.y() - end.y()) < CIRCLE * 1.5:
            # No room beside the circle: above it, or below where the edge comes from there.
            way = 1.0 if corner.y() - end.y() > 1.0 else -1.0
            middle = QPointF(end.x(), end.y() + way * (CIRCLE / 2 + 11))
        painter.setFont(font("graph_gradient"))
        width = painter.fontMetrics().horizontalAdvance(text) + 10
        place = QRectF(middle.x() - width / 2, middle.y() - 9, width, 18)
        draw_box(painter, place, 4.0, theme.accent if is_now else theme.bg)
        ink = theme.on_accent if is_now else theme.ink2
        draw_text(painter, place, text, font("graph_gradient"), ink, Qt.AlignmentFlag.AlignHCenter)

    def _draw_node(self, painter: QPainter, index: int) -> None:
        graph, layout, view, theme = self._graph, self._layout, self._view, self._theme
        assert graph is not None
        assert layout is not None
        assert view is not None
        node = graph.nodes[index]
        card = QRectF(
            layout.x[index] - CARD_WIDTH / 2, layout.y[index] - CARD_HEIGHT / 2, CARD_WIDTH, CARD_HEIGHT
        )
        now = view.now
        child = graph.nodes[now[0]].operands[now[1]] if now is not None and now[1] is not None else None
        is_now = now is not None and index in (now[0], child)
        if node.operation:
            self._draw_circle(painter, index, node.symbol, now is not None and index == now[0])
        border = theme.accent if is_now else theme.ctl2 if not node.operation else theme.ctl
        if index == self._hovered and not is_now:
            border = theme.ink
        draw_box(painter, card, 8.0, theme.surface, border, 2.0 if is_now or index == self._hovered else 1.0)
        gradient = view.gradients[index]
        limit = max((abs(value) for value in view.gradients if value is not None), default=0.0) or 1.0
        if gradient is not None:
            foot = card.adjusted(1.5, NAME + VALUE + 1, -1.5, -1.5)
            share = max(-1.0, min(1.0, gradient / limit))
            ends = theme.diverging[-1] if share > 0 else theme.diverging[0]
            draw_box(painter, foot, 5.0, mix(theme.surface, ends, abs(share) ** 0.5))
        if self._zoom < READABLE_ZOOM:
            return
        line = QRectF(card.left() + 4, card.top(), card.width() - 8, NAME)
        centre = Qt.AlignmentFlag.AlignHCenter
        draw_text(painter, line, node.label, font("selected" if is_now else "body"), theme.ink, centre)
        value = view.values[index]
        line = line.translated(0, NAME)
        line.setHeight(VALUE)
        draw_text(
            painter, line, "" if value is None else _four(value), font("graph_value"), theme.ink, centre
        )
        if gradient is not None:
            line = line.translated(0, VALUE)
            line.setHeight(GRADIENT)
            draw_text(painter, line, _four(gradient), font("graph_gradient"), theme.ink, centre)

    def _draw_circle(self, painter: QPainter, index: int, symbol: str, is_now: bool) -> None:
        assert self._layout is not None
        theme = self._theme
        centre = QPointF(self._layout.circle_x[index], self._layout.y[index])
        painter.setPen(QPen(QColor(theme.accent if is_now else theme.ctl), 1.5))
        painter.drawLine(centre, QPointF(self._layout.x[index] - CARD_WIDTH / 2, centre.y()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.accent if is_now else theme.ink))
        painter.drawEllipse(centre, CIRCLE / 2, CIRCLE / 2)
        if self._zoom >= READABLE_ZOOM:
            ink = theme.on_accent if is_now else theme.bg
            place = QRectF(centre.x() - CIRCLE / 2, centre.y() - CIRCLE / 2, CIRCLE, CIRCLE)
            role = "caption_strong" if len(symbol) <= 2 else "tick_strong"
            painter.setFont(font(role))
            painter.setPen(QColor(ink))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, symbol)


def _route(start: QPointF, end: QPointF) -> QPainterPath:
    """Return the way along the row of the operand, round a corner, and down or up to the circle."""
    path = QPainterPath(start)
    rise = end.y() - start.y()
    corner = min(CORNER, abs(rise) / 2, max(end.x() - start.x(), 0.0))
    if abs(rise) < 1.0:
        path.lineTo(end)
        return path
    way = 1.0 if rise > 0 else -1.0
    path.lineTo(end.x() - corner, start.y())
    path.quadTo(QPointF(end.x(), start.y()), QPointF(end.x(), start.y() + way * corner))
    path.lineTo(end)
    return path


def _draw_arrow(painter: QPainter, tip: QPointF, to_left: bool) -> None:
    way = 1.0 if to_left else -1.0
    for rise in (-6.0, 6.0):
        painter.drawLine(tip, tip + QPointF(way * 8.0, rise))


def _four(value: float) -> str:
    """Return a number in four decimals where that says something."""
    size = abs(value)
    if size == 0.0:
        return "0"
    text = f"{value:.4f}" if 0.001 <= size < 1000 else f"{value:.3g}"
    return with_minus(text)

"""Shows a computation graph; it can be moved and zoomed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.layout import CARD, GraphLayout
from playground.style.theme import LIGHT, Theme
from playground.views.graph.card_words import card_words
from playground.views.graph.picture.card_painter import CardPainter
from playground.views.graph.picture.graph_view import GraphView
from playground.views.graph.picture.label_painter import LabelPainter
from playground.views.graph.picture.minimap import Minimap
from playground.views.graph.picture.morph import Morph
from playground.views.graph.picture.reading import READABLE_ZOOM, is_readable
from playground.views.graph.picture.ways_picture import WaysPicture
from playground.views.kit.chart.viewport import Box, Viewport
from playground.views.kit.device_ratio import device_ratio
from playground.views.kit.hover_tip import HoverTip

LEAST_ZOOM, LARGEST_ZOOM = 0.01, 3.0
MINIMAP_GAP = 12
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class GraphCanvas(QWidget):
    """The wheel zooms, dragging moves, a click goes to a node's step, a double click opens or closes it."""

    node_pressed = Signal(int)
    node_opened = Signal(int)
    node_closed = Signal(int)
    paths_wanted = Signal(int)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Computation graph")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(300, 200)
        self._theme = LIGHT
        self._graph: BlockGraph | None = None
        self._layout: GraphLayout | None = None
        self._view: GraphView | None = None
        # In pixels of the layout.
        self.viewport = Viewport(self)
        self.viewport.changed.connect(self._on_viewport_changed)
        self._hovered: int | None = None
        self._selected: int | None = None
        self._morph = Morph(self.update, self)
        self._ways = WaysPicture()
        self.minimap = Minimap(self)
        self.minimap.place_wanted.connect(self._on_place_wanted)
        HoverTip(self, self._words_at)

    @property
    def zoom(self) -> float:
        """Pixels per pixel of the layout."""
        return self.viewport.frame.width() / self.viewport.seen.width

    @property
    def origin(self) -> QPointF:
        """The position of the layout's upper left corner on the widget."""
        return self.viewport.position(0.0, 0.0)

    @property
    def hovered(self) -> int | None:
        """The node under the pointer."""
        return self._hovered

    @property
    def selected(self) -> int | None:
        """The node that was clicked or found last."""
        return self._selected

    def set_graph(self, graph: BlockGraph, layout: GraphLayout, anchor: int | None = None) -> None:
        """Show another graph, or the same one with other nodes open.

        Parameters
        ----------
        anchor
            A scalar that keeps its position on screen; without it, the whole graph is shown.
        """
        before, old = self._graph, self._layout
        look = self.zoom, self.origin
        held = None
        if anchor is not None and before is not None and before.block_of[anchor] >= 0:
            held = self.place_of(int(before.block_of[anchor]))
        self._graph, self._layout, self._view = graph, layout, None
        self._hovered = self._selected = None
        self._morph.stop()
        self.minimap.set_layout(layout)
        self.fit()
        if anchor is not None and held is not None:
            self.viewport.see(self._box(*look))
            self.viewport.pan(held - self.place_of(int(graph.block_of[anchor])))
        is_same = before is not None and before.scalars is graph.scalars
        if is_same and before is not None and old is not None and self.isVisible():
            self._morph.start(before, old, graph, *look)

    def set_view(self, view: GraphView) -> None:
        """Show other numbers of the same graph."""
        self._view = view
        self.update()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def fit(self) -> None:
        """Show the whole graph, at 100 % at most."""
        width, height = float(self.width()), float(self.height())
        across, along = (width, height) if self._layout is None else (self._layout.width, self._layout.height)
        zoom = max(min(1.0, width / across, height / along), LEAST_ZOOM)
        corner = QPointF((width - zoom * across) / 2, (height - zoom * along) / 2)
        whole = self._box(zoom, corner)
        self.viewport.set_base(whole, width / LARGEST_ZOOM, width / LEAST_ZOOM, keep=False)
        self._on_viewport_changed()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a place, the middle by default."""
        self.viewport.zoom(factor, at)

    def _on_viewport_changed(self) -> None:
        self._morph.stop()
        self.zoom_changed.emit(self.zoom)
        self.minimap.set_seen(self._seen(self.zoom, self.origin))
        self.update()

    def _box(self, zoom: float, origin: QPointF) -> Box:
        seen = self._seen(zoom, origin)
        return Box(seen.left(), seen.right(), seen.bottom(), seen.top())

    def place_of(self, node: int) -> QPointF:
        """Return the centre of a node's card on the widget."""
        assert self._layout is not None
        return self.viewport.position(self._layout.x[node], self._layout.y[node])

    def show_node(self, node: int, *, closely: bool = False) -> None:
        """Move until a node is visible, or centred and legible."""
        if self._layout is None:
            return
        if closely:
            self._selected = node
            self.viewport.zoom(max(1.0, 2 * READABLE_ZOOM / self.zoom), self.place_of(node))
            self.viewport.pan(self.viewport.frame.center() - self.place_of(node))
            return
        place, reach = self.place_of(node), CARD[0] * self.zoom
        room = QRectF(self.rect()).adjusted(reach, reach, -reach, -reach)
        if not room.contains(place):
            x = min(max(place.x(), room.left()), room.right())
            y = min(max(place.y(), room.top()), room.bottom())
            self.viewport.pan(QPointF(x, y) - place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        map_size = self.minimap.size()
        self.minimap.move(
            self.width() - map_size.width() - MINIMAP_GAP, self.height() - map_size.height() - MINIMAP_GAP
        )
        look, is_zoomed = (self.zoom, self.origin), self.viewport.is_zoomed
        self.viewport.set_frame(QRectF(self.rect()))
        self.fit()
        if is_zoomed:
            self.viewport.see(self._box(*look))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        node = self._node_at(event.position())
        if node is None:
            self.viewport.press(event)
            return
        self._selected = node
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.paths_wanted.emit(node)
        else:
            self.node_pressed.emit(node)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.viewport.drag(event):
            return
        hovered = self._node_at(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.setCursor(
                Qt.CursorShape.ArrowCursor if hovered is None else Qt.CursorShape.PointingHandCursor
            )
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.viewport.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or close a node; on the background, show the whole graph."""
        node = self._node_at(event.position())
        if node is None:
            self.fit()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.node_closed.emit(node)
        else:
            self.node_opened.emit(node)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom (+ −), move (Shift and arrows), show all (F), open (Return), close (Backspace), paths (P)."""
        key = Qt.Key(event.key())
        is_shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        # Home and the arrows alone go from step to step.
        is_for_steps = key == Qt.Key.Key_Home or (key in _ARROWS and not is_shifted)
        if not is_for_steps and self.viewport.take_key(event):
            return
        if key == Qt.Key.Key_F and not event.modifiers():
            self.fit()
        elif self._selected is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.node_opened.emit(self._selected)
        elif self._selected is not None and key == Qt.Key.Key_Backspace:
            self.node_closed.emit(self._selected)
        elif self._selected is not None and key == Qt.Key.Key_P:
            self.paths_wanted.emit(self._selected)
        else:
            super().keyPressEvent(event)

    def select(self, node: int | None) -> None:
        """Make a node the target of the keys."""
        self._selected = node
        self.update()

    def _words_at(self, place: QPoint) -> str:
        """Return the tooltip of the node at a position."""
        node = self._node_at(QPointF(place))
        if node is not None and self._graph is not None and self._view is not None:
            return card_words(self._graph, self._view, node)
        return "Drag to move, turn the wheel to zoom, double-click to see all of it"

    def _node_at(self, place: QPointF) -> int | None:
        if self._layout is None:
            return None
        return self._layout.node_at(*self.viewport.data_at(place))

    def _seen(self, zoom: float, origin: QPointF) -> QRectF:
        corner = origin * (-1.0 / zoom)
        return QRectF(corner.x(), corner.y(), self.width() / zoom, self.height() / zoom)

    def _on_place_wanted(self, place: QPointF) -> None:
        self.viewport.pan(self.viewport.frame.center() - self.viewport.position(place.x(), place.y()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.bg))
        graph, view = self._graph, self._view
        if graph is None or self._layout is None or view is None:
            return
        layout = self._morph.layout(self._layout)
        zoom, origin = self._morph.look(self.zoom, self.origin)
        seen, detailed = self._seen(zoom, origin), is_readable(zoom)
        look = zoom, origin, seen
        ways = self._ways.get(
            self.size(), device_ratio(self), self._theme, layout, view, self._hovered, look, detailed=detailed
        )
        painter.drawPixmap(0, 0, ways)
        painter.setTransform(QTransform(zoom, 0, 0, zoom, origin.x(), origin.y()), combine=True)
        marked = frozenset(node for node in (self._hovered, self._selected) if node is not None)
        CardPainter(painter, self._theme, seen, zoom).draw(graph, layout, view, marked)
        if detailed:
            LabelPainter(painter, self._theme, seen, zoom).draw(layout, view, self._hovered)

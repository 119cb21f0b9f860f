"""Shows a computation graph; it can be moved and zoomed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QWidget

from playground.models.graph.blocks import BlockGraph
from playground.models.graph.placing.layout import GraphLayout
from playground.style.theme import color, font
from playground.views.graph.card_words import card_words, link_words
from playground.views.graph.picture.canvas_offer import CanvasOffer
from playground.views.graph.picture.card_painter import CardPainter
from playground.views.graph.picture.edge_painter import edges_near
from playground.views.graph.picture.graph_view import GraphView
from playground.views.graph.picture.label_painter import LabelPainter
from playground.views.graph.picture.minimap import Minimap
from playground.views.graph.picture.morph import Morph
from playground.views.graph.picture.reading import is_readable
from playground.views.graph.picture.sights import (
    LEAST_ZOOM,
    READING_ZOOM,
    Sight,
    card_of,
    first_sight,
    free_corner,
    opened_sight,
    whole,
)
from playground.views.graph.picture.ways_picture import WaysPicture
from playground.views.graph.picture.whole_picture import WholePicture
from playground.views.kit.access import focus_ring
from playground.views.kit.chart.viewport import Box, Viewport
from playground.views.kit.drawing import draw_box, draw_text, text_width
from playground.views.kit.hover_tip import HoverTip
from playground.views.kit.painting.device_ratio import device_ratio
from playground.views.kit.themed import Themed

LARGEST_ZOOM = 3.0
MINIMAP_GAP, OFFER_ROOM = 12, 72
LINK_REACH = 5.0
"""How near to a link a click counts as on it, in pixels."""
OLD_OPACITY = 0.62
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class GraphCanvas(Themed, QWidget):
    """The wheel zooms, dragging moves, a click goes to a step, a double click opens or closes a node.

    Attributes
    ----------
    fit_zoom
        The largest zoom at which a graph that is seen as a whole opens.
    """

    node_pressed = Signal(int)
    node_opened = Signal(int)
    node_closed = Signal(int)
    paths_wanted = Signal(int)
    link_pressed = Signal(int)
    zoom_changed = Signal(float)
    pointed = Signal(int)
    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Computation graph")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 140)
        self.fit_zoom = 1.0
        self._graph: BlockGraph | None = None
        self._layout: GraphLayout | None = None
        self._view: GraphView | None = None
        # In pixels of the layout.
        self.viewport = Viewport(self)
        self.viewport.changed.connect(self._on_viewport_changed)
        self._hovered: int | None = None
        self._hovered_link: int | None = None
        self._selected: int | None = None
        self._pressed: int | None = None
        self._pressed_link: int | None = None
        # Until the view is moved, another size shows the graph as at first, or whole again.
        self._shows: Literal["first", "whole", "part"] = "first"
        self._is_settling = False
        self._marked: frozenset[int] = frozenset()
        self._old = ""
        self._morph = Morph(self.update, self)
        self._ways = WaysPicture()
        self.minimap = Minimap(self)
        self.minimap.place_wanted.connect(self._on_place_wanted)
        self.offer = CanvasOffer(self)
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
    def _sight(self) -> Sight:
        return Sight(self.zoom, self.origin)

    @property
    def hovered(self) -> int | None:
        """The node under the pointer."""
        return self._hovered

    @property
    def hovered_link(self) -> int | None:
        """The link under the pointer."""
        return self._hovered_link

    @property
    def selected(self) -> int | None:
        """The node that was clicked or found last."""
        return self._selected

    @property
    def picture(self) -> WholePicture | None:
        """All of the graph as it looks now; none without one, or where it is not that of what is typed."""
        if self._graph is None or self._layout is None or self._view is None or self._old:
            return None
        return WholePicture(self._graph, self._layout, self._view, self.theme)

    def set_graph(self, graph: BlockGraph, layout: GraphLayout, anchor: int | None = None) -> None:
        """Show another graph, or the same one with other nodes open.

        Parameters
        ----------
        anchor
            A scalar that stays where it is on screen if what came out of its node is in sight then;
            without it, the graph is shown anew.
        """
        before, old, look = self._graph, self._layout, self._sight
        held = None
        if anchor is not None and before is not None and before.block_of[anchor] >= 0:
            held = self.place_of(int(before.block_of[anchor]))
        self._graph, self._layout, self._view = graph, layout, None
        self.set_old("")
        self._hovered = self._hovered_link = self._selected = self._pressed = None
        self._morph.stop()
        self.minimap.set_layout(layout)
        there = None
        if anchor is None and self._shows != "first" and before is not None and graph.is_like(before):
            there = look
        if anchor is not None and held is not None and before is not None:
            node = int(graph.block_of[anchor])
            at = Sight(look.zoom, held - QPointF(float(layout.x[node]), float(layout.y[node])) * look.zoom)
            opened = graph.came_out_of(before, int(before.block_of[anchor]))
            there = opened_sight(layout, QSizeF(self.size()), at, node, opened)
        self._settle("first", there)
        is_same = before is not None and before.scalars is graph.scalars
        if is_same and before is not None and old is not None and self.isVisible():
            self._morph.start(before, old, graph, look.zoom, look.origin)

    def clear(self) -> None:
        """Show no graph."""
        self._graph = self._layout = self._view = None
        self._hovered = self._hovered_link = self._selected = self._pressed = None
        self._morph.stop()
        self.minimap.hide()
        self.update()

    def set_old(self, note: str) -> None:
        """Dim a picture that does not belong to what is typed, and say so; nothing for one that does."""
        self._old = note
        self.setAccessibleDescription(note)
        self.update()

    @property
    def view(self) -> GraphView | None:
        """The numbers on screen."""
        return self._view

    def set_view(self, view: GraphView) -> None:
        """Show other numbers of the same graph."""
        self._view = view
        self.update()
        self.view_changed.emit()

    def mark(self, nodes: Iterable[int]) -> None:
        """Give some cards the border of those that are pointed at."""
        if (marked := frozenset(nodes)) != self._marked:
            self._marked = marked
            self.update()

    def fit(self) -> None:
        """Show the whole graph, no larger than `fit_zoom`."""
        self._settle("whole")

    def read(self) -> None:
        """Show the graph as at first: all of it where it can be read, else its output at reading size."""
        self._settle("first")

    def _settle(self, shows: Literal["first", "whole"], there: Sight | None = None) -> None:
        """Show the graph as at first, or whole, or as it is to be seen there, and tell of it once."""
        self._is_settling = True
        layout, width = self._layout, float(self.width())
        look = Sight(1.0, QPointF()) if layout is None else self._whole(layout)
        self.viewport.set_base(self._box(look), width / LARGEST_ZOOM, width / LEAST_ZOOM, keep=False)
        if shows == "first" and layout is not None and self._graph is not None:
            self._see(first_sight(layout, QSizeF(self.size()), self._graph.output, self.fit_zoom))
        untouched = self.viewport.seen
        if there is not None:
            self._see(there)
        self._is_settling = False
        self._tell(shows if self.viewport.seen == untouched else "part")

    def _whole(self, layout: GraphLayout) -> Sight:
        """Return the sight of the whole graph, with room for what is offered if it cannot be read."""
        look = whole(layout, QSizeF(self.size()), self.fit_zoom)
        if is_readable(look.zoom):
            return look
        return whole(layout, QSizeF(self.width(), max(self.height() - OFFER_ROOM, 1)))

    def _see(self, sight: Sight) -> None:
        self.viewport.see(self._box(sight))

    @property
    def is_empty(self) -> bool:
        """Whether there is no graph."""
        return self._graph is None

    @property
    def is_readable(self) -> bool:
        """Whether cards show their texts at this zoom, or there are none."""
        return self._layout is None or is_readable(self.zoom)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a place, the middle by default."""
        self.viewport.zoom(factor, at)

    def _on_viewport_changed(self) -> None:
        if not self._is_settling:
            self._tell("part")

    def _tell(self, shows: Literal["first", "whole", "part"]) -> None:
        self._morph.stop()
        self._shows = shows
        self.zoom_changed.emit(self.zoom)
        self._place_minimap()
        self.update()

    def _place_minimap(self) -> None:
        """Show the overview where it covers no card, if a part of the graph is out of sight."""
        if self._layout is None:
            return
        look, size = self._sight, QSizeF(self.minimap.size())
        self.minimap.set_seen(look.seen(QSizeF(self.size())))
        taken = () if self.offer.isHidden() else (QRectF(self.offer.geometry()),)
        corner = free_corner(self._layout, look, QRectF(self.rect()), size, MINIMAP_GAP, taken)
        if corner is None:
            self.minimap.hide()
        else:
            self.minimap.move(corner.toPoint())

    def _box(self, sight: Sight) -> Box:
        seen = sight.seen(QSizeF(self.size()))
        return Box(seen.left(), seen.right(), seen.bottom(), seen.top())

    def place_of(self, node: int) -> QPointF:
        """Return the centre of a node's card on the widget."""
        assert self._layout is not None
        return self.viewport.position(self._layout.x[node], self._layout.y[node])

    def show_node(self, node: int, *, closely: bool = False) -> None:
        """Move to a node that is out of sight, or make it legible in the middle."""
        if self._layout is None:
            return
        middle = self.viewport.frame.center()
        if closely:
            self._selected = node
            self.viewport.zoom(max(1.0, READING_ZOOM / self.zoom), self.place_of(node))
            self.viewport.pan(middle - self.place_of(node))
            return
        card = self._sight.box(card_of(self._layout, node))
        if not QRectF(self.rect()).contains(card):
            self.viewport.pan(middle - card.center())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        look, middle = self._sight, self.viewport.frame.center()
        self.viewport.set_frame(QRectF(self.rect()))
        self.offer.place()
        if self._shows == "part":
            # What was in the middle stays there, beside or above a panel that opens.
            self._settle("first", look.moved(self.viewport.frame.center() - middle))
        else:
            self._settle(self._shows)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        node = self._pressed = self._node_at(event.position())
        if node is None:
            self.viewport.press(event)
            self._pressed_link = self._link_at(event.position())
            return
        self._selected = node
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.paths_wanted.emit(node)
        else:
            self.node_pressed.emit(node)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.viewport.drag(event):
            return
        node = self._node_at(event.position())
        self._point_at(node, self._link_at(event.position()) if node is None else None)

    def _point_at(self, node: int | None, link: int | None) -> None:
        """Light up what is under the pointer: a card with its links, or a link."""
        can_be_clicked = (node, link) != (None, None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_be_clicked else Qt.CursorShape.ArrowCursor)
        if (node, link) != (self._hovered, self._hovered_link):
            self._hovered, self._hovered_link = node, link
            self.update()
            self.pointed.emit(-1 if node is None else node)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        link, self._pressed_link = self._pressed_link, None
        if self.viewport.release() and link is not None:
            self.link_pressed.emit(link)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open or close the node of the first click; on the background, show the whole graph."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        # The first click may have moved the graph.
        node = self._node_at(event.position()) if self._pressed is None else self._pressed
        self._pressed = None
        if node is None:
            self.fit()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.node_closed.emit(node)
        else:
            self.node_opened.emit(node)

    def ring_shape(self) -> tuple[QRect, float]:
        """The ring of the keyboard focus runs inside the canvas."""
        return self.rect().adjusted(6, 6, -6, -6), 4.0

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        focus_ring.focus_came(self, event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        focus_ring.focus_left(self, event.reason())

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None, None)

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
        link = self._link_at(QPointF(place))
        if link is not None and self._graph is not None and self._view is not None:
            return link_words(self._graph, self._view, link)
        return "Drag to move, turn the wheel to zoom, double-click to see all of it"

    def _node_at(self, place: QPointF) -> int | None:
        if self._layout is None:
            return None
        return self._layout.node_at(*self.viewport.data_at(place))

    def _link_at(self, place: QPointF) -> int | None:
        """Return the link that can be clicked at a position."""
        if self._layout is None or not self.is_readable:
            return None
        return self._layout.link_at(*self.viewport.data_at(place), LINK_REACH / self.zoom)

    def _on_place_wanted(self, place: QPointF) -> None:
        self.viewport.pan(self.viewport.frame.center() - self.viewport.position(place.x(), place.y()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        graph, view = self._graph, self._view
        if graph is None or self._layout is None or view is None:
            painter.fillRect(self.rect(), QColor(self.theme.bg))
            return
        layout = self._morph.layout(self._layout)
        zoom, origin = self._morph.look(self.zoom, self.origin)
        seen, detailed = Sight(zoom, origin).seen(QSizeF(self.size())), is_readable(zoom)
        look = zoom, origin, seen
        near = edges_near(layout, self._hovered, self._hovered_link)
        ways = self._ways.get(
            self.size(), device_ratio(self), self.theme, layout, view, near, look, detailed=detailed
        )
        painter.drawPixmap(0, 0, ways)
        painter.setTransform(QTransform(zoom, 0, 0, zoom, origin.x(), origin.y()), combine=True)
        chosen = frozenset(node for node in (self._hovered, self._selected) if node is not None)
        marked = self._marked | chosen
        CardPainter(painter, self.theme, seen, zoom).draw(graph, layout, view, marked)
        if detailed:
            LabelPainter(painter, self.theme, seen, zoom).draw(graph, layout, view, near)
        if self._old:
            painter.resetTransform()
            self._paint_old(painter)

    def _paint_old(self, painter: QPainter) -> None:
        theme = self.theme
        painter.fillRect(self.rect(), color(theme.bg, OLD_OPACITY))
        width = text_width(self._old, font("caption")) + 24
        place = QRectF((self.width() - width) / 2, 8, width, 28)
        draw_box(painter, place, 14.0, theme.danger_soft, theme.danger_line)
        draw_text(painter, place, self._old, font("caption"), theme.danger, Qt.AlignmentFlag.AlignHCenter)

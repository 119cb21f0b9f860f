"""The picture of the network: live neurons, links and labels, with heads above the layers."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.models.picture.frame import Overlay
from playground.models.picture.network_layout import NetworkLayout, lay_out_network
from playground.models.run.slow_motion import Phase
from playground.style.pixels import OWNER, image_from_pixels
from playground.style.theme import Theme, font
from playground.views.kit import Stepper, TextButton
from playground.views.kit.access.accessible import SaysValue, say_changed
from playground.views.kit.access.keyboard import make_home, note_owner
from playground.views.kit.hover_tip import HoverTip
from playground.views.kit.painting.kept_layer import KeptLayer
from playground.views.network.input_picker import InputPicker
from playground.views.network.layer_heads import LayerHeads
from playground.views.network.network_cursor import moved_cursor, next_link
from playground.views.network.network_drawing import draw_nodes, draw_surroundings
from playground.views.network.network_scene import NetworkScene, Node, NodeMarks

NODE_MARGIN = 10  # bias marks and the hover ring extend beyond the node
BIAS_SHARE = 0.96  # of the biases, those that are shown in no more than full colour
Link = tuple[int, int, int]
"""Gap, source and target, in the layout's numbering."""


class NetworkCanvas(SaysValue, QWidget):
    """Draws the newest maps, links and biases; signals changes of layers and inputs.

    Signals
    -------
    look_changed
        Another neuron or link is under the pointer, or pinned.
    node_pressed, link_pressed, background_pressed
        A neuron, a link as (gap, source, target), or neither.
    layer_pressed
        The column of a layer whose title was pressed.
    """

    accessible_role = QAccessible.Role.Graphic
    layer_size_edited = Signal(int, int)
    layer_pressed = Signal(int)
    inputs_chosen = Signal(object)
    layout_changed = Signal()
    presenting_changed = Signal()
    look_changed = Signal()
    node_pressed = Signal(object)
    node_opened = Signal(object)
    link_pressed = Signal(object)
    background_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Network")
        self.setToolTip("Hover over a neuron or link to inspect it; click to pin and edit it")
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(420, 300)
        # Every pixel is drawn here, so Qt need not draw the background.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.scene = NetworkScene()
        self._maps_source: Sequence[NDArray[np.uint8]] = ()
        self._ground = KeptLayer()
        self._links: QImage | None = None
        self._hovered_link: Link | None = None
        self._pinned_link: Link | None = None
        make_home(self, self)
        self.heads = LayerHeads(self)
        self.heads.size_edited.connect(self.layer_size_edited)
        self.heads.title_pressed.connect(self.layer_pressed)
        self.inputs_button = TextButton(
            "Inputs", "Choose the inputs", "Choose what the network sees; or click an input", height=32,
            flat=True, parent=self,
        )  # fmt: skip
        self.input_picker = InputPicker(self.inputs_button)
        self.inputs_button.clicked.connect(self._on_inputs_clicked)
        self.input_picker.inputs_chosen.connect(self.inputs_chosen)
        HoverTip(self, self._description)

    @property
    def network_layout(self) -> NetworkLayout | None:
        """The layout."""
        return self.scene.layout

    @property
    def steppers(self) -> tuple[Stepper, ...]:
        """The steppers above the hidden layers, from left to right."""
        return tuple(self.heads.steppers)

    @property
    def hovered(self) -> Node | None:
        """The node whose links are highlighted: under the pointer, under the keyboard cursor, or pinned."""
        return self.scene.hovered or self.scene.cursor or self.scene.pinned

    @property
    def shown_link(self) -> Link | None:
        """The highlighted link."""
        return self._hovered_link or self._pinned_link

    def set_network(
        self,
        structure: tuple[int, ...],
        input_names: Sequence[str],
        output_names: Sequence[str],
        inputs: tuple[int, ...],
        picture: tuple[int, int] | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        """Show another network; its pictures come with `set_pictures`.

        Parameters
        ----------
        structure
            All candidates for inputs, or 1 for a picture, then the layers.
        input_names
            Of all candidates.
        inputs
            Indices of the candidates that are inputs.
        picture
            Rows and columns of the picture that the inputs make up.
        notes
            What is special about each layer after the inputs.
        """
        scene = self.scene
        if structure != scene.structure:
            scene.maps, self._maps_source, self._links, scene.biases = [], (), None, ()
        if inputs != scene.inputs:
            self._links = None
        scene.structure, scene.inputs, scene.picture = structure, inputs, picture
        scene.input_names, scene.output_names = input_names, output_names
        self.input_picker.set_inputs(input_names, inputs)
        self._ground.forget()
        self.heads.set_layers(structure[1:-1], notes)
        self._lay_out()

    def set_pictures(
        self,
        maps: Sequence[NDArray[np.uint8]],
        links: NDArray[np.uint8] | None,
        biases: tuple[NDArray[np.float64], ...],
    ) -> None:
        """Show the pictures of one frame; unchanged ones cost nothing."""
        scene = self.scene
        # A late frame may still show the previous network.
        if tuple(map(len, biases)) != scene.structure[1:]:
            return
        if maps is self._maps_source and links is self._links_source:
            return
        scene.maps = [image_from_pixels(_atlas(column), premultiplied=True) for column in maps]
        self._maps_source = maps
        # A late frame may have links of the previous canvas size.
        if links is not None and links is not self._links_source and self._fits(links):
            self._links = image_from_pixels(links, premultiplied=True)
        scene.biases = biases
        # Sorted by hand: NumPy's quantile takes longer than all the rest of this.
        sizes = np.sort(np.abs(np.concatenate(biases)))
        scene.bias_limit = max(float(sizes[int(BIAS_SHARE * (len(sizes) - 1))]), 1e-9)
        self.update(self._moving_part())

    def set_marks(self, marks: NodeMarks) -> None:
        """Show what is special about single neurons."""
        self.scene.marks = marks
        self.update(self._moving_part())

    def set_phase(self, phase: Phase | None) -> None:
        """Highlight the progress of a step in slow motion."""
        if phase != self.scene.phase:
            self.scene.phase = phase
            self.update(self._moving_part())

    def set_overlay(self, overlay: Overlay) -> None:
        """Set what the links show, for the legend."""
        self.scene.overlay = overlay
        self._ground.forget()
        self.update()

    def set_pinned(self, node: Node | None, link: Link | None = None) -> None:
        """Mark the pinned neuron or link, if any."""
        if (node, link) != (self.scene.pinned, self._pinned_link):
            self.scene.pinned, self._pinned_link = node, link
            self.look_changed.emit()
            self.update()

    def set_presenting(self, on: bool) -> None:
        """Hide the editing controls and the legend."""
        self.scene.is_presenting = on
        self._lay_out()
        self.presenting_changed.emit()

    def set_hidden(self, keys: Collection[str]) -> None:
        """Take away the controls of layers, and those of inputs with the inputs that are not used."""
        self.scene.hides_inputs = "inputs" in keys
        self.heads.set_locked("layers" in keys)
        self.inputs_button.set_veiled(self.scene.hides_inputs)
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        self.scene.theme = theme
        self.heads.set_theme(theme)
        self._ground.forget()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        scene = self.scene
        if not scene.structure:
            return
        metrics = QFontMetricsF(font("body"))
        names = [
            name
            for index, name in enumerate(scene.shown_names)
            if not scene.shows_chosen_only or index in scene.inputs
        ]
        layout = lay_out_network(
            scene.structure,
            float(self.width()),
            float(self.height()),
            compact=self.window().width() < 1320,
            spacious=self.window().width() >= 2200,
            input_label_width=max(map(metrics.horizontalAdvance, names), default=0.0),
            output_label_width=max(map(metrics.horizontalAdvance, scene.output_names), default=0.0),
            inputs=scene.inputs if scene.picture is None else None,
            picture=scene.picture is not None,
            presenting=scene.is_presenting,
            chosen_only=scene.shows_chosen_only,
        )
        if layout != scene.layout:
            scene.layout = layout
            self._links = None
            self._let_go_of_what_moved(layout)
        self._ground.forget()
        first, hint = layout.columns[0], self.inputs_button.sizeHint()
        self.inputs_button.setVisible(not scene.is_presenting)
        self.inputs_button.setGeometry(
            round(first.x - hint.width() / 2), max(0, round(first.title_y - 16)), hint.width(), 32
        )
        self.heads.place(layout.columns[1:], is_presenting=scene.is_presenting)
        self.layout_changed.emit()
        self.update()

    def _let_go_of_what_moved(self, layout: NetworkLayout) -> None:
        """Reset hover state, and marks of what no longer exists."""
        scene = self.scene
        scene.hovered = self._hovered_link = None
        if scene.cursor is not None and not layout.has_node(scene.cursor):
            scene.cursor = None
        if scene.pinned is not None and not layout.has_node(scene.pinned):
            scene.pinned = None
        if self._pinned_link is not None and not layout.has_link(self._pinned_link):
            self._pinned_link = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.scene.layout is None:
            painter.fillRect(self.rect(), QColor(self.scene.theme.bg))
            return
        ground = QColor(self.scene.theme.bg)
        painter.drawPixmap(0, 0, self._ground.picture(self, self._draw_ground, ground=ground))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._links is not None:
            painter.drawImage(QRectF(self.rect()), self._links)
        draw_nodes(painter, self.scene)

    def _draw_ground(self, painter: QPainter) -> None:
        draw_surroundings(painter, self.scene)

    def _moving_part(self) -> QRect:
        """Return the region that frames change: nodes, biases and links, not the steppers."""
        if self.scene.layout is None:
            return self.rect()
        nodes = [node for column in self.scene.layout.columns for node in column.nodes]
        top, bottom = min(node.y for node in nodes), max(node.bottom for node in nodes)
        return QRect(0, int(top) - NODE_MARGIN, self.width(), int(bottom - top) + 2 * NODE_MARGIN)

    def _fits(self, links: NDArray[np.uint8]) -> bool:
        height, width = links.shape[:2]
        # Those in passing have fewer pixels.
        return abs(height * self.width() - width * self.height()) <= max(self.width(), self.height())

    @property
    def _links_source(self) -> NDArray[np.uint8] | None:
        return None if self._links is None else getattr(self._links, OWNER)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        node, link = self._at(event.position().x(), event.position().y())
        self._set_hovered(node, link)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Toggle an input, or pin or release a neuron or a link."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        x, y = event.position().x(), event.position().y()
        node, link = self._at(x, y)
        if node is not None and node[0] == 0:
            self._switch_input(node[1] if self.scene.picture is None else self._pixel_at(x, y))
        elif node is not None:
            self.node_pressed.emit(node)
        elif link is not None:
            self.link_pressed.emit(link)
        else:
            self.background_pressed.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a neuron in the Graph mode; elsewhere the second click counts as another click."""
        node, _ = self._at(event.position().x(), event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and node is not None and node[0] > 0:
            self.node_opened.emit(node)
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between neurons, with Shift between weights; Return pins, G opens the graph."""
        scene, key = self.scene, event.key()
        if scene.layout is None:
            return
        if key == Qt.Key.Key_Escape and (scene.pinned is not None or self._pinned_link is not None):
            self.background_pressed.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and scene.cursor is not None:
            if self._hovered_link is not None:
                self.link_pressed.emit(self._hovered_link)
            elif scene.cursor[0] > 0:
                self.node_pressed.emit(scene.cursor)
            elif scene.picture is None:
                self._switch_input(scene.cursor[1])
        elif key == Qt.Key.Key_G and scene.cursor is not None and scene.cursor[0] > 0:
            self.node_opened.emit(scene.cursor)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and key in _STEPS and scene.cursor:
            self._set_hovered(None, next_link(scene.layout, scene.cursor, self._hovered_link, _STEPS[key][1]))
        elif key in _STEPS:
            self._set_cursor(moved_cursor(scene.layout, scene.cursor, *_STEPS[key]))
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        note_owner(self)
        by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if by_key and self.scene.layout is not None:
            self._set_cursor(moved_cursor(self.scene.layout, None, 0, 0))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._set_cursor(None)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hovered(None, None)
        super().leaveEvent(event)

    def _description(self, point: QPoint) -> str:
        """Return the tip of the input at a position; neurons have their card."""
        node, _ = self._at(point.x(), point.y())
        return self.scene.describe(node) if node is not None and node[0] == 0 else ""

    def _at(self, x: float, y: float) -> tuple[Node | None, Link | None]:
        layout = self.scene.layout
        if layout is None:
            return None, None
        node = layout.node_at(x, y)
        return node, None if node is not None else layout.link_at(x, y)

    def _set_hovered(self, node: Node | None, link: Link | None) -> None:
        if (node, link) != (self.scene.hovered, self._hovered_link):
            self.scene.hovered, self._hovered_link = node, link
            self.setCursor(Qt.CursorShape.PointingHandCursor if node or link else Qt.CursorShape.ArrowCursor)
            self.look_changed.emit()
            self.update()

    def _set_cursor(self, cursor: Node | None) -> None:
        if cursor != self.scene.cursor:
            self.scene.cursor, self._hovered_link = cursor, None
            say_changed(self)
            self.look_changed.emit()
            self.update()

    def accessible_value(self) -> str:
        """Return what the neuron under the keyboard is."""
        return "" if self.scene.cursor is None else self.scene.describe(self.scene.cursor)

    def _switch_input(self, switched: int) -> None:
        if self.scene.hides_inputs:
            return
        # Applied at once: the next click may come before the resulting run.
        self.scene.inputs = tuple(sorted({switched} ^ set(self.scene.inputs)))
        self._ground.forget()
        self.update()
        self.inputs_chosen.emit(self.scene.inputs)

    def _pixel_at(self, x: float, y: float) -> int:
        """Return the pixel at a point of the picture."""
        assert self.scene.layout is not None
        assert self.scene.picture is not None
        node, (rows, columns) = self.scene.layout.columns[0].nodes[0], self.scene.picture
        row = min(max(int((y - node.y) / node.side * rows), 0), rows - 1)
        column = min(max(int((x - node.x) / node.side * columns), 0), columns - 1)
        return row * columns + column

    def _on_inputs_clicked(self) -> None:
        self.input_picker.set_inputs(self.scene.input_names, self.scene.inputs)
        self.input_picker.open_below()


_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


def _atlas(maps: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the maps of a column, shape (n, m, m, 4), as one picture, one below the other."""
    return maps.reshape(-1, *maps.shape[2:])

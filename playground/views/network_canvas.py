"""The picture of the network: live neurons, links, labels; steppers above the hidden layers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from playground.models.network_layout import ColumnLayout, NetworkLayout, NodeBox, lay_out_network
from playground.rendering.node_shape import BORDER_OPACITY, corner_radius
from playground.theme import LIGHT, Theme, color, font
from playground.views.controls import Stepper, TextButton
from playground.views.controls.drawing import mix
from playground.views.device_ratio import device_ratio
from playground.views.input_picker import InputPicker
from playground.views.network_legend import draw_legend
from playground.views.pixels import OWNER, image_from_pixels

BIAS_SIDE = 11.0
NODE_MARGIN = 10  # bias marks and the ring around the neuron under the pointer reach beyond its node
MOST_NEURONS = 64
# Columns closer than this have no room for words.
NARROW = 86
NARROWEST_STEPPER = 0.85  # share of its natural width at which two digits still fit
DISABLED_OPACITY = 0.38


class NetworkCanvas(QWidget):
    """Draws the newest maps, links and biases; emits the wish for other layer sizes and inputs."""

    layer_size_edited = Signal(int, int)
    inputs_chosen = Signal(object)
    layout_changed = Signal()
    neuron_hovered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Network")
        self.setMouseTracking(True)
        self.setMinimumSize(420, 300)
        # Every pixel is drawn here: what lies behind need not be.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme = LIGHT
        self._structure: tuple[int, ...] = ()
        self._inputs: tuple[int, ...] = ()
        self._picture: tuple[int, int] | None = None
        self._input_names: Sequence[str] = ()
        self._output_names: Sequence[str] = ()
        self._maps: list[QImage] = []
        self._maps_source: Sequence[NDArray[np.uint8]] = ()
        self._ground: QPixmap | None = None
        self._links: QImage | None = None
        self._biases: tuple[NDArray[np.float64], ...] = ()
        self._bias_limit = 1.0
        self._steppers: list[Stepper] = []
        self.inputs_button = TextButton(
            "Inputs", "Choose the inputs", "Choose what the network sees; or click an input", height=32,
            flat=True, parent=self,
        )  # fmt: skip
        self.input_picker = InputPicker(self.inputs_button)
        self.inputs_button.clicked.connect(self._on_inputs_clicked)
        self.input_picker.inputs_chosen.connect(self.inputs_chosen)
        self._presenting = False
        self.hovered: tuple[int, int] | None = None
        self.network_layout: NetworkLayout | None = None

    def set_network(
        self,
        structure: tuple[int, ...],
        input_names: Sequence[str],
        output_names: Sequence[str],
        inputs: tuple[int, ...],
        picture: tuple[int, int] | None = None,
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
        """
        if structure != self._structure:
            self._maps, self._maps_source, self._links, self._biases = [], (), None, ()
            self.hovered = None
        if inputs != self._inputs:
            self._links = None
        self._structure, self._inputs, self._picture = structure, inputs, picture
        self.input_picker.set_inputs(input_names, inputs)
        self._input_names, self._output_names = input_names, output_names
        self._ground = None
        self._make_steppers(structure[1:-1])
        self._lay_out()

    @property
    def steppers(self) -> tuple[Stepper, ...]:
        """The steppers above the hidden layers, from left to right."""
        return tuple(self._steppers)

    def set_pictures(
        self,
        maps: Sequence[NDArray[np.uint8]],
        links: NDArray[np.uint8] | None,
        biases: tuple[NDArray[np.float64], ...],
    ) -> None:
        """Take the pictures of one frame; those already shown cost nothing."""
        if len(maps) != len(self._structure) or (maps is self._maps_source and links is self._links_source):
            return
        self._maps = [image_from_pixels(_atlas(column), premultiplied=True) for column in maps]
        self._maps_source = maps
        # A frame that was on its way when the canvas took another size has links of the old one.
        if links is not None and links is not self._links_source and self._fits(links):
            self._links = image_from_pixels(links, premultiplied=True, scale=device_ratio(self))
        self._biases = biases
        sizes = np.abs(np.concatenate(biases))
        self._bias_limit = max(float(np.quantile(sizes, 0.96)), 1e-9)
        self.update(self._moving_part())

    def _fits(self, links: NDArray[np.uint8]) -> bool:
        ratio = device_ratio(self)
        return links.shape[:2] == (round(self.height() * ratio), round(self.width() * ratio))

    def set_presenting(self, on: bool) -> None:
        """Leave out what is there for editing, and the legend."""
        self._presenting = on
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._ground = None
        self.update()

    @property
    def _links_source(self) -> NDArray[np.uint8] | None:
        return None if self._links is None else getattr(self._links, OWNER)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything anew."""
        super().resizeEvent(event)
        self._lay_out()

    def _make_steppers(self, hidden: Sequence[int]) -> None:
        while len(self._steppers) > len(hidden):
            stepper = self._steppers.pop()
            stepper.hide()
            stepper.deleteLater()
        while len(self._steppers) < len(hidden):
            number = len(self._steppers) + 1
            stepper = Stepper(
                f"Neurons in hidden {number}", f"Neurons in hidden layer {number} (1 to {MOST_NEURONS})",
                minimum=1, maximum=MOST_NEURONS, compact=True, parent=self,
            )  # fmt: skip
            stepper.set_theme(self._theme)
            stepper.setProperty("layer", number - 1)
            stepper.value_edited.connect(self._on_stepper_edited)
            self._steppers.append(stepper)
        for stepper, size in zip(self._steppers, hidden, strict=True):
            stepper.set_value(size)

    def _lay_out(self) -> None:
        if not self._structure:
            return
        metrics = QFontMetricsF(font("body"))
        compact = self.window().width() < 1320
        layout = lay_out_network(
            self._structure,
            float(self.width()),
            float(self.height()),
            compact=compact,
            spacious=self.window().width() >= 2200,
            input_label_width=max(
                (
                    metrics.horizontalAdvance(name)
                    for index, name in enumerate(self._shown_names)
                    if not self._presenting or index in self._inputs
                ),
                default=0.0,
            ),
            output_label_width=max((metrics.horizontalAdvance(n) for n in self._output_names), default=0.0),
            inputs=self._inputs if self._picture is None else None,
            picture=self._picture is not None,
            presenting=self._presenting,
        )
        if layout != self.network_layout:
            self.network_layout = layout
            self._links = None
        self._ground = None
        first = layout.columns[0]
        hint = self.inputs_button.sizeHint()
        self.inputs_button.setVisible(not self._presenting)
        self.inputs_button.setGeometry(
            round(first.x - hint.width() / 2), max(0, round(first.title_y - 16)), hint.width(), 32
        )
        for stepper, column in zip(self._steppers, layout.columns[1:-1], strict=True):
            hint = stepper.sizeHint()
            width = min(hint.width(), int(column.header_width))
            room = not self._presenting and width >= hint.width() * NARROWEST_STEPPER
            stepper.setVisible(room)
            if room and column.stepper_y is not None:
                stepper.setGeometry(
                    round(column.x - width / 2), round(column.stepper_y - hint.height() / 2),
                    width, hint.height(),
                )  # fmt: skip
        self.layout_changed.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw links, nodes, labels and legend."""
        painter = QPainter(self)
        layout = self.network_layout
        if layout is None:
            painter.fillRect(self.rect(), QColor(self._theme.bg))
            return
        if self._ground is None:
            self._ground = self._draw_ground(layout)
        painter.drawPixmap(0, 0, self._ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._links is not None:
            painter.drawImage(0, 0, self._links)
        for column in layout.columns:
            for row, node in enumerate(column.nodes):
                self._draw_node(painter, node, row)

    def _draw_ground(self, layout: NetworkLayout) -> QPixmap:
        """Draw what stays from frame to frame: titles, labels and legend."""
        ratio = device_ratio(self)
        ground = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        ground.setDevicePixelRatio(ratio)
        ground.fill(QColor(self._theme.bg))
        painter = QPainter(ground)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, column in enumerate(layout.columns):
            self._draw_titles(painter, column, index)
            self._draw_labels(painter, column, layout)
        if not self._presenting:
            draw_legend(painter, layout.legend_y, self._theme)
        painter.end()
        return ground

    def _moving_part(self) -> QRect:
        """Return what frames change: nodes, biases and links, not the steppers above them."""
        if self.network_layout is None:
            return self.rect()
        nodes = [node for column in self.network_layout.columns for node in column.nodes]
        top, bottom = min(node.y for node in nodes), max(node.bottom for node in nodes)
        return QRect(0, int(top) - NODE_MARGIN, self.width(), int(bottom - top) + 2 * NODE_MARGIN)

    @property
    def _shown_names(self) -> Sequence[str]:
        """Names beside the nodes of the first column; a picture has none."""
        return self._input_names if self._picture is None else ()

    def _draw_titles(self, painter: QPainter, column: ColumnLayout, index: int) -> None:
        if column.kind == "input" and not self._presenting:
            return
        title = {"input": "Inputs", "output": "Output"}.get(column.kind, f"Hidden {index}")
        painter.setFont(font("body"))
        painter.setPen(QColor(self._theme.ink2))
        if column.kind == "hidden" and column.header_width < NARROW:
            title = str(index)
        half = 70.0
        y = column.title_y
        painter.drawText(QRectF(column.x - half, y - 10, 2 * half, 20), Qt.AlignmentFlag.AlignCenter, title)

    def _draw_node(self, painter: QPainter, node: NodeBox, row: int) -> None:
        rect = QRectF(node.x, node.y, node.side, node.side)
        radius = corner_radius(node.side)
        maps = self._maps[node.column] if node.column < len(self._maps) else None
        is_off = node.column == 0 and self._picture is None and node.index not in self._inputs
        if maps is not None and (row + 1) * maps.width() <= maps.height():
            side = maps.width()
            painter.setOpacity(DISABLED_OPACITY if is_off else 1.0)
            painter.drawImage(rect, maps, QRectF(0, row * side, side, side))
            painter.setOpacity(1.0)
        else:
            painter.setPen(QPen(color(self._theme.ink, BORDER_OPACITY), 1.0))
            painter.setBrush(QColor(self._theme.surface))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if is_off:
            painter.setPen(QPen(QColor(self._theme.ctl2), 1.0, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if node.column == 0 and self._picture is not None:
            self._dim_pixels(painter, rect, self._picture)
        if (node.column, node.index) == self.hovered:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._theme.ink), 2.0))
            painter.drawRoundedRect(rect.adjusted(-3, -3, 3, 3), radius + 3, radius + 3)
        if node.column > 0 and len(self._biases) >= node.column:
            self._draw_bias(painter, node)

    def _dim_pixels(self, painter: QPainter, rect: QRectF, picture: tuple[int, int]) -> None:
        """Cover the pixels that are no inputs."""
        rows, columns = picture
        width, height = rect.width() / columns, rect.height() / rows
        for pixel in set(range(rows * columns)) - set(self._inputs):
            row, column = divmod(pixel, columns)
            place = QRectF(rect.x() + column * width, rect.y() + row * height, width, height)
            painter.fillRect(place, color(self._theme.bg, 0.8))

    def _draw_bias(self, painter: QPainter, node: NodeBox) -> None:
        value = float(self._biases[node.column - 1][node.index])
        share = min(1.0, abs(value) / self._bias_limit)
        mark = self._theme.positive if value >= 0 else self._theme.negative
        side = min(BIAS_SIDE, node.side / 2.5)
        painter.setPen(QPen(QColor(self._theme.bg), 1.5))
        painter.setBrush(QColor(mix(self._theme.surface, mark, 0.25 + 0.75 * share)))
        painter.drawRoundedRect(QRectF(node.x - side / 2 + 1, node.bottom - side / 2 - 1, side, side), 3, 3)

    def _draw_labels(self, painter: QPainter, column: ColumnLayout, layout: NetworkLayout) -> None:
        painter.setFont(font("body"))
        painter.setPen(QColor(self._theme.ink))
        metrics = QFontMetricsF(font("body"))
        inputs = column.kind == "input"
        names = self._shown_names if inputs else self._output_names if column.kind == "output" else ()
        width = layout.input_label_width if inputs else layout.output_label_width
        left = layout.input_label_right - width if inputs else layout.output_label_left
        side = Qt.AlignmentFlag.AlignRight if inputs else Qt.AlignmentFlag.AlignLeft
        for node in column.nodes if names else ():
            text = metrics.elidedText(names[node.index], Qt.TextElideMode.ElideRight, width + 1.0)
            rect = QRectF(left, node.center_y - 10, width + 1.0, 20)
            is_off = inputs and node.index not in self._inputs
            painter.setPen(QColor(self._theme.ink3 if is_off else self._theme.ink))
            painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, text)
        if column.fold_text_y is not None:
            painter.setFont(font("caption"))
            painter.setPen(QColor(self._theme.ink3))
            text = f"+{column.folded}" if column.header_width < NARROW else f"+ {column.folded} more"
            rect = QRectF(column.x - 60, column.fold_text_y - 9, 120, 18)
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the links of the neuron under the pointer."""
        layout = self.network_layout
        point = event.position()
        self._set_hovered(layout.node_at(point.x(), point.y()) if layout else None)
        super().mouseMoveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Switch an input on or off."""
        layout, point = self.network_layout, event.position()
        node = layout.node_at(point.x(), point.y()) if layout else None
        if node is not None and node[0] == 0 and event.button() == Qt.MouseButton.LeftButton:
            switched = node[1] if self._picture is None else self._pixel_at(point.x(), point.y())
            # Taken over at once: the next click may come before the run that follows from this one.
            self._inputs = tuple(sorted({switched} ^ set(self._inputs)))
            self._ground = None
            self.update()
            self.inputs_chosen.emit(self._inputs)
            return
        super().mousePressEvent(event)

    def _pixel_at(self, x: float, y: float) -> int:
        """Return the pixel at a point of the picture."""
        assert self.network_layout is not None
        assert self._picture is not None
        node, (rows, columns) = self.network_layout.columns[0].nodes[0], self._picture
        row = min(max(int((y - node.y) / node.side * rows), 0), rows - 1)
        column = min(max(int((x - node.x) / node.side * columns), 0), columns - 1)
        return row * columns + column

    def leaveEvent(self, event: QEvent) -> None:
        """Let all links shine again."""
        self._set_hovered(None)
        super().leaveEvent(event)

    def _set_hovered(self, node: tuple[int, int] | None) -> None:
        if node != self.hovered:
            self.hovered = node
            self.neuron_hovered.emit(node)
            self.update()

    def event(self, event: QEvent) -> bool:
        """Tell in a tooltip what the node under the pointer is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._description(event.pos())
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _description(self, point: QPoint) -> str:
        node = self.network_layout.node_at(point.x(), point.y()) if self.network_layout else None
        if node is None:
            return ""
        column, index = node
        if column == 0:
            if self._picture is not None:
                return f"{len(self._inputs)} pixels; a click switches one, links show their largest weight"
            state = "an input" if index in self._inputs else "not used"
            return f"{self._input_names[index]}: {state}, click to switch"
        last = len(self._structure) - 1
        where = "the output layer" if column == last else f"hidden {column}"
        n_weights = len(self._inputs) if column == 1 else self._structure[column - 1]
        text = f"Neuron {index + 1} in {where}, {n_weights} weights in"
        if len(self._biases) >= column:
            text += f", bias {self._biases[column - 1][index]:+.3f}"
        return text

    def _on_inputs_clicked(self) -> None:
        self.input_picker.set_inputs(self._input_names, self._inputs)
        self.input_picker.open_below()

    def _on_stepper_edited(self, value: int) -> None:
        self.layer_size_edited.emit(int(self.sender().property("layer")), value)


def _atlas(maps: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the maps of a column, shape (n, m, m, 4), as one picture, one below the other."""
    return maps.reshape(-1, *maps.shape[2:])

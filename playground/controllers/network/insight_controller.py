"""Joins the workbench with single neurons and links: their cards, and what is done to them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Slot

from playground.controllers.network.neuron_words import has_neuron, link_insight, neuron_insight
from playground.models.experiment.freezing import with_frozen
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.network.parameter_map import BIAS, ParameterKey
from playground.models.picture.frame import Frame
from playground.models.picture.network_layout import NetworkLayout
from playground.models.picture.reading_pace import ReadingPace
from playground.views.network.insight_card import Insight
from playground.views.network.network_canvas import Link
from playground.views.network.network_panel import NetworkPanel
from playground.views.network.network_scene import Node
from playground.workbench import Workbench


class InsightController(QObject):
    """Hovering shows a card, a click pins it; a pinned card takes edits."""

    def __init__(self, workbench: Workbench, panel: NetworkPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workbench, self._canvas, self._card = workbench, panel.canvas, panel.card
        self._pinned: Node | None = None
        self._pinned_key: ParameterKey | None = None
        self._pace = ReadingPace()
        canvas, card = self._canvas, self._card
        canvas.look_changed.connect(self._on_view_look_changed)
        canvas.layout_changed.connect(self._on_view_layout_changed)
        canvas.node_pressed.connect(self._on_view_node_pressed)
        canvas.link_pressed.connect(self._on_view_link_pressed)
        canvas.background_pressed.connect(self._on_view_let_go)
        card.closed.connect(self._on_view_let_go)
        card.value_edited.connect(self._on_view_value_edited)
        card.frozen_toggled.connect(self._on_view_frozen_toggled)
        card.off_toggled.connect(self._on_view_off_toggled)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        workbench.blocked.connect(self._on_workbench_blocked)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)

    @property
    def pinned(self) -> Node | None:
        """The pinned neuron."""
        return self._pinned

    def _key(self, network: Network) -> ParameterKey | None:
        """The parameter that the pinned card edits: a weight, or a neuron's bias or beta."""
        if self._pinned is None:
            return self._pinned_key
        column, index = self._pinned
        names = network.parameter_map
        layer = names.layer_number(column)
        shift = names.shift_of(layer)
        return layer, index, BIAS if shift is None else shift

    def _pin(self, node: Node | None, key: ParameterKey | None) -> None:
        self._pinned, self._pinned_key = node, key
        self._mark_pinned()
        self._pace.hurry()
        self._show()

    def _mark_pinned(self) -> None:
        """Mark the pinned neuron or link at its current position."""
        layout, network = self._canvas.network_layout, self._workbench.network
        node, key = self._pinned, self._pinned_key
        if layout is not None and network is not None:
            is_there = node is not None and layout.has_node(node)
            self._canvas.set_pinned(
                node if is_there else None, None if key is None else link_of(layout, network, key)
            )

    def _show(self) -> None:
        """Show the card of what is pinned, or else of what is under the pointer or the keyboard."""
        frame, layout = self._workbench.frame, self._canvas.network_layout
        if frame is None or layout is None:
            return  # the next frame shows it, or hides it
        insight, place = None, None
        is_pinned = self._pinned is not None or self._pinned_key is not None
        node = self._pinned if is_pinned else self._canvas.hovered
        key = self._pinned_key if is_pinned else self._hovered_key(layout, frame.network)
        if key is not None:
            insight, place = link_insight(frame, key), link_place(layout, frame.network, key)
        elif node is not None and node[0] > 0 and has_neuron(frame.network, node):
            insight, place = neuron_insight(frame, node), node_place(layout, node)
        if insight is None or place is None or self._canvas.scene.is_presenting:
            self._card.hide()
            return
        self._show_card(insight, place, is_pinned)

    def _show_card(self, insight: Insight, place: QRectF, is_pinned: bool) -> None:
        before = (self._card.size(), self._card.title.text(), self._card.isHidden())
        self._card.set_insight(insight, is_pinned=is_pinned)
        if before != (self._card.size(), self._card.title.text(), False):
            self._card.place(place)
        if self._card.isHidden():
            self._card.show()
            self._card.raise_()

    def _hovered_key(self, layout: NetworkLayout, network: Network) -> ParameterKey | None:
        link = self._canvas.shown_link
        return None if link is None else key_of(layout, network, link)

    @Slot()
    def _on_view_look_changed(self) -> None:
        self._pace.hurry()
        self._show()

    @Slot()
    def _on_view_layout_changed(self) -> None:
        self._mark_pinned()
        if not self._card.isHidden():
            self._card.hide()
            self._show()

    @Slot(object)
    def _on_view_node_pressed(self, node: Node) -> None:
        self._pin(None if node == self._pinned else node, None)

    @Slot(object)
    def _on_view_link_pressed(self, link: Link) -> None:
        frame, layout = self._workbench.frame, self._canvas.network_layout
        key = None if layout is None or frame is None else key_of(layout, frame.network, link)
        self._pin(None, None if key == self._pinned_key else key)

    @Slot()
    def _on_view_let_go(self) -> None:
        self._pin(None, None)
        self._canvas.setFocus()

    @Slot(float)
    def _on_view_value_edited(self, value: float) -> None:
        frame = self._workbench.frame
        key = None if frame is None else self._key(frame.network)
        if frame is None or key is None:
            return
        place = frame.network.parameter_map.index_of(key)
        if place is not None:
            self._workbench.edit_parameters({key: float(frame.parameters[place])}, {key: value})

    @Slot(bool)
    def _on_view_frozen_toggled(self, on: bool) -> None:
        network = self._workbench.network
        key = None if network is None else self._key(network)
        if network is not None and key is not None:
            marked = key[:2] if self._pinned is not None else key
            frozen = self._workbench.experiment.frozen
            self._workbench.change(frozen=with_frozen(frozen, marked, on, network.parameter_map))

    @Slot(bool)
    def _on_view_off_toggled(self, on: bool) -> None:
        network = self._workbench.network
        key = None if network is None else self._key(network)
        if key is not None:
            off = set(self._workbench.experiment.switched_off)
            self._workbench.change(switched_off=tuple(off | {key[:2]} if on else off - {key[:2]}))

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        node, key = self._pinned, self._pinned_key
        is_gone = key is not None and network.parameter_map.index_of(key) is None
        if is_gone or (node is not None and not has_neuron(network, node)):
            self._pin(None, None)
        self._pace.hurry()

    @Slot(object)
    def _on_workbench_blocked(self, _: Problem) -> None:
        self._pin(None, None)
        self._card.hide()

    @Slot(object)
    def _on_workbench_frame_changed(self, _: Frame) -> None:
        if self._pace.is_due(is_playing=self._workbench.is_in_motion):
            self._show()


def key_of(layout: NetworkLayout, network: Network, link: Link) -> ParameterKey | None:
    """Return the weight of a link; None where a link stands for many, as those from a picture do."""
    gap, source, target = link
    if gap == 0:
        if network.dataset.picture is not None:
            return None
        linked = [node.index for node in layout.columns[0].nodes if node.index in layout.inputs]
        if source >= len(linked):
            return None  # the link no longer exists
        source = linked[source]
    return network.parameter_map.layer_number(gap + 1), target, source


def link_of(layout: NetworkLayout, network: Network, key: ParameterKey) -> Link | None:
    """Return the link of a weight, None where it is not in the picture."""
    gap = network.parameter_map.column(key[0]) - 1
    source = key[2]
    if gap == 0:
        linked = [node.index for node in layout.columns[0].nodes if node.index in layout.inputs]
        if network.dataset.picture is not None or source not in linked:
            return None
        source = linked.index(source)
    link = (gap, source, key[1])
    return link if layout.has_link(link) else None


def link_place(layout: NetworkLayout, network: Network, key: ParameterKey) -> QRectF | None:
    """Return the middle of a link."""
    link = link_of(layout, network, key)
    if link is None:
        return None
    gap = layout.gaps[link[0]]
    x, y = (gap.x0 + gap.x1) / 2, (gap.source_y[link[1]] + gap.target_y[link[2]]) / 2
    return QRectF(x - 4, y - 4, 8, 8)


def node_place(layout: NetworkLayout, node: Node) -> QRectF | None:
    """Return the box of a node, None where it is folded away."""
    if not layout.has_node(node):
        return None
    for box in layout.columns[node[0]].nodes:
        if box.index == node[1]:
            return QRectF(box.x, box.y, box.side, box.side)
    return None

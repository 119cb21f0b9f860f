"""Joins the workbench with how training goes: rarely used settings, layers, overlays, slow motion, goals."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QPoint, Slot

from playground.controllers.network.neuron_words import place_of
from playground.controllers.output.output_controller import OutputController
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.freezing import frozen_neurons, is_frozen, with_frozen
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.network.parameter_map import OUTPUT
from playground.models.picture.frame import Frame, Overlay
from playground.models.picture.reading_pace import ReadingPace
from playground.style.words import capitalized
from playground.views.network.layer_options import LayerOptions
from playground.views.network.network_panel import NetworkPanel
from playground.views.network.network_scene import Node, NodeMarks
from playground.views.network.training_options import TrainingOptions
from playground.workbench import Workbench


class TrainingController(QObject):
    """Settings of training both ways; marks and phases of a step, one way."""

    def __init__(
        self,
        workbench: Workbench,
        panel: NetworkPanel,
        output: OutputController,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workbench, self._panel, self._output = workbench, panel, output
        self._pace = ReadingPace()
        self._overlay: Overlay = "weights"
        self._wants_histograms = False
        self._frozen: frozenset[Node] = frozenset()
        self.options = TrainingOptions(panel.more_button)
        self.layer_options = LayerOptions(panel.canvas)
        panel.more_button.clicked.connect(self._on_view_more_pressed)
        self.options.value_edited.connect(self._on_view_value_edited)
        self.layer_options.activation_selected.connect(self._on_view_activation_selected)
        self.layer_options.norm_toggled.connect(self._on_view_norm_toggled)
        self.layer_options.all_norms_toggled.connect(self._on_view_all_norms_toggled)
        self.layer_options.output_bias_toggled.connect(self._on_view_output_bias_toggled)
        self.layer_options.frozen_toggled.connect(self._on_view_layer_frozen_toggled)
        panel.view_options.overlay_selected.connect(self._on_view_overlay_selected)
        panel.view_options.histograms_toggled.connect(self._on_view_histograms_toggled)
        panel.canvas.layer_pressed.connect(self._on_view_layer_pressed)
        panel.phase_bar.next_pressed.connect(workbench.go_to_next_phase)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        workbench.blocked.connect(self._on_workbench_blocked)
        self._on_workbench_experiment_changed(workbench.experiment)

    @Slot()
    def _on_view_more_pressed(self) -> None:
        self.options.open_below()

    @Slot(str, object)
    def _on_view_value_edited(self, name: str, value: object) -> None:
        values: dict[str, Any] = {name: value}
        self._workbench.change(**values)

    @Slot(str)
    def _on_view_overlay_selected(self, overlay: Overlay) -> None:
        self._overlay = overlay
        self._panel.canvas.set_overlay(overlay)
        self._output.set_network_view(overlay, self._wants_histograms)

    @Slot(bool)
    def _on_view_histograms_toggled(self, on: bool) -> None:
        self._wants_histograms = on
        self._pace.hurry()
        self._output.set_network_view(self._overlay, on)

    @Slot(int)
    def _on_view_layer_pressed(self, column: int) -> None:
        network, layout = self._workbench.network, self._panel.canvas.network_layout
        if network is None or layout is None:
            return
        self._show_layer(network, column)
        head = self._panel.canvas.heads.titles[column - 1].geometry()
        self.layer_options.open_at(QPoint(head.left(), head.bottom() + 4))

    def _show_layer(self, network: Network, column: int) -> None:
        experiment, names = self._workbench.experiment, network.parameter_map
        layer = names.layer_number(column)
        own: str | None = None
        if layer != OUTPUT:
            known = experiment.own_activations
            own = known[column - 1] if column <= len(known) else ""
        title = place_of(layer)
        self.layer_options.set_layer(
            column,
            capitalized(title),
            own,
            experiment.activation,
            experiment.activation_options,
            norms=experiment.norms,
            has_output_bias=experiment.output_bias,
            is_frozen=is_frozen(experiment.frozen, (layer,), names),
        )

    @Slot(int, str)
    def _on_view_activation_selected(self, column: int, activation: str) -> None:
        names = list(self._workbench.experiment.own_activations)
        if column <= len(names):
            names[column - 1] = activation
            self._workbench.change(layer_activations=tuple(names))

    @Slot(int, bool)
    def _on_view_norm_toggled(self, column: int, on: bool) -> None:
        norms = list(self._workbench.experiment.norms)
        if column <= len(norms):
            norms[column - 1] = on
            self._change_norms(norms)

    @Slot(bool)
    def _on_view_all_norms_toggled(self, on: bool) -> None:
        self._change_norms([on] * len(self._workbench.experiment.norms))

    def _change_norms(self, norms: list[bool]) -> None:
        self._workbench.change(batch_norm=tuple(norms))
        # The popover stays open, and its boxes belong together.
        self.layer_options.set_norms(self._workbench.experiment.norms)

    @Slot(bool)
    def _on_view_output_bias_toggled(self, on: bool) -> None:
        self._workbench.change(output_bias=on)

    @Slot(int, bool)
    def _on_view_layer_frozen_toggled(self, column: int, on: bool) -> None:
        network = self._workbench.network
        if network is not None:
            names = network.parameter_map
            key = (names.layer_number(column),)
            self._workbench.change(frozen=with_frozen(self._workbench.experiment.frozen, key, on, names))

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        self.options.set_experiment(experiment)
        self._pace.hurry()

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        self._frozen = _frozen_nodes(network)
        self._pace.hurry()
        self._panel.phase_bar.set_phase(None)
        self._panel.canvas.set_phase(None)

    @Slot(object)
    def _on_workbench_blocked(self, _: Problem) -> None:
        self._panel.canvas.set_marks(NodeMarks())

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        self._panel.canvas.set_phase(frame.phase)
        self._panel.phase_bar.set_phase(frame.phase)
        if self._pace.is_due(is_playing=self._workbench.is_in_motion):
            self._panel.canvas.set_marks(node_marks(frame, self._frozen, self._wants_histograms))


def _frozen_nodes(network: Network) -> frozenset[Node]:
    names = network.parameter_map
    frozen = frozen_neurons(network.experiment.frozen, names)
    return frozenset((names.column(layer), neuron) for layer, neuron in frozen)


def node_marks(frame: Frame, frozen: frozenset[Node], wants_histograms: bool) -> NodeMarks:
    """Return what is special about the neurons of a frame; `frozen` ones are known already."""
    network = frame.network
    hidden = [(column, i) for column, size in enumerate(network.structure[1:-1], 1) for i in range(size)]
    troubled: frozenset[tuple[int, int]] = frozenset()
    histograms = {}
    known = frame.activations
    if known is not None and len(known.mean) == len(hidden):
        bad = known.dead | known.saturated
        troubled = frozenset(node for node, is_bad in zip(hidden, bad, strict=True) if is_bad)
        if wants_histograms:
            histograms = dict(zip(hidden, known.counts, strict=True))
    return NodeMarks(frozenset(network.experiment.switched_off), frozen, troubled, histograms)

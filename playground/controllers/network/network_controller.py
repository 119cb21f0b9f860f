"""Joins the workbench with the network and the hyper-parameters."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Slot

from playground.models.data.features import Features
from playground.models.experiment.choices import activation_title
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.output_layer import allowed_losses
from playground.models.experiment.problem import Problem
from playground.models.network.network import Network
from playground.models.network.parameter_map import OUTPUT, parameter_count
from playground.models.picture.frame import Frame
from playground.views.network.hyper_parameter_bar import HyperParameterBar
from playground.views.network.network_panel import NetworkPanel
from playground.workbench import Workbench

NEW_LAYER_SIZE = 4


class NetworkController(QObject):
    """Shape and training of the network, both ways; its pictures, one way."""

    def __init__(
        self, workbench: Workbench, bar: HyperParameterBar, panel: NetworkPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workbench, self._bar, self._panel = workbench, bar, panel
        bar.value_edited.connect(self._on_view_value_edited)
        panel.layer_count_edited.connect(self._on_view_layer_count_edited)
        panel.hidden_edited.connect(self._on_view_hidden_edited)
        panel.canvas.inputs_chosen.connect(self._on_view_inputs_chosen)
        panel.canvas.layer_size_edited.connect(self._on_view_layer_size_edited)
        workbench.experiment_changed.connect(self._on_workbench_experiment_changed)
        workbench.network_changed.connect(self._on_workbench_network_changed)
        workbench.frame_changed.connect(self._on_workbench_frame_changed)
        workbench.blocked.connect(self._on_workbench_blocked)
        self._on_workbench_experiment_changed(workbench.experiment)

    @Slot(str, object)
    def _on_view_value_edited(self, name: str, value: object) -> None:
        values: dict[str, Any] = {name: value}
        self._workbench.change(**values)

    @Slot(object)
    def _on_view_inputs_chosen(self, inputs: tuple[int, ...]) -> None:
        self._workbench.change(features=inputs)

    @Slot(int)
    def _on_view_layer_count_edited(self, count: int) -> None:
        experiment = self._workbench.experiment
        hidden, norms = experiment.hidden, experiment.norms
        added = (hidden[-1] if hidden else NEW_LAYER_SIZE,) * (count - len(hidden))
        changes: dict[str, Any] = {"hidden": hidden[:count] + added}
        if added and norms and all(norms):  # a new layer is like the others
            changes["batch_norm"] = (True,) * count
        self._workbench.change(**changes)

    @Slot(int, int)
    def _on_view_layer_size_edited(self, layer: int, size: int) -> None:
        hidden = list(self._workbench.experiment.hidden)
        # A layer that was just taken away stands there until the network without it comes.
        if layer < len(hidden):
            hidden[layer] = size
            self._workbench.change(hidden=tuple(hidden))

    @Slot(object)
    def _on_view_hidden_edited(self, hidden: tuple[int, ...]) -> None:
        self._workbench.change(hidden=hidden)

    @Slot(object)
    def _on_workbench_experiment_changed(self, experiment: Experiment) -> None:
        self._bar.set_experiment(experiment)

    @Slot(object)
    def _on_workbench_network_changed(self, network: Network) -> None:
        losses = allowed_losses(network.dataset.task, network.dataset.n_classes)
        self._bar.set_losses(losses, network.experiment.loss)
        self._show_network(network, network.experiment)

    def _show_network(self, network: Network, experiment: Experiment) -> None:
        """Show the layers that an experiment wants, between inputs and outputs of a network."""
        dataset = network.dataset
        features = Features.fitted(dataset.n_features, experiment.features)
        structure = (len(features.chosen), *experiment.hidden, network.output.size)
        self._panel.set_network(
            structure,
            parameter_count(structure, experiment.extras),
            features.candidate_names(dataset.feature_names),
            dataset.class_names if network.output.size > 1 else (),
            features.chosen,
            dataset.picture,
            layer_notes(experiment),
        )

    @Slot(object)
    def _on_workbench_blocked(self, _: Problem) -> None:
        network, experiment = self._workbench.network, self._workbench.experiment
        if network is not None:
            self._show_network(network, experiment)

    @Slot(object)
    def _on_workbench_frame_changed(self, frame: Frame) -> None:
        self._panel.canvas.set_pictures(frame.neuron_maps, frame.links, frame.biases)


def layer_notes(experiment: Experiment) -> tuple[str, ...]:
    """Return what is special about each layer, the output last, such as an activation of its own."""
    notes = []
    own = zip(range(1, len(experiment.hidden) + 1), experiment.own_activations, experiment.norms, strict=True)
    for layer, activation, norm in [*own, (OUTPUT, "", False)]:
        words = [activation_title(activation)] if activation else []
        words += ["batch norm"] if norm else []
        words += ["no bias"] if layer == OUTPUT and not experiment.output_bias else []
        words += ["frozen"] if (layer,) in experiment.frozen else []
        notes.append(", ".join(words))
    return tuple(notes)

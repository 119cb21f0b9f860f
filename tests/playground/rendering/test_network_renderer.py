from __future__ import annotations

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import FrameRequest
from playground.models.picture.network_layout import NetworkLayout, lay_out_network
from playground.models.picture.plane import Plane
from playground.models.run.training import Training
from playground.rendering.colour_maps import class_thumbnail, diverging_rgba
from playground.rendering.frame_renderer import split_parameters
from playground.rendering.network_renderer import MAP_GRID, NetworkPictures, NetworkRenderer
from playground.rendering.neuron_maps import histogram_rgba
from playground.style.palette import DARK, LIGHT


def layout_of(run: Training, height: float = 700.0) -> NetworkLayout:
    return lay_out_network(
        run.network.shown_structure, 760.0, height, inputs=run.network.split.features.chosen
    )


def paint(run: Training, request: FrameRequest, renderer: NetworkRenderer | None = None) -> NetworkPictures:
    plane = Plane.of_axes(run.network.split, (0, 1))
    points = plane.grid(run.network.split, MAP_GRID)
    samples = plane.projection.embed(plane.points(MAP_GRID))
    neurons = [neuron for layer in run.network.forward.neurons for neuron in layer]
    parameters = run.trainer.parameters
    weights, _ = split_parameters(parameters, run.network.parameter_map)
    values = run.network.forward.values(parameters, points, neurons)
    return (renderer or NetworkRenderer(run.network)).paint(samples, values, 1.0, weights, request)


def request(layout: NetworkLayout | None, scale: float = 1.0, theme=LIGHT) -> FrameRequest:
    return FrameRequest(0, theme, 100, layout=layout, scale=scale)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_that_maps_have_the_size_of_their_nodes_in_device_pixels(scale):
    run = Training.of(Experiment(dataset="circle", hidden=(8, 3), loss="binary_cross_entropy"))
    layout = layout_of(run)
    maps = paint(run, request(layout, scale)).neuron_maps
    sides = [round(column.nodes[0].side * scale) for column in layout.columns]
    assert [column.shape for column in maps] == [
        (n, side, side, 4) for n, side in zip(run.network.shown_structure, sides, strict=True)
    ]


def test_that_a_map_is_finer_at_its_node_than_its_grid_and_means_the_same():
    run = Training.of(Experiment(dataset="circle", hidden=(4,)))
    layout = layout_of(run)
    large = paint(run, request(layout, 2.0)).neuron_maps[1].astype(int)
    # What the network answers at the centre of each pixel, without any grid.
    side = large.shape[1]
    plane = Plane.of_axes(run.network.split, (0, 1))
    centres = (np.arange(side) + 0.5) / side
    x = plane.left + centres * (plane.right - plane.left)
    y = plane.top - centres * (plane.top - plane.bottom)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    values = run.network.forward.values(
        run.trainer.parameters, run.network.split.to_model(points), run.network.forward.neurons[0]
    )
    truth = diverging_rgba(values.reshape(-1, side, side), LIGHT).astype(int)
    inside = np.s_[:, 4:-4, 16:-16]
    assert np.abs(large[inside] - truth[inside]).max() <= 4


def test_that_class_maps_stay_probabilities_when_they_are_enlarged():
    run = Training.of(Experiment(dataset="blobs", n_classes=3, hidden=(4,), loss="cross_entropy"))
    layout = layout_of(run)
    maps = paint(run, request(layout)).neuron_maps[-1]
    side = maps.shape[1]
    plane = Plane.of_axes(run.network.split, (0, 1))
    centre = np.array([[(plane.left + plane.right) / 2, (plane.bottom + plane.top) / 2]])
    shares = run.network.outputs(run.network.split.to_model(centre), run.trainer.parameters)[0]
    for index, share in enumerate(shares):
        expected = class_thumbnail(share, index, LIGHT).ravel().astype(int)
        assert np.abs(maps[index, side // 2, side // 2].astype(int) - expected).max() <= 8


def test_that_folded_neurons_have_no_map():
    run = Training.of(Experiment(dataset="circle", hidden=(40,), activation="relu"))
    layout = layout_of(run, 300.0)
    shown = len(layout.columns[1].nodes)
    assert shown < 40
    assert len(paint(run, request(layout)).neuron_maps[1]) == shown


def test_that_a_layout_of_another_network_gives_plain_maps_and_no_links():
    run, other = (Training.of(Experiment(dataset="circle", hidden=hidden)) for hidden in ((4,), (5,)))
    pictures = paint(run, request(layout_of(other)))
    assert pictures.links is None
    assert pictures.neuron_maps[1].shape == (4, MAP_GRID, MAP_GRID, 4)


def test_that_inputs_are_painted_once_until_the_look_changes():
    run = Training.of(Experiment(dataset="circle", hidden=(4,)))
    renderer, layout = NetworkRenderer(run.network), layout_of(run)
    plane = Plane.of_axes(run.network.split, (0, 1))
    points = plane.projection.embed(plane.points(MAP_GRID))
    values = np.zeros((6, MAP_GRID**2))
    weights, _ = split_parameters(run.trainer.parameters, run.network.parameter_map)

    def inputs(wanted: FrameRequest, at: np.ndarray = points) -> np.ndarray:
        return renderer.paint(at, values, 1.0, weights, wanted).neuron_maps[0]

    first = inputs(request(layout))
    assert inputs(request(layout)) is first
    assert (inputs(request(layout, theme=DARK)) != first).any()
    assert inputs(request(layout, 2.0)).shape != first.shape
    assert (inputs(request(layout), points[:, ::-1].copy()) != first).any()


def test_that_an_input_on_no_axis_shows_how_its_values_are_spread():
    run = Training.of(Experiment(dataset="iris", hidden=(3,)))
    maps = paint(run, request(None)).neuron_maps[0]  # over the sepals, the petals are held
    known = run.network.split.dataset.X[run.network.split.train_indices]
    for column in (2, 3):
        truth = histogram_rgba(known[:, column], float(known[:, column].mean()), MAP_GRID, LIGHT)
        np.testing.assert_array_equal(maps[column], truth)
    assert len(np.unique(maps[0], axis=0)) == 1  # the same from bottom to top
    assert len(np.unique(maps[0], axis=1)) != 1


def test_that_histograms_have_the_shape_of_their_nodes():
    run = Training.of(Experiment(dataset="iris", hidden=(3,)))
    layout = layout_of(run)
    inputs = paint(run, request(layout)).neuron_maps[0]
    assert inputs.shape[1] == round(layout.columns[0].nodes[0].side)
    assert (inputs[:, 0, 0, 3] < 255).all()

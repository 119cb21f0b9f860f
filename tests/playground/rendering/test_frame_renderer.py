from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.models.experiment.choices import ACTIVATIONS
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import FrameRequest
from playground.models.picture.network_layout import NetworkLayout, lay_out_network
from playground.models.picture.plane import Plane
from playground.models.run.training import Training
from playground.rendering.colour_maps import winner_regions
from playground.rendering.frame_renderer import FrameRenderer, Picture, split_parameters
from playground.rendering.network_renderer import MAP_GRID
from playground.style.palette import DARK, LIGHT
from tests.playground.clocks import Clock


def request(side: int = 100, plane: Plane | None = None, **values) -> FrameRequest:
    return FrameRequest(
        generation=0, theme=values.pop("theme", LIGHT), boundary_side=side, plane=plane, **values
    )


def layout_of(run: Training, width: float = 500.0, height: float = 400.0) -> NetworkLayout:
    return lay_out_network(
        run.network.shown_structure, width, height, inputs=run.network.split.features.chosen
    )


def trained(epochs: int = 15, **values) -> Training:
    run = Training.of(Experiment(**values))
    for _ in range(epochs):
        while not run.trainer.train_batch():
            pass
    return run


def nearest(pixel: np.ndarray, colors: list[str] | np.ndarray) -> int:
    if isinstance(colors, list):
        colors = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in colors])
    table = colors.astype(int)
    return int(np.abs(table - pixel[:3]).sum(axis=1).argmin())


def test_that_every_place_has_the_colour_of_the_class_the_network_answers():
    run = trained(dataset="blobs", n_classes=4, noise=0.1, hidden=(6,), loss="cross_entropy")
    side = 100
    picture = FrameRenderer(run.network).render(run.trainer.parameters, request(side))
    plane = Plane.of_axes(run.network.split, (0, 1))
    certain = winner_regions(np.arange(4), np.ones(4), 4, LIGHT)[:, :3]
    right = 0
    for x, y, label in zip(*run.network.split.dataset.X.T, run.network.split.dataset.y, strict=True):
        column = int((x - plane.left) / (plane.right - plane.left) * side)
        row = int((plane.top - y) / (plane.top - plane.bottom) * side)
        right += nearest(picture.boundary[row, column], certain) == label
    assert right / run.network.split.dataset.n_samples > 0.95


@pytest.mark.parametrize("loss", ["binary_cross_entropy", "squared_error", "hinge"])
def test_that_one_output_is_coloured_by_its_side(loss):
    run = trained(40, dataset="gauss", hidden=(4,), loss=loss)
    side = 100
    picture = FrameRenderer(run.network).render(run.trainer.parameters, request(side))
    plane = Plane.of_axes(run.network.split, (0, 1))
    ends = [LIGHT.diverging[0], LIGHT.diverging[-1]]
    for label in (0, 1):
        center = run.network.split.dataset.X[run.network.split.dataset.y == label].mean(axis=0)
        column = int((center[0] - plane.left) / (plane.right - plane.left) * side)
        row = int((plane.top - center[1]) / (plane.top - plane.bottom) * side)
        assert nearest(picture.boundary[row, column], ends) == label
    assert picture.limit == 1.0


def test_that_the_scale_of_regression_follows_the_outputs():
    run = trained(dataset="plane", hidden=(4,))
    small = FrameRenderer(run.network).render(run.trainer.parameters, request())
    assert 0.3 < small.limit < 3.0
    _, last = np.split(run.trainer.parameters, [run.trainer.parameters.size - 5])
    larger = np.concatenate((run.trainer.parameters[:-5], 100 * last))
    large = FrameRenderer(run.network).render(larger, request())
    assert large.limit == pytest.approx(100 * small.limit)
    np.testing.assert_array_equal(small.boundary, large.boundary)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_that_every_neuron_has_a_map(activation, theme):
    run = Training.of(Experiment(hidden=(5, 2), activation=activation))
    picture = FrameRenderer(run.network).render(run.trainer.parameters, request(theme=theme))
    assert [maps.shape for maps in picture.neuron_maps] == [(n, MAP_GRID, MAP_GRID, 4) for n in (4, 5, 2, 3)]
    assert all((maps[..., 3] == 255).all() for maps in picture.neuron_maps)


def test_that_the_map_of_an_input_grows_along_its_own_axis_only():
    run = Training.of(Experiment(dataset="circle", hidden=(2,)))
    horizontal, vertical = (
        FrameRenderer(run.network).render(run.trainer.parameters, request()).neuron_maps[0][:2]
    )
    assert (horizontal == horizontal[:1]).all()
    assert (vertical == vertical[:, :1]).all()
    assert nearest(horizontal[0, 0], [LIGHT.diverging[0], LIGHT.diverging[-1]]) == 0
    assert nearest(vertical[0, 0], [LIGHT.diverging[0], LIGHT.diverging[-1]]) == 1  # the highest y is on top


def test_that_axes_and_size_change_between_frames():
    run = trained(3)
    petals, mixed = (Plane.of_axes(run.network.split, axes) for axes in ((2, 3), (0, 3)))
    renderer = FrameRenderer(run.network)
    first = renderer.render(run.trainer.parameters, request(60, petals))
    other = renderer.render(run.trainer.parameters, request(90, mixed))
    again = renderer.render(run.trainer.parameters, request(60, petals))
    assert other.boundary.shape == (90, 90, 4)
    np.testing.assert_array_equal(again.boundary, first.boundary)
    fresh = FrameRenderer(run.network).render(run.trainer.parameters, request(90, mixed))
    np.testing.assert_array_equal(other.boundary, fresh.boundary)


def test_that_an_input_in_focus_is_that_of_the_plane_and_the_candidate_asked_for():
    run = trained(0, dataset="iris", hidden=(2,))
    renderer = FrameRenderer(run.network)
    planes = [Plane.of_axes(run.network.split, axes) for axes in ((0, 1), (1, 0))]
    mean, scale = run.network.split.feature_mean, run.network.split.feature_scale
    for plane in (*planes, planes[0]):
        samples = plane.projection.embed(plane.points(100)).reshape(100, 100, 4)
        for candidate in (0, 1, 1, 0):
            picture = renderer.render(run.trainer.parameters, request(plane=plane, focus=(0, candidate)))
            expected = (samples[..., candidate] - mean[candidate]) / scale[candidate]
            np.testing.assert_allclose(picture.values[0], expected, atol=1e-9)


def test_that_links_come_with_a_layout_of_the_same_network_only():
    run = Training.of(Experiment())
    renderer = FrameRenderer(run.network)
    fitting, other = (
        lay_out_network(
            structure,
            500.0,
            400.0,
            compact=False,
            spacious=False,
            input_label_width=50.0,
            output_label_width=50.0,
        )
        for structure in (run.network.structure, (4, 5, 3))
    )
    links = renderer.render(run.trainer.parameters, request(layout=fitting)).links
    assert links is not None
    assert links.shape == (400, 500, 4)
    assert renderer.render(run.trainer.parameters, request(layout=other)).links is None
    assert renderer.render(run.trainer.parameters, request()).links is None


def test_that_parameters_are_split_as_the_network_uses_them():
    run = Training.of(Experiment(hidden=(5,)))
    weights, biases = split_parameters(run.trainer.parameters, run.network.parameter_map)
    assert [w.shape for w in weights] == [(5, 4), (3, 5)]
    assert [b.shape for b in biases] == [(5,), (3,)]
    sample = run.network.split.X_train[:1]
    hidden = np.tanh(sample @ weights[0].T + biases[0])
    scores = hidden @ weights[1].T + biases[1]
    shares = np.exp(scores) / np.exp(scores).sum()
    outputs = run.trainer.predict(sample)
    assert outputs.argmax() == shares.argmax()
    np.testing.assert_allclose(outputs, shares)


def test_that_maps_and_links_of_a_live_run_are_painted_anew_20_times_a_second():
    run, clock = trained(1, dataset="circle", hidden=(4,)), Clock()
    renderer = FrameRenderer(run.network, clock)
    live = request(layout=layout_of(run), live=True)
    ages: list[float] = []
    pictures: list[Picture] = []
    painted_at = 0.0
    for _ in range(61):  # a second of frames
        picture = renderer.render(run.trainer.parameters, live)
        if not pictures or picture.neuron_maps is not pictures[-1].neuron_maps:
            painted_at = clock.now
        ages.append(clock.now - painted_at)
        pictures.append(picture)
        clock.now += 1 / 60
    assert len({id(picture.neuron_maps) for picture in pictures}) == 21
    assert max(ages) < 0.05


def test_that_the_boundary_and_the_biases_of_a_live_run_are_always_the_newest():
    run, clock = trained(1, dataset="circle", hidden=(4,)), Clock()
    renderer = FrameRenderer(run.network, clock)
    first = renderer.render(run.trainer.parameters, request(live=True))
    second = renderer.render(run.trainer.parameters + 0.3, request(live=True))
    assert second.neuron_maps is first.neuron_maps
    assert (second.boundary != first.boundary).any()
    np.testing.assert_allclose(second.biases[0], first.biases[0] + 0.3)


def test_that_a_paused_run_and_another_look_are_painted_at_once():
    run, clock = trained(1, dataset="circle", hidden=(4,)), Clock()
    renderer = FrameRenderer(run.network, clock)
    layout = layout_of(run)
    before = renderer.render(run.trainer.parameters, request(layout=layout, live=True))
    looks: tuple[dict[str, Any], ...] = (
        {"theme": DARK},
        {"scale": 2.0},
        {"hovered": (1, 0)},
        {"plane": Plane.of_axes(run.network.split, (1, 0))},
        {"live": False},
    )
    for look in looks:
        values: dict[str, Any] = {"layout": layout, "live": True} | look
        after = renderer.render(run.trainer.parameters, request(**values))
        assert after.neuron_maps is not before.neuron_maps
        before = after
    moved = renderer.render(run.trainer.parameters + 1.0, request(layout=layout))
    assert (moved.neuron_maps[1] != before.neuron_maps[1]).any()

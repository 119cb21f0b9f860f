from __future__ import annotations

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.picture.plane import Plane
from playground.models.picture.space_picture import LINES, STEPS
from playground.models.picture.space_view import SpaceView
from playground.models.run.training import Training
from playground.rendering.space_renderer import MOST_SAMPLES, SpaceRenderer


@pytest.fixture
def run() -> Training:
    return Training.of(Experiment(dataset="circle", hidden=(3, 2)))


def test_that_the_inputs_see_straight_lines(run):
    plane = Plane.of_axes(run.network.split, (0, 1))
    picture = SpaceRenderer(run.network).render(run.trainer.parameters, SpaceView(0, 0, 1), plane)
    upright, level = picture.lines[:LINES], picture.lines[LINES:]
    assert picture.lines.shape == (2 * LINES, STEPS, 2)
    np.testing.assert_allclose(np.ptp(upright[..., 0], axis=1), 0, atol=1e-12)
    np.testing.assert_allclose(np.ptp(level[..., 1], axis=1), 0, atol=1e-12)
    assert (np.ptp(upright[..., 1], axis=1) > 1).all()


def test_that_samples_stand_where_the_neurons_see_them(run):
    plane = Plane.of_axes(run.network.split, (0, 1))
    picture = SpaceRenderer(run.network).render(run.trainer.parameters, SpaceView(2, 1, 0), plane)
    neurons = run.network.forward.neurons[1]
    inputs = run.network.split.to_model(run.network.split.dataset.X[picture.train_rows])
    values = run.network.forward.values(run.trainer.parameters, inputs, [neurons[1], neurons[0]]).T
    np.testing.assert_allclose(picture.train, values)
    assert len(picture.test) == len(run.network.split.test_indices)


def test_that_everything_is_within_reach_at_first(run):
    picture = SpaceRenderer(run.network).render(
        run.trainer.parameters, SpaceView(1, 0, 1), Plane.of_axes(run.network.split, (0, 1))
    )
    away = np.abs(np.concatenate((picture.lines.reshape(-1, 2), picture.train)) - picture.center)
    assert away.max() <= picture.reach


def test_that_the_square_moves_slowly_to_where_the_points_went(run):
    renderer, plane = SpaceRenderer(run.network), Plane.of_axes(run.network.split, (0, 1))
    first = renderer.render(run.trainer.parameters, SpaceView(3, 0, 1), plane)
    second = renderer.render(100 * run.trainer.parameters, SpaceView(3, 0, 1), plane)
    fresh = SpaceRenderer(run.network).render(100 * run.trainer.parameters, SpaceView(3, 0, 1), plane)
    assert first.reach <= second.reach <= fresh.reach * 1.2


def test_that_many_samples_are_thinned_evenly():
    run = Training.of(Experiment(dataset="circle", n_samples=5000, hidden=(2,)))
    picture = SpaceRenderer(run.network).render(
        run.trainer.parameters, SpaceView(1, 0, 1), Plane.of_axes(run.network.split, (0, 1))
    )
    assert (len(picture.train), len(picture.test)) == (MOST_SAMPLES, MOST_SAMPLES)
    assert set(picture.train_rows) <= set(run.network.split.train_indices.tolist())


@pytest.mark.parametrize("view", [SpaceView(9, 9, 9), SpaceView(-1, -1, -1), SpaceView(2, 0, 5)])
def test_that_neurons_of_a_larger_network_are_replaced(run, view):
    picture = SpaceRenderer(run.network).render(
        run.trainer.parameters, view, Plane.of_axes(run.network.split, (0, 1))
    )
    assert 0 <= picture.view.layer <= 3
    assert np.isfinite(picture.lines).all()


def test_that_a_layer_of_one_neuron_is_a_line():
    run = Training.of(Experiment(dataset="circle", hidden=(3, 1)))
    plane = Plane.of_axes(run.network.split, (0, 1))
    picture = SpaceRenderer(run.network).render(run.trainer.parameters, SpaceView(2, 0, 0), plane)
    assert not picture.train[:, 1].any()
    assert np.ptp(picture.train[:, 0]) > 0


def test_that_the_last_hidden_layer_is_looked_into_first():
    assert SpaceView.default((2, 6, 4, 3)) == SpaceView(2, 0, 1)
    assert SpaceView.default((2, 1, 1)) == SpaceView(1, 0, 0)
    assert SpaceView.default((4, 3)) == SpaceView(1, 0, 1)

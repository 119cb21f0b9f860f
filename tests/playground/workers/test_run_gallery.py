from __future__ import annotations

import numpy as np
import pytest

from playground.models.compare.comparison import Figures
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import FrameRequest
from playground.models.picture.plane import Plane
from playground.models.run.run import Run
from playground.models.run.session import Session
from playground.models.run.training import Training
from playground.rendering.frame_renderer import FrameRenderer
from playground.style.palette import DARK, LIGHT
from playground.workers import run_gallery
from playground.workers.events import RunPainted
from playground.workers.run_gallery import LIVE, RunGallery

SMALL = Experiment(backend="array", dataset="circle", hidden=(3,), n_samples=60)
SIDE = 24


def trained(epochs: int, experiment: Experiment = SMALL) -> Session:
    session = Session(experiment)
    for _ in range(epochs):
        session.train_epoch()
    return session


def boundary(training: Training) -> np.ndarray:
    """Return what the run's own picture looks like."""
    network = training.network
    request = FrameRequest(0, LIGHT, SIDE, Plane.of_axes(network.split, network.axes))
    return FrameRenderer(network).render(training.trainer.parameters, request).boundary


@pytest.fixture
def session() -> Session:
    return trained(8)


@pytest.fixture
def kept(session) -> dict[int, Run]:
    return {5: session.kept_copy(), 6: trained(4, SMALL.with_(seed=3)).kept_copy()}


def painted(gallery: RunGallery, session: Session, kept: dict[int, Run]) -> list[RunPainted]:
    found = []
    while gallery.has_work:
        picture = gallery.paint_next(session, kept)
        if picture is not None:
            found.append(picture)
    return found


def test_that_runs_are_painted_at_their_epochs_in_the_order_of_the_wishes(session, kept):
    gallery = RunGallery()
    gallery.want([(5, 3), (LIVE, 0), (6, 2)], LIGHT, SIDE, None)
    pictures = painted(gallery, session, kept)
    assert [(picture.key, picture.epoch) for picture in pictures] == [(5, 3), (LIVE, 8), (6, 2)]
    np.testing.assert_array_equal(pictures[0].pixels, boundary(trained(3).training))
    np.testing.assert_array_equal(pictures[1].pixels, boundary(session.training))
    np.testing.assert_array_equal(pictures[2].pixels, boundary(trained(2, SMALL.with_(seed=3)).training))


def test_that_the_live_run_is_painted_at_the_moment_on_screen(session, kept):
    session.look_at(2)
    session.past.come_nearer(np.inf)
    gallery = RunGallery()
    gallery.want([(LIVE, 8)], LIGHT, SIDE, None)
    (picture,) = painted(gallery, session, kept)
    assert picture.epoch == 2
    np.testing.assert_array_equal(picture.pixels, boundary(trained(2).training))


def test_that_pictures_come_with_what_is_measured_at_that_very_epoch(session, kept):
    gallery = RunGallery()
    gallery.want([(5, 3), (LIVE, 8)], LIGHT, SIDE, None)
    for picture, training in zip(painted(gallery, session, kept), (trained(3), session), strict=True):
        trainer = training.training.trainer
        assert picture.figures == Figures(
            trainer.epoch, trainer.last_train_loss, trainer.test_loss(), *training.training.scores()
        )


def test_that_newer_wishes_take_the_place_of_those_that_wait(session, kept):
    gallery = RunGallery()
    gallery.want([(5, 3), (6, 2)], LIGHT, SIDE, None)
    gallery.want([(6, 4)], DARK, SIDE, None)
    assert [picture.key for picture in painted(gallery, session, kept)] == [6]


def test_that_a_run_that_was_deleted_meanwhile_is_left_out(session, kept):
    gallery = RunGallery()
    gallery.want([(6, 4), (5, 1)], LIGHT, SIDE, None)
    del kept[6]
    assert [picture.key for picture in painted(gallery, session, kept)] == [5]


def test_that_an_epoch_beyond_the_end_is_the_end(session, kept):
    gallery = RunGallery()
    gallery.want([(6, 1000)], LIGHT, SIDE, None)
    assert [picture.epoch for picture in painted(gallery, session, kept)] == [4]


def test_that_a_far_moment_comes_in_several_goes_between_which_the_run_goes_on(session, kept, monkeypatch):
    monkeypatch.setattr(run_gallery, "GO_SECONDS", 0.0)
    run = kept[5]
    run.log.stretches[0].keyframes[1:] = []
    gallery = RunGallery()
    gallery.want([(5, 7)], LIGHT, SIDE, None)
    assert gallery.paint_next(session, kept) is None
    (picture,) = painted(gallery, session, kept)
    np.testing.assert_array_equal(picture.pixels, boundary(trained(7).training))


def test_that_all_that_fit_lie_on_one_plane_and_others_on_their_own(session, kept):
    kept[7] = trained(1, SMALL.with_(dataset="iris", n_samples=120)).kept_copy()
    gallery = RunGallery()
    gallery.want([(6, 4), (7, 1)], LIGHT, SIDE, session.network)
    same, other = painted(gallery, session, kept)
    plane = Plane.of_axes(session.network.split, session.network.axes)
    points = kept[6].network.dataset.X
    np.testing.assert_allclose(same.places, plane.to_unit(plane.projection.project(points)))
    own = Plane.of_axes(kept[7].network.split, kept[7].network.axes)
    points = kept[7].network.dataset.X
    np.testing.assert_allclose(other.places, own.to_unit(own.projection.project(points)))


def test_that_a_run_that_was_trained_on_is_painted_farther(session, kept):
    gallery = RunGallery()
    gallery.want([(5, 20)], LIGHT, SIDE, None)
    assert [picture.epoch for picture in painted(gallery, session, kept)] == [8]
    for _ in range(6):
        session.train_epoch()
    kept[5] = session.kept_copy()
    gallery.renew(5, kept[5])
    gallery.want([(5, 20), (5, 3)], LIGHT, SIDE, None)
    far, near = painted(gallery, session, kept)
    assert (far.epoch, near.epoch) == (14, 3)
    np.testing.assert_array_equal(far.pixels, boundary(session.training))
    np.testing.assert_array_equal(near.pixels, boundary(trained(3).training))

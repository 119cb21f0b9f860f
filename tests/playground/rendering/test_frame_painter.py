"""Frames of a moment: sharp, and coarser while the cursor passes by."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import FrameRequest
from playground.models.picture.network_layout import lay_out_network
from playground.models.picture.reading_pace import READING_SECONDS
from playground.models.run.session import Session
from playground.rendering.frame_painter import FramePainter
from playground.style.palette import LIGHT


@pytest.mark.parametrize("dataset", ["iris", "digits"])
def test_that_pictures_in_passing_have_fewer_pixels_and_the_same_numbers(dataset):
    session = Session(Experiment(backend="array", dataset=dataset, hidden=(3,)))
    session.train_epoch()
    network = session.network
    is_picture = network.split.dataset.picture is not None
    layout = lay_out_network(
        network.shown_structure, 400.0, 300.0, compact=False, spacious=False, input_label_width=40.0,
        output_label_width=40.0, inputs=None if is_picture else network.split.features.chosen,
        picture=is_picture,
    )  # fmt: skip
    wanted = FrameRequest(0, LIGHT, 120, layout=layout, number=7)
    painter = FramePainter()
    sharp = painter.paint(session.moment(wanted), wanted)
    passing = replace(wanted, is_passing=True)
    draft = painter.paint(session.moment(passing), passing)
    assert (sharp.is_draft, draft.is_draft) == (False, True)
    assert draft.number == 7
    assert (sharp.boundary.shape, draft.boundary.shape) == ((120, 120, 4), (60, 60, 4))
    assert sharp.links is not None
    assert draft.links is not None
    assert (sharp.links.shape, draft.links.shape) == ((300, 400, 4), (150, 200, 4))
    for fine, coarse in zip(sharp.neuron_maps, draft.neuron_maps, strict=True):
        assert len(coarse) == len(fine)
        assert coarse.shape[1] < fine.shape[1]
    # At the corners both grids have a point.
    np.testing.assert_allclose(
        draft.values[:, ::49, ::49], sharp.values[:, ::99, ::99], rtol=1e-9, atol=1e-12
    )
    assert (draft.train_loss, draft.test_loss) == (sharp.train_loss, sharp.test_loss)
    assert (draft.train_score, draft.test_score) == (sharp.train_score, sharp.test_score)
    assert (draft.mistakes_train == sharp.mistakes_train).all()
    again = painter.paint(session.moment(wanted), wanted)
    assert (again.boundary == sharp.boundary).all()
    assert again.links is sharp.links  # kept, although another look was painted in between


def test_that_scores_in_passing_are_read_ten_times_a_second_and_exact_at_rest() -> None:
    session = Session(Experiment(backend="array", dataset="iris", hidden=(3,)))
    now = [0.0]
    painter = FramePainter(lambda: now[0])
    resting = FrameRequest(0, LIGHT, 120)
    passing = replace(resting, is_passing=True)

    def scored(request: FrameRequest) -> tuple[float | None, int]:
        frame = painter.paint(session.moment(request), request)
        return frame.train_score, int(frame.mistakes_train.sum())

    first = scored(passing)
    for _ in range(60):
        session.train_epoch()
    assert scored(passing) == first
    now[0] = READING_SECONDS
    later = scored(passing)
    assert later != first
    for _ in range(60):
        session.train_epoch()
    assert scored(passing) == later
    exact = FramePainter().paint(session.moment(resting), resting)
    assert scored(resting) == (exact.train_score, int(exact.mistakes_train.sum())) != later

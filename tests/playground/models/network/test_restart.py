"""Another data set is another run; the same one with other points goes on."""

from __future__ import annotations

import numpy as np
import pytest

from playground.models.data.data_source import OWN
from playground.models.data.drawn_data import DrawnData
from playground.models.data.formula_data import FormulaData
from playground.models.experiment.experiment import Experiment
from playground.models.network.network import Network
from playground.models.run.session import Session

CIRCLE = Experiment(dataset="circle", backend="array", hidden=(3,), n_samples=60)
POINTS = np.random.default_rng(3).normal(size=(40, 2))
DRAWN = DrawnData(POINTS, (POINTS[:, 0] > 0).astype(np.int64))


def trained(experiment: Experiment = CIRCLE) -> Session:
    session = Session(experiment)
    session.train_epoch()
    return session


@pytest.mark.parametrize("dataset", ["xor", "gauss", "spiral", "moons", "iris", "plane"])
def test_that_another_data_set_starts_at_epoch_0_with_fresh_weights_and_a_fresh_chart(dataset):
    session = trained()
    assert "starts again from epoch 0" in session.apply(CIRCLE.with_(dataset=dataset)).notice
    assert session.training.trainer.epoch == len(session.run.history) == 0
    fresh = Network.of(CIRCLE.with_(dataset=dataset))
    np.testing.assert_array_equal(session.training.trainer.parameters, fresh.first_parameters)


def test_that_going_back_to_a_data_set_starts_anew_too():
    session = trained()
    session.apply(CIRCLE.with_(dataset="xor"))
    session.train_epoch()
    assert session.apply(CIRCLE).notice == "Circle is another data set: training starts again from epoch 0."
    assert session.training.trainer.epoch == 0


def test_that_weights_are_kept_where_that_is_wanted_and_shapes_allow():
    kept = CIRCLE.with_(keeps_weights=True)
    session = trained(kept)
    parameters = session.training.trainer.parameters
    assert session.apply(kept.with_(dataset="xor")).notice == ""
    assert session.training.trainer.parameters is parameters
    assert session.training.trainer.epoch == 1
    assert "4 → 3 → 3" in session.apply(kept.with_(dataset="iris")).notice
    assert session.training.trainer.epoch == 0


@pytest.mark.parametrize(
    "change",
    [{"noise": 0.3}, {"n_samples": 80}, {"redraws": 2}, {"train_fraction": 0.5}, {"standardize": False}],
    ids=str,
)
def test_that_other_points_of_the_same_data_set_go_on(change):
    session = trained()
    assert session.apply(CIRCLE.with_(**change)).notice == ""
    assert session.training.trainer.epoch == 1


def test_that_drawing_points_goes_on():
    drawn = CIRCLE.with_(dataset=OWN, source=DRAWN)
    session = trained(drawn)
    more = drawn.with_(source=DRAWN.added([[0.5, 0.5]], 1))
    assert session.apply(more).notice == ""
    assert session.training.trainer.epoch == 1


def test_that_drawing_on_the_points_of_a_data_set_goes_on_and_leaving_what_was_drawn_does_not():
    session = trained()
    paper = DrawnData.of(session.network.dataset)
    drawn = session.network.wanted.with_(dataset=OWN, source=paper)
    assert session.apply(drawn).notice == ""
    session.apply(drawn.with_(source=paper.added([[0.5, 0.5]], 1)))
    assert session.training.trainer.epoch == 1
    assert "another data set" in session.apply(CIRCLE).notice


def test_that_another_formula_is_another_data_set():
    first, second = (FormulaData(text) for text in ("y > x", "y > x*x"))
    session = trained(CIRCLE.with_(dataset=OWN, source=first))
    assert "another data set" in session.apply(CIRCLE.with_(dataset=OWN, source=second)).notice


@pytest.mark.parametrize(
    ("steps", "losses"),
    [
        # Each is what the data are trained with after the step.
        ((("iris", ""), ("plane", ""), ("iris", "")), ("cross_entropy", "squared_error", "cross_entropy")),
        (
            (("circle", "hinge"), ("plane", ""), ("circle", ""), ("iris", ""), ("circle", "")),
            ("hinge", "squared_error", "hinge", "cross_entropy", "hinge"),
        ),
        (
            (("iris", "squared_error"), ("plane", ""), ("iris", ""), ("circle", "")),
            ("squared_error", "squared_error", "squared_error", "squared_error"),
        ),
    ],
)
def test_that_each_task_remembers_its_own_last_loss(steps, losses):
    session, now = Session(CIRCLE), CIRCLE
    for (dataset, loss), wanted in zip(steps, losses, strict=True):
        now = now.with_(dataset=dataset, **({"loss": loss} if loss else {}))
        before = session.network.experiment.loss
        notice = session.apply(now).notice
        assert session.network.experiment.loss == wanted
        assert session.network.wanted == now
        assert ("The loss is" in notice) is (wanted != before and not loss)


def test_that_a_loss_that_had_to_change_is_named_with_its_reason():
    session = Session(CIRCLE.with_(loss="hinge"))
    notice = session.apply(CIRCLE.with_(loss="hinge", dataset="plane")).notice
    assert notice.endswith("The loss is now Squared error: Hinge does not go with Plane.")
    notice = session.apply(CIRCLE.with_(loss="hinge")).notice
    assert notice.endswith("The loss is Hinge again, as last chosen for such data.")

from __future__ import annotations

import re

import numpy as np
import pytest

from engine import ScalarError
from engine.operations import OPERATIONS
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import Frame, FrameRequest
from playground.models.picture.network_layout import lay_out_network
from playground.models.picture.reading_pace import READING_SECONDS
from playground.models.run.failure import explain
from playground.models.run.session import Session
from playground.style.palette import LIGHT
from tests.playground.clocks import ticking
from tests.playground.frames import frame_of

REQUEST = FrameRequest(generation=7, theme=LIGHT, boundary_side=64)


def request_with_links(session: Session) -> FrameRequest:
    layout = lay_out_network(
        session.network.shown_structure, 600.0, 500.0, inputs=session.network.split.features.chosen,
        input_label_width=50.0, output_label_width=50.0,
    )  # fmt: skip
    return FrameRequest(generation=0, theme=LIGHT, boundary_side=64, layout=layout)


def test_that_a_portion_lasts_as_long_as_asked():
    session = Session(Experiment(), clock=ticking(0.125))
    session.train_for(1.0)  # which is eight looks at the clock, two an epoch: one of them before the scores
    assert session.training.trainer.epoch == 4


def test_that_a_portion_trains_at_least_one_batch():
    session = Session(Experiment())
    session.train_for(0.0)
    assert session.training.trainer.step_count == 1


def test_that_a_portion_ends_with_its_last_epoch():
    session = Session(Experiment())
    session.train_for(10.0, last_epoch=3)
    assert (session.training.trainer.epoch, session.training.trainer.step_count) == (3, 33)


def test_that_the_speed_is_in_epochs_a_second():
    session = Session(Experiment(batch_size=1000), clock=ticking(0.0625))  # which is two ticks an epoch
    session.train_for(1.0)
    assert frame_of(session, REQUEST).epochs_per_second == pytest.approx(8.0)


def test_that_the_speed_is_measured_anew():
    session = Session(Experiment(batch_size=1000, backend="array"), clock=ticking(0.0625))
    session.train_for(0.5)
    assert session.epochs_per_second > 0.0
    session.forget_speed()
    assert session.epochs_per_second == 0.0


def test_that_scores_are_found_as_often_as_they_can_be_read_by_its_own_clock():
    now = 50.0
    session = Session(Experiment(backend="array"), clock=lambda: now)

    def scores_after(seconds: float) -> tuple[float, float]:
        nonlocal now
        now += seconds
        session.train_epoch()
        curves = session.run.history.curves(limit=10**6)
        return curves.train_score[-1], curves.test_score[-1]

    first = scores_after(0.0)
    session.training.scores = lambda: (0.25, 0.75)  # type: ignore[method-assign]
    assert scores_after(READING_SECONDS / 2) == first
    assert scores_after(READING_SECONDS) == (0.25, 0.75)


def test_that_every_epoch_is_remembered_and_most_are_tested():
    session = Session(Experiment())
    while session.training.trainer.epoch < 300:
        session.train_for(0.01)
    curves = session.run.history.curves(limit=10**6)
    np.testing.assert_array_equal(curves.epochs, np.arange(1, session.training.trainer.epoch + 1))
    assert len(np.unique(curves.test[:10])) == 10
    assert len(np.unique(curves.test[:100])) > 25
    assert np.isfinite(curves.test).all()


def test_that_the_test_curve_has_no_stairs():
    session = Session(Experiment(backend="array"))
    session._measures.next_test = 1
    for epoch in range(1, 31):
        if epoch % 10:
            session._measures.next_test = epoch + 1  # as seldom as in a fast run
        session.train_epoch()
    curves = session.run.history.curves(limit=10**6)
    assert curves.is_tested is not None
    assert np.flatnonzero(curves.is_tested & np.isfinite(curves.test)).tolist() == [9, 19, 29]
    slopes = np.diff(curves.test[9:])
    np.testing.assert_allclose(slopes[:10], slopes[0])
    np.testing.assert_allclose(slopes[10:], slopes[10])
    assert slopes[0] != slopes[10]
    assert curves.test[29] == session.training.trainer.test_loss()


def test_that_an_epoch_ends_where_it_should():
    session = Session(Experiment())
    session.training.trainer.train_batch()
    for epoch in (1, 2):
        session.train_epoch()
        assert (session.training.trainer.epoch, session.training.trainer.step_count) == (epoch, 11 * epoch)
        assert len(session.run.history) == epoch


def test_that_an_epoch_can_be_left_early():
    session = Session(Experiment())
    session.train_epoch(lambda: session.training.trainer.step_count < 3)
    assert (session.training.trainer.epoch, session.training.trainer.step_count) == (0, 3)


def test_that_a_frame_shows_the_moment():
    session = Session(Experiment())
    session.train_epoch()
    frame = frame_of(session, REQUEST)
    snapshot = session.training.trainer.snapshot()
    assert (frame.generation, frame.epoch, frame.step) == (7, 1, 11)
    assert (frame.train_loss, frame.test_loss) == (snapshot.train_loss, snapshot.test_loss)
    assert (frame.train_score, frame.test_score) == (snapshot.train_accuracy, snapshot.test_accuracy)
    assert frame.boundary.shape == (64, 64, 4)
    assert [len(maps) for maps in frame.neuron_maps] == [4, 6, 6, 3]
    assert [len(biases) for biases in frame.biases] == [6, 6, 3]
    assert frame.curves.train.tolist() == [snapshot.train_loss]
    assert 1 - frame.mistakes_test.mean() == pytest.approx(snapshot.test_accuracy)
    assert frame.links is None


def test_that_the_first_experiment_learns_iris_and_stays_good():
    session = Session(Experiment())
    for epoch in range(1, 201):
        session.train_epoch()
        if epoch in (40, 60, 100, 200):
            assert (session.training.trainer.snapshot().test_accuracy or 0) >= 0.95


def test_that_a_frame_before_training_has_scores_and_no_train_loss():
    frame = frame_of(Session(Experiment()), REQUEST)
    assert np.isnan(frame.train_loss)
    assert frame.test_score is not None
    assert 0 <= frame.test_score <= 1
    assert len(frame.curves.epochs) == 0


def test_that_a_frame_does_not_change_training():
    watched, alone = Session(Experiment()), Session(Experiment())
    for _ in range(3):
        watched.train_epoch()
        frame_of(watched, REQUEST)
        alone.train_epoch()
    np.testing.assert_array_equal(watched.training.trainer.parameters, alone.training.trainer.parameters)


def test_that_regression_is_scored_by_r_squared():
    session = Session(Experiment(dataset="plane", hidden=(4,)))
    for _ in range(30):
        session.train_epoch()
    frame = frame_of(session, REQUEST)
    trainer, split = session.training.trainer, session.network.split
    residual = split.y_test - trainer.predict(split.X_test)[:, 0]
    expected = 1 - (residual**2).mean() / split.y_test.var()
    assert frame.test_score == pytest.approx(expected)
    assert expected > 0.8
    assert len(frame.mistakes_train) == 0


def test_that_edits_keep_weights_and_history_or_say_that_they_do_not():
    session = Session(Experiment())
    session.train_epoch()
    weights = session.training.trainer.parameters.copy()
    assert session.apply(Experiment(learning_rate=0.1)).notice == ""
    np.testing.assert_array_equal(session.training.trainer.parameters, weights)
    assert len(session.run.history) == 1
    assert session.apply(Experiment(hidden=(5,))).notice == ""
    assert len(session.run.history) == 1
    assert [len(maps) for maps in frame_of(session, REQUEST).neuron_maps] == [4, 5, 3]
    notice = session.apply(Experiment(dataset="wine", hidden=(5,))).notice
    assert notice == "The network is now 13 → 5 → 3: training starts again from epoch 0."
    assert len(session.run.history) == 0


@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_that_rewinding_gives_the_same_curve_to_the_last_bit(dropout):
    session = Session(Experiment(dropout=dropout))
    first = session.training.trainer.parameters.copy()
    losses = [session.training.trainer.train_for(9.0, epoch)[-1] for epoch in range(1, 30)]
    last = session.training.trainer.parameters.copy()
    session.training.trainer.train_batch()
    session.reset()
    np.testing.assert_array_equal(session.training.trainer.parameters, first)
    assert (session.training.trainer.epoch, len(session.run.history)) == (0, 0)
    assert [session.training.trainer.train_for(9.0, epoch)[-1] for epoch in range(1, 30)] == losses
    np.testing.assert_array_equal(session.training.trainer.parameters, last)


FAILING = [
    {"dataset": "plane", "hidden": (4, 4), "activation": "relu", "optimizer": "sgd", "learning_rate": 900.0},
    {"dataset": "diabetes", "hidden": (4,), "activation": "linear", "optimizer": "sgd", "learning_rate": 9.0},
    {"dataset": "iris", "activation": "linear", "optimizer": "sgd", "learning_rate": 1000.0},
    {
        "dataset": "circle", "loss": "binary_cross_entropy", "activation": "linear", "optimizer": "sgd",
        "learning_rate": 1000.0,
    },
]  # fmt: skip


@pytest.mark.parametrize("values", FAILING, ids=lambda values: values["dataset"])
def test_that_a_failing_run_can_be_drawn_up_to_its_last_good_weights(values):
    experiment = Experiment(**values)
    session = Session(experiment)
    request = request_with_links(session)

    def train_until_it_fails() -> None:
        for _ in range(400):
            session.train_for(1e-9)
            assert_drawn(frame_of(session, request))

    with pytest.raises(ScalarError) as caught:
        train_until_it_fails()
    last = frame_of(session, request)
    assert_drawn(last)
    assert np.isfinite(session.training.trainer.parameters).all()
    text = explain(caught.value, experiment)
    place = "the update of the weights"
    if caught.value.operation:
        formula = OPERATIONS[caught.value.operation].formula
        place = "in " + formula.replace("x ** 2", "x²").replace("x * y", "x × y")
    assert place in text
    assert not re.search(r"\d{5}", text)
    assert "sample" not in text
    assert "smaller learning rate" in text


def test_that_training_up_to_an_epoch_checks_before_each_portion_and_ends_where_it_should() -> None:
    session = Session(Experiment())
    epochs: list[int] = []
    trainer = session.training.trainer
    assert session.train_up_to(3, lambda: epochs.append(trainer.epoch), 1e-9)
    assert trainer.epoch == 3
    assert len(epochs) == trainer.step_count == 33


@pytest.mark.parametrize("values", FAILING, ids=lambda values: values["dataset"])
def test_that_training_up_to_an_epoch_tells_that_the_run_failed_before(values):
    session = Session(Experiment(**values))
    assert not session.train_up_to(10_000, lambda: None, 0.1)
    assert session.training.trainer.epoch < 10_000


def assert_drawn(frame: Frame) -> None:
    assert (frame.boundary[..., 3] == 255).all()
    assert frame.links is not None
    # The corners of the nodes are cut off.
    assert all((maps[:, 4:-4, 4:-4, 3] == 255).all() for maps in frame.neuron_maps)


def test_that_figures_of_live_frames_are_a_moment_old_and_those_of_others_are_not():
    session = Session(Experiment(), clock=ticking(0.001))
    live = FrameRequest(generation=0, theme=LIGHT, boundary_side=64, live=True)
    session.train_epoch()
    first = frame_of(session, live)
    session.train_epoch()
    second = frame_of(session, live)
    assert (second.epoch, second.curves is first.curves) == (2, True)
    assert (second.boundary != first.boundary).any()
    assert len(frame_of(session, REQUEST).curves.epochs) == 2
    for _ in range(200):  # ticks of the clock
        session.train_for(0.0)
    assert len(frame_of(session, live).curves.epochs) > 2


def mean_loss(session: Session) -> float:
    """The cross-entropy of the weights of now, in NumPy."""
    network = session.network
    outputs = network.outputs(network.split.X_train, session.training.trainer.parameters)
    return float(-np.log(outputs[np.arange(len(outputs)), network.split.y_train]).mean())


EDITS = {
    "a neuron off": lambda session: session.apply(session.network.wanted.with_(switched_off=((1, 2),))),
    "a layer less": lambda session: session.apply(session.network.wanted.with_(hidden=(6,))),
    "another activation": lambda session: session.apply(session.network.wanted.with_(activation="relu")),
    "other points": lambda session: session.apply(session.network.wanted.with_(noise=0.4)),
    "a weight set": lambda session: session.set_parameters({(1, 0, 0): 3.0}),
}


@pytest.mark.parametrize("backend", ["compiled", "array", "interpreted"])
@pytest.mark.parametrize("edit", EDITS)
def test_that_the_loss_on_screen_is_that_of_the_network_on_screen(edit, backend):
    session = Session(Experiment(backend=backend))
    session.train_epoch()
    running = frame_of(session, REQUEST).train_loss
    assert running == session.training.trainer.last_train_loss
    EDITS[edit](session)
    shown = frame_of(session, REQUEST).train_loss
    assert shown == pytest.approx(mean_loss(session), rel=1e-9)
    assert shown != running
    session.train_steps(3)  # within the epoch
    assert frame_of(session, REQUEST).train_loss == pytest.approx(mean_loss(session), rel=1e-9)
    session.train_epoch()
    assert frame_of(session, REQUEST).train_loss == session.training.trainer.last_train_loss


def test_that_settings_of_the_next_updates_leave_the_loss_of_the_last_epoch():
    session = Session(Experiment())
    session.train_epoch()
    loss = frame_of(session, REQUEST).train_loss
    session.apply(Experiment(learning_rate=0.3, optimizer="sgd", batch_size=5, stop_epoch=9))
    assert frame_of(session, REQUEST).train_loss == loss


def test_that_a_network_that_no_epoch_has_trained_has_no_loss():
    session = Session(Experiment())
    session.set_parameters({(1, 0, 0): 3.0})
    assert np.isnan(frame_of(session, REQUEST).train_loss)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("optimizer", ("sgd", "momentum", "rmsprop", "adam")),
        ("activation", ("sigmoid", "relu", "softplus", "sin", "linear", "tanh")),
        ("layer_activations", (("", "relu"),)), ("regularization", ("l1", "l2")),
        ("regularization_rate", (0.02,)), ("loss", ("squared_error", "cross_entropy")),
        ("hidden", ((6, 6, 6), (7, 6), (7, 5), (12, 5), ())), ("learning_rate", (0.0025,)),
        ("clip_norm", (0.5, 0.0)), ("stop_loss", (1e-300, 0.0)), ("stop_accuracy", (1.0, 0.0)),
        ("stop_patience", (100_000, 0)), ("stop_epoch", (99_999_999, 0)), ("schedule", ("cosine", "step")),
        ("dropout", (0.6, 0.0)), ("train_fraction", (0.75,)), ("noise", (0.05,)), ("batch_size", (8,)),
        ("standardize", (False,)), ("batch_norm", ((True,), (True, True), ())),
        ("output_bias", (False, True)),
    ],
)  # fmt: skip
def test_that_training_goes_on_with_other_settings(name: str, values: tuple[object, ...]) -> None:
    session = Session(Experiment())
    session.train_epoch()
    for value in values:
        before = session.training.trainer.epoch
        session.apply(session.network.wanted.with_(**{name: value}))
        assert getattr(session.network.experiment, name) == value
        assert session.training.trainer.epoch == before > 0
        session.train_epoch()
        assert session.training.trainer.epoch == before + 1


def test_that_a_fresh_run_begins_where_the_weights_could_have_stayed():
    session = Session(Experiment(backend="array"))
    first = session.training.trainer.parameters.copy()
    session.train_for(10.0, last_epoch=3)
    trained = session.training.trainer.parameters.copy()
    left = session.apply(session.network.wanted.with_(learning_rate=0.02), is_anew=True).left
    assert left is not None
    assert left.end.epoch == 3
    assert session.training.trainer.epoch == 0
    assert session.training.trainer.optimizer.learning_rate == 0.02
    assert (session.training.trainer.parameters == first).all()
    session.enter(left)
    assert (session.training.trainer.parameters == trained).all()
    assert session.network.wanted.learning_rate == 0.01

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.models.experiment.choices import FULL_BATCH
from playground.models.experiment.experiment import Experiment
from playground.models.network.parameter_map import OUTPUT
from playground.models.picture.frame import FrameRequest
from playground.models.run.session import Session
from playground.models.run.slow_motion import ENDS, PHASES, SLOWEST_UPDATE, Phase, SlowMotion
from playground.models.run.speed import SPEEDS, Pace
from playground.models.run.training import Training
from playground.style.palette import LIGHT
from tests.playground.plain_network import Array, gradient_of_mean_loss, layer_values, sample_losses

REQUEST = FrameRequest(generation=0, theme=LIGHT, boundary_side=64)
# The middle of each phase.
FORWARD, LOSS, BACKWARD, UPDATE = ((a + b) / 2 for a, b in zip((0.0, *ENDS[:-1]), ENDS, strict=True))

CASES: dict[str, dict[str, Any]] = {
    "iris": {"dataset": "iris", "hidden": (4, 3)},
    "circle": {"dataset": "circle", "hidden": (3,), "loss": "binary_cross_entropy", "activation": "relu"},
    "plane": {"dataset": "plane", "hidden": (2, 3, 2), "activation": "sigmoid"},
    "no hidden layer": {"dataset": "iris", "hidden": ()},
    "full batch": {"dataset": "iris", "hidden": (3,), "batch_size": FULL_BATCH},
    "array": {"dataset": "iris", "hidden": (3,), "backend": "array"},
}
TITLES = {"cross_entropy": "Cross-entropy", "binary_cross_entropy": "Binary cross-entropy",
          "squared_error": "Squared error"}  # fmt: skip
# What else decides about an update.
WAYS: list[dict[str, Any]] = [
    {}, {"optimizer": "sgd"}, {"optimizer": "momentum"}, {"optimizer": "rmsprop", "regularization": "l1"},
    {"dropout": 0.4}, {"frozen": ((1,),)}, {"switched_off": ((1, 0),)}, {"clip_norm": 0.01},
    {"schedule": "step", "schedule_epochs": 1}, {"batch_size": 1}, {"batch_size": FULL_BATCH},
    {"backend": "array"}, {"regularization": "l2"},
]  # fmt: skip
a_case = pytest.mark.parametrize("name", CASES)


def experiment_of(name: str, **values: Any) -> Experiment:
    return Experiment(**{"optimizer": "sgd", "learning_rate": 0.1, **CASES[name], **values})


def numbers(text: str) -> list[float]:
    """Return the numbers in a sentence."""
    plain = text.replace("−", "-").replace(",", "")
    return [float(word) for word in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?", plain)]


def phase_of(session: Session) -> Phase:
    phase = session.moment(REQUEST).phase
    assert phase is not None
    return phase


def text_at(session: Session, share: float) -> str:
    session.train_slowly(share)
    return phase_of(session).text


def batch_of(run: Training) -> tuple[Array, Any]:
    """Return the samples of the next batch: those whose gradient is the next update of plain descent."""
    samples = SlowMotion(run).report.samples
    return run.network.split.X_train[samples], run.network.split.y_train[samples]


# Phases.


@cache
def motion() -> SlowMotion:
    return SlowMotion(Training.of(experiment_of("array")))


def test_that_a_step_goes_forward_to_the_loss_backward_and_to_its_update() -> None:
    seen = [motion().phase(share).name for share in np.linspace(0.0, 1.0, 201)]
    assert list(dict.fromkeys(seen)) == ["forward", "loss", "backward", "update"]
    assert seen == sorted(seen, key=PHASES.index)
    assert all(seen.count(name) >= 20 for name in PHASES)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_that_phases_and_their_progress_never_go_back(one: float, other: float) -> None:
    earlier, later = (motion().phase(share) for share in sorted((one, other)))
    places = [(PHASES.index(phase.name), phase.progress) for phase in (earlier, later)]
    assert places == sorted(places)
    assert all(0.0 <= progress <= 1.0 for _, progress in places)


def test_that_every_phase_goes_from_its_beginning_to_its_end() -> None:
    for name, start, end in zip(PHASES, (0.0, *ENDS[:-1]), ENDS, strict=True):
        for share, progress in ((start, 0.0), ((start + end) / 2, 0.5), (end - 1e-9, 1.0)):
            phase = motion().phase(share)
            assert (phase.name, phase.progress) == (name, pytest.approx(progress, abs=1e-6))


@given(st.floats(1.0, 1e6))
def test_that_a_step_that_is_over_stays_at_its_end(share: float) -> None:
    phase = motion().phase(share)
    assert (phase.name, phase.progress) == ("update", 1.0)


# What the sentences say.


@a_case
def test_that_the_batch_and_its_outputs_are_those_of_a_plain_forward_pass(name: str) -> None:
    session = Session(experiment_of(name))
    session.train_steps(2)
    run = session.training
    X, _ = batch_of(run)
    outputs = layer_values(run.network, run.trainer.parameters, X)[-1]
    per_epoch = 1 if name == "full batch" else -(-len(run.network.split.X_train) // 10)
    expected = [2 % per_epoch + 1, per_epoch, len(X), outputs.min(), outputs.max()]
    text = text_at(session, FORWARD)
    assert numbers(text) == pytest.approx(expected, rel=6e-3, abs=6e-4)
    assert "-" not in text


@a_case
def test_that_the_loss_is_the_one_of_a_plain_forward_pass(name: str) -> None:
    session = Session(experiment_of(name))
    session.train_steps(2)
    run = session.training
    X, y = batch_of(run)
    losses = sample_losses(run.network, layer_values(run.network, run.trainer.parameters, X)[-1], y)
    text = text_at(session, LOSS)
    assert text.startswith(f"{TITLES[run.network.experiment.loss]}, mean over {len(X)} points")
    assert numbers(text) == pytest.approx([len(X), losses.mean(), losses.max()], rel=6e-4)


@a_case
def test_that_norms_of_the_gradient_come_from_back_to_front(name: str) -> None:
    session = Session(experiment_of(name))
    session.train_steps(2)
    run = session.training
    gradient = gradient_of_mean_loss(run.network, run.trainer.parameters, *batch_of(run))
    text = text_at(session, BACKWARD)
    words, sizes = [], []
    end = len(gradient)
    for column in range(len(run.network.structure) - 1, 0, -1):
        start = end - run.network.structure[column] * (run.network.structure[column - 1] + 1)
        size = float(np.sqrt((gradient[start:end] ** 2).sum()))
        is_output = column == len(run.network.structure) - 1
        words.append("output" if is_output else f"hidden {column}")
        sizes += [size] if is_output else [column, size]
        end = start
    assert end == 0
    total = float(np.sqrt((gradient**2).sum()))
    assert numbers(text) == pytest.approx([total, *sizes], rel=6e-3)
    assert re.findall(r"output|hidden \d+", text) == words


@a_case
def test_that_plain_descent_makes_the_update_that_was_looked_ahead_at(name: str) -> None:
    # The batch that is shown is the one that is trained: its own gradient is the step that is made.
    session = Session(experiment_of(name))
    for _ in range(12):
        run, before = session.training, session.training.trainer.parameters
        session.train_slowly(0.0)
        gradient = gradient_of_mean_loss(run.network, before, *batch_of(run))
        session.train_slowly(UPDATE)
        np.testing.assert_allclose(run.trainer.parameters, before - 0.1 * gradient, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_that_an_update_tells_what_it_moved(way: dict[str, Any]) -> None:
    experiment = Experiment(**{"hidden": (3,), **way})
    session, twin = Session(experiment), Training.of(experiment).trainer
    for _ in range(3):
        before = twin.parameters
        twin.train_batch()
        moved = np.abs(twin.parameters - before)
        session.train_slowly(0.0)
        text = text_at(session, UPDATE)
        rate, count, most = numbers(text)
        assert rate == pytest.approx(0.01)
        assert count == np.count_nonzero(moved)
        assert most == pytest.approx(moved.max(), rel=6e-3)
    titles = {"sgd": "SGD", "momentum": "Momentum", "rmsprop": "RMSProp", "adam": "Adam"}
    assert text.startswith(f"{titles[experiment.optimizer]} with rate ")


def test_that_the_rate_is_the_one_of_the_schedule() -> None:
    session = Session(experiment_of("full batch", schedule="step", schedule_epochs=2, learning_rate=0.2))
    rates = []
    for _ in range(4):
        session.train_slowly(0.0)
        rates.append(numbers(text_at(session, UPDATE))[0])
    # Every two epochs of one update each, one half of it.
    assert rates == pytest.approx([0.2, 0.2, 0.1, 0.1])


def test_that_a_frozen_layer_is_not_counted_among_what_moves() -> None:
    session = Session(experiment_of("iris", frozen=((1,), (OUTPUT,))))
    session.train_slowly(0.0)
    # The second hidden layer alone: three neurons of four weights and a bias.
    assert numbers(text_at(session, UPDATE))[1] == 15


def test_that_running_statistics_are_not_counted_among_what_the_optimizer_moves() -> None:
    session = Session(experiment_of("iris", hidden=(3,), batch_norm=(True,)))
    before = session.training.trainer.parameters
    session.train_slowly(0.0)
    _, count, most = numbers(text_at(session, UPDATE))
    # Weights, gamma and beta of three neurons, and three outputs.
    moved = np.abs(session.training.trainer.parameters - before)[: 3 * 6 + 3 * 4]
    assert count == np.count_nonzero(moved) == 30
    assert most == pytest.approx(moved.max(), rel=6e-3)


def test_that_the_last_batch_of_an_epoch_may_be_smaller() -> None:
    session = Session(experiment_of("iris"))
    session.train_steps(10)
    text = text_at(session, FORWARD)
    assert text.startswith("Batch 11 of 11: 5 points go in")
    session.train_slowly(1.0)
    assert text_at(session, FORWARD).startswith("Batch 1 of 11: 10 points go in")


def test_that_a_single_point_goes_in() -> None:
    assert "1 point goes in" in text_at(Session(experiment_of("iris", batch_size=1)), FORWARD)


def test_that_an_epoch_begins_with_its_first_batch_after_a_change_of_the_batch_size() -> None:
    session = Session(experiment_of("iris"))
    session.train_epoch()
    session.apply(experiment_of("iris", batch_size=20))
    assert text_at(session, FORWARD).startswith("Batch 1 of 6: 20 points")


def test_that_an_epoch_that_starts_over_begins_with_its_first_batch() -> None:
    session = Session(experiment_of("iris"))
    session.train_steps(3)
    session.apply(experiment_of("iris", hidden=(5, 3)))
    assert text_at(session, FORWARD).startswith("Batch 1 of 11: 10 points")


def test_that_the_sentences_of_a_step_stay_those_from_before_its_update() -> None:
    session = Session(experiment_of("iris"))
    texts = [text_at(session, share) for share in (FORWARD, LOSS, BACKWARD)]
    motion = SlowMotion(session.training)
    assert [motion.phase(share).text for share in (FORWARD, LOSS, BACKWARD)] == texts
    before = session.training.trainer.parameters
    session.training.trainer.train_batch()
    motion.finish(before)
    assert [motion.phase(share).text for share in (FORWARD, LOSS, BACKWARD)] == texts


# Steps.


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_that_slow_steps_are_the_steps_of_training(way: dict[str, Any]) -> None:
    experiment = Experiment(**{"hidden": (3,), **way})
    session, twin = Session(experiment), Training.of(experiment).trainer
    for step in range(1, 14):
        for share in (0.0, 0.3, 0.6, 0.84, 0.86, 0.9, 1.0):
            session.train_slowly(share)
            assert session.training.trainer.step_count == step - (share < SLOWEST_UPDATE)
        twin.train_batch()
        np.testing.assert_array_equal(session.training.trainer.parameters, twin.parameters)
    assert session.training.trainer.epoch == twin.epoch
    assert session.training.trainer.last_train_loss == pytest.approx(twin.last_train_loss, nan_ok=True)
    assert len(session.run.history) == twin.epoch


@cache
def shared_session() -> Session:
    return Session(experiment_of("array"))


@cache
def shared_twin() -> Training:
    return Training.of(experiment_of("array"))


STEPS = st.lists(
    st.tuples(
        st.lists(st.floats(0.0, SLOWEST_UPDATE, exclude_max=True), min_size=1, max_size=4),
        st.lists(st.floats(SLOWEST_UPDATE, 1.0), max_size=3),
    ),
    max_size=8,
)


@settings(max_examples=25)
@given(STEPS)
def test_that_every_step_that_reaches_its_last_part_is_made_once(
    steps: list[tuple[list[float], list[float]]],
) -> None:
    session, twin = shared_session(), shared_twin()
    session.reset()
    twin.rewind()
    for before, after in steps:
        for share in (*sorted(before), *sorted(after)):
            session.train_slowly(share)
            assert phase_of(session).name == motion().phase(share).name
        if after:
            twin.trainer.train_batch()
        assert session.training.trainer.step_count == twin.trainer.step_count
    np.testing.assert_array_equal(session.training.trainer.parameters, twin.trainer.parameters)


@pytest.mark.parametrize("speed", [1.0, 2.0, 5.0])
def test_that_a_pace_makes_its_steps_in_slow_motion(speed: float) -> None:
    session, pace = Session(experiment_of("array")), Pace(speed, 0.0)
    looks = round((4.0 + 0.5 / speed) / 0.01)
    for look in range(1, looks + 1):
        session.train_slowly(min(pace.share(0.01 * look), 1.0))
        pace.take(0.01 * look)
    assert session.training.trainer.step_count == round(4.0 * speed)


def test_that_looking_at_a_step_without_its_update_changes_nothing() -> None:
    session, twin = (
        Session(experiment_of("iris", dropout=0.3)),
        Training.of(experiment_of("iris", dropout=0.3)),
    )
    for trainer in (session.training.trainer, twin.trainer):
        trainer.train_batch()
    for share in np.linspace(0.0, SLOWEST_UPDATE - 1e-6, 20):
        session.train_slowly(float(share))
    session.train_steps(12)
    for _ in range(12):
        twin.trainer.train_batch()
    np.testing.assert_array_equal(session.training.trainer.parameters, twin.trainer.parameters)


@pytest.mark.parametrize(
    "interrupt",
    [
        lambda session: session.train_steps(1),
        lambda session: session.train_for(0.0),
        lambda session: session.train_epoch(),
        lambda session: session.reset(),
        lambda session: session.set_parameters({(OUTPUT, 0, 0): 0.5}),
        lambda session: session.apply(experiment_of("iris", learning_rate=0.02)),
    ],
    ids=["steps", "portion", "epoch", "reset", "edit", "settings"],
)
def test_that_what_comes_in_between_ends_the_step_and_the_next_one_is_looked_at_anew(interrupt: Any) -> None:
    session = Session(experiment_of("iris"))
    session.train_steps(3)
    session.train_slowly(BACKWARD)
    interrupt(session)
    assert session.moment(REQUEST).phase is None
    done, run = session.training.trainer.step_count, session.training
    losses = sample_losses(
        run.network, layer_values(run.network, run.trainer.parameters, batch_of(run)[0])[-1], batch_of(run)[1]
    )
    assert numbers(text_at(session, LOSS))[1] == pytest.approx(losses.mean(), rel=6e-4)
    session.train_slowly(1.0)
    assert session.training.trainer.step_count == done + 1


def test_that_a_motion_is_finished_by_its_update_alone() -> None:
    run = Training.of(experiment_of("array"))
    motion, before = SlowMotion(run), run.trainer.parameters
    motion.phase(1.0)
    assert not motion.is_finished
    assert run.trainer.step_count == 0
    run.trainer.train_batch()
    motion.finish(before)
    assert motion.is_finished


def test_that_the_slowest_steps_give_each_phase_five_seconds() -> None:
    seconds = np.diff((0.0, *ENDS)) / min(speed.count for speed in SPEEDS if speed is not None)
    np.testing.assert_allclose(seconds, 5.0)


def test_that_a_held_step_goes_on_phase_by_phase_and_updates_with_the_last() -> None:
    session = Session(experiment_of("array"))
    trainer = session.training.trainer
    seen = []
    for _ in range(8):
        session.go_to_next_phase()
        phase = phase_of(session)
        assert phase.progress == pytest.approx(1.0)
        seen.append((phase.name, trainer.step_count))
    assert seen == [(name, (index + 1) // 4) for index, name in enumerate(PHASES * 2)]


def test_that_holding_in_the_middle_of_a_phase_goes_on_to_the_one_behind_it() -> None:
    session = Session(experiment_of("array"))
    session.train_slowly(LOSS)
    session.go_to_next_phase()
    assert phase_of(session).name == "backward"
    assert session.training.trainer.step_count == 0


def test_that_playing_on_after_a_held_update_begins_a_new_step() -> None:
    session = Session(experiment_of("array"))
    for _ in PHASES:
        session.go_to_next_phase()
    session.train_slowly(FORWARD)
    assert phase_of(session).name == "forward"
    assert session.training.trainer.step_count == 1


def test_that_slow_motion_is_an_event_of_the_run_that_changes_none_of_its_moments() -> None:
    session, plain = (Session(experiment_of("array")) for _ in range(2))
    session.train_slowly(FORWARD)
    assert session.timeline().marks == ()  # only looked at
    for _ in range(2):
        session.train_steps(3)
        for _ in range(2):
            session.train_slowly(1.0)
            session.train_slowly(FORWARD)
    plain.train_steps(10)
    marks = [mark for mark in session.timeline().marks if mark.kind != "best"]
    assert [(mark.kind, mark.words) for mark in marks] == [("pace", "slow motion")] * 2
    for other in (session, plain):
        other.train_epoch()
        other.train_epoch()
        other.look_at(1)
        other.past.come_nearer(math.inf)
    np.testing.assert_array_equal(session.shown.trainer.parameters, plain.shown.trainer.parameters)
    np.testing.assert_array_equal(session.training.trainer.parameters, plain.training.trainer.parameters)


def test_that_batches_that_are_added_up_are_told_as_an_update() -> None:
    experiment = experiment_of("iris", batch_size=8, batches_per_update=4)
    told = SlowMotion(Training.of(experiment)).phase(FORWARD).text
    assert told.startswith("Update 1 of 4: 32 points go in")


def test_that_the_gradient_of_slow_motion_has_in_it_what_nobody_cleared() -> None:
    training = Training.of(experiment_of("iris", forgets_zero_grad=True))
    training.trainer.train_batch()
    left, motion = training.trainer.state().left_gradients, SlowMotion(training)
    told = motion.phase(BACKWARD).text
    training.trainer.train_batch()
    total = training.trainer.state().left_gradients
    assert left is not None
    assert total is not None
    assert told.startswith("Gradient norm with what was not cleared")
    assert numbers(told)[0] == pytest.approx(float(np.linalg.norm(total)), rel=5e-3)
    assert np.linalg.norm(total) > 1.5 * np.linalg.norm(total - left)

"""What is saved and opened again is the same to the last bit, or the file is refused in words."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.training.checkpoint import state_to_dict
from engine.training.task import TrainingState
from playground.models.data.data_source import OWN
from playground.models.data.table_data import TableData
from playground.models.experiment.choices import FULL_BATCH, OPTIMIZERS
from playground.models.experiment.experiment import Experiment
from playground.models.run.run import Run
from playground.models.run.run_file import (
    FORMAT,
    JSON_SUFFIX,
    LARGEST_FILE,
    SUFFIX,
    VERSION,
    KeptRun,
    SavedWork,
    read_work,
    write_work,
)
from playground.models.run.session import Session

SPIRAL = Experiment(dataset="spiral", hidden=(4, 3), n_samples=40, seed=5, loss="squared_error")
NAME = f"run{SUFFIX}"


def states_of(session: Session, epochs: range) -> list[TrainingState]:
    """What the run was at each epoch, made again from its log."""
    found = []
    for epoch in epochs:
        session.look_at(epoch)
        session.past.come_nearer(float("inf"))
        found.append(session.shown.trainer.state())
    session.look_at(None)
    return found


def assert_same(one: TrainingState, other: TrainingState) -> None:
    np.testing.assert_array_equal(one.parameters, other.parameters)
    assert len(one.optimizer_state) == len(other.optimizer_state)
    for mine, theirs in zip(one.optimizer_state, other.optimizer_state, strict=True):
        np.testing.assert_array_equal(mine, theirs)
    for name in ("kind", "updates", "epoch", "step", "position"):
        assert getattr(one, name) == getattr(other, name), name
    np.testing.assert_array_equal(one.left_gradients, other.left_gradients)
    np.testing.assert_array_equal(
        [one.running_loss, one.last_train_loss], [other.running_loss, other.last_train_loss]
    )


def work_of(session: Session, **values: Any) -> SavedWork:
    run, left = session.as_it_is()
    return SavedWork(session.network.wanted, run, left, **values)


def saved_and_opened(session: Session, folder: Path) -> Session:
    path = folder / NAME
    write_work(work_of(session), path)
    work = read_work(path)
    assert work.run is not None
    return Session.of_run(work.run, work.left)


@pytest.mark.parametrize("batch_size", [7, FULL_BATCH])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_that_every_epoch_of_a_saved_run_comes_back_to_the_last_bit(tmp_path, optimizer, batch_size):
    session = Session(SPIRAL.with_(optimizer=optimizer, batch_size=batch_size, schedule="cosine"))
    for _ in range(6):
        session.train_epoch()
    session.apply(session.network.wanted.with_(learning_rate=0.03, dropout=0.2, forgets_zero_grad=True))
    for _ in range(5):
        session.train_epoch()
    session.apply(session.network.wanted.with_(hidden=(5, 3), noise=0.2))
    session.set_parameters({(1, 0, 0): 0.25})
    for _ in range(5):
        session.train_epoch()
    session.train_steps(1)
    # As after an hour of training: hardly a moment is still there as it was.
    session.run.log.thin_to(0)
    again = saved_and_opened(session, tmp_path)
    epochs = range(session.training.trainer.epoch + 1)
    for one, other in zip(states_of(session, epochs), states_of(again, epochs), strict=True):
        assert_same(one, other)
    for each in (session, again):
        each.train_epoch()
        each.train_epoch()
    assert_same(again.training.trainer.state(), session.training.trainer.state())


@pytest.mark.parametrize("backend", ["interpreted", "array", "compiled"])
def test_that_a_run_of_each_engine_goes_on_as_if_it_had_never_stopped(tmp_path, backend):
    session = Session(SPIRAL.with_(hidden=(2,), backend=backend, batch_size=7))
    session.train_epoch()
    session.train_steps(2)
    again = saved_and_opened(session, tmp_path)
    for each in (session, again):
        each.train_epoch()
        each.train_epoch()
    assert_same(again.training.trainer.state(), session.training.trainer.state())


def test_that_curves_events_time_and_best_test_loss_come_back(tmp_path):
    session = Session(SPIRAL)
    for _ in range(30):
        session.train_epoch()
    session.apply(session.network.wanted.with_(learning_rate=0.2))
    for _ in range(30):
        session.train_epoch()
    session.play(61.5)
    again = saved_and_opened(session, tmp_path)
    one, other = session.timeline(), again.timeline()
    np.testing.assert_array_equal(one.losses, other.losses)
    assert one.marks == other.marks
    assert len(one.marks) == 2
    assert again.seconds_played == 61.5
    mine, theirs = session.run.history, again.run.history
    np.testing.assert_array_equal(mine.rows, theirs.rows)
    np.testing.assert_array_equal(mine.measured, theirs.measured)
    curves = again.run.history.curves()
    assert len(curves.epochs) == 60
    assert np.isfinite(curves.test[-1])


def test_that_a_branch_and_the_run_it_left_still_know_each_other(tmp_path):
    session = Session(SPIRAL)
    for _ in range(20):
        session.train_epoch()
    session.look_at(8)
    session.branch()
    session.apply(session.network.wanted.with_(learning_rate=0.2))
    for _ in range(4):
        session.train_epoch()
    (ghost,) = saved_and_opened(session, tmp_path).timeline().ghosts
    (known,) = session.timeline().ghosts
    assert ghost.words == known.words == "epochs 8 to 20"


def test_that_kept_runs_cursor_and_notes_come_back(tmp_path):
    session, path = Session(SPIRAL), tmp_path / NAME
    session.train_epoch()
    kept = [KeptRun(session.kept_copy(), 2, "First", is_pinned=True)]
    session.train_epoch()
    kept.append(KeptRun(session.kept_copy(), 5, "“Second” & <b>", is_shown=False))
    write_work(work_of(session, kept=tuple(kept), cursor=1, notes="# Spiral\n\n*slow*"), path)
    work = read_work(path)
    assert (work.cursor, work.notes) == (1, "# Spiral\n\n*slow*")
    for one, other in zip(work.kept, kept, strict=True):
        assert (one.number, one.name, one.is_pinned, one.is_shown) == (
            other.number, other.name, other.is_pinned, other.is_shown,
        )  # fmt: skip
        assert_same(one.run.end, other.run.end)
    assert work.run is not None
    assert work.kept[0].run.network is work.run.network
    assert work.kept[0].run.log.stretches[0].start is work.run.log.stretches[0].start


def test_that_data_of_ones_own_are_written_once(tmp_path):
    rng = np.random.default_rng(0)
    table = TableData(
        "People", rng.normal(size=(300, 3)), rng.integers(0, 2, 300), ("a", "b", "c"), ("n", "y")
    )
    session = Session(Experiment(dataset=OWN, source=table, hidden=(2,), backend="array"))
    write_work(work_of(session), tmp_path / "one.playground")
    for rate in (0.01, 0.02, 0.03, 0.04):
        session.train_epoch()
        session.apply(session.network.wanted.with_(learning_rate=rate))
    session.run.log.thin_to(0)
    write_work(work_of(session), tmp_path / "five.playground")
    one, five = ((tmp_path / f"{name}.playground").stat().st_size for name in ("one", "five"))
    assert five < 2 * one
    work = read_work(tmp_path / "five.playground")
    assert work.run is not None
    assert len({id(part.network.split) for part in work.run.log.stretches}) == 1


def test_that_a_run_too_large_for_its_file_is_thinned_and_comes_back_all_the_same(tmp_path):
    session, path = Session(SPIRAL), tmp_path / NAME
    for _ in range(40):
        session.train_epoch()
    states = states_of(session, range(41))
    n_keyframes = len(session.run.log.present.keyframes)
    write_work(work_of(session), path, most_state_bytes=8000)
    work = read_work(path)
    assert work.run is not None
    assert len(work.run.log.present.keyframes) < n_keyframes / 2
    assert len(session.run.log.present.keyframes) == n_keyframes
    for one, other in zip(states, states_of(Session.of_run(work.run), range(41)), strict=True):
        assert_same(one, other)


def test_that_what_is_trained_later_is_not_in_what_was_taken(tmp_path):
    session = Session(SPIRAL)
    session.train_epoch()
    work = work_of(session)
    for _ in range(20):
        session.train_epoch()
    write_work(work, tmp_path / NAME)
    again = read_work(tmp_path / NAME).run
    assert again is not None
    assert (again.end.epoch, len(again.history), len(again.log.stretches)) == (1, 1, 1)


# Settings, and what a file cannot hold.


def test_that_settings_come_back(tmp_path):
    experiment = Experiment(
        dataset="circle", features=(2, 3), name="Ring ○", seed=9, redraws=2, hidden=(6, 6),
        layer_activations=("relu",), batch_norm=(False, True), frozen=((1,), (2, 0), (2, 1, -3)),
        switched_off=((1, 2),), dropout=0.3,
        schedule="cosine", clip_norm=0.5, stop_patience=40, weight_draws=2,
    )  # fmt: skip
    path = tmp_path / NAME
    write_work(SavedWork(experiment), path)
    assert read_work(path).experiment == experiment
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]


def test_that_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / NAME
    write_work(SavedWork(Experiment(seed=1)), path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match=r"^run\.playground cannot be written: .*half a character"):
        write_work(SavedWork(Experiment(seed=2), notes="\ud800"), path)
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]


def test_that_too_little_memory_is_said(tmp_path, monkeypatch):
    path = tmp_path / NAME
    write_work(SavedWork(Experiment()), path)
    before = path.read_bytes()

    def without_memory(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(json, "loads", without_memory)
    monkeypatch.setattr(json, "dumps", without_memory)
    with pytest.raises(ValueError, match=r"^run\.playground cannot be read: the memory is too small"):
        read_work(path)
    with pytest.raises(ValueError, match=r"^run\.playground cannot be written: the memory is too small"):
        write_work(SavedWork(Experiment()), path)
    assert path.read_bytes() == before


def test_that_a_folder_that_is_gone_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError, match="no folder gone"):
        write_work(SavedWork(Experiment()), tmp_path / "gone" / NAME)


def test_that_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / NAME
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(OSError, match=r"^run\.playground cannot be read: it is larger than 512 MB"):
        read_work(path)


# Damaged files.


def changed(path: Path, change: dict[str, Any]) -> None:
    """Write other values into the description of a file."""
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    manifest = json.loads(parts["manifest.json"])
    for name, value in change.items():
        if callable(value):
            value(manifest)
        else:
            manifest[name] = value
    parts["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_that_states_of_a_file_that_says_nothing_of_uncleared_gradients_are_read(tmp_path):
    session, path = Session(SPIRAL), tmp_path / NAME
    session.train_epoch()
    write_work(work_of(session), path)

    def forget(manifest: dict[str, Any]) -> None:
        manifest["states"] = [entry[:3] for entry in manifest["states"]]

    changed(path, {"": forget})
    work = read_work(path)
    assert work.run is not None
    assert_same(work.run.end, session.training.trainer.state())


def last_stretch(manifest: dict[str, Any]) -> dict[str, Any]:
    stretch: dict[str, Any] = manifest["runs"][0]["stretches"][-1]
    return stretch


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "other"}, "not an experiment of Scalar Playground"),
        ({"version": VERSION + 1}, "saved by a newer Scalar Playground"),
        ({"version": "3"}, "its version is '3'"),
        ({"version": True}, "its version is True"),
        ({"version": 2}, "another kind of file"),
        ({"experiment": None}, "no table of names"),
        ({"experiment": {"seed": 77}}, "not those of its run"),
        ({"notes": 3}, "notes are no text"),
        ({"cursor": -1}, "epoch that was looked at"),
        ({"kept": [[0, 2, "twice", False, True]]}, "in no order"),
        ({"states": []}, "not as many states"),
        ({"states": [["Adam", 10**15, 1]]}, "not as many"),
        ({"runs": []}, "another length"),
        ({"": lambda manifest: last_stretch(manifest).update(network=9)}, "a network that is not there"),
        ({"": lambda manifest: last_stretch(manifest).update(kind="magic")}, "no change"),
        ({"": lambda manifest: last_stretch(manifest)["keyframes"].reverse()}, "back in time"),
        ({"": lambda manifest: last_stretch(manifest).update(end=0)}, "gaps"),
        ({"": lambda manifest: manifest["networks"][0]["experiment"].update(hidden=[9])}, "parameters"),
        ({"": lambda manifest: manifest["runs"][0].update(seconds_played=-1)}, "a time or a loss"),
        ({"": lambda manifest: manifest["runs"][0].update(rows=7)}, "another length"),
    ],
)  # fmt: skip
def test_that_a_damaged_file_is_refused_with_its_name(tmp_path, change, words):
    session, path = Session(SPIRAL.with_(backend="array")), tmp_path / "broken.playground"
    session.train_epoch()
    session.train_epoch()
    write_work(work_of(session), path)
    changed(path, {})
    read_work(path)
    changed(path, change)
    with pytest.raises(ValueError, match=words) as caught:
        read_work(path)
    assert str(caught.value).startswith("broken.playground")


NORMALISED = Experiment(hidden=(3,), batch_norm=(True,), backend="array")


def faulty(**values: Any) -> TrainingState:
    """A state of a run with batch norm, with other values."""
    return replace(Session(NORMALISED).training.trainer.state(), **values)


@pytest.mark.parametrize("position", [104, 105])  # of 105 samples, and batch norm needs two
def test_that_a_state_behind_the_last_batch_of_an_epoch_is_refused(tmp_path, position):
    session, path = Session(NORMALISED), tmp_path / NAME
    run = Run.begun(session.network, faulty(position=position))
    write_work(SavedWork(session.network.wanted, run), path)
    with pytest.raises(ValueError, match="behind the last batch"):
        read_work(path)


# Versions 1 and 2.


def old(**changes: object) -> str:
    data = {"format": FORMAT, "version": 2, "experiment": Experiment().to_dict(), "training": None}
    return json.dumps({**data, **changes})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "damaged or not an experiment"),
        ('{"format"', "line 1, column 10"),
        ("[]", "not an experiment of Scalar Playground"),
        ('{"format": "other"}', "not an experiment of Scalar Playground"),
        ("[" * 100_000, "nested too deeply"),
        (old(version=VERSION), "another kind of file"),
        (old(version=VERSION + 1), "saved by a newer Scalar Playground"),
        (old(training=[1]), "its training state"),
        (old(experiment=None), "damaged"),
        (old(experiment={"learning_rate": -1}), "learning_rate must be"),
        (old(experiment={"colour": "red"}), "damaged"),
    ],
)  # fmt: skip
def test_that_a_damaged_or_foreign_text_is_refused_with_its_name(tmp_path, text, words):
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=words) as caught:
        read_work(path)
    assert "broken.json" in str(caught.value)


def test_that_a_picture_is_no_experiment(tmp_path):
    path = tmp_path / "picture.json"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff\xfe")
    with pytest.raises(ValueError, match="holds no text"):
        read_work(path)


def test_that_a_file_of_version_2_goes_on_exactly_as_if_it_had_never_stopped(tmp_path):
    session, path = Session(Experiment(hidden=(3,), backend="array")), tmp_path / f"old{JSON_SUFFIX}"
    session.train_epoch()
    session.train_steps(1)
    text = old(experiment=session.network.wanted.to_dict(), training=session.training.trainer.state_dict())
    path.write_text(text, encoding="utf-8")
    run = read_work(path).run
    assert isinstance(run, Run)
    again = Session.of_run(run)
    for each in (session, again):
        each.train_epoch()
        each.train_epoch()
    assert_same(again.training.trainer.state(), session.training.trainer.state())


def test_that_a_negative_variance_in_a_file_of_version_2_is_refused(tmp_path):
    state = faulty()
    state.parameters = np.append(state.parameters[:-1], -1.0)
    path = tmp_path / f"old{JSON_SUFFIX}"
    path.write_text(old(experiment=NORMALISED.to_dict(), training=state_to_dict(state)), encoding="utf-8")
    with pytest.raises(ValueError, match="running variance is below 0"):
        read_work(path)


@pytest.mark.parametrize("position", [103, 104])
def test_that_a_file_of_version_2_starts_an_epoch_over_where_too_little_is_left(tmp_path, position):
    state = faulty(position=position)
    path = tmp_path / f"old{JSON_SUFFIX}"
    path.write_text(old(experiment=NORMALISED.to_dict(), training=state_to_dict(state)), encoding="utf-8")
    run = read_work(path).run
    assert run is not None
    assert run.end.position == (103 if position == 103 else 0)
    Session.of_run(run).train_epoch()


def test_that_weights_of_another_network_are_refused(tmp_path):
    path = tmp_path / f"old{JSON_SUFFIX}"
    training = Session(Experiment(hidden=(3,), backend="array")).training.trainer.state_dict()
    path.write_text(old(experiment=Experiment(hidden=(4,)).to_dict(), training=training), encoding="utf-8")
    with pytest.raises(ValueError, match="parameters must be"):
        read_work(path)


def test_that_a_file_of_version_1_opens_with_defaults_for_what_it_lacks(tmp_path):
    known = ("dataset", "hidden", "activation", "seed", "learning_rate", "backend")
    settings = {name: Experiment(hidden=(3,), seed=5).to_dict()[name] for name in known}
    path = tmp_path / f"old{JSON_SUFFIX}"
    path.write_text(old(version=1, experiment=settings), encoding="utf-8")
    assert read_work(path).experiment == Experiment(hidden=(3,), seed=5)

"""Damaged experiment files: each opens, trains and is saved again, or is refused in a short sentence."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

from engine import ScalarError
from playground.models.data.data_source import OWN
from playground.models.data.drawn_data import DrawnData
from playground.models.data.formula_data import FormulaData
from playground.models.data.table_data import TableData
from playground.models.experiment.experiment import Experiment
from playground.models.picture.frame import FrameRequest
from playground.models.run.run_file import KeptRun, SavedWork, write_work
from playground.models.run.session import Session
from playground.style.palette import LIGHT
from playground.workers.work_files import Opening, open_work
from tests.playground.frames import frame_of

FEW, MANY, CHUNK = 60, 3000, 250
NAME = "damaged.playground"
# Python's json writes NaN, infinities and half characters, which no file of ours has.
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 3, 64, 65, 1000, 2**31, 2**53, 2**60, 10**18, -(10**19), 10**308, 10**400,
    0.0, -0.0, 0.5, 1e-320, 1e-9, 1e300, -1e308, float("nan"), float("inf"), -float("inf"),
    "", "0", "a", "iris", "own", "table", "compiled", "squared_error", "\ud800", "\x00", "a\nb", "<b>x</b>",
    "&", "\u202e", "x" * 100, "y" * 100_000, [], {}, [[]], [None], [0], [1, 2], [0.5] * 1000, [[1, 2, 3]],
    {"a": 1},
)  # fmt: skip
BYTES = (
    b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"{", b"}", b"[", b"]", b",", b'"', b"\\", b":",
    b"9" * 5000, b"1e999", b"-", b"NaN", b"Infinity", b'"\\ud800"', b"[" * 3000, b"null", b"{}", b"0", b".",
    b"[" * 900 + b"]" * 900, b"[" * 600 + b"0" + b"]" * 600,
)  # fmt: skip


def experiments() -> list[Experiment]:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(30, 3))
    names = ("a", "b & c", "<i>")
    table = TableData("People", X, rng.integers(0, 2, 30), names, ("no", "yes"))
    numbers = TableData("Prices", X, X[:, 0] * 2, names, ())
    drawn = DrawnData(X[:, :2], np.arange(30) % 3)
    small: dict[str, Any] = {"backend": "array", "hidden": (3, 2), "batch_size": 7}
    return [
        Experiment(**small, name="Flowers", layer_activations=("relu",), frozen=((1,), (2, 0)), seed=5),
        Experiment(**small, dataset="circle", n_samples=50, features=(0, 2), optimizer="momentum"),
        Experiment(**small, dataset="circle", n_samples=50, batch_norm=(True,), output_bias=False),
        Experiment(**small, dataset="plane", n_samples=50, loss="squared_error", switched_off=((1, 1),)),
        Experiment(**small, dataset=OWN, source=table, dropout=0.2, schedule="step", optimizer="sgd"),
        Experiment(**small, dataset=OWN, source=numbers, loss="squared_error", stop_patience=3),
        Experiment(**small, dataset=OWN, source=drawn, optimizer="rmsprop", clip_norm=1.0),
        Experiment(**small, dataset=OWN, source=FormulaData("y > |x|"), n_samples=50, stop_loss=0.1),
    ]  # fmt: skip


def work_of(session: Session, **values: Any) -> SavedWork:
    run, left = session.as_it_is()
    return SavedWork(session.network.wanted, run, left, **values)


@cache
def corpus() -> tuple[str, ...]:
    """Whole files of version 2, of experiments that were trained a little."""
    texts = []
    for experiment in experiments():
        session = Session(experiment)
        session.train_epoch()
        session.training.trainer.train_batch()
        data = {
            "format": "scalar-playground experiment", "version": 2, "experiment": experiment.to_dict(),
            "training": session.training.trainer.state_dict(),
        }  # fmt: skip
        texts.append(json.dumps(data))
    return tuple(texts)


@cache
def archives() -> tuple[bytes, ...]:
    """Whole files of now: runs with changes, a branch, a kept run and notes."""
    files = []
    for experiment in experiments():
        session = Session(experiment)
        session.train_epoch()
        session.apply(experiment.with_(learning_rate=0.02))
        session.train_epoch()
        kept = KeptRun(session.kept_copy(), 2, "Kept", is_pinned=True)
        session.look_at(1)
        session.branch()
        session.apply(session.network.wanted.with_(hidden=(4, 2)))
        session.train_steps(2)
        with TemporaryDirectory() as folder:
            path = Path(folder) / NAME
            write_work(work_of(session, kept=(kept,), cursor=1, notes="# Notes"), path)
            files.append(path.read_bytes())
    return tuple(files)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def mutated_parts(data: bytes, rng: random.Random) -> bytes:
    """Change the description, some numbers, or which parts there are."""
    parts = parts_of(data)
    kind = rng.choice(("values", "values", "values", "text", "numbers", "numbers", "drop", "add", "swap"))
    name = rng.choice([name for name in parts if name != "manifest.json"])
    if kind == "values":
        parts["manifest.json"] = mutated_values(parts["manifest.json"].decode(), rng)
    elif kind == "text":
        parts["manifest.json"] = mutated_bytes(parts["manifest.json"], rng)
    elif kind == "numbers" and rng.random() < 0.6:
        content = bytearray(parts[name])
        if len(content) > 128:
            at = rng.randrange(128, len(content) - 7, 8)
            number = rng.choice((np.nan, np.inf, -1.0, 1e300, 0.0, 3.0))
            as_count = rng.choice((-1, 2**62, 0, 7))
            content[at : at + 8] = np.array(number if name != "counters.npy" else as_count).tobytes()
        parts[name] = bytes(content)
    elif kind == "numbers":
        parts[name] = mutated_bytes(parts[name], rng)
    elif kind == "drop":
        del parts[name]
    elif kind == "add":
        parts[rng.choice(("../x", "/etc/x", "a" * 300, "manifest.json2", "numbers.npy/x", "x.pkl"))] = b"x"
    else:
        parts[name] = parts[rng.choice(list(parts))]
    return zipped(parts)


def places(value: object, parent: Any = None, key: Any = None) -> list[tuple[Any, Any]]:
    """All parts of a value as (container, key)."""
    found = [] if parent is None else [(parent, key)]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in list(pairs):
        # Of a long list a few parts stand for all.
        if not isinstance(name, int) or name < 4 or name == len(value) - 1:  # type: ignore[arg-type]
            found += places(part, value, name)
    return found


def mutated_values(text: str, rng: random.Random) -> bytes:
    """Exchange, drop, double or nest a few values."""
    data = json.loads(text)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        container, key = rng.choice(places(data))
        kind = rng.choice(("set", "set", "set", "drop", "double", "nest", "move", "shift", "shift", "shift"))
        if kind == "set":
            alike = [value for value in VALUES if type(value) is type(container[key])]
            container[key] = rng.choice(VALUES if not alike or rng.random() < 0.4 else alike)
        elif kind == "drop":
            del container[key]
        elif kind == "nest":
            for _ in range(rng.choice((1, 1, 50))):
                container[key] = [container[key]]
        elif kind == "double" and isinstance(container, list):
            container.insert(key, container[key])
        elif kind == "double":
            container[key + "2"] = container[key]
        elif kind == "move":
            other, place = rng.choice(places(data))
            container[key] = json.loads(json.dumps(other[place]))
        elif isinstance(container[key], int | float):
            container[key] = rng.choice(
                (container[key] + 1, -container[key], container[key] * 1e9, str(container[key]))
            )
    return json.dumps(data).encode()


def mutated_bytes(data: bytes, rng: random.Random) -> bytes:
    """Cut, overwrite or insert a few bytes."""
    for _ in range(rng.choice((1, 1, 2))):
        at = rng.randrange(len(data) + 1)
        until = min(len(data), at + rng.choice((0, 1, 2, 10, 10**9)))
        data = data[:at] + rng.choice(BYTES) + data[until:]
    return data


def file_of(seed: int) -> bytes:
    rng = random.Random(seed)
    if rng.random() < 0.6:
        data = rng.choice(archives())
        return (mutated_bytes if rng.random() < 0.15 else mutated_parts)(data, rng)
    text = rng.choice(corpus())
    if rng.random() < 0.02:
        # A name twice: the second one would win in silence.
        return text.replace('"seed":', '"seed": 1, "seed":').encode()
    return mutated_bytes(text.encode(), rng) if rng.random() < 0.25 else mutated_values(text, rng)


def use(session: Session, path: Path) -> None:
    """Show it, train it, save it, and find the same in the file again."""
    request = FrameRequest(generation=0, theme=LIGHT, boundary_side=8)
    frame_of(session, request)
    with suppress(ScalarError):
        session.train_steps(2)
    frame_of(session, request)
    for epoch in {0, session.training.trainer.epoch // 2}:
        session.look_at(epoch)
        session.past.come_nearer(0.05)
        frame_of(session, request)
    session.look_at(None)
    state = session.training.trainer.state_dict()
    write_work(work_of(session), path)
    after = open_work(Opening(path)).session
    assert after is not None
    assert json.dumps(after.network.wanted.to_dict()) == json.dumps(session.network.wanted.to_dict())
    assert json.dumps(after.training.trainer.state_dict()) == json.dumps(state)


def check_words(error: Exception) -> None:
    words = str(error)
    assert words.startswith(NAME)
    assert len(words) < 300
    assert words.isprintable()


def run(folder: Path, seeds: range) -> None:
    path, taken, blocked = folder / NAME, 0, 0
    for seed in seeds:
        path.write_bytes(file_of(seed))
        try:
            try:
                opened = open_work(Opening(path))
            except (OSError, ValueError) as error:
                check_words(error)
                continue
            if opened.session is None or opened.problem is not None:
                blocked += 1
                write_work(opened.work, path)
            else:
                taken += 1
                use(opened.session, path)
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
    refused = len(seeds) - taken - blocked
    print(f"{len(seeds)} files: {taken} opened, {blocked} opened and wait, {refused} refused")
    assert [entry.name for entry in folder.iterdir()] == [NAME]
    assert min(taken, refused) > len(seeds) / 20


def test_that_damaged_files_open_or_are_refused_in_words(tmp_path: Path) -> None:
    run(tmp_path, range(FEW))


def remembered(seed: int) -> str:
    """The settings of a damaged file, as the window remembers them."""
    rng = random.Random(seed)
    settings = json.dumps(json.loads(rng.choice(corpus()))["experiment"])
    changed = mutated_bytes(settings.encode(), rng) if rng.random() < 0.25 else mutated_values(settings, rng)
    return changed.decode(errors="replace")


@pytest.mark.parametrize("seed", range(100))
def test_that_a_damaged_remembered_experiment_is_read_or_refused(seed: int) -> None:
    try:
        experiment = Experiment.from_json(remembered(seed))
    except ValueError as error:
        words = str(error)
        assert words
        assert len(words) < 300
    else:
        assert Experiment.from_json(experiment.to_json()).to_dict() == experiment.to_dict()


@pytest.mark.fuzz
@pytest.mark.parametrize("first", range(0, MANY, CHUNK))
def test_that_many_damaged_files_open_or_are_refused_in_words(tmp_path: Path, first: int) -> None:
    run(tmp_path, range(FEW + first, FEW + first + CHUNK))

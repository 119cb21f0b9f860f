"""Experiment files: settings, data or their recipe, runs with logs and curves, and notes, in one zip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.training.checkpoint import state_from_dict
from playground.models.experiment.archive import START, packed, unpacked
from playground.models.experiment.atomic_file import remove_abandoned_parts, write_whole
from playground.models.experiment.choices import LONGEST_NAME
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.json_text import is_whole, read_json
from playground.models.experiment.problem import NotTrainableError
from playground.models.experiment.regular_file import READING, WRITING, read_bytes, sentence, shown_name
from playground.models.experiment.shown import printable, shown
from playground.models.network.network import Network
from playground.models.run.run import Run
from playground.models.run.run_packing import TYPES, Packer, Unpacker, check_fit

FORMAT = "scalar-playground experiment"
# 1 and 2 are JSON with the last weights alone; 2 added settings of single layers and neurons, schedules,
# dropout and goals. 3 is a zip of whole runs.
VERSION, LAST_JSON_VERSION = 3, 2
SUFFIX, JSON_SUFFIX = ".playground", ".playground.json"
LARGEST_FILE = 512 * 2**20
# States of all runs together, so that a file can always be read again.
MOST_STATE_BYTES = 320 * 2**20
MOST_KEPT = 20
MOST_NUMBER = 1_000_000
LONGEST_NOTES = 20_000
LONGEST_PATH = 10_000


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A kept run with its number, name and pin."""

    run: Run
    number: int
    name: str
    is_pinned: bool = False
    is_shown: bool = True


@dataclass(frozen=True, eq=False)
class SavedWork:
    """The content of a file.

    Attributes
    ----------
    experiment
        The settings as given.
    run
        The current run, None if the settings cannot be trained.
    left
        Branches, newest first.
    kept
        The kept runs in the order of their numbers.
    cursor
        The past epoch on screen, or None.
    notes
        Markdown.
    path, is_unsaved
        Of work that nobody saved: the file that it belongs to, and whether that lacks something.
    """

    experiment: Experiment
    run: Run | None = None
    left: tuple[Run, ...] = ()
    kept: tuple[KeptRun, ...] = ()
    cursor: int | None = None
    notes: str = ""
    path: Path | None = None
    is_unsaved: bool = False


@dataclass(frozen=True)
class Label:
    """What the window knows of a kept run."""

    key: int
    number: int
    name: str
    is_pinned: bool = False
    is_shown: bool = True


@dataclass(frozen=True)
class Cover:
    """What the window knows of the work besides the runs themselves."""

    experiment: Experiment
    labels: tuple[Label, ...] = ()
    notes: str = ""
    path: Path | None = None
    is_unsaved: bool = False


def write_work(work: SavedWork, path: Path, most_state_bytes: int = MOST_STATE_BYTES) -> None:
    """Write a file completely or not at all.

    Parameters
    ----------
    most_state_bytes
        If the runs have more, keyframes are thinned out: every moment still comes back, but takes longer.

    Raises
    ------
    OSError, ValueError
        It cannot be written; the message names the file.
    """
    try:
        content = _content(work, most_state_bytes)
        if len(content) > LARGEST_FILE:
            raise ValueError(f"it would be larger than {LARGEST_FILE // 2**20} MB, too large to open again")
    except MemoryError:
        raise ValueError(sentence(path, WRITING, "the memory is too small for it")) from None
    except ValueError as error:
        raise ValueError(sentence(path, WRITING, error)) from None
    write_whole(path, content)


def _content(work: SavedWork, most_state_bytes: int) -> bytes:
    packer = Packer()
    runs = [*([] if work.run is None else [work.run]), *work.left, *(kept.run for kept in work.kept)]
    share = most_state_bytes // max(len(runs), 1)
    numbers = [packer.add(run, share) for run in runs]
    first_kept = len(numbers) - len(work.kept)
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": packer.experiment(work.experiment),
        "notes": work.notes,
        "file": None if work.path is None else str(work.path),
        "is_unsaved": work.is_unsaved,
        "cursor": work.cursor,
        "live": None if work.run is None else 0,
        "left": numbers[0 if work.run is None else 1 : first_kept],
        "kept": [
            [number, kept.number, kept.name, kept.is_pinned, kept.is_shown]
            for number, kept in zip(numbers[first_kept:], work.kept, strict=True)
        ],
    }
    return packed({**manifest, **packer.manifest}, packer.arrays)


def read_work(path: Path) -> SavedWork:
    """Read a file of any version, and remove temporary files of killed processes.

    Raises
    ------
    OSError, ValueError
        It cannot be read, is damaged, is something else, or is from a newer version; the message names it.
    """
    remove_abandoned_parts(path.parent)
    data = read_bytes(path, LARGEST_FILE)
    try:
        return _work_in(data, path) if data.startswith(START) else _work_in_json(data, path)
    except MemoryError:
        raise ValueError(sentence(path, READING, "the memory is too small for it")) from None


def _work_in(data: bytes, path: Path) -> SavedWork:
    try:
        manifest, arrays = unpacked(data, TYPES)
    except ValueError as error:
        raise ValueError(sentence(path, "is damaged or not an experiment", error)) from None
    _check_version(manifest, path, range(LAST_JSON_VERSION + 1, VERSION + 1))
    try:
        return _read(manifest, Unpacker(manifest, arrays))
    except (ValueError, ArithmeticError, NotTrainableError) as error:
        raise damaged(path, error) from None


def _read(manifest: Mapping[str, Any], unpacker: Unpacker) -> SavedWork:
    runs, cursor, notes = unpacker.runs, manifest.get("cursor"), manifest.get("notes")
    if not (cursor is None or _is_count(cursor, 2**60)):
        raise ValueError("the epoch that was looked at is none")
    if not isinstance(notes, str) or len(notes) > LONGEST_NOTES:
        raise ValueError("its notes are no text, or too long")
    left, kept, live = manifest.get("left"), manifest.get("kept"), manifest.get("live")
    if not isinstance(left, list) or not isinstance(kept, list) or len(kept) > MOST_KEPT:
        raise ValueError("its runs are no list, or too many")
    numbers = [*([] if live is None else [live]), *left, *(_first(entry) for entry in kept)]
    if numbers != list(range(len(runs))) or any(isinstance(number, bool) for number in numbers):
        raise ValueError("its runs are in no order")
    run = None if live is None else runs[0]
    experiment = unpacker.experiment(manifest.get("experiment"))
    if run is not None and run.network.wanted != experiment:
        raise ValueError("its settings are not those of its run")
    first_kept = len(runs) - len(kept)
    entries = tuple(_kept(entry, one) for entry, one in zip(kept, runs[first_kept:], strict=True))
    if [entry.number for entry in entries] != sorted({entry.number for entry in entries}):
        raise ValueError("its kept runs are in no order")
    left_runs = tuple(runs[0 if run is None else 1 : first_kept])
    path, is_unsaved = _file(manifest.get("file")), manifest.get("is_unsaved") is True
    return SavedWork(experiment, run, left_runs, entries, cursor, notes, path, is_unsaved)


def _file(name: object) -> Path | None:
    if name is None:
        return None
    if not isinstance(name, str) or "\x00" in name or len(name) > LONGEST_PATH:
        raise ValueError("the file that it belongs to has no name")
    return Path(name)


def _first(entry: object) -> object:
    if not isinstance(entry, list) or len(entry) != 5:
        raise ValueError("a kept run is none")
    return entry[0]


def _kept(entry: list[Any], run: Run) -> KeptRun:
    _, number, name, is_pinned, is_shown = entry
    if not _is_count(number, MOST_NUMBER) or not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise ValueError("a kept run has no name or number")
    if not isinstance(is_pinned, bool) or not isinstance(is_shown, bool):
        raise ValueError("a kept run is neither pinned nor not")
    return KeptRun(run, number, " ".join(printable(name, " ").split()), is_pinned, is_shown)


def _is_count(value: object, largest: int) -> bool:
    return is_whole(value) and 0 <= value <= largest


def _work_in_json(data: bytes, path: Path) -> SavedWork:
    """Return the content of a file of version 1 or 2: a run that begins where it was saved."""
    try:
        manifest = read_json(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(f"{shown_name(path)} is not an experiment: it holds no text") from None
    except ValueError as error:
        raise ValueError(sentence(path, "is damaged or not an experiment", error)) from None
    _check_version(manifest, path, range(1, LAST_JSON_VERSION + 1))
    training = manifest.get("training")
    if training is not None and not isinstance(training, dict):
        raise damaged(path, "its training state is no table of names and values")
    try:
        experiment = Experiment.from_dict(manifest.get("experiment"))
        try:
            network = Network.of(experiment)
        except NotTrainableError:
            return SavedWork(experiment)
        return SavedWork(experiment, None if training is None else _resumed(network, training))
    except (ValueError, ArithmeticError) as error:
        raise damaged(path, error) from None


def _resumed(network: Network, training: Mapping[str, Any]) -> Run:
    state = state_from_dict(training, network.parameter_map.count)
    if state.position + network.least_batch > len(network.split.X_train):
        state.start_epoch_over()
    check_fit([state], network)
    return Run.begun(network, state)


def _check_version(manifest: object, path: Path, known: range) -> None:
    name = shown_name(path)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError(f"{name} is not an experiment of Scalar Playground")
    version = manifest.get("version")
    if not is_whole(version) or version < 1:
        raise damaged(path, f"its version is {shown(version)}")
    if version > VERSION:
        raise ValueError(
            f"{name} was saved by a newer Scalar Playground (version {version} of the format; "
            f"this one reads up to {VERSION})"
        )
    if version not in known:
        raise damaged(path, f"version {version} of the format is another kind of file")


def damaged(path: Path, reason: object) -> ValueError:
    """Return the error of a file whose parts are wrong or do not fit together."""
    return ValueError(sentence(path, "is damaged", reason))

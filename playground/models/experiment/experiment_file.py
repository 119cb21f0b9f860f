"""Experiments as files: settings, seeds, data or their recipe, and weights in one versioned JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.models.experiment.atomic_file import replaced_file
from playground.models.experiment.experiment import Experiment

FORMAT = "scalar-playground experiment"
# 2 added settings of single layers and neurons, schedules, dropout and goals; files of version 1 lack them.
VERSION = 2
SUFFIX = ".playground.json"
LARGEST_FILE = 200 * 2**20


@dataclass(frozen=True)
class SavedExperiment:
    """An experiment and how far it was trained.

    Attributes
    ----------
    training
        What `engine.Trainer.state_dict` returned, or None for an experiment that could not be trained.
    """

    experiment: Experiment
    training: Mapping[str, Any] | None


def write_experiment(saved: SavedExperiment, path: Path) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    OSError
        It cannot be written.
    """
    data = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": saved.experiment.to_dict(),
        "training": saved.training,
    }
    with replaced_file(path) as file:
        json.dump(data, file, ensure_ascii=False, allow_nan=False)
        file.write("\n")


def read_experiment(path: Path) -> SavedExperiment:
    """Read a file.

    Raises
    ------
    OSError
        It cannot be read.
    ValueError
        It is damaged, something else, or from a newer version; the sentence says which.
    """
    name = path.name
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"{name} is larger than {LARGEST_FILE // 2**20} MB, too large for an experiment")
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError(f"{name} is not an experiment: it holds no text") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"{name} is damaged or not an experiment: {error.msg} at {where}") from None
    except RecursionError:
        raise ValueError(f"{name} is damaged: it is nested too deeply") from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"{name} is not an experiment of Scalar Playground")
    version = data.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise ValueError(f"{name} is damaged: its version is {version!r}")
    if version > VERSION:
        raise ValueError(
            f"{name} was saved by a newer Scalar Playground (version {version} of the format; "
            f"this one reads up to {VERSION})"
        )
    training = data.get("training")
    if training is not None and not isinstance(training, dict):
        raise ValueError(f"{name} is damaged: its training state is no table of names and values")
    try:
        return SavedExperiment(Experiment.from_dict(data.get("experiment")), training)
    except ValueError as error:
        raise ValueError(f"{name} is damaged: {error}") from None

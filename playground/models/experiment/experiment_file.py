"""Experiments as files: settings, seeds, data or their recipe, and weights in one versioned JSON text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.models.experiment.atomic_file import remove_abandoned_parts, write_whole
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.json_text import check_size, read_json
from playground.models.experiment.regular_file import READING, WRITING, read_bytes, sentence, shown_name
from playground.models.experiment.shown import shown

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
    OSError, ValueError
        It cannot be written; the sentence names the file.
    """
    data = {
        "format": FORMAT,
        "version": VERSION,
        "experiment": saved.experiment.to_dict(),
        "training": saved.training,
    }
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        content = text.encode()
        # What could not be opened again would be lost.
        check_size(text)
        if len(content) > LARGEST_FILE:
            raise ValueError(f"it would be larger than {LARGEST_FILE // 2**20} MB, too large to open again")
    except MemoryError:
        raise ValueError(sentence(path, WRITING, "the memory is too small for it")) from None
    except UnicodeEncodeError:
        raise ValueError(
            sentence(path, WRITING, "it would hold half a character, which is no text")
        ) from None
    except ValueError as error:
        raise ValueError(sentence(path, WRITING, error)) from None
    write_whole(path, content + b"\n")


def read_experiment(path: Path) -> SavedExperiment:
    """Read a file, and remove what a killed process left beside it.

    Raises
    ------
    OSError, ValueError
        It cannot be read, is damaged, something else, or from a newer version; the sentence names it.
    """
    name = shown_name(path)
    remove_abandoned_parts(path.parent)
    try:
        data = read_json(read_bytes(path, LARGEST_FILE).decode("utf-8-sig"))
    except MemoryError:
        raise ValueError(sentence(path, READING, "the memory is too small for it")) from None
    except UnicodeDecodeError:
        raise ValueError(f"{name} is not an experiment: it holds no text") from None
    except ValueError as error:
        raise ValueError(sentence(path, "is damaged or not an experiment", error)) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"{name} is not an experiment of Scalar Playground")
    version = data.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise damaged(path, f"its version is {shown(version)}")
    if version > VERSION:
        raise ValueError(
            f"{name} was saved by a newer Scalar Playground (version {version} of the format; "
            f"this one reads up to {VERSION})"
        )
    training = data.get("training")
    if training is not None and not isinstance(training, dict):
        raise damaged(path, "its training state is no table of names and values")
    try:
        return SavedExperiment(Experiment.from_dict(data.get("experiment")), training)
    except ValueError as error:
        raise damaged(path, error) from None


def damaged(path: Path, reason: object) -> ValueError:
    """Return the error of a file whose parts are wrong or do not fit together."""
    return ValueError(sentence(path, "is damaged", reason))

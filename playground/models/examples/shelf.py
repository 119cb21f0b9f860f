"""All examples that come with the app, and what came of training them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from playground.models.examples.example import Example, Trained
from playground.models.examples.example_file import SUFFIX, read_example
from playground.models.experiment.json_text import is_number, is_whole, read_json
from playground.models.experiment.regular_file import read_bytes, shown_name
from playground.models.experiment.shown import printable
from playground.resource_files import RESOURCES
from playground.style.words import shortened

FOLDER = RESOURCES / "examples"
PICTURES, TRAINED = "pictures", "trained.json"
MOST_FILES, LARGEST_TRAINED, LONGEST_REASON = 200, 2**20, 160


@dataclass(frozen=True)
class Shelf:
    """Examples in the order of their files' names.

    Attributes
    ----------
    faults
        A sentence for each file that is no example.
    """

    examples: tuple[Example, ...]
    faults: tuple[str, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """All groups, in the order in which they first come up."""
        return tuple(dict.fromkeys(group for example in self.examples for group in example.groups))

    def found(self, words: str, group: str = "") -> tuple[Example, ...]:
        """Return the examples of a group, or all, that have all of some words."""
        return tuple(
            example
            for example in self.examples
            if example.has(words) and (not group or group in example.groups)
        )


def read_shelf(folder: Path = FOLDER) -> Shelf:
    """Read all files of a folder; those that are no examples are told of, and the others stay.

    Raises
    ------
    OSError
        The folder cannot be read.
    """
    examples, faults = [], []
    trained = _read_trained(folder / PICTURES / TRAINED)
    for path in sorted(path for path in folder.iterdir() if path.suffix == SUFFIX)[:MOST_FILES]:
        try:
            example = read_example(path)
        except OSError as error:
            faults.append(f"{error}.")
        except ValueError as error:
            faults.append(f"{shown_name(path)} is no example: {_short(str(error))}.")
        else:
            of_it = trained.get(example.key)
            is_of_it = of_it is not None and of_it.mark == example.mark
            examples.append(replace(example, trained=of_it if is_of_it else None))
    return Shelf(tuple(examples), tuple(faults))


def picture_path(key: str, theme: str, folder: Path = FOLDER) -> Path:
    """Return the path of an example's picture in a theme, ``light`` or ``dark``."""
    return folder / PICTURES / f"{key}-{theme}.png"


def trained_text(trained: Iterable[tuple[str, Trained]]) -> str:
    """Return the content of the file of what came of training examples."""
    rows = {
        key: {"mark": one.mark, "structure": list(one.structure), "score": round(one.score, 4)}
        for key, one in sorted(trained)
    }
    lines = ",\n".join(f" {json.dumps(key)}: {json.dumps(row)}" for key, row in rows.items())
    return f"{{\n{lines}\n}}\n"


def _read_trained(path: Path) -> Mapping[str, Trained]:
    """Read what `trained_text` wrote; what cannot be read counts as not trained."""
    try:
        rows = read_json(read_bytes(path, LARGEST_TRAINED).decode("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(rows, dict):
        return {}
    return {key: found for key, row in rows.items() if (found := _trained(row)) is not None}


def _trained(row: Any) -> Trained | None:
    match row:
        case {"mark": str() as mark, "structure": list() as structure, "score": score} if all(
            map(is_whole, structure)
        ) and is_number(score):
            return Trained(mark, tuple(structure), float(score))
    return None


def _short(reason: str) -> str:
    return shortened(" ".join(printable(reason, " ").split()), LONGEST_REASON).removesuffix(".")

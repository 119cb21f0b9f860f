"""Reads the file of an example: a TOML table of texts, and one of settings by their names."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playground.models.examples.example import Example
from playground.models.examples.promise import read_promise
from playground.models.experiment.choices import LONGEST_NAME
from playground.models.experiment.experiment import Experiment
from playground.models.experiment.json_text import is_whole
from playground.models.experiment.regular_file import read_bytes
from playground.models.experiment.shown import printable, shown

SUFFIX = ".toml"
LARGEST = 2**16
LONGEST_SENTENCE, LONGEST_WORD, MOST_WORDS, MOST_EPOCHS = 90, 40, 20, 100_000
_MARK_LENGTH = 12
_KEYS = ("title", "sentence", "groups", "epochs", "promise", "settings")
_MORE_KEYS = ("tags",)
# The rest of the experiment says these.
_OWN_SETTINGS = ("name", "stop_epoch", "rests")


def read_example(path: Path) -> Example:
    """Read a file.

    Raises
    ------
    OSError, ValueError
        It cannot be read, or is no example; a ValueError does not name the file.
    """
    try:
        table = tomllib.loads(read_bytes(path, LARGEST).decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is no text") from None
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"it is no TOML: {error}") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    for key in table.keys() - {*_KEYS, *_MORE_KEYS}:
        raise ValueError(f"it has an unknown entry {shown(key)}")
    for key in _KEYS:
        if key not in table:
            raise ValueError(f"it has no {key}")
    title = _line(table, "title", LONGEST_NAME)
    epochs = table["epochs"]
    if not is_whole(epochs) or not 0 < epochs <= MOST_EPOCHS:
        raise ValueError(f"epochs must be a whole number from 1 to {MOST_EPOCHS:,}, not {shown(epochs)}")
    experiment = _experiment(table["settings"], title, epochs)
    groups = _words(table, "groups")
    if not groups:
        raise ValueError("it belongs to no group")
    try:
        promise = read_promise(str(table["promise"]), experiment)
    except ValueError as error:
        raise ValueError(f"its promise cannot be checked: {error}") from None
    sentence = _line(table, "sentence", LONGEST_SENTENCE)
    mark = _mark(table["settings"], epochs)
    return Example(
        path.stem, title, sentence, groups, _words(table, "tags"), epochs, experiment, promise, mark
    )


def _experiment(settings: object, title: str, epochs: int) -> Experiment:
    if not isinstance(settings, Mapping):
        raise ValueError("its settings are no table of names and values")
    for name in _OWN_SETTINGS:
        if name in settings:
            raise ValueError(f"{name} cannot be among its settings: title and epochs say it")
    return Experiment.from_dict({**settings, "name": title, "stop_epoch": epochs, "rests": False})


def _line(table: Mapping[str, Any], key: str, longest: int) -> str:
    text = table[key]
    if not isinstance(text, str) or not text.strip() or len(text) > longest or text != printable(text):
        raise ValueError(f"its {key} must be one line of at most {longest} characters, not {shown(text)}")
    return text


def _words(table: Mapping[str, Any], key: str) -> tuple[str, ...]:
    words = table.get(key, [])
    if not isinstance(words, list) or len(words) > MOST_WORDS:
        raise ValueError(f"its {key} must be a list of at most {MOST_WORDS} texts, not {shown(words)}")
    return tuple(_line({key: word}, key, LONGEST_WORD) for word in words)


def _mark(settings: object, epochs: int) -> str:
    text = json.dumps([settings, epochs], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK_LENGTH]

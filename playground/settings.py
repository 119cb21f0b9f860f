"""What the application remembers between starts: window, theme, experiment."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths, QTemporaryDir

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.json_text import read_json
from playground.models.experiment.regular_file import READING, FileError, regular_status
from playground.models.run.speed import WATCHABLE, Speed, speed_from_key, speed_to_key

NAME = "Scalar Playground"
MOST_RECENT_FILES = 8
THEMES = ("system", "light", "dark")
# Group of settings set aside because they may have caused a crash.
_ASIDE = "aside"
# Names in messages.
_WORDS = {
    "experiment": "the last experiment",
    "theme": "the theme",
    "log_scale": "the scale of the loss chart",
    "zoom": "the zoom",
    "speed": "the speed of training",
    "recent_files": "the list of recent files",
    "examples_at_start": "whether examples are shown at the start",
    "geometry": "the size and place of the window",
}
_logger = logging.getLogger("scalar-playground.settings")
_T = TypeVar("_T")


class Settings:
    """Typed access to the platform's store of settings.

    An entry that cannot be read counts as missing and is listed in `put_back`.

    Attributes
    ----------
    put_back
        Names of settings that were reset because they could not be used.
    problem
        Why nothing is remembered, or an empty text.
    """

    def __init__(self, store: QSettings | None = None, group: str = "") -> None:
        self.problem = "" if store is not None else _problem_of_platform()
        if self.problem:
            self._folder = QTemporaryDir()  # goes with the settings
            store = QSettings(self._folder.filePath("settings.ini"), QSettings.Format.IniFormat)
        self._store = store or QSettings(NAME, NAME)
        self._group = f"{group}/" if group else ""
        self.put_back: list[str] = []

    @property
    def experiment(self) -> Experiment:
        """The experiment last worked on."""
        return self._read("experiment", Experiment.from_json, Experiment())

    @experiment.setter
    def experiment(self, experiment: Experiment) -> None:
        self._write("experiment", experiment.to_json())

    @property
    def theme(self) -> str:
        """``"system"``, ``"light"`` or ``"dark"``."""
        return self._read("theme", _theme, "system")

    @theme.setter
    def theme(self, theme: str) -> None:
        self._write("theme", theme)

    @property
    def log_scale(self) -> bool:
        """Whether the loss chart is logarithmic."""
        return self._read("log_scale", _switch, True)

    @log_scale.setter
    def log_scale(self, on: bool) -> None:
        self._write("log_scale", "true" if on else "false")

    @property
    def examples_at_start(self) -> bool | None:
        """Whether the examples are shown at the start; None before the first one."""
        return self._read("examples_at_start", _switch, None)

    @examples_at_start.setter
    def examples_at_start(self, on: bool) -> None:
        self._write("examples_at_start", "true" if on else "false")

    @property
    def zoom(self) -> float:
        """How large everything in the window is; 1 is its natural size."""
        return self._read("zoom", _zoom, 1.0)

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._write("zoom", f"{zoom:g}")

    @property
    def speed(self) -> Speed | None:
        """The training speed; None is as fast as possible."""
        watchable: Speed | None = WATCHABLE
        return self._read("speed", speed_from_key, watchable)

    @speed.setter
    def speed(self, speed: Speed | None) -> None:
        self._write("speed", speed_to_key(speed))

    @property
    def geometry(self) -> QByteArray | None:
        """Size and place of the window."""
        return self._read("geometry", _bytes, None)

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._write("geometry", geometry)

    @property
    def recent_files(self) -> list[Path]:
        """Files that were opened or saved last, newest first; missing ones are left out."""
        paths: list[Path] = self._read("recent_files", _paths, [])
        return [path for path in paths if path.is_file()]

    def add_recent_file(self, path: Path) -> None:
        """Put a file in front of the list."""
        path = path.absolute()
        paths = [path, *(known for known in self.recent_files if known != path)]
        self._write("recent_files", json.dumps([str(known) for known in paths[:MOST_RECENT_FILES]]))

    @property
    def description(self) -> str:
        """The remembered settings as lines of text."""
        experiment = self.experiment
        lines = [
            f"Experiment: {experiment.title}",
            f"Layers: {', '.join(str(size) for size in experiment.hidden) or 'none hidden'}",
            f"Engine: {experiment.backend}",
            f"Theme: {self.theme}",
            f"Zoom: {round(100 * self.zoom)} %",
        ]
        return "\n".join(lines)

    def take_over(self, key: str, use: Callable[[], object]) -> None:
        """Use a setting; where that fails it is forgotten, and the start goes on with its default."""
        try:
            use()
        except Exception:
            self._forget(key)
            _logger.exception("%s could not be used", _WORDS[key])

    def clear(self) -> None:
        """Forget everything except what was set aside."""
        for key in _WORDS:
            self._store.remove(f"{self._group}{key}")

    def set_aside(self) -> Settings:
        """Set all settings aside, to be offered later, and use the defaults."""
        for key in _WORDS:
            value = self._store.value(key)
            if value is not None:
                self._store.setValue(f"{_ASIDE}/{key}", value)
        self.clear()
        return Settings(self._store, _ASIDE)

    def sync(self) -> None:
        """Write everything to disk now."""
        self._store.sync()

    def _read(self, key: str, parse: Callable[[Any], _T], default: _T) -> _T:
        try:
            value = self._store.value(f"{self._group}{key}")
            return default if value is None else parse(value)
        except Exception as error:
            self._forget(key)
            _logger.info("%s cannot be read: %s", _WORDS[key], error)
            return default

    def _write(self, key: str, value: object) -> None:
        self._store.setValue(f"{self._group}{key}", value)

    def _forget(self, key: str) -> None:
        self._store.remove(f"{self._group}{key}")
        self.put_back.append(_WORDS[key])


def _problem_of_platform() -> str:
    """Say why the platform's settings cannot be used; Qt would wait for a pipe in their place for ever."""
    if sys.platform in ("win32", "darwin"):  # kept by the system
        return ""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    try:
        regular_status(Path(folder) / NAME / f"{NAME}.conf", READING)
    except FileError as error:
        return f"{error}. So nothing is remembered."
    return ""


def _paths(value: object) -> list[Path]:
    names = read_json(str(value))
    if not isinstance(names, list) or not all(isinstance(name, str) and "\x00" not in name for name in names):
        raise ValueError(f"{value!r:.80} is no list of files")
    return [Path(name) for name in names[:MOST_RECENT_FILES]]


def _theme(value: object) -> str:
    if value not in THEMES:
        raise ValueError(f"there is no theme {value!r}")
    return str(value)


def _switch(value: object) -> bool:
    return {"true": True, "false": False}[str(value).lower()]


def _zoom(value: object) -> float:
    zoom = float(str(value))
    if not 0.5 <= zoom <= 4.0:
        raise ValueError(f"a zoom of {zoom} shows nothing or too little")
    return zoom


def _bytes(value: object) -> QByteArray:
    if not isinstance(value, QByteArray):
        raise TypeError(f"{value!r} is no geometry")
    return value

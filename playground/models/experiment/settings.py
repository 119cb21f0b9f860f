"""What a setting is: its words, the values it takes, and where it is offered.

`Experiment` is the table of all settings: each of its fields is declared once, with `setting`. Checks, undo
texts, the command line, files and the controls of the window read it from there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from playground.models.experiment.shown import printable, shown
from playground.style.words import within_text

T = TypeVar("T")
_METADATA = "setting"


class Kind(Protocol):
    """Which values a setting takes."""

    def check(self, name: str, value: object) -> None:
        """Raise a ValueError that calls the setting `name` where it cannot be `value`."""


@dataclass(frozen=True)
class Choice:
    """One of a few names, each with a title."""

    options: Mapping[str, str]

    def check(self, name: str, value: object) -> None:
        """Refuse unknown names."""
        choice(name, value, self.options)


@dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high`."""

    low: float
    high: float

    def check(self, name: str, value: object) -> None:
        """Refuse what is no number, and numbers out of range."""
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        # NaN and infinity fail the comparison too.
        if not is_number or not self.low <= value <= self.high:  # type: ignore[operator]
            limits = within_text(self.low, self.high)
            raise ValueError(f"{name} must be a number {limits}, not {shown(value)}")


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def check(self, name: str, value: object) -> None:
        """Refuse what is no whole number, and numbers out of range."""
        whole(name, value, self.low, self.high)


@dataclass(frozen=True)
class Switch:
    """On or off."""

    def check(self, name: str, value: object) -> None:
        """Refuse anything but True and False."""
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be true or false, not {shown(value)}")


@dataclass(frozen=True)
class Text:
    """A line of at most `longest` characters, all of which can be shown and saved."""

    longest: int

    def check(self, name: str, value: object) -> None:
        """Refuse what is no text, long ones, and several lines."""
        if not isinstance(value, str) or len(value) > self.longest:
            raise ValueError(f"the {name} must be text of at most {self.longest} characters")
        if value != printable(value):
            raise ValueError(f"the {name} must be one line of text, without signs that cannot be shown")


@dataclass(frozen=True)
class Own:
    """Values that the experiment checks itself, because they depend on other settings."""

    def check(self, name: str, value: object) -> None:
        """Accept everything here."""


@dataclass(frozen=True)
class Setting:
    """What is known of a setting besides its value.

    Attributes
    ----------
    label
        Stands above its control.
    tip
        What it does, in one sentence.
    words
        Follow "Undo"; the label in small letters where empty.
    suggestions
        Values offered in a list.
    flag
        Long option of the command line; empty for none, None for one made of the setting's name. A switch is
        turned away from its default by it.
    is_dragged
        Whether changes in quick succession are one, as those of a slider.
    """

    label: str
    kind: Kind
    tip: str = ""
    words: str = ""
    suggestions: tuple[float, ...] = ()
    flag: str | None = None
    is_dragged: bool = False


def setting(default: T, label: str, kind: Kind, tip: str = "", **more: Any) -> T:
    """Declare a field of an experiment; `more` as in `Setting`."""
    declared = Setting(label, kind, tip, **{"words": label.lower(), **more})
    return field(default=default, metadata={_METADATA: declared})


def settings_of(table: type[Any]) -> Mapping[str, Setting]:
    """Return the settings that a class declares, by name, in their order."""
    return MappingProxyType({entry.name: entry.metadata[_METADATA] for entry in fields(table)})


def choice(name: str, value: object, known: Collection[str]) -> None:
    """Raise a ValueError where `value` is none of `known`."""
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"unknown {name} {shown(value)}: choose one of {', '.join(known)}")


def whole(name: str, value: object, low: int, high: int) -> None:
    """Raise a ValueError where `value` is no whole number from `low` to `high`."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {shown(value)}")


def listed(name: str, value: object, most: int) -> tuple[Any, ...]:
    """Return a list as a tuple; a ValueError where `value` is none, or longer than `most`."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name} must be a list, not {shown(value)}")
    if len(value) > most:
        raise ValueError(f"{name} must be a list of at most {most:,}, not of {len(value):,}")
    return tuple(value)


def key_beginning(name: str, value: object, lengths: tuple[int, ...]) -> tuple[int, ...]:
    """Return the numbers that name a layer, a neuron or a parameter; a ValueError where they are none."""
    if not isinstance(value, list | tuple) or len(value) not in lengths:
        raise ValueError(
            f"{name} must be lists of {' or '.join(map(str, lengths))} numbers, not {shown(value)}"
        )
    for number in value:
        whole(f"a number in {name}", number, -1, 10_000)
    return tuple(value)

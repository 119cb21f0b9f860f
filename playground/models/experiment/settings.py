"""What a setting is: its texts, the values it takes, and where the window shows it.

`Experiment` is the table of all settings: each of its fields is declared once, with `setting`. Checks, undo
texts, the command line, files and the controls of the window read it from there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any, Literal, Protocol, TypeVar

from playground.models.experiment.json_text import is_number, is_whole
from playground.models.experiment.shown import printable, shown
from playground.style.glossary import glossary
from playground.style.words import count_text, number_text, percent_text, within_text

T = TypeVar("T")
Group = Literal["data", "more data", "network", "training", "pause"]
Remade = Literal["samples", "split", "inputs", "first weights", "program"]
_METADATA = "setting"
OFF, FULL = "Off", "Full"


class Kind(Protocol):
    """The values a setting takes."""

    def check(self, name: str, value: object) -> None:
        """Raise a ValueError that names the setting `name` if it cannot be `value`."""

    def text(self, value: Any) -> str:
        """Return a value as text for a slider or a table."""


@dataclass(frozen=True)
class Choice:
    """One of a few names, each with a title, and with a shorter one where tables have no room for it.

    Attributes
    ----------
    options_in
        All options in an experiment, where it can have more; it checks the choice itself.
    """

    options: Mapping[str, str]
    briefs: Mapping[str, str] = field(default_factory=dict)
    options_in: Callable[[Any], Mapping[str, str]] | None = None

    def check(self, name: str, value: object) -> None:
        """Refuse unknown names."""
        if self.options_in is None:
            choice(name, value, self.options)

    def text(self, value: Any) -> str:
        """Return the title."""
        return self.options.get(value, str(value))


@dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high`.

    Attributes
    ----------
    is_share
        Whether people read and type it in percent.
    zero_is_off
        Whether 0 is called Off.
    """

    low: float
    high: float
    is_share: bool = False
    zero_is_off: bool = False

    def check(self, name: str, value: object) -> None:
        """Refuse anything but numbers in the range."""
        # NaN and infinity fail the comparison too.
        if not is_number(value) or not self.low <= value <= self.high:
            limits = within_text(self.low, self.high)
            raise ValueError(f"{name} must be a number {limits}, not {shown(value)}")

    def text(self, value: Any) -> str:
        """Return the number in a few digits."""
        if self.zero_is_off and not value:
            return OFF
        return percent_text(float(value), None) if self.is_share else number_text(float(value))


@dataclass(frozen=True)
class Whole:
    """A whole number from `low` to `high`.

    Attributes
    ----------
    zero_is_off
        Whether 0 is called Off.
    high_is_full
        Whether the highest value means all there are.
    is_count
        Whether it counts something, unlike a seed.
    """

    low: int
    high: int
    zero_is_off: bool = False
    high_is_full: bool = False
    is_count: bool = True

    def check(self, name: str, value: object) -> None:
        """Refuse anything but whole numbers in the range."""
        whole(name, value, self.low, self.high)

    def text(self, value: Any) -> str:
        """Return the number with thousands separators."""
        if self.zero_is_off and not value:
            return OFF
        if self.high_is_full and value == self.high:
            return FULL
        return count_text(value) if self.is_count else str(value)


@dataclass(frozen=True)
class Switch:
    """On or off."""

    def check(self, name: str, value: object) -> None:
        """Refuse anything but True and False."""
        if not isinstance(value, bool):
            raise ValueError(f"{name} must be true or false, not {shown(value)}")

    def text(self, value: Any) -> str:
        """Return on or off."""
        return "yes" if value else "no"


@dataclass(frozen=True)
class Marks:
    """On or off for each layer; layers beyond the last one are off.

    The experiment cuts them to its layers.
    """

    most: int

    def check(self, name: str, value: object) -> None:
        """Refuse anything but a list of True and False."""
        for mark in listed(name, value, self.most):
            if not isinstance(mark, bool):
                raise ValueError(f"{name} must be a list of true and false, not {shown(value)}")

    def text(self, value: Any) -> str:
        """Return the numbers of the layers that are on."""
        return ", ".join(str(layer) for layer, mark in enumerate(value, 1) if mark) or "–"


@dataclass(frozen=True)
class Text:
    """A line of at most `longest` characters, all of which can be displayed and saved."""

    longest: int

    def check(self, name: str, value: object) -> None:
        """Refuse anything but a short single line of text."""
        if not isinstance(value, str) or len(value) > self.longest:
            raise ValueError(f"the {name} must be text of at most {self.longest} characters")
        if value != printable(value):
            raise ValueError(f"the {name} must be one line of text, without signs that cannot be shown")

    def text(self, value: Any) -> str:
        """Return the text unchanged."""
        return str(value)


@dataclass(frozen=True)
class Own:
    """Values that the experiment checks itself since they depend on other settings, and their text."""

    words: Callable[[Any], str] = str

    def check(self, name: str, value: object) -> None:
        """Accept everything; the experiment checks it."""

    def text(self, value: Any) -> str:
        """Return the text of the value."""
        return self.words(value)


@dataclass(frozen=True)
class Place:
    """Where the window shows the control of a setting.

    Attributes
    ----------
    group
        The bar, panel or section it belongs to.
    order
        Its position there.
    caption
        Shown above or in the control, where the label would be too short or too long.
    beside
        Name of the setting whose control it sits beside.
    """

    group: Group
    order: float
    caption: str = ""
    beside: str = ""


def _always(experiment: Any) -> bool:
    return True


@dataclass(frozen=True)
class Setting:
    """All about a setting except its value.

    Attributes
    ----------
    label
        Name of its control, shown above it.
    tip
        What it does, in one sentence; by default what the glossary says of the label.
    words
        The text after "Undo"; if empty, the label in lower case.
    suggestions
        Values offered in a list.
    steps
        Stops of a slider, in rising order; without any, the control is a field.
    flag
        Command-line option; empty for none, None for one made from the setting's name. For a switch, it
        selects the other value than the default.
    place
        None if it has no control of its own.
    has_effect
        Whether it has an effect in an experiment; if not, its control is disabled.
    is_offered
        Whether an experiment has it at all; if not, its control is hidden.
    remakes
        What has to be rebuilt when it changes.
    is_of_run
        Whether training takes another course when it changes: runs are told apart by it.
    brief
        A label short enough for a table of many runs; by default the label itself.
    """

    label: str
    kind: Kind
    tip: str = ""
    words: str = ""
    suggestions: tuple[float, ...] = ()
    steps: tuple[float, ...] = ()
    flag: str | None = None
    place: Place | None = None
    has_effect: Callable[[Any], bool] = _always
    is_offered: Callable[[Any], bool] = _always
    remakes: tuple[Remade, ...] = ()
    is_of_run: bool = True
    brief: str = ""

    @property
    def caption(self) -> str:
        """The text above or in its control."""
        return (self.place.caption if self.place is not None else "") or self.label

    @property
    def beside(self) -> str:
        """Name of the setting whose control it sits beside, or empty."""
        return self.place.beside if self.place is not None else ""

    @property
    def is_dragged(self) -> bool:
        """Whether changes in quick succession count as one."""
        return bool(self.steps)


def setting(default: T, label: str, kind: Kind, tip: str = "", **more: Any) -> T:
    """Declare a field of an experiment; `more` as in `Setting`."""
    declared = Setting(
        label, kind, tip or glossary().meaning(label).removesuffix("."), **{"words": label.lower(), **more}
    )
    return field(default=default, metadata={_METADATA: declared})


_DECLARED: dict[type[Any], Mapping[str, Setting]] = {}


def settings_of(table: type[Any]) -> Mapping[str, Setting]:
    """Return the settings that a class declares, by name, in order of declaration."""
    if table not in _DECLARED:
        declared = {entry.name: entry.metadata[_METADATA] for entry in fields(table)}
        _DECLARED[table] = MappingProxyType(declared)
    return _DECLARED[table]


def settings_in(table: type[Any], group: Group) -> Mapping[str, Setting]:
    """Return the settings of a group, in the order of their controls."""
    placed = [
        (declared.place.order, name, declared)
        for name, declared in settings_of(table).items()
        if declared.place is not None and declared.place.group == group
    ]
    return MappingProxyType({name: declared for _, name, declared in sorted(placed, key=lambda one: one[0])})


def differ(before: object, now: object, *parts: Remade) -> bool:
    """Whether two experiments differ in a setting that rebuilds one of these parts."""
    return any(
        getattr(before, name) != getattr(now, name)
        for name, declared in settings_of(type(now)).items()
        if set(parts) & set(declared.remakes)
    )


def choice(name: str, value: object, known: Collection[str]) -> None:
    """Raise a ValueError if `value` is none of `known`."""
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"unknown {name} {shown(value)}: choose one of {', '.join(known)}")


def whole(name: str, value: object, low: int, high: int) -> None:
    """Raise a ValueError if `value` is not a whole number from `low` to `high`."""
    if not is_whole(value) or not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {shown(value)}")


def listed(name: str, value: object, most: int) -> tuple[Any, ...]:
    """Return a list as a tuple; a ValueError if `value` is not a list, or longer than `most`."""
    if not isinstance(value, list | tuple):
        raise ValueError(f"{name} must be a list, not {shown(value)}")
    if len(value) > most:
        raise ValueError(f"{name} must be a list of at most {most:,}, not of {len(value):,}")
    return tuple(value)


def key_beginning(name: str, value: object, lengths: tuple[int, ...]) -> tuple[int, ...]:
    """Return the numbers that address a layer, a neuron or a parameter, or raise a ValueError."""
    if not isinstance(value, list | tuple) or len(value) not in lengths:
        raise ValueError(
            f"{name} must be lists of {' or '.join(map(str, lengths))} numbers, not {shown(value)}"
        )
    for number in value:
        whole(f"a number in {name}", number, -3, 10_000)
    return tuple(value)

"""The controls of Train that a teacher can hide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from playground.models.experiment.settings import Group, listed, settings_in
from playground.models.experiment.shown import shown

# Settings that a beginner needs; of the others below, each says so itself.
_FIRST_SETTINGS = ("noise", "learning_rate", "activation")
MOST_CONTROLS = 200


@dataclass(frozen=True)
class Hideable:
    """A control, or several that make sense together only.

    Attributes
    ----------
    is_first
        Whether a beginner needs it.
    actions
        What the window's keys do with it, by the names in the table of keys.
    """

    title: str
    is_first: bool = False
    actions: tuple[str, ...] = ()


_HEADER = {
    "speed": Hideable("Speed", is_first=True),
    "step": Hideable("Step", is_first=True, actions=("step", "next_phase")),
    "new weights": Hideable("New weights", actions=("new_weights",)),
    "engine": Hideable("Engine"),
    "graph": Hideable("Graph", actions=("graph_mode",)),
    "compare": Hideable("Compare", actions=("compare_mode", "keep")),
    "lessons": Hideable("Lessons", actions=("lessons_mode",)),
    "history": Hideable("History of the run", actions=("branch", "go_live")),
}
_DATA = {
    "task": Hideable("Task"),
    "data sets": Hideable("Data sets", is_first=True),
    "own data": Hideable("Draw points, open a CSV file", actions=("draw",)),
}
_MORE_DATA = {"data files": Hideable("New points, export")}
_NETWORK = {
    "layers": Hideable("Layers and neurons", is_first=True),
    "inputs": Hideable("Choice of the inputs"),
    "links": Hideable("What the network shows"),
    "mistakes": Hideable("Mistakes", actions=("mistakes",)),
}
_TRAINING = {"sanity test": Hideable("Overfit one batch"), "own activation": Hideable("Your own activation")}
_OUTPUT = {
    "axes": Hideable("Axes of the plot"),
    "test data": Hideable("Show test data"),
    "discretise": Hideable("Discretise"),
    "marks": Hideable("Mark mistakes"),
    "figures": Hideable("Losses and accuracy", is_first=True),
    "loss chart": Hideable("Loss chart", is_first=True),
    "metrics": Hideable("Metrics"),
    "space": Hideable("Transformed space"),
}


_ALL: dict[type[Any], Mapping[str, Hideable]] = {}


def hideable(table: type[Any]) -> Mapping[str, Mapping[str, Hideable]]:
    """Return all that can be hidden in groups by their titles, each by a key: a setting by its own name."""
    return {
        "Header and history": _HEADER,
        "Data": {**_DATA, **_settings(table, "data"), **_settings(table, "more data"), **_MORE_DATA},
        "Network": {**_settings(table, "network"), **_NETWORK},
        "Training settings": {
            **_settings(table, "training"), **_settings(table, "pause"), **_TRAINING,
        },
        "Output": _OUTPUT,
    }  # fmt: skip


def _settings(table: type[Any], group: Group) -> dict[str, Hideable]:
    placed = settings_in(table, group).items()
    return {
        name: Hideable(declared.caption, is_first=name in _FIRST_SETTINGS)
        for name, declared in placed
        if not declared.beside  # it goes with its neighbour
    }


def all_hideable(table: type[Any]) -> Mapping[str, Hideable]:
    """Return all that can be hidden, by key, in order."""
    if table not in _ALL:  # every experiment that is made asks for it
        groups = hideable(table).values()
        _ALL[table] = MappingProxyType({key: control for group in groups for key, control in group.items()})
    return _ALL[table]


def for_beginners(table: type[Any]) -> tuple[str, ...]:
    """Return what is hidden where only what a beginner needs is on screen."""
    return tuple(key for key, control in all_hideable(table).items() if not control.is_first)


def checked(table: type[Any], keys: object) -> tuple[str, ...]:
    """Return keys in the order of the table, each once.

    Raises
    ------
    ValueError
        No list, or a key of nothing that can be hidden.
    """
    known = all_hideable(table)
    chosen: Collection[object] = listed("hidden_controls", keys, MOST_CONTROLS)
    for key in chosen:
        if not isinstance(key, str) or key not in known:
            raise ValueError(f"hidden_controls names a control {shown(key)}, which there is not")
    return tuple(key for key in known if key in chosen)

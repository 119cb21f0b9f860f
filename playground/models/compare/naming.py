"""Names runs by what sets them apart, and says in words what a change of settings was."""

from __future__ import annotations

from collections.abc import Sequence

from playground.models.experiment.experiment import Experiment
from playground.models.experiment.settings import FULL, OFF, Choice, settings_of

_OPTIMIZER = frozenset({"optimizer", "learning_rate"})


def value_text(experiment: Experiment, name: str) -> str:
    """Return the value of a setting as text for a table."""
    if name == "dataset":
        return experiment.dataset_title
    text = settings_of(Experiment)[name].kind.text(getattr(experiment, name))
    return text.lower() if text in (OFF, FULL) else text


def brief_text(experiment: Experiment, name: str) -> str:
    """Return the same, short enough for a table of many runs."""
    kind = settings_of(Experiment)[name].kind
    briefs = kind.briefs if isinstance(kind, Choice) else {}
    return briefs.get(getattr(experiment, name)) or value_text(experiment, name)


def differing(experiments: Sequence[Experiment]) -> list[str]:
    """Return the names of the settings of a run in which experiments are not all the same."""
    return [
        name
        for name, declared in settings_of(Experiment).items()
        if declared.is_of_run
        and any(getattr(one, name) != getattr(experiments[0], name) for one in experiments)
    ]


def name_of_change(before: Experiment, after: Experiment) -> str:
    """Return in few words how a run differs from the one before, such as ``Adam 0.01 → SGD 0.03``."""
    changed = differing([before, after])
    if changed and _OPTIMIZER.issuperset(changed):
        return f"{_optimizer(before)} → {_optimizer(after)}"
    return _told(changed, after)


def name_beside(other: Experiment, own: Experiment) -> str:
    """Return in few words what a run itself is where it differs from another, such as ``Adam 0.01``.

    The name its user gave it counts most; empty where nothing sets them apart.
    """
    if own.name and own.name != other.name:
        return own.name
    return _told(differing([other, own]), own)


def _told(changed: Sequence[str], run: Experiment) -> str:
    """Return what a run is in the most telling one of these settings."""
    if not changed:
        return ""
    if "dataset" in changed or "source" in changed:
        return run.dataset_title
    if "hidden" in changed:
        return f"{value_text(run, 'hidden')} neurons" if run.hidden else "no hidden layer"
    if _OPTIMIZER.issuperset(changed):
        return _optimizer(run)
    if "regularization" in changed or "regularization_rate" in changed:
        rate = value_text(run, "regularization_rate")
        kind = value_text(run, "regularization")
        return "no penalty" if run.regularization == "none" else f"{kind} {rate}"
    declared, text = settings_of(Experiment)[changed[0]], value_text(run, changed[0])
    return text if isinstance(declared.kind, Choice) else f"{declared.words} {text}"


def _optimizer(run: Experiment) -> str:
    return f"{value_text(run, 'optimizer')} {value_text(run, 'learning_rate')}"


def plain_name(experiment: Experiment) -> str:
    """Return the name of a first run: ``Adam 0.01, 6 + 6``."""
    return f"{_optimizer(experiment)}, {value_text(experiment, 'hidden')}"


def change_words(before: Experiment, after: Experiment) -> str:
    """Return the change from one experiment to the next, such as ``learning rate 0.01 → 0.1``."""
    told = []
    for name, declared in settings_of(Experiment).items():
        if getattr(before, name) == getattr(after, name) or name == "name":
            continue
        if name in ("dataset", "source"):
            told.append(f"data {before.dataset_title} → {after.dataset_title}")
        elif name in ("redraws", "weight_draws", "frozen", "switched_off"):
            told.append(declared.words)
        else:
            told.append(f"{declared.words} {value_text(before, name)} → {value_text(after, name)}")
    return ", ".join(dict.fromkeys(told))

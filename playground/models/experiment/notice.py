"""A message to the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from playground.models.run.failure import Failure


@dataclass(frozen=True)
class Notice:
    """A message, and what one click can do about it.

    A notice is about what is on screen when it appears; the next action that
    changes anything (an edit, undo, another file, training on) ends it.

    Attributes
    ----------
    kind
        "news" disappears by itself, "advice" and "problem" stay.
    action, changes, plays, asks_memory, failure
        Label of a button, the settings it changes, whether it resumes training, whether it asks how much
        memory the run may take, and the failure it shows.
    """

    text: str
    kind: Literal["news", "advice", "problem"] = "news"
    action: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    plays: bool = False
    asks_memory: bool = False
    failure: Failure | None = None

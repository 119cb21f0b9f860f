"""A sentence for the person in front of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Notice:
    """What is said, and what one click can do about it.

    A notice tells of the present: it belongs to what is on screen when it is said, and the next act that
    changes anything (an edit, undo, another file, training on) ends it.

    Attributes
    ----------
    kind
        "news" leave by themselves, "advice" and a "problem" stay.
    action, changes, plays
        Words of a button, the settings it changes, and whether it lets training go on.
    """

    text: str
    kind: Literal["news", "advice", "problem"] = "news"
    action: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)
    plays: bool = False

"""What keeps an experiment from being trained, and the way out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """A sentence, and what one click can do about it.

    Attributes
    ----------
    text
        A whole sentence.
    action
        Words of the button; empty where there is nothing to press.
    changes
        Settings of the experiment that the button changes; empty where the action is one of the window, such
        as to draw points.
    """

    text: str
    action: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


class NotTrainableError(ValueError):
    """An experiment that is in order but cannot be trained as it stands, such as data of one class."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem

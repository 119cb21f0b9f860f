"""Why an experiment cannot be trained, and the way out."""

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
        Label of the button; empty for none.
    changes
        Settings that the button changes; empty if the window has to act, such
        as to draw points.
    """

    text: str
    action: str = ""
    changes: Mapping[str, Any] = field(default_factory=dict)


class NotTrainableError(ValueError):
    """A valid experiment that cannot be trained as it stands, for example on data of one class."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem

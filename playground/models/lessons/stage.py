"""What a step shows beside its text, and what expressions can say about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from playground.models.lessons.language import Type
from playground.models.lessons.outcome import Valued
from playground.models.ticket import UNWATCHED, Ticket

Look = Literal["plain", "bad", "good"]


class Stage:
    """Something that runs to an end; each kind is a frozen dataclass in `stages`."""

    def type_of(self, name: str, quantity: str) -> Type:
        """Return the type of ``name.quantity``; a ValueError names what is unknown."""
        raise NotImplementedError

    def outcomes(self, ticket: Ticket = UNWATCHED) -> Mapping[str, Valued]:
        """Run it to its end, and return what came out by its names.

        Raises
        ------
        ValueError
            It cannot run.
        """
        raise NotImplementedError

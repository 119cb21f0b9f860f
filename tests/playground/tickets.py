"""A ticket that cancels itself, for tests of work that has to look at it."""

from __future__ import annotations

from playground.models.ticket import Ticket


class Impatient(Ticket):
    """Is cancelled after so many checks."""

    def __init__(self, patience: int) -> None:
        super().__init__()
        self.checks, self._patience = 0, patience

    def check(self) -> None:
        if self.checks == self._patience:
            self.cancel()
        self.checks += 1
        super().check()

"""Where a round stands: what was looked at and named so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from playground.models.bugs.bug import Bug
from playground.models.bugs.catalogue import BUGS, NOTHING
from playground.models.bugs.rounds import Round
from playground.models.bugs.verdict import Verdict
from playground.views.bugs.instrument_tiles import TWIN


@dataclass
class BugState:
    """A round as it is being played.

    Attributes
    ----------
    opened
        What was looked at, the twin among it.
    looks
        How many looks that were.
    on_screen
        The instrument that is shown, empty for none.
    chosen
        Key of the bug that is chosen, empty for none.
    wrong
        Bugs that were wrongly named.
    is_trained
        Whether the run is there.
    is_over, named
        Whether it was found or given up, and what was named last.
    verdict
        None until it was measured, after the end.
    """

    round: Round
    opened: set[str] = field(default_factory=set)
    looks: int = 0
    on_screen: str = ""
    chosen: str = ""
    wrong: list[Bug] = field(default_factory=list)
    is_trained: bool = False
    is_over: bool = False
    named: Bug | None = None
    verdict: Verdict | None = None

    @property
    def looks_left(self) -> int:
        """How many looks are left."""
        return max(self.round.difficulty.looks - self.looks, 0)

    def can_look(self, key: str) -> bool:
        """Whether an instrument, or the twin, may be looked at."""
        return self.is_over or key in self.opened or self.looks_left > 0

    def open(self, key: str) -> None:
        """Note a look; a second one at the same costs nothing, nor does one after the end."""
        if key not in self.opened and not self.is_over:
            self.looks += 1
        self.opened.add(key)

    def columns(self, *, with_twin: bool = False) -> dict[str, Bug]:
        """Return the runs side by side, by their names: after the end also that of the last wrong guess."""
        columns = {"This run": self.round.bug}
        if with_twin or TWIN in self.opened:
            columns["Healthy twin"] = BUGS[NOTHING]
        if self.is_over and self.wrong and self.wrong[-1].key != NOTHING:
            columns["Wrong guess"] = self.wrong[-1]
        return columns

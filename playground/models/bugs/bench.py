"""Where the runs of a round are trained and examined, each once."""

from __future__ import annotations

from playground.models.bugs.bug import Bug
from playground.models.bugs.catalogue import BUGS, NOTHING
from playground.models.bugs.finding import Finding
from playground.models.bugs.instruments.table import INSTRUMENTS
from playground.models.bugs.rounds import Round
from playground.models.bugs.trained_run import TrainedRun
from playground.models.bugs.verdict import Verdict, give_verdict
from playground.models.ticket import UNWATCHED, Ticket


class Bench:
    """The runs of one round: the one with the bug, its healthy twin, and those with a bug that was named.

    Not thread-safe: everything is called in the thread of one job.
    """

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self._runs: dict[str, TrainedRun] = {}
        self._findings: dict[tuple[str, str], Finding] = {}

    def run(self, bug: Bug, ticket: Ticket = UNWATCHED) -> TrainedRun:
        """Return the run with a bug; the first time it is trained."""
        if bug.key not in self._runs:
            self._runs[bug.key] = TrainedRun(self.round.case(bug), ticket)
        return self._runs[bug.key]

    def finding(self, bug: Bug, instrument: str, ticket: Ticket = UNWATCHED) -> Finding:
        """Return what an instrument shows of the run with a bug."""
        if (bug.key, instrument) not in self._findings:
            run = self.run(bug, ticket)
            self._findings[bug.key, instrument] = INSTRUMENTS[instrument].measure(run, ticket)
        return self._findings[bug.key, instrument]

    def verdict(self, named: Bug | None, ticket: Ticket = UNWATCHED) -> Verdict:
        """Return what told the bug, and what speaks against the one that was named."""
        hidden, healthy = self.round.bug, BUGS[NOTHING]
        others = {bug.key: bug for bug in (healthy, named) if bug is not None and bug is not hidden}
        findings = {
            key: [self.finding(bug, instrument, ticket) for instrument in INSTRUMENTS]
            for key, bug in {**others, hidden.key: hidden}.items()
        }
        return give_verdict(hidden, findings, named)

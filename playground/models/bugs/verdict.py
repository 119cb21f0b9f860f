"""Which evidence told the bug, from what was measured in the very run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playground.models.bugs.bug import Bug
from playground.models.bugs.catalogue import NOTHING
from playground.models.bugs.finding import Finding, Reading

Findings = Sequence[Finding]
SAME = ("losses", "Training loss, end")
"""What to show where nothing is wrong."""


@dataclass(frozen=True)
class Evidence:
    """A reading that tells two runs apart.

    Attributes
    ----------
    instrument
        Its key.
    here, there
        The reading of the run, and of the one it is held against.
    """

    instrument: str
    here: Reading
    there: Reading


@dataclass(frozen=True)
class Verdict:
    """What a round ends with.

    Attributes
    ----------
    hidden
        What was wrong.
    named
        What was named last, None for nothing.
    evidence
        What tells the run from its healthy twin; where nothing is wrong, a reading that is the same.
    against
        What speaks against a bug that was wrongly named.
    """

    hidden: Bug
    named: Bug | None
    evidence: Evidence
    against: Evidence | None

    @property
    def is_right(self) -> bool:
        """Whether the bug was named."""
        return self.named is self.hidden


def give_verdict(hidden: Bug, findings: Mapping[str, Findings], named: Bug | None) -> Verdict:
    """Compare the run with its healthy twin, and with a run that has the bug that was named.

    Parameters
    ----------
    findings
        Those of all instruments, by the key of the bug.
    """
    here = findings[hidden.key]
    evidence = tell_apart(hidden, here, findings[NOTHING])
    against = None
    if named is not None and named is not hidden and named.key != NOTHING:
        # The bug that was named has a sign of its own, which is missing here.
        against = tell_apart(named, here, findings[named.key])
    return Verdict(hidden, named, evidence, against)


def tell_apart(sign: Bug, here: Findings, there: Findings) -> Evidence:
    """Return the reading of a bug's sign, or the one that differs most if that one does not differ."""
    known = _read(sign.tell or SAME, here, there)
    if known is not None and (sign.tell is None or known.here.gap(known.there) >= 1.0):
        return known
    pairs = [(mine.instrument, *mine.widest(its)) for mine, its in zip(here, there, strict=True)]
    instrument, first, second, _ = max(pairs, key=lambda pair: pair[3])
    return Evidence(instrument, first, second)


def _read(place: tuple[str, str], here: Findings, there: Findings) -> Evidence | None:
    instrument, name = place
    for mine, its in zip(here, there, strict=True):
        first, second = mine.reading(name), its.reading(name)
        if mine.instrument == instrument and first is not None and second is not None:
            return Evidence(instrument, first, second)
    return None

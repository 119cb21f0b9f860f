"""What is said about a round: before it is over, and after."""

from __future__ import annotations

from playground.models.bugs.catalogue import NOTHING
from playground.models.bugs.instruments.table import INSTRUMENTS
from playground.models.bugs.verdict import Evidence, Verdict

TASK = (
    "Something may be wrong with this run. Look at as little as you need, and say what it is. Each "
    "instrument costs one look, the healthy twin too."
)
MEANT = "What was meant:"
NO_BREAK = "\u00a0"
IN_PYTORCH = "In PyTorch, wrong and right:"


def task_words(recipe: str) -> str:
    """Return the text of a round that is on."""
    return f"{TASK}\n\n**{MEANT}**\n\n{recipe}" if recipe else TASK


def verdict_words(verdict: Verdict) -> tuple[str, str]:
    """Return what was wrong and what told it, in Markdown, and the lines of code."""
    hidden = verdict.hidden
    lead = f"Yes: {_lower(hidden.title)}." if verdict.is_right else f"It was: {_lower(hidden.title)}."
    parts = [f"**{lead}** {hidden.sees}", f"**What told it.** {_evidence_words(verdict)}"]
    if verdict.against is not None and verdict.named is not None:
        here, there = verdict.against.here, verdict.against.there
        parts.append(
            f"**What spoke against “{_lower(verdict.named.title)}”.** {_place(verdict.against)} would be "
            f"**{there.text}**; here it is **{here.text}**."
        )
    parts.append(hidden.why)
    if not hidden.wrong:
        return "\n\n".join(parts), ""
    parts.append(IN_PYTORCH)
    code = [*_lines("-", hidden.wrong), *_lines("+", hidden.right)]
    return "\n\n".join(parts), "\n".join(code)


def _lines(sign: str, code: str) -> list[str]:
    """Return lines behind a sign that keep their indentation."""
    return [f"{sign} {line.replace('    ', NO_BREAK * 4)}" for line in code.split("\n")]


def _evidence_words(verdict: Verdict) -> str:
    evidence = verdict.evidence
    here, there = evidence.here.text, evidence.there.text
    if verdict.hidden.key == NOTHING:
        return f"{_place(evidence)} is **{here}**, to the last digit as in the healthy twin."
    return f"{_place(evidence)} is **{here}** here, and **{there}** in the healthy twin."


def _place(evidence: Evidence) -> str:
    """Return the instrument and the reading: ``Steps: “Step ÷ gradient, now”``."""
    return f"{INSTRUMENTS[evidence.instrument].title}: “{_lower(evidence.here.name)}”"


def _lower(text: str) -> str:
    """Return a title as it stands within a sentence; names in code keep their letters."""
    return text if text[:2].isupper() else text[0].lower() + text[1:]

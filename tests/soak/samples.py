"""What was measured at the rests, and whether it stayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_SPREAD_MB = 30
WARM_UP_SHARE = 0.2
HEADINGS = ("minutes", "epochs", "networks", "files", "memory MB", "threads", "handles")


@dataclass(frozen=True)
class Sample:
    """What the process held at a rest, where the same experiment trains as at all others."""

    minutes: float
    epochs: int
    networks: int
    files: int
    memory_mb: int
    threads: int
    handles: int

    @property
    def row(self) -> str:
        """The line of the table."""
        counts = (self.networks, self.files, self.memory_mb, self.threads, self.handles)
        cells = (f"{self.minutes:.1f}", f"{self.epochs:,}", *counts)
        return "  ".join(f"{cell!s:>{len(heading)}}" for cell, heading in zip(cells, HEADINGS, strict=True))


def findings(samples: Sequence[Sample]) -> list[str]:
    """Return what grew after the warm-up, in sentences; none where everything stayed."""
    warm = samples[round(WARM_UP_SHARE * len(samples)) :]
    found = []
    memory = [sample.memory_mb for sample in warm]
    if max(memory) - min(memory) > MOST_SPREAD_MB:
        found.append(f"memory between {min(memory)} and {max(memory)} MB: more than {MOST_SPREAD_MB} apart")
    for word, counts in (
        ("threads", [sample.threads for sample in warm]),
        ("file handles", [sample.handles for sample in warm]),
    ):
        if counts[-1] > min(counts):
            found.append(f"{word} grew from {min(counts)} to {counts[-1]}")
    return found

"""The runs that undo and redo restore."""

from __future__ import annotations

from playground.models.run.run import Run

MOST_MARKS = 30
MOST_BYTES_A_MARK = 2 * 2**20


class RunMarks:
    """Runs by the number of the action that replaced them; the oldest go first."""

    def __init__(self) -> None:
        self._runs: dict[int, Run] = {}

    def keep(self, mark: int, run: Run | None) -> None:
        """Keep the run from before an action; for merged actions, that from before the first."""
        if mark and run is not None:
            self._runs.setdefault(mark, run)
            run.log.thin_to(MOST_BYTES_A_MARK)  # dropped keyframes cost time to return to, and nothing else
            while len(self._runs) > MOST_MARKS:
                del self._runs[next(iter(self._runs))]

    def take(self, mark: int) -> Run | None:
        """Return the run of an action, and forget it; None where none was kept."""
        return self._runs.pop(mark, None)

"""``python -m tests.monkey --seeds 20 --minutes 3``: exit code 0 where nothing was found."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.monkey.driver import Plan, VirtualScreen, drive

STARTS = 3


def run() -> int:
    """Drive all seeds, print what each met, and sum up."""
    parser = argparse.ArgumentParser(prog="make monkey", description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="how many (default: %(default)s)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (default: %(default)s)")
    parser.add_argument("--minutes", type=float, default=1.0, help="for each seed (default: %(default)s)")
    parser.add_argument("--stall-ms", type=float, default=500.0, help="a longer stall is a fault")
    parser.add_argument("--keep", type=Path, help="a folder in which logs and files stay")
    options = parser.parse_args()
    plan = Plan(60.0 * options.minutes, options.stall_ms, starts=STARTS)
    kinds, found, events, longest = set(), 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="monkey-") as folder, VirtualScreen() as screen:
        for seed in range(options.first, options.first + options.seeds):
            platform = screen if seed % 2 == 0 else "offscreen"
            for outcome in drive(seed, plan, (options.keep or Path(folder)) / str(seed), platform):
                print(outcome.text, flush=True)
                kinds |= set(outcome.faults)
                found += sum(number for number, _ in outcome.faults.values())
                events += outcome.events
                longest = max([longest, *(stall[0] for stall in outcome.stalls)])
    print(
        f"{options.seeds} seeds, {events} events: {found} faults of {len(kinds)} kinds, "
        f"longest stall {longest} ms"
    )
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(run())

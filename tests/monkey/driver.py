"""Starts one process a seed, and puts together what they met."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.monkey.faults import LAST_ACTIONS

ROOT = Path(__file__).parents[2]
# What a start, a full queue of work at the end and a busy machine may take.
PATIENCE_SECONDS = 90.0
LOOK_SECONDS = 0.02
LONGEST_CLOSE_SECONDS = 10.0
# What is loaded when first used is no growth: shorter runs do not tell.
GROWTH_KNOWN_SECONDS = 60.0
TRACE_LINES = 25


@dataclass
class Outcome:
    """What one process met.

    Attributes
    ----------
    faults
        How often each was met, and the actions before it.
    stalls
        The longest: milliseconds, how many of them the window's thread was at work, action, place.
    memory
        MB after warming up and at the end.
    close_seconds
        From the wish to close to the end of the process.
    """

    seed: int
    start: int
    platform: str
    events: int = 0
    faults: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    stalls: list[tuple[int, int, str, str]] = field(default_factory=list)
    memory: tuple[int, int] = (0, 0)
    close_seconds: float = 0.0

    @property
    def text(self) -> str:
        """The outcome for the terminal."""
        longest = max((stall[0] for stall in self.stalls), default=0)
        count = sum(number for number, _ in self.faults.values())
        lines = [
            f"seed {self.seed} start {self.start} on {self.platform}: {self.events} events, "
            f"{count} faults of {len(self.faults)} kinds, longest stall {longest} ms, "
            f"closed in {self.close_seconds:.1f} s, memory {self.memory[0]} -> {self.memory[1]} MB"
        ]
        lines += [
            f"    {ms} ms, {worked} of them at work: {action} [{place}]"
            for ms, worked, action, place in self.stalls
            if ms >= 150
        ]
        for text, (number, actions) in self.faults.items():
            lines += [f"  {number} x {text}", f"      after {' | '.join(actions)}"]
        return "\n".join(lines)


@dataclass(frozen=True)
class Plan:
    """How long to drive and what counts as a fault."""

    seconds: float
    stall_ms: float = 500.0
    most_growth_mb: int = 40
    starts: int = 1


def drive(seed: int, plan: Plan, home: Path, platform: str = "offscreen") -> list[Outcome]:
    """Drive one seed: the window is closed and started again with what it remembers, `plan.starts` times."""
    return [_drive_once(seed, start, plan, home, platform) for start in range(plan.starts)]


def _drive_once(seed: int, start: int, plan: Plan, home: Path, platform: str) -> Outcome:
    outcome = Outcome(seed, start, platform)
    home.mkdir(parents=True, exist_ok=True)
    report, trail = home / "report.json", home / "actions.txt"
    for path in (report, trail):
        path.unlink(missing_ok=True)
    seconds = plan.seconds / plan.starts
    command = [
        sys.executable, "-m", "tests.monkey.child", "--seed", str(1000 * seed + start),
        "--seconds", str(seconds), "--stall-ms", str(plan.stall_ms), "--folder", str(home),
    ]  # fmt: skip
    with (home / "output.txt").open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=home, env=_environment(home, platform), stdout=output, stderr=subprocess.STDOUT
        )
        hung, outcome.close_seconds = _waited_for(process, report, seconds + PATIENCE_SECONDS)
    if report.exists():
        _take(outcome, json.loads(report.read_text(encoding="utf-8")))
    last = trail.read_text(encoding="utf-8").splitlines()[-LAST_ACTIONS:] if trail.exists() else []
    if hung:
        outcome.faults[f"{hung}\n{_trace(home)}"] = (1, last)
    elif process.returncode != 0:
        outcome.faults[f"crash, exit code {process.returncode}\n{_trace(home)}"] = (1, last)
    elif not report.exists():
        outcome.faults["the window closed by itself"] = (1, last)
    before, after = outcome.memory
    if seconds >= GROWTH_KNOWN_SECONDS and after - before > plan.most_growth_mb:
        outcome.faults[f"memory grew from {before} to {after} MB"] = (1, [])
    return outcome


def _waited_for(process: subprocess.Popen[bytes], report: Path, patience: float) -> tuple[str, float]:
    """Wait for the end; return what it hung in, after having it say where, and how long it took to close."""
    latest = time.monotonic() + patience
    closing_since: float | None = None
    while process.poll() is None:
        now = time.monotonic()
        if closing_since is None and report.exists():
            closing_since = now
        is_late = closing_since is not None and now - closing_since > LONGEST_CLOSE_SECONDS
        if is_late or now > latest:
            process.send_signal(signal.SIGABRT)
            process.wait()
            return f"still closing after {LONGEST_CLOSE_SECONDS:g} s" if is_late else "hangs", 0.0
        time.sleep(LOOK_SECONDS)
    return "", 0.0 if closing_since is None else time.monotonic() - closing_since


def _take(outcome: Outcome, report: dict) -> None:
    outcome.events = report["events"]
    outcome.stalls = [(ms, worked, action, place) for ms, worked, action, place in report["stalls"]]
    outcome.memory = (report["memory"][0], report["memory"][1])
    for text, number in report["faults"].items():
        outcome.faults[text] = (number, report["first_after"][text])


def _trace(home: Path) -> str:
    """Return where the threads stood, from the application's log."""
    log = home / "scalar-playground" / "log.txt"
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    begins = [number for number, line in enumerate(lines) if line.startswith(("Fatal", "Windows fatal"))]
    trace = lines[begins[-1] :] if begins else (home / "output.txt").read_text(errors="replace").splitlines()
    trace = [line for line in trace if not line.startswith("Extension modules")]
    here = next((number for number, line in enumerate(trace) if line.startswith("Current thread")), 0)
    return "\n".join(f"      {line}" for line in trace[here : here + TRACE_LINES])


def _environment(home: Path, platform: str) -> dict[str, str]:
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")
    folders = dict.fromkeys(names, str(home))
    return {**os.environ, **folders, "QT_QPA_PLATFORM": platform, "PYTHONPATH": str(ROOT)}


class VirtualScreen:
    """An Xvfb of our own, where there is one."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> str:
        """Return the platform to run on: ``"xcb"`` on the virtual screen, or ``"offscreen"``."""
        if shutil.which("Xvfb") is None:
            return "offscreen"
        self._process = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "1920x1200x24"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert self._process.stdout is not None
        os.environ["DISPLAY"] = f":{self._process.stdout.readline().strip()}"
        return "xcb"

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
